"""How good a forecast was: WAPE, MASE, bias, pinball and coverage, against the naive forecast and the Poisson floor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import poisson

from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.days import Floats

# Means under which a Poisson count is zero oftener than a tenth or a twentieth of the time: no band of counts can then
# leave that share below it, and every honest one covers too much.
LEAST_MEAN_80, LEAST_MEAN_90 = -math.log(0.10), -math.log(0.05)


def wape(actual: Floats, expected: Floats) -> float:
    """Sum of absolute errors a contact offered (0.1 is 10 %); unmeasured ones are left out; NaN without any."""
    seen = ~np.isnan(actual)
    total = actual[seen].sum()
    return float(np.abs(actual[seen] - expected[seen]).sum() / total) if total > 0 else float("nan")


def whole_medians(quantiles: Floats) -> Floats:
    """Medians in whole contacts, of quantiles with a last axis for :data:`wfm.types.contacts.QUANTILES`.

    The number that has the least absolute error is the median (Gneiting 2011, making and evaluating point forecasts);
    a mean of small counts lies above it. A step at n is spread over n - 1/2 to n + 1/2, so that rounding gives n.
    """
    return np.asarray(np.rint(quantiles[..., QUANTILES.index(0.5)]))


def bias(actual: Floats, expected: Floats) -> float:
    """Expected less actual, a contact offered: above zero is too many expected."""
    seen = ~np.isnan(actual)
    total = actual[seen].sum()
    return float((expected[seen] - actual[seen]).sum() / total) if total > 0 else float("nan")


def mase(actual: Floats, expected: Floats, naive_error: float) -> float:
    """Mean absolute error in units of the history's mean week-to-week difference (Hyndman and Koehler 2006)."""
    seen = ~np.isnan(actual)
    if not seen.any() or not naive_error > 0:
        return float("nan")
    return float(np.abs(actual[seen] - expected[seen]).mean() / naive_error)


def weekly_difference(counts: Floats) -> float:
    """Mean absolute difference of each interval from the same one a week before; NaN under eight days."""
    if len(counts) < 8:
        return float("nan")
    difference = np.abs(counts[7:] - counts[:-7])
    return float(np.nanmean(difference)) if (~np.isnan(difference)).any() else float("nan")


def coverage(actual: Floats, low: Floats, high: Floats, expected: Floats, least: float = LEAST_MEAN_80) -> float:
    """Share of measured periods that lie inside the band, of those with at least ``least`` contacts expected.

    Give :data:`LEAST_MEAN_80` or :data:`LEAST_MEAN_90`, after the band.
    """
    seen = ~np.isnan(actual) & (expected >= least)
    if not seen.any():
        return float("nan")
    return float(((actual[seen] >= low[seen]) & (actual[seen] <= high[seen])).mean())


def pinball(actual: Floats, quantiles: Floats, levels: Sequence[float]) -> float:
    """Mean pinball loss over the levels, a contact offered: what a distribution is worth (Koenker and Bassett 1978).

    Args:
        actual: Counts, NaN where not measured.
        quantiles: A last axis for the levels.
        levels: Nominal levels.
    """
    seen = ~np.isnan(actual)
    total = actual[seen].sum()
    if not total > 0:
        return float("nan")
    miss = actual[seen][:, None] - quantiles[seen]
    p = np.asarray(levels, dtype=float)
    return float(np.maximum(p * miss, (p - 1) * miss).mean(axis=1).sum() / total)


def poisson_floor(actual: Floats) -> float:
    """WAPE that remains if the mean of each interval were known: E|N - m| = 2 e^-m m^(floor(m)+1) / floor(m)!."""
    m = actual[~np.isnan(actual) & (actual > 0)]
    if not len(m):
        return float("nan")
    return float((2 * m * poisson.pmf(np.floor(m), m)).sum() / m.sum())
