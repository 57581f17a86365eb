"""The factor model of day curves (Shen and Huang 2008): a few curves explain most of how days differ.

The square roots of a day's counts (which makes their noise even) are a sum of four curves, found by singular value
decomposition, times four scores. Each score has a weekday pattern and a level, both forecast by exponential smoothing,
the smoothing chosen by how well it would have forecast a week ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh
from scipy.signal import lfilter

from wfm.forecast.days import weekdays
from wfm.forecast.level import ModelFailure

if TYPE_CHECKING:
    from wfm.forecast.days import Floats, Ints

FACTORS = 4
# Days of memory: one year of curves. Older days have another shape.
MEMORY = 365
# Memory of the weekday pattern in weeks (half-life): a season.
PATTERN_WEEKS = 13.0
ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.35)
# The square root evens out Poisson noise from about this mean on (Brown, Zhang and Zhao 2005): slots with fewer
# contacts are joined, up to four hours, and shared out again by the usual shape.
LEAST_MEAN = 4.0
WIDEST_MINUTES = 240


def factor_model(counts: Floats, numbers: Ints, future: Ints, shapes: Floats) -> Floats:
    """Contacts expected by future day and slot.

    Args:
        counts: Normal days x slots, special effects and steps of level taken out.
        numbers: Their day numbers, ascending.
        future: Day numbers wanted.
        shapes: Usual share of each slot by weekday (7 x slots), zero where closed.

    Raises:
        ModelFailure: Fewer than ten days.
    """
    keep = numbers >= numbers[-1] - MEMORY if len(numbers) else np.zeros(0, dtype=bool)
    counts, numbers = counts[keep], numbers[keep]
    if len(numbers) < 10:
        raise ModelFailure("factors: fewer than ten days to learn from")
    width = _width(counts, shapes)
    joined = counts.reshape(len(counts), -1, width).sum(axis=2)
    roots = np.sqrt(joined + 0.25)
    try:
        curves = _curves(roots)
    except (np.linalg.LinAlgError, ValueError) as error:
        raise ModelFailure(f"factors: {error}") from error
    past, ahead = _forecast_scores(roots @ curves, numbers, future)
    expected = np.maximum(ahead @ curves.T, 0.0) ** 2
    would_be = np.maximum(past @ curves.T, 0.0) ** 2
    # The mean of a square is more than the square of a mean: each slot is scaled so that what the model would have
    # forecast for the past adds up to the actual counts (a few contacts of prior keep a silent slot from exploding).
    scale = (joined.sum(axis=0) + 5.0) / (would_be.sum(axis=0) + 5.0)
    return _shared_out(expected * scale, shapes[weekdays(future)], width)


def _curves(roots: Floats) -> Floats:
    """The curves (slots x at most :data:`FACTORS`) that explain most of the days: the leading right singular vectors.

    They are the eigenvectors of the slots' products, found without the hundred curves that are not asked for: squaring
    costs digits of the weak curves only, and twelve are left.
    """
    slots = roots.shape[1]
    leading = [slots - min(FACTORS, *roots.shape), slots - 1]
    return np.asarray(eigh(roots.T @ roots, subset_by_index=leading)[1], dtype=float)


def _width(counts: Floats, shapes: Floats) -> int:
    """Slots to join so that an open one has enough contacts on average."""
    mean = counts.mean(axis=0).sum() / max(int((shapes > 0).any(axis=0).sum()), 1)
    slots = counts.shape[1]
    width = 1
    while mean * width < LEAST_MEAN and slots % (2 * width) == 0 and 2 * width * (1440 // slots) <= WIDEST_MINUTES:
        width *= 2
    return width


def _shared_out(expected: Floats, shapes: Floats, width: int) -> Floats:
    parts = shapes.reshape(len(shapes), -1, width)
    total = parts.sum(axis=2, keepdims=True)
    share = np.divide(parts, total, out=np.zeros_like(parts), where=total > 0)
    return np.asarray((expected[:, :, None] * share).reshape(shapes.shape), dtype=float)


def _forecast_scores(scores: Floats, numbers: Ints, future: Ints) -> tuple[Floats, Floats]:
    """What the scores (days x factors) would have been forecast as on past days, a week ahead, and their forecast."""
    weekday = weekdays(numbers)
    weight = 0.5 ** ((numbers[-1] - numbers) / (7 * PATTERN_WEEKS))
    pattern = np.tile(weight @ scores / weight.sum(), (7, 1))
    for w in np.unique(weekday):
        mine = weekday == w
        pattern[w] = weight[mine] @ scores[mine] / weight[mine].sum()
    level = _smoothed_levels(scores - pattern[weekday])
    before = np.vstack([np.zeros(scores.shape[1]), level[:-1]])
    return pattern[weekday] + before, pattern[weekdays(future)] + level[-1]


def _smoothed_levels(rest: Floats) -> Floats:
    """Exponentially smoothed levels after each day, each smoothed so that it would have forecast a week ahead best."""
    ahead = 5
    levels = np.stack([lfilter([a], [1.0, a - 1.0], rest, axis=0) for a in ALPHAS])
    if len(rest) < 6 * ahead:
        return np.asarray(levels[2])
    errors = ((rest[2 * ahead :] - levels[:, ahead:-ahead]) ** 2).mean(axis=1)
    return np.asarray(levels[errors.argmin(axis=0), :, np.arange(rest.shape[1])].T)
