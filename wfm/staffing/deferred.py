"""Work that may wait for hours: the least staffing that finishes everything inside its response time.

Time is the opening clock: closed intervals are cut out. Work flows in evenly during an open interval; what came while
closed lies there (a lump) when the doors open. A staffing keeps the promise exactly when, for all t1 < t2, the agents
present in [t1, t2] can do the work that arrived in [t1, t2 - T], done in order of deadline (earliest deadline first;
Horn 1974). The smoothest such staffing is the taut string between the work arrived and the work due.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


def least_constant_agents(load_erlangs: ArrayLike, response_intervals: float, lump: ArrayLike | None = None) -> float:
    """The least constant number of agents (at full occupancy) on an opening clock that repeats.

    Args:
        load_erlangs: Work arriving in each open interval, in agent-intervals.
        response_intervals: The response time in intervals, a fraction allowed. Zero means at once.
        lump: Work that lies there at the start of each interval, of the same length.

    Returns:
        Decimal agents; inf where a lump must be done in no time.
    """
    flow = np.ascontiguousarray(load_erlangs, dtype=np.float64)
    lumps = np.zeros_like(flow) if lump is None else np.ascontiguousarray(lump, dtype=np.float64)
    if flow.size == 0:
        return 0.0
    return float(_critical_window(flow, lumps, max(0.0, response_intervals))[0])


def levelled_work(
    load_erlangs: ArrayLike,
    open_mask: ArrayLike,
    response_intervals: float,
    backlog: ArrayLike | None = None,
) -> Numbers:
    """The work to do in each interval so that everything is in time and the staffing as level as can be.

    Of all staffings that keep the promise this has the least peak, and the least total of any convex cost. The
    response time is rounded down to whole intervals and is at least one. The horizon is taken to repeat: without
    ``backlog``, what it leaves at its end is what it finds at its start, and the answer adds up to the work arriving.
    With ``backlog`` it starts with that instead.

    Args:
        load_erlangs: Work arriving in each interval, closed ones included, in agent-intervals.
        open_mask: Whether each interval is open.
        response_intervals: The response time in open intervals.
        backlog: Work that waits at the start, by the open intervals it still may wait: the first number is due (or
            overdue) by the end of the first open interval, the next one interval later, and so on.

    Returns:
        Agents at full occupancy in each interval, 0 where closed; all 0 when no interval is open.
    """
    load = np.asarray(load_erlangs, dtype=np.float64)
    is_open = np.asarray(open_mask, dtype=bool)
    out = np.zeros(load.size)
    if is_open.any():
        lump, flow = on_opening_clock(load, is_open)
        response = max(1, math.floor(response_intervals + 1e-9))
        if backlog is None:
            out[is_open] = _levelled_repeating(flow, lump, response)
        else:
            waiting = np.ascontiguousarray(backlog, dtype=np.float64)
            out[is_open] = _levelled_from(flow, lump, response, waiting)
    return out


def on_opening_clock(load: Numbers, is_open: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Work that lies there at the start of each open interval, and that flows in during it.

    Work after the last open interval goes to the first one, because the horizon repeats.
    """
    opens = np.flatnonzero(is_open)
    slot = np.searchsorted(opens, np.arange(load.size), side="left") % opens.size
    lump = np.zeros(opens.size)
    np.add.at(lump, slot[~is_open], load[~is_open])
    return lump, np.ascontiguousarray(load[is_open])


def backlog_agents(
    backlog: float, target_days: float, offered_per_day: float, aht_seconds: float, *, productive_hours: float
) -> float:
    """Agents (decimal) that clear a backlog within ``target_days`` while doing what arrives (a fluid balance).

    ``productive_hours`` is what one agent spends on the work a day.
    """
    per_agent = productive_hours * 3600 / aht_seconds
    return (backlog / target_days + offered_per_day) / per_agent


