"""The service that given agents are expected to give: the staffing formulas read backwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.staffing.blending import blended
from wfm.staffing.demand import grid_of, queue_demands, work_demand
from wfm.staffing.groups import group_agents, group_service

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import WorkDemand
    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class WorkService:
    """One kind of work in each interval; NaN where nothing real-time is offered (occupancy: where nobody works)."""

    offered: Numbers
    service_level: Numbers
    asa_seconds: Numbers
    occupancy: Numbers


def expected_service(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    scheduled: pd.DataFrame,
    *,
    blend: bool | None = None,
) -> pd.DataFrame:
    """The service of ``scheduled`` agents, each interval for itself in steady state.

    The agents of a work serve its real-time queues first, up to what those require; then its deferred work, up to what
    the levelled plan of it requires; what is left serves real-time customers again. Real-time groups (voice, chat)
    share in proportion to their requirements. Decimals count. A roster below the load is answered for too: by Erlang A
    with the patience known; without, the service level is 0 and the wait is counted up to the interval's length.

    Args:
        forecast: Contacts and handle times.
        plan: Goals, patience, opening hours.
        model: Which queues each work holds.
        calendar: Public holidays, for the opening hours.
        scheduled: Columns work, interval_start (UTC) and agents: people at work on contacts, absence already taken
            off. Rows that are missing mean nobody.
        blend: As in :func:`wfm.staffing.require`.

    Returns:
        work, interval_start, offered (real-time contacts in opening hours), service_level, asa_seconds and occupancy, a
        row for each work and interval of the forecast, sorted; NaN where there is nothing to speak of.

    Raises:
        ConfigError: A queue has no plan or no handle time.
        DataError: A column is missing, or a row is repeated.
    """
    grid = grid_of(forecast)
    queues = queue_demands(forecast, plan, calendar, grid)
    blend = plan.blends(model.name) if blend is None else blend
    agents = agents_on(scheduled, grid)
    frames = []
    for work in sorted(model.works, key=lambda w: w.name):
        demand = work_demand(work, queues, grid)
        demand = blended(demand, 60.0 * grid.minutes) if blend else demand
        found = work_service(demand, agents.get(work.name, np.zeros(grid.count)), grid)
        frames.append(
            pd.DataFrame(
                {
                    "work": work.name,
                    "interval_start": grid.index,
                    "offered": found.offered,
                    "service_level": found.service_level,
                    "asa_seconds": found.asa_seconds,
                    "occupancy": found.occupancy,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def work_service(demand: WorkDemand, agents: Numbers, grid: IntervalGrid) -> WorkService:
    """The service of ``agents`` on one kind of work; see :func:`expected_service` for who serves what."""
    seconds = 60.0 * grid.minutes
    needs = [group_agents(group, seconds) for group in demand.real_time]
    real_time, deferred = split_agents(agents, needs, [group.agents for group in demand.deferred])
    offered, level, wait, busy = (np.zeros(grid.count) for _ in range(4))
    for group, own in zip(demand.real_time, real_time, strict=True):
        found = group_service(group, own, seconds)
        offered += found.offered
        level += found.offered * found.service_level
        wait += found.offered * found.asa_seconds
        busy += own * found.occupancy
    # Late deferred work keeps its agents busy at the occupancy the plan allows; spare ones are spare.
    for group_, own in zip(demand.deferred, deferred, strict=True):
        busy += np.minimum(group_.work, own * group_.max_occupancy) + group_.in_slack
    return WorkService(offered, _mean(level, offered), _mean(wait, offered), np.minimum(1.0, _mean(busy, agents)))


def split_agents(
    agents: Numbers, real_time: list[Numbers], deferred: list[Numbers]
) -> tuple[list[Numbers], list[Numbers]]:
    """``agents`` over the groups: real-time up to their need, deferred up to theirs, the rest to real-time.

    Within each kind in proportion to the needs. Without any real-time need all go to deferred work.
    """
    zero = np.zeros_like(agents)
    need, wait = sum(real_time, zero), sum(deferred, zero)
    first = np.minimum(agents, need)
    later = np.where(need > 0, np.minimum(agents - first, wait), agents)
    first = np.where(need > 0, agents - later, 0.0)
    return [first * _share(n, need) for n in real_time], [later * _share(n, wait) for n in deferred]


def _share(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _mean(total: Numbers, weight: Numbers) -> Numbers:
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)


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
