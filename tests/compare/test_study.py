"""The study behind a comparison: in words, as a document, as text and as pages."""

import json
import re

import pytest
from small_demand import calendar, forecast_of

from wfm.cli.comparison_lines import LABEL, comparison_table
from wfm.compare import compare
from wfm.compare.study_words import study_words
from wfm.io.comparison import comparison_document, read_comparison, write_comparison
from wfm.io.plan_file import parse_plan
from wfm.io.report import write_report

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
[[contract]]
name = "full"
hours_per_week = 40
cost_per_hour = 30
[business_case]
years = 3
"""
FORECAST = forecast_of({f"{d}/voice": ([n, 2 * n, n, n], 300) for d, n in (("a", 15), ("b", 20), ("c", 25))})


def compared(text="", models=("departmental", "hybrid", "pooled")):
    return compare(FORECAST, parse_plan(PLAN + text), (), calendar(), models=models)


@pytest.fixture(scope="module")
def comparison():
    return compared()


def test_every_other_model_is_studied_against_the_first(comparison):
    assert [(g.model_before, g.model_after, g.with_cap) for g in comparison.gains] == [
        ("departmental", model, cap) for model in ("hybrid", "pooled") for cap in (True, False)
    ]
    assert [c.facts.model_after for c in comparison.cases] == ["hybrid", "pooled"]
    assert comparison.cases[1].facts.fte_after == comparison.scenario("pooled").fte_required
    assert len(comparison.centralisation.queues) == 3


def test_the_suggested_transition_follows_the_scores_at_the_pace_of_the_case():
    found = compared("migration_months = 9\nproductivity_dip = 0.2\ndip_months = 2\n")
    assert [t.model_after for t in found.transitions] == ["hybrid", "pooled"]
    pooled = found.transitions[1]
    assert [p.last_month for p in pooled.phases] == [3, 6, 9]
    assert pooled.phases[0].departments == (found.centralisation.pilot or found.centralisation.queues[0].department,)
    assert pooled.months[2].fte_dip == pytest.approx(pooled.months[2].fte_central * 0.25)
    assert pooled.months[-1].fte_needed == pytest.approx(found.scenario("pooled").fte_required)
    assert f"to {pooled.months[-1].fte_needed:.1f}; in month" in " ".join(found.advice)


def test_a_pace_shorter_than_a_pilot_and_a_wave_still_compares():
    found = compared("migration_months = 2\n")
    assert found.transitions[0].phases[-1].last_month == 6


def test_from_another_model_than_departments_no_transition_is_suggested():
    assert compared(models=("hybrid", "pooled")).transitions == ()


def test_one_scenario_alone_is_not_studied():
    alone = compared(models=("pooled",))
    assert (alone.gains, alone.cases, alone.centralisation, alone.advice) == ((), (), None, ())


def test_words_carry_the_numbers_of_the_study(comparison):
    said = " ".join(comparison.advice)
    pooled = next(g for g in comparison.gains if g.model_after == "pooled" and g.with_cap)
    assert f"pooled saves {pooled.peak.total:.0f} people at work against departmental" in said
    assert (
        f"Do not choose pooled to save staff if its handle times are {pooled.break_even_slowdown:.0%} or more" in said
    )
    case = comparison.cases[1]
    amounts = re.search(r"EUR (\S+) / (\S+) / (\S+) \(low", said.split("case of pooled")[1])
    told = [float(n.replace(",", "")) for n in amounts.groups()]
    assert told == pytest.approx([case.low.npv, case.expected.npv, case.high.npv], rel=0.005)
    assert "3 years" in said
    assert comparison.centralisation.pilot_reason in said


def test_a_model_that_loses_is_told_to_lose():
    said = " ".join(study_words(compared("[model.pooled]\naht_factor = 1.8\n", ("departmental", "pooled"))))
    assert "more people at work against departmental" in said
    assert "as planned, it is no way to save staff" in said
    assert "not paid back within 3 years" in said


def test_the_document_is_json_and_holds_the_cash_flow(comparison, tmp_path):
    write_comparison(comparison, tmp_path / "c.json")
    document = read_comparison(tmp_path / "c.json")
    assert document == json.loads(json.dumps(comparison_document(comparison)))
    case = document["business_cases"][1]
    assert len(case["expected"]["months"]["net"]) == 37
    assert sum(case["expected"]["months"]["net"]) == pytest.approx(case["expected"]["net"], abs=0.1)
    assert {row["name"] for row in case["inputs"]} == set(case["expected"]["values"])
    assert document["gains"][2]["break_even_slowdown"] == comparison.gains[2].break_even_slowdown
    months = document["transitions"][1]["months"]
    assert [m["fte_needed"] for m in months] == [m.fte_needed for m in comparison.transitions[1].months]
    assert document["centralisation"]["queues"][0]["verdict"] in {"centralise", "first line", "keep specialist"}


def test_the_table_shows_gain_and_payback_only_against_the_first(comparison):
    lines = {line[:LABEL].strip(): line[LABEL:].split() for line in comparison_table(comparison)}
    assert lines["people saved at peaks"][0] == "-"
    assert lines["net present value (EUR)"][2] == f"{comparison.cases[1].expected.npv:,.0f}"


def test_the_report_shows_pictures_and_every_source(comparison, tmp_path):
    write_report(tmp_path / "r.html", plan=parse_plan(PLAN), forecast=FORECAST, comparison=comparison)
    page = (tmp_path / "r.html").read_text()
    for title in ("Where the gain comes from", "Business case: departmental to pooled", "Transition to pooled"):
        assert title in page
    for row in comparison.cases[0].inputs:
        assert row.name in page
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_every_scenario_tells_what_it_asks_for_without_the_occupancy_cap():
    found = compared('[[queue]]\ndepartment = "a"\nchannel = "voice"\ngoal = { max_occupancy = 0.6 }\n')
    for scenario in found.scenarios:
        assert scenario.agents_at_peak_without_cap < scenario.agents_at_peak
        assert scenario.required_hours_without_cap < scenario.required_hours
    free = compared().scenarios[0]
    assert free.required_hours_without_cap <= free.required_hours
    document = comparison_document(found)
    assert document["scenarios"][0]["agents_at_peak_without_cap"] == found.scenarios[0].agents_at_peak_without_cap
    rows = {line[:LABEL].strip(): line[LABEL:].split() for line in comparison_table(found)}
    assert rows["peak, no occupancy cap"][2] == f"{found.scenario('pooled').agents_at_peak_without_cap:.1f}"
