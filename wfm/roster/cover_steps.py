"""The convex cost of a slot's cover as steps of whole parts of an agent, since CP-SAT knows whole numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.respond import cover_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model

PARTS = (1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100)  # of an agent; in hundredths where none of these is exact
TINY = 1e-9


class Steps(NamedTuple):
    """Arrays over steps, the cheapest of a row first: ``row``, ``size`` in parts, ``cost`` a part, ``start``.

    ``start`` is how much of the step the present cover takes.
    """

    row: NDArray[np.int64]
    size: NDArray[np.float64]
    cost: NDArray[np.float64]
    start: NDArray[np.float64]


def parts_of(m: Model) -> NDArray[np.int64]:
    """For each work, in how many parts an agent counts there so that every efficiency is a whole number of them."""
    found = np.full(m.efficiency.shape[1], PARTS[-1], dtype=np.int64)
    for w in range(len(found)):
        for parts in PARTS:
            some = m.efficiency[:, w] * parts
            if np.all(np.abs(some - np.rint(some)) <= TINY):
                found[w] = parts
                break
    return found


def cover_steps(
    m: Model,
    cover: NDArray[np.float64],
    work: NDArray[np.int64],
    slot: NDArray[np.int64],
    parts: NDArray[np.int64],
    fall: NDArray[np.int64],
    rise: NDArray[np.int64],
) -> Steps:
    """The steps from ``fall`` [row] parts below the present ``cover`` to ``rise`` [row] above it."""
    row, size, cost, start = _steps(m, cover, work, slot, parts, fall, rise)
    return Steps(row, size, cost, start)


@compiled
def _steps(
    m: Model,
    cover: NDArray[np.float64],
    work: NDArray[np.int64],
    slot: NDArray[np.int64],
    parts: NDArray[np.int64],
    fall: NDArray[np.int64],
    rise: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    most = int((fall + rise).sum())
    row, size = np.empty(most, dtype=np.int64), np.zeros(most)
    cost, start = np.zeros(most), np.zeros(most)
    count = 0
    for r in range(work.shape[0]):
        w, t, first = work[r], slot[r], count
        missing = m.required[w, t] - cover[w, t]
        before = _cost(m, missing + fall[r] / parts[r], w, t)
        for k in range(-fall[r], rise[r]):
            after = _cost(m, missing - (k + 1) / parts[r], w, t)
            slope = after - before
            before = after
            if count == first or slope > cost[count - 1] + TINY:
                row[count], cost[count] = r, slope
                count += 1
            size[count - 1] += 1.0
            if k < 0:
                start[count - 1] += 1.0
    return row[:count], size[:count], cost[:count], start[:count]


@compiled
def _cost(m: Model, missing: float, work: int, slot: int) -> float:
    return cover_cost(missing, m.short_width, m.short_price, work, slot, m.over_price)
