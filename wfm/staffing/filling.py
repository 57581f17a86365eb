"""Work with a corridor of its own, poured on top of what others do: the most level whole. Compiled.

Work done so far has to stay between what is due and what has come; the others' level, interval by interval, is given.
Poured like water, the whole would be level; where the corridor forbids that, it bends at the place that the water line
misses by most, and both sides are poured for themselves. (Of all corridors of a flow this finds the staffing whose
whole is best for any convex cost: the bases of a submodular function; Fujishige 1980, and for limits on both sides van
der Klauw, Gerards and Hurink 2017.) With nothing there already it is the taut string.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

HAIR = 1e-12  # a corridor is missed by more than this part of its height


@compiled
def corridor(flow: Numbers, lump: Numbers, response: int, start: int) -> tuple[Numbers, Numbers]:
    """Work due and work come by the end of each interval of one lap from ``start`` on, at which nothing waits.

    ``lump`` lies there at the start of an interval, ``flow`` comes during it. Shape (intervals + 1,), 0 at first.
    """
    n = flow.size
    come, due = np.zeros(n + 1), np.zeros(n + 1)
    for i in range(n):
        at = (start + i) % n
        come[i + 1] = come[i] + lump[at] + flow[at]
        if i + 1 >= response:
            due[i + 1] = come[i + 1 - response] + lump[(start + i + 1 - response) % n]
    due[n] = come[n]
    return due, come


@compiled
def corridor_from(flow: Numbers, lump: Numbers, response: int, backlog: Numbers) -> tuple[Numbers, Numbers]:
    """The same from a backlog on, given by the time that it still may wait, on a clock that does not repeat."""
    n = flow.size
    come, due = np.zeros(n + 1), np.zeros(n + 1)
    due_by = np.cumsum(backlog)
    for i in range(n):
        come[i + 1] = come[i] + lump[i] + flow[i]
    for i in range(1, n + 1):
        if i >= response:
            due[i] = come[i - response] + (lump[i - response] if i - response < n else 0.0)
        if backlog.size > 0:
            due[i] += due_by[min(i, backlog.size) - 1]
    come += backlog.sum()
    return due, come


@compiled
def poured(due: Numbers, come: Numbers, others: Numbers) -> Numbers:
    """Work in each interval: from 0 to ``come[-1]``, which ``due`` ends at too.

    Args:
        due: Least work done by the end of each interval, shape (intervals + 1,), rising.
        come: Most work done by then.
        others: The level that is there already; below 0 where others have time left.
    """
    n = others.size
    out = np.zeros(n)
    hair = HAIR * (1.0 + abs(come[n]))
    # Segments still to be poured: where they begin and end, and the work done by then.
    todo_from, todo_to = np.zeros(n + 1, dtype=np.int64), np.zeros(n + 1, dtype=np.int64)
    done_before, done_after = np.zeros(n + 1), np.zeros(n + 1)
    todo, todo_to[0], done_after[0] = 1, n, come[n]
    while todo > 0:
        todo -= 1
        first, end, before, after = todo_from[todo], todo_to[todo], done_before[todo], done_after[todo]
        line = water_line(others[first:end], after - before)
        so_far, worst, bend, height = before, hair, -1, 0.0
        for i in range(first, end):
            out[i] = max(0.0, line - others[i])
            so_far += out[i]
            if i + 1 < end:
                if so_far - come[i + 1] > worst:
                    worst, bend, height = so_far - come[i + 1], i + 1, come[i + 1]
                if due[i + 1] - so_far > worst:
                    worst, bend, height = due[i + 1] - so_far, i + 1, due[i + 1]
        if bend >= 0:
            todo_from[todo], todo_to[todo], done_before[todo], done_after[todo] = first, bend, before, height
            todo += 1
            todo_from[todo], todo_to[todo], done_before[todo], done_after[todo] = bend, end, height, after
            todo += 1
    return out


@compiled
def poured_around(flow: Numbers, lump: Numbers, response: int, others: Numbers) -> Numbers:
    """The same on a clock that repeats: what the lap's end leaves, its start finds.

    If the level water fits for some height at the start, it is that. Else there is a moment at which nothing may wait:
    the one at which the corridor's upper wall is nearest to the water. There the circle is cut open.
    """
    n = flow.size
    due, come = corridor(flow, lump, response, 0)
    # On the circle all of the lap counts, not only what came since its start.
    total = come[n]
    for i in range(n + 1):
        lap, at = divmod(i - response, n)
        due[i] = lap * total + come[at] + lump[at]
    line = water_line(others, total)
    so_far, above, room, cut = 0.0, -math.inf, math.inf, 0
    for i in range(n):
        above = max(above, due[i] - so_far)
        if come[i] - so_far < room:
            room, cut = come[i] - so_far, i
        so_far += max(0.0, line - others[i])
    if above <= room + HAIR * (1.0 + total):
        return np.maximum(0.0, line - others)
    due, come = corridor(flow, lump, response, cut)
    return np.roll(poured(due, come, np.roll(others, -cut)), cut)


@compiled
def water_line(others: Numbers, work: float) -> float:
    """The level that ``work`` comes to on top of ``others``: Newton's method, from above."""
    if not work > 0.0:
        return -math.inf
    line, wet = (work + others.sum()) / others.size, others.size
    while True:
        below, count = 0.0, 0
        for level in others:
            if level < line:
                below += level
                count += 1
        # Fewer and fewer lie below the line as it falls; one more is a level at the line, by a rounding error.
        if count >= wet or count == 0:
            return float(line)
        line, wet = (work + below) / count, count
