"""A roster as an Excel workbook: a page a week to look at, a tidy table to work with, and the coverage with a chart."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from wfm.intervals import zone_of
from wfm.io.files import write_bytes
from wfm.io.rosters import COLUMNS
from wfm.io.tables import guarded
from wfm.io.workbook_coverage import write_coverage_sheet
from wfm.io.workbook_week import write_week_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wfm.types import Agent, Coverage, Roster


def write_roster_workbook(
    roster: Roster, agents: Sequence[Agent], path: str | Path, coverage: Coverage | None = None
) -> None:
    """Write a roster as .xlsx: sheets ``Week DATE`` (agents by days), ``Roster`` (columns of roster.csv), ``Coverage``.

    Texts from outside are never read as formulas: those that look like one bear an apostrophe, as in the CSV files, and
    reading the workbook with :func:`wfm.io.read.read_roster` takes it off again.

    Args:
        roster: The shifts.
        agents: The people: all of them have a row, whether rostered or not.
        path: Where to write.
        coverage: Adds the sheet ``Coverage`` with a native chart.

    Raises:
        DataError: The file cannot be written; what was there before is untouched.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        write_week_sheets(book, roster, agents)
        _write_roster_sheet(book, roster)
        if coverage is not None:
            write_coverage_sheet(book, coverage, roster.zone)
    write_bytes(path, buffer.getvalue())


def _write_roster_sheet(book: xlsxwriter.Workbook, roster: Roster) -> None:
    sheet = book.add_worksheet("Roster")
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(COLUMNS, (14, 12, 27, 27, 10, 20, 6), strict=True)):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, width)
    zone = zone_of(roster.zone)
    rows = [(shift, activity) for shift in roster.shifts for activity in shift.activities]
    for number, (shift, activity) in enumerate(rows, start=1):
        cells = (
            guarded(shift.agent),
            shift.date.isoformat(),
            activity.start.astimezone(zone).isoformat(),
            activity.end.astimezone(zone).isoformat(),
            activity.kind.value,
            guarded(activity.work),
            "yes" if activity.paid else "no",
        )
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
