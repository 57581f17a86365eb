"""Compiled: best response. Take one agent out, price the best tour against what is left to cover, put it back.

Exact for one agent: the gain of a slot is the difference of the convex cover cost with and without the agent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.stretches import place_works, stretch_values
from wfm.roster.values import FORBIDDEN, place_breaks, running_sum, shift_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room


class Plan(NamedTuple):
    """A roster as arrays: ``tour`` [agent, day] (a shift, -1 off, -2 not rostered), ``break_at`` [agent, day, break]
    (slots after the start), ``work`` [agent, slot] (-1 none), ``cover`` [work, slot].
    """  # noqa: D205

    tour: NDArray[np.int64]
    break_at: NDArray[np.int64]
    work: NDArray[np.int8]
    cover: NDArray[np.float64]


def empty_plan(m: Model) -> Plan:
    """Nobody works but in locked shifts, whose cover is in the base."""
    agents, days = m.may_rest.shape
    return Plan(
        tour=np.full((agents, days), -2, dtype=np.int64),
        break_at=np.zeros((agents, days, m.break_first.shape[1]), dtype=np.int64),
        work=np.full((agents, m.base_cover.shape[1]), -1, dtype=np.int8),
        cover=m.base_cover.copy(),
    )


def copy_plan(plan: Plan) -> Plan:
    """A copy that can change by itself."""
    return Plan(plan.tour.copy(), plan.break_at.copy(), plan.work.copy(), plan.cover.copy())


@compiled
def cover_cost(
    missing: float, width: NDArray[np.float64], price: NDArray[np.float64], work: int, slot: int, over_price: float
) -> float:
    """The price of ``missing`` agents (negative: too many) at a work in a slot: convex and piecewise linear."""
    cost: float = -missing * over_price
    if missing <= 0.0:
        return cost
    cost = 0.0
    last = width.shape[2] - 1
    for k in range(last):
        part = min(missing, width[work, slot, k])
        cost += part * price[work, slot, k]
        missing -= part
        if missing <= 0.0:
            return cost
    cost += missing * price[work, slot, last]
    return cost


@compiled
def slot_gains(m: Model, room: Room, skill: int, cover: NDArray[np.float64]) -> None:
    """``room.slot_value`` [slot]: what one more agent of the class saves at the best work (``room.slot_work``)."""
    required, width, price = m.required, m.short_width, m.short_price
    value, slot_work = room.slot_value, room.slot_work
    slots = required.shape[1]
    value[:slots] = FORBIDDEN
    room.work_value[:, :slots] = FORBIDDEN
    for w in range(required.shape[0]):
        share, away = m.efficiency[skill, w], m.away[skill, w]
        if share > 0.0:
            for t in range(slots):
                missing = required[w, t] - cover[w, t]
                gain = cover_cost(missing, width, price, w, t, m.over_price) - away
                gain -= cover_cost(missing - share, width, price, w, t, m.over_price)
                room.work_value[w, t] = gain
                if gain > value[t]:
                    value[t], slot_work[t] = gain, w
    # After the horizon nothing is required: work there is worth nothing, and counts as the work before it.
    value[slots:] = 0.0
    slot_work[slots:] = slot_work[slots - 1]
    room.work_value[:, slots:] = 0.0


@compiled
def take_out(m: Model, plan: Plan, agent: int) -> None:
    """Remove the agent's work from the cover."""
    skill = m.skill[agent]
    for day in range(plan.tour.shape[1]):
        s = plan.tour[agent, day]
        if s >= 0 and not m.locked[s]:
            for t in range(m.start[s], m.end[s]):
                w = plan.work[agent, t]
                if w >= 0:
                    plan.cover[w, t] -= m.efficiency[skill, w]
                    plan.work[agent, t] = -1


