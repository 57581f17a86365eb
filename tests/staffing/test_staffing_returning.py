"""Customers who hang up and try again, from the plan to the requirement and to the service."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staffing_builders import forecast_of, plan_of, voice, week

from wfm.simulate import AgentGroup, Scenario, SimulatedQueue, simulate
from wfm.staffing import expected_service, offered_with_retrials, require, service
from wfm.types import Calendar, OperatingModel, Plan, ServiceGoal, StaffingPolicy, Work

NO_DAYS = Calendar()
PATIENT = ServiceGoal(0.8, 20, max_abandonment=0.10, max_occupancy=None)
MODEL = OperatingModel("m", (Work("b", ("billing/voice",)),))
SECONDS = 900.0


def retrying(share: float, goal: ServiceGoal = PATIENT, patience: float = 120.0) -> Plan:
    return plan_of(replace(voice(goal=goal, patience=patience), retry_share=share))


def contacts(calls: float = 50.0, days: int = 1) -> object:
    return forecast_of(week(days=days), {"billing/voice": calls}, 180)


def agents(plan: Plan, calls: float = 50.0) -> np.ndarray:
    return require(contacts(calls), plan, MODEL, NO_DAYS).frame["agents_required"].to_numpy()  # type: ignore[arg-type]


@pytest.mark.parametrize("goal", [PATIENT, ServiceGoal(0.8, 20), ServiceGoal(None, max_abandonment=0.3)])
def test_the_more_try_again_the_more_agents_are_required(goal: ServiceGoal) -> None:
    needed = [agents(retrying(share, goal))[0] for share in (0.0, 0.3, 0.6, 0.9)]
    assert needed == sorted(needed)
    assert needed[-1] > needed[0] + 0.05


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_the_agents_required_just_keep_the_goal_in_the_state_that_their_own_repeats_make(share: float) -> None:
    goal = ServiceGoal(0.8, 20, max_abandonment=0.5, max_occupancy=None)
    needed = float(agents(retrying(share, goal))[0])

    def level(n: float) -> float:
        kw = {"interval_seconds": SECONDS, "patience_seconds": 120.0}
        met = offered_with_retrials(n, 50.0, 180.0, retry_share=share, **kw)  # type: ignore[arg-type]
        return float(service(n, met, 180.0, **kw).service_level)  # type: ignore[arg-type]

    assert level(needed) == pytest.approx(0.8, abs=1e-5)
    assert level(needed - 0.05) < 0.8


def test_the_service_of_agents_is_that_of_erlang_x_and_of_the_simulation() -> None:
    share, n = 0.7, 9.0
    plan = retrying(share)
    here = require(contacts(), plan, MODEL, NO_DAYS).frame[["work", "interval_start"]].assign(agents=n)  # type: ignore[arg-type]
    found = expected_service(contacts(), plan, MODEL, NO_DAYS, here).iloc[0]  # type: ignore[arg-type]
    kw = {"interval_seconds": SECONDS, "patience_seconds": 120.0}
    met = offered_with_retrials(n, 50.0, 180.0, retry_share=share, **kw)  # type: ignore[arg-type]
    truth = service(n, met, 180.0, **kw)  # type: ignore[arg-type]
    assert found["service_level"] == pytest.approx(float(truth.service_level), abs=1e-6)
    assert found["asa_seconds"] == pytest.approx(float(truth.asa_seconds), rel=1e-5)
    assert found["offered"] == 50
    queue = SimulatedQueue("q", 50.0, 180.0, patience_seconds=120.0, retry_share=share, retry_delay_seconds=3600.0)
    scenario = Scenario((queue,), (AgentGroup("a", n, {"q": 0}),), SECONDS, 600, warm_up=40)
    played = simulate(scenario, replications=8).queues().iloc[0]
    assert found["service_level"] == pytest.approx(played["service_level"], abs=0.02)


def test_queues_that_share_agents_send_back_their_own_share() -> None:
    impatient, patient = (
        replace(voice(d, goal=PATIENT, patience=p), retry_share=s) for d, p, s in (("a", 60.0, 0.8), ("b", 600.0, 0.0))
    )
    work = OperatingModel("m", (Work("p", ("a/voice", "b/voice")),))
    forecast = forecast_of(week(days=1), {"a/voice": 20, "b/voice": 30}, 180)
    some = require(forecast, plan_of(impatient, patient), work, NO_DAYS).frame["agents_required"]
    none = require(forecast, plan_of(replace(impatient, retry_share=0.0), patient), work, NO_DAYS)
    other = require(
        forecast, plan_of(replace(impatient, retry_share=0.0), replace(patient, retry_share=0.8)), work, NO_DAYS
    )
    # Nearly all who hang up are of the impatient queue.
    assert some.iloc[0] > other.frame["agents_required"].iloc[0] > none.frame["agents_required"].iloc[0]


@pytest.mark.parametrize("demand", ["quantile", "expected"])
def test_an_uncertain_forecast_brings_repeats_too(demand: str) -> None:
    few, many = (
        agents(replace(retrying(share), staffing=StaffingPolicy(demand=demand)))[0]  # type: ignore[arg-type]
        for share in (0.0, 0.8)
    )
    assert many > few


def test_nobody_to_hang_up_nothing_to_repeat() -> None:
    forever = plan_of(replace(voice(), retry_share=0.5))
    assert agents(forever) == pytest.approx(agents(plan_of(voice())))
    assert agents(retrying(0.5), 0.0) == pytest.approx(0.0)
