"""When work that may wait is due: so many intervals of opening time after it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def due_times(
    is_open: NDArray[np.bool_], response_intervals: int, interval_seconds: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When work is due that comes at the start of each interval, and how much later a second later (1 open, 0 closed).

    The clock runs in open intervals. Work that comes while closed is due as if it came at the next opening; inf where
    the horizon ends before.
    """
    opened = np.flatnonzero(is_open)
    before: NDArray[np.int64] = np.cumsum(is_open) - is_open
    # Open: due at the same point of the interval so many further on. Closed: at the end of the one before that.
    last = np.where(is_open, before + response_intervals, before + response_intervals - 1)
    inside = last < opened.size
    due = np.full(is_open.size, np.inf)
    due[inside] = (opened[last[inside]] + np.where(is_open[inside], 0, 1)) * interval_seconds
    return due, is_open.astype(np.float64)
