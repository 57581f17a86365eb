"""Column generation for small teams: a bound as tight as tours can prove, then rosters from the linear program.

The linear program over all tours is solved by pricing new ones; its prices prove the bound. A dive takes the tours with
the largest weights one after the other and prices new ones that fit what is taken; CP-SAT chooses among all tours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.bound import Priced, lagrangian_bound, price_limits
from wfm.roster.columns import ColumnPricer, joined, rows_of
from wfm.roster.pool import Pool
from wfm.roster.pricing import NOTHING
from wfm.roster.tour_program import TourProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.columns import Columns
    from wfm.roster.model import Model
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan
    from wfm.roster.tour_program import Weights

TINY = 1e-6
SMOOTHING = 0.6  # how much of the best prices so far stays in those that tours are priced with (Wentges 1997)
MOST_CHOICES = 15_000  # tours that a choice is made among
CERTAIN = 0.95  # a weight from which a tour is taken as it is
ROUNDS_A_DIVE = 15  # of pricing after each tour taken
# Rounds of pricing after which a program is given up whose cost and bound both stay: with hundreds of rows that a tour
# can touch and a tour an agent a round, the first better mix may be thousands of rounds away.
STALLED = 20


class Generation:
    """Tours of ``agents``, all else settled in the base cover of the model. ``price`` proves ``bound``."""

    def __init__(self, m: Model, agents: NDArray[np.int64], progress: Progress) -> None:
        self.m, self.agents, self._progress, self.stopped = m, agents, progress, progress.stopped
        self.bound = -np.inf
        self.price: NDArray[np.float64] | None = None
        self.solved: Weights | None = None
        self.pricer = ColumnPricer(m)
        self._program = TourProgram(m, m.skill[agents], np.ones(len(agents)))
        self._place = np.zeros(len(m.skill), dtype=np.int64)  # of an agent among ``agents``
        self._place[agents] = np.arange(len(agents))
        self._pools: list[Pool] = []
        self._own: list[NDArray[np.float64]] = []
        self._seen: set[bytes] = set()
        self._limits = price_limits(m)
        self.agent = np.zeros(0, dtype=np.int64)

    @property
    def pool(self) -> Pool:
        """Every tour so far."""
        if len(self._pools) > 1:
            self._pools, self._own = [joined(self._pools)], [np.concatenate(self._own)]
        return self._pools[0]

    @property
    def own_cost(self) -> NDArray[np.float64]:
        """The own cost of each tour of ``pool``."""
        return np.concatenate(self._own)

    def add_plan(self, plan: Plan) -> None:
        """Add everybody's tour in a plan."""
        a = self.agents
        self.add(Pool(a, plan.tour[a], plan.break_at[a], plan.work[a]))

    def add(self, pool: Pool) -> int:
        """Add tours that are new; how many were."""
        new = [k for k in range(len(pool.agent)) if self._note(pool, k)]
        if new:
            pool = rows_of(pool, np.array(new, dtype=np.int64))
            own = self.pricer.own_costs(pool)
            self._pools.append(pool)
            self._own.append(own)
            self._program.add(self._place[pool.agent], pool.work, own)
            self.agent = np.concatenate([self.agent, pool.agent])
        return len(new)

    def _note(self, pool: Pool, k: int) -> bool:
        key = b"".join((pool.agent[k].tobytes(), pool.tour[k].tobytes(), pool.work[k].tobytes()))
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def prove_flat(self) -> None:
        """Begin with the best flat price: one for every slot in which somebody is required.

        The bound of a flat price is concave in it, so few of the prices at which the cover cost bends are tried.
        Where the least hours of all are more than is required, it is the bound of those hours already.
        """
        m = self.m
        bends = np.unique(np.append(m.short_price[m.short_width > 0], -m.over_price))
        low, high = 0, len(bends) - 1
        while low < high:
            middle = (low + high) // 2
            left, right = self._flat_bound(float(bends[middle])), self._flat_bound(float(bends[middle + 1]))
            if left is None or right is None:
                return
            low, high = (low, middle) if left >= right else (middle + 1, high)
        self._flat_bound(float(bends[low]))

    def _flat_bound(self, flat: float) -> float | None:
        """The bound of a flat price, its tours added; None when it was stopped."""
        price = np.clip(np.where(self.m.required > 0, flat, -self.m.over_price), *self._limits)
        found = self.pricer.price(price, self.agents, self.stopped)
        if found is None:
            return None
        self.add(rows_of(found.pool, np.flatnonzero(found.value > NOTHING)))
        return self._prove(price, found)

    def prove(self, enough: Callable[[float, float], bool], *, rounds: int) -> bool:
        """Price tours until the program is optimal or ``enough`` (its cost, bound) says so.

        False when it was stopped, got nowhere, or was not done after so many ``rounds``.
        """
        smoothing = SMOOTHING
        idle, last = 0, (np.inf, -np.inf)
        for _ in range(rounds):
            solved = None if self.stopped() else self._solve()
            if solved is None:
                return False
            if enough(solved.cost, self.bound):
                return True
            idle = 0 if solved.cost < last[0] - TINY or self.bound > last[1] + TINY else idle + 1
            last = solved.cost, self.bound
            if idle == STALLED:
                return False
            at = solved.price if self.price is None else smoothing * self.price + (1 - smoothing) * solved.price
            found = self.pricer.price(at, self.agents, self.stopped)
            if found is None:
                return False
            self._prove(at, found)
            added = self.add(self._better(found, solved))
            if not added and smoothing == 0.0:
                return True
            smoothing = SMOOTHING if added else 0.0
        return False

    def leads_below(self, cost: float) -> bool:
        """Whether rosters that cost less may exist, and the program's own cost is less already."""
        return self.solved is not None and self.solved.cost < cost and self.bound < cost

    def _solve(self) -> Weights | None:
        solved = self._program.solve(self.stopped)
        if solved is not None:
            self.solved = replace(solved, price=np.clip(solved.price, *self._limits))
        return self.solved if solved is not None else None

    def _prove(self, price: NDArray[np.float64], found: Columns) -> float:
        """The bound of a price; the best one stays."""
        value = np.zeros(len(self.m.skill))
        value[self.agents] = found.value
        bound = lagrangian_bound(self.m, price, Priced(value, found.pool.tour, found.pool.break_at), self.agents)
        if bound > self.bound:
            self.bound, self.price = bound, price
        return bound

    def _better(self, found: Columns, solved: Weights) -> Pool:
        """The tours that the program's own prices find worth adding."""
        legal = np.flatnonzero(found.value > NOTHING)
        pool = rows_of(found.pool, legal)
        gain = (
            self._worth(pool, solved.price) - self.pricer.own_costs(pool) + solved.agent_price[self._place[pool.agent]]
        )
        return rows_of(pool, np.flatnonzero(gain > -TINY * 1e3))

    def _worth(self, pool: Pool, price: NDArray[np.float64]) -> NDArray[np.float64]:
        m, slots = self.m, self.m.required.shape[1]
        work = pool.work[:, :slots].astype(np.int64)
        share = m.efficiency[m.skill[pool.agent][:, None], work]
        worth = share * price[work, np.arange(slots)[None, :]]
        result: NDArray[np.float64] = np.where(work >= 0, worth, 0.0).sum(axis=1)
        return result

    def promising(self, most: float) -> NDArray[np.int64]:
        """The tours that a roster may hold which costs at most ``most`` above the bound."""
        if self.price is None:
            return np.arange(len(self.agent))
        loss = self.own_cost - self._worth(self.pool, self.price)
        best = np.full(len(self.m.skill), np.inf)
        np.minimum.at(best, self.pool.agent, loss)
        # Tours priced later may be better than those in the pool: then more tours stay than need to.
        above = loss - best[self.pool.agent]
        rows = np.flatnonzero(above <= most + TINY)
        return np.sort(rows[np.argsort(above[rows], kind="stable")[:MOST_CHOICES]])

    def dive(self, random: np.random.Generator, give_up: float) -> NDArray[np.int64] | None:
        """Rows of the pool, one an agent, by taking tours of large weight one after the other.

        None when stopped, or when the program's cost passes ``give_up``: no roster below it is on the way.
        """
        taken: dict[int, int] = {}
        try:
            while len(taken) < len(self.agents):
                solved = self._fit(taken)
                if solved is None or solved.cost >= give_up:
                    return None
                self._take(solved, taken, random)
        finally:
            self._program.open_all()
        return np.array([taken[int(a)] for a in self.agents], dtype=np.int64)

    def _fit(self, taken: dict[int, int]) -> Weights | None:
        """The program's optimum beside the tours taken, after some rounds of pricing for the others."""
        others = np.array([a for a in self.agents if int(a) not in taken], dtype=np.int64)
        for turn in range(ROUNDS_A_DIVE + 1):
            solved = None if self.stopped() else self._solve()
            if solved is None or turn == ROUNDS_A_DIVE:
                return solved
            found = self.pricer.price(solved.price, others, self.stopped)
            if found is None or not self.add(self._better(found, solved)):
                return solved
        return None

    def _take(self, solved: Weights, taken: dict[int, int], random: np.random.Generator) -> None:
        weight = solved.weight.copy()
        weight[np.isin(self.agent[: len(weight)], list(taken))] = 0.0
        sure = np.flatnonzero(weight >= CERTAIN)
        if not len(sure):
            # The largest weight, or now and then another large one, so that no two dives are alike.
            noisy = weight * random.uniform(0.7, 1.0, len(weight))
            sure = np.array([int(np.argmax(noisy))])
        for row in sure:
            agent = int(self.agent[row])
            taken[agent] = int(row)
            others = np.flatnonzero(self.agent == agent)
            self._program.close(others[others != row])
