"""Medians of day series: around each day, and by weekday."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.ndimage import median_filter

if TYPE_CHECKING:
    from wfm.forecast.days import Floats, Ints


def running_median(values: Floats, half: int) -> Floats:
    """Median of each value with ``half`` values on either side (mirrored at the ends)."""
    mode: Literal["mirror", "nearest"] = "mirror" if len(values) > half else "nearest"
    return np.asarray(median_filter(np.asarray(values, dtype=float), 2 * half + 1, mode=mode))


def weekday_medians(values: Floats, weekday: Ints) -> Floats:
    """Median of the values of each weekday (0 is Monday), NaN where it has none. The values hold no NaN.

    One sort of all values by weekday and size: seven calls of a median take four times as long.
    """
    medians = np.full(7, np.nan)
    number = np.bincount(weekday, minlength=7)
    there = number > 0
    first = (np.cumsum(number) - number)[there]
    ordered = values[np.lexsort((values, weekday))]
    low, high = ordered[first + (number[there] - 1) // 2], ordered[first + number[there] // 2]
    medians[there] = (low + high) / 2
    return medians
