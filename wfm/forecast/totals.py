"""Days and weeks of a forecast, with bands of their own, kept in step with its intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.days import day_of, local_slots, weekdays
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.rescale import rate_variance, rescaled
from wfm.types.contacts import QUANTILE_COLUMNS, TOTALS

if TYPE_CHECKING:
    from wfm.types import Forecast

LEVELS = list(QUANTILE_COLUMNS)
KEY = ["queue", "by", "first_day"]


def sums(forecast: Forecast) -> pd.DataFrame:
    """Sums of means and of quantiles of the intervals, by queue and day, and by queue and week from Monday.

    A sum of quantiles is a band only if intervals depend on each other fully; it is the widest one that can be.
    """
    frame = forecast.frame
    starts = pd.DatetimeIndex(frame["interval_start"])
    number, _ = local_slots(starts, forecast.zone, forecast.interval_minutes)
    found = []
    for by, first in (("day", number), ("week", number - weekdays(number))):
        grouped = frame[["queue", "offered", *LEVELS]].assign(first=first).groupby(["queue", "first"], as_index=False)
        total = grouped.sum()
        days = [day_of(n) for n in total["first"].tolist()]
        found.append(total.assign(by=by, first_day=days))
    return pd.concat(found, ignore_index=True)[list(TOTALS)]


def in_step(forecast: Forecast) -> Forecast:
    """The forecast with the totals moved to the sums of its intervals; their bands follow the means.

    Something has changed the intervals: people, the morning, the sum above, or a night of 23 or 25 hours.
    """
    if forecast.totals is None:
        return forecast
    now = sums(forecast)
    before = forecast.totals.set_index(KEY).reindex(pd.MultiIndex.from_frame(now[KEY]))
    mean, levels = before["offered"].to_numpy(float), before[LEVELS].to_numpy(float)
    new = now["offered"].to_numpy(float)
    known = ~np.isnan(mean) & (mean > 0)
    moved = np.where(known[:, None], rescaled(np.where(known, mean, 0.0), np.nan_to_num(levels), new), now[LEVELS])
    columns = {name: moved[:, i] for i, name in enumerate(LEVELS)}
    return replace(forecast, totals=now.assign(**columns)[list(TOTALS)])


def borrowed(totals: pd.DataFrame, like: str, name: str, factor: float, uncertainty: float) -> pd.DataFrame:
    """Totals with those of a queue added that is like another one but for its level.

    Args:
        totals: Days and weeks of the other queues.
        like: The queue it is like.
        name: Its own name.
        factor: Its level against that of the other.
        uncertainty: Standard deviation of its level, as a share; it is common to all its days.
    """
    mine = totals[totals["queue"] == like]
    mean, levels = mine["offered"].to_numpy(float), mine[LEVELS].to_numpy(float)
    v = rate_variance(mean, levels) + uncertainty**2
    found = np.array([quantiles(np.array([factor * m]), default_spread(w))[0] for m, w in zip(mean, v, strict=True)])
    columns = {column: found[:, i] for i, column in enumerate(LEVELS)}
    return pd.concat([totals, mine.assign(queue=name, offered=factor * mean, **columns)], ignore_index=True)
