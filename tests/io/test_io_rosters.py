"""roster.csv: shifts from activities, both clock changes, faults with their row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError, DataError
from wfm.intervals import local_instant
from wfm.io.read import read_roster
from wfm.io.write import write_roster
from wfm.types import Activity, ActivityKind, Roster, Shift

ZONE = "Europe/Amsterdam"
HEADER = "agent,date,start,end,activity,work,paid"
DAY = (
    "a1,2026-11-16,2026-11-16T08:00:00+01:00,2026-11-16T12:00:00+01:00,work,billing,yes",
    "a1,2026-11-16,2026-11-16T12:00:00+01:00,2026-11-16T12:30:00+01:00,meal,,no",
    "a1,2026-11-16,2026-11-16T12:30:00+01:00,2026-11-16T16:30:00+01:00,work,billing,yes",
)


def save(folder, *rows, header=HEADER):
    path = folder / "roster.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def fault(path, zone=ZONE):
    with pytest.raises(DataError) as caught:
        read_roster(path, zone=zone)
    assert caught.value.file == str(path)
    return caught.value


def test_activities_of_a_day_make_a_shift(tmp_path):
    roster = read_roster(save(tmp_path, *DAY), zone=ZONE)
    (shift,) = roster.shifts
    assert (shift.agent, shift.date, shift.paid_hours) == ("a1", date(2026, 11, 16), 8.0)
    assert shift.start == datetime(2026, 11, 16, 7, tzinfo=UTC)
    assert [a.kind for a in shift.activities] == [ActivityKind.WORK, ActivityKind.MEAL, ActivityKind.WORK]


def test_local_times_without_offset_and_rows_in_any_order(tmp_path):
    rows = [row.replace("+01:00", "") for row in reversed(DAY)]
    assert read_roster(save(tmp_path, *rows), zone=ZONE).shifts == read_roster(save(tmp_path, *DAY), zone=ZONE).shifts


def test_short_file_takes_date_and_pay_from_the_activities(tmp_path):
    rows = [
        "n1,2026-11-16 22:00,2026-11-17 02:00,work,q",
        "n1,2026-11-17 02:00,2026-11-17 02:30,meal,",
        "n1,2026-11-17 02:30,2026-11-17 06:00,work,q",
        "n1,2026-11-17 22:00,2026-11-18 06:00,work,q",
    ]
    roster = read_roster(save(tmp_path, *rows, header="agent,start,end,activity,work"), zone=ZONE)
    assert [(s.date.day, s.paid_hours) for s in roster.shifts] == [(16, 7.5), (17, 8.0)]


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-14", 8)])
def test_night_shift_read_from_local_times_pays_elapsed_hours(tmp_path, night, hours):
    morning = (date.fromisoformat(night) + timedelta(days=1)).isoformat()
    row = f"n1,{night},{night} 22:00,{morning} 06:00,work,q,yes"
    (shift,) = read_roster(save(tmp_path, row), zone=ZONE).shifts
    assert shift.paid_hours == hours


def test_activity_that_ends_in_the_second_of_the_repeated_hours(tmp_path):
    row = "n1,2026-10-25,2026-10-25 02:45,2026-10-25 02:15,break,,yes"
    (shift,) = read_roster(save(tmp_path, row), zone=ZONE).shifts
    assert shift.paid_hours == 0.5


@pytest.mark.parametrize(
    ("row", "old", "new", "column", "words"),
    [
        (1, "12:00:00", "12:10:00", "start", "gap of 10 minutes"),
        (1, "T12:00:00", "T11:50:00", "start", "overlaps by 10 minutes"),
        (1, "meal", "siesta", "activity", "work, break, meal"),
        (1, ",no", ",perhaps", "paid", "yes nor no"),
        (2, "T16:30", "T12:15", "end", "ends before it starts"),
        (2, "a1,", ",", "agent", "blank"),
        (2, "T16:30:00+01:00", " half five", "end", "not a time"),
        (0, "a1,2026-11-16", "a1,2026-11-15", "date", "starts on 2026-11-16"),
        (0, "a1,2026-11-16", "a1,16-11", "date", "not a date"),
    ],
)
def test_fault_names_its_row(tmp_path, row, old, new, column, words):
    rows = list(DAY)
    rows[row] = rows[row].replace(old, new, 1)
    error = fault(save(tmp_path, *rows))
    assert (error.row, error.column) == (row + 2, column)
    assert words in str(error)


def test_shifts_that_overlap_across_dates(tmp_path):
    rows = [
        "a,2026-11-16,2026-11-16 22:00,2026-11-17 06:00,work,q,yes",
        "a,2026-11-17,2026-11-17 05:00,2026-11-17 09:00,work,q,yes",
    ]
    error = fault(save(tmp_path, *rows))
    assert error.row == 3
    assert "row 2" in str(error)


def test_local_time_that_does_not_exist(tmp_path):
    error = fault(save(tmp_path, "a,2026-03-29,2026-03-29 02:30,2026-03-29 06:00,work,q,yes"))
    assert (error.row, error.column) == (2, "start")


def test_zone_is_needed_and_must_be_known(tmp_path):
    path = save(tmp_path, DAY[0].replace("+01:00", ""))
    assert "--zone" in str(fault(path, zone=None))
    with pytest.raises(ConfigError):
        read_roster(path, zone="Nowhere")
    assert read_roster(save(tmp_path, *DAY)).zone == "UTC"


@st.composite
def rosters(draw):
    zone = draw(st.sampled_from([ZONE, "America/New_York", "Australia/Lord_Howe", "UTC"]))
    first = draw(st.sampled_from([date(2026, 3, 27), date(2026, 10, 23), date(2026, 10, 30), date(2026, 4, 3)]))
    shifts = []
    for agent in draw(st.lists(st.sampled_from(["a", "b", "=c", "d é"]), min_size=1, max_size=3, unique=True)):
        for offset in draw(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True)):
            day = first + timedelta(days=offset)
            start = local_instant(day, 15 * draw(st.integers(0, 60)), ZoneInfo(zone))
            activities, moment = [], start
            for _ in range(draw(st.integers(1, 5))):
                kind = draw(st.sampled_from(list(ActivityKind)))
                end = moment + timedelta(minutes=15 * draw(st.integers(1, 6)))
                work = draw(st.sampled_from(["q", "+q", "second line"])) if kind is ActivityKind.WORK else ""
                activities.append(Activity(kind, moment, end, work, draw(st.booleans())))
                moment = end
            shifts.append(Shift(agent, start.astimezone(ZoneInfo(zone)).date(), tuple(activities)))
    chosen: list[Shift] = []
    for shift in sorted(shifts, key=lambda s: (s.agent, s.start)):
        if (
            not chosen
            or chosen[-1].agent != shift.agent
            or (chosen[-1].end <= shift.start and chosen[-1].date < shift.date)
        ):
            chosen.append(shift)
    return Roster(tuple(chosen), zone)


@settings(max_examples=60, deadline=None)
@given(roster=rosters(), name=st.sampled_from(["r.csv", "r.csv.gz", "r.xlsx", "r.parquet"]))
def test_roster_survives_writing_and_reading_on_both_clock_changes(tmp_path_factory, roster, name):
    path = tmp_path_factory.mktemp("rosters") / name
    write_roster(roster, path)
    assert read_roster(path, zone=roster.zone) == roster


def test_written_times_bear_the_local_offset(tmp_path):
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    activity = Activity(ActivityKind.WORK, start, start + timedelta(hours=1), "q")
    path = tmp_path / "roster.csv"
    write_roster(Roster((Shift("a", date(2026, 10, 25), (activity,)),), ZONE), path)
    assert path.read_text() == (
        f"{HEADER}\na,2026-10-25,2026-10-25T02:30:00+02:00,2026-10-25T02:30:00+01:00,work,q,yes\n"
    )
