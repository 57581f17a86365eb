"""What chance leaves of coverage: between which shares an honest band would lie over so few days and weeks.

The days of an origin share their error, and so do its weeks: sixteen weeks from four origins are not sixteen answers.
With the shares of common error that the method itself starts from (:data:`wfm.forecast.band_fit.COMMON`: half of a
day's error variance is common to its week, half of a week's to its origin) the correlation of two errors is known, from
it the correlation of two answers inside or outside, and from that how many independent answers they are worth.

Origins and queues are taken as independent. Queues of one site are not quite: the limits are then too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom, norm

from wfm.forecast.band_fit import COMMON
from wfm.forecast.evidence import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.forecast_sets import Task
    from wfm.forecast.days import Ints

# The limits leave out the lowest and the highest twentieth of what chance does.
TAIL = 0.05
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)


@dataclass(frozen=True)
class Honest:
    """What an honest band of the share ``band`` would hold of the periods ``by`` (day or week).

    ``low`` and ``high`` are limits of the share held, ``periods`` how many were measured, ``worth`` how many
    independent ones they are worth.
    """

    by: str
    band: float
    periods: int
    worth: float
    low: float
    high: float


def answers_correlation(errors: float, band: float) -> float:
    """Correlation of two answers inside or outside a central band whose normal errors have this correlation."""
    if errors <= 0:
        return 0.0
    limit, common = norm.ppf((1 + band) / 2), np.sqrt(errors) * NODES
    own = np.sqrt(max(1 - errors, 1e-12))
    inside = norm.cdf((limit - common) / own) - norm.cdf((-limit - common) / own)
    both = float((WEIGHTS * inside**2).sum() / WEIGHTS.sum())
    return (both - band**2) / (band * (1 - band))


def independent_days(weeks: Ints, band: float) -> float:
    """How many independent days the days of one origin are worth; ``weeks`` is the number of each one's week."""
    same = weeks[:, None] == weeks[None, :]
    matrix = np.where(same, answers_correlation(COMMON, band), answers_correlation(COMMON**2, band))
    np.fill_diagonal(matrix, 1.0)
    return len(weeks) ** 2 / float(matrix.sum())


def independent_weeks(count: int, band: float) -> float:
    """How many independent weeks the weeks of one origin are worth."""
    return count / (1 + (count - 1) * answers_correlation(COMMON, band))


def honest(tasks: Sequence[Task], band: float) -> list[Honest]:
    """What an honest band would hold of the days and of the weeks of a benchmark."""
    days, weeks = [], []
    for task in tasks:
        for origin in task.origins:
            number = np.flatnonzero(np.nansum(task.actual(origin), axis=1) > 0) // 7
            found = int((np.bincount(number) >= WEEK_DAYS).sum()) if len(number) else 0
            if len(number):
                days.append((len(number), independent_days(number, band)))
            if found:
                weeks.append((found, independent_weeks(found, band)))
    return [_limits(by, band, cells) for by, cells in (("day", days), ("week", weeks)) if cells]


def _limits(by: str, band: float, cells: list[tuple[int, float]]) -> Honest:
    """The mean over cells (a queue and origin each) varies as that of their number over the mean of 1 / worth."""
    worth = len(cells) / float(np.mean([1 / w for _, w in cells]))
    low, high = binom.ppf([TAIL, 1 - TAIL], max(round(worth), 1), band) / max(round(worth), 1)
    return Honest(by, band, sum(n for n, _ in cells), worth, float(low), float(high))


def sentences(found: Sequence[Honest]) -> list[str]:
    """The same for people, one line a band."""
    lines = []
    for band in sorted({h.band for h in found}):
        parts = [
            f"{100 * h.low:.0f} to {100 * h.high:.0f} % of the {h.by}s ({h.periods}, worth {h.worth:.0f} independent)"
            for h in found
            if h.band == band
        ]
        lines.append(f"By chance an honest {100 * band:.0f} % band holds {' and '.join(parts)}, nine times in ten.")
    return lines
