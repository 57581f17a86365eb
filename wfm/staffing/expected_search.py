"""The least decimal agents that keep the goals on average over draws of the contacts. Compiled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.staffing.point import measures
from wfm.staffing.queue_service import between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.staffing.agents import Goals

    Numbers = NDArray[np.float64]

CLOSE = 1e-6  # agents


@compiled
def least_on_average(
    low: Numbers,
    high: Numbers,
    weight: Numbers,
    offered: Numbers,
    load: Numbers,
    unit: Numbers,
    patience: Numbers,
    effective: Numbers,
    goals: Goals,
    longest_wait: float,
) -> Numbers:
    """The least agents of each interval between ``low``, which no draw asks less than, and ``high``, which keep all.

    First the whole number is found; then only the two around the answer count, because in between all measures follow
    from theirs.

    Args:
        low: The least need of any draw, shape (intervals,).
        high: The greatest one.
        weight: Probability of each draw, shape (draws,).
        offered: Contacts, shape (draws, intervals).
        load: Erlangs, same shape.
        unit: Seconds of a handle time, stretched, same shape.
        patience: Seconds, 0 for endless, same shape.
        effective: Capacity by contacts at a time.
        goals: As :func:`wfm.staffing.agents.agents_required` writes them; below 0 for none.
        longest_wait: Seconds that a wait counts at most.
    """
    out = np.zeros(low.size)
    around = np.empty((2, weight.size, 8))
    for i in range(low.size):
        if not high[i] > 0.0:
            continue
        bad, good = math.floor(low[i]) - 1.0, math.ceil(high[i])
        while good - bad > 1.0:
            middle = math.floor((good + bad) / 2.0)
            _at(middle, around[1], i, load, unit, patience, effective, goals)
            if _kept(middle, middle, around, i, weight, offered, load, unit, patience, effective, goals, longest_wait):
                good = middle
            else:
                bad = middle
        _at(bad, around[0], i, load, unit, patience, effective, goals)
        _at(good, around[1], i, load, unit, patience, effective, goals)
        least, enough = max(bad, low[i], 0.0), min(good, high[i])
        while enough - least > CLOSE:
            half = (least + enough) / 2.0
            if _kept(half, bad, around, i, weight, offered, load, unit, patience, effective, goals, longest_wait):
                enough = half
            else:
                least = half
        out[i] = enough
    return out


@compiled
def _at(
    agents: float,
    into: Numbers,
    i: int,
    load: Numbers,
    unit: Numbers,
    patience: Numbers,
    effective: Numbers,
    goals: Goals,
) -> None:
    """The measures of a whole number of agents in every draw."""
    for d in range(into.shape[0]):
        if load[d, i] > 0.0 and agents >= 0.0:
            found = measures(agents, load[d, i], effective, patience[d, i] / unit[d, i], goals[1] / unit[d, i])
            for k in range(8):
                into[d, k] = found[k]
        else:
            into[d] = 0.0


@compiled
def _kept(
    agents: float,
    low: float,
    around: Numbers,
    i: int,
    weight: Numbers,
    offered: Numbers,
    load: Numbers,
    unit: Numbers,
    patience: Numbers,
    effective: Numbers,
    goals: Goals,
    longest_wait: float,
) -> bool:
    """Whether every goal holds on average; ``around`` are the measures at ``low`` and the next whole number."""
    all_offered, level, lost, answered, wait, busy = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for d in range(weight.size):
        contacts = weight[d] * offered[d, i]
        if not load[d, i] > 0.0:
            level, all_offered, answered = level + contacts, all_offered + contacts, answered + contacts
            continue
        all_offered += contacts
        pat = patience[d, i] / unit[d, i]
        if pat <= 0.0 and agents * effective[-1] <= load[d, i]:
            answered, wait, busy = answered + contacts, wait + contacts * longest_wait, busy + weight[d]
            continue
        a, b = around[0, d], around[1, d]
        top = (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7])
        base = top if agents == low else (a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7])
        row = between(agents, low, load[d, i], effective[-1], pat, goals[1] / unit[d, i], base, top)
        served = contacts * (1.0 - row[5])
        level, lost, answered = level + contacts * row[0], lost + contacts * row[5], answered + served
        wait += served * min(row[6] * unit[d, i], longest_wait)
        busy += weight[d] * row[8]
    mean_wait = wait / answered if answered > 0.0 else longest_wait
    if all_offered <= 0.0:
        return True
    if goals[0] > 0.0 and level < goals[0] * all_offered:
        return False
    if goals[2] > 0.0 and mean_wait > goals[2]:
        return False
    if goals[3] > 0.0 and lost > goals[3] * all_offered:
        return False
    return not (goals[4] > 0.0 and busy > goals[4])
