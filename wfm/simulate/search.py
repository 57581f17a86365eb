"""Trials of a search for agents: what was played, what it missed, and which groups have to do with each other.

Groups that share a queue, directly or by way of others, are a part. What happens in one part says nothing of the
agents of another (but for contacts passed on), and intervals that hardly touch one another are searched at the same
time: one simulation tries one change in every cell, a part in a block of intervals, and each cell keeps it or not by
its own goals.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.simulate.goals import goal_groups, shortfalls
from wfm.simulate.run import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from wfm.simulate.run import SimulationResult
    from wfm.simulate.scenario import Scenario
    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

HAIR = 1e-9  # agents: a number this little above a whole one is that number


class OutOfTrialsError(Exception):
    """The trials allowed, or the time, are used up."""


@dataclass(frozen=True)
class Task:
    """What is searched: the scenario, its goals and how its agents follow from the numbers searched.

    Those are whole numbers of steps of ``1 / fineness`` agents, shape (groups, blocks). They are added to ``base``
    [group, interval]; where nobody is needed (``base`` 0, if agents ``follow`` it) they count for nothing. ``stop``
    asks whether to end the search.
    """

    scenario: Scenario
    goals: Mapping[str, ServiceGoal]
    blocks: Whole
    base: Numbers
    follow: bool
    fineness: int
    replications: int
    rate_factors: Numbers | None
    executor: Executor | None
    stop: Callable[[], bool]

    def agents(self, steps: Whole) -> Numbers:
        """Agents of each group in each interval, decimals if they follow the start."""
        wanted = self.base + steps[:, self.blocks] / self.fineness
        return np.maximum(0.0, np.where((self.base > 0) | (not self.follow), wanted, 0.0))

    @property
    def fewest(self) -> Whole:
        """The steps at which a group has nobody left in a block; there is nothing to take away from it."""
        blocks = int(self.blocks.max()) + 1
        most = np.zeros((len(self.base), blocks))
        np.maximum.at(most.T, self.blocks, self.base.T)
        return -np.ceil(most * self.fineness - HAIR).astype(np.int64)


def parts_of(scenario: Scenario) -> Whole:
    """The part of each group, numbered from 0."""
    part = list(range(len(scenario.groups)))
    for i, one in enumerate(scenario.groups):
        for j, other in enumerate(scenario.groups[:i]):
            if set(one.takes) & set(other.takes):
                part = [part[j] if p == part[i] else p for p in part]
    return np.unique(part, return_inverse=True)[1].astype(np.int64)


def feeding(scenario: Scenario, part: Whole) -> NDArray[np.bool_]:
    """Whether the contacts of one part go on to another, shape (parts, parts)."""
    found = np.zeros((int(part.max()) + 1,) * 2, dtype=bool)
    for queue in scenario.queues:
        for g, group in enumerate(scenario.groups):
            for h, other in enumerate(scenario.groups):
                if queue.transfer_to is not None and queue.name in group.takes and queue.transfer_to in other.takes:
                    found[part[g], part[h]] = True
    return found


@dataclass
class Search:
    """Trials under one seed: each number of agents is played once."""

    task: Task
    seed: int
    most: int
    played: int = 0
    known: dict[bytes, tuple[Whole, Numbers]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.part = parts_of(self.task.scenario)
        self.feeds = feeding(self.task.scenario, self.part)
        self._part_of_goal = self.part[goal_groups(self.task.scenario, self.task.goals)]
        self._staffed = self._where_staffed()

    def _where_staffed(self) -> NDArray[np.bool_]:
        """Cells in which there may be agents: what a first line passes on after closing time nobody can answer."""
        found = np.zeros((self.parts, int(self.task.blocks.max()) + 1), dtype=bool)
        np.logical_or.at(
            found, (self.part[:, None], self.task.blocks[None]), (self.task.base > 0) | (not self.task.follow)
        )
        return found

    @property
    def parts(self) -> int:
        """How many."""
        return int(self.part.max()) + 1

    def of_part(self, number: int) -> Sequence[int]:
        """The groups of a part."""
        return [int(g) for g in np.flatnonzero(self.part == number)]

    def play(self, steps: Whole, *, counted: bool = True) -> SimulationResult:
        """The simulation of these agents.

        Raises:
            OutOfTrialsError: No more are allowed.
        """
        if counted and (self.played >= self.most or self.task.stop()):
            raise OutOfTrialsError
        self.played += counted
        task = self.task
        groups = tuple(replace(g, agents=n) for g, n in zip(task.scenario.groups, self.task.agents(steps), strict=True))
        return simulate(
            replace(task.scenario, groups=groups, fractions=task.follow),
            replications=task.replications,
            seed=self.seed,
            rate_factors=task.rate_factors,
            executor=task.executor,
        )

    def misses(self, steps: Whole) -> Numbers:
        """By how much each goal is missed in each block, shape (goals, blocks); below 0 where it is kept."""
        key = self.task.agents(steps).tobytes()
        if key not in self.known:
            self.known[key] = steps.copy(), self.judged(self.play(steps))
        return self.known[key][1]

    def judged(self, result: SimulationResult) -> Numbers:
        """The misses of a simulation, shape (goals, blocks)."""
        missed = shortfalls(result, self.task.goals, self.task.blocks)
        return np.where(self._staffed[self._part_of_goal], missed, -1.0)

    def worst(self, steps: Whole) -> Numbers:
        """The largest miss of any goal in each cell, shape (parts, blocks)."""
        missed = self.misses(steps)
        out = np.full((self.parts, missed.shape[1]), -1.0)
        np.maximum.at(out, self._part_of_goal, missed)
        return out

    def missing(self, steps: Whole) -> Numbers:
        """All misses of each cell together: adding agents where one of two equal misses is mended is progress."""
        missed = np.maximum(0.0, self.misses(steps))
        out = np.zeros((self.parts, missed.shape[1]))
        np.add.at(out, self._part_of_goal, missed)
        return out

    def cost(self, steps: Whole, price: Numbers) -> float:
        """Of these agents, over all intervals."""
        return float(price @ self.task.agents(steps).sum(axis=1))

    def best(self, price: Numbers, otherwise: Whole) -> Whole:
        """The cheapest agents played that keep every goal."""
        good = [steps for steps, missed in self.known.values() if (missed <= 0).all()]
        return min(good, key=lambda steps: self.cost(steps, price), default=otherwise)
