"""The tours that column generation knows of groups of like agents, and the linear program over them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.ascent import best_works
from wfm.roster.tour_program import TourProgram
from wfm.roster.values import own_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.alike import Alike
    from wfm.roster.bound import Priced
    from wfm.roster.levels import Levels
    from wfm.roster.model import Model
    from wfm.roster.tour_program import Weights

MOST_COLUMNS = 12_000  # tours; when there are more, those dearest at the present prices leave
KEPT = 0.6  # share that stays


class Tours:
    """Columns as rows of arrays: whose (``group``), and as in a plan ``tour``, ``break_at`` and ``work``."""

    def __init__(self, m: Model) -> None:
        days, breaks = m.may_rest.shape[1], m.break_first.shape[1]
        self.group = np.zeros(0, dtype=np.int64)
        self.tour = np.zeros((0, days), dtype=np.int64)
        self.break_at = np.zeros((0, days, breaks), dtype=np.int64)
        self.work = np.zeros((0, m.base_cover.shape[1]), dtype=np.int8)
        self.cost = np.zeros(0)

    def append(
        self,
        group: NDArray[np.int64],
        tour: NDArray[np.int64],
        break_at: NDArray[np.int64],
        work: NDArray[np.int8],
        cost: NDArray[np.float64],
    ) -> None:
        """More columns."""
        self.group = np.concatenate([self.group, group])
        self.tour = np.concatenate([self.tour, tour])
        self.break_at = np.concatenate([self.break_at, break_at])
        self.work = np.concatenate([self.work, work])
        self.cost = np.concatenate([self.cost, cost])

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Forget the others."""
        self.group, self.tour, self.break_at = self.group[rows], self.tour[rows], self.break_at[rows]
        self.work, self.cost = self.work[rows], self.cost[rows]


class Master:
    """Keeps the tours and the program; ``constant`` is added to its cost."""

    def __init__(self, m: Model, groups: Alike, levels: Levels, constant: float) -> None:
        self.m, self.groups, self.levels, self.tours = m, groups, levels, Tours(m)
        self._program = TourProgram(m, m.skill[groups.first], groups.count)
        self.constant = constant
        self._known: set[bytes] = set()

    def add(self, priced: Priced, price: NDArray[np.float64]) -> int:
        """Add each group's best tour, slots at the work that ``price`` [level, slot] makes best. How many were new."""
        m, first = self.m, self.groups.first
        work = np.full((len(first), m.base_cover.shape[1]), -1, dtype=np.int8)
        cost = np.zeros(len(first))
        best = self.levels.work[best_works(self.levels.priced, price)]
        works_of(m, best, priced.tour, priced.break_at, first, work, cost)
        keys = [
            b"".join((first[g].tobytes(), priced.tour[first[g]].tobytes(), work[g].tobytes()))
            for g in range(len(first))
        ]
        new = np.array([g for g, key in enumerate(keys) if key not in self._known], dtype=np.int64)
        self._known.update(keys)
        if len(new):
            whole = self._program.add(new, work[new], cost[new])
            self.tours.append(new, priced.tour[first[new]], priced.break_at[first[new]], work[new], whole)
        return len(new)

    def solve(self, stopped: Callable[[], bool]) -> Weights | None:
        """The best weights of the tours known; None when it was stopped."""
        solved = self._program.solve(stopped)
        return None if solved is None else replace(solved, cost=solved.cost + self.constant)

    def forget_dear(self, weights: Weights) -> Weights:
        """Keep the number of columns in bounds; the weights of those that stay."""
        if len(self.tours.cost) <= MOST_COLUMNS:
            return weights
        above = self.tours.cost - self._worth(weights.price)
        best = np.full(len(self.groups.first), np.inf)
        np.minimum.at(best, self.tours.group, above)
        above = np.where(weights.weight > 0, -1.0, above - best[self.tours.group])
        stay = int(KEPT * MOST_COLUMNS)
        keep = above <= np.partition(above, stay)[stay]
        self._program.keep(keep)
        self.tours.keep(keep)
        return replace(weights, weight=weights.weight[keep])

    def _worth(self, price: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each tour's cover is worth at ``price`` (columns' own cost left out)."""
        m, slots = self.m, self.m.required.shape[1]
        worth = np.zeros(len(self.tours.cost))
        skill = m.skill[self.groups.first][self.tours.group]
        for w in range(m.required.shape[0]):
            worth += m.efficiency[skill, w] * ((self.tours.work[:, :slots] == w) @ price[w])
        return worth


@compiled
def works_of(
    m: Model,
    best_work: NDArray[np.int64],
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    agents: NDArray[np.int64],
    work: NDArray[np.int8],
    cost: NDArray[np.float64],
) -> None:
    """``work`` [k, slot] and own ``cost`` [k] of each agent's tour, given the best work [skill class, slot]."""
    slots = best_work.shape[1]
    for k in range(agents.shape[0]):
        i = agents[k]
        c = m.skill[i]
        for day in range(tour.shape[1]):
            s = tour[i, day]
            if s < 0:
                continue
            cost[k] += m.shift_cost[s] - own_value(m, i, s)
            if m.locked[s]:
                continue
            for t in range(m.start[s], m.end[s]):
                work[k, t] = best_work[c, min(t, slots - 1)]
            for b in range(m.break_count[s]):
                first = m.start[s] + break_at[i, day, b]
                work[k, first : first + m.break_length[s, b]] = -1
            for t in range(m.start[s], min(m.end[s], slots)):
                if work[k, t] >= 0:
                    cost[k] += m.away[c, work[k, t]]