@compiled
def _critical_window(flow: Numbers, lump: Numbers, response: float) -> tuple[float, int]:
    """The greatest work over time of any window on the repeating clock, and where it starts; or the mean, and -1."""
    n = flow.size
    best, start = (flow.sum() + lump.sum()) / n, -1
    for first in range(n):
        work = 0.0
        for length in range(n + 1):
            at = (first + length) % n
            time = length + response
            due = work + lump[at]
            if due > 0.0 and due > best * time * (1.0 + 1e-12):
                if time <= 0.0:
                    return math.inf, first
                best, start = due / time, first
            work += lump[at] + flow[at]
            # Without a lump the window may close at the end of the interval, before the next lump lies there.
            if work > best * (time + 1.0) * (1.0 + 1e-12):
                best, start = work / (time + 1.0), first
    return best, start


@compiled
def _levelled_repeating(flow: Numbers, lump: Numbers, response: int) -> Numbers:
    """The repeating taut string. In its tightest window all agents do only what arrived since the window's start.

    So at that start nothing waits, which is where the circle can be cut open.
    """
    n = flow.size
    level, start = _critical_window(flow, lump, float(response))
    if start < 0:
        return np.full(n, level)
    arrived, due = np.zeros(n + 1), np.zeros(n + 1)
    for i in range(n):
        at = (start + i) % n
        arrived[i + 1] = arrived[i] + lump[at] + flow[at]
        if i + 1 >= response:
            due[i + 1] = arrived[i + 1 - response] + lump[(start + i + 1 - response) % n]
    due[n] = arrived[n]
    turned = _taut_string(due, arrived)
    out = np.empty(n)
    for i in range(n):
        out[(start + i) % n] = turned[i]
    return out


@compiled
def _levelled_from(flow: Numbers, lump: Numbers, response: int, backlog: Numbers) -> Numbers:
    """The taut string from a given backlog on; a second round of the horizon follows, so that its end is no edge."""
    n = flow.size
    length = 2 * n
    arrived, due = np.zeros(length + 1), np.zeros(length + 1)
    waiting = backlog.sum()
    overdue_by = np.minimum(np.cumsum(backlog), waiting)
    for i in range(length):
        arrived[i + 1] = arrived[i] + lump[i % n] + flow[i % n]
    for i in range(1, length + 1):
        if i >= response:
            due[i] = arrived[i - response] + lump[(i - response) % n]
        if backlog.size > 0:
            due[i] += overdue_by[min(i, backlog.size) - 1]
    arrived += waiting
    due[length] = arrived[length]
    return _taut_string(due, arrived)[:n]


@compiled
def _taut_string(lower: Numbers, upper: Numbers) -> Numbers:
    """Slopes of the shortest path from 0 to the common end of ``lower`` and ``upper`` that stays between them.

    From a corner, look ahead while a straight line still fits; where it no longer does, bend at the point that
    limited it. ``lower[0]`` and ``upper[0]`` are not used: the path starts at 0.
    """
    n = lower.size - 1
    slopes = np.empty(n)
    at, height = 0, 0.0
    while at < n:
        steepest, steep_at, steep_height = math.inf, at + 1, 0.0
        flattest, flat_at, flat_height = -math.inf, at + 1, 0.0
        bend, bend_height = n, upper[n]
        for j in range(at + 1, n + 1):
            most = (upper[j] - height) / (j - at)
            least = (lower[j] - height) / (j - at)
            if least > steepest:
                bend, bend_height = steep_at, steep_height
                break
            if most < flattest:
                bend, bend_height = flat_at, flat_height
                break
            if most <= steepest:
                steepest, steep_at, steep_height = most, j, upper[j]
            if least >= flattest:
                flattest, flat_at, flat_height = least, j, lower[j]
        slope = (bend_height - height) / (bend - at)
        for i in range(at, bend):
            slopes[i] = max(0.0, slope)
        at, height = bend, bend_height
    return slopes
