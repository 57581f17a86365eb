"""The week pages of the roster workbook: agents as rows, days as columns, coloured by the time a shift starts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wfm.intervals import monday_of, zone_of
from wfm.io.tables import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from wfm.types import Agent, Roster, Shift

# Until this local hour, what the legend calls it, fill: light enough for black text (contrast above 10 to 1).
START_BANDS = (
    (6, "before 06:00", "D9D2E9"),
    (9, "06:00-08:59", "FFF2CC"),
    (12, "09:00-11:59", "D9EAD3"),
    (15, "12:00-14:59", "CFE2F3"),
    (18, "15:00-17:59", "F4CCCC"),
    (24, "18:00 and later", "EAD1DC"),
)
LEAVE_FILL = "E0E0E0"
TITLE_ROW, LEGEND_ROW, HEADER_ROW = 0, 1, 3
PEOPLE = (("Agent", 10), ("Name", 22), ("Department", 14), ("Contract", 10))
FIRST_DAY_COLUMN = len(PEOPLE)
HOURS_COLUMN = FIRST_DAY_COLUMN + 7


def write_week_sheets(book: Any, roster: Roster, agents: Sequence[Agent]) -> None:
    """Add a sheet for each week (Monday to Sunday) that has a shift."""
    formats = _formats(book)
    people = _people(roster, agents)
    for monday in sorted({monday_of(shift.date) for shift in roster.shifts}):
        _write_week(book, roster, people, monday, formats)


def _formats(book: Any) -> dict[str, Any]:
    plain = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
    shift = {**plain, "align": "center", "text_wrap": True}
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format({**plain, "bold": True, "bottom": 2, "align": "center", "text_wrap": True}),
        "person": book.add_format(plain),
        "free": book.add_format(shift),
        "leave": book.add_format({**shift, "bg_color": f"#{LEAVE_FILL}", "italic": True}),
        "hours": book.add_format({**plain, "num_format": "0.00"}),
        "total": book.add_format({**plain, "bold": True, "top": 2, "num_format": "0.00"}),
        "count": book.add_format({**plain, "bold": True, "top": 2, "align": "center", "num_format": "0"}),
    }
    for until, _, colour in START_BANDS:
        formats[f"from {until}"] = book.add_format({**shift, "bg_color": f"#{colour}"})
    return formats


def _people(roster: Roster, agents: Sequence[Agent]) -> list[tuple[str, str, str, str]]:
    """Identity, name, department and contract of everyone, by department and name; strangers of the roster last."""
    known = sorted((a.department, a.name, a.agent, a.contract) for a in agents)
    strangers = sorted({s.agent for s in roster.shifts} - {a.agent for a in agents})
    return [(i, name, department, contract) for department, name, i, contract in known] + [
        (i, "", "", "") for i in strangers
    ]


def _write_week(
    book: Any,
    roster: Roster,
    people: list[tuple[str, str, str, str]],
    monday: date,
    formats: dict[str, Any],
) -> None:
    zone = zone_of(roster.zone)
    days = [monday + timedelta(days=i) for i in range(7)]
    shifts: dict[tuple[str, date], list[Shift]] = {}
    for shift in roster.shifts:
        shifts.setdefault((shift.agent, shift.date), []).append(shift)
    sheet = book.add_worksheet(f"Week {monday.isoformat()}")
    _write_head(sheet, roster, days, formats)
    for row, person in enumerate(people, start=HEADER_ROW + 1):
        for column, text in enumerate(person):
            sheet.write_string(row, column, guarded(text), formats["person"])
        week = [shifts.get((person[0], day), []) for day in days]
        for column, day_shifts in enumerate(week, start=FIRST_DAY_COLUMN):
            _write_day(sheet, (row, column), day_shifts, zone, formats)
        sheet.write_number(row, HOURS_COLUMN, sum(s.paid_hours for day in week for s in day), formats["hours"])
    _write_foot(sheet, people, days, shifts, formats)
    last = HEADER_ROW + 1 + len(people)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(HEADER_ROW)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last, HOURS_COLUMN)


def _write_head(sheet: Any, roster: Roster, days: list[date], formats: dict[str, Any]) -> None:
    state = f"version {roster.version}, {roster.state}"
    title = f"Roster of the week of {days[0].isoformat()} ({state}), times of {roster.zone}"
    sheet.write_string(TITLE_ROW, 0, title, formats["title"])
    sheet.write_string(LEGEND_ROW, 1, "Colour: start of the shift")
    for column, (until, text, _) in enumerate(START_BANDS, start=FIRST_DAY_COLUMN):
        sheet.write_string(LEGEND_ROW, column, text, formats[f"from {until}"])
    sheet.write_string(LEGEND_ROW, FIRST_DAY_COLUMN + len(START_BANDS), "leave", formats["leave"])
    titles = [title for title, _ in PEOPLE] + [f"{day:%a %d %b}" for day in days] + ["Paid hours"]
    widths = [width for _, width in PEOPLE] + [15] * 7 + [11]
    for column, (text, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.write_string(HEADER_ROW, column, text, formats["header"])
        sheet.set_column(column, column, width)


def _write_day(
    sheet: Any,
    cell: tuple[int, int],
    shifts: list[Shift],
    zone: ZoneInfo,
    formats: dict[str, Any],
) -> None:
    if not shifts:
        sheet.write_blank(*cell, None, formats["free"])
        return
    texts = [
        f"leave ({s.paid_hours:.4g} h)"
        if s.is_leave
        else f"{s.start.astimezone(zone):%H:%M}-{s.end.astimezone(zone):%H:%M}"
        for s in shifts
    ]
    worked = next((s for s in shifts if not s.is_leave), None)
    chosen = "leave" if worked is None else _band(worked, zone)
    sheet.write_string(*cell, "\n".join(texts), formats[chosen])


def _band(shift: Shift, zone: ZoneInfo) -> str:
    hour = shift.start.astimezone(zone).hour
    return next(f"from {until}" for until, _, _ in START_BANDS if hour < until)


def _write_foot(
    sheet: Any,
    people: list[tuple[str, str, str, str]],
    days: list[date],
    shifts: dict[tuple[str, date], list[Shift]],
    formats: dict[str, Any],
) -> None:
    """People at work a day, counted; paid hours as a formula over the column, so that edits carry through."""
    row, first = HEADER_ROW + 1 + len(people), HEADER_ROW + 2
    sheet.write_string(row, 1, "People at work", formats["count"])
    for column, day in enumerate(days, start=FIRST_DAY_COLUMN):
        at_work = sum(any(not s.is_leave for s in shifts.get((person[0], day), [])) for person in people)
        sheet.write_number(row, column, at_work, formats["count"])
    total = sum(s.paid_hours for (_, day), found in shifts.items() if day in days for s in found)
    letter = chr(ord("A") + HOURS_COLUMN)
    formula = f"=SUM({letter}{first}:{letter}{row})" if people else "=0"
    sheet.write_formula(row, HOURS_COLUMN, formula, formats["total"], total)
