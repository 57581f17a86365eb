"""Compiled: works within a shift when each must last a least time before another may follow.

Without such a rule every slot goes to its best work by itself. With it, the best split of a shift into stretches is a
small dynamic program over its slots. Shifts have no breaks here: a break inside a stretch is not known to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import compiled
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room


@compiled
def split(
    value: NDArray[np.float64],
    start: int,
    end: int,
    least: int,
    best: NDArray[np.float64],
    total: NDArray[np.float64],
    opened: NDArray[np.float64],
) -> None:
    """``best`` [k]: the most that the first ``k`` slots from ``start`` are worth in stretches of ``least`` or more.

    ``value`` [work, slot]; ``total`` [work, k] become running sums, ``opened`` [work] is room.
    """
    works, length = value.shape[0], end - start
    best[: length + 1] = FORBIDDEN
    best[0] = 0.0
    opened[:] = FORBIDDEN
    total[:, 0] = 0.0
    for k in range(1, length + 1):
        for w in range(works):
            total[w, k] = total[w, k - 1] + value[w, start + k - 1]
            if k >= least and best[k - least] > FORBIDDEN / 2:
                opened[w] = max(opened[w], best[k - least] - total[w, k - least])
            if opened[w] > FORBIDDEN / 2:
                best[k] = max(best[k], opened[w] + total[w, k])


@compiled
def stretch_values(m: Model, room: Room, agent: int) -> None:
    """``room.value`` [shift] as in :func:`wfm.roster.values.shift_values`, from ``room.work_value`` [work, slot]."""
    shifts, start, base = m.start.shape[0], -1, 0
    for s in range(shifts):
        if m.start[s] != start:
            start, base = m.start[s], s
            last = base
            while last + 1 < shifts and m.start[last + 1] == start:
                last += 1
            end = m.end[base]
            for other in range(base, last + 1):
                end = max(end, m.end[other])
            split(room.work_value, start, end, m.least_stretch, room.stretch_best, room.stretch_total, room.opened)
        room.value[s] = FORBIDDEN
        if m.allowed[agent, s] and room.stretch_best[m.end[s] - start] > FORBIDDEN / 2:
            room.value[s] = room.stretch_best[m.end[s] - start] - m.shift_cost[s]


@compiled
def place_works(m: Model, room: Room, shift: int, work: NDArray[np.int8]) -> None:
    """``work`` [slot] of a shift: the split that :func:`stretch_values` found."""
    start, least, best, total = m.start[shift], m.least_stretch, room.stretch_best, room.stretch_total
    split(room.work_value, start, m.end[shift], least, best, total, room.opened)
    k = m.end[shift] - start
    while k > 0:
        before, chosen = -1, -1
        for w in range(total.shape[0]):
            for u in range(k - least + 1):
                if before < 0 and best[u] > FORBIDDEN / 2 and best[u] - total[w, u] + total[w, k] == best[k]:
                    before, chosen = u, w
        if before < 0:  # cannot be: the value came from some split
            return
        for t in range(start + before, start + k):
            work[t] = chosen
        k = before
