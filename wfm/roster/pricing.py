"""Compiled: the best tour of one agent, exactly, by dynamic programming over the days.

A layer holds the best value for each (rest class, state, paid units so far). A week's end keeps only the hours that the
contract allows and starts the next week at zero. The path is found by walking back and asking which predecessor gives
exactly the value, so that the forward loops stay free of bookkeeping and run at the speed of memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, inlined
from wfm.roster.kind_limits import charge_kinds, excess, value_of
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room

NOTHING = -1e299
EMPTY = -1
CHARGES = 12  # turns of the search for charges on kinds of shift
DETERRENT = 1e6  # a charge that no shift is worth, in the last turn
TINY = 1e-7


@compiled
def ready_at(m: Model, agent: int, day: int, rest_class: int) -> int:
    """When someone in a rest class is ready for ``day``; before the first day the agent's own past decides."""
    if day == 0:
        return m.own_ready[agent]  # type: ignore[no-any-return]
    return m.ready[day, rest_class]  # type: ignore[no-any-return]


@compiled
def class_after_off(m: Model, agent: int, day: int, rest_class: int) -> int:
    """The rest class when ``day`` is off."""
    if day == 0:
        return m.own_off[agent]  # type: ignore[no-any-return]
    return m.after_off[day, rest_class]  # type: ignore[no-any-return]


@inlined
def raise_to(target: NDArray[np.float64], source: NDArray[np.float64], value: float) -> None:
    """``target`` = max(target, source + value), a number at a time: the loop that takes the time."""
    for h in range(target.shape[0]):
        more = source[h] + value
        target[h] = more if more > target[h] else target[h]


@compiled
def open_week(m: Model, room: Room, agent: int, day: int) -> None:
    """Start ``day``'s layer from the best over the hours that the week before may hold, at zero units."""
    week = m.week_of[day - 1]
    before, after = room.layers[2 * day - 1], room.layers[2 * day]
    room.low[2 * day, :, :] = EMPTY
    for c in range(m.class_count[day]):
        for q in range(before.shape[1]):
            if room.low[2 * day - 1, c, q] == EMPTY:
                continue
            best = FORBIDDEN
            low = max(m.least[agent, week], room.low[2 * day - 1, c, q])
            for h in range(low, min(m.most[agent, week], room.high[2 * day - 1, c, q]) + 1):
                best = max(best, before[c, q, h])
            if best > NOTHING:
                after[c, q, 0], room.low[2 * day, c, q], room.high[2 * day, c, q] = best, 0, 0


@inlined
def widen(
    layer: NDArray[np.float64], low: NDArray[np.int64], high: NDArray[np.int64], q: int, first: int, last: int
) -> None:
    """Make room for units ``first`` to ``last`` in row ``q``; what is new there is forbidden so far."""
    if low[q] == EMPTY:
        layer[q, first : last + 1] = FORBIDDEN
        low[q], high[q] = first, last
        return
    if first < low[q]:
        layer[q, first : low[q]] = FORBIDDEN
        low[q] = first
    if last > high[q]:
        layer[q, high[q] + 1 : last + 1] = FORBIDDEN
        high[q] = last


@compiled
def take_off(m: Model, room: Room, agent: int, day: int, classes: int, states: NDArray[np.int16]) -> None:
    """Carry the layer over a day off."""
    before, after = room.layers[2 * day], room.layers[2 * day + 1]
    low, high = room.low[2 * day], room.high[2 * day]
    for c in range(classes):
        to_class = class_after_off(m, agent, day, c)
        for q in range(before.shape[1]):
            to = states[q, 0]
            if to >= 0 and low[c, q] != EMPTY:
                a, b = low[c, q], high[c, q] + 1
                widen(after[to_class], room.low[2 * day + 1, to_class], room.high[2 * day + 1, to_class], to, a, b - 1)
                raise_to(after[to_class, to, a:b], before[c, q, a:b], 0.0)


@compiled
def gather(room: Room, layer: int, gap: int, first: int, end: int, anew: bool) -> None:
    """``room.rested`` [gap, state]: the best over the rest classes from ``first`` to before ``end``.

    Unless ``anew``, with those that are in it already.
    """
    before, rested = room.layers[layer], room.rested
    if anew:
        room.rested_low[gap, :] = EMPTY
    for c in range(first, end):
        for q in range(before.shape[1]):
            if room.low[layer, c, q] != EMPTY:
                a, b = room.low[layer, c, q], room.high[layer, c, q] + 1
                widen(rested[gap], room.rested_low[gap], room.rested_high[gap], q, a, b - 1)
                raise_to(rested[gap, q, a:b], before[c, q, a:b], 0.0)


