"""How good a forecast was: WAPE, MASE, bias and coverage, against the naive forecast and the Poisson floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import poisson

if TYPE_CHECKING:
    from wfm.forecast.days import Floats

SCORE_COLUMNS = (
    "queue",
    "model",
    "origin",
    "wape",
    "wape_naive",
    "mase",
    "bias",
    "coverage_80",
    "coverage_90",
    "seconds",
)


def wape(actual: Floats, expected: Floats) -> float:
    """Sum of absolute errors a contact offered (0.1 is 10 %); unmeasured ones are left out; NaN without any."""
    seen = ~np.isnan(actual)
    total = actual[seen].sum()
    return float(np.abs(actual[seen] - expected[seen]).sum() / total) if total > 0 else float("nan")


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


def coverage(actual: Floats, low: Floats, high: Floats, expected: Floats) -> float:
    """Share of measured intervals that lie inside the band, of those with at least one contact expected.

    Below one, "none" alone is likelier than the band should be, and every honest band covers too much.
    """
    seen = ~np.isnan(actual) & (expected >= 1)
    if not seen.any():
        return float("nan")
    return float(((actual[seen] >= low[seen]) & (actual[seen] <= high[seen])).mean())


def poisson_floor(actual: Floats) -> float:
    """WAPE that remains if the mean of each interval were known: E|N - m| = 2 e^-m m^(floor(m)+1) / floor(m)!."""
    m = actual[~np.isnan(actual) & (actual > 0)]
    if not len(m):
        return float("nan")
    return float((2 * m * poisson.pmf(np.floor(m), m)).sum() / m.sum())
