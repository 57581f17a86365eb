"""The course of a search: a first roster, then rounds of best response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.model import room_for
from wfm.roster.outcome import proven_cost, terms_of
from wfm.roster.respond import copy_plan, empty_plan, respond_all

if TYPE_CHECKING:
    from wfm.roster.model import Model
    from wfm.roster.progress import Progress

CHUNK = 25  # agents between two looks at the clock


class Search:
    """Best roster so far (``best``) and who has a legal tour (``legal``)."""

    def __init__(self, model: Model, progress: Progress, seed: int) -> None:
        self.model, self.progress = model, progress
        self.random = np.random.default_rng(seed)
        self.room = room_for(model)
        self.legal = np.ones(len(model.skill), dtype=np.bool_)
        self.best = empty_plan(model)

    def run(self) -> None:
        """Search until the gap is proven, time is up or someone says stop."""
        plan = self.best
        respond_all(self.model, self.room, plan, self.random.permutation(len(self.legal)), self.legal)
        self.progress.first_roster_seconds = self.progress.seconds
        self._note("first roster")
        while not self.progress.stopped():
            before = self.progress.best
            order = self.random.permutation(np.flatnonzero(self.legal))
            for first in range(0, len(order), CHUNK):
                respond_all(self.model, self.room, plan, order[first : first + CHUNK], self.legal)
                if self.progress.stopped():
                    break
            self.progress.iterations += 1
            self._note("best response")
            if before is not None and self.progress.best is not None and self.progress.best > before * (1 - 1e-5):
                break
        self.best = copy_plan(plan)

    def _note(self, phase: str) -> None:
        self.progress.best = proven_cost(terms_of(self.model, self.best))
        self.progress.tell(phase)
