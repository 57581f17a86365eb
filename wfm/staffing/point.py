"""One queue, one whole number of agents: every measure of it, compiled. Others search and interpolate on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wfm.compiled import compiled
from wfm.staffing.chat import inverse_full
from wfm.staffing.erlang import inverse_b
from wfm.staffing.erlang_a import MAX_Y, is_deep, queue_sums, tail_shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WAITS, ABANDONS, IN_TIME, LATE, VIRTUAL_LATE, WAIT_ALL, WAIT_SERVED, CHATS = range(8)
"""Places in what :func:`measures` returns: P(wait), P(abandon), P(served in time), P(served late), P(V > t), mean wait
of all, mean wait of those served, mean contacts in handling. Shares are of contacts offered; waits in handle times."""

Measures = tuple[float, float, float, float, float, float, float, float]


@compiled
def measures(agents: float, load: float, effective: NDArray[np.float64], patience: float, threshold: float) -> Measures:
    """The measures of ``agents`` (whole) at ``load`` > 0.

    ``patience`` and ``threshold`` are in handle times; patience 0 stands for customers who never hang up. Then, with
    a load that is not below the capacity, everybody waits for ever: no contact in time, the waits infinite.
    """
    capacity = agents * effective[-1]
    chats = 0.0
    if effective.size == 2:
        inverse = inverse_b(agents, load)
    else:
        inverse, chats = inverse_full(agents, load, effective)
    places = agents * (effective.size - 1)
    if patience > 0.0:
        waits, abandons, late, virtual, wait_all, served = _impatient(inverse, load, capacity, patience, threshold)
    elif capacity <= load:
        return 1.0, 0.0, 0.0, 1.0, 1.0, math.inf, math.inf, places
    else:
        spare = capacity - load
        waits = 1.0 / (1.0 + (inverse - 1.0) * spare / capacity)
        late = waits * math.exp(-spare * threshold)
        abandons, virtual, wait_all, served = 0.0, late, waits / spare, waits / spare
    in_time = min(1.0, max(0.0, 1.0 - abandons - late))
    if effective.size == 2:
        chats = load * (1.0 - abandons)
    else:
        chats = waits * places + (1.0 - waits) * _mean_below(chats, places, inverse)
    return waits, abandons, in_time, late, virtual, wait_all, served, chats


@compiled
def _mean_below(mean: float, places: float, inverse: float) -> float:
    """The mean number in handling given a free place, from the mean over 0..places where 1/inverse is at places."""
    if inverse <= 1.0:
        return 0.0
    return (mean - places / inverse) / (1.0 - 1.0 / inverse)


@compiled
def _impatient(
    inverse: float, load: float, capacity: float, patience: float, threshold: float
) -> tuple[float, float, float, float, float, float]:
    if capacity <= 0.0:
        return 1.0, 1.0, 0.0, 1.0, patience, math.inf
    patience = min(patience, MAX_Y / load)
    x, y = capacity * patience, load * patience
    total, first, harmonic = queue_sums(x, y)
    waits = 1.0 if is_deep(x, y) else 1.0 / (1.0 + (inverse - 1.0) / total)
    abandons = min(1.0, waits * (first / total) / y)
    virtual, late = tail_shares(load, capacity, patience, threshold, total)
    joint = waits * (x / y) * patience * (harmonic / total)
    served = joint / (1.0 - abandons) if abandons < 1.0 else math.inf
    return waits, abandons, min(1.0, waits * late), min(1.0, waits * virtual), patience * abandons, served
