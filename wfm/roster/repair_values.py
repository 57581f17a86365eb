"""Compiled: what each shift is worth to an agent who has a published tour, the price of the change taken off.

Works are chosen first (as published, or by a shortest path over the slots in which each change of work costs), then
each shift's breaks, at places where leaving a published place costs; the tour of the week follows by
:mod:`wfm.roster.pricing`. So a change is exact for the agent, given the works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.repair_breaks import break_loss
from wfm.roster.repair_tariff import ANY, CALL_IN, EXTEND, SAME, notice_factor, side
from wfm.roster.repair_works import choose_work
from wfm.roster.values import FORBIDDEN, own_value, running_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.repair_tariff import Published, Tariff

NEVER = 1e9  # points: no break moves at this price


@compiled
def _price_of_row(
    m: Model, tariff: Tariff, pub: Published, scope: bool, mode: int, day: int, target: int, s: int
) -> float:
    """The price of start and end of shift ``s``, before the factor for notice; below zero where it may not be."""
    day_start, day_end, row = pub.start[day], pub.end[day], pub.row[day]
    start, end, at_target = m.start[s], m.end[s], day == target
    if day_start < 0:
        asked = mode == ANY or (mode == CALL_IN and at_target)
        return tariff.called_in if asked and scope and start >= max(tariff.now, tariff.lead) else -1.0
    over = start != day_start and min(start, day_start) < tariff.now
    over = over or (end != day_end and min(end, day_end) < tariff.now)
    other = mode == SAME and s != row
    no_longer = mode == EXTEND and at_target and m.paid[s] <= m.paid[row]
    more = not scope and (start < day_start or end > day_end)
    if over or other or no_longer or more:
        return -1.0
    return side(tariff, day_start - start) + side(tariff, end - day_end)


@compiled
def change_values(
    m: Model,
    room: Room,
    tariff: Tariff,
    pub: Published,
    allowed: NDArray[np.bool_],
    scope: NDArray[np.bool_],
    mode: int,
    target: int,
    totals: NDArray[np.float64],
    which: NDArray[np.int64],
    agent: int,
) -> float:
    """``room.value`` [shift]: its work and own value less its cost and its change, in points.

    Told is the same sum for the published tour.

    ``totals`` [variant, slot + 1] are running sums for works as published and, where there are two, for works changed
    at a price; ``which`` [shift] tells the better. A published day of work is worth the price of giving it up more, so
    that a day off costs it.
    """
    published = 0.0
    for day in range(pub.start.shape[0]):
        begun = pub.start[day]
        given = tariff.given * notice_factor(tariff, begun) if begun >= 0 else 0.0
        for s in range(m.day_first[day], m.day_first[day + 1]):
            room.value[s] = FORBIDDEN
            if not allowed[s]:
                continue
            if pub.fixed[day]:
                room.value[s] = 0.0 if m.locked[s] else FORBIDDEN
                continue
            price = _price_of_row(m, tariff, pub, scope[day], mode, day, target, s)
            if price < 0.0:
                continue
            factor = notice_factor(tariff, m.start[s] if begun < 0 else min(m.start[s], begun))
            # Breaks of someone called in were never announced; a shift of another day keeps its breaks and works.
            kept = not scope[day] and s == pub.row[day]
            moved = 0.0 if begun < 0 else tariff.break_moved * factor
            if kept:
                moved = NEVER
            for v in range(1 if kept else totals.shape[0]):
                lost = break_loss(m, room, s, totals[v], pub, tariff.now, moved)
                worth = totals[v, m.end[s]] - totals[v, m.start[s]] - lost
                worth -= tariff.unit * (m.shift_cost[s] - own_value(m, agent, s))
                worth += given - factor * price
                if worth > room.value[s]:
                    room.value[s], which[s] = worth, v
        if begun >= 0 and not pub.fixed[day]:
            published += given + published_worth(m, tariff, pub, day, totals[0], agent)
    return published


@compiled
def published_worth(
    m: Model, tariff: Tariff, pub: Published, day: int, total: NDArray[np.float64], agent: int
) -> float:
    """What the published shift of a day is worth as it stands."""
    row = pub.row[day]
    worth = total[pub.end[day]] - total[pub.start[day]] - tariff.unit * (m.shift_cost[row] - own_value(m, agent, row))
    for t in range(pub.start[day], pub.end[day]):
        if pub.pause[t] > 0:
            worth -= total[t + pub.pause[t]] - total[t]
    return worth  # type: ignore[no-any-return]


class Choice(NamedTuple):
    """Room for one agent's choice. Variant 0 keeps works as published, 1 changes them; ``which`` [shift] is the better.

    ``value`` and ``work`` [variant, padded slot], ``totals`` [variant, padded slot + 1].
    """

    value: NDArray[np.float64]
    work: NDArray[np.int64]
    totals: NDArray[np.float64]
    which: NDArray[np.int64]


def room_to_choose(m: Model) -> Choice:
    """Room for a model."""
    padded = m.base_cover.shape[1]
    return Choice(
        value=np.zeros((2, padded)),
        work=np.zeros((2, padded), dtype=np.int64),
        totals=np.zeros((2, padded + 1)),
        which=np.zeros(len(m.start), dtype=np.int64),
    )


@compiled
def best_change(
    m: Model,
    room: Room,
    choice: Choice,
    tariff: Tariff,
    pub: Published,
    agent: int,
    cover: NDArray[np.float64],
    allowed: NDArray[np.bool_],
    scope: NDArray[np.bool_],
    mode: int,
    target: int,
) -> float:
    """What the agent's best tour (``room.tour``) is worth above the published one, change included, in points.

    ``cover`` is without the agent. At most 0 where nothing is better than the published tour; ``FORBIDDEN`` where no
    tour of the mode is legal.
    """
    skill, variants = m.skill[agent], 1
    choose_work(m, tariff, pub, skill, cover, True, choice.value[0], choice.work[0])
    running_sum(choice.value[0], choice.totals[0])
    if np.sum(m.efficiency[skill] > 0.0) > 1:
        variants = 2
        choose_work(m, tariff, pub, skill, cover, False, choice.value[1], choice.work[1])
        running_sum(choice.value[1], choice.totals[1])
    totals = choice.totals[:variants]
    published = change_values(m, room, tariff, pub, allowed, scope, mode, target, totals, choice.which, agent)
    may_rest = m.may_rest[agent].copy()
    for day in range(may_rest.shape[0]):
        if pub.start[day] >= 0:
            # Nobody is freed from work that has begun, nor from a day where days off stay as they are.
            m.may_rest[agent, day] = pub.start[day] >= tariff.now and mode in (ANY, CALL_IN)
        elif mode == CALL_IN and day == target:
            m.may_rest[agent, day] = False
    best = best_tour(m, room, agent)
    m.may_rest[agent] = may_rest
    return best - published if best > NOTHING else FORBIDDEN


@compiled
def take_away(m: Model, cover: NDArray[np.float64], skill: int, work: NDArray[np.int8], sign: float) -> None:
    """Take an agent's work out of the cover (``sign`` -1) or put it in (1)."""
    for t in range(work.shape[0]):
        if work[t] >= 0:
            cover[work[t], t] += sign * m.efficiency[skill, work[t]]
