"""A comparison as an Excel workbook: a tidy table a page, with charts that the spreadsheet program draws itself."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any

import xlsxwriter

from wfm.io.data_table import DataTable, stacked
from wfm.io.files import write_bytes
from wfm.io.study_case_tables import (
    case_table,
    cash_table,
    factor_table,
    input_table,
    phase_table,
    score_table,
    staff_table,
    tornado_table,
)
from wfm.io.study_figures import figures_table
from wfm.io.study_service_tables import (
    change_map_table,
    changes_table,
    curve_table,
    simulated_table,
    stress_table,
    times_table,
)
from wfm.io.study_tables import gain_hours_table, gain_table, hours_table, saving_table, work_table
from wfm.io.tables import guarded
from wfm.io.workbook_charts import CHARTS

if TYPE_CHECKING:
    from pathlib import Path

    from wfm.types.study import Study

HEAT_MAPS = {"Agents saved", "Service change"}  # their cells are the picture
CHART_ROWS = 22
LINE_POINTS = 15  # height of a line: not every program finds that of a wrapped text by itself
WORDS_WIDE = 110
A4 = 9  # as spreadsheets number sizes of paper
WIDEST, LONGEST = 60, 32_767  # characters: of a column, and what a cell holds


def write_comparison_workbook(study: Study, path: str | Path) -> None:
    """Write the study as .xlsx (or to ``-``): ``In short``, then a page a table, those with anything in them.

    Every page is one tidy table from its first cell on, its number formats set, its charts beside it. Tables that exist
    once a model (cash flow, tornado, transition) stand below each other with the model in the first column. Texts are
    never read as formulas: those that look like one bear an apostrophe.

    Raises:
        DataError: The file cannot be written; what was there before is untouched.
    """
    write_bytes(path, comparison_workbook(study))


def comparison_workbook(study: Study) -> bytes:
    """The workbook of :func:`write_comparison_workbook` as bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _write_words(book, study)
        for table in tables(study):
            sheet = _write_table(book, table)
            if table.sheet in HEAT_MAPS:
                _colour_cells(sheet, table)
            place = 1
            draw = CHARTS.get(table.sheet)
            for chart in draw(book, table, study) if draw is not None else ():
                sheet.insert_chart(place, len(table.header) + 1, chart)
                place += CHART_ROWS
    return buffer.getvalue()


def tables(study: Study) -> list[DataTable]:
    """All tables of a study in the order of the pages; those without a row are left out."""
    money, advice = study.currency, study.centralisation
    cases = [(case.facts.model_after, case) for case in study.cases]
    plans = [(plan.model_after, plan) for plan in study.transitions]
    found = [
        figures_table(study),
        hours_table(study),
        work_table(study),
        *stacked([(model, saving_table(study, model)) for model in study.models[1:]]),
        *(simulated_table(study, part) for part in ("queues", "departments", "works")),
        times_table(study),
        change_map_table(study),
        changes_table(study),
        stress_table(study),
        gain_table(study),
        gain_hours_table(study),
        curve_table(study),
        *([score_table(advice), factor_table(advice)] if advice is not None else []),
        *stacked([(model, case_table(case, money)) for model, case in cases]),
        *stacked([(model, cash_table(case, money)) for model, case in cases]),
        *stacked([(model, tornado_table(case, money)) for model, case in cases]),
        *stacked([(model, input_table(case)) for model, case in cases]),
        *stacked([(model, staff_table(plan)) for model, plan in plans]),
        *stacked([(model, phase_table(plan)) for model, plan in plans]),
    ]
    return [table for table in found if table.rows]


def _write_words(book: Any, study: Study) -> None:
    """The advice, a sentence a row, under what was compared."""
    sheet = book.add_worksheet("In short")
    title, wrap = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, WORDS_WIDE)
    sheet.hide_gridlines(2)
    _prepare_print(sheet)
    sheet.write_string(0, 0, f"Operating models compared: {', '.join(study.models)}", title)
    offered = f"The same {study.offered:,.0f} contacts under each; times of {study.zone}; amounts in {study.currency}."
    for row, text in enumerate((offered, *study.advice), start=1):
        sheet.set_row(row, LINE_POINTS * len(textwrap.wrap(text, WORDS_WIDE)))
        sheet.write_string(row, 0, guarded(text), wrap)


def _write_table(book: Any, table: DataTable) -> Any:
    """The table from the first cell on; returns its page."""
    sheet = book.add_worksheet(table.sheet)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {form: book.add_format({"num_format": excel_format(form)}) for form in _forms(table)}
    for column, name in enumerate(table.header):
        sheet.write_string(0, column, guarded(name), bold)
    for i, row in enumerate(table.rows):
        for j, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(1 + i, j, guarded(value)[:LONGEST])
            elif value is not None and value == value:  # noqa: PLR0124 - NaN is as unknown as None
                sheet.write_number(1 + i, j, float(value), formats[table.form(i, j)])
    text = table.text()
    lines = 1
    for column, name in enumerate(table.header):
        longest = max((len(row[column]) for row in text.rows), default=0)
        wide = min(max(longest, *(len(word) for word in f"{name} -".split())) + 2, WIDEST)
        sheet.set_column(column, column, wide)
        lines = max(lines, len(textwrap.wrap(name, wide)))
    sheet.set_row(0, LINE_POINTS * lines)
    _prepare_print(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)
    return sheet


def _colour_cells(sheet: Any, table: DataTable) -> None:
    """Numbers from orange over white at nothing to blue, as far as the largest."""
    first = next(i for i, form in enumerate(table.forms) if form)
    numbers = [abs(v) for row in table.rows for v in row[first:] if isinstance(v, int | float)]
    limit = round(max(numbers, default=0.0), 6) or 1.0
    scale = {"type": "3_color_scale", "min_color": "#E39A78", "mid_color": "#FFFFFF", "max_color": "#77A9E3"}
    ends = {"min_value": -limit, "mid_value": 0, "max_value": limit}
    kinds = {f"{end}_type": "num" for end in ("min", "mid", "max")}
    sheet.conditional_format(1, first, len(table.rows), len(table.header) - 1, {**scale, **ends, **kinds})


def _prepare_print(sheet: Any) -> None:
    """A4 on its side, table and charts as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _forms(table: DataTable) -> set[str]:
    return {table.form(i, j) for i in range(len(table.rows)) for j in range(len(table.header))}


def excel_format(form: str) -> str:
    """A spreadsheet's format for one of Python's: ``,.1f`` is ``#,##0.0``, ``+.1%`` is ``+0.0%;-0.0%;0.0%``."""
    if form.strip("+,") in {"", "g"}:
        return "General"
    decimals = int(form.split(".")[1][0]) if "." in form else 0
    number = ("#,##0" if "," in form else "0") + ("." + "0" * decimals if decimals else "")
    number += "%" if form.endswith("%") else ""
    return f"+{number};-{number};{number}" if form.startswith("+") else number
