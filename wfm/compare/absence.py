"""Who is there of those rostered: one less the unplanned shrinkage of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from wfm.intervals import IntervalGrid

if TYPE_CHECKING:
    from wfm.types import Shrinkage


def present_share(shrinkage: Shrinkage, starts: pd.Series, interval_minutes: int, zone: str) -> pd.Series:
    """The share of rostered people who are there in each of the intervals ``starts`` (UTC), of its index."""
    if starts.empty:
        return pd.Series(1.0, index=starts.index)
    first, last = starts.min(), starts.max()
    count = int((last - first).total_seconds()) // (60 * interval_minutes) + 1
    grid = IntervalGrid(first.to_pydatetime(), interval_minutes, count, zone)
    return starts.map(pd.Series(1 - shrinkage.on_the_day_at(grid), index=grid.index))
