"""From a mean to quantiles: Poisson noise around a rate that is itself uncertain, calibrated on past origins.

Given the rate, contacts are Poisson; the rate is gamma around the mean with a squared coefficient of variation ``v``,
so that an interval's variance is m + v m^2 (the negative binomial; Jongbloed and Koole 2001). The levels read from it
are adjusted so that the bands would have covered what they promise at past origins (conformal calibration of the
probability integral transform).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, gammainc, gammaincc, gammaincinv

from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Floats
    from wfm.forecast.evidence import Compared

# Rate variance of an interval that is usual in centres: half of it, a coefficient of variation of 20 %, is common to
# the day. It matters where chance hides the queue's own: under some twenty contacts a day.
USUAL_VARIANCE = 0.08
# No rate is known to better than 1 %, and a coefficient of variation of two is the most that is believed.
LEAST_VARIANCE, MOST_VARIANCE = 1e-4, 4.0
GOLDEN = 0.6180339887498949
# Mean below which counts are treated with their steps.
EXACT_BELOW = 10.0
# Rate variance below which small counts (under ten) are Poisson to a quarter of a percent of their deviation; the
# incomplete beta function is slow there.
CERTAIN = 5e-4
# Counts beyond which no quantile of a mean under ten lies.
MOST_COUNTS = 5000
# More means than this are read from a table.
TABLED = 160


@dataclass(frozen=True)
class Spread:
    """Uncertainty around a forecast mean: rate variance ``v`` and the level to read for each nominal one.

    ``centre_outwards[i]`` is the calibrated central share for the nominal central share ``shares[i]``.
    """

    v: float
    shares: Floats
    centre_outwards: Floats

    def level(self, nominal: Floats) -> Floats:
        """The probability at which to read the gamma quantile to get the nominal one."""
        side = np.interp(np.abs(2 * nominal - 1), self.shares, self.centre_outwards)
        return np.asarray(0.5 + 0.5 * np.sign(nominal - 0.5) * side, dtype=float)


def default_spread(v: float) -> Spread:
    """A spread that no past origin has tested."""
    grid = np.array([0.0, 1.0])
    return Spread(v, grid, grid)


def interval_variance(actual: Floats, mean: Floats, handicap: Floats) -> float:
    """Rate variance of intervals: the usual one as far as the noise of small counts hides what was found."""
    found = excess_variance(actual, mean, handicap)
    if found is None:
        return USUAL_VARIANCE
    clear = USUAL_VARIANCE**2 / (USUAL_VARIANCE**2 + noise_variance(mean))
    return float(np.clip(clear * found + (1 - clear) * USUAL_VARIANCE, LEAST_VARIANCE, MOST_VARIANCE))


def excess_variance(actual: Floats, mean: Floats, handicap: Floats) -> float | None:
    """Squared coefficient of variation of the rate that is left when Poisson noise is taken out; None without counts.

    By moments: E (actual - mean)^2 = mean + v h mean^2, where the handicap h is how many times v that of the forecast
    was. Below zero where the errors are smaller than chance.
    """
    squares = (handicap * mean**2).sum()
    return float((((actual - mean) ** 2).sum() - mean.sum()) / squares) if squares > 0 else None


def noise_variance(mean: Floats) -> float:
    """Variance of :func:`excess_variance` by chance alone: a Poisson count's squared error has m + 2 m^2."""
    squares = (mean**2).sum()
    return float((mean + 2 * mean**2).sum() / squares**2) if squares > 0 else 0.0


def calibrated(seen: Compared, v: float, evidence: float, worth: float, shares: Floats, prior: Floats) -> Spread:
    """A spread whose central shares are those that held in the past, resting on a prior.

    Args:
        seen: What came beside what was expected; its handicaps are how many times ``v`` the rate variance of each was.
        v: Rate variance.
        evidence: How many independent observations they are worth.
        worth: How many the prior is worth.
        shares: Nominal central shares, ascending from 0 to 1.
        prior: The share to read for each before anything is seen.
    """
    actual, mean, handicap = seen.actual, seen.mean, seen.handicap
    if not len(actual):
        return Spread(v, shares, np.minimum(prior, 0.9995))
    # Counts have steps: an actual stands for a point drawn from within its step (fixed, evenly spread draws).
    draws = np.asarray((GOLDEN * np.arange(1, len(actual) + 1)) % 1.0, dtype=float)
    outward = np.empty(len(actual))
    for h in np.unique(handicap):
        mine = handicap == h
        outward[mine] = np.abs(2 * _transform(actual[mine], mean[mine], v * float(h), draws[mine]) - 1)
    outward.sort()
    held = np.quantile(outward, shares)
    return Spread(v, shares, np.clip((evidence * held + worth * prior) / (evidence + worth), 0.0, 0.9995))