@compiled
def put_back(m: Model, room: Room, plan: Plan, agent: int, tour: NDArray[np.int64]) -> None:
    """Roster the agent by ``tour``, breaks and works at their best places under ``room.slot_value``."""
    skill = m.skill[agent]
    for day in range(tour.shape[0]):
        s = tour[day]
        plan.tour[agent, day] = s
        if s < 0 or m.locked[s]:
            continue
        place_breaks(m, room, s)
        if m.least_stretch > 1:
            place_works(m, room, s, plan.work[agent])
        else:
            for t in range(m.start[s], m.end[s]):
                plan.work[agent, t] = room.slot_work[t]
        for b in range(m.break_count[s]):
            first = m.start[s] + room.chosen[b]
            plan.break_at[agent, day, b] = room.chosen[b]
            for t in range(first, first + m.break_length[s, b]):
                plan.work[agent, t] = -1
        for t in range(m.start[s], m.end[s]):
            w = plan.work[agent, t]
            if w >= 0:
                plan.cover[w, t] += m.efficiency[skill, w]


@compiled
def start_changes(m: Model, tour: NDArray[np.int64]) -> float:
    """Slots by which shifts start earlier or later than the median start of their week."""
    total = 0
    days = tour.shape[0]
    for week in range(m.week_of[days - 1] + 1):
        for day in range(days):
            if m.week_of[day] == week and tour[day] >= 0:
                total += abs(m.clock[tour[day]] - median_start(m, tour, week))
    return total


@compiled
def median_start(m: Model, tour: NDArray[np.int64], week: int) -> int:
    """The (lower) median of the week's starts, -1 without a shift: the start with as many before as after it."""
    count = 0
    for day in range(tour.shape[0]):
        count += m.week_of[day] == week and tour[day] >= 0
    for day in range(tour.shape[0]):
        if m.week_of[day] == week and tour[day] >= 0:
            below, equal = 0, 0
            for other in range(tour.shape[0]):
                if m.week_of[other] == week and tour[other] >= 0:
                    below += m.clock[tour[other]] < m.clock[tour[day]]
                    equal += m.clock[tour[other]] == m.clock[tour[day]]
            if below <= (count - 1) // 2 < below + equal:
                return m.clock[tour[day]]  # type: ignore[no-any-return]
    return -1


@compiled
def respond(m: Model, room: Room, plan: Plan, agent: int) -> bool:
    """Give the agent the best tour against everyone else; False where no tour is legal.

    Pricing charges starts by their distance from the present median. The new tour stays only if it is no worse with its
    own median, so that no step makes the roster worse.
    """
    take_out(m, plan, agent)
    slot_gains(m, room, m.skill[agent], plan.cover)
    running_sum(room.slot_value, room.total)
    if m.least_stretch > 1:
        stretch_values(m, room, agent)
    else:
        shift_values(m, room, agent)
    old = plan.tour[agent].copy()
    rostered = old[0] > -2
    old_value = FORBIDDEN
    if rostered:
        old_value = -m.change_price * start_changes(m, old)
        for day in range(old.shape[0]):
            if old[day] >= 0:
                old_value += room.value[old[day]]
    charged = rostered and m.change_price > 0.0
    if charged:
        _charge_starts(m, room, old, 1.0)
    if best_tour(m, room, agent) <= NOTHING:
        if rostered:
            put_back(m, room, plan, agent, old)
        return rostered  # type: ignore[no-any-return]
    if charged:
        _charge_starts(m, room, old, -1.0)
    value = -m.change_price * start_changes(m, room.tour)
    for day in range(old.shape[0]):
        if room.tour[day] >= 0:
            value += room.value[room.tour[day]]
    put_back(m, room, plan, agent, room.tour if value >= old_value else old)
    return True


@compiled
def _charge_starts(m: Model, room: Room, tour: NDArray[np.int64], sign: float) -> None:
    """Charge (or give back) each shift its distance from the median start of its week in ``tour``."""
    for day in range(tour.shape[0]):
        middle = median_start(m, tour, m.week_of[day])
        if middle >= 0:
            for s in range(m.day_first[day], m.day_first[day + 1]):
                if room.value[s] > NOTHING:
                    room.value[s] -= sign * m.change_price * abs(m.clock[s] - middle)


@compiled
def respond_all(m: Model, room: Room, plan: Plan, order: NDArray[np.int64], legal: NDArray[np.bool_]) -> None:
    """Best responses one after the other; ``legal`` [agent] becomes False where no tour is."""
    for i in order:
        legal[i] = respond(m, room, plan, i)
