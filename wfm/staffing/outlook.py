"""What becomes of the deferred work under a roster: done, late, left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.staffing.blending import blended
from wfm.staffing.demand import queue_demands, work_demand
from wfm.staffing.expected import agents_on
from wfm.staffing.served import work_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.special_days import Calendar

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

    Agents are split as in :func:`wfm.staffing.expected_service`, which shows the same interval by interval; with
    ``blend`` those on real-time queues also use their idle time, up to the occupancy of the deferred goal.

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
    grid = forecast.grid
    queues = queue_demands(forecast, plan, calendar, grid, backlog_hours)
    blend = plan.blends(model.name) if blend is None else blend
    agents, seconds, hours = agents_on(scheduled, grid), 60.0 * grid.minutes, grid.minutes / 60
    rows = []
    for work in model.works:
        demand = work_demand(work, queues, grid)
        demand = blended(demand, seconds) if blend else demand
        here = agents.get(work.name, np.zeros(grid.count))
        for group, found in work_service(demand, here, grid, blend=blend, repeats=False).deferred:
            amounts = (group.arriving, found.done, found.late, found.backlog)
            rows.append((work.name, ",".join(group.queues), *(float(a.sum()) * hours for a in amounts)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def left_by_queue(outlook: pd.DataFrame, forecast: Forecast, plan: Plan) -> dict[str, float]:
    """The agent-hours that each queue of :func:`deferred_outlook` leaves at the end: the next forecast's backlog.

    Queues of one promise are done together, so what is left is theirs by the work that came.
    """
    found: dict[str, float] = {}
    for row in outlook.to_dict("records"):
        queues = str(row["queues"]).split(",")
        came = {}
        for queue in queues:
            rows = forecast.frame[forecast.frame["queue"] == queue]
            came[queue] = float(
                (rows["offered"] * rows["aht_seconds"].fillna(plan.queue(queue).aht_seconds or 0)).sum()
            )
        total = sum(came.values())
        for queue in queues:
            share = came[queue] / total if total else 1 / len(queues)
            found[queue] = found.get(queue, 0.0) + float(row["backlog_hours"]) * share
    return found
