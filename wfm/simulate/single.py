"""One queue and one group of constant size: the same contacts as in the engine, without events.

First come, first served means that a contact is begun by the agent who is free first (Kiefer and Wolfowitz 1955), so
one heap of the times at which agents are free again is all there is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.simulate.engine import (
    ABANDONED,
    ANSWERED,
    COUNTS,
    EARLY,
    HANDLING,
    IN_TIME,
    OFFERED,
    WAIT_ALL,
    WAIT_ANSWERED,
)
from wfm.simulate.heap import replace_first
from wfm.simulate.randomness import GAP, PATIENCE, exponential, handle_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@compiled
def play_single(
    stream: np.uint64,
    rate: Numbers,
    mean: Numbers,
    law: int,
    log_sd: float,
    patience: float,
    threshold: float,
    agents: int,
    factor: float,
    interval: float,
) -> tuple[Numbers, Numbers]:
    """One replication, with the arguments and the answer of ``play``, for its one queue and its one group."""
    intervals = rate.size
    ends = intervals * interval
    counts = np.zeros((intervals, COUNTS))
    busy = np.zeros(intervals)
    free_at = np.zeros(max(1, agents))
    if agents == 0:
        free_at[0] = math.inf
    nobody = np.zeros(free_at.size, dtype=np.int64)
    now, who, slot, boundary = 0.0, 0, 0, interval
    gap = exponential(stream, 0, GAP)
    while True:
        while gap >= (boundary - now) * rate[slot]:
            gap -= (boundary - now) * rate[slot]
            now = boundary
            slot += 1
            if slot == intervals:
                return counts, busy
            boundary = (slot + 1) * interval
        now += gap / rate[slot]
        counts[slot, OFFERED] += 1.0
        begins = max(now, free_at[0])
        deadline = math.inf
        if patience > 0.0 and begins > now:
            deadline = now + patience * exponential(stream, who, PATIENCE)
        if deadline <= begins:
            if deadline <= ends:
                counts[slot, ABANDONED] += 1.0
                counts[slot, WAIT_ALL] += deadline - now
                if deadline - now <= threshold:
                    counts[slot, EARLY] += 1.0
        elif begins < ends:
            waited = begins - now
            counts[slot, ANSWERED] += 1.0
            counts[slot, WAIT_ANSWERED] += waited
            counts[slot, WAIT_ALL] += waited
            if waited <= threshold:
                counts[slot, IN_TIME] += 1.0
            counts[slot, HANDLING] += factor * mean[slot]
            end = begins + factor * handle_time(stream, who, law, mean[slot], log_sd)
            replace_first(free_at, nobody, free_at.size, end, 0)
            at = slot if begins < boundary else min(intervals - 1, int(begins / interval))
            while at < intervals:
                until = min(end, (at + 1) * interval)
                busy[at] += until - begins
                if until >= end:
                    break
                begins = until
                at += 1
        who += 1
        gap = exponential(stream, who, GAP)
