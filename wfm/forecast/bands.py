"""Bands of intervals, days and weeks that agree with each other, and those of a day that may be open or closed.

How wide they are is read from past origins, see :mod:`wfm.forecast.band_fit`. A day's band lies between what
independent and what fully dependent intervals would give, and so does a week's with its days. A day far ahead is less
certain than a near one, and a special day less than a normal one: both add to the rate variance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.distribution import Spread, quantiles
from wfm.forecast.evidence import summed
from wfm.forecast.growth import LEAST_SHARE
from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Bools, Floats, Ints

# Points at which the distributions of two cases are mixed.
MIXED = (np.arange(200) + 0.5) / 200


@dataclass(frozen=True)
class Excess:
    """Rate variance of each day beyond that of the spread.

    ``growth`` is what its distance adds (negative for near days), common to the days of a week; ``doubt`` is what a
    special day bears by itself.
    """

    growth: Floats
    doubt: Floats

    @property
    def of_days(self) -> Floats:
        """Of each day."""
        return np.asarray(self.growth + self.doubt, dtype=float)

    def of_weeks(self, total: Floats, group: Ints) -> Floats:
        """Of each week: growth is its days' mean, doubts are independent; ``group`` is the number of each day's week.

        Both are weighted with the contacts of the days.
        """
        count = int(group.max()) + 1 if len(group) else 0
        weeks = summed(group, total, count)
        growth = summed(group, self.growth * total, count) * weeks
        own = summed(group, self.doubt * total**2, count)
        return np.divide(growth + own, weeks**2, out=np.zeros(count), where=weeks > 0)

    def where(self, counted: Bools) -> Excess:
        """Of some of the days."""
        return Excess(self.growth[counted], self.doubt[counted])


def less_certain(spread: Spread, excess: float) -> Spread:
    """The spread with an excess added to its rate variance."""
    return replace(spread, v=max(spread.v + excess, LEAST_SHARE * spread.v)) if excess else spread


def _by_excess(mean: Floats, spread: Spread, excess: Floats | None, levels: Sequence[float]) -> Floats:
    """Quantiles of means whose first axis has an excess each; those of one excess are found together."""
    if excess is None:
        return quantiles(mean, spread, levels)
    result = np.empty((*mean.shape, len(levels)))
    for value in np.unique(excess):
        rows = excess == value
        result[rows] = quantiles(mean[rows], less_certain(spread, float(value)), levels)
    return result


def interval_levels(
    mean: Floats,
    spread: Spread,
    other: tuple[Floats, Floats] | None = None,
    excess: Floats | None = None,
    levels: Sequence[float] = QUANTILES,
) -> Floats:
    """Quantiles by day, slot and level; on days that may turn out otherwise those of both cases.

    Args:
        mean: Contacts expected, days x slots.
        spread: That of the intervals.
        other: The mean of the other case and its chance by day.
        excess: Rate variance of each day beyond the spread's.
        levels: Nominal levels.
    """
    result = _by_excess(mean, spread, excess, levels)
    if other is not None:
        second, chance = other
        for day in np.flatnonzero(chance > 0):
            wide = less_certain(spread, 0.0 if excess is None else float(excess[day]))
            result[day] = mixed(mean[day], second[day], float(chance[day]), wide, levels)
    return result


def mixed(mean: Floats, second: Floats, chance: float, spread: Spread, levels: Sequence[float] = QUANTILES) -> Floats:
    """Quantiles of two cases, ``second`` having this chance; a last axis for the levels."""
    values = np.concatenate([quantiles(m, spread, MIXED) for m in (mean, second)], axis=-1)  # type: ignore[arg-type]
    weight = np.repeat([(1 - chance) / len(MIXED), chance / len(MIXED)], len(MIXED))
    order = np.argsort(values, axis=-1, kind="stable")
    reached = np.cumsum(weight[order], axis=-1)
    wanted = np.asarray(levels, dtype=float)
    at = (reached[..., None, :] < wanted[:, None] - 1e-12).sum(axis=-1)
    return np.take_along_axis(np.take_along_axis(values, order, axis=-1), np.minimum(at, len(weight) - 1), axis=-1)


def day_bands(
    mean: Floats,
    levels: Floats,
    spread: Spread,
    other: tuple[Floats, Floats] | None = None,
    excess: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Totals and quantiles of each day, from the means (days x slots) and quantiles of its intervals."""
    group = np.repeat(np.arange(len(mean)), mean.shape[1])
    second = None if other is None else (other[0].ravel(), np.repeat(other[1], mean.shape[1]))
    return period_levels(mean.ravel(), group, spread, levels.reshape(-1, levels.shape[-1]), second, excess)


def period_levels(
    mean: Floats,
    group: Ints,
    spread: Spread,
    parts: Floats,
    other: tuple[Floats, Floats] | None = None,
    excess: Floats | None = None,
    levels: Sequence[float] = QUANTILES,
) -> tuple[Floats, Floats]:
    """Means and quantiles of sums of parts: days of their intervals, or weeks of their days.

    Args:
        mean: Contacts expected of each part.
        group: Number of the sum that each part belongs to, from 0.
        spread: That of the sums.
        parts: Quantiles of each part.
        other: The mean of the other case and its chance by part.
        excess: Rate variance of each sum beyond the spread's.
        levels: Nominal levels.
    """
    count = int(group.max()) + 1 if len(group) else 0
    total = summed(group, mean, count)
    found = _by_excess(total, spread, excess, levels)
    if other is not None:
        second, chance = summed(group, other[0], count), np.zeros(count)
        np.maximum.at(chance, group, other[1])
        found = _between(found, total, mean, group, parts, count)
        for i in np.flatnonzero(chance > 0):
            wide = less_certain(spread, 0.0 if excess is None else float(excess[i]))
            found[i] = mixed(total[i : i + 1], second[i : i + 1], float(chance[i]), wide, levels)[0]
        return total, found
    return total, _between(found, total, mean, group, parts, count)


def _between(found: Floats, total: Floats, mean: Floats, group: Ints, parts: Floats, count: int) -> Floats:
    """Distances from the mean within what fully dependent and independent parts give."""
    distance = parts - mean[:, None]
    dependent, squares = np.zeros((count, parts.shape[1])), np.zeros((count, parts.shape[1]))
    np.add.at(dependent, group, distance)
    np.add.at(squares, group, distance**2)
    own = found - total[:, None]
    most, least = np.abs(dependent), np.minimum(np.sqrt(squares), np.abs(dependent))
    # Where parts lie on the other side of their mean (the median of small counts), there is nothing to agree with.
    same_side = np.sign(dependent) == np.sign(own)
    limited = np.sign(own) * np.clip(np.abs(own), least, most)
    result = np.maximum(total[:, None] + np.where(same_side, limited, own), 0.0)
    return np.asarray(np.maximum.accumulate(result, axis=-1))
