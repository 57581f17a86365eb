"""Blending: deferred work done between real-time contacts, by the agents who wait for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.deferred import levelled_work
from wfm.staffing.groups import group_agents, group_service
from wfm.staffing.worked_off import work_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import DeferredGroup, WorkDemand
    from wfm.staffing.worked_off import WorkedOff

    Numbers = NDArray[np.float64]

LEAST_HOURS = 0.05  # what rounds to nothing is not spoken of
LAPS = 4  # rounds of the horizon after which the backlog it carries over repeats


def blended(demand: WorkDemand, interval_seconds: float) -> WorkDemand:
    """The demand with its deferred work put into the slack of its real-time queues, staffed as required.

    The groups of deferred queues take their slack one after the other, the shortest response time first, each by
    earliest deadline; what does not fit in time is levelled as own staffing.
    """
    agents = [group_agents(group, interval_seconds) for group in demand.real_time]
    services = [group_service(g, n, interval_seconds) for g, n in zip(demand.real_time, agents, strict=True)]
    return placed_beside(demand, [(n, s.occupancy) for n, s in zip(agents, services, strict=True)])


def placed_beside(demand: WorkDemand, staffed: Sequence[tuple[Numbers, Numbers]]) -> WorkDemand:
    """The same beside other staffing of the real-time queues: pairs of agents and their occupancy an interval."""
    taken: Numbers | None = None
    groups = []
    for group in sorted(demand.deferred, key=lambda g: g.response_intervals):
        taken = np.zeros_like(group.work) if taken is None else taken
        free = sum((np.maximum(0.0, n * (group.max_occupancy - busy)) for n, busy in staffed), np.zeros_like(taken))
        placed = _placed(group, np.maximum(0.0, free - taken))
        taken = taken + placed.in_slack
        groups.append(placed)
    return replace(demand, deferred=tuple(groups))


def _placed(group: DeferredGroup, slack: Numbers) -> DeferredGroup:
    own = levelled_work(group.arriving, group.is_open, group.response_intervals, group.backlog, slack)
    found = _worked_off(group, own + slack)
    # Own staff work first; what is done beyond them is done in the slack.
    return replace(group, work=own, in_slack=np.maximum(0.0, found.done - own))


def _worked_off(group: DeferredGroup, capacity: Numbers) -> WorkedOff:
    """From the group's backlog; from the one that the horizon leaves and finds again, where nobody said."""
    args = (group.arriving, group.is_open, group.response_intervals, capacity)
    if group.backlog is not None:
        return work_off(*args, backlog=group.backlog)
    found = work_off(*args)
    for _ in range(LAPS - 1):
        found = work_off(*args, backlog=found.backlog)
    return found


def deferred_notes(work: str, demand: WorkDemand, grid: IntervalGrid, *, blend: bool) -> list[str]:
    """What becomes of the deferred work, in agent-hours: absorbed, staffed, late and left over at the end."""
    absorbed = own = late = left = 0.0
    for group in demand.deferred:
        found = _worked_off(group, group.work + group.in_slack)
        absorbed, own = absorbed + float(group.in_slack.sum()), own + float(group.work.sum())
        late, left = late + float(found.late.sum()), left + float(found.backlog.sum())
    absorbed, own, late, left = (x * grid.minutes / 60 for x in (absorbed, own, late, left))
    if max(absorbed + own, late, left) < LEAST_HOURS:
        return []
    fits = f"{absorbed:.1f} fit" if blend else "none is done (no blending)"
    lateness = f"{late:.1f} will be late" if late >= LEAST_HOURS else "none will be late"
    return [
        f"{work}: of {absorbed + own:.1f} agent-hours of deferred work, {fits} between real-time contacts and "
        f"{own:.1f} need agents of their own; {lateness} with these agents, and {left:.1f} are left at the end."
    ]
