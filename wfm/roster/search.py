"""The course of a search: a first roster, the bound, the linear program over tours, rosters from it, improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.alike import alike
from wfm.roster.ascent import PROOF_EVERY, Ascent
from wfm.roster.bound import Prover
from wfm.roster.improve import Improver
from wfm.roster.levels import lowered
from wfm.roster.mixes import free_classes
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost, total_cost
from wfm.roster.recombine import Recombiner
from wfm.roster.relaxation import Relaxation
from wfm.roster.respond import empty_plan, respond_all
from wfm.roster.warm import warm_up
from wfm.roster.whole import for_whole_agents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

CHUNK = 25  # agents between two looks at the clock
SETTLED = 1e-4  # a round of best response that gains less has settled
ASCENT_SHARE = 0.25  # of the time, by the end of which the ascent must be over
# The linear program's: the weights of a large team round well, a small one gains more from choice among pools, most of
# all where works are chosen with the tours.
LINEAR_SHARE, LINEAR_SHARE_LARGE, LINEAR_SHARE_WORKS, LARGE = 0.4, 0.65, 0.3, 300
TOLERANCE = 1e-4  # of the bound: the linear program need not be solved closer
ROUNDINGS_FIRST = 1600  # agents' tours drawn from each answer of the linear program
ROUNDINGS = 400  # ... and in a turn of improvement, where pools do not choose works too


class Search:
    """Best roster so far (``best``) and who has a legal tour (``legal``)."""

    def __init__(self, model: Model, progress: Progress, seed: int) -> None:
        self.model, self.constant = for_whole_agents(model)
        self.progress, self.seed = progress, seed
        self.random = np.random.default_rng(seed)
        self.room = room_for(model)
        self.legal = np.ones(len(model.skill), dtype=np.bool_)
        self.best = empty_plan(model)
        self._works = bool(free_classes(model).any())

    def run(self) -> None:
        """Search until the gap is proven, time is up or someone says stop."""
        progress, plan = self.progress, self.best
        with progress.aside():
            warm_up(self.model, self.room)
        respond_all(self.model, self.room, plan, self.random.permutation(len(self.legal)), self.legal)
        agents = np.flatnonzero(self.legal)
        progress.first_roster_seconds = progress.seconds
        self._note("first roster")
        self._settle(plan, agents)
        self._note("best response")
        if len(agents):
            self._improve(agents)

    def _improve(self, agents: NDArray[np.int64]) -> None:
        prover = Prover(self.model, alike(self.model, agents), self.constant)
        ascent = Ascent(self.model, prover, self.seed)
        # A slow machine may have spent the ascent's share on the first roster; one proof is worked out all the same.
        while not ascent.settled and self._goes_on(1.0 if prover.price is None else ASCENT_SHARE):
            if not all(ascent.step(self.progress) for _ in range(PROOF_EVERY)):
                break
            self._turn("bound")
        relaxation = Relaxation(self.model, prover, ascent, self.seed)
        if self._goes_on(1.0) and relaxation.begin(self.progress):
            self._generate(relaxation, agents)
        improver = Improver(self.model, self.room, self.random, agents)
        recombiner = Recombiner(self.model, self.random, agents)
        while self._goes_on(1.0) and prover.price is not None:
            for _ in range(0 if self._works else ROUNDINGS // len(agents)):
                self._round(relaxation, agents)
            improver.step(self.best, self.progress)
            recombiner.step(self.best, lowered(prover.levels, prover.price), self.progress)
            self._turn("improvement")

    def _generate(self, relaxation: Relaxation, agents: NDArray[np.int64]) -> None:
        """Solve the linear program, once at least; each answer is rounded to a roster too."""
        while relaxation.step(self.progress):
            for _ in range(max(1, ROUNDINGS_FIRST // len(agents)) if self._works else 1):
                self._round(relaxation, agents)
            self._turn("linear program")
            if relaxation.solved(self.progress, TOLERANCE) or not self._goes_on(self._linear_share):
                return

    def _round(self, relaxation: Relaxation, agents: NDArray[np.int64]) -> None:
        """A roster from the weights of the linear program; the best one stays."""
        if relaxation.weights is None or self.progress.stopped():
            return
        plan = relaxation.rounded(self.random)
        self._settle(plan, agents)
        # Best response leaves out nobody who has a legal tour, but a stop may come before everyone had a turn.
        if (plan.tour[agents, 0] > -2).all() and total_cost(self.model, plan) < total_cost(self.model, self.best):
            self.best = plan

    def _settle(self, plan: Plan, agents: NDArray[np.int64]) -> None:
        """Best responses in turn until a round gains next to nothing."""
        before = np.inf
        while not self.progress.stopped():
            order = self.random.permutation(agents)
            for first in range(0, len(order), CHUNK):
                respond_all(self.model, self.room, plan, order[first : first + CHUNK], self.legal)
                if self.progress.stopped():
                    return
            cost = total_cost(self.model, plan)
            if cost > before * (1 - SETTLED):
                return
            before = cost

    @property
    def _linear_share(self) -> float:
        if self.legal.sum() >= LARGE:
            return LINEAR_SHARE_LARGE
        return LINEAR_SHARE_WORKS if self._works else LINEAR_SHARE

    def _goes_on(self, share: float) -> bool:
        progress = self.progress
        return not progress.stopped() and not progress.proven and progress.seconds < share * progress.time_limit

    def _turn(self, phase: str) -> None:
        self._note(phase)
        self.progress.iterations += 1

    def _note(self, phase: str) -> None:
        self.progress.best = search_cost(self.model, self.best) + self.constant
        self.progress.tell(phase)
