"""Steps of the level: a new product, a merged queue, a changed menu. What was learned before still holds, rescaled.

A step is sought by regression of the daily level (log, weekday taken out) on a line and a step at every possible day
(Chow 1960; Quandt 1960), in a window around it. It must be large, clear of autocorrelated noise, and last until today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wfm.forecast.days import Floats

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
    best: Step | None = None
    for split in range(max(LEAST_BEFORE, len(levels) - MEMORY), len(levels) - LEAST_AFTER + 1):
        found = _step_at(levels, split)
        if found is not None and (best is None or found.clearness > best.clearness):
            best = found
    if best is None or abs(best.size) < LEAST_STEP or best.clearness < LEAST_CLEARNESS:
        return None
    before = np.median(levels[max(0, best.position - 2 * LEAST_BEFORE) : best.position])
    today = np.median(levels[-2 * LEAST_AFTER :][-(len(levels) - best.position) :])
    lasting = (today - before) * np.sign(best.size) > 0.5 * abs(best.size)
    return best if lasting else None


def _step_at(levels: Floats, split: int) -> Step | None:
    start, end = max(0, split - WINDOW), min(len(levels), split + WINDOW)
    y = levels[start:end]
    n = len(y)
    design = np.column_stack([np.ones(n), np.linspace(-1, 1, n), np.arange(start, end) >= split])
    gram = np.linalg.inv(design.T @ design)
    beta = gram @ design.T @ y
    rest = y - design @ beta
    spread = rest @ rest
    if spread <= 0 or n < 5:
        return None
    correlation = float(np.clip(rest[1:] @ rest[:-1] / spread, 0.0, 0.9))
    error = np.sqrt(spread / (n - 3) * gram[2, 2] * (1 + correlation) / (1 - correlation))
    return Step(split, float(beta[2]), float(abs(beta[2]) / error))
