"""How wide bands must be: rate variances of intervals, days and weeks, and their calibration, read from past origins.

The relative error of an interval has a part common to its week, one common to its day, and one of its own, so that the
squared coefficient of variation of a week's rate is at most that of a day's, and that at most that of an interval's.
Each is read from past origins by moments, as far as it shows behind the noise of small counts, and rests on the one
above it: half-way between full and no dependence.

Three things would make the past misleading. Special days differ from normal ones by more than those do from each
other: they are no evidence on normal days and bear a doubt of their own (:func:`wfm.forecast.effects.doubt_of`). An
origin that knew little forecast worse than one that knows much: a forecast with p parameters learned from n days has
1 + p / n times the error variance (Akaike 1969, final prediction error), so that past errors are read as if the origin
had known as much as is known now. And the days of an origin share most of their error, so that a variance rests on few
independent observations: days and weeks have bands of Student's t (Geisser 1993, predictive inference), with
Satterthwaite's (1946) degrees of freedom, because the Poisson part of the variance is not estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, t

from wfm.forecast.distribution import (
    Spread,
    calibrated,
    default_spread,
    excess_variance,
    fit_spread,
    noise_variance,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Bools, Floats, Ints

# Before anything is seen half of an interval's rate variance is common to the day, half of a day's to the week, and
# half of a week's to the origin; the first two are worth so many days and weeks of evidence.
COMMON, PRIOR_DAYS, PRIOR_WEEKS = 0.5, 14.0, 4.0
# Two weeks of days of evidence are as much trust as Student's t gets before it is tested; days of an origin share
# their error, so that two of them count for one.
CALIBRATION_DAYS, DAYS_PER_EVIDENCE = 28.0, 2.0
# Central shares at which levels are kept: closer in the tails, where they matter.
SHARES = np.concatenate([np.linspace(0.0, 0.8, 33), np.linspace(0.81, 0.99, 19), [0.995, 0.999, 1.0]])
# Nothing is forecast to better than 1 %, and no band reaches further out than this share.
LEAST_VARIANCE, MOST_SHARE = 1e-4, 0.9995
# Beyond so many degrees of freedom Student's t is the normal distribution.
MOST_FREEDOM = 1e4
# Least days of a week that must be measured for its sum to be compared.
WEEK_DAYS = 4
# A day is no evidence on normal days if it is so much less certain, as a multiple of a normal day's variance; unless
# fewer than this share of the days would be left.
SPECIAL, LEAST_LEFT = 1.0, 0.5


@dataclass(frozen=True)
class Bands:
    """Spread of one queue's intervals, days and weeks."""

    interval: Spread
    day: Spread
    week: Spread


@dataclass(frozen=True)
class Evidence:
    """One past origin: what came (NaN where not measured) and what was expected, days x slots.

    ``handicap`` is how many times the error variance of a forecast made now its own would be.
    """

    actual: Floats
    mean: Floats
    handicap: float = 1.0


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


def fit_bands(past: Sequence[Evidence], fallback: float) -> Bands:
    """The bands that past origins ask for; ``fallback`` is the rate variance of a day where there are none."""
    found = [e for e in past if (~np.isnan(e.actual) & (e.mean > 0)).any()]
    interval = fit_spread([(e.actual, e.mean, e.handicap) for e in found], fallback)
    if not found:
        return Bands(interval, default_spread(fallback), default_spread(COMMON * fallback))
    days, weeks = [_daily(e) for e in found], [_weekly(e) for e in found]
    day, week = (_joined(parts) for parts in (days, weeks))
    v_day = _resting(day, interval.v, PRIOR_DAYS)
    v_week = _resting(week, v_day, PRIOR_WEEKS)
    each = max(len(week[1]) / len(found), 1.0)
    # Weeks of one origin share half of their error, as long as nothing else is known.
    freedom = len(found) * each / (1 + (each - 1) * COMMON)
    calibration = calibrated(
        *day, v_day, len(day[1]) / DAYS_PER_EVIDENCE, CALIBRATION_DAYS, SHARES, _student(freedom, v_day, day[1])
    )
    return Bands(interval, calibration, Spread(v_week, SHARES, _student(freedom, v_week, week[1])))


Pairs = tuple["Floats", "Floats", "Floats"]


def _daily(e: Evidence) -> Pairs:
    whole = whole_days(e.actual, e.mean)
    came, expected = np.nansum(e.actual, axis=1)[whole], e.mean.sum(axis=1)[whole]
    return came, expected, np.full(len(came), e.handicap)


def _weekly(e: Evidence) -> Pairs:
    group = week_groups(whole_days(e.actual, e.mean))
    counted, count = group >= 0, int(group.max(initial=-1)) + 1
    came, expected = (np.nansum(a, axis=1)[counted] for a in (e.actual, e.mean))
    return summed(group[counted], came, count), summed(group[counted], expected, count), np.full(count, e.handicap)


def _joined(parts: Sequence[Pairs]) -> Pairs:
    came, expected, handicaps = (np.concatenate([p[i] for p in parts]) for i in range(3))
    return came, expected, handicaps


def _resting(pairs: Pairs, above: float, worth: float) -> float:
    """Variance of a longer period: at most that of the shorter one, resting on the prior share of it.

    A variance from n observations has itself a variance of 2 v^2 / n; the noise of small counts adds to that, and
    counts as fewer observations.
    """
    prior = COMMON * above
    found = excess_variance(*pairs)
    if found is None:
        return prior
    seen = len(pairs[1])
    count = seen / (1 + seen * noise_variance(pairs[1]) / (2 * prior**2))
    return max((count * min(max(found, 0.0), above) + worth * prior) / (count + worth), LEAST_VARIANCE)


def _student(freedom: float, v: float, mean: Floats) -> Floats:
    """The central shares of the normal distribution at which those of Student's t are read.

    Satterthwaite: a variance of which only the share r = v m / (1 + v m) is estimated has freedom / r^2.
    """
    estimated = v * float(mean.mean()) / (1 + v * float(mean.mean())) if len(mean) else 1.0
    freedom = min(freedom / max(estimated, 1e-6) ** 2, MOST_FREEDOM)
    shares = np.append(2 * norm.cdf(t.ppf((1 + SHARES[:-1]) / 2, freedom)) - 1, 1.0)
    return np.asarray(np.minimum(shares, MOST_SHARE))


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
