"""The workbook of a comparison, read back: every table with its numbers, every chart on cells that hold them."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest
import python_calamine
from study_example import MODELS, ODD, example

from wfm.errors import DataError
from wfm.io.study_read import study_of
from wfm.io.workbook_comparison import comparison_workbook, excel_format, tables, write_comparison_workbook

SPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
PAGES = [
    *("In short", "Figures", "Hours", "Work", "Agents saved", "Service by queue", "Service by department"),
    *("Service by kind of work", "Service by time", "Service change", "Who loses", "Resilience", "Gain"),
    *("Gain in hours", "Curve", "Centralise", "Factors", "Business case", "Cash flow", "Tornado", "Inputs"),
    *("Transition", "Phases"),
]


@pytest.fixture(scope="module")
def study():
    return study_of(example())


@pytest.fixture(scope="module")
def content(study) -> bytes:
    return comparison_workbook(study)


@pytest.fixture(scope="module")
def pages(content) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.fixture(scope="module")
def charts(content) -> list[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(n for n in archive.namelist() if n.startswith("xl/charts/chart"))
        return [ET.fromstring(archive.read(name)) for name in names]


def title(chart: ET.Element) -> str:
    return "".join(t.text or "" for t in chart.findall("c:chart/c:title//a:t", SPACES))


def test_there_is_a_page_a_table_and_the_advice_first(pages):
    assert list(pages) == PAGES
    assert pages["In short"][0][0] == "Operating models compared: departmental, chain, pooled"
    assert pages["In short"][2][0] == "pooled asks for 20.0% fewer hours than departmental."


def test_every_page_is_its_table_cell_by_cell(study, pages):
    for table in tables(study):
        page = pages[table.sheet]
        assert len(page) == 1 + len(table.rows), table.sheet
        for row, cells in zip(table.rows, page[1:], strict=True):
            for value, cell in zip(row, cells, strict=True):
                if value is None:
                    assert cell == "", table.sheet
                elif isinstance(value, str):
                    assert str(cell).removeprefix("'") == value
                else:
                    assert cell == pytest.approx(value)


def test_a_text_that_looks_like_a_formula_is_never_one(content, pages):
    assert pages["Service by queue"][2][1] == f"'{ODD}"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not [s for s in sheets if "<f>" in s]


def test_heat_maps_colour_their_numbers_alone(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{n + 1}.xml").decode() for n in range(len(PAGES))]
    coloured = {
        name: re.search(r'conditionalFormatting sqref="(.*?)".*?cfvo type="num" val="(.*?)"', sheet)
        for name, sheet in zip(PAGES, sheets, strict=True)
    }
    found = {name: match.groups() for name, match in coloured.items() if match}
    assert found == {"Agents saved": ("C2:G21", "-4.0"), "Service change": ("C2:D4", "-0.1")}


def test_business_case_and_transition_have_every_model(study, pages):
    assert {row[0] for row in pages["Cash flow"][1:]} == {"chain", "pooled"}
    assert len(pages["Cash flow"]) == 1 + 2 * 61
    assert pages["Cash flow"][0][:5] == ["model", "month", "net, low", "net, expected", "net, high"]
    assert {row[0] for row in pages["Transition"][1:]} == {"chain", "pooled"}
    rows = {tuple(row[:2]): row[2:] for row in pages["Business case"][1:]}
    assert rows["pooled", "paid back in month"][1] == study.cases[1].expected.payback_month


def test_every_chart_is_there_with_the_words_of_its_page(charts):
    titles = [title(c) for c in charts]
    for expected in (
        "agents at the peak",
        "Agents required by hour",
        "Simulated service level, with the band of nine of ten weeks",
        "Simulated service level by time of day",
        "Who loses: change of the service level against departmental",
        "Service level in usual and bad weeks",
        "People saved at the teams' peaks, by cause",
        "Share cross-skilled against agents needed",
        "Cash flow added up (EUR), pooled",
        "Cash flow by month (EUR), chain",
        "Net present value (EUR) as one input moves, pooled",
        "Full-time people by month, pooled",
        "What speaks for one central team",
    ):
        assert expected in titles


def test_every_series_points_at_numbers(charts, pages):
    formula = re.compile(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)")
    count = 0
    for chart in charts:
        for found in (*chart.findall(".//c:val//c:f", SPACES), *chart.findall(".//c:yVal//c:f", SPACES)):
            name, left, top, right, bottom = formula.fullmatch(found.text).groups()
            columns = range(column_of(left), column_of(right) + 1)
            cells = [pages[name][r - 1][c] for r in range(int(top), int(bottom) + 1) for c in columns]
            assert cells
            assert all(isinstance(cell, float) for cell in cells), (title(chart), found.text)
            count += 1
    assert count >= 40


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def test_bands_are_error_bars(charts):
    service = next(c for c in charts if title(c).startswith("Simulated service level, with"))
    series = service.findall(".//c:ser", SPACES)
    assert len(series) == len(MODELS)
    for one in series:
        plus = [float(v.text) for v in one.findall(".//c:errBars/c:plus//c:v", SPACES)]
        minus = [float(v.text) for v in one.findall(".//c:errBars/c:minus//c:v", SPACES)]
        assert plus == pytest.approx([0.04, 0.04])
        assert minus == pytest.approx([0.05, 0.05])


def test_tornado_bars_start_at_the_expected_value(charts, study):
    chart = next(c for c in charts if title(c).endswith("one input moves, pooled"))
    start = float(chart.find(".//c:catAx/c:crossesAt", SPACES).attrib["val"])
    assert start == pytest.approx(study.cases[1].expected.npv)


@pytest.mark.parametrize(
    ("form", "excel"),
    [("", "General"), (",g", "General"), ("d", "0"), (",.0f", "#,##0"), (",.1f", "#,##0.0"), (".1%", "0.0%"),
     ("+.1%", "+0.0%;-0.0%;0.0%"), ("+,.0f", "+#,##0;-#,##0;#,##0"), (".2f", "0.00")],
)  # fmt: skip
def test_number_formats_are_a_spreadsheets(form, excel):
    assert excel_format(form) == excel


def test_a_file_that_cannot_be_written_is_one_clear_error(study, tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        write_comparison_workbook(study, tmp_path / "missing" / "c.xlsx")
    assert list(tmp_path.iterdir()) == []
