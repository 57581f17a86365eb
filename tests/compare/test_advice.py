"""Advice in plain words: right numbers, and honest where pooling does not pay."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from wfm.compare.advice import advise
from wfm.types import Comparison, Requirement, Scenario


def scenario(model, hours, **figures):
    frame = pd.DataFrame(
        {
            "work": [model],
            "interval_start": pd.to_datetime([datetime(2026, 11, 16, 9, tzinfo=UTC)]).as_unit("us"),
            "load_erlangs": [1.0],
            "agents_required": [2.0],
            "fte_required": [2.5],
            "service_level": [0.8],
            "asa_seconds": [10.0],
            "occupancy": [0.5],
        }
    )
    return Scenario(
        model=model,
        requirement=Requirement(frame, 30, "UTC", model),
        agents_at_peak=hours / 40,
        required_hours=hours,
        fte_required=hours / 36,
        required_cost=30 * hours,
        **figures,
    )


def advice(*scenarios):
    return " ".join(advise(Comparison(scenarios=scenarios, offered=1000.0, currency="EUR")))


def test_a_saving_is_told_with_hours_peak_and_cost():
    said = advice(scenario("departmental", 1000), scenario("pooled", 800))
    assert "pooled asks for 20.0% fewer hours than departmental (25.0 to 20.0 agents at the peak, EUR 6,000" in said


def test_pooling_that_costs_more_is_advised_against():
    said = advice(scenario("departmental", 1000), scenario("pooled", 1350))
    assert "pooled asks for 35.0% more hours" in said
    assert "costs more than it brings" in said


def test_a_tie_is_no_reason_to_reorganise():
    assert "do not reorganise to save staff" in advice(scenario("departmental", 1000), scenario("pooled", 995))


def test_who_is_served_worst_is_named():
    said = advice(
        scenario("departmental", 1000, service_level=0.8, worst_work="claims", worst_service_level=0.61),
        scenario("pooled", 900, service_level=0.9, worst_work="pooled", worst_service_level=0.9),
    )
    assert "80.0% of contacts are answered in time under departmental and 90.0% under pooled" in said
    assert "claims with 61% under departmental" in said


@pytest.mark.parametrize("scenarios", [(), ("departmental",)])
def test_one_scenario_alone_is_not_compared(scenarios):
    assert advise(Comparison(scenarios=tuple(scenario(m, 10) for m in scenarios), offered=1.0, currency="EUR")) == ()


def test_it_says_how_deferred_work_is_handled_and_what_the_other_way_would_ask_for():
    apart = {"blend": False, "other_blend_hours": 3120.0}, {"blend": False, "other_blend_hours": 3169.0}
    said = advice(scenario("departmental", 3893, **apart[0]), scenario("pooled", 3469, **apart[1]))
    assert "assumed to be staffed by agents of its own" in said
    assert "departmental 3,893 to 3,120 hours, pooled 3,469 to 3,169 hours" in said
    blended = {"blend": True, "other_blend_hours": 3893.0}
    both = advice(scenario("departmental", 3120, **blended), scenario("pooled", 3169, **blended))
    assert "assumed to be done between real-time contacts" in both
    mixed = advice(scenario("departmental", 3120, **blended), scenario("pooled", 3469, **apart[1]))
    assert "departmental blends deferred work (3,120 hours; 3,893 the other way)" in mixed
    assert "pooled staffs it apart (3,469 hours; 3,169 the other way)" in mixed


def test_without_deferred_work_blending_is_not_spoken_of():
    assert "lending" not in advice(scenario("departmental", 100), scenario("pooled", 80))
