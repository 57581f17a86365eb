"""What becomes of the deferred work under a roster: done, late, left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.staffing.blending import blended
from wfm.staffing.demand import grid_of, queue_demands, work_demand
from wfm.staffing.expected import agents_on, split_agents
from wfm.staffing.groups import group_agents, group_service
from wfm.staffing.worked_off import work_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]

COLUMNS = ("work", "queues", "arriving_hours", "done_hours", "late_hours", "backlog_hours")


def deferred_outlook(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    scheduled: pd.DataFrame,
    *,
    blend: bool | None = None,
    backlog_hours: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """How ``scheduled`` agents work off the deferred queues, by earliest deadline, over the forecast.

    Agents are split as in :func:`wfm.staffing.expected_service`; with ``blend`` those on real-time queues also use
    their idle time, up to the occupancy of the deferred goal.

    Args:
        forecast: Contacts and handle times.
        plan: Response times, opening hours.
        model: Which queues each work holds.
        calendar: Public holidays.
        scheduled: As for :func:`wfm.staffing.expected_service`.
        blend: Whether idle real-time agents help; as the plan says, without it.
        backlog_hours: Agent-hours of each queue waiting at the start, with their full response time left; none
            without it.

    Returns:
        A row for each work and group of like deferred queues: work, queues (joined by commas), agent-hours arriving,
        done, late (not done when their time was over) and left as backlog at the end.

    Raises:
        ConfigError: A queue has no plan or no handle time, or a backlog that it cannot have.
        DataError: A column of ``scheduled`` is missing, or a row is repeated.
    """
    grid = grid_of(forecast)
    queues = queue_demands(forecast, plan, calendar, grid, backlog_hours)
    blend = plan.blends(model.name) if blend is None else blend
    agents, seconds, hours = agents_on(scheduled, grid), 60.0 * grid.minutes, grid.minutes / 60
    rows = []
    for work in model.works:
        demand = work_demand(work, queues, grid)
        demand = blended(demand, seconds) if blend else demand
        needs = [group_agents(g, seconds) for g in demand.real_time]
        here = agents.get(work.name, np.zeros(grid.count))
        real_time, own = split_agents(here, needs, [g.agents for g in demand.deferred])
        services = [group_service(g, n, seconds) for g, n in zip(demand.real_time, real_time, strict=True)]
        taken = np.zeros(grid.count)
        for group, people in zip(demand.deferred, own, strict=True):
            free = np.zeros(grid.count)
            for n, s in zip(real_time, services, strict=True) if blend else ():
                free += np.maximum(0.0, n * (group.max_occupancy - s.occupancy))
            able = people * group.max_occupancy
            slack = np.maximum(0.0, free - taken)
            comes = (group.arriving, group.is_open, group.response_intervals)
            found = work_off(*comes, able + slack, backlog=group.backlog)
            taken += np.maximum(0.0, found.done - able)
            amounts = (group.arriving, found.done, found.late, found.backlog)
            rows.append((work.name, ",".join(group.queues), *(float(a.sum()) * hours for a in amounts)))
    return pd.DataFrame(rows, columns=list(COLUMNS))
