"""The parts of the comparison page: the same tables as report and workbook, charts that draw their numbers."""

from __future__ import annotations

import io
import json

import pytest
import python_calamine
from study_example import MODELS, ODD, QUEUES, example

from web.study_charts import cash_charts, changes_chart, curve_chart, gain_chart, service_chart, tornado_chart
from web.study_parts import study_parts
from wfm.io.study_read import study_of
from wfm.io.workbook_comparison import tables


@pytest.fixture(scope="module")
def study():
    return study_of(example())


def test_a_part_for_everything_studied_and_only_of_the_chosen_model(study):
    parts = study_parts(study, "pooled")
    assert [p.identity for p in parts] == [
        *("service", "losers", "resilience", "gain", "curve", "centralise", "case", "transition")
    ]
    assert [p.title for p in parts if p.identity in {"losers", "case", "transition"}] == [
        *("Who loses under pooled", "Business case: departmental to pooled", "Transition to pooled")
    ]
    assert [p.identity for p in study_parts(study, None)] == ["service", "resilience", "gain", "curve", "centralise"]


def test_the_page_shows_the_tables_of_the_workbook(study):
    shown = [
        table
        for part in study_parts(study, "pooled")
        for table in (*part.open_tables, *(t for drawn in part.drawn for t in drawn.tables))
    ]
    once_a_model = {"Business case", "Cash flow", "Tornado", "Inputs", "Transition", "Phases"}
    in_workbook = {table.sheet: table for table in tables(study)}
    assert {t.sheet for t in shown} == set(in_workbook) - {"Figures", "Hours", "Work"}  # those are the cards above
    for table in shown:
        full = in_workbook[table.sheet]
        rows = [row[1:] for row in full.rows if row[0] == "pooled"] if table.sheet in once_a_model else list(full.rows)
        assert list(table.rows) == rows, table.sheet


def test_every_chart_is_json_and_has_a_table_in_its_part(study):
    for part in study_parts(study, "chain"):
        assert part.drawn
        assert any(drawn.tables for drawn in part.drawn) or part.open_tables
        for drawn in part.drawn:
            assert json.loads(json.dumps(drawn.data, allow_nan=False))
            assert drawn.label.endswith(".")


def test_gain_parts_add_up_to_the_total(study):
    chart = gain_chart(study)
    assert chart["names"] == ["chain, with cap", "chain, without cap", "pooled, with cap", "pooled, without cap"]
    for i, total in enumerate(chart["totals"]):
        assert sum(part["values"][i] for part in chart["parts"]) == pytest.approx(total)


def test_cash_flow_and_tornado_are_the_cases(study):
    case = study.cases[1]
    by_month, added_up = cash_charts(case)
    assert [line["name"] for line in added_up["lines"]] == ["low", "expected", "high"]
    assert added_up["lines"][1]["values"][-1] == round(case.expected.net)
    assert sum(by_month["lines"][1]["values"]) == pytest.approx(case.expected.net, abs=61)
    assert added_up["paid"] == case.expected.payback_month
    bar = tornado_chart(case, "EUR")["bars"][0]
    assert (bar["low"], bar["high"]) == (round(case.tornado[0].npv_at_low), round(case.tornado[0].npv_at_high))


def test_service_has_its_band_and_who_loses_its_verdict(study):
    chart = service_chart(study)
    assert chart["names"] == list(QUEUES)
    assert [s["name"] for s in chart["series"]] == list(MODELS)
    assert chart["series"][0]["points"][1] == pytest.approx([0.9, 0.85, 0.94])
    changed = changes_chart(study, "pooled")
    assert dict(zip(changed["names"], changed["verdicts"], strict=True))[ODD] == "loses"
    assert changed["kinds"] == ["department", "queue", "time of day"]


def test_the_curve_tells_lines_with_and_without_the_cap(study):
    lines = curve_chart(study)["lines"]
    assert [line["cap"] for line in lines] == [True, False] * 3
    assert lines[0]["points"] == [[0.0, 20.0], [0.5, 18.0], [1.0, 16.0]]


def test_manager_gets_page_and_workbook_of_the_stored_comparison(sign_in):
    client = sign_in("manager")
    page = client.get("/compare/").text
    for words in (
        "Where the gain comes from",
        "What to centralise",
        "Business case: departmental to pooled",
        "Transition to pooled",
    ):
        assert f">{words}</h2>" in page, words
    assert "<script>" not in page
    assert " style=" not in page
    answer = client.get("/compare/workbook.xlsx")
    assert answer.status_code == 200
    assert "comparison.xlsx" in answer.headers["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    figures = {row[0]: row[1:] for row in book.get_sheet_by_name("Figures").to_python()}
    assert len(figures["agents at the peak"]) == 2
    assert "Cash flow" in book.sheet_names


def test_agent_and_admin_see_neither(sign_in):
    for role in ("agent", "admin"):
        client = sign_in(role)
        for address in ("/compare/", "/compare/workbook.xlsx"):
            assert client.get(address).status_code == 403
