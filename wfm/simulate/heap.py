"""A binary heap of (time, what), compiled: the next contact to be finished is at place 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import inlined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@inlined
def push(times: NDArray[np.float64], what: NDArray[np.int64], size: int, time: float, value: int) -> None:
    """Add to a heap of ``size`` entries; the arrays have room."""
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if times[parent] <= time:
            break
        times[at] = times[parent]
        what[at] = what[parent]
        at = parent
    times[at] = time
    what[at] = value


@inlined
def replace_first(times: NDArray[np.float64], what: NDArray[np.int64], size: int, time: float, value: int) -> None:
    """Put another entry in the place of the first."""
    at, child, only = 0, 1, size - 1
    while child <= only:
        # The smaller child by arithmetic: a branch here would be mispredicted every other time.
        child += int(times[min(child + 1, only)] < times[child])
        if times[child] >= time:
            break
        times[at] = times[child]
        what[at] = what[child]
        at = child
        child = 2 * at + 1
    times[at] = time
    what[at] = value
