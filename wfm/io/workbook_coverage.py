"""The coverage page of the roster workbook: required, scheduled and net agents, with charts that Excel draws itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from wfm.io.tables import guarded

if TYPE_CHECKING:
    from wfm.types import Coverage

TITLE = "Coverage"
TOTAL = "all work"
MEASURES = ("required", "scheduled", "net")
CHART_ROWS = 18


def write_coverage_sheet(book: Any, coverage: Coverage, zone: str) -> None:
    """Add the sheet: a row an interval, three columns a kind of work (and for all together), a chart for each."""
    groups = _groups(coverage)
    times = groups[TOTAL if TOTAL in groups else next(iter(groups))].index
    sheet = book.add_worksheet(TITLE)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    clock = book.add_format({"num_format": "ddd d mmm hh:mm"})
    number = book.add_format({"num_format": "0.00"})
    sheet.write_string(0, 0, "interval_start", bold)
    sheet.write_string(0, 1, "local time", bold)
    local = pd.DatetimeIndex(times).tz_convert(zone)
    clocks = zip(local.to_pydatetime(), local.tz_localize(None).to_pydatetime(), strict=True)
    for row, (instant, wall) in enumerate(clocks, start=1):
        sheet.write_string(row, 0, instant.isoformat())
        sheet.write_datetime(row, 1, wall, clock)
    column = 2
    for name, frame in groups.items():
        aligned = frame.reindex(times, fill_value=0.0)
        for measure in MEASURES:
            sheet.write_string(0, column, guarded(f"{name} {measure}"), bold)
            sheet.write_column(1, column, [round(float(v), 4) for v in aligned[measure]], number)
            column += 1
    sheet.set_column(0, 0, 27)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, column - 1, 11)
    sheet.freeze_panes(1, 2)
    for place, name in enumerate(groups):
        chart = _chart(book, len(times), 2 + len(MEASURES) * place, name)
        sheet.insert_chart(2 + CHART_ROWS * place, column + 1, chart)


def _groups(coverage: Coverage) -> dict[str, pd.DataFrame]:
    """A frame of the measures by interval for each kind of work; all together first where there is more than one."""
    frame = coverage.frame
    groups = {str(work): part.set_index("interval_start")[list(MEASURES)] for work, part in frame.groupby("work")}
    if len(groups) < 2:
        return groups
    return {TOTAL: frame.groupby("interval_start")[list(MEASURES)].sum(), **groups}


def _chart(book: Any, rows: int, column: int, name: str) -> Any:
    """Required as a line over scheduled as an area; told apart by shape as well as by colour."""
    area = book.add_chart({"type": "area"})
    line = book.add_chart({"type": "line"})
    times = [TITLE, 1, 1, rows, 1]
    area.add_series(
        {
            "name": [TITLE, 0, column + 1],
            "categories": times,
            "values": [TITLE, 1, column + 1, rows, column + 1],
            "fill": {"color": "#9DC3E6"},
        }
    )
    line.add_series(
        {
            "name": [TITLE, 0, column],
            "categories": times,
            "values": [TITLE, 1, column, rows, column],
            "line": {"color": "#C00000", "width": 1.5},
        }
    )
    area.combine(line)
    area.set_title({"name": f"Agents required and scheduled: {name}", "name_font": {"size": 12}})
    area.set_x_axis({"text_axis": True, "interval_unit": 96, "interval_tick": 96, "num_format": "ddd d mmm"})
    area.set_y_axis({"name": "agents", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    area.set_legend({"position": "bottom"})
    area.set_size({"width": 1100, "height": 20 * (CHART_ROWS - 1)})
    return area
