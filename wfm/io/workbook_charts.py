"""Native charts of the comparison workbook: each reads the cells of the table on its own page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from wfm.io.study_case_tables import STAFF
from wfm.io.study_figures import measures
from wfm.io.study_tables import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wfm.io.data_table import DataTable
    from wfm.types.study import Study

COLOURS = ("#C2410C", "#1D6FD1", "#15803D", "#6D4FC4", "#A3336B", "#7A6A00", "#0E7490", "#78716C")
DASHES = ("solid", "dash", "round_dot", "dash_dot")
WORST = 20  # changes in one chart
TORNADO = 12


def _figures(book: Any, table: DataTable, study: Study) -> list[Any]:
    """A chart a figure: a column a model."""
    titles = {measure.title for measure in measures(study) if measure.drawn}
    found = []
    for i, row in enumerate(table.rows, start=1):
        if row[0] in titles:
            chart = book.add_chart({"type": "column"})
            points = [{"fill": {"color": COLOURS[k % len(COLOURS)]}} for k in range(len(study.models))]
            chart.add_series(
                {
                    "name": [table.sheet, i, 0],
                    "categories": [table.sheet, 0, 1, 0, len(table.header) - 1],
                    "values": [table.sheet, i, 1, i, len(table.header) - 1],
                    "points": points,
                    "data_labels": {"value": True},
                    "gap": 80,
                }
            )
            chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
            chart.set_legend({"none": True})
            found.append(_sized(chart, str(row[0])))
    return found


def _hours(book: Any, table: DataTable, study: Study) -> list[Any]:
    """A line a model along the hours of the days."""
    chart = book.add_chart({"type": "line"})
    rows = len(table.rows)
    for k in range(1, len(table.header)):
        chart.add_series(_line(table, (1, rows), k, k - 1))
    day = max(1, sum(1 for row in table.rows if str(row[0])[:10] == str(table.rows[0][0])[:10]))
    chart.set_x_axis({"interval_unit": day, "interval_tick": day})
    return [_sized(chart, "Agents required by hour", width=1100)]


def _line(table: DataTable, rows: tuple[int, int], column: int, k: int, categories: int = 0) -> dict[str, Any]:
    return {
        "name": [table.sheet, 0, column],
        "categories": [table.sheet, rows[0], categories, rows[1], categories],
        "values": [table.sheet, rows[0], column, rows[1], column],
        "line": {"color": COLOURS[k % len(COLOURS)], "width": 1.5, "dash_type": DASHES[k % len(DASHES)]},
    }


def _blocks(table: DataTable) -> list[tuple[str, int, int]]:
    """Name, first and last row (in the sheet) of each run of rows with the same first cell."""
    found, start = [], 1
    for name, rows in groupby(table.rows, key=lambda row: row[0]):
        count = len(list(rows))
        found.append((str(name), start, start + count - 1))
        start += count
    return found


def _service(book: Any, table: DataTable, study: Study) -> list[Any]:
    """A bar a queue and model with the band as its error bar."""
    level, low, high = (table.header.index(name) for name in ("service level", "low", "high"))
    chart = book.add_chart({"type": "bar"})
    for k, (model, first, last) in enumerate(_blocks(table)):
        rows = table.rows[first - 1 : last]
        chart.add_series(
            {
                "name": model,
                "categories": [table.sheet, first, 1, last, 1],
                "values": [table.sheet, first, level, last, level],
                "fill": {"color": COLOURS[k % len(COLOURS)]},
                "x_error_bars": _band(rows, level, low, high),
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "max": 1, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    height = 120 + 14 * len(table.rows)
    return [_sized(chart, "Simulated service level, with the band of nine of ten weeks", height=height)]


def _band(rows: Sequence[tuple[Any, ...]], level: int, low: int, high: int) -> dict[str, Any]:
    known = [(r[level], r[low], r[high]) if None not in (r[level], r[low], r[high]) else (0.0, 0.0, 0.0) for r in rows]
    return {
        "type": "custom",
        "plus_values": [round(h - v, 4) for v, _, h in known],
        "minus_values": [round(v - w, 4) for v, w, _ in known],
    }


def _times(book: Any, table: DataTable, study: Study) -> list[Any]:
    chart = book.add_chart({"type": "line"})
    for k, column in enumerate(range(1, len(table.header), 3)):
        chart.add_series(_line(table, (1, len(table.rows)), column, k))
    chart.set_y_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return [_sized(chart, "Simulated service level by time of day")]


def _changes(book: Any, table: DataTable, study: Study) -> list[Any]:
    """The worst changes, each with its interval."""
    last = min(WORST, len(table.rows))
    change, low, high = (table.header.index(name) for name in ("change", "low", "high"))
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [table.sheet, 0, change],
            "categories": [table.sheet, 1, 0, last, 2],
            "values": [table.sheet, 1, change, last, change],
            "fill": {"color": COLOURS[1]},
            "invert_if_negative": True,
            "invert_if_negative_color": COLOURS[0],
            "x_error_bars": _band(table.rows[:last], change, low, high),
        }
    )
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"num_format": "+0%;-0%;0%", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"none": True})
    title = f"Who loses: change of the service level against {study.models[0]}"
    return [_sized(chart, title, width=900, height=140 + 20 * last)]


def _stresses(book: Any, table: DataTable, study: Study) -> list[Any]:
    chart = book.add_chart({"type": "bar"})
    for column, colour in ((2, "#9DC3E6"), (3, COLOURS[0])):
        chart.add_series(
            {
                "name": [table.sheet, 0, column],
                "categories": [table.sheet, 1, 0, len(table.rows), 1],
                "values": [table.sheet, 1, column, len(table.rows), column],
                "fill": {"color": colour},
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "max": 1, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return [_sized(chart, "Service level in usual and bad weeks", height=140 + 30 * len(table.rows))]


def _gain(book: Any, table: DataTable, study: Study) -> list[Any]:
    """A stacked bar a change: people saved by cause."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for k, (title, _) in enumerate(PARTS):
        column = table.header.index(title)
        chart.add_series(
            {
                "name": [table.sheet, 0, column],
                "categories": [table.sheet, 1, 0, len(table.rows), 1],
                "values": [table.sheet, 1, column, len(table.rows), column],
                "fill": {"color": COLOURS[(k + 1) % len(COLOURS)]},
            }
        )
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return [_sized(chart, "People saved at the teams' peaks, by cause", height=140 + 40 * len(table.rows))]


