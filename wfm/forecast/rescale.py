"""Quantiles that follow a mean which something else has changed: a person, the morning, the sum above.

An interval's variance is m + v m^2, noise and an uncertain rate (see :mod:`wfm.forecast.distribution`). A mean that
grows by a factor r keeps its v: the variance becomes r m + v (r m)^2. The distance of each quantile from the mean
grows with the standard deviation, so that what was calibrated stays so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from wfm.forecast.days import Floats

P10, P90 = QUANTILES.index(0.10), QUANTILES.index(0.90)
# Standard deviations (WIDTH) between the 10 % and the 90 % quantile of a normal distribution.
# A mean below this is zero: its square would vanish.
LEAST_MEAN = 1e-9
WIDTH = 2.5631031310892007


def rate_variance(mean: Floats, levels: Floats) -> Floats:
    """Squared coefficient of variation ``v`` of the rate that quantiles imply; zero where the mean is.

    Args:
        mean: Contacts expected.
        levels: Their quantiles, last axis as :data:`QUANTILES`.
    """
    spread = ((levels[..., P90] - levels[..., P10]) / WIDTH) ** 2
    positive = mean > LEAST_MEAN
    safe = np.where(positive, mean, 1.0)
    return np.asarray(np.where(positive, np.maximum(spread - mean, 0.0) / safe**2, 0.0), dtype=float)


def rescaled(mean: Floats, levels: Floats, new_mean: Floats, new_v: Floats | None = None) -> Floats:
    """Quantiles around ``new_mean``, from those around ``mean``.

    Args:
        mean: Contacts expected before; zero gives zero quantiles, for there is nothing to learn a band from.
        levels: Quantiles before, last axis as :data:`QUANTILES`.
        new_mean: Contacts expected now.
        new_v: Rate variance now, where it has changed too.
    """
    v = rate_variance(mean, levels)
    before = np.sqrt(mean + v * mean**2)
    after = np.sqrt(new_mean + (v if new_v is None else new_v) * new_mean**2)
    factor = np.divide(after, before, out=np.zeros_like(before), where=mean > LEAST_MEAN)
    moved = new_mean[..., None] + (levels - mean[..., None]) * factor[..., None]
    return np.asarray(np.maximum(moved, 0.0) * (mean > LEAST_MEAN)[..., None], dtype=float)
