"""Files that leave out intervals without contacts: common in ACD exports, and the opposite of "not measured"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays

if TYPE_CHECKING:
    from wfm.forecast.days import QueueDays

# Zeros that a complete file would hold by chance, at least: none at all among so many happens once in e^20.
EXPECTED_ZEROS = 20.0
# A day without any row is a day without contacts only where so few are usual; e^-3 is one day in twenty.
QUIET_DAY = 3.0


def with_zeros_restored(days: QueueDays) -> QueueDays:
    """The history with zeros in place of the rows that its file left out; the same where the file is complete.

    A file holds no zero by intention if a Poisson process with its means would have given many. Then an interval
    without a row is a zero on days that have rows, and on days without any where a day often has none.
    """
    counts = days.counts
    seen = ~np.isnan(counts)
    if (counts[seen] == 0).any() or not seen.any():
        return days
    weekday = weekdays(days.numbers)
    expected = 0.0
    for w in range(7):
        mine = weekday == w
        n = seen[mine].sum(axis=0)
        mean = np.nansum(counts[mine], axis=0) / np.maximum(n, 1)
        expected += float((n * np.exp(-mean))[n > 0].sum())
    if expected < EXPECTED_ZEROS:
        return days
    rows = seen.any(axis=1)
    usual = np.array([np.nansum(counts[weekday == w]) / max((weekday == w).sum(), 1) for w in range(7)])
    quiet = usual[weekday] < QUIET_DAY
    restored = np.where(~seen & (rows | quiet)[:, None] & days.exists, 0.0, counts)
    return replace(days, counts=restored, zeros_left_out=True)