@compiled
def work_day(m: Model, room: Room, agent: int, day: int, classes: int, states: NDArray[np.int16]) -> None:
    """Extend the layer by each of the day's shifts.

    Classes of rest rise, so those that a start may follow are a prefix, and those with a long gap shorter prefixes. The
    best over each part changes only when a start passes a class, and the shortest prefix, whose gap is the longest,
    only grows while starts rise: there the new classes alone are looked at.
    """
    after, rested, low, high = room.layers[2 * day + 1], room.rested, room.rested_low, room.rested_high
    after_low, after_high, values = room.low[2 * day + 1], room.high[2 * day + 1], room.value
    starts, pays, actions, rests = m.start, m.paid, m.action, m.rest_class
    most, width = m.most[agent, m.week_of[day]], after.shape[1]
    any_rest, weekly, series, start = 0, 0, 0, -1
    low[:, :] = EMPTY
    for s in range(m.day_first[day], m.day_first[day + 1]):
        if values[s] <= NOTHING:
            continue
        if starts[s] != start:
            start = starts[s]
            old_any, old_weekly, old_series = any_rest, weekly, series
            any_rest, weekly, series = 0, 0, 0
            for c in range(classes):
                moment = ready_at(m, agent, day, c)
                any_rest += moment <= start
                weekly += moment + m.weekly_extra <= start
                series += moment + m.series_extra <= start
            fewer = series < old_series
            gather(room, 2 * day, 2, 0 if fewer else old_series, series, fewer)
            if series != old_series or weekly != old_weekly:
                gather(room, 2 * day, 1, series, weekly, True)
            if series != old_series or weekly != old_weekly or any_rest != old_any:
                gather(room, 2 * day, 0, max(series, weekly), any_rest, True)
        paid, value, to_class = pays[s], values[s], rests[s]
        for gap in range(3):
            for q in range(width):
                if low[gap, q] != EMPTY:
                    to = states[q, actions[s] + gap]
                    a, b = low[gap, q], min(high[gap, q], most - paid) + 1
                    if to >= 0 and a < b:
                        widen(after[to_class], after_low[to_class], after_high[to_class], to, a + paid, b + paid - 1)
                        raise_to(after[to_class, to, a + paid : b + paid], rested[gap, q, a:b], value)


@compiled
def best_tour(m: Model, room: Room, agent: int) -> float:
    """The value of the agent's best tour under ``room.value``; ``room.tour`` [day] holds its shifts, -1 for a day off.

    ``FORBIDDEN`` where no tour is legal. Where a limit on a kind of shift had to be charged for (see
    :mod:`wfm.roster.kind_limits`) the tour is legal and the value a bound on what any legal one is worth.
    """
    value = _best_path(m, room, agent)
    if m.kind_most.shape[0] == 0 or value <= NOTHING:
        return value
    over = np.zeros(m.kind_most.shape[1], dtype=np.int64)
    if not excess(m, agent, room.tour, over):
        return value
    return _within_limits(m, room, agent, value, over)


@compiled
def _within_limits(m: Model, room: Room, agent: int, value: float, over: NDArray[np.int64]) -> float:
    """Search charges on the kinds worked too often; ``over`` is what the best tour without charges has too many."""
    base, best, found = room.value.copy(), room.tour.copy(), FORBIDDEN
    charge = np.zeros(over.shape[0])
    bound, step, beyond = value, m.price_scale, True
    for turn in range(CHARGES):
        for k in range(over.shape[0]):
            if beyond and over[k] > 0:
                charge[k] += step
            elif not beyond and charge[k] > 0.0 and over[k] < 0:
                charge[k] = max(charge[k] - step, 0.0)
            if turn == CHARGES - 1 and found <= NOTHING and charge[k] > 0.0:
                charge[k] += DETERRENT
        charge_kinds(m, room.value, base, charge)
        value = _best_path(m, room, agent)
        was_beyond, beyond = beyond, excess(m, agent, room.tour, over)
        for k in range(over.shape[0]):
            if charge[k] > 0.0:
                value += charge[k] * m.kind_most[agent, k]
        bound = min(bound, value)
        worth = value_of(room.tour, base)
        if not beyond and worth > found:
            best[:], found = room.tour, worth
        if not beyond or not was_beyond:
            step *= 0.5
        if found >= bound - TINY:
            break
    room.value[:], room.tour[:] = base, best
    return bound if found > NOTHING else FORBIDDEN


