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
# Fewer values than this are no regression.
LEAST_WINDOW = 5
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
    """Size and clearness of a step at every split; the splits with a whole window around them at once."""
    sizes, clearness = np.zeros(len(splits)), np.zeros(len(splits))
    whole = (splits >= WINDOW) & (splits + WINDOW <= len(levels))
    if whole.any():
        windows = np.lib.stride_tricks.sliding_window_view(levels, 2 * WINDOW)[splits[whole] - WINDOW]
        sizes[whole], clearness[whole] = _regressed(windows, WINDOW)
    for i in np.flatnonzero(~whole):
        start, end = max(0, int(splits[i]) - WINDOW), min(len(levels), int(splits[i]) + WINDOW)
        size, clear = _regressed(levels[None, start:end], int(splits[i]) - start)
        sizes[i], clearness[i] = size[0], clear[0]
    return sizes, clearness


def _regressed(windows: Floats, at: int) -> tuple[Floats, Floats]:
    """Step (log) after ``at`` values of each window, and how many standard errors it has; zero where nothing varies."""
    n = windows.shape[1]
    if n < LEAST_WINDOW:
        return np.zeros(len(windows)), np.zeros(len(windows))
    design = np.column_stack([np.ones(n), np.linspace(-1, 1, n), np.arange(n) >= at])
    gram = np.linalg.inv(design.T @ design)
    beta = windows @ design @ gram
    rest = windows - beta @ design.T
    spread = (rest**2).sum(axis=1)
    varies = spread > 0
    safe = np.where(varies, spread, 1.0)
    correlation = np.clip((rest[:, 1:] * rest[:, :-1]).sum(axis=1) / safe, 0.0, 0.9)
    error = np.sqrt(safe / (n - 3) * gram[2, 2] * (1 + correlation) / (1 - correlation))
    return beta[:, 2], np.where(varies, np.abs(beta[:, 2]) / error, 0.0)
