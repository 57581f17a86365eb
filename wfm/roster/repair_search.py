"""The search for repairs: everybody's best change, then the best of all again and again, in several ways.

A step takes the person whose change is worth most against the draft. Values only fall as a draft fills up, nearly
always, so a person is asked again only when first in line (lazy greedy: Minoux 1978). At the end each person touched
answers once more to all the others.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.repair_moves import Draft
from wfm.roster.repair_swaps import swaps
from wfm.roster.repair_tariff import ANY, CALL_IN, EXTEND, HOURS, SAME

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wfm.roster.repair_desk import Desk
    from wfm.roster.repair_moves import Move, Responder

ALTERNATIVES = 3  # people of the best repair without whom another is looked for, should they say no
WORTH = 1e-6  # points below which a change is worth nothing


@dataclass
class Budget:
    """When to stop: evaluations (which make a seed decide everything), time, or a person."""

    time_limit: float
    iteration_limit: int | None
    should_stop: Callable[[], bool] | None
    started: float = field(default_factory=time.monotonic)
    used: int = 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def stopped(self) -> bool:
        """Whether the search must end."""
        if self.iteration_limit is not None and self.used >= self.iteration_limit:
            return True
        return self.seconds >= self.time_limit or (self.should_stop is not None and self.should_stop())


class Search:
    """Everybody's best changes against the accepted shortfall, and the drafts that grow from them."""

    def __init__(self, desk: Desk, responder: Responder, budget: Budget, people: int, seed: int) -> None:
        self.desk, self.responder, self.budget, self.people = desk, responder, budget, people
        self.start = Draft.of(desk)
        self.order = _order(desk, seed)

    def first(self) -> Iterator[tuple[str, Draft]]:
        """The best change of one person, if one is worth it."""
        move = max(self._scan(self.order, ANY), key=lambda m: m.net, default=None)
        if move is not None and move.net > WORTH:
            yield "one person", self._single(move)

    def drafts(self, wanted: int) -> Iterator[tuple[str, Draft]]:
        """Drafts as they are found: (how, draft). The first is a single person's change, as soon as one is worth it."""
        found: list[Move] = []
        for move in self._scan(self.order, ANY):
            if move.net > WORTH and not any(m.net > WORTH for m in found):
                yield "one person", self._single(move)
            found.append(move)
        best = self._fill(found, ANY)
        yield "any change", best
        hours = [m for m in found if not _changes_days(self.desk, m)]
        again = [m.agent for m in found if _changes_days(self.desk, m)]
        hours += self._scan(again, HOURS)
        yield "hours of those at work", self._fill(hours, HOURS)
        yield "breaks and work only", self._fill(list(self._scan(self._at_work(), SAME)), SAME)
        ranked = sorted(found, key=lambda m: -m.net)
        for move in ranked[:wanted]:
            if move.net > WORTH:
                yield "one person", self._single(move)
        for draft in swaps(self.desk, self.responder, self.budget):
            yield "swap", draft
        for agent in list(best.moves)[:ALTERNATIVES]:
            yield f"without {self.desk.agents[agent].name}", self._fill(found, ANY, without={agent})
        yield from self._dear(wanted)

    def _dear(self, wanted: int) -> Iterator[tuple[str, Draft]]:
        """What costs more than it gains, so that a planner sees the price: the best overtime and calls on days off."""
        for target in np.flatnonzero(self.desk.scope):
            for how, mode in (("overtime", EXTEND), ("called in", CALL_IN)):
                agents = [i for i in self.order if (self.desk.published[i].start[target] >= 0) == (mode == EXTEND)]
                moves = sorted(self._scan(agents, mode, int(target)), key=lambda m: -m.net)
                for move in moves[:wanted]:
                    yield how, self._single(move)

    def _scan(self, agents: Iterable[int], mode: int, target: int = -1) -> Iterator[Move]:
        for agent in agents:
            if self.budget.stopped():
                return
            self.budget.used += 1
            move = self.responder.respond(self.start, agent, mode, target)
            if move is not None:
                yield move

    def _single(self, move: Move) -> Draft:
        draft = Draft.of(self.desk)
        draft.apply(move)
        return draft

    def _fill(self, moves: Sequence[Move], mode: int, without: Collection[int] = ()) -> Draft:
        draft = Draft.of(self.desk)
        line = [(-m.net, place, 0, m) for place, m in enumerate(moves) if m.net > WORTH and m.agent not in without]
        heapq.heapify(line)
        while line and len(draft.moves) < self.people:
            _, place, steps, move = heapq.heappop(line)
            if steps == draft.steps:
                if self.responder.lawful(move.agent, move.shifts):
                    draft.apply(move)
                continue
            if self.budget.stopped():
                break
            self.budget.used += 1
            again = self.responder.respond(draft, move.agent, mode)
            if again is not None and again.net > WORTH:
                heapq.heappush(line, (-again.net, place, draft.steps, again))
        return self._polish(draft, mode)

    def _polish(self, draft: Draft, mode: int) -> Draft:
        for agent in list(draft.moves) if len(draft.moves) > 1 else ():
            if self.budget.stopped():
                break
            self.budget.used += 1
            again = self.responder.respond(draft, agent, mode)
            if again is not None and self.responder.lawful(agent, again.shifts):
                draft.apply(again)
        return draft

    def _at_work(self) -> list[int]:
        return [i for i in self.order if bool((self.desk.published[i].start[self.desk.scope] >= 0).any())]


def _changes_days(desk: Desk, move: Move) -> bool:
    """Whether the move takes a day off or gives one."""
    return {s.date for s in move.shifts} != {s.date for s in desk.left[desk.agents[move.agent].agent]}


def _order(desk: Desk, seed: int) -> list[int]:
    """Candidates, those at work on the days to repair first (a small change is likelier), else as the seed has it."""
    random = np.random.default_rng(seed)
    shuffled = random.permutation(np.array(desk.candidates, dtype=np.int64))
    at_work = [bool((desk.published[i].start[desk.scope] >= 0).any()) for i in shuffled]
    return [int(i) for _, i in sorted(zip((not w for w in at_work), shuffled, strict=True), key=lambda p: p[0])]
