"""The business case against a spreadsheet-like calculation written differently, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheet_case import spreadsheet

from wfm.compare.business_case import business_case, case_facts, outcome
from wfm.compare.case_cash import remaining_work, steady_fte
from wfm.compare.case_inputs import CASE_INPUTS
from wfm.io.plan_file import parse_plan
from wfm.types import Forecast, Requirement, Scenario
from wfm.types.business_case import CaseFacts

EXPECTED = {row.name: row.expected for row in CASE_INPUTS}
FACTS = CaseFacts(
    "departmental",
    "pooled",
    fte_before=120.0,
    fte_after=100.0,
    employees=140.0,
    contacts_a_year={"voice": 600_000.0, "email": 100_000.0},
    work_share={"voice": 0.85, "email": 0.15},
    aht_seconds=330.0,
)
NOTHING = dict.fromkeys(EXPECTED, 0.0) | {
    "years": 1.0,
    "migration_months": 1.0,
    "leader_span": 10.0,
    "saving_realised": 1.0,
}


@st.composite
def cases(draw):
    """Values anywhere in the default ranges, and an organisation that gains or loses by the change."""
    values = {row.name: draw(st.floats(row.low, row.high)) for row in CASE_INPUTS} | {"years": draw(st.integers(1, 5))}
    before = draw(st.floats(1, 500))
    facts = CaseFacts(
        "departmental",
        "pooled",
        fte_before=before,
        fte_after=before * draw(st.floats(0.5, 1.3)),
        employees=before * draw(st.floats(1, 1.5)),
        contacts_a_year={"voice": draw(st.floats(0, 1e6)), "chat": 5e4},
        work_share={"voice": 0.75, "chat": 0.25},
        aht_seconds=draw(st.floats(60, 900)),
        people_moved=draw(st.sampled_from([1.0, 0.2])),
    )
    return facts, values


@settings(max_examples=60, deadline=None)
@given(cases())
def test_cash_flow_equals_the_spreadsheet(case):
    facts, values = case
    found, sheet = outcome(facts, values), spreadsheet(facts, values)
    np.testing.assert_allclose([m.net for m in found.months], sheet["net"], rtol=1e-9, atol=1e-4)
    np.testing.assert_allclose([m.fte_permanent for m in found.months], sheet["permanent"], rtol=1e-9)
    assert found.npv == pytest.approx(sheet["npv"], rel=1e-9, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_at_rate_zero_the_net_present_value_is_the_sum(case):
    facts, values = case
    found = outcome(facts, values | {"discount_rate": 0.0})
    assert found.npv == pytest.approx(sum(m.net for m in found.months), abs=1e-3)
    assert found.npv == pytest.approx(found.net, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_payback_is_the_month_from_which_nothing_is_owed(case):
    found = outcome(*case)
    owed = [m.month for m in found.months if m.cumulative < 0]
    if found.payback_month is None:
        assert found.net < 0
    else:
        assert all(month < found.payback_month for month in owed)
        assert found.payback_month == 0 or found.payback_month - 1 in owed


@settings(max_examples=30, deadline=None)
@given(cases())
def test_nobody_is_dismissed(case):
    facts, values = case
    found = outcome(facts, values)
    leaving = values["attrition"] / 12
    for last, now in zip(found.months, found.months[1:], strict=False):
        extra = values["attrition_by_change"] * (now.migrated_share - last.migrated_share)
        assert now.fte_permanent >= last.fte_permanent * (1 - leaving - extra) - 1e-9
        assert now.fte_permanent >= now.fte_planned - 1e-9


def test_tornado_ends_bracket_the_expected_case_and_low_and_high_bracket_everything():
    case = business_case(FACTS)
    assert len(case.tornado) == sum(row.low != row.high for row in case.inputs)
    for bar in case.tornado:
        ends = sorted((bar.npv_at_low, bar.npv_at_high))
        assert ends[0] <= case.expected.npv <= ends[1], bar.name
        assert case.low.npv <= ends[0], bar.name
        assert ends[1] <= case.high.npv, bar.name
    assert [bar.swing for bar in case.tornado] == sorted((bar.swing for bar in case.tornado), reverse=True)


def test_a_tornado_bar_is_the_case_with_that_input_alone_changed():
    bar = next(bar for bar in business_case(FACTS).tornado if bar.name == "training")
    changed = business_case(FACTS, {"training": (bar.low, bar.low, bar.low)})
    assert changed.expected.npv == pytest.approx(bar.npv_at_low)


def test_costs_alone_are_minus_what_is_spent():
    spent = NOTHING | {"platform": 100_000.0, "guidance": 50_000.0, "training": 1_000.0}
    found = outcome(FACTS, spent)
    assert found.net == pytest.approx(-(100_000 + 50_000 + 140 * 1_000))
    assert (found.payback_month, found.roi) == (None, pytest.approx(-1.0))


def test_a_change_that_costs_nothing_and_brings_nothing_is_zero_and_has_no_return():
    found = outcome(FACTS, NOTHING)
    assert (found.npv, found.payback_month, found.roi) == (0.0, 0, None)


def test_a_year_of_wages_saved_by_hand():
    # Half of all agents leave a month, so that the 20 posts fall away within the first month.
    quick = NOTHING | {"attrition": 6.0, "agent_cost": 60_000.0, "leader_cost": 90_000.0}
    found = outcome(FACTS, quick)
    assert found.months[1].fte_permanent == 100
    assert found.net == pytest.approx(20 * 60_000 + 20 / 10 * 90_000)


def test_without_anybody_leaving_no_post_is_saved():
    found = outcome(FACTS, NOTHING | {"agent_cost": 60_000.0})
    assert found.months[-1].fte_permanent == 120
    assert found.net == 0


def test_a_model_that_needs_more_people_is_not_flattered_by_saving_realised():
    worse = CaseFacts("departmental", "pooled", 100, 110, 100, {}, {}, 300)
    assert steady_fte(worse, EXPECTED | {"saving_realised": 0.5}) == pytest.approx(110)


def test_deflection_counts_by_the_work_of_its_channel():
    assert remaining_work(FACTS, NOTHING | {"deflection_voice": 0.2}) == pytest.approx(1 - 0.2 * 0.85)
    found = outcome(FACTS, NOTHING | {"deflection_voice": 0.2, "self_service_cost": 0.5})
    assert found.net == pytest.approx(-600_000 * 0.2 * 0.5)


def test_a_transition_plan_sets_the_pace():
    slow = outcome(FACTS, EXPECTED, migrated=(0.0, 0.1, 0.1, 1.0))
    assert [m.migrated_share for m in slow.months[:6]] == [0.0, 0.0, 0.1, 0.1, 1.0, 1.0]
    assert [round(m.training) for m in slow.months[1:5]] == [0, -105_000, 0, -945_000]


def scenario(model, fte, cost):
    at = pd.to_datetime(["2026-11-16T09:00Z"]).as_unit("us")
    names = ("load_erlangs", "agents_required", "fte_required", "service_level", "asa_seconds", "occupancy")
    figures = {name: [0.5] for name in names}
    frame = pd.DataFrame({"work": [model], "interval_start": at, **figures})
    return Scenario(
        model=model,
        requirement=Requirement(frame, 15, "Europe/Paris", model),
        agents_at_peak=1,
        required_hours=1,
        fte_required=fte,
        required_cost=cost,
    )


def test_facts_come_from_the_comparison():
    plan = parse_plan(
        '[site]\nzone = "Europe/Paris"\n[queue_defaults]\naht_seconds = 600\n[[queue]]\ndepartment = "a"\n'
    )
    at = pd.date_range("2026-11-15T23:00Z", periods=7, freq="D", unit="us")
    rows = [
        {"queue": queue, "interval_start": t, "offered": offered, "aht_seconds": aht, "model": "x"}
        for queue, offered, aht in (("a/voice", 30.0, 200.0), ("b/email", 10.0, np.nan))
        for t in at
    ]
    frame = pd.DataFrame(rows)
    for q in (5, 10, 25, 50, 75, 90, 95):
        frame[f"offered_p{q:02d}"] = frame["offered"]
    forecast = Forecast(frame, 15, "Europe/Paris")
    facts = case_facts(forecast, plan, (), scenario("departmental", 10.0, 7_000.0), scenario("pooled", 8.0, 1.0))
    assert facts.contacts_a_year["voice"] == pytest.approx(30 * 365.25)
    assert facts.work_share == {"email": pytest.approx(0.5), "voice": pytest.approx(0.5)}
    assert facts.aht_seconds == pytest.approx(300)
    assert facts.agent_cost_a_year == pytest.approx(700 * 365.25 / 7)
    assert facts.employees == 8.0
    case = business_case(facts)
    assert next(row for row in case.inputs if row.name == "agent_cost").expected == facts.agent_cost_a_year
    assert "agent_cost" not in {bar.name for bar in case.tornado}
    free = case_facts(forecast, plan, (), scenario("departmental", 10.0, 0.0), scenario("pooled", 8.0, 0.0))
    assert free.agent_cost_a_year is None
    assert "The plan names no cost an hour" in business_case(free).notes[-1]
