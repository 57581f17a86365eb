"""The agents a skill-based team requires, found by simulation: start from a guess, repair, cut, exchange.

Formulas answer for one queue and its own people. Where groups share queues, adding up such answers counts people twice;
what the team needs together only shows when it is played. Every trial meets the same contacts (common random numbers),
so trials differ by the agents alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.search import OutOfTrialsError, Search, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import ArrayLike, NDArray

    from wfm.simulate.run import SimulationResult
    from wfm.simulate.scenario import Scenario
    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]


MOST_REPAIRS = 50  # trials that judging the answer may take, however few the search was allowed
FINENESS = 4  # parts of an agent by which agents that follow the start move


@dataclass(frozen=True)
class SimulatedRequirement:
    """What the search found.

    Attributes:
        scenario: The scenario with the agents found.
        result: Its simulation under random numbers that the search did not see.
        missed: Largest miss of any goal in each block, as a share of the goal; 0 or less where all are kept.
        simulations: How many trials were played.
        finished: Whether the search came to its end, rather than to ``max_simulations`` or ``stop``.
    """

    scenario: Scenario
    result: SimulationResult
    missed: Numbers
    simulations: int
    finished: bool

    @property
    def agents(self) -> dict[str, Numbers]:
        """Agents of each group in each interval; whole numbers, unless they follow the start."""
        return {g.name: np.asarray(g.agents, dtype=np.float64) for g in self.scenario.groups}


def required_by_simulation(
    scenario: Scenario,
    goals: Mapping[str, ServiceGoal],
    *,
    costs: Mapping[str, float] | None = None,
    blocks: ArrayLike | None = None,
    follow: bool = False,
    replications: int = 10,
    seed: int = 1,
    rate_factors: ArrayLike | None = None,
    max_simulations: int = 500,
    stop: Callable[[], bool] = lambda: False,
    executor: Executor | None = None,
) -> SimulatedRequirement:
    """The cheapest agents found with which every goal holds in every block of the simulation.

    First agents are added until all goals hold, then taken away for as long as they do, in steps that halve; then two
    are taken away for one of another group put in. The answer is one that no such change improves, which need not be
    the best there is. A search finds what suits its own random numbers; so at last the goals are held against others,
    and agents added where they were kept by luck. More replications leave less to luck.

    Args:
        scenario: Queues, and groups with the agents to start from: the formulas' answer, say. It needs no changes of
            the agents inside a block, as the start of a block counts (unless they ``follow``).
        goals: What is promised, by queue. Its threshold must be the queue's; of work that may wait the service level
            is the share done in time. The limit on occupancy holds for each group that takes the queue. A queue without
            a goal is served with what the others leave.
        costs: Of an agent, by group; 1 without.
        blocks: The block of each interval, numbered from 0: inside a block agents are constant and goals hold on
            average. One block by default; ``range(intervals)`` for goals in every interval.
        follow: Agents keep the shape of the start inside a block: all of a block are moved up or down together, by
            quarters of an agent. Decimals are played as ``Scenario.fractions`` says. Where the start has nobody, nobody
            is put.
        replications: Replications a trial.
        seed: Of the random numbers of the search; the next one judges its answer.
        rate_factors: As :func:`wfm.simulate.simulate` takes them: an uncertain forecast.
        max_simulations: When to stop. What was found so far keeps the goals unless ``missed`` says otherwise.
        stop: Asked before each trial of the search whether to stop: a limit of time. Judging may take a few more.
        executor: Where replications run.

    Raises:
        ConfigError: A goal is for an unknown queue or another threshold; blocks or costs do not fit the scenario; it
            has people shift by shift, or results over several intervals.
    """
    of = np.zeros(scenario.intervals, dtype=np.int64) if blocks is None else np.asarray(blocks, dtype=np.int64)
    _refuse(scenario, goals, of, costs or {})
    price = np.array([(costs or {}).get(g.name, 1.0) for g in scenario.groups])
    given = np.array([scenario.over_time(g.agents) for g in scenario.groups])
    first = np.unique(of, return_index=True)[1]
    agents = np.zeros((len(given), first.size), dtype=np.int64) if follow else given[:, first].astype(np.int64)
    task = Task(
        scenario=scenario,
        goals=goals,
        blocks=of,
        base=given if follow else np.zeros(given.shape),
        follow=follow,
        fineness=FINENESS if follow else 1,
        replications=replications,
        rate_factors=None if rate_factors is None else np.asarray(rate_factors, dtype=np.float64),
        executor=executor,
        stop=stop,
    )
    search, finished = Search(task, seed, max_simulations), True
    try:
        agents = _repaired(search, agents, price, task.fineness)
        agents = _cut(search, agents, price)
        agents = _exchanged(search, agents, price)
    except OutOfTrialsError:
        finished, agents = False, search.best(price, agents)
    judge = Search(replace(task, stop=lambda: False), seed + 1, max(MOST_REPAIRS, max_simulations))
    try:
        agents = _repaired(judge, agents, price, 1)
    except OutOfTrialsError:
        finished = False
    result = judge.play(agents, counted=False)
    missed = judge.judged(result).max(axis=0)
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


def _repaired(search: Search, agents: Whole, price: Numbers, step: int) -> Whole:
    """A step added wherever a goal is missed, to the group in which it helps most for its price."""
    agents = agents.copy()
    members = [search.of_part(p) for p in range(search.parts)]
    while True:
        short = search.missing(agents)
        if not short.any():
            return agents
        gains = np.full(agents.shape, -np.inf)
        for several in zip_longest(*members):
            # One group of each part at a time.
            groups = [g for g in several if g is not None and short[search.part[g]].any()]
            if not groups:
                continue
            if all(len(members[search.part[g]]) == 1 for g in groups):
                gains[groups] = 0.0  # who alone can mend it need not be tried
                continue
            trial = agents.copy()
            for g in groups:
                trial[g, short[search.part[g]] > 0] += step
            after = search.missing(trial)
            for g in groups:
                gains[g] = (short[search.part[g]] - after[search.part[g]]) / price[g]
        for part, block in zip(*np.nonzero(short > 0), strict=True):
            own = np.array(members[part])
            best = int(gains[own, block].argmax())
            # Where more of no group help (too few by far), every group gets some.
            helps = gains[own[best], block] > 0
            agents[own[best] if helps else own, block] += step


def _cut(search: Search, agents: Whole, price: Numbers) -> Whole:
    """Agents taken away while all goals hold, in each cell of the group that saves most, then leaves most to spare."""
    most, fineness = int(search.task.agents(agents).max(initial=0)), search.task.fineness
    step = fineness * max(1, 2 ** int(np.log2(max(1, most // 4))))
    rounds = list(zip_longest(*(search.of_part(p) for p in range(search.parts))))
    while step >= 1:
        while True:
            moves = [_together(len(agents), ({g: -step} for g in groups if g is not None)) for groups in rounds]
            better = _best_moves(search, agents, price, moves)
            if better is None:
                break
            agents = better
        step //= 2
    return agents


def _exchanged(search: Search, agents: Whole, price: Numbers) -> Whole:
    """Two agents out for one of a third group in, or one out for a cheaper one in, while that keeps every goal."""
    while True:
        better = _first_better(search, agents, price)
        if better is None:
            return agents
        agents = _cut(search, better, price)


def _first_better(search: Search, agents: Whole, price: Numbers) -> Whole | None:
    """The first exchange that some cell gains by, in every cell that gains: there are many, and few that do."""
    one = search.task.fineness
    saving = [
        [change for change in _exchanges(search.of_part(p)) if sum(price[g] * n for g, n in change.items()) < 0]
        for p in range(search.parts)
    ]
    for several in zip_longest(*saving):
        move = _together(len(agents), (change for change in several if change is not None)) * one
        better = _best_moves(search, agents, price, [move])
        if better is not None:
            return better
    return None


def _exchanges(groups: Sequence[int]) -> Iterator[dict[int, int]]:
    for into in groups:
        others = [g for g in groups if g != into]
        for out in others:
            yield {out: -1, into: 1}
            yield {out: -2, into: 1}
        for a, b in combinations(others, 2):
            yield {a: -1, b: -1, into: 1}


def _together(groups: int, changes: Iterator[dict[int, int]]) -> Whole:
    move = np.zeros(groups, dtype=np.int64)
    for change in changes:
        for group, by in change.items():
            move[group] = by
    return move


def _best_moves(search: Search, agents: Whole, price: Numbers, moves: list[Whole]) -> Whole | None:
    """Agents after the move that saves most in each cell, then leaves most to spare; None where none keeps the goals.

    A move is judged with it made in all blocks and parts at once. Blocks touch at their edges, so the moves chosen are
    played together, and taken back around every cell in which a goal is then missed.
    """
    shape = (search.parts, agents.shape[1])
    part, fewest = search.part, search.task.fewest
    chosen, saving, tightest = np.full(shape, -1), np.zeros(shape), np.zeros(shape)
    for k, move in enumerate(moves):
        can = (move[:, None] >= 0) | (agents + move[:, None] >= fewest)
        possible = np.array([can[part == p].all(axis=0) & bool(move[part == p].any()) for p in range(shape[0])])
        if not possible.any():
            continue
        tight = search.worst(agents + np.where(possible[part], move[:, None], 0))
        saves = np.zeros(shape)
        np.add.at(saves, part, -price[:, None] * np.where(possible[part], move[:, None], 0))
        better = (saves > saving) | ((saves == saving) & (tight < tightest))
        keeps = possible & (tight <= 0) & better
        chosen, saving = np.where(keeps, k, chosen), np.where(keeps, saves, saving)
        tightest = np.where(keeps, tight, tightest)
    table, reach = np.array([*moves, np.zeros(len(agents), dtype=np.int64)]), 1
    while (chosen >= 0).any():
        together: Whole = agents + table[chosen[part], np.arange(len(agents))[:, None]]
        missed = search.worst(together) > 0
        if not missed.any():
            return together
        chosen, reach = np.where(_responsible(search, missed, chosen >= 0, reach), -1, chosen), 2 * reach
    return None


def _responsible(search: Search, missed: NDArray[np.bool_], moved: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """The moves to take back, by cell, for the goals missed when all are made together.

    A block inherits contacts from those before it, and a second line from the first. So for each cell that misses: its
    own move and those of ``reach`` blocks before; where there are none, the nearest before; at last any.
    """
    back = np.zeros_like(moved)
    for part, block in zip(*np.nonzero(missed), strict=True):
        above = search.feeds[:, part] | (np.arange(search.parts) == part)
        earlier = np.flatnonzero(moved[above, : block + 1].any(axis=0))
        if earlier.size:
            back[above, max(0, min(block - reach, int(earlier[-1]))) : block + 1] = True
    return back if (back & moved).any() else np.ones_like(moved)
