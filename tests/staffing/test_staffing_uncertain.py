"""Staffing for an uncertain forecast: the mean, a quantile, or expected service over the distribution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staffing_builders import email, forecast_of, plan_of, voice, week

from wfm.staffing import agent_hours, agents_required, demand_choices, expected_service, require, service
from wfm.staffing.expected_goal import Draw, expected_goal_agents, expected_measures
from wfm.staffing.uncertain import draw_weights, offered_at, offered_draws
from wfm.types import Calendar, Channel, Forecast, OperatingModel, ServiceGoal, StaffingPolicy, Work
from wfm.types.contacts import QUANTILE_COLUMNS, QUANTILES

NO_DAYS = Calendar()
MODEL = OperatingModel("test", (Work("b", ("billing/voice", "billing/chat", "billing/email")),))
VOICE = OperatingModel("voice", (Work("b", ("billing/voice",)),))
PLAN = plan_of(
    voice(patience=120), voice(channel=Channel.CHAT, concurrency=3, patience=200), email(open_at="daily", hours=2)
)
SPREAD = np.array([0.6, 0.7, 0.85, 1.0, 1.15, 1.35, 1.5])  # contacts over their mean, at each quantile
INTERVAL = 900.0


def certain() -> Forecast:
    return forecast_of(week(days=1), {"billing/voice": 20, "billing/chat": 10, "billing/email": 5}, 300)


def spread(forecast: Forecast, factors: np.ndarray = SPREAD) -> Forecast:
    bands = {c: forecast.frame["offered"] * f for c, f in zip(QUANTILE_COLUMNS, factors, strict=True)}
    return replace(forecast, frame=forecast.frame.assign(**bands))


def staffed(demand: str, quantile: float = 0.75) -> object:
    return replace(PLAN, staffing=StaffingPolicy(demand=demand, quantile=quantile))  # type: ignore[arg-type]


def draws_of(offered: np.ndarray, aht: float = 300.0, patience: float = 0.0) -> tuple[Draw, ...]:
    same = np.ones_like(offered[0])
    return tuple(Draw(w, o, aht * same, patience * same, same) for w, o in zip(draw_weights(), offered, strict=True))


def test_the_draws_share_out_all_probability_and_keep_the_mean() -> None:
    assert draw_weights().sum() == pytest.approx(1)
    assert draw_weights() == pytest.approx([0.075, 0.1, 0.2, 0.25, 0.2, 0.1, 0.075])
    frame = spread(certain()).frame
    assert draw_weights() @ offered_draws(frame) == pytest.approx(frame["offered"].to_numpy())


def test_a_queue_with_a_contact_now_and_then_keeps_its_mean_in_every_draw() -> None:
    frame = pd.DataFrame({"offered": [0.03], **{c: [0.0] for c in QUANTILE_COLUMNS}})
    assert (offered_draws(frame) == 0.03).all()


@pytest.mark.parametrize(
    ("quantile", "factor"), [(0.05, 0.6), (0.5, 1.0), (0.75, 1.15), (0.95, 1.5), (0.8, 1.15 + 0.2 / 3)]
)
def test_a_quantile_is_the_forecasts_own_or_straight_between_two(quantile: float, factor: float) -> None:
    frame = spread(certain()).frame
    assert offered_at(frame, quantile) == pytest.approx(frame["offered"].to_numpy() * factor)


@pytest.mark.parametrize("demand", ["quantile", "expected"])
@pytest.mark.parametrize("blend", [False, True])
def test_a_forecast_without_spread_is_staffed_as_its_mean(demand: str, blend: bool) -> None:
    plain = require(certain(), staffed("mean"), MODEL, NO_DAYS, blend=blend)  # type: ignore[arg-type]
    other = require(certain(), staffed(demand), MODEL, NO_DAYS, blend=blend)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(plain.frame, other.frame, rtol=1e-9)


def test_higher_quantiles_ask_for_more_and_the_median_for_what_the_median_asks() -> None:
    forecast = spread(certain())
    found = [
        require(forecast, staffed("quantile", q), MODEL, NO_DAYS).frame["agents_required"].to_numpy()  # type: ignore[arg-type]
        for q in QUANTILES
    ]
    assert (np.diff(np.array(found), axis=0) > 0).all()
    mean = require(forecast, staffed("mean"), MODEL, NO_DAYS).frame["agents_required"]  # type: ignore[arg-type]
    np.testing.assert_allclose(found[3], mean)  # here the median is the mean


def test_a_quantile_is_staffed_while_load_and_service_stay_those_of_the_mean() -> None:
    forecast = spread(certain())
    mean, high = (require(forecast, staffed(d, 0.9), MODEL, NO_DAYS) for d in ("mean", "quantile"))  # type: ignore[arg-type]
    np.testing.assert_allclose(high.frame["load_erlangs"], mean.frame["load_erlangs"])
    assert (high.frame["service_level"] > mean.frame["service_level"]).all()
    assert (high.frame["occupancy"] < mean.frame["occupancy"]).all()
    agents = high.frame[["work", "interval_start"]].assign(agents=high.frame["agents_required"])
    served = expected_service(forecast, staffed("quantile", 0.9), MODEL, NO_DAYS, agents)  # type: ignore[arg-type]
    np.testing.assert_allclose(served["service_level"], high.frame["service_level"])


def test_expected_service_costs_more_than_the_mean_and_gives_the_goal_over_the_distribution() -> None:
    goal = ServiceGoal(0.8, 20, max_occupancy=None)
    plan = plan_of(voice(goal=goal))
    forecast = spread(forecast_of(week(days=1), {"billing/voice": 50}, 300))
    found = demand_choices(forecast, plan, VOICE, NO_DAYS)
    assert list(found) == ["mean", "quantile", "expected"]
    assert agent_hours(found["mean"]) < agent_hours(found["expected"])
    np.testing.assert_allclose(found["expected"].frame["service_level"], 0.8, atol=1e-5)
    # The mean's agents, judged over the distribution, miss the goal that they keep at the mean itself.
    agents = found["mean"].frame[["work", "interval_start"]].assign(agents=found["mean"].frame["agents_required"])
    at_mean = expected_service(forecast, plan, VOICE, NO_DAYS, agents)
    over = replace(plan, staffing=StaffingPolicy(demand="expected"))
    spread_out = expected_service(forecast, over, VOICE, NO_DAYS, agents)
    assert (at_mean["service_level"] >= 0.8 - 1e-9).all()
    assert (spread_out["service_level"] < 0.75).all()


@pytest.mark.parametrize(
    ("goal", "patience"),
    [
        (ServiceGoal(0.8, 20, max_occupancy=None), 0.0),
        (ServiceGoal(0.9, 60, max_occupancy=0.85), 0.0),
        (ServiceGoal(None, asa_seconds=30.0, max_occupancy=None), 0.0),
        (ServiceGoal(0.7, 20, max_abandonment=0.03, max_occupancy=None), 120.0),
        (ServiceGoal(None, max_occupancy=0.8), 0.0),
    ],
)
def test_expected_service_agrees_with_trying_every_number_of_agents(goal: ServiceGoal, patience: float) -> None:
    offered = np.outer(SPREAD, [4.0, 30.0, 120.0])
    draws = draws_of(offered, patience=patience)
    impatient = patience > 0
    found = expected_goal_agents(draws, goal, interval_seconds=INTERVAL, impatient=impatient)
    for i in range(3):
        tried = np.arange(0.01, 90, 0.01)
        sums = np.zeros((5, tried.size))
        for weight, one in zip(draw_weights(), offered[:, i], strict=True):
            got = service(
                tried,
                one,
                300.0,
                interval_seconds=INTERVAL,
                threshold_seconds=goal.threshold_seconds,
                patience_seconds=patience or None,
            )
            answered = one * (1 - got.abandonment)
            wait = answered * np.minimum(got.asa_seconds, INTERVAL)
            amounts = (one * got.service_level, wait, answered, one * got.abandonment, got.occupancy)
            sums += weight * np.array(amounts)
        contacts = draw_weights() @ offered[:, i]
        good = np.ones(tried.size, dtype=bool)
        if goal.service_level is not None:
            good &= sums[0] / contacts >= goal.service_level
        if goal.asa_seconds is not None:
            good &= sums[1] / sums[2] <= goal.asa_seconds
        if goal.max_abandonment is not None:
            good &= sums[3] / contacts <= goal.max_abandonment
        if goal.max_occupancy is not None:
            good &= sums[4] <= goal.max_occupancy
        assert found[i] == pytest.approx(tried[np.argmax(good)], abs=0.0101)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(0.1, 200),
    widths=st.lists(st.floats(0.01, 0.6), min_size=6, max_size=6),
    level=st.floats(0.5, 0.95),
)
def test_the_answer_keeps_the_goal_and_a_little_less_does_not(mean: float, widths: list[float], level: float) -> None:
    offered = mean * np.cumsum([0.3, *widths])[:, None]
    goal, draws = ServiceGoal(level, 20, max_occupancy=None), draws_of(offered)
    agents = expected_goal_agents(draws, goal, interval_seconds=INTERVAL, impatient=False)

    def found(n: np.ndarray) -> float:
        return float(expected_measures(draws, n, 20, interval_seconds=INTERVAL, impatient=False).service_level[0])

    calmest, busiest = (agents_required(o, 300.0, goal, interval_seconds=INTERVAL) for o in (offered[0], offered[-1]))
    assert found(agents) >= level - 1e-9
    assert calmest - 1e-9 <= agents <= busiest + 1e-9
    assert found(agents * 0.999 - 1e-5) < level or agents == pytest.approx(calmest)


def test_an_interval_without_contacts_needs_nobody_in_any_choice() -> None:
    grid = week(days=1)
    offered = np.zeros(grid.count)
    offered[40:60] = 20
    forecast = spread(forecast_of(grid, {"billing/voice": offered}, 300))
    for requirement in demand_choices(forecast, PLAN, VOICE, NO_DAYS).values():
        agents = requirement.frame["agents_required"].to_numpy()
        assert (agents[offered == 0] == 0).all()
        assert (agents[offered > 0] > 0).all()


def test_nobody_at_work_means_service_0_and_a_wait_as_long_as_the_interval() -> None:
    draws = draws_of(np.outer(SPREAD, [10.0, 0.0]))
    found = expected_measures(draws, np.zeros(2), 20, interval_seconds=INTERVAL, impatient=True)
    assert found.service_level.tolist() == [0, 1]
    assert found.asa_seconds.tolist() == [INTERVAL, 0]