def _curve(book: Any, table: DataTable, study: Study) -> list[Any]:
    """Share cross-skilled against agents: a line a kind, with and without the occupancy cap."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    start, kinds = 1, list(dict.fromkeys(row[0] for row in table.rows))
    for (kind, cap), rows in groupby(table.rows, key=lambda row: row[:2]):
        last = start + len(list(rows)) - 1
        k = kinds.index(kind)
        chart.add_series(
            {
                "name": f"{kind}, {cap} cap",
                "categories": [table.sheet, start, 2, last, 2],
                "values": [table.sheet, start, 3, last, 3],
                "line": {"color": COLOURS[k % len(COLOURS)], "dash_type": "solid" if cap == "with" else "round_dot"},
                "marker": {"type": ("circle", "square", "diamond")[k % 3], "size": 6},
            }
        )
        start = last + 1
    chart.set_x_axis({"name": "share cross-skilled", "num_format": "0%", "min": 0, "max": 1})
    chart.set_y_axis({"name": "agents at the peak", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return [_sized(chart, "Share cross-skilled against agents needed", width=760)]


def _cash(book: Any, table: DataTable, study: Study) -> list[Any]:
    """By model: the cash flow added up, and by month."""
    found = []
    for model, first, last in _blocks(table):
        for prefix, title in (("added up", "Cash flow added up"), ("net", "Cash flow by month")):
            chart = book.add_chart({"type": "line"})
            for k, case in enumerate(("low", "expected", "high")):
                column = table.header.index(f"{prefix}, {case}")
                chart.add_series(_line(table, (first, last), column, k, categories=1))
            chart.set_x_axis({"name": "month", "interval_unit": 12, "interval_tick": 12, "label_position": "low"})
            chart.set_y_axis(
                {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
            )
            found.append(_sized(chart, f"{title} ({study.currency}), {model}"))
    return found


def _tornado(book: Any, table: DataTable, study: Study) -> list[Any]:
    """By model: bars from the expected net present value to where each input alone takes it."""
    at_low = next(i for i, name in enumerate(table.header) if name.startswith("net present value"))
    expected = {case.facts.model_after: case.expected.npv for case in study.cases}
    found = []
    for model, first, end in _blocks(table):
        last = min(end, first + TORNADO - 1)
        chart = book.add_chart({"type": "bar"})
        for name, column, colour in (("input low", at_low, COLOURS[0]), ("input high", at_low + 1, COLOURS[1])):
            chart.add_series(
                {
                    "name": name,
                    "categories": [table.sheet, first, 1, last, 1],
                    "values": [table.sheet, first, column, last, column],
                    "fill": {"color": colour},
                    "overlap": 100,
                    "gap": 40,
                }
            )
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_x_axis(
            {
                "num_format": "#,##0",
                "crossing": expected[model],
                "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            }
        )
        found.append(_sized(chart, f"Net present value ({study.currency}) as one input moves, {model}"))
    return found


def _transition(book: Any, table: DataTable, study: Study) -> list[Any]:
    """By model: full-time people a month as stacked columns, what the contracts hold as a line."""
    found = []
    for model, first, last in _blocks(table):
        chart = book.add_chart({"type": "column", "subtype": "stacked"})
        for k, (title, _) in enumerate(STAFF):
            column = table.header.index(title)
            chart.add_series(
                {
                    "name": [table.sheet, 0, column],
                    "categories": [table.sheet, first, 1, last, 1],
                    "values": [table.sheet, first, column, last, column],
                    "fill": {"color": COLOURS[k]},
                    "gap": 30,
                }
            )
        line = book.add_chart({"type": "line"})
        line.add_series(_line(table, (first, last), table.header.index("under contract"), 4, categories=1))
        chart.combine(line)
        chart.set_x_axis({"name": "month"})
        chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
        found.append(_sized(chart, f"Full-time people by month, {model}"))
    return found


def _scores(book: Any, table: DataTable, study: Study) -> list[Any]:
    chart = book.add_chart({"type": "bar"})
    column, count = table.header.index("weighted"), len(table.rows)
    chart.add_series(
        {
            "name": "score",
            "categories": [table.sheet, 1, 0, count, 0],
            "values": [table.sheet, 1, column, count, column],
            "fill": {"color": COLOURS[1]},
            "data_labels": {"value": True, "num_format": "0.00"},
        }
    )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "max": 1, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"none": True})
    return [_sized(chart, "What speaks for one central team", height=140 + 22 * count)]


def _sized(chart: Any, title: str, width: int = 640, height: int = 420) -> Any:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_size({"width": width, "height": height})
    return chart


# The charts of a page, by the name of its table.
CHARTS: dict[str, Callable[[Any, DataTable, Study], Sequence[Any]]] = {
    "Figures": _figures,
    "Hours": _hours,
    "Service by queue": _service,
    "Service by time": _times,
    "Who loses": _changes,
    "Resilience": _stresses,
    "Gain": _gain,
    "Curve": _curve,
    "Factors": _scores,
    "Cash flow": _cash,
    "Tornado": _tornado,
    "Transition": _transition,
}
