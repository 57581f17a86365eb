"""Absences as planners write them."""

from datetime import UTC, date, datetime

import pytest

from wfm.errors import DataError
from wfm.io.absences import parse_absences, read_absences

ZONE = "Europe/Amsterdam"
TODAY = date(2026, 11, 16)


def utc(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("A1", utc(15, 23), utc(16, 23)),
        ("A1:2026-11-17", utc(16, 23), utc(17, 23)),
        ("A1:2026-11-17..2026-11-18", utc(16, 23), utc(18, 23)),
        ("A1:2026-11-17T10:30", utc(17, 9, 30), utc(17, 23)),
        ("A1:2026-11-17T10:30..2026-11-17T12:00", utc(17, 9, 30), utc(17, 11)),
        ("A1:2026-11-17T10:30..2026-11-18", utc(17, 9, 30), utc(18, 23)),
        ("A1:2026-11-17T10:30+00:00", utc(17, 10, 30), utc(17, 23)),
    ],
)
def test_days_and_times(text, start, end):
    (found,) = parse_absences(text, ZONE, TODAY)
    assert (found.agent, found.start, found.end, found.kind) == ("A1", start, end, "sick")


def test_several_by_commas_and_a_second_day_of_the_same_agent():
    found = parse_absences("A1:2026-11-17,2026-11-19, B2:2026-11-18", ZONE, TODAY, "leave")
    assert [(a.agent, a.start.day) for a in found] == [("A1", 16), ("A1", 18), ("B2", 17)]
    assert {a.kind for a in found} == {"leave"}


def test_a_day_of_the_clock_change_has_25_hours():
    (found,) = parse_absences("A1:2026-10-25", ZONE, TODAY)
    assert (found.end - found.start).total_seconds() == 25 * 3600


@pytest.mark.parametrize("text", [":2026-11-17", "A1:tomorrow", "A1:2026-11-17..", "A1:2026-11-17..soon"])
def test_what_cannot_be_read_is_shown(text):
    with pytest.raises(DataError, match="absence"):
        parse_absences(text, ZONE, TODAY)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(DataError, match="ends after it starts"):
        parse_absences("A1:2026-11-17..2026-11-15", ZONE, TODAY)


def test_a_file_of_absences_names_row_and_column_of_a_fault(tmp_path):
    path = tmp_path / "absences.csv"
    path.write_text("agent,from,to,kind\nA1,2026-11-17,,\nB2,2026-11-18T09:00,2026-11-19,leave\n")
    found = read_absences(path, ZONE)
    assert [(a.agent, a.kind) for a in found] == [("A1", "sick"), ("B2", "leave")]
    assert found[1].end == utc(19, 23)
    for rows, problem in (
        ("A1,someday,,\n", "row 2, column from.*no day"),
        ("A1,2026-11-17,someday,\n", "row 2, column to.*no day"),
        ("A1,2026-11-17,,drunk\n", "column kind"),
        ("A1,2026-11-17,2026-11-16,\n", "before it begins"),
    ):
        path.write_text("agent,from,to,kind\n" + rows)
        with pytest.raises(DataError, match=problem):
            read_absences(path, ZONE)
