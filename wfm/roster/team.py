"""The search for small teams: column generation for the whole, then for one part of the roster after the other.

A large team is bound by the quality of its prices, a small one by whole numbers: here it pays to solve the program over
tours exactly, to dive from it, and to choose among all tours priced so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.columns import rows_of
from wfm.roster.generation import Generation
from wfm.roster.improve import Improver
from wfm.roster.model import room_for
from wfm.roster.neighbourhood import set_free
from wfm.roster.outcome import search_cost
from wfm.roster.pool_program import program_for
from wfm.roster.recombine import choose, swap, take
from wfm.roster.respond import copy_plan, empty_plan, respond_all
from wfm.roster.whole import for_whole_agents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

EXCHANGE = 0.02  # of the time, for a turn of exchange in groups
WHOLE = 0.4  # of the time, at most, for the bound of the whole
PART = 0.05  # and for pricing a part
DIVES = 3  # from the program of the whole, before parts are set free
CHOICE_SECONDS = 20.0  # for a choice from the pool of the whole
PART_SECONDS = 6.0  # and of a part
WORKERS = 2
SAME = 1e-6


class TeamSearch:
    """The best roster so far (``best``), who has a legal tour (``legal``), both as in :class:`Search`.

    Args:
        m: The model.
        progress: Limits, and where best and bound are told.
        seed: Decides the random choices.
        constant: Added to every cost told.
        whole_costs: Every roster's cost is a whole number, so that the bound may be rounded up.
        plan: A legal roster to begin with.
    """

    def __init__(
        self,
        m: Model,
        progress: Progress,
        seed: int,
        *,
        constant: float = 0.0,
        whole_costs: bool = False,
        plan: Plan | None = None,
    ) -> None:
        self.m, rounded = for_whole_agents(m)
        self.constant, self.whole_costs = constant + rounded, whole_costs
        self.progress, self.random = progress, np.random.default_rng(seed)
        self.room = room_for(m)
        self.legal = np.ones(len(m.skill), dtype=np.bool_)
        self.best = empty_plan(m) if plan is None else plan
        self.cost = np.inf

    def run(self) -> None:
        """Search until the gap is proven, time is up or someone says stop."""
        respond_all(self.m, self.room, self.best, self.random.permutation(len(self.legal)), self.legal)
        self.progress.first_roster_seconds = self.progress.seconds
        self._settle(self.best)
        self._tell("first roster")
        agents = np.flatnonzero(self.legal)
        if not len(agents) or self._done():
            return
        self._exchange(agents)
        generation = Generation(self.m, agents, self.progress)
        generation.add_plan(self.best)
        until = WHOLE * self.progress.time_limit
        generation.prove(
            lambda cost, bound: self._note_bound(bound) or cost - bound <= SAME or self.progress.seconds > until
        )
        self._note_bound(generation.bound)
        for turn in range(DIVES):
            if self._done():
                return
            self._dive(generation, self.best)
            if turn == DIVES - 1:
                self._choose(generation, self.best, CHOICE_SECONDS)
        while not self._done():
            self._part(agents)
            self._exchange(agents)

    def _done(self) -> bool:
        return self.progress.stopped() or self.progress.proven

    def _part(self, agents: NDArray[np.int64]) -> None:
        """Set a part of the roster free and build it anew."""
        free = self._free(agents)
        m, some = set_free(self.m, self.best, free)
        if not len(some):
            return
        part = Generation(m, some, self.progress)
        part.add_plan(self.best)
        hopeless = self._part_cost(m, some)
        until = self.progress.seconds + PART * self.progress.time_limit
        part.prove(
            lambda cost, bound: (
                cost - bound <= SAME or bound >= hopeless - self._least_gain() or self.progress.seconds > until
            )
        )
        if self._done() or part.bound >= hopeless - self._least_gain():
            return
        self._dive(part, self.best)
        self._choose(part, self.best, PART_SECONDS)
        self.progress.iterations += 1

    def _exchange(self, agents: NDArray[np.int64]) -> None:
        """Take small groups out and put them back, for a moment: cheap, and it finds what whole numbers hide."""
        plan = copy_plan(self.best)
        improver = Improver(self.m, self.room, self.random, agents)
        until = self.progress.seconds + EXCHANGE * self.progress.time_limit
        while self.progress.seconds < until and not self.progress.stopped():
            improver.step(plan, self.progress)
        self._keep(plan)
        self._tell("exchange")

    def _part_cost(self, m: Model, some: NDArray[np.int64]) -> float:
        """What the present roster costs in the model of a part."""
        plan = copy_plan(self.best)
        others = np.setdiff1d(np.flatnonzero(plan.tour[:, 0] > -2), some)
        plan.tour[others] = -2
        return search_cost(m, plan)

    def _least_gain(self) -> float:
        return 1.0 - SAME if self.whole_costs else SAME

    def _free(self, agents: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Either some agents on every day, or everybody on some days in a row, or some on some."""
        days = self.m.may_rest.shape[1]
        free = np.zeros(self.m.may_rest.shape, dtype=np.bool_)
        kind = self.random.integers(3)
        share = (0.5, 1.0, 0.7)[kind]
        some = self.random.permutation(agents)[: max(2, round(share * len(agents)))]
        span = (days, max(7, days // 2), max(7, round(0.7 * days)))[kind]
        first = int(self.random.integers(0, max(days - span, 0) + 1))
        free[some, first : first + span] = True
        return free

    def _dive(self, generation: Generation, plan: Plan) -> None:
        rows = generation.dive(self.random, np.inf)
        if rows is not None:
            found = copy_plan(plan)
            _give(self.m, found, rows_of(generation.pool, rows))
            self._settle(found)
            generation.add_plan(found)
            self._keep(found)
            self._tell("dive")

    def _choose(self, generation: Generation, plan: Plan, seconds: float) -> None:
        """The best choice of all tours priced that may still be part of a better roster."""
        gap = self._part_cost(generation.m, generation.agents) - generation.bound
        pool = rows_of(generation.pool, generation.promising(gap))
        program = program_for(self.m, plan, pool)
        until = self.progress.seconds + seconds

        def stopped() -> bool:
            return self.progress.stopped() or self.progress.seconds > until

        rows = choose(program, stopped, limit=seconds, workers=WORKERS)
        if len(rows):
            found = copy_plan(plan)
            take(self.m, found, pool, rows)
            self._settle(found)
            self._keep(found)
        self._tell("choice")

    def _settle(self, plan: Plan) -> None:
        """Best responses until nobody gains."""
        agents, before = np.flatnonzero(self.legal), np.inf
        while not self.progress.stopped():
            respond_all(self.m, self.room, plan, self.random.permutation(agents), self.legal)
            cost = search_cost(self.m, plan)
            if cost > before - SAME:
                break
            before = cost
        if self.cost == np.inf:
            self._keep(plan)

    def _keep(self, plan: Plan) -> None:
        cost = search_cost(self.m, plan) + self.constant
        if cost < self.cost - SAME:
            self.best, self.cost = copy_plan(plan), cost
            self.progress.best = cost

    def _note_bound(self, bound: float) -> bool:
        """Tell the bound; always False, so that it can stand in a condition."""
        bound += self.constant
        if self.whole_costs and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-4))
        if np.isfinite(bound) and (self.progress.bound is None or bound > self.progress.bound):
            self.progress.bound = bound
        return False

    def _tell(self, phase: str) -> None:
        self.progress.tell(phase)


def _give(m: Model, plan: Plan, pool: Pool) -> None:
    swap(m, plan, pool.agent, pool.tour, pool.break_at, pool.work)