@compiled
def _best_path(m: Model, room: Room, agent: int) -> float:
    days = m.week_of.shape[0]
    states = m.states[m.automaton[agent]]
    room.low[0, :, :] = EMPTY
    first = m.own_state[agent]
    room.layers[0, 0, first, 0], room.low[0, 0, first], room.high[0, 0, first] = 0.0, 0, 0
    for day in range(days):
        if day > 0 and m.week_of[day - 1] != m.week_of[day]:
            open_week(m, room, agent, day)
        elif day > 0:
            carry(room, day)
        classes = 1 if day == 0 else m.class_count[day]
        room.low[2 * day + 1, :, :] = EMPTY
        if m.may_rest[agent, day]:
            take_off(m, room, agent, day, classes, states[day])
        work_day(m, room, agent, day, classes, states[day])
    return _walk_back(m, room, agent)


@compiled
def carry(room: Room, day: int) -> None:
    """The layer before ``day`` is the one after the day before."""
    room.low[2 * day], room.high[2 * day] = room.low[2 * day - 1], room.high[2 * day - 1]
    low, high = room.low[2 * day], room.high[2 * day]
    for c in range(low.shape[0]):
        for q in range(low.shape[1]):
            if low[c, q] != EMPTY:
                a, b = low[c, q], high[c, q] + 1
                room.layers[2 * day, c, q, a:b] = room.layers[2 * day - 1, c, q, a:b]


@compiled
def value_at(room: Room, layer: int, c: int, q: int, h: int) -> float:
    """The value of a place in a layer; ``FORBIDDEN`` outside what it holds."""
    if room.low[layer, c, q] == EMPTY or h < room.low[layer, c, q] or h > room.high[layer, c, q]:
        return FORBIDDEN
    return room.layers[layer, c, q, h]  # type: ignore[no-any-return]


@compiled
def _walk_back(m: Model, room: Room, agent: int) -> float:
    days = m.week_of.shape[0]
    week = m.week_of[days - 1]
    room.tour[:] = -1
    best, c, q, h = FORBIDDEN, 0, 0, 0
    last = 2 * days - 1
    for c1 in range(m.class_count[days]):
        for q1 in range(room.low.shape[2]):
            for h1 in range(m.least[agent, week], m.most[agent, week] + 1):
                value = value_at(room, last, c1, q1, h1)
                if value > best:
                    best, c, q, h = value, c1, q1, h1
    if best <= NOTHING:
        return FORBIDDEN
    for day in range(days - 1, -1, -1):
        c, q, h = _step_back(m, room, agent, day, c, q, h)
        if c < 0:
            return FORBIDDEN
        if day > 0 and m.week_of[day - 1] != m.week_of[day]:
            h = _hours_of_week(m, room, agent, day, c, q)
    return best


@compiled
def _hours_of_week(m: Model, room: Room, agent: int, day: int, c: int, q: int) -> int:
    """The units of the week before ``day`` with which it began: that week's best."""
    week, value = m.week_of[day - 1], room.layers[2 * day, c, q, 0]
    for h in range(m.least[agent, week], m.most[agent, week] + 1):
        if value_at(room, 2 * day - 1, c, q, h) == value:
            return h
    return -1


@compiled
def _step_back(m: Model, room: Room, agent: int, day: int, c: int, q: int, h: int) -> tuple[int, int, int]:
    """A predecessor that gives exactly the value of (c, q, h) after ``day``."""
    states = m.states[m.automaton[agent], day]
    before, goal = 2 * day, room.layers[2 * day + 1, c, q, h]
    classes, width = (1 if day == 0 else m.class_count[day]), room.low.shape[2]
    if m.may_rest[agent, day]:
        for c1 in range(classes):
            if class_after_off(m, agent, day, c1) == c:
                for q1 in range(width):
                    if states[q1, 0] == q and value_at(room, before, c1, q1, h) == goal:
                        return c1, q1, h
    for s in range(m.day_first[day], m.day_first[day + 1]):
        if m.rest_class[s] != c or room.value[s] <= NOTHING or m.paid[s] > h:
            continue
        for c1 in range(classes):
            moment = ready_at(m, agent, day, c1)
            if moment > m.start[s]:
                break
            gap = int(moment + m.weekly_extra <= m.start[s]) + int(moment + m.series_extra <= m.start[s])
            for q1 in range(width):
                if states[q1, m.action[s] + gap] != q:
                    continue
                if value_at(room, before, c1, q1, h - m.paid[s]) + room.value[s] == goal:
                    room.tour[day] = s
                    return c1, q1, h - m.paid[s]
    return -1, -1, -1
