"""Arrival rates drawn from a forecast's distribution: one gamma factor a queue and day, around 1.

Given the day's rate, contacts are Poisson; the rate is gamma around the mean with squared coefficient of variation
``v``, so that an interval's variance is m + v m^2 (Jongbloed and Koole 2001), as the forecast's bands are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy.special import gammaincinv, ndtr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

COMMON = 1 << 33  # no name's number, which have 32 bits
P10_TO_P90 = 2.5631031310892007  # in standard deviations of a normal distribution


def squared_cv(mean: ArrayLike, p10: ArrayLike, p90: ArrayLike) -> float:
    """The ``v`` that the bands of one queue tell, its intervals weighed by their contacts squared; 0 for plain Poisson.

    Args:
        mean: Contacts expected in each interval.
        p10: Their 10 % quantile.
        p90: Their 90 % quantile.
    """
    m = np.asarray(mean, dtype=np.float64)
    sd = (np.asarray(p90, dtype=np.float64) - np.asarray(p10, dtype=np.float64)) / P10_TO_P90
    weight = float((m**2).sum())
    if weight == 0:
        return 0.0
    # Quantiles between whole numbers spread each count over one: a twelfth more variance where anything is expected.
    return float(max(0.0, (sd**2 - m - (m > 0) / 12).sum() / weight))


def day_factors(
    names: Sequence[str], v: Sequence[float], days: int, draws: int, seed: int, correlation: float = 0.0
) -> Numbers:
    """Factors on the rate, shape (draws, queues, days), mean 1 and variance ``v``.

    They go by the queue's name, so that scenarios under one seed share them. Busy days are busy for several queues at
    once: the normal scores of two queues' factors have ``correlation``, which one common score a day gives them (a
    Gaussian copula with one factor; days are independent of each other).
    """
    common = np.random.default_rng([seed, COMMON]).standard_normal((draws, days))
    factors = np.ones((draws, len(names), days))
    for i, (name, variance) in enumerate(zip(names, v, strict=True)):
        if variance > 0:
            own = np.random.default_rng([seed, crc32(name.encode())]).standard_normal((draws, days))
            score = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
            factors[:, i] = variance * gammaincinv(1 / variance, ndtr(score))
    return factors
