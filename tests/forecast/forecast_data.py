"""Made-up histories with a known truth."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from wfm.forecast.evidence import Evidence
from wfm.intervals import IntervalGrid
from wfm.types import History

ZONE = "Europe/Amsterdam"
WEEK = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])
OFFICE = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.0, 0.0])


def hump(minutes=30, opens=8, closes=18):
    """Shares of a day between two hours, highest in the middle."""
    hour = (np.arange(1440 // minutes) + 0.5) * minutes / 60
    inside = (hour > opens) & (hour < closes) if opens < closes else (hour > opens) | (hour < closes)
    shape = np.where(inside, 1.0 + 0.5 * np.cos((hour - 12) / 24 * 2 * np.pi), 0.0)
    return shape / shape.sum()


def made_up(
    queue="service/voice",
    first=date(2025, 1, 6),
    days=140,
    level=600.0,
    week=WEEK,
    shape=None,
    minutes=30,
    zone=ZONE,
    seed=1,
    special=None,
    noise=0.03,
    aht=None,
):
    """Poisson counts around level x weekday x shape; ``special`` maps days to factors; a level may be a function."""
    random = np.random.default_rng(seed)
    shape = hump(minutes) if shape is None else shape
    grid = IntervalGrid.days(first, days, zone, minutes)
    local = grid.index.tz_convert(zone)
    slot = (local.hour * 60 + local.minute).to_numpy() // minutes
    day = np.array([(d - first).days for d in local.date])
    factor = np.ones(days)
    for one, value in (special or {}).items():
        factor[(one - first).days] = value
    weekday = np.array([(first + timedelta(days=d)).weekday() for d in range(days)])
    size = np.array([level(d) if callable(level) else level for d in range(days)]) * week[weekday] * factor
    size = size * np.exp(random.normal(0, noise, days)) if noise else size
    mean = size[day] * shape[slot]
    offered = random.poisson(mean).astype(float)
    frame = pd.DataFrame(
        {
            "queue": queue,
            "interval_start": grid.index,
            "offered": offered,
            "handled": offered,
            "abandoned": 0.0,
            "aht_seconds": np.nan if aht is None else aht(day, slot),
        }
    )
    return History(frame, minutes, zone)


def joined(*histories):
    """Several queues in one history."""
    first = histories[0]
    return History(pd.concat([h.frame for h in histories]), first.interval_minutes, first.zone)


def day_totals(forecast, queue=None):
    """Expected contacts by local day."""
    frame = forecast.frame if queue is None else forecast.frame[forecast.frame["queue"] == queue]
    return frame.groupby(frame["interval_start"].dt.tz_convert(forecast.zone).dt.date)["offered"].sum()


def origins(level, count=4, *, days=28, week=0.0, day=0.0, own=0.0, seed=1):
    """Past origins of a queue whose rate varies by week, by day and by interval (squared coefficients of variation)."""
    random = np.random.default_rng(seed)

    def factor(v, shape):
        return random.gamma(1 / v, v, shape) if v else np.ones(shape)

    mean = np.full((days, 24), level / 24)
    rows = []
    for _ in range(count):
        weeks = np.repeat(factor(week, days // 7), 7)[:days, None]
        rows.append(Evidence(random.poisson(mean * weeks * factor(day, days)[:, None] * factor(own, mean.shape)), mean))
    return [Evidence(e.actual.astype(float), e.mean) for e in rows]
