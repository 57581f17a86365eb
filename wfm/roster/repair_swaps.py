"""Two people who exchange shifts: of one day, or of two days that each works one of.

An exchange moves cover only between people of different skills or efficiency. Pairs are compared by what their shifts
are worth to each (all at once); the best of them are then made and priced exactly.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.repair_moves import Draft
from wfm.roster.repair_tariff import ANY, HOURS
from wfm.roster.respond import slot_gains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from wfm.roster.repair_desk import Desk
    from wfm.roster.repair_moves import Move, Responder
    from wfm.roster.repair_search import Budget

TRIED = 12  # pairs that are priced exactly
Pair = tuple[float, int, int, tuple[int, ...]]


def swaps(desk: Desk, responder: Responder, budget: Budget) -> Iterator[Draft]:
    """Drafts in which two people have exchanged shifts, the most promising first."""
    start = Draft.of(desk)
    pairs = sorted(_pairs(desk, _worth(desk, start.cover)), key=lambda p: (-p[0], p[1:]))
    for _, one, other, days in pairs[:TRIED]:
        if budget.stopped():
            return
        budget.used += 2
        first = _taking(desk, responder, start, one, other, days)
        if first is None:
            continue
        draft = Draft.of(desk)
        draft.apply(first)
        second = _taking(desk, responder, draft, other, one, days)
        if second is not None:
            draft.apply(second)
            yield draft


def _worth(desk: Desk, cover: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each shift, breaks left out, is worth to one more agent of each skill class [class, shift], in points."""
    model, room = desk.model, desk.room
    worth = np.zeros((len(model.efficiency), len(model.start)))
    for skill in np.flatnonzero(model.efficiency.any(axis=1)):
        slot_gains(model, room, int(skill), cover)
        total = np.concatenate([[0.0], np.cumsum(room.slot_value)])
        worth[skill] = desk.tariff.unit * (total[model.end] - total[model.start] - model.shift_cost)
    return worth


def _pairs(desk: Desk, worth: NDArray[np.float64]) -> Iterator[Pair]:
    """Exchanges that promise a gain: (gain, one, other, days)."""
    agents = np.array(desk.candidates, dtype=np.int64)
    if not len(agents):
        return
    rows = np.array([desk.published[i].row for i in agents])
    starts = np.array([desk.published[i].start for i in agents])
    rows[starts < desk.tariff.now] = -1
    scope = [int(d) for d in np.flatnonzero(desk.scope)]
    for day in scope:
        there = np.flatnonzero(rows[:, day] >= 0)
        yield from _best(desk, worth, agents[there], rows[there, day], agents[there], rows[there, day], (day,))
    free = np.array([(desk.published[i].start < 0) & ~desk.published[i].fixed for i in agents])
    for day, later in combinations(scope, 2):
        one = np.flatnonzero((rows[:, day] >= 0) & free[:, later])
        other = np.flatnonzero((rows[:, later] >= 0) & free[:, day])
        days = (day, later)
        yield from _best(desk, worth, agents[one], rows[one, day], agents[other], rows[other, later], days)


def _best(
    desk: Desk,
    worth: NDArray[np.float64],
    ones: NDArray[np.int64],
    their: NDArray[np.int64],
    others: NDArray[np.int64],
    other_rows: NDArray[np.int64],
    days: tuple[int, ...],
) -> Iterator[Pair]:
    skill = desk.model.skill
    gain = worth[skill[ones]][:, other_rows] - worth[skill[ones], their][:, None]
    gain = gain + (worth[skill[others]][:, their].T - worth[skill[others], other_rows][None, :])
    order = np.argsort(-gain, axis=None, kind="stable")[: 4 * TRIED]
    for place in order:
        i, j = divmod(int(place), len(others))
        # Of one day, each pair stands twice.
        if gain[i, j] > desk.prices.touched and ones[i] != others[j] and (len(days) > 1 or ones[i] < others[j]):
            yield float(gain[i, j]), int(ones[i]), int(others[j]), days


def _taking(
    desk: Desk, responder: Responder, draft: Draft, agent: int, colleague: int, days: tuple[int, ...]
) -> Move | None:
    """The agent with the colleague's shifts of the days instead of their own; None where that is not legal."""
    own, theirs = desk.published[agent], desk.published[colleague]
    allowed = desk.allowed[agent] & desk.model.locked
    for day, row in enumerate(own.row):
        new = int(theirs.row[day]) if day in days else int(row)
        if new >= 0:
            if not desk.allowed[agent][new]:
                return None
            allowed[new] = True
    scope = np.isin(np.arange(len(own.row)), days)
    move = responder.respond(draft, agent, HOURS if len(days) == 1 else ANY, allowed=allowed, scope=scope)
    if move is None or not responder.lawful(agent, move.shifts):
        return None
    spans = {s.date: (s.start, s.end) for s in move.shifts}
    wanted = {s.date: (s.start, s.end) for s in desk.left[desk.agents[colleague].agent]}
    dates = [desk.slots.dates[day] for day in days]
    if any(spans.get(date) != wanted.get(date) for date in dates):
        return None
    name = f"{desk.agents[colleague].name} ({desk.agents[colleague].agent})"
    return replace(move, swapped=tuple((date, name) for date in dates))
