"""The roster workbook, read back with calamine and through the reader of rosters."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import python_calamine

from wfm.errors import DataError
from wfm.intervals import IntervalGrid, WeekWindows, local_instant
from wfm.io.read import read_roster
from wfm.io.workbook import write_roster_workbook
from wfm.io.workbook_week import START_BANDS
from wfm.types import Activity, ActivityKind, Agent, Availability, Coverage, Roster, Shift

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 10, 19)  # the week ends with the autumn change


def agent(identity: str, name: str, department: str = "billing") -> Agent:
    return Agent(identity, name, department, "40h", (department,), Availability(WeekWindows.always()))


def shift(who: str, day: date, start: int, length: int, work: str = "pooled") -> Shift:
    begin, end = local_instant(day, start, ZONE), local_instant(day, start + length, ZONE)
    noon, after = begin + timedelta(hours=2), begin + timedelta(hours=2, minutes=30)
    return Shift(
        who,
        day,
        (
            Activity(ActivityKind.WORK, begin, noon, work),
            Activity(ActivityKind.MEAL, noon, after, paid=False),
            Activity(ActivityKind.WORK, after, end, work),
        ),
    )


def leave(who: str, day: date, hours: float) -> Shift:
    begin = local_instant(day, 9 * 60, ZONE)
    return Shift(who, day, (Activity(ActivityKind.LEAVE, begin, begin + timedelta(hours=hours)),))


ROSTER = Roster(
    (
        shift("A1", MONDAY, 8 * 60, 510),
        shift("A1", MONDAY + timedelta(days=1), 9 * 60 + 30, 510),
        leave("A1", MONDAY + timedelta(days=2), 7.2),
        shift("A2", MONDAY, 13 * 60, 480),
        shift("A2", MONDAY + timedelta(days=5), 22 * 60, 480),  # the autumn night
        shift("A2", MONDAY + timedelta(days=8), 15 * 60, 480),
    ),
    "Europe/Amsterdam",
    version=3,
)
PEOPLE = [agent("A2", "Azure Bucket"), agent("A1", "Amber Anchor"), agent("A9", "Idle Wheel", "claims")]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def coverage(works: tuple[str, ...], first: date = MONDAY, days: int = 7) -> Coverage:
    index = IntervalGrid.days(first, days, "Europe/Amsterdam").index
    frames = [
        pd.DataFrame({"work": w, "interval_start": index, "required": 2.5 + i, "scheduled": 3.0})
        for i, w in enumerate(works)
    ]
    return Coverage(pd.concat(frames, ignore_index=True))


def test_the_week_page_shows_everyone_and_their_times(tmp_path: Path) -> None:
    write_roster_workbook(ROSTER, PEOPLE, tmp_path / "roster.xlsx")
    found = sheets(tmp_path / "roster.xlsx")
    assert list(found) == ["Week 2026-10-19", "Week 2026-10-26", "Roster"]
    page = found["Week 2026-10-19"]
    assert page[0][0] == "Roster of the week of 2026-10-19 (version 3, draft), times of Europe/Amsterdam"
    assert page[3][:6] == ["Agent", "Name", "Department", "Contract", "Mon 19 Oct", "Tue 20 Oct"]
    rows = {row[0]: row for row in page[4:]}
    assert [row[0] for row in page[4:7]] == ["A1", "A2", "A9"]  # by department and name
    assert rows["A1"][4:7] == ["08:00-16:30", "09:30-18:00", "leave (7.2 h)"]
    assert rows["A2"][9] == "22:00-06:00"
    assert rows["A9"][4:11] == [""] * 7


def test_paid_hours_add_up_and_count_the_autumn_night_in_full(tmp_path: Path) -> None:
    write_roster_workbook(ROSTER, PEOPLE, tmp_path / "roster.xlsx")
    page = sheets(tmp_path / "roster.xlsx")["Week 2026-10-19"]
    hours = {row[0]: row[11] for row in page[4:7]}
    assert hours == {"A1": pytest.approx(8 + 8 + 7.2), "A2": pytest.approx(7.5 + 8.5), "A9": 0}
    foot = page[7]
    assert foot[1] == "People at work"
    assert foot[4:7] == [2, 1, 0]  # leave is not work
    assert foot[11] == pytest.approx(23.2 + 16)
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUM(L5:L7)</f>" in xml


def test_the_tidy_sheet_reads_back_as_the_same_roster(tmp_path: Path) -> None:
    write_roster_workbook(ROSTER, PEOPLE, tmp_path / "roster.xlsx", coverage=coverage(("pooled",)))
    again = read_roster(tmp_path / "roster.xlsx", zone="Europe/Amsterdam")
    assert again.shifts == ROSTER.shifts


def test_a_text_that_looks_like_a_formula_is_never_one(tmp_path: Path) -> None:
    bad = ["=1+1", "+SUM(A1)", "-2", "@cmd", '=HYPERLINK("http://example.invalid")']
    roster = Roster(tuple(shift(b, MONDAY, 480, 480, work=b) for b in bad), "Europe/Amsterdam")
    people = [agent(b, b, b) for b in bad]
    write_roster_workbook(roster, people, tmp_path / "roster.xlsx", coverage=coverage(tuple(bad)))
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as archive:
        pages = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    formulas = [f for xml in pages for f in re.findall(r"<f>(.*?)</f>", xml)]
    assert formulas == ["SUM(L5:L9)"]
    page = sheets(tmp_path / "roster.xlsx")["Week 2026-10-19"]
    assert [row[0] for row in page[4:9]] == [f"'{b}" for b in sorted(bad)]
    assert read_roster(tmp_path / "roster.xlsx").of("=1+1")[0].activities[0].work == "=1+1"


def test_the_colour_of_a_cell_is_the_band_of_its_start_and_the_legend_names_it(tmp_path: Path) -> None:
    roster = Roster(
        tuple(shift("A1", MONDAY + timedelta(days=i), h * 60, 240) for i, h in enumerate((5, 8, 11, 14, 17, 20))),
        "Europe/Amsterdam",
    )
    write_roster_workbook(roster, PEOPLE[1:2], tmp_path / "roster.xlsx")
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    legend = [re.search(rf'<c r="{c}2" s="(\d+)"', xml) for c in "EFGHIJ"]
    cells = [re.search(rf'<c r="{c}5" s="(\d+)"', xml) for c in "EFGHIJ"]
    assert all(legend)
    assert all(cells)
    assert [m[1] for m in legend if m] == [m[1] for m in cells if m]
    assert len({m[1] for m in cells if m}) == len(START_BANDS)
    page = sheets(tmp_path / "roster.xlsx")["Week 2026-10-19"]
    assert page[1][4:11] == [*(text for _, text, _ in START_BANDS), "leave"]


@pytest.mark.parametrize(("first", "rows"), [(MONDAY, 676), (date(2026, 3, 23), 668), (date(2026, 11, 16), 672)])
def test_the_coverage_page_has_a_row_an_interval_even_when_the_clock_changes(
    tmp_path: Path, first: date, rows: int
) -> None:
    write_roster_workbook(ROSTER, PEOPLE, tmp_path / "r.xlsx", coverage=coverage(("pooled",), first))
    page = sheets(tmp_path / "r.xlsx")["Coverage"]
    assert len(page) == rows + 1
    assert page[0] == ["interval_start", "local time", "pooled required", "pooled scheduled", "pooled net"]
    assert page[1][2:] == [2.5, 3.0, 0.5]
    assert len({row[0] for row in page[1:]}) == rows
    assert datetime.fromisoformat(str(page[1][0])).astimezone(UTC) == local_instant(first, 0, ZONE)


def test_each_kind_of_work_has_a_chart_and_the_total_comes_first(tmp_path: Path) -> None:
    write_roster_workbook(ROSTER, PEOPLE, tmp_path / "r.xlsx", coverage=coverage(("billing", "claims")))
    page = sheets(tmp_path / "r.xlsx")["Coverage"]
    assert page[0][2:5] == ["all work required", "all work scheduled", "all work net"]
    assert page[1][2:5] == [6.0, 6.0, 0.0]
    with zipfile.ZipFile(io.BytesIO((tmp_path / "r.xlsx").read_bytes())) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert all("<c:areaChart>" in c and "<c:lineChart>" in c for c in charts)
    assert any("Coverage!$C$2:$C$677" in c for c in charts)


def test_an_agent_that_nobody_knows_still_has_a_row(tmp_path: Path) -> None:
    write_roster_workbook(ROSTER, PEOPLE[:1], tmp_path / "r.xlsx")
    page = sheets(tmp_path / "r.xlsx")["Week 2026-10-19"]
    assert [row[0] for row in page[4:6]] == ["A2", "A1"]


def test_a_file_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        write_roster_workbook(ROSTER, PEOPLE, tmp_path / "missing" / "r.xlsx")
    assert list(tmp_path.iterdir()) == []
