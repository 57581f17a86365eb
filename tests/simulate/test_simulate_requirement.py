"""Agents a skill-based team requires, by search: formulas met where they hold, gains of cross-training where not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from wfm.errors import ConfigError
from wfm.simulate import AgentGroup, Duty, Scenario, SimulatedQueue, required_by_simulation, simulate
from wfm.simulate.goals import shortfalls
from wfm.staffing import agents_required
from wfm.types import ServiceGoal

HOUR = 3600.0
AHT = 300.0
GOAL = ServiceGoal(0.8, 20, max_occupancy=None)
ERLANGS, TYPES = 8.0, 4
QUEUES = tuple(SimulatedQueue(f"q{i}", ERLANGS * HOUR / AHT, AHT) for i in range(TYPES))
GOALS = {q.name: GOAL for q in QUEUES}


def by_formula(erlangs: float, goal: ServiceGoal = GOAL) -> int:
    return int(agents_required(erlangs * HOUR / AHT, AHT, goal, interval_seconds=HOUR, decimals=False))


ALONE, TOGETHER = TYPES * by_formula(ERLANGS), by_formula(TYPES * ERLANGS)


def total(found: object) -> int:
    return sum(int(n[0]) for n in found.agents.values())  # type: ignore[attr-defined]


def team(takes: list[dict[str, int]], agents: int, hours: int = 30) -> Scenario:
    groups = tuple(AgentGroup(f"g{i}", agents, queues) for i, queues in enumerate(takes))
    return Scenario(QUEUES, groups, HOUR, hours, warm_up=4)


def chain(agents: int = by_formula(ERLANGS)) -> Scenario:
    return team([{f"q{i}": 0, f"q{(i + 1) % TYPES}": 1} for i in range(TYPES)], agents)


def search(scenario: Scenario, **keys: object) -> object:
    return required_by_simulation(scenario, GOALS, **{"replications": 8, **keys})  # type: ignore[arg-type]


def test_two_skills_an_agent_recover_most_of_the_gain_of_full_flexibility() -> None:
    found = search(chain())
    assert ALONE - total(found) >= 0.85 * (ALONE - TOGETHER)
    assert found.finished  # type: ignore[attr-defined]
    fresh = simulate(found.scenario, replications=20, seed=77).queues()  # type: ignore[attr-defined]
    assert (fresh["service_level"] + fresh["service_level_half_width"] >= 0.8).all()


def test_a_team_that_takes_everything_and_teams_of_one_skill_agree_with_the_formulas() -> None:
    everything = team([{q.name: 0 for q in QUEUES}], TOGETHER + 5)
    assert abs(total(search(everything)) - TOGETHER) <= 1
    apart = search(team([{q.name: 0} for q in QUEUES], by_formula(ERLANGS) + 3))
    for agents in apart.agents.values():  # type: ignore[attr-defined]
        assert abs(int(agents[0]) - by_formula(ERLANGS)) <= 1


@pytest.mark.parametrize("start", [2, 40])
def test_every_block_of_intervals_finds_its_own_agents_from_too_few_and_from_too_many(start: int) -> None:
    erlangs = np.repeat([4.0, 16.0, 8.0], 40)
    queue = SimulatedQueue("q", erlangs * HOUR / AHT, AHT)
    scenario = Scenario((queue,), (AgentGroup("a", start, {"q": 0}),), HOUR, 120)
    blocks = np.repeat([0, 1, 2], 40)
    found = required_by_simulation(scenario, {"q": GOAL}, blocks=blocks, replications=6)
    assert (found.missed <= 0).all()
    wanted = [by_formula(e) for e in (4.0, 16.0, 8.0)]
    assert np.abs(found.agents["a"][::40] - wanted).max() <= 1
    assert all(np.ptp(part) == 0 for part in np.split(found.agents["a"], 3))


def test_the_same_seed_gives_the_same_answer_on_any_executor() -> None:
    first = search(chain(), replications=10)
    with ThreadPoolExecutor(2) as pool:
        second = search(chain(), replications=10, executor=pool)
    for name, agents in first.agents.items():  # type: ignore[attr-defined]
        np.testing.assert_array_equal(agents, second.agents[name])  # type: ignore[attr-defined]
    assert first.simulations == second.simulations  # type: ignore[attr-defined]


def test_dear_generalists_are_used_less_than_cheap_ones() -> None:
    pair, both = QUEUES[:2], {"q0": 1, "q1": 1}
    groups = (AgentGroup("g0", 7, {"q0": 0}), AgentGroup("g1", 7, {"q1": 0}), AgentGroup("g4", 6, both))
    scenario = Scenario(pair, groups, HOUR, 30, warm_up=4)
    goals = {q.name: GOAL for q in pair}
    dear = required_by_simulation(scenario, goals, costs={"g4": 3.0}, replications=6)
    cheap = required_by_simulation(scenario, goals, costs={"g4": 0.5}, replications=6)
    assert dear.agents["g4"][0] < cheap.agents["g4"][0]
    assert (dear.missed <= 0).all()
    assert (cheap.missed <= 0).all()


def test_the_goals_of_the_answer_hold_under_numbers_the_search_did_not_see() -> None:
    found = search(chain(), seed=5)
    assert (found.missed <= 0).all()  # type: ignore[attr-defined]
    assert found.result.seed == 6  # type: ignore[attr-defined]
    again = simulate(found.scenario, replications=8, seed=6)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(again.counts, found.result.counts)  # type: ignore[attr-defined]


def test_a_search_that_is_stopped_says_so_and_still_keeps_the_goals() -> None:
    found = search(chain(14), max_simulations=6)
    assert not found.finished  # type: ignore[attr-defined]
    assert (found.missed <= 0).all()  # type: ignore[attr-defined]
    assert total(found) <= 4 * 14


def test_every_kind_of_goal_is_measured() -> None:
    queue = replace(QUEUES[0], patience_seconds=60.0)
    scenario = Scenario((queue,), (AgentGroup("a", 8, {"q0": 0}),), HOUR, 60)
    result = simulate(scenario, replications=4)
    told, busy = result.queues().iloc[0], result.groups()["occupancy"].iloc[0]
    one = np.zeros(60, dtype=np.int64)

    def missed(**keys: float) -> float:
        goal = replace(ServiceGoal(None, max_occupancy=None), **keys)  # type: ignore[arg-type]
        return float(shortfalls(result, {"q0": goal}, one).max())

    assert missed(service_level=0.9) == pytest.approx(1 - told["service_level"] / 0.9)
    assert missed(asa_seconds=15.0) == pytest.approx(min(1, told["asa_seconds"] / 15 - 1))
    assert missed(max_abandonment=0.2) == pytest.approx(min(1, told["abandonment"] / 0.2 - 1))
    assert missed(max_occupancy=0.7) == pytest.approx(busy / 0.7 - 1)
    assert missed() < 0


def test_an_occupancy_limit_is_kept() -> None:
    goal = ServiceGoal(None, max_occupancy=0.8)
    scenario = Scenario((QUEUES[0],), (AgentGroup("a", 9, {"q0": 0}),), HOUR, 60)
    found = required_by_simulation(scenario, {"q0": goal}, replications=8)
    assert abs(total(found) - ERLANGS / 0.8) <= 1
    assert found.result.groups()["occupancy"].iloc[0] <= 0.8


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"goals": {"fax": GOAL}}, "unknown queue 'fax'"),
        ({"goals": {"q0": ServiceGoal(0.8, 30)}}, "threshold"),
        ({"costs": {"nobody": 1.0}}, "unknown group 'nobody'"),
        ({"costs": {"g0": 0.0}}, "above 0"),
        ({"blocks": np.zeros(3)}, "blocks"),
        ({"blocks": np.full(30, 1)}, "blocks"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        required_by_simulation(chain(), **{"goals": GOALS, **change})  # type: ignore[arg-type]


def test_a_queue_that_nobody_takes_and_people_shift_by_shift_are_refused() -> None:
    scenario = chain()
    with pytest.raises(ConfigError, match="no group takes it"):
        required_by_simulation(replace(scenario, groups=(AgentGroup("a", 5, {"q0": 0}),)), GOALS)
    duty = Duty(np.zeros((1, scenario.intervals), dtype=np.int64), ("s",))
    with pytest.raises(ConfigError, match="groups that are counted"):
        required_by_simulation(replace(scenario, duty=duty), GOALS)