def _transform(actual: Floats, mean: Floats, v: float, draws: Floats) -> Floats:
    """Probability of fewer contacts than the actual, plus a drawn share of the probability of just as many."""
    result = np.empty(len(mean))
    small = mean < EXACT_BELOW
    n = np.rint(actual[small])
    below = _cdf(n - 1, mean[small], v)
    result[small] = below + draws[small] * (_cdf(n, mean[small], v) - below)
    shape, scale = _gamma(mean[~small], v)
    result[~small] = gammainc(shape, np.maximum(actual[~small] - 0.5 + draws[~small], 0.0) / scale)
    return result


def _cdf(n: Floats, mean: Floats, v: float) -> Floats:
    """Negative binomial distribution function; zero below zero. Poisson where the rate is as good as certain."""
    if v < CERTAIN:
        return np.asarray(np.where(n < 0, 0.0, gammaincc(np.maximum(n, 0.0) + 1, mean)))
    return np.asarray(np.where(n < 0, 0.0, betainc(1 / v, np.maximum(n, 0.0) + 1, 1 / (1 + v * mean))))


def _gamma(mean: Floats, v: float) -> tuple[Floats, Floats]:
    variance = mean + v * mean**2 + 1 / 12
    return mean**2 / variance, variance / mean


def quantiles(mean: Floats, spread: Spread, levels: Sequence[float] = QUANTILES) -> Floats:
    """Quantiles of contacts, with a last axis for the levels: never negative, never crossing; zero where the mean is.

    Below ten contacts the steps of the negative binomial matter, and a step at n is spread over n - 1/2 to n + 1/2;
    above, a gamma distribution of the same mean and variance is as good and quicker.
    """
    result = np.zeros((*mean.shape, len(levels)))
    at = spread.level(np.asarray(levels, dtype=float))
    large, small = mean >= EXACT_BELOW, (mean > 0) & (mean < EXACT_BELOW)
    if large.any():
        result[large] = _smooth(mean[large], spread.v, at)
    if small.any():
        # Quantiles move smoothly with the mean: read from a table of 80 means, to a hundredth of a contact.
        table = np.geomspace(min(1e-3, float(mean[small].min())), EXACT_BELOW, 80)
        column = _stepped(table, spread.v, at)
        result[small] = np.column_stack([np.interp(mean[small], table, column[:, i]) for i in range(len(at))])
    return np.maximum.accumulate(np.maximum(result, 0.0), axis=-1)


def _smooth(mean: Floats, v: float, at: Floats) -> Floats:
    """Quantiles of gamma counts. Of many means from a table: a quantile over its mean moves smoothly with log mean.

    Between 80 means the error is below a ten-thousandth of the mean.
    """
    many = len(mean) > TABLED
    table = np.geomspace(mean.min(), mean.max() * (1 + 1e-9), 80) if many else mean
    shape, scale = _gamma(table, v)
    found: Floats = gammaincinv(shape[:, None], at[None, :]) * scale[:, None]
    if not many:
        return found
    ratio = found / table[:, None]
    place = np.log(mean)
    return np.column_stack([mean * np.interp(place, np.log(table), ratio[:, i]) for i in range(len(at))])


def _stepped(mean: Floats, v: float, at: Floats) -> Floats:
    """Quantiles of negative binomial counts, each count n spread evenly over n - 1/2 to n + 1/2."""
    # Probabilities by the recurrence of the negative binomial, until the highest level is reached everywhere.
    probability = np.exp(-np.log1p(v * mean) / v)
    reached = [probability]
    while (reached[-1] < at.max()).any() and len(reached) < MOST_COUNTS:
        k = len(reached)
        probability = probability * (1 + v * (k - 1)) * mean / (k * (1 + v * mean))
        reached.append(reached[-1] + probability)
    upto = np.column_stack(reached)
    count = np.minimum((upto[:, :, None] < at).sum(axis=1), upto.shape[1] - 1)
    above = np.take_along_axis(upto, count, axis=1)
    below = np.where(count > 0, np.take_along_axis(upto, np.maximum(count - 1, 0), axis=1), 0.0)
    return np.asarray(count - 0.5 + np.clip((at - below) / np.maximum(above - below, 1e-300), 0.0, 1.0))
