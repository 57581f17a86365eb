"""Bands of intervals, days and weeks that agree with each other, and those of a day that may be open or closed.

The relative error of an interval has a part common to its week, one common to its day, and one of its own, so that the
squared coefficient of variation of a week's rate is at most that of a day's, and that at most that of an interval's:
``v`` is read from past origins at each of the three, resting on a prior half-way between full and no dependence
where few days or weeks were seen. A day's band then lies between what independent and what fully dependent intervals
would give, and so does a week's with its days.

Levels are calibrated on past origins where there is enough to calibrate on: intervals and days. All days of an origin
share most of their error, so that a variance rests on as many independent observations as there are origins: bands of
days and weeks are those of Student's t with that many degrees of freedom (Geisser 1993, predictive inference).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, t

from wfm.forecast.distribution import Spread, calibrated, default_spread, excess_variance, fit_spread, quantiles
from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Bools, Floats, Ints

# Before anything is seen half of an interval's rate variance is common to the day, and half of a day's to the week,
# worth so many days and weeks of evidence.
COMMON, PRIOR_DAYS, PRIOR_WEEKS = 0.5, 14.0, 4.0
# Two weeks of days of evidence are as much trust as Student's t gets before it is tested; days of an origin share
# their error, so that two of them count for one.
CALIBRATION_DAYS, DAYS_PER_EVIDENCE = 28.0, 2.0
# Central shares at which levels are kept: closer in the tails, where they matter.
SHARES = np.concatenate([np.linspace(0.0, 0.8, 33), np.linspace(0.81, 0.99, 19), [0.995, 0.999, 1.0]])
# Points at which the distributions of two cases are mixed.
MIXED = (np.arange(200) + 0.5) / 200
# Nothing is forecast to better than 1 %.
LEAST_VARIANCE = 1e-4
# Least days of a week that must be measured for its sum to be compared.
WEEK_DAYS = 4
INTERVAL, DAY, WEEK = "interval", "day", "week"


@dataclass(frozen=True)
class Bands:
    """Spread of one queue's intervals, days and weeks."""

    interval: Spread
    day: Spread
    week: Spread


def fit_bands(past: Sequence[tuple[Floats, Floats]], fallback: float) -> Bands:
    """The bands that past origins ask for.

    Args:
        past: Actual counts (NaN where not measured) and forecast means of earlier origins, days x slots.
        fallback: Rate variance of a day where there are none.
    """
    interval = fit_spread(past, fallback)
    pairs = [(a, m) for a, m in past if (~np.isnan(a) & (m > 0)).any()]
    if not pairs:
        return Bands(interval, default_spread(fallback), default_spread(COMMON * fallback))
    whole = [whole_days(a, m) for a, m in pairs]
    days = [(np.nansum(a, axis=1)[w], m.sum(axis=1)[w]) for (a, m), w in zip(pairs, whole, strict=True)]
    actual, mean = (np.concatenate([d[i] for d in days]) for i in range(2))
    weeks = [_weekly(a, m) for a, m in pairs]
    actual_week, mean_week = (np.concatenate([w[i] for w in weeks]) for i in range(2))
    v_day = _resting(excess_variance(actual, mean), len(mean), interval.v, PRIOR_DAYS)
    v_week = _resting(excess_variance(actual_week, mean_week), len(mean_week), v_day, PRIOR_WEEKS)
    prior = np.append(2 * norm.cdf(t.ppf((1 + SHARES[:-1]) / 2, len(pairs))) - 1, 1.0)
    day = calibrated(actual, mean, v_day, len(mean) / DAYS_PER_EVIDENCE, CALIBRATION_DAYS, SHARES, prior)
    return Bands(interval, day, Spread(v_week, SHARES, np.minimum(prior, 0.9995)))


def _resting(found: float | None, count: int, above: float, worth: float) -> float:
    """Variance of a longer period: at most that of the shorter one, resting on the prior share of it."""
    prior = COMMON * above
    if found is None:
        return prior
    return max((count * min(max(found, 0.0), above) + worth * prior) / (count + worth), LEAST_VARIANCE)


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


def _weekly(actual: Floats, mean: Floats) -> tuple[Floats, Floats]:
    group = week_groups(whole_days(actual, mean))
    counted, count = group >= 0, int(group.max(initial=-1)) + 1
    came, expected = (np.nansum(a, axis=1)[counted] for a in (actual, mean))
    return summed(group[counted], came, count), summed(group[counted], expected, count)


def summed(group: Ints, values: Floats, count: int) -> Floats:
    """Sums of the values of each group, from 0."""
    return np.bincount(group, values, minlength=count).astype(float)


def interval_levels(
    mean: Floats,
    spread: Spread,
    other: tuple[Floats, Floats] | None = None,
    levels: Sequence[float] = QUANTILES,
) -> Floats:
    """Quantiles by day, slot and level; on days that may turn out otherwise those of both cases.

    Args:
        mean: Contacts expected, days x slots.
        spread: That of the intervals.
        other: The mean of the other case and its chance by day.
        levels: Nominal levels.
    """
    result = quantiles(mean, spread, levels)
    if other is not None:
        second, chance = other
        for day in np.flatnonzero(chance > 0):
            result[day] = mixed(mean[day], second[day], float(chance[day]), spread, levels)
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
    mean: Floats, levels: Floats, spread: Spread, other: tuple[Floats, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Totals and quantiles of each day, from the means (days x slots) and quantiles of its intervals."""
    group = np.repeat(np.arange(len(mean)), mean.shape[1])
    second = None if other is None else (other[0].ravel(), np.repeat(other[1], mean.shape[1]))
    return period_levels(mean.ravel(), group, spread, levels.reshape(-1, levels.shape[-1]), second)


def period_levels(
    mean: Floats,
    group: Ints,
    spread: Spread,
    parts: Floats,
    other: tuple[Floats, Floats] | None = None,
    levels: Sequence[float] = QUANTILES,
) -> tuple[Floats, Floats]:
    """Means and quantiles of sums of parts: days of their intervals, or weeks of their days.

    Args:
        mean: Contacts expected of each part.
        group: Number of the sum that each part belongs to, from 0.
        spread: That of the sums.
        parts: Quantiles of each part.
        other: The mean of the other case and its chance by part.
        levels: Nominal levels.
    """
    count = int(group.max()) + 1 if len(group) else 0
    total = summed(group, mean, count)
    found = quantiles(total, spread, levels)
    if other is not None:
        second, chance = summed(group, other[0], count), np.zeros(count)
        np.maximum.at(chance, group, other[1])
        found = _between(found, total, mean, group, parts, count)
        for i in np.flatnonzero(chance > 0):
            found[i] = mixed(total[i : i + 1], second[i : i + 1], float(chance[i]), spread, levels)[0]
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
