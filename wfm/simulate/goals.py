"""By how much a simulation misses its goals, block of intervals by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.simulate.engine import ABANDONED, ANSWERED, IN_TIME, OFFERED, WAIT_ANSWERED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.simulate.run import SimulationResult
    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]


def shortfalls(result: SimulationResult, goals: Mapping[str, ServiceGoal], blocks: NDArray[np.int64]) -> Numbers:
    """The largest miss of any goal in each block, as a share of the goal; 0 where all are kept.

    Args:
        result: Its replications are taken together.
        goals: By queue; the limit on occupancy holds for each group that takes the queue.
        blocks: The block of each interval of the scenario, warm-up included (which is not counted).
    """
    scenario = result.scenario
    count = int(blocks.max()) + 1
    counted = blocks[scenario.warm_up :]
    totals = _by_block(result.counts.sum(axis=0).transpose(1, 0, 2), counted, count)
    busy = _by_block(result.busy_seconds.sum(axis=0).T, counted, count)
    missed = np.zeros(count)
    for q, queue in enumerate(scenario.queues):
        goal, here = goals.get(queue.name), totals[:, q]
        if goal is None:
            continue
        offered, answered = here[:, OFFERED], here[:, ANSWERED]
        if goal.service_level is not None:
            level = _ratio(here[:, IN_TIME], offered, 1.0)
            missed = np.maximum(missed, (goal.service_level - level) / goal.service_level)
        if goal.asa_seconds is not None:
            nobody = np.where(offered > 0, np.inf, 0.0)
            wait = np.divide(here[:, WAIT_ANSWERED], answered, out=nobody, where=answered > 0)
            missed = np.maximum(missed, 1 - goal.asa_seconds / np.maximum(wait, goal.asa_seconds))
        if goal.max_abandonment is not None:
            missed = np.maximum(missed, _ratio(here[:, ABANDONED], offered, 0.0) - goal.max_abandonment)
        if goal.max_occupancy is not None:
            for g, group in enumerate(scenario.groups):
                if queue.name in group.takes:
                    at_work = scenario.over_time(group.agents)[scenario.warm_up :, None] * scenario.interval_seconds
                    staffed = _by_block(at_work, counted, count)[:, 0] * result.replications
                    missed = np.maximum(missed, _ratio(busy[:, g], staffed, 0.0) - goal.max_occupancy)
    return missed


def _by_block(values: Numbers, blocks: NDArray[np.int64], count: int) -> Numbers:
    """Sums over the intervals (axis 0) of each block."""
    out = np.zeros((count, *values.shape[1:]))
    np.add.at(out, blocks, values)
    return out


def _ratio(top: Numbers, bottom: Numbers, otherwise: float) -> Numbers:
    return np.divide(top, bottom, out=np.full(bottom.shape, otherwise), where=bottom > 0)
