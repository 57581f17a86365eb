"""Agents from goals: least, decimal, and right where other tools are known to be wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError
from wfm.staffing import agents_required, erlang_b, service, whole_agents, with_shrinkage
from wfm.types import ServiceGoal

HALF_HOUR = 1800.0
goals = st.builds(
    ServiceGoal,
    service_level=st.none() | st.floats(0.01, 0.999),
    threshold_seconds=st.just(0.0) | st.floats(0.1, 7200),
    asa_seconds=st.none() | st.floats(0.5, 600),
    max_abandonment=st.none() | st.floats(0.001, 0.5),
    max_occupancy=st.none() | st.floats(0.3, 1.0),
)


def meets(goal: ServiceGoal, agents: float, contacts: float, aht: float, **kw: float | int | None) -> bool:
    found = service(agents, contacts, aht, interval_seconds=HALF_HOUR, threshold_seconds=goal.threshold_seconds, **kw)
    limits = [
        goal.service_level is None or found.service_level >= goal.service_level - 1e-9,
        goal.asa_seconds is None or found.asa_seconds <= goal.asa_seconds * (1 + 1e-9),
        goal.max_abandonment is None or found.abandonment <= goal.max_abandonment + 1e-9,
        goal.max_occupancy is None or found.occupancy <= goal.max_occupancy + 1e-9,
        bool(found.stable),
    ]
    return all(limits)


@settings(max_examples=150, deadline=None)
@given(
    goal=goals,
    contacts=st.floats(0.01, 3000),
    aht=st.floats(10, 1200),
    patience=st.none() | st.floats(5, 7200),
    concurrency=st.sampled_from([1, 1, 3]),
)
def test_least_agents_meet_every_goal_and_one_fewer_misses_one(
    goal: ServiceGoal, contacts: float, aht: float, patience: float | None, concurrency: int
) -> None:
    kw = {"patience_seconds": patience, "concurrency": concurrency}
    n = float(agents_required(contacts, aht, goal, interval_seconds=HALF_HOUR, decimals=False, **kw))
    assert n == round(n)
    assert meets(goal, n, contacts, aht, **kw)
    if n >= 1:
        tighter = ServiceGoal(
            None if goal.service_level is None else min(goal.service_level + 2e-9, 0.9999),
            goal.threshold_seconds,
            None if goal.asa_seconds is None else goal.asa_seconds * (1 - 2e-9),
            None if goal.max_abandonment is None else goal.max_abandonment - 2e-9,
            None if goal.max_occupancy is None else goal.max_occupancy - 2e-9,
        )
        assert not meets(tighter, n - 1, contacts, aht, **kw)


@settings(max_examples=120, deadline=None)
@given(
    goal=goals,
    contacts=st.floats(0.01, 1000),
    aht=st.floats(10, 1200),
    patience=st.none() | st.floats(5, 7200),
    concurrency=st.sampled_from([1, 1, 3]),
)
def test_decimal_agents_just_meet_the_goals_and_round_up_to_the_whole_answer(
    goal: ServiceGoal, contacts: float, aht: float, patience: float | None, concurrency: int
) -> None:
    kw = {"patience_seconds": patience, "concurrency": concurrency}
    whole = float(agents_required(contacts, aht, goal, interval_seconds=HALF_HOUR, decimals=False, **kw))
    exact = float(agents_required(contacts, aht, goal, interval_seconds=HALF_HOUR, **kw))
    assert whole - 1 <= exact <= whole
    binding = goal.service_level or goal.asa_seconds or (goal.max_abandonment and patience)
    assume(binding or (goal.max_occupancy or 1) < 1)
    assert meets(goal, exact * (1 + 1e-12) + 1e-12, contacts, aht, **kw)


def test_worked_example_of_a_hundred_calls_in_half_an_hour() -> None:
    goal = ServiceGoal(0.8, 20, max_occupancy=0.85)
    assert agents_required(100, 180, goal, interval_seconds=HALF_HOUR, decimals=False) == 14
    exact = float(agents_required(100, 180, goal, interval_seconds=HALF_HOUR))
    at = service(exact, 100, 180, interval_seconds=HALF_HOUR)
    assert 13 < exact < 14
    assert float(at.service_level) == pytest.approx(0.8, abs=1e-12)


def test_pooling_five_departments_needs_the_agents_of_the_design() -> None:
    goal = ServiceGoal(0.8, 20, max_occupancy=None)

    def agents(load: float) -> float:
        return float(agents_required(load, 300, goal, interval_seconds=300, decimals=False))

    separate = [5 * agents(load) for load in (1, 5, 20, 100)]
    pooled = [agents(5 * load) for load in (1, 5, 20, 100)]
    assert separate == [15, 40, 125, 540]
    assert pooled == [8, 30, 108, 513]


def test_occupancy_cap_binds_from_about_thirty_erlangs_at_eighty_twenty() -> None:
    kw = {"interval_seconds": 300, "decimals": False}
    free, capped = ServiceGoal(0.8, 20, max_occupancy=None), ServiceGoal(0.8, 20, max_occupancy=0.85)
    assert agents_required(20, 300, free, **kw) == agents_required(20, 300, capped, **kw)
    assert agents_required(50, 300, free, **kw) < agents_required(50, 300, capped, **kw) == math.ceil(50 / 0.85)


def test_a_long_target_may_need_fewer_agents_than_the_load_when_customers_hang_up() -> None:
    """Peers start their search above the load and so overstaff."""
    goal = ServiceGoal(0.75, 3600, max_occupancy=None)
    n = float(agents_required(100, 1800, goal, interval_seconds=HALF_HOUR, patience_seconds=7200, decimals=False))
    assert n < 100
    assert (
        service(
            n - 1, 100, 1800, interval_seconds=HALF_HOUR, threshold_seconds=3600, patience_seconds=7200
        ).service_level
        < 0.75
    )


def test_overload_with_long_patience_does_not_underflow() -> None:
    """48 agents, 50 Erlangs, patience 8 h, target 4 h: peers say .0008."""
    found = service(48, 50, 300, interval_seconds=300, threshold_seconds=4 * 3600, patience_seconds=8 * 3600)
    assert float(found.service_level) == pytest.approx(0.9599, abs=5e-4)


def test_many_servers_do_not_overflow_a_factorial() -> None:
    recursion = 1.0
    for n in range(1, 801):
        recursion = 780 * recursion / (n + 780 * recursion)
    assert float(erlang_b(800, 780)) == pytest.approx(recursion, rel=1e-12)


def test_whole_people_are_rounded_up_after_shrinkage() -> None:
    """15 / 0.7 is 21.43: peers round it down to 21."""
    assert with_shrinkage(15, 0.3) == pytest.approx(21.428571)
    assert whole_agents(with_shrinkage(15, 0.3)) == 22
    assert whole_agents(with_shrinkage(14, 0.3)) == 20
    assert whole_agents(0.0) == 0
    with pytest.raises(ValueError, match="shrinkage"):
        with_shrinkage(1, 1.0)


def test_an_interval_does_not_depend_on_its_neighbours() -> None:
    """The search starts from the interval before; the answer must not."""
    rng = np.random.default_rng(4)
    contacts, aht = 10 ** rng.uniform(-2, 4, 400), 10 ** rng.uniform(1, 3, 400)
    for patience, goal in ((None, ServiceGoal()), (120.0, ServiceGoal(0.9, 30, 20, 0.02, 0.9))):
        kw = {"interval_seconds": 900.0, "patience_seconds": patience}
        together = agents_required(contacts, aht, goal, **kw)
        alone = [float(agents_required(c, a, goal, **kw)) for c, a in zip(contacts, aht, strict=True)]
        np.testing.assert_allclose(together, alone, rtol=1e-12)


def test_unlike_handle_times_make_waits_longer() -> None:
    goal = ServiceGoal(0.8, 20, max_occupancy=None)
    plain = agents_required(100, 180, goal, interval_seconds=HALF_HOUR)
    stretched = agents_required(100, 180, goal, interval_seconds=HALF_HOUR, wait_stretch=2.0)
    assert stretched > plain
    found = service(14, 100, 180, interval_seconds=HALF_HOUR, wait_stretch=2.0)
    simple = service(14, 100, 180, interval_seconds=HALF_HOUR)
    assert float(found.asa_seconds) == pytest.approx(2 * float(simple.asa_seconds))
    assert float(found.wait_probability) == pytest.approx(float(simple.wait_probability))


def test_concurrency_below_one_is_refused() -> None:
    with pytest.raises(ConfigError, match="concurrency"):
        agents_required(1, 1, ServiceGoal(), interval_seconds=1, concurrency=0)
