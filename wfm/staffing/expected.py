"""The service that given agents are expected to give: the staffing formulas read backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.staffing.blending import blended
from wfm.staffing.demand import queue_demands, work_demand
from wfm.staffing.served import work_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]


def expected_service(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    scheduled: pd.DataFrame,
    *,
    blend: bool | None = None,
    backlog_hours: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """The service of ``scheduled`` agents.

    Real-time contacts have it in each interval for itself, in steady state; deferred work is carried from interval to
    interval, day to day and week to week.

    The agents of a work serve its real-time queues first, up to what those require; then its deferred work, up to what
    the levelled plan of it requires and what it has fallen behind by, the shortest response time first; what is left
    serves real-time customers again.
    Real-time groups (voice, chat) share in proportion to their requirements. Decimals count. A roster below the load is
    answered for too: by Erlang A with the patience known; without, the service level is 0 and the wait is counted up to
    the interval's length.

    Args:
        forecast: Contacts and handle times.
        plan: Goals, patience, opening hours.
        model: Which queues each work holds.
        calendar: Public holidays, for the opening hours.
        scheduled: Columns work, interval_start (UTC) and agents: people at work on contacts, absence already taken
            off. Rows that are missing mean nobody.
        blend: As in :func:`wfm.staffing.require`.
        backlog_hours: As there: agent-hours that wait at the start. Where nobody said, the forecast is taken to repeat.

    Returns:
        work, interval_start, offered (real-time contacts in opening hours), service_level, asa_seconds and occupancy;
        of deferred work, agent-hours done_hours in the interval, late_hours (time over at its end, undone, counted
        once) and backlog_hours that wait at its end. A row for each work and interval of the forecast, sorted; NaN
        where there is nothing to speak of.

    Raises:
        ConfigError: A queue has no plan or no handle time, or a backlog that it cannot have.
        DataError: A column is missing, or a row is repeated.
    """
    grid = forecast.grid
    queues = queue_demands(forecast, plan, calendar, grid, backlog_hours)
    blend = plan.blends(model.name) if blend is None else blend
    agents, hours = agents_on(scheduled, grid), grid.minutes / 60
    frames = []
    for work in sorted(model.works, key=lambda w: w.name):
        demand = work_demand(work, queues, grid)
        demand = blended(demand, 60.0 * grid.minutes) if blend else demand
        found = work_service(demand, agents.get(work.name, np.zeros(grid.count)), grid, blend=blend)
        nothing = np.zeros(grid.count)
        frames.append(
            pd.DataFrame(
                {
                    "work": work.name,
                    "interval_start": grid.index,
                    "offered": found.offered,
                    "service_level": found.service_level,
                    "asa_seconds": found.asa_seconds,
                    "occupancy": found.occupancy,
                    "done_hours": sum((w.done for _, w in found.deferred), nothing) * hours,
                    "late_hours": sum((w.late for _, w in found.deferred), nothing) * hours,
                    "backlog_hours": found.waiting() * hours,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def agents_on(scheduled: pd.DataFrame, grid: IntervalGrid) -> dict[str, Numbers]:
    """The agents of each work on the grid, 0 where no row says otherwise."""
    key = ["work", "interval_start"]
    for column in (*key, "agents"):
        if column not in scheduled.columns:
            raise DataError(f"scheduled agents need the column {column}", column=column)
    repeated = scheduled.duplicated(key)
    if repeated.any():
        first = scheduled.loc[repeated, key].iloc[0].tolist()
        raise DataError("scheduled agents are given once a work and interval", value=[str(v) for v in first])
    table = scheduled.pivot(index="interval_start", columns="work", values="agents")
    table = table.reindex(grid.index).fillna(0.0)
    return {str(work): table[work].to_numpy(dtype=np.float64) for work in table.columns}
