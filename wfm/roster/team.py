"""The search for small teams: column generation for the whole, then for one part of the roster after the other.

A large team is bound by the quality of its prices, a small one by whole numbers: here it pays to solve the program over
tours exactly, to dive from it, and to choose among all tours priced so far.

Where iterations are limited the clock plays no part but to stop: every stage is measured in rounds and in CP-SAT's own
steps. Where only the time is, a stage also ends when it has had its share of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.columns import rows_of
from wfm.roster.generation import Generation
from wfm.roster.improve import RESPONSES, Improver
from wfm.roster.model import room_for
from wfm.roster.neighbourhood import set_free
from wfm.roster.outcome import search_cost
from wfm.roster.pool_program import program_for
from wfm.roster.recombine import choose, swap, take
from wfm.roster.respond import copy_plan, empty_plan, respond_all
from wfm.roster.warm import warm_up_tours
from wfm.roster.whole import for_whole_agents

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

WHOLE, WHOLE_ROUNDS = 0.4, 1000  # share of the time and rounds of pricing, at most, for the bound of the whole
PART, PART_ROUNDS = 0.05, 60  # and for pricing a part
DIVES = 3  # from the program of the whole, before parts are set free
CHOICE, CHOICE_LIMIT = 0.07, 20.0  # share of the time, and CP-SAT's steps, for a choice from the pool of the whole
PART_CHOICE, PART_LIMIT = 0.02, 6.0  # and of a part
EXCHANGE = 0.02  # share of the time for a turn of exchange in groups
EXCHANGE_EFFORT, MOST_STEPS = 4e9, 40  # and its numbers looked at in pricing; its steps
TURNS, PATIENCE = 25, 3  # turns of exchange between two parts, and those in a row that may gain nothing
WORKERS = 2
CHUNK = 25  # agents between two looks at the clock
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
        on_better: Called with every roster that is the best so far; it is not changed afterwards.
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
        on_better: Callable[[Plan], None] = lambda _: None,
    ) -> None:
        with progress.aside():
            self.m, rounded = for_whole_agents(m)
            self.room = room_for(self.m)
            warm_up_tours(self.m, self.room)
        self.constant, self.whole_costs = constant + rounded, whole_costs
        self.progress, self.random = progress, np.random.default_rng(seed)
        self.legal = np.ones(len(m.skill), dtype=np.bool_)
        self.best = empty_plan(m) if plan is None else plan
        self.cost = np.inf
        self._on_better = on_better

    def run(self) -> None:
        """Search until the gap is proven, time is up or someone says stop."""
        respond_all(self.m, self.room, self.best, self.random.permutation(len(self.legal)), self.legal)
        self.progress.first_roster_seconds = self.progress.seconds
        self._settle(self.best)
        self._tell("first roster")
        agents = np.flatnonzero(self.legal)
        if not len(agents) or self._done():
            return
        generation = Generation(self.m, agents, self.progress)
        generation.prove_flat()
        self._note_bound(generation.bound)
        self._exchange(agents, 1)
        generation.add_plan(self.best)
        late = self._late(WHOLE)
        generation.prove(
            lambda cost, bound: self._note_bound(bound) or cost - bound <= SAME or late(), rounds=WHOLE_ROUNDS
        )
        self._note_bound(generation.bound)
        # A program whose cost is still the roster's has found no way to a better one.
        ahead = generation.leads_below(self.cost - self.constant - self._least_gain())
        for turn in range(DIVES if ahead else 0):
            if self._done():
                return
            self._dive(generation, self.best)
            if turn == DIVES - 1:
                self._choose(generation, self.best, CHOICE_LIMIT, CHOICE)
            self.progress.iterations += 1
        while not self._done():
            self._part(agents)
            self._exchange(agents, TURNS)
            self.progress.iterations += 1

    def _done(self) -> bool:
        return self.progress.stopped() or self.progress.proven

    def _late(self, share: float) -> Callable[[], bool]:
        """Whether a stage that begins now has had its share of the time; never where iterations are limited."""
        progress = self.progress
        until = np.inf if progress.iteration_limit is not None else progress.seconds + share * progress.time_limit
        return lambda: progress.seconds > until

    def _part(self, agents: NDArray[np.int64]) -> None:
        """Set a part of the roster free and build it anew."""
        free = self._free(agents)
        m, some = set_free(self.m, self.best, free)
        if not len(some):
            return
        part = Generation(m, some, self.progress)
        part.add_plan(self.best)
        hopeless = self._part_cost(m, some) - self._least_gain()
        late = self._late(PART)
        part.prove(lambda cost, bound: cost - bound <= SAME or bound >= hopeless or late(), rounds=PART_ROUNDS)
        if self._done() or not part.leads_below(hopeless):
            return
        self._dive(part, self.best)
        self._choose(part, self.best, PART_LIMIT, PART_CHOICE)

    def _exchange(self, agents: NDArray[np.int64], turns: int) -> None:
        """Take small groups out and put them back, turn by turn while that gains.

        A turn is cheap, and it finds what whole numbers hide. Where the program over tours is far from whole numbers it
        finds nearly everything: most of the time then goes to it.
        """
        plan = copy_plan(self.best)
        improver = Improver(self.m, self.room, self.random, agents)
        numbers = self.m.states.shape[2] * self.room.layers.shape[3] * len(self.m.start) * RESPONSES
        steps = min(max(int(EXCHANGE_EFFORT / numbers), 1), MOST_STEPS)
        idle = 0
        for _ in range(turns):
            before, late = self.cost, self._late(EXCHANGE)
            for _ in range(steps):
                if late() or self._done():
                    break
                improver.step(plan, self.progress)
            self._keep(plan)
            self._tell("exchange")
            idle = 0 if self.cost < before else idle + 1
            if self._done() or idle == PATIENCE:
                return

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

    def _choose(self, generation: Generation, plan: Plan, limit: float, share: float) -> None:
        """The best choice of all tours priced that may still be part of a better roster."""
        gap = self._part_cost(generation.m, generation.agents) - generation.bound
        pool = rows_of(generation.pool, generation.promising(gap))
        late = self._late(share)
        rows = choose(
            program_for(self.m, plan, pool), lambda: self.progress.stopped() or late(), limit=limit, workers=WORKERS
        )
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
            order = self.random.permutation(agents)
            for first in range(0, len(order), CHUNK):
                if not self.progress.stopped():
                    respond_all(self.m, self.room, plan, order[first : first + CHUNK], self.legal)
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
            self._on_better(self.best)

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
