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
from wfm.staffing.filling import corridor, corridor_from

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
    return float(_critical_window(flow, lumps, max(0.0, response_intervals), np.zeros_like(flow))[0])


def levelled_work(
    load_erlangs: ArrayLike,
    open_mask: ArrayLike,
    response_intervals: float,
    backlog: ArrayLike | None = None,
    slack: ArrayLike | None = None,
) -> Numbers:
    """The work to staff in each interval so that everything is in time and the staffing as level as can be.

    Of all staffings that keep the promise this has the least peak, and the least total of any convex cost. The
    response time is rounded down to whole intervals and is at least one. The horizon is taken to repeat: without
    ``backlog``, what it leaves at its end is what it finds at its start. With ``backlog`` it starts with that instead.

    With ``slack`` others do as much of the work as they have time for, and the answer is what remains to be staffed;
    without, the answer adds up to the work arriving. (In the string of work done minus slack so far, only rising
    stretches cost staff; where it falls slack is left over. The taut string is best for any convex cost of slopes, so
    for this one too.)

    Args:
        load_erlangs: Work arriving in each interval, closed ones included, in agent-intervals.
        open_mask: Whether each interval is open.
        response_intervals: The response time in open intervals.
        backlog: Work that waits at the start, by the open intervals it still may wait: the first number is due (or
            overdue) by the end of the first open interval, the next one interval later, and so on.
        slack: Agent-intervals free for this work in each interval; what is free while closed is not used.

    Returns:
        Agents at full occupancy in each interval, 0 where closed; all 0 when no interval is open.
    """
    load = np.asarray(load_erlangs, dtype=np.float64)
    is_open = np.asarray(open_mask, dtype=bool)
    free = np.zeros_like(load) if slack is None else np.asarray(slack, dtype=np.float64)
    out = np.zeros(load.size)
    if is_open.any():
        lump, flow = on_opening_clock(load, is_open)
        response = whole_response(response_intervals)
        if backlog is None:
            out[is_open] = _levelled_repeating(flow, lump, response, free[is_open])
        else:
            waiting = np.ascontiguousarray(backlog, dtype=np.float64)
            first, _ = lumps_of_first_lap(load, is_open)
            out[is_open] = _levelled_from(flow, first, lump, response, waiting, free[is_open])
    return out


def whole_response(response_intervals: float) -> int:
    """A response time in whole intervals, rounded down, at least one."""
    return max(1, math.floor(response_intervals + 1e-9))


def on_opening_clock(load: Numbers, is_open: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Work that lies there at the start of each open interval, and that flows in during it.

    Work after the last open interval goes to the first one, because the horizon repeats.
    """
    opens = np.flatnonzero(is_open)
    slot = np.searchsorted(opens, np.arange(load.size), side="left") % opens.size
    lump = np.zeros(opens.size)
    np.add.at(lump, slot[~is_open], load[~is_open])
    return lump, np.ascontiguousarray(load[is_open])


def lumps_of_first_lap(load: Numbers, is_open: NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Work that lies there at the start of each open interval where the lap before is known, and what comes too late.

    Work after the last open interval is then no part of this lap.
    """
    lump, _ = on_opening_clock(load, is_open)
    after = float(load[np.flatnonzero(is_open)[-1] + 1 :].sum())
    lump[0] = max(0.0, lump[0] - after)
    return lump, after


def backlog_agents(
    backlog: float, target_days: float, offered_per_day: float, aht_seconds: float, *, productive_hours: float
) -> float:
    """Agents (decimal) that clear a backlog within ``target_days`` while doing what arrives (a fluid balance).

    ``productive_hours`` is what one agent spends on the work a day.
    """
    per_agent = productive_hours * 3600 / aht_seconds
    return (backlog / target_days + offered_per_day) / per_agent


@compiled
def _critical_window(flow: Numbers, lump: Numbers, response: float, slack: Numbers) -> tuple[float, int]:
    """The greatest need, work less slack over time, of any window on the repeating clock, and where it starts.

    Or the mean need, and -1, where no window needs more. ``slack`` goes with a whole ``response`` only.
    """
    n = flow.size
    best, start = (flow.sum() + lump.sum() - slack.sum()) / n, -1
    hair = 1e-12 * (abs(best) + slack.max() + flow.max() + lump.max())
    whole = int(response)
    for first in range(n):
        work, free = 0.0, 0.0
        for k in range(whole):
            free += slack[(first + k) % n]
        for length in range(n + 1):
            at = (first + length) % n
            time = length + response
            due = work + lump[at]
            if due > 0.0:
                if time <= 0.0:
                    return math.inf, first
                if (due - free) / time > best + hair:
                    best, start = (due - free) / time, first
            work += lump[at] + flow[at]
            free += slack[(at + whole) % n]
            # Without a lump the window may close at the end of the interval, before the next lump lies there.
            if (work - free) / (time + 1.0) > best + hair:
                best, start = (work - free) / (time + 1.0), first
    return best, start


@compiled
def _levelled_repeating(flow: Numbers, lump: Numbers, response: int, slack: Numbers) -> Numbers:
    """The repeating taut string. In its tightest window all agents do only what arrived since the window's start.

    So at that start nothing waits, which is where the circle can be cut open.
    """
    n = flow.size
    level, start = _critical_window(flow, lump, float(response), slack)
    if start < 0:
        return np.full(n, max(0.0, level))
    due, arrived = corridor(flow, lump, response, start)
    turned = _taut_string(due, arrived, np.roll(slack, -start))
    return np.roll(turned, start)


@compiled
def _levelled_from(
    flow: Numbers, first: Numbers, lump: Numbers, response: int, backlog: Numbers, slack: Numbers
) -> Numbers:
    """The taut string from a given backlog on; a second round of the horizon follows, so that its end is no edge."""
    n = flow.size
    both = np.concatenate((flow, flow)), np.concatenate((first, lump))
    due, arrived = corridor_from(both[0], both[1], response, backlog)
    due[2 * n] = arrived[2 * n]
    return _taut_string(due, arrived, np.concatenate((slack, slack)))[:n]


@compiled
def _taut_string(lower: Numbers, upper: Numbers, slack: Numbers) -> Numbers:
    """Rising slopes of the shortest path, less slack, from 0 to the common end of ``lower`` and ``upper``.

    From a corner, look ahead while a straight line still fits; where it no longer does, bend at the point that
    limited it. ``lower[0]`` and ``upper[0]`` are not used: the path starts at 0.
    """
    n = lower.size - 1
    free = np.zeros(n + 1)
    free[1:] = np.cumsum(slack)
    slopes = np.empty(n)
    at, height = 0, 0.0
    while at < n:
        steepest, steep_at, steep_height = math.inf, at + 1, 0.0
        flattest, flat_at, flat_height = -math.inf, at + 1, 0.0
        bend, bend_height = n, upper[n] - free[n]
        for j in range(at + 1, n + 1):
            top, bottom = upper[j] - free[j], lower[j] - free[j]
            most = (top - height) / (j - at)
            least = (bottom - height) / (j - at)
            if least > steepest:
                bend, bend_height = steep_at, steep_height
                break
            if most < flattest:
                bend, bend_height = flat_at, flat_height
                break
            if most <= steepest:
                steepest, steep_at, steep_height = most, j, top
            if least >= flattest:
                flattest, flat_at, flat_height = least, j, bottom
        slope = (bend_height - height) / (bend - at)
        for i in range(at, bend):
            slopes[i] = max(0.0, slope)
        at, height = bend, bend_height
    return slopes
