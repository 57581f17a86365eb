"""Blending: deferred work done between real-time contacts, by the agents who wait for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.deferred import levelled_work
from wfm.staffing.groups import group_agents, group_service
from wfm.staffing.worked_off import work_off

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand import DeferredGroup, WorkDemand

    Numbers = NDArray[np.float64]

LAPS = 4  # rounds of the horizon after which the backlog it carries over repeats


def blended(demand: WorkDemand, interval_seconds: float) -> WorkDemand:
    """The demand with its deferred work put into the slack of its real-time queues, staffed as required.

    The groups of deferred queues take their slack one after the other, the shortest response time first, each by
    earliest deadline; what does not fit in time is levelled as own staffing.
    """
    agents = [group_agents(group, interval_seconds) for group in demand.real_time]
    services = [group_service(g, n, interval_seconds) for g, n in zip(demand.real_time, agents, strict=True)]
    pairs = list(zip(agents, services, strict=True))
    taken: Numbers | None = None
    groups = []
    for group in sorted(demand.deferred, key=lambda g: g.response_intervals):
        taken = np.zeros_like(group.work) if taken is None else taken
        free = sum((np.maximum(0.0, n * (group.max_occupancy - s.occupancy)) for n, s in pairs), np.zeros_like(taken))
        placed = _placed(group, np.maximum(0.0, free - taken))
        taken = taken + placed.in_slack
        groups.append(placed)
    return replace(demand, deferred=tuple(groups))


def _placed(group: DeferredGroup, slack: Numbers) -> DeferredGroup:
    response = group.response_intervals
    own = levelled_work(group.arriving, group.is_open, response, slack=slack)
    backlog = np.zeros(0)
    for _ in range(LAPS):
        found = work_off(group.arriving, group.is_open, response, own + slack, backlog=backlog)
        backlog = found.backlog
    # Own staff work first; what is done beyond them is done in the slack.
    return replace(group, work=own, in_slack=np.maximum(0.0, found.done - own))


def blending_notes(work: str, demand: WorkDemand, grid: IntervalGrid) -> list[str]:
    """How much of the deferred work was absorbed and how much needs staff of its own, in agent-hours."""
    hours = grid.minutes / 60
    notes = []
    for group in demand.deferred:
        absorbed, own = float(group.in_slack.sum()) * hours, float(group.work.sum()) * hours
        notes.append(
            f"{work}: of the {absorbed + own:.1f} agent-hours of {', '.join(group.queues)}, {absorbed:.1f} fit between "
            f"real-time contacts and {own:.1f} need agents of their own."
        )
    return notes
