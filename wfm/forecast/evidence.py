"""What past origins say of how far forecasts miss: counts that came beside those expected, by interval, day and week.

Two things would make the past misleading. Special days differ from normal ones by more than those do from each other:
they are no evidence on normal days and bear a doubt of their own (:func:`wfm.forecast.effects.doubt_of`). An origin
that knew little forecast worse than one that knows much: a forecast with p parameters learned from n days has 1 + p / n
times the error variance (Akaike 1969, final prediction error), so that past errors are read as if the origin had known
as much as is known now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Bools, Floats, Ints

# Least days of a week that must be measured for its sum to be compared.
WEEK_DAYS = 4
# A day is no evidence on normal days if it is so much less certain, as a multiple of a normal day's variance; unless
# fewer than this share of the days would be left.
SPECIAL, LEAST_LEFT = 1.0, 0.5


@dataclass(frozen=True)
class Evidence:
    """One past origin: what came (NaN where not measured) and what was expected, days x slots.

    ``handicap`` is how many times the error variance of a forecast made now its own would be.
    """

    actual: Floats
    mean: Floats
    handicap: float = 1.0


@dataclass(frozen=True)
class Compared:
    """Periods that came beside what was expected of them, how handicapped and how many weeks ahead (from 0)."""

    actual: Floats
    mean: Floats
    handicap: Floats
    weeks_ahead: Floats

    def __len__(self) -> int:
        return len(self.mean)

    def handicapped(self, ratio: Floats) -> Compared:
        """The same with the handicaps multiplied."""
        return replace(self, handicap=self.handicap * ratio)

    @staticmethod
    def joined(parts: Sequence[Compared]) -> Compared:
        """The periods of several origins together."""
        names = ("actual", "mean", "handicap", "weeks_ahead")
        return Compared(*(np.concatenate([getattr(p, n) for p in parts]) for n in names))


def handicap(then: int, now: int, parameters: int) -> float:
    """How much worse a forecast from ``then`` days is than one from ``now`` days, as a ratio of error variances."""
    return (1 + parameters / max(then, 1)) / (1 + parameters / max(now, 1))


def normal_days(actual: Floats, doubt: Floats | None, day_variance: float) -> Floats:
    """What came, without the days that are so special that they say nothing of normal ones."""
    if doubt is None:
        return actual
    special = doubt > SPECIAL * day_variance
    measured = ~np.isnan(actual).all(axis=1)
    if not special.any() or (measured & ~special).sum() < LEAST_LEFT * measured.sum():
        return actual
    return np.where(special[:, None], np.nan, actual)


def measured(e: Evidence) -> Bools:
    """Which intervals were measured and had something expected of them."""
    return np.asarray(~np.isnan(e.actual) & (e.mean > 0), dtype=bool)


def intervals(e: Evidence) -> Compared:
    """The intervals of an origin."""
    rows = measured(e)
    ahead = np.broadcast_to(_weeks_ahead(e)[:, None], e.mean.shape)[rows]
    return Compared(e.actual[rows], e.mean[rows], np.full(len(ahead), e.handicap), ahead)


def days(e: Evidence) -> Compared:
    """The days of an origin that were measured wherever contacts were expected."""
    whole = whole_days(e.actual, e.mean)
    came, expected = np.nansum(e.actual, axis=1)[whole], e.mean.sum(axis=1)[whole]
    return Compared(came, expected, np.full(len(came), e.handicap), _weeks_ahead(e)[whole])


def weeks(e: Evidence) -> Compared:
    """The weeks of an origin, of their whole days."""
    group = week_groups(whole_days(e.actual, e.mean))
    counted, count = group >= 0, int(group.max(initial=-1)) + 1
    came, expected = (summed(group[counted], np.nansum(a, axis=1)[counted], count) for a in (e.actual, e.mean))
    ahead = np.zeros(count)
    ahead[group[counted]] = _weeks_ahead(e)[counted]
    return Compared(came, expected, np.full(count, e.handicap), ahead)


def _weeks_ahead(e: Evidence) -> Floats:
    return np.asarray(np.arange(len(e.mean)) // 7, dtype=float)


def whole_days(actual: Floats, mean: Floats) -> Bools:
    """Which days were measured wherever contacts were expected."""
    expected = mean > 0
    return np.asarray(expected.any(axis=1) & ~(np.isnan(actual) & expected).any(axis=1), dtype=bool)


def week_groups(whole: Bools) -> Ints:
    """Number of the week (seven days each from the first) of every whole day; -1 for others and for meagre weeks."""
    week = np.arange(len(whole)) // 7
    enough = np.bincount(week[whole], minlength=len(whole) // 7 + 1) >= WEEK_DAYS
    number = np.cumsum(enough) - 1
    return np.where(whole & enough[week], number[week], -1)


def summed(group: Ints, values: Floats, count: int) -> Floats:
    """Sums of the values of each group, from 0."""
    return np.bincount(group, values, minlength=count).astype(float)
