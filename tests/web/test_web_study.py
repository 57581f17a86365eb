"""The parts of the comparison page: the same tables as report and workbook, charts that draw their numbers."""

from __future__ import annotations

import io
import json

import pytest
import python_calamine
from study_example import MODELS, ODD, QUEUES, example

from web.study_charts import CHARTS, cash_charts, tornado_chart
from web.study_drawn import drawn
from wfm.io.report_study import DRAWN, study_sections
from wfm.io.study_parts import study_parts
from wfm.io.study_read import study_of
from wfm.io.workbook_comparison import tables


@pytest.fixture(scope="module")
def study():
    return study_of(example())


PARTS = [
    *("comparison", "saving", "service", "losers", "resilience", "gain", "curve", "centralise", "case", "transition"),
    "inputs",
]


def of(study, part, picture, against="pooled"):
    """The data of a picture on the page."""
    shown = next(p for p in study_parts(study, against, [against]) if p.name == part)
    return next(d.data for d in drawn(study, shown) if d.name == picture)


def test_a_part_for_everything_studied_and_only_of_the_chosen_model(study):
    parts = study_parts(study, "pooled", ["pooled"])
    assert [p.name for p in parts] == PARTS
    assert [p.title for p in parts if p.name in {"saving", "case", "transition"}] == [
        *("When pooled needs fewer agents", "Business case: departmental to pooled", "Transition to pooled")
    ]


def test_report_and_page_show_the_same_parts_pictures_words_and_tables(study):
    """Whatever the report has for a model, the page has for it too, and the other way round."""
    assert set(DRAWN) == set(CHARTS)
    sections = {s.identity: s for s in study_sections(study)}
    seen = set()
    for model in study.models[1:]:
        for part in study_parts(study, model, [model]):
            section = sections[part.identity]
            seen.add(part.identity)
            if part.name in {"saving", "comparison", "losers"}:  # the report draws all models there, or its own choice
                assert len(section.pictures) == len(part.drawings)
                continue
            assert (section.title, section.paragraphs) == (part.title, part.words)
            assert [p.caption for p in section.pictures] == [d.label for d in drawn(study, part)]
            assert [p.tables for p in section.pictures] == [
                tuple(t.text() for t in d.tables) for d in drawn(study, part)
            ]
            assert (section.first, section.tables) == tuple(
                tuple(t.text() for t in found) for found in (part.first, part.tables)
            )
    assert seen == set(sections)


def test_the_page_shows_the_tables_of_the_workbook(study):
    shown = [
        table
        for part in study_parts(study, "pooled", ["pooled"])
        for table in (*part.first, *(t for d in drawn(study, part) for t in d.tables), *part.tables)
    ]
    once_a_model = {"Business case", "Cash flow", "Tornado", "Inputs", "Transition", "Phases", "Agents saved"}
    in_workbook = {table.sheet: table for table in tables(study)}
    assert {t.sheet for t in shown} == set(in_workbook)
    whole = [t for t in shown if t.sheet != "Who loses"]
    for table in whole:
        full = in_workbook[table.sheet]
        rows = [row[1:] for row in full.rows if row[0] == "pooled"] if table.sheet in once_a_model else list(full.rows)
        assert list(table.rows) == rows, table.sheet
    changed = [row for t in shown if t.sheet == "Who loses" for row in t.rows]
    assert sorted(changed, key=str) == sorted(in_workbook["Who loses"].rows, key=str)


def test_every_chart_is_json_and_has_a_table_in_its_part(study):
    for part in study_parts(study, "chain", ["chain"]):
        shown = drawn(study, part)
        assert any(d.tables for d in shown) or part.first or part.tables
        for one in shown:
            assert json.loads(json.dumps(one.data, allow_nan=False))
            assert one.label.endswith(".")


def test_agents_saved_are_the_first_scenario_less_the_other(study):
    hours, saving = of(study, "comparison", "hours"), of(study, "saving", "saving")
    assert (hours["days"][0], hours["times"][0], hours["times"][-1]) == ("Mon 16", "08:00", "17:00")
    before, after = ({s["model"]: s["required"] for s in hours["scenarios"]}[m] for m in ("departmental", "pooled"))
    at = saving["times"].index("10:00")
    assert saving["cells"][at][0] == pytest.approx(before[at] - after[at]) == 4.0
    assert saving["days"] == ["Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20"]


def test_the_map_of_who_loses_has_everybody_under_every_model(study):
    chart = of(study, "losers", "losers")
    assert chart["names"] == ["billing", ODD, "08:00-10:00"]
    assert chart["models"] == ["chain", "pooled"]
    assert chart["cells"] == [[0.08, 0.08], [-0.1, -0.1], [0.01, 0.01]]
    assert [row[0] for row in chart["verdicts"]] == ["gains", "loses", "may be chance"]


def test_gain_parts_add_up_to_the_total(study):
    chart = of(study, "gain", "gain")
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
    chart = of(study, "service", "service")
    assert chart["names"] == list(QUEUES)
    assert [s["name"] for s in chart["series"]] == list(MODELS)
    assert chart["series"][0]["points"][1] == pytest.approx([0.9, 0.85, 0.94])
    for kind, name, verdict in (
        ("queue", ODD, "loses"),
        ("department", "billing", "gains"),
        ("time-of-day", "08:00-10:00", "may be chance"),
    ):
        changed = of(study, "losers", f"changes-{kind}")
        assert (changed["names"], changed["verdicts"]) == ([name], [verdict])


def test_a_high_chart_has_room_for_its_lines(study):
    parts = {p.name: drawn(study, p) for p in study_parts(study, "pooled", ["pooled"])}
    assert [d.height for d in parts["comparison"]] == [1, 0]
    assert parts["saving"][0].height == 3  # ten hours
    assert parts["case"][2].height > parts["case"][0].height == 0


def test_the_curve_tells_lines_with_and_without_the_cap(study):
    lines = of(study, "curve", "curve")["lines"]
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
