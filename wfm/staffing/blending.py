"""Blending: deferred work done between real-time contacts, by the agents who wait for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.groups import group_agents, group_service
from wfm.staffing.levelling import levelled_together, worked_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import WorkDemand

    Numbers = NDArray[np.float64]

LEAST_HOURS = 0.05  # what rounds to nothing is not spoken of


def blended(demand: WorkDemand, interval_seconds: float) -> WorkDemand:
    """The demand with its deferred work put into the slack of its real-time queues, staffed as required.

    The groups of deferred queues share the slack, and what does not fit in time is staffed, as level as can be over all
    of them (:func:`wfm.staffing.levelling.levelled_together`).
    """
    agents = [group_agents(group, interval_seconds) for group in demand.real_time]
    services = [group_service(g, n, interval_seconds) for g, n in zip(demand.real_time, agents, strict=True)]
    return placed_beside(demand, [(n, s.occupancy) for n, s in zip(agents, services, strict=True)])


def placed_beside(demand: WorkDemand, staffed: Sequence[tuple[Numbers, Numbers]]) -> WorkDemand:
    """The same beside other staffing of the real-time queues: pairs of agents and their occupancy an interval."""

    def free(limit: float) -> Numbers:
        nothing = np.zeros_like(staffed[0][0]) if staffed else np.zeros_like(demand.deferred[0].work)
        return sum((np.maximum(0.0, n * (limit - busy)) for n, busy in staffed), nothing)

    return replace(demand, deferred=levelled_together(demand.deferred, free))


def deferred_notes(work: str, demand: WorkDemand, grid: IntervalGrid, *, blend: bool) -> list[str]:
    """What becomes of the deferred work, in agent-hours: absorbed, staffed, late and left over at the end."""
    absorbed = own = late = left = 0.0
    for group in demand.deferred:
        found = worked_off(group, group.work + group.in_slack)
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
