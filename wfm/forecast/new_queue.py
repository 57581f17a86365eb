"""A queue without history: the shape of a queue like it, at a level that the planner gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.days import day_of, local_slots
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.rescale import rate_variance
from wfm.forecast.totals import borrowed
from wfm.types.contacts import QUANTILE_COLUMNS

if TYPE_CHECKING:
    from wfm.types import Forecast

LEVELS = list(QUANTILE_COLUMNS)
# Standard deviation of a level that nobody has seen, as a share of it: half or double is a surprise (two of them).
LEVEL_UNCERTAINTY = 0.35
_LEVEL = re.compile(r"\s*(?P<number>\d+(?:[.,]\d+)?)\s*/\s*(?P<per>day|week)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewQueue:
    """A queue to add: its name, the queue it is like, and contacts an average open day or a week."""

    name: str
    like: str
    contacts: float
    per: Literal["day", "week"] = "day"
    uncertainty: float = LEVEL_UNCERTAINTY

    @classmethod
    def parse(cls, name: str, like: str, level: str) -> NewQueue:
        """From a level such as ``120/day`` or ``600/week``.

        Raises:
            DataError: The level cannot be read or is zero.
        """
        match = _LEVEL.fullmatch(level)
        contacts = float(match["number"].replace(",", ".")) if match else 0.0
        if match is None or contacts <= 0:
            raise DataError("the level of a new queue cannot be read", value=level, remedy="Write 120/day or 600/week.")
        return cls(name, like, contacts, "day" if match["per"].lower() == "day" else "week")


def add_queue(forecast: Forecast, new: NewQueue) -> Forecast:
    """The forecast with a queue of no history added: the like queue's days, scaled to the level given.

    A day's level is that of an average open day without anything special; special days and events are those of the like
    queue. To the like queue's own rate variance that of an untested level is added. Handle times are borrowed as well.

    Raises:
        DataError: The queue is there already, the like queue is not or expects nothing, or a level by the week meets
            a horizon under seven days.
    """
    if new.name in forecast.queues:
        raise DataError("this queue has a forecast of its own", value=new.name, remedy="Give the new one another name.")
    if new.like not in forecast.queues:
        raise DataError("no such queue to be like", value=new.like, remedy=f"Known: {', '.join(forecast.queues)}.")
    source = forecast.frame[forecast.frame["queue"] == new.like]
    factor = new.contacts / _level_of(forecast, source, new)
    like_mean, like_levels = source["offered"].to_numpy(float), source[LEVELS].to_numpy(float)
    v = float((rate_variance(like_mean, like_levels) * like_mean**2).sum() / (like_mean**2).sum())
    mean = factor * like_mean
    levels = quantiles(mean, default_spread(v + new.uncertainty**2))
    columns = {name: levels[:, i] for i, name in enumerate(LEVELS)}
    frame = source.assign(queue=new.name, offered=mean, **columns, model=f"like {new.like}")
    note = (
        f"no history: the shape and special days of {new.like} at {new.contacts:g} contacts a {new.per} as given; "
        f"the level is uncertain by {new.uncertainty:.0%}, handle times are those of {new.like}"
    )
    parts = forecast.parts
    if parts is not None:
        mine = parts[parts["queue"] == new.like]
        parts = pd.concat([parts, mine.assign(queue=new.name, level=mine["level"] * factor)], ignore_index=True)
    totals = forecast.totals
    if totals is not None:
        totals = borrowed(totals, new.like, new.name, factor, new.uncertainty)
    return replace(
        forecast,
        frame=pd.concat([forecast.frame, frame], ignore_index=True),
        notes={**forecast.notes, new.name: (note,)},
        parts=parts,
        totals=totals,
    )


def _level_of(forecast: Forecast, source: pd.DataFrame, new: NewQueue) -> float:
    """Contacts of the like queue an average open day, or a week of such days."""
    numbers, _ = local_slots(pd.DatetimeIndex(source["interval_start"]), forecast.zone, forecast.interval_minutes)
    days = source.groupby(np.array([day_of(n) for n in numbers.tolist()]))["offered"].sum()
    days = days[days > 0]
    if days.empty:
        raise DataError("no contacts are expected of the queue to be like", value=new.like)
    if forecast.parts is not None:
        parts = forecast.parts[forecast.parts["queue"] == new.like].set_index("day")
        plain = parts.index[(parts["special_day"] == 1) & (parts["event"] == 1)]
        days = days[days.index.isin(plain)] if days.index.isin(plain).any() else days
    by_weekday = days.groupby([day.weekday() for day in days.index]).mean()
    if new.per == "day":
        return float(by_weekday.mean())
    if len(np.unique(numbers)) < 7:
        raise DataError("a level by the week needs a horizon of seven days", value=new.name, remedy="Give it by day.")
    return float(by_weekday.sum())
