"""What a missing agent costs customers: contacts that are no longer answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.staffing.demand import queue_demands, work_demand
from wfm.staffing.groups import group_agents, group_service

if TYPE_CHECKING:
    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.special_days import Calendar

MISSING = 0.15  # share of the agents over which the loss is taken


def contacts_at_stake(forecast: Forecast, plan: Plan, model: OperatingModel, calendar: Calendar) -> pd.DataFrame:
    """How much the same shortfall hurts in each interval, by the service goals.

    The service of the agents that the real-time queues of a work require is compared with that of 15 % fewer; the
    contacts that are answered within the threshold by the first and not by the second are shared out over the agents
    missing. It is large where many customers wait, and small where a goal is kept with room to spare, as few contacts
    and whole people make it.

    Args:
        forecast: Contacts and handle times.
        plan: Goals, patience, opening hours.
        model: Which queues each work holds.
        calendar: Public holidays, for the opening hours.

    Returns:
        work, interval_start and contacts_at_stake: contacts of the interval no longer in time for each agent missing;
        NaN where no real-time contact comes. Sorted.

    Raises:
        ConfigError: A queue has no plan or no handle time.
        DataError: The forecast is empty.
    """
    grid = forecast.grid
    seconds = 60.0 * grid.minutes
    queues = queue_demands(forecast, plan, calendar, grid, None)
    frames = []
    for work in sorted(model.works, key=lambda w: w.name):
        lost, agents = np.zeros(grid.count), np.zeros(grid.count)
        for group in work_demand(work, queues, grid).real_time:
            needed = group_agents(group, seconds)
            full, fewer = (group_service(group, share * needed, seconds) for share in (1.0, 1.0 - MISSING))
            change = np.nan_to_num(full.service_level - fewer.service_level)
            lost += np.nan_to_num(full.offered) * np.maximum(0.0, change)
            agents += needed
        at_stake = np.divide(lost, MISSING * agents, out=np.full(grid.count, np.nan), where=agents > 0)
        frames.append(pd.DataFrame({"work": work.name, "interval_start": grid.index, "contacts_at_stake": at_stake}))
    return pd.concat(frames, ignore_index=True)
