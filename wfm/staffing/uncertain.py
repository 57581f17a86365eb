"""The forecast as a distribution: its quantile at any level, and the few draws that stand for it.

Queues, and the intervals of a day, are taken to be high and low together, as they are when a whole day comes out
busier than expected. So quantiles add up over queues, and no gain is claimed from errors that might cancel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.types.contacts import QUANTILE_COLUMNS, QUANTILES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


def draw_weights() -> Numbers:
    """The probability of each draw: a quantile stands for the levels nearer to it than to the next quantile."""
    levels = np.asarray(QUANTILES)
    edges = np.concatenate(([0.0], (levels[1:] + levels[:-1]) / 2, [1.0]))
    return np.diff(edges)


def offered_at(frame: pd.DataFrame, quantile: float) -> Numbers:
    """The quantile of contacts offered in each row, straight between the forecast's own quantiles."""
    bands = frame[list(QUANTILE_COLUMNS)].to_numpy(dtype=np.float64)
    upper = int(np.clip(np.searchsorted(QUANTILES, quantile), 1, len(QUANTILES) - 1))
    low, high = QUANTILES[upper - 1], QUANTILES[upper]
    part = (quantile - low) / (high - low)
    return np.asarray(bands[:, upper - 1] * (1 - part) + bands[:, upper] * part, dtype=np.float64)


def offered_draws(frame: pd.DataFrame) -> Numbers:
    """Contacts offered in each draw, shape (draws, rows), with the forecast's mean.

    The quantiles cut both tails off; so all are scaled until their mean is the forecast's. A row whose quantiles are
    all 0 (a contact comes now and then) has its mean in every draw.
    """
    bands = frame[list(QUANTILE_COLUMNS)].to_numpy(dtype=np.float64).T
    mean = frame["offered"].to_numpy(dtype=np.float64)
    middle = draw_weights() @ bands
    scale = np.divide(mean, middle, out=np.zeros_like(mean), where=middle > 0)
    return np.where(middle > 0, bands * scale, mean)
