"""Small plain plans and forecasts for the tests of staffing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from wfm.intervals import IntervalGrid, WeekWindows
from wfm.types import (
    Channel,
    DeferredGoal,
    Forecast,
    Plan,
    Queue,
    QueuePlan,
    Rules,
    ServiceGoal,
    Shrinkage,
    Site,
    Weights,
)
from wfm.types.contacts import QUANTILE_COLUMNS

ZONE = "Europe/Amsterdam"
MONDAY = date(2026, 11, 16)
OFFICE = "mon-fri 08:00-18:00"


def voice(
    department: str = "billing",
    *,
    goal: ServiceGoal | None = None,
    open_at: str = "daily",
    aht: float | None = 300.0,
    patience: float | None = None,
    holidays: str | None = None,
    channel: Channel = Channel.VOICE,
    concurrency: int = 1,
) -> QueuePlan:
    """A real-time queue, open around the clock unless said otherwise."""
    return QueuePlan(
        Queue(department, channel),
        WeekWindows.parse(open_at),
        None if holidays is None else WeekWindows.parse(holidays),
        aht,
        patience,
        goal or ServiceGoal(),
        concurrency=concurrency,
    )


def email(
    department: str = "billing",
    *,
    hours: float = 8.0,
    occupancy: float = 0.9,
    open_at: str = OFFICE,
    aht: float = 400.0,
) -> QueuePlan:
    """A queue whose work may wait."""
    queue = Queue(department, Channel.EMAIL)
    return QueuePlan(queue, WeekWindows.parse(open_at), None, aht, deferred=DeferredGoal(hours, occupancy))


def plan_of(*queues: QueuePlan, shrinkage: Shrinkage | None = None, zone: str = ZONE) -> Plan:
    """A plan with these queues and nothing to roster."""
    return Plan(
        Site(zone), {q.queue.name: q for q in queues}, shrinkage or Shrinkage(), {}, (), Rules("none", {}), Weights()
    )


def week(first: date = MONDAY, days: int = 7, zone: str = ZONE, minutes: int = 15) -> IntervalGrid:
    """A grid of whole local days."""
    return IntervalGrid.days(first, days, zone, minutes)


def forecast_of(grid: IntervalGrid, offered: Mapping[str, object], aht: float | None = None) -> Forecast:
    """A forecast of these contacts (a number for every interval, or an array)."""
    frames = []
    for queue, numbers in offered.items():
        values = np.broadcast_to(np.asarray(numbers, dtype=float), (grid.count,))
        columns = dict.fromkeys(("offered", *QUANTILE_COLUMNS), values)
        frames.append(
            pd.DataFrame(
                {
                    "queue": queue,
                    "interval_start": grid.index,
                    **columns,
                    "aht_seconds": np.nan if aht is None else aht,
                    "model": "test",
                }
            )
        )
    return Forecast(pd.concat(frames, ignore_index=True), grid.minutes, grid.zone)
