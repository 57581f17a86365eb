"""How wide bands must be: rate variances of intervals, days and weeks, and their calibration, read from past origins.

The relative error of an interval has a part common to its week, one common to its day, and one of its own, so that the
squared coefficient of variation of a week's rate is at most that of a day's, and that at most that of an interval's.
Each is read from past origins (:mod:`wfm.forecast.evidence`) by moments, as far as it shows behind the noise of small
counts, and rests on the one above it: half-way between full and no dependence. All three grow with the distance
(:mod:`wfm.forecast.growth`), and past errors are read as if all had been made at the same one.

The days of an origin share most of their error, so that a variance rests on few independent observations: days and
weeks have bands of Student's t (Geisser 1993, predictive inference), with Satterthwaite's (1946) degrees of freedom,
because the Poisson part of the variance is not estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, t

from wfm.forecast.distribution import (
    LEAST_VARIANCE,
    Spread,
    calibrated,
    default_spread,
    excess_variance,
    interval_variance,
    noise_variance,
)
from wfm.forecast.evidence import Compared, days, intervals, measured, weeks
from wfm.forecast.growth import EACH_WEEK, Growth, fit_growth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Floats
    from wfm.forecast.evidence import Evidence

# Before anything is seen half of an interval's rate variance is common to the day, half of a day's to the week, and
# half of a week's to the origin; the first two are worth so many days and weeks of evidence.
COMMON, PRIOR_DAYS, PRIOR_WEEKS = 0.5, 14.0, 4.0
# Days of evidence that the uncalibrated levels of intervals are worth: intervals of a day share its rate, so that days
# count, not intervals, and one week of days is as much trust as the negative binomial gets before it is tested.
TRUSTED_DAYS = 7.0
# Two weeks of days of evidence are as much trust as Student's t gets before it is tested; days of an origin share
# their error, so that two of them count for one.
CALIBRATION_DAYS, DAYS_PER_EVIDENCE = 28.0, 2.0
# Central shares at which levels are kept: closer in the tails, where they matter.
SHARES = np.concatenate([np.linspace(0.0, 0.8, 33), np.linspace(0.81, 0.99, 19), [0.995, 0.999, 1.0]])
INTERVAL_SHARES = np.linspace(0.0, 1.0, 41)
# No band reaches further out than this share.
MOST_SHARE = 0.9995
# Beyond so many degrees of freedom Student's t is the normal distribution.
MOST_FREEDOM = 1e4


@dataclass(frozen=True)
class Bands:
    """Spread of one queue's intervals, days and weeks, on average over the horizon, and how it grows along it."""

    interval: Spread
    day: Spread
    week: Spread
    growth: Growth


@dataclass(frozen=True)
class Misses:
    """What past origins forecast beside what came, and the rate variances of intervals and days that it shows."""

    intervals: Compared
    days: Compared
    weeks: Compared
    v_interval: float
    v_day: float

    @classmethod
    def of(cls, found: Sequence[Evidence]) -> Misses:
        """Of one past origin or more, each with something measured."""
        cells, of_days, of_weeks = (Compared.joined([part(e) for e in found]) for part in (intervals, days, weeks))
        v_interval = interval_variance(cells.actual, cells.mean, cells.handicap)
        v_day = _resting(of_days, COMMON * v_interval, v_interval, PRIOR_DAYS)
        return cls(cells, of_days, of_weeks, v_interval, v_day)


def fit_bands(past: Sequence[Evidence], fallback: float, common: float = COMMON) -> Bands:
    """The bands that past origins ask for.

    Args:
        past: Past origins.
        fallback: Rate variance of a day where there are none.
        common: Share of a day's rate variance that is common to its week, before the queue's own weeks are seen: what
            other queues say (:func:`wfm.forecast.dependence.of_others`).
    """
    found = [e for e in past if measured(e).any()]
    if not found:
        spread, week = default_spread(fallback), default_spread(common * fallback)
        return Bands(spread, spread, week, Growth(EACH_WEEK * week.v, 0.0))
    seen = Misses.of(found)
    v_interval, v_day = seen.v_interval, seen.v_day
    v_week = _resting(seen.weeks, common * v_day, v_day, PRIOR_WEEKS)
    growth = fit_growth(seen.weeks, v_week)
    freedom = _freedom(len(found), len(seen.weeks))
    interval = calibrated(
        seen.intervals.handicapped(growth.ratio(v_interval, seen.intervals.weeks_ahead)),
        v_interval,
        sum(int(measured(e).any(axis=1).sum()) for e in found),
        TRUSTED_DAYS,
        INTERVAL_SHARES,
        INTERVAL_SHARES,
    )
    day = calibrated(
        seen.days.handicapped(growth.ratio(v_day, seen.days.weeks_ahead)),
        v_day,
        len(seen.days) / DAYS_PER_EVIDENCE,
        CALIBRATION_DAYS,
        SHARES,
        _student(freedom, v_day, seen.days.mean),
    )
    return Bands(interval, day, Spread(v_week, SHARES, _student(freedom, v_week, seen.weeks.mean)), growth)


def _freedom(origins: int, weeks_seen: int) -> float:
    """Degrees of freedom of a variance: weeks of one origin share half of their error, as long as nothing is known."""
    each = max(weeks_seen / origins, 1.0)
    return origins * each / (1 + (each - 1) * COMMON)


def worth(seen: Compared, v: float) -> float:
    """How many periods without the noise of small counts these are worth, where their rate variance is ``v``.

    A variance from n observations has itself a variance of 2 v^2 / n; the noise of small counts adds to that, and
    counts as fewer observations.
    """
    return len(seen) / (1 + len(seen) * noise_variance(seen.mean) / (2 * v**2))


def _resting(seen: Compared, prior: float, most: float, prior_worth: float) -> float:
    """Variance of a longer period: at most that of the shorter one, resting on a prior worth so many periods."""
    found = excess_variance(seen.actual, seen.mean, seen.handicap)
    if found is None:
        return prior
    count = worth(seen, prior)
    return max((count * min(max(found, 0.0), most) + prior_worth * prior) / (count + prior_worth), LEAST_VARIANCE)


def _student(freedom: float, v: float, mean: Floats) -> Floats:
    """The central shares of the normal distribution at which those of Student's t are read.

    Satterthwaite: a variance of which only the share r = v m / (1 + v m) is estimated has freedom / r^2.
    """
    estimated = v * float(mean.mean()) / (1 + v * float(mean.mean())) if len(mean) else 1.0
    freedom = min(freedom / max(estimated, 1e-6) ** 2, MOST_FREEDOM)
    shares = np.append(2 * norm.cdf(t.ppf((1 + SHARES[:-1]) / 2, freedom)) - 1, 1.0)
    return np.asarray(np.minimum(shares, MOST_SHARE))
