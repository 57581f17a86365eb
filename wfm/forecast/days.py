"""A queue's history as a matrix of local days by wall-clock slots, and the way back to UTC.

Contacts follow the clock on the wall: the day's shape, its weekday and its holidays are local. A local day of the
matrix always has ``1440 / minutes`` slots. On the spring clock change the skipped slots hold nothing; on the autumn one
a repeated slot holds the mean of its two intervals, and a forecast gives both intervals the slot's number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.intervals import DAY_MINUTES, zone_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class QueueDays:
    """Counts of one queue: ``counts[d, s]`` is NaN where nothing was measured.

    ``first`` is the number of the first day (days since 1970-01-01, local); ``exists`` is False where the clock skipped
    the slot; ``handled`` (weights) and ``aht_seconds`` are matrices of the same shape. ``zeros_left_out`` says that the
    file held no rows of zero and they were put back.
    """

    queue: str
    first: int
    minutes: int
    counts: Floats
    exists: Bools
    handled: Floats
    aht_seconds: Floats
    zeros_left_out: bool = False

    @property
    def numbers(self) -> Ints:
        """The number of each day."""
        return self.first + np.arange(len(self.counts), dtype=np.int64)

    @property
    def end(self) -> int:
        """The number of the day after the last."""
        return self.first + len(self.counts)

    def before(self, day: int) -> QueueDays:
        """The days before ``day``: what was known on the eve of it."""
        keep = slice(0, max(0, day - self.first))
        return replace(
            self,
            counts=self.counts[keep],
            exists=self.exists[keep],
            handled=self.handled[keep],
            aht_seconds=self.aht_seconds[keep],
        )

    def until(self, day: int) -> QueueDays:
        """The same with unmeasured days added up to (not including) ``day``: a closed weekend leaves no rows."""
        more = max(0, day - self.end)
        if not more:
            return self
        blank = np.full((more, self.counts.shape[1]), np.nan)
        return replace(
            self,
            counts=np.vstack([self.counts, blank]),
            exists=np.vstack([self.exists, np.ones(blank.shape, dtype=bool)]),
            handled=np.vstack([self.handled, np.zeros(blank.shape)]),
            aht_seconds=np.vstack([self.aht_seconds, blank]),
        )


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day with this number."""
    return EPOCH + timedelta(days=int(number))


def weekdays(numbers: Ints) -> Ints:
    """Weekday of each day number, 0 is Monday (1970-01-01 was a Thursday)."""
    return (np.asarray(numbers) + 3) % 7


def weekday_of(number: int) -> int:
    """Weekday of one day number, see :func:`weekdays`."""
    return (number + 3) % 7


def local_slots(index: pd.DatetimeIndex, zone: str, minutes: int) -> tuple[Ints, Ints]:
    """Day number and slot of the day of each instant, by the wall clock of ``zone``."""
    local = index.tz_convert(zone).tz_localize(None)
    seconds = local.to_numpy().astype("datetime64[s]").astype(np.int64)
    days, rest = np.divmod(seconds, DAY_MINUTES * 60)
    return days, rest // (minutes * 60)


def queue_days(queue: str, frame: pd.DataFrame, zone: str, minutes: int) -> QueueDays:
    """The matrix of one queue from its rows of a history frame."""
    days, slots = local_slots(pd.DatetimeIndex(frame["interval_start"]), zone, minutes)
    first, last = int(days.min()), int(days.max())
    shape = (last - first + 1, DAY_MINUTES // minutes)
    cell = (days - first) * shape[1] + slots
    offered = frame["offered"].to_numpy(float)
    handled = frame["handled"].to_numpy(float)
    weight = np.where(np.isnan(handled), offered, handled)
    aht = frame["aht_seconds"].to_numpy(float)
    timed = ~np.isnan(aht)
    worked = _sums(cell[timed], (weight * aht)[timed], shape)
    weights = _sums(cell[timed], weight[timed], shape)
    rows = _sums(cell, np.ones(len(cell)), shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = _sums(cell, offered, shape) / rows
        aht_matrix = np.where(weights > 0, worked / weights, np.nan)
    return QueueDays(queue, first, minutes, counts, _existing(first, shape, zone, minutes), weights, aht_matrix)


def _sums(cell: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    return np.bincount(cell, values, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def _existing(first: int, shape: tuple[int, int], zone: str, minutes: int) -> Bools:
    where = zone_of(zone)
    exists = np.ones(shape, dtype=bool)
    midnights = [datetime.combine(day_of(first + d), datetime.min.time(), where) for d in range(shape[0] + 1)]
    for d in range(shape[0]):
        if midnights[d].utcoffset() != midnights[d + 1].utcoffset():
            exists[d] = [_exists(midnights[d].date(), s * minutes, where) for s in range(shape[1])]
    return exists


def _exists(day: date, minute: int, where: ZoneInfo) -> bool:
    from datetime import UTC

    local = datetime.combine(day, datetime.min.time(), where).replace(hour=minute // 60, minute=minute % 60)
    return local.astimezone(UTC).astimezone(where).replace(tzinfo=None) == local.replace(tzinfo=None)
