"""roster.csv: one row an activity, and the shifts that follow from it."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.io.interval_frames import lacking
from wfm.io.render import write_frame
from wfm.io.tables import Column, Table, read_table
from wfm.io.times import Stamps, read_dates, read_stamps
from wfm.types import Activity, ActivityKind, Roster, Shift

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from numpy.typing import NDArray

COLUMNS = ("agent", "date", "start", "end", "activity", "work", "paid")
REQUIRED = ("agent", "start", "end", "activity")
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_roster(path: str | Path, *, zone: str | None = None) -> Roster:
    """A roster from a file with the columns of roster.csv.

    The activities of an agent and date are one shift and follow each other without a gap. Where ``date`` is absent it
    is the local day of the shift's first activity, activities that follow each other making one shift. Where ``paid``
    is absent or blank, everything but a meal is paid. ``version`` is that of the first row, 1 without the column.

    Args:
        path: CSV, Excel or Parquet, gzip or not; ``-`` is standard input.
        zone: IANA zone of the site; needed where times bear no UTC offset.

    Raises:
        DataError: A cell cannot be read, an activity ends before it starts, or activities leave a gap or overlap.
        ConfigError: The zone is unknown.
    """
    table = read_table(path, lacking(REQUIRED))
    for name in REQUIRED:
        table.refuse(table[name].blank, table[name], "the cell is blank", f"Fill in the {name}.")
    starts, ends = read_stamps(table, table["start"], zone), read_stamps(table, table["end"], zone)
    activities = _activities(table, starts, ends)
    agents, order = table["agent"].texts(), _order(table, activities)
    days = _days(table, starts, order, activities)
    shifts = []
    for (code, day), group in groupby(order, key=lambda i: (int(table["agent"].codes[i]), days[i])):
        records = list(group)
        _check_sequence(table, activities, records)
        _check_day(table, starts, records[0], day)
        shifts.append(Shift(agents[code], day, tuple(activities[i] for i in records)))
    _check_shifts(table, activities, order)
    return Roster(tuple(shifts), starts.zone, _version(table))


def _version(table: Table) -> int:
    if "version" not in table or not table.count:
        return 1
    column = table["version"]
    wrong = column.where([not (text.isdigit() and int(text) > 0) for text in column.values])
    table.refuse(wrong, column, "the version is no whole number above 0")
    return int(column.values[column.codes[0]])


def _order(table: Table, activities: list[Activity]) -> list[int]:
    return sorted(range(table.count), key=lambda i: (int(table["agent"].codes[i]), activities[i].start))


def _days(table: Table, starts: Stamps, order: list[int], activities: list[Activity]) -> dict[int, date]:
    """The date of each record's shift."""
    local = {i: starts.local[starts.codes[i]].date() for i in order}
    if "date" in table:
        column = table["date"]
        table.refuse(column.blank, column, "the date is blank", "Fill it in.")
        read = read_dates(table, column)
        return {i: day for i in order if (day := read[column.codes[i]]) is not None}
    days: dict[int, date] = {}
    for before, i in zip([None, *order], order, strict=False):
        follows = (
            before is not None
            and table["agent"].codes[before] == table["agent"].codes[i]
            and activities[before].end == activities[i].start
        )
        days[i] = days[before] if follows and before is not None else local[i]
    return days


def _activities(table: Table, starts: Stamps, ends: Stamps) -> list[Activity]:
    kinds, works, paid = _kinds(table), _works(table), _paid(table)
    begin, finish = _instants(table, table["start"], starts), _instants(table, table["end"], ends)
    # An end that the autumn change repeats is the second occurrence where the first would lie before the start.
    late = ends.repeated[ends.codes] & (finish <= begin)
    finish = np.where(late, ends.second[ends.codes], finish)
    remedy = "An activity past midnight ends on the next date."
    table.refuse(finish <= begin, table["end"], "the activity ends before it starts", remedy)
    begins, finishes = _python(begin), _python(finish)
    return [Activity(kinds[i], begins[i], finishes[i], works[i], paid[i]) for i in range(table.count)]


