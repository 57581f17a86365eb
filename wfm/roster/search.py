"""The course of a search: a first roster, best response, then bound and improvement by turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.ascent import Ascent
from wfm.roster.improve import Improver
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.recombine import Recombiner
from wfm.roster.respond import empty_plan, respond_all
from wfm.roster.warm import warm_up
from wfm.roster.whole import for_whole_agents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

CHUNK = 25  # agents between two looks at the clock
ASCENT_ROUNDS = 10  # of the bound, before each step of improvement
EXCHANGES = 60  # turns of exchange before the first choice from pools: cheaper while the roster is rough
SETTLED = 1e-4  # a round of best response that gains less has settled


class Search:
    """Best roster so far (``best``) and who has a legal tour (``legal``)."""

    def __init__(self, model: Model, progress: Progress, seed: int) -> None:
        self.model, self.constant = for_whole_agents(model)
        self.progress, self.seed = progress, seed
        self.random = np.random.default_rng(seed)
        self.room = room_for(model)
        self.legal = np.ones(len(model.skill), dtype=np.bool_)
        self.best = empty_plan(model)

    def run(self) -> None:
        """Search until the gap is proven, time is up or someone says stop."""
        progress, plan = self.progress, self.best
        with progress.aside():
            warm_up(self.model, self.room)
        respond_all(self.model, self.room, plan, self.random.permutation(len(self.legal)), self.legal)
        agents = np.flatnonzero(self.legal)
        progress.first_roster_seconds = progress.seconds
        self._note("first roster")
        while not progress.stopped():
            before = progress.best
            self._respond(plan, self.random.permutation(agents))
            self._note("best response")
            if before is None or progress.best is None or progress.best > before * (1 - SETTLED):
                break
        if len(agents):
            self._improve(agents)

    def _improve(self, agents: NDArray[np.int64]) -> None:
        """The bound, exchange in groups and choice from pools by turns: by count, so that a seed decides everything."""
        progress = self.progress
        ascent = Ascent(self.model, agents, self.constant, self.seed)
        improver = Improver(self.model, self.room, self.random, agents)
        recombiner = Recombiner(self.model, self.random, agents)
        while not progress.stopped() and not progress.proven:
            for _ in range(ASCENT_ROUNDS):
                if progress.stopped() or not ascent.step(progress):
                    break
            progress.tell("bound")
            improver.step(self.best, progress)
            self._note("improvement")
            if progress.iterations >= EXCHANGES and ascent.price is not None:
                recombiner.step(self.best, ascent.price, progress)
                self._note("recombination")
            progress.iterations += 1

    def _respond(self, plan: Plan, order: NDArray[np.int64]) -> None:
        for first in range(0, len(order), CHUNK):
            respond_all(self.model, self.room, plan, order[first : first + CHUNK], self.legal)
            if self.progress.stopped():
                return

    def _note(self, phase: str) -> None:
        self.progress.best = search_cost(self.model, self.best) + self.constant
        self.progress.tell(phase)
