"""Steps of the level: a new product, a merged queue, a changed menu. What was learned before still holds, rescaled.

A step is sought by regression of the daily level (log, weekday taken out) on a line and a step at every possible day
(Chow 1960; Quandt 1960), in a window around it. It must be large, clear of autocorrelated noise, and last until today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wfm.forecast.days import Floats, Ints

# Open days regarded before and after: about six weeks. A week at least must lie behind a step, two before it.
WINDOW, LEAST_AFTER, LEAST_BEFORE = 40, 6, 12
# Steps under a fifth are left to the models, which follow them within two weeks.
LEAST_STEP = 0.2
# Standard errors, widened for autocorrelation. The largest of a hundred t values exceeds 3.5 by chance in one series in
# twenty; daily levels are not as well behaved as that.
LEAST_CLEARNESS = 6.0
# Open days from the end in which a step is sought: half a year. The models have long digested older ones.
MEMORY = 130


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the level: at which position of the series, by how much (log), and how clear (standard errors)."""

    position: int
    size: float
    clearness: float


def find_step(levels: Floats) -> Step | None:
    """The clearest lasting step of a series of daily levels (log, without NaN, weekday effects taken out)."""
    first, last = max(LEAST_BEFORE, len(levels) - MEMORY), len(levels) - LEAST_AFTER
    splits = np.arange(first, last + 1)
    if not len(splits):
        return None
    sizes, clearness = _steps_at(levels, splits)
    position = int(np.argmax(clearness))
    best = Step(int(splits[position]), float(sizes[position]), float(clearness[position]))
    if abs(best.size) < LEAST_STEP or best.clearness < LEAST_CLEARNESS:
        return None
    before = np.median(levels[max(0, best.position - 2 * LEAST_BEFORE) : best.position])
    today = np.median(levels[-2 * LEAST_AFTER :][-(len(levels) - best.position) :])
    lasting = (today - before) * np.sign(best.size) > 0.5 * abs(best.size)
    return best if lasting else None


def _steps_at(levels: Floats, splits: Ints) -> tuple[Floats, Floats]:
    """Size and clearness of a step at every split that may be the clearest, zero at others.

    The splits with a whole window around them are regressed at once. Of those whose window is cut off by an end of the
    series only the clearest is regressed on its own, for one by one they take longer than all else.
    """
    sizes, clearness = np.zeros(len(splits)), np.zeros(len(splits))
    whole = (splits >= WINDOW) & (splits + WINDOW <= len(levels))
    if whole.any():
        windows = np.lib.stride_tricks.sliding_window_view(levels, 2 * WINDOW)[splits[whole] - WINDOW]
        sizes[whole], clearness[whole] = _regressed(windows, WINDOW)
    cut = np.flatnonzero(~whole)
    if len(cut):
        i = cut[np.argmax(_clearness_at(levels, splits[cut]))]
        start, end = max(0, int(splits[i]) - WINDOW), min(len(levels), int(splits[i]) + WINDOW)
        size, clear = _regressed(levels[None, start:end], int(splits[i]) - start)
        sizes[i], clearness[i] = size[0], clear[0]
    return sizes, clearness


def _clearness_at(levels: Floats, splits: Ints) -> Floats:
    """Clearness of a step at every split, whose windows may be cut off by the ends of the series.

    All are regressed at once: the rows of a design beyond a cut are zero, and so they weigh nothing.
    """
    start, end = np.maximum(splits - WINDOW, 0), np.minimum(splits + WINDOW, len(levels))
    length, at = (end - start)[:, None], (splits - start)[:, None]
    place = np.arange(2 * WINDOW)
    inside = place < length
    design = np.stack([inside, inside * (2 * place / (length - 1) - 1), inside & (place >= at)], axis=2)
    values = np.where(inside, levels[np.minimum(start[:, None] + place, len(levels) - 1)], 0.0)
    across = design.transpose(0, 2, 1)
    gram = np.linalg.inv(across @ design)
    beta = gram @ (across @ values[:, :, None])
    return _clearness(beta[:, 2, 0], values - (design @ beta)[:, :, 0], length[:, 0], gram[:, 2, 2])


def _clearness(size: Floats, rest: Floats, length: Ints | int, variance: Floats) -> Floats:
    """How many standard errors, widened for autocorrelation, a step has; zero where nothing varies.

    Args:
        size: The steps.
        rest: What the regression leaves of each window (windows x days).
        length: Days in each window.
        variance: Variance of each step against that of a day.
    """
    spread = (rest**2).sum(axis=1)
    varies = spread > 0
    safe = np.where(varies, spread, 1.0)
    correlation = np.clip((rest[:, 1:] * rest[:, :-1]).sum(axis=1) / safe, 0.0, 0.9)
    error = np.sqrt(safe / (length - 3) * variance * (1 + correlation) / (1 - correlation))
    return np.asarray(np.where(varies, np.abs(size) / error, 0.0))


def _regressed(windows: Floats, at: int) -> tuple[Floats, Floats]:
    """Step (log) after ``at`` values of each window, and how many standard errors it has; zero where nothing varies."""
    n = windows.shape[1]
    design = np.column_stack([np.ones(n), np.linspace(-1, 1, n), np.arange(n) >= at])
    gram = np.linalg.inv(design.T @ design)
    beta = windows @ design @ gram
    return beta[:, 2], _clearness(beta[:, 2], windows - beta @ design.T, n, gram[2, 2])