def _instants(table: Table, column: Column, stamps: Stamps) -> NDArray[np.datetime64]:
    problem = f"the time does not exist in {stamps.zone}: clocks went forward"
    table.refuse(stamps.skipped[stamps.codes], column, problem, "Correct it, or write UTC offsets.")
    return stamps.first[stamps.codes]


def _python(instants: NDArray[np.datetime64]) -> list[datetime]:
    from datetime import UTC

    return [moment.replace(tzinfo=UTC) for moment in instants.astype("datetime64[us]").tolist()]


def _kinds(table: Table) -> list[ActivityKind]:
    column = table["activity"]
    known = {kind.value: kind for kind in ActivityKind}
    read = [known.get(text.lower()) for text in column.values]
    remedy = f"Use {', '.join(known)}."
    table.refuse(column.where([kind is None for kind in read]), column, "this is not an activity", remedy)
    return [kind for code in column.codes if (kind := read[code]) is not None]


def _works(table: Table) -> list[str]:
    if "work" not in table:
        return [""] * table.count
    texts = table["work"].texts()
    return [texts[code] for code in table["work"].codes]


def _paid(table: Table) -> list[bool]:
    usual = [kind is not ActivityKind.MEAL for kind in _kinds(table)]
    if "paid" not in table:
        return usual
    column = table["paid"]
    read = [_YES_NO.get(text.lower()) for text in column.values]
    unknown = [value is None and bool(text) for value, text in zip(read, column.values, strict=True)]
    table.refuse(column.where(unknown), column, "this is neither yes nor no", "Write yes or no.")
    return [
        default if (value := read[code]) is None else value for code, default in zip(column.codes, usual, strict=True)
    ]


def _check_sequence(table: Table, activities: list[Activity], records: list[int]) -> None:
    for before, after in pairwise(records):
        gap = (activities[after].start - activities[before].end).total_seconds() / 60
        if gap:
            what = f"leaves a gap of {gap:g} minutes after" if gap > 0 else f"overlaps by {-gap:g} minutes"
            problem = f"the activity {what} the one in row {table.rows[before]}"
            remedy = "The activities of a shift follow each other: fill the gap with a break, meal or other activity."
            table.fault(after, table["start"], problem, remedy)


def _check_day(table: Table, starts: Stamps, record: int, day: date) -> None:
    local = starts.local[starts.codes[record]].date()
    if local != day:
        problem = f"the shift starts on {local}, not on the date it bears"
        table.fault(record, table["date"], problem, "A shift bears the local date on which it starts.")


def _check_shifts(table: Table, activities: list[Activity], order: list[int]) -> None:
    for before, after in pairwise(order):
        same = table["agent"].codes[before] == table["agent"].codes[after]
        if same and activities[after].start < activities[before].end:
            problem = f"the activity overlaps the one in row {table.rows[before]}"
            table.fault(after, table["start"], problem, "An agent does one thing at a time.")


def write_roster(roster: Roster, path: str | Path) -> None:
    """Write a roster, one row an activity, times local with offset; whole or not at all.

    A column ``version`` is added to a roster that was changed after it was made (version 2 or later).

    Raises:
        DataError: The file cannot be written.
    """
    rows = [(s.agent, s.date, a.start, a.end, a.kind, a.work, a.paid) for s in roster.shifts for a in s.activities]
    frame = pd.DataFrame(
        {
            "agent": pd.array([row[0] for row in rows], dtype="str"),
            "date": pd.array([row[1].isoformat() for row in rows], dtype="str"),
            "start": pd.to_datetime([row[2] for row in rows], utc=True),
            "end": pd.to_datetime([row[3] for row in rows], utc=True),
            "activity": pd.array([row[4].value for row in rows], dtype="str"),
            "work": pd.array([row[5] for row in rows], dtype="str"),
            "paid": pd.array(["yes" if row[6] else "no" for row in rows], dtype="str"),
        }
    )
    if roster.version > 1:
        frame["version"] = roster.version
    write_frame(frame, path, roster.zone)
