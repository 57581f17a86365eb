"""The agents a skill-based team requires, found by simulation: start from a guess, repair, cut, exchange.

Formulas answer for one queue and its own people. Where groups share queues, adding up such answers counts people twice;
what the team needs together only shows when it is played. Every trial meets the same contacts (common random numbers),
so trials differ by the agents alone, and intervals that hardly touch one another are searched at the same time: one
simulation tries one change in every block of intervals, and each block keeps it or not by its own goals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.goals import shortfalls
from wfm.simulate.run import simulate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Executor

    from numpy.typing import ArrayLike, NDArray

    from wfm.simulate.run import SimulationResult
    from wfm.simulate.scenario import Scenario
    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]


MOST_REPAIRS = 50  # trials that judging the answer may take, however few the search was allowed


@dataclass(frozen=True)
class SimulatedRequirement:
    """What the search found.

    Attributes:
        scenario: The scenario with the agents found.
        result: Its simulation under random numbers that the search did not see.
        missed: Largest miss of any goal in each block, as a share of the goal; 0 or less where all are kept.
        simulations: How many trials were played.
        finished: Whether the search came to its end, rather than to ``max_simulations``.
    """

    scenario: Scenario
    result: SimulationResult
    missed: Numbers
    simulations: int
    finished: bool

    @property
    def agents(self) -> dict[str, Whole]:
        """Agents of each group in each interval."""
        return {g.name: np.asarray(g.agents, dtype=np.int64) for g in self.scenario.groups}


def required_by_simulation(
    scenario: Scenario,
    goals: Mapping[str, ServiceGoal],
    *,
    costs: Mapping[str, float] | None = None,
    blocks: ArrayLike | None = None,
    replications: int = 10,
    seed: int = 1,
    max_simulations: int = 500,
    executor: Executor | None = None,
) -> SimulatedRequirement:
    """The cheapest agents found with which every goal holds in every block of the simulation.

    First agents are added until all goals hold, then taken away for as long as they do, in steps that halve; then two
    are taken away for one of another group put in. The answer is one that no such change improves, which need not be
    the best there is. A search finds what suits its own random numbers; so at last the goals are held against others,
    and agents added where they were kept by luck. More replications leave less to luck.

    Args:
        scenario: Queues, and groups with the agents to start from: the formulas' answer, say. It needs no changes of
            the agents inside a block, as the start of a block counts.
        goals: What is promised, by queue. Its threshold must be the queue's; of work that may wait the service level
            is the share done in time. The limit on occupancy holds for each group that takes the queue. A queue without
            a goal is served with what the others leave.
        costs: Of an agent, by group; 1 without.
        blocks: The block of each interval, numbered from 0: inside a block agents are constant and goals hold on
            average. One block by default; ``range(intervals)`` for goals in every interval.
        replications: Replications a trial.
        seed: Of the random numbers of the search; the next one judges its answer.
        max_simulations: When to stop. What was found so far keeps the goals unless ``missed`` says otherwise.
        executor: Where replications run.

    Raises:
        ConfigError: A goal is for an unknown queue or another threshold; blocks or costs do not fit the scenario; it
            has people shift by shift, or results over several intervals.
    """
    of = np.zeros(scenario.intervals, dtype=np.int64) if blocks is None else np.asarray(blocks, dtype=np.int64)
    _refuse(scenario, goals, of, costs or {})
    price = np.array([(costs or {}).get(g.name, 1.0) for g in scenario.groups])
    search = _Search(scenario, goals, of, replications, seed, max_simulations, executor)
    first = np.unique(of, return_index=True)[1]
    start = np.array([scenario.over_time(g.agents)[first] for g in scenario.groups]).astype(np.int64)
    agents, finished = start, True
    try:
        agents = _repaired(search, agents, price)
        agents = _cut(search, agents, price)
        agents = _exchanged(search, agents, price)
    except _OutOfSimulationsError:
        finished, agents = False, search.best(price, agents)
    judge = _Search(scenario, goals, of, replications, seed + 1, max(MOST_REPAIRS, max_simulations), executor)
    try:
        agents = _repaired(judge, agents, price)
    except _OutOfSimulationsError:
        finished = False
    result = judge.play(agents, counted=False)
    missed = shortfalls(result, goals, of).max(axis=0)
    return SimulatedRequirement(result.scenario, result, missed, search.played + judge.played, finished)


def _refuse(scenario: Scenario, goals: Mapping[str, ServiceGoal], of: Whole, costs: Mapping[str, float]) -> None:
    if scenario.duty is not None or scenario.steps_reported != 1:
        raise ConfigError("the requirement is found for groups that are counted, and reported interval by interval.")
    thresholds = {q.name: None if q.may_wait else q.threshold_seconds for q in scenario.queues}
    for queue, goal in goals.items():
        if queue not in thresholds:
            raise ConfigError(f"goal for an unknown queue {queue!r}. Queues: {', '.join(thresholds)}.")
        if goal.service_level is not None and thresholds[queue] not in {None, goal.threshold_seconds}:
            raise ConfigError(f"queue {queue}: the goal's threshold is not that of the simulated queue.")
        if not any(queue in g.takes for g in scenario.groups):
            raise ConfigError(f"queue {queue}: no group takes it, so no number of agents keeps its goal.")
    if of.shape != (scenario.intervals,) or set(np.unique(of)) != set(range(int(of.max()) + 1)):
        raise ConfigError("blocks number every interval of the scenario, from 0 on without gaps.")
    if unknown := set(costs) - {g.name for g in scenario.groups}:
        raise ConfigError(f"cost of an unknown group {sorted(unknown)[0]!r}.")
    if any(c <= 0 for c in costs.values()):
        raise ConfigError("an agent's cost is above 0.")


class _OutOfSimulationsError(Exception):
    """The trials allowed are used up."""


class _Search:
    """Trials of one scenario: each number of agents is played once. Agents have the shape (groups, blocks)."""

    def __init__(
        self,
        scenario: Scenario,
        goals: Mapping[str, ServiceGoal],
        of: Whole,
        replications: int,
        seed: int,
        most: int,
        executor: Executor | None,
    ) -> None:
        self.scenario, self.goals, self.of = scenario, goals, of
        self.replications, self.seed, self.most, self.executor = replications, seed, most, executor
        self.known: dict[bytes, tuple[Whole, Numbers]] = {}
        self.played = 0

    def scenario_with(self, agents: Whole) -> Scenario:
        groups = tuple(replace(g, agents=n[self.of]) for g, n in zip(self.scenario.groups, agents, strict=True))
        return replace(self.scenario, groups=groups)

    def play(self, agents: Whole, *, counted: bool = True) -> SimulationResult:
        if counted and self.played >= self.most:
            raise _OutOfSimulationsError
        self.played += counted
        here = self.scenario_with(agents)
        return simulate(here, replications=self.replications, seed=self.seed, executor=self.executor)

    def misses(self, agents: Whole) -> Numbers:
        """By how much each goal is missed in each block, shape (goals, blocks); below 0 where it is kept."""
        key = agents.tobytes()
        if key not in self.known:
            self.known[key] = agents.copy(), shortfalls(self.play(agents), self.goals, self.of)
        return self.known[key][1]

    def worst(self, agents: Whole) -> Numbers:
        """The largest miss of any goal in each block."""
        return np.asarray(self.misses(agents).max(axis=0))

    def best(self, price: Numbers, otherwise: Whole) -> Whole:
        """The cheapest agents played that keep every goal."""
        good = [agents for agents, missed in self.known.values() if (missed <= 0).all()]
        return min(good, key=lambda a: float(price @ a.sum(axis=1)), default=otherwise)


def _repaired(search: _Search, agents: Whole, price: Numbers) -> Whole:
    """An agent added wherever a goal is missed, to the group in which one more helps most for its price."""
    agents = agents.copy()
    while True:
        short = _missing(search, agents)
        if not short.any():
            return agents
        gains = np.empty(agents.shape)
        for group in range(len(agents)):
            trial = agents.copy()
            trial[group, short > 0] += 1
            gains[group] = (short - _missing(search, trial)) / price[group]
        best = gains.argmax(axis=0)
        for block in np.flatnonzero(short > 0):
            # Where one more of any group helps nothing (too few by far), every group gets one.
            helps = gains[best[block], block] > 0
            agents[best[block] if helps else slice(None), block] += 1


def _missing(search: _Search, agents: Whole) -> Numbers:
    """All misses of each block together: adding agents where one of two equal misses is mended is progress."""
    return np.asarray(np.maximum(0.0, search.misses(agents)).sum(axis=0))


def _cut(search: _Search, agents: Whole, price: Numbers) -> Whole:
    """Agents taken away while all goals hold, in each block of the group that saves most, then leaves most to spare."""
    step = max(1, 2 ** int(np.log2(max(1, agents.max() // 4))))
    while step >= 1:
        while True:
            moves = [_move(len(agents), {group: -step}) for group in range(len(agents))]
            better = _best_moves(search, agents, price, moves)
            if better is None:
                break
            agents = better
        step //= 2
    return agents


def _exchanged(search: _Search, agents: Whole, price: Numbers) -> Whole:
    """Two agents out for one of a third group in, or one out for a cheaper one in, while that keeps every goal."""
    while True:
        better = _first_better(search, agents, price)
        if better is None:
            return agents
        agents = _cut(search, better, price)


def _first_better(search: _Search, agents: Whole, price: Numbers) -> Whole | None:
    """The first exchange that some block gains by, in every block that gains: there are many, and few that do."""
    for move in _exchanges(len(agents)):
        if float(price @ move) < 0:
            better = _best_moves(search, agents, price, [move])
            if better is not None:
                return better
    return None


def _exchanges(groups: int) -> Iterator[Whole]:
    for into in range(groups):
        others = [g for g in range(groups) if g != into]
        for out in others:
            yield _move(groups, {out: -1, into: 1})
            yield _move(groups, {out: -2, into: 1})
        for a, b in combinations(others, 2):
            yield _move(groups, {a: -1, b: -1, into: 1})


def _move(groups: int, changes: Mapping[int, int]) -> Whole:
    move = np.zeros(groups, dtype=np.int64)
    for group, change in changes.items():
        move[group] = change
    return move


def _best_moves(search: _Search, agents: Whole, price: Numbers, moves: list[Whole]) -> Whole | None:
    """Agents after the move that saves most in each block, then leaves most to spare; None where none keeps the goals.

    A move is judged with it made in all blocks at once. Blocks touch at their edges, so the moves chosen are played
    together, and taken back around every block in which a goal is then missed.
    """
    blocks = agents.shape[1]
    chosen, saving, tightest = np.full(blocks, -1), np.zeros(blocks), np.zeros(blocks)
    for k, move in enumerate(moves):
        possible = (agents + move[:, None] >= 0).all(axis=0)
        if not possible.any():
            continue
        tight = search.worst(np.where(possible, agents + move[:, None], agents))
        saves = -float(price @ move)
        better = (saves > saving) | ((saves == saving) & (tight < tightest))
        keeps = possible & (tight <= 0) & better
        chosen, saving = np.where(keeps, k, chosen), np.where(keeps, saves, saving)
        tightest = np.where(keeps, tight, tightest)
    while (chosen >= 0).any():
        together = agents.copy()
        for block in np.flatnonzero(chosen >= 0):
            together[:, block] += moves[chosen[block]]
        missed = search.worst(together) > 0
        if not missed.any():
            return together
        # A block inherits contacts from the one before, whose agents count for it too.
        touched = missed | np.append(missed[1:], False)
        touched = touched if (touched & (chosen >= 0)).any() else np.ones(blocks, dtype=bool)
        chosen = np.where(touched, -1, chosen)
    return None
