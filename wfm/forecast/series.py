"""The series of day totals that the level models learn from: open weekdays in order, logged, special days taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays

if TYPE_CHECKING:
    from wfm.forecast.cleaning import Cleaned
    from wfm.forecast.days import Floats, Ints

# Added to a count before its logarithm is taken, so that a day of zero has one.
OFFSET = 0.5


@dataclass(frozen=True)
class LevelSeries:
    """Log day totals of the open weekdays before the horizon, and which days are wanted.

    ``logs`` is NaN on days that teach nothing about the level (special, missing, outliers). ``numbers`` are their day
    numbers, ``future`` those of the open weekdays from the end of the history to the end of the horizon. One week has
    ``period`` of them.
    """

    numbers: Ints
    logs: Floats
    future: Ints
    period: int

    @property
    def steps(self) -> int:
        """Days to forecast."""
        return len(self.future)

    @property
    def known(self) -> Ints:
        """Positions of the days with a value."""
        return np.flatnonzero(~np.isnan(self.logs))

    def tail(self, weeks: int) -> LevelSeries:
        """The same series with only its last weeks of history."""
        keep = slice(-weeks * self.period, None)
        return LevelSeries(self.numbers[keep], self.logs[keep], self.future, self.period)

    def filled(self) -> Floats:
        """Values with the unknown ones replaced by the nearest known value of the same weekday, adjusted for level."""
        known = self.known
        at = np.arange(len(self.logs))
        weekday = weekdays(self.numbers)
        effect = np.zeros(7)
        mean = self.logs[known].mean()
        for w in np.unique(weekday[known]):
            effect[w] = self.logs[known][weekday[known] == w].mean() - mean
        flat: Floats = np.interp(at, known, self.logs[known] - effect[weekday[known]])
        return np.asarray(np.where(np.isnan(self.logs), flat + effect[weekday], self.logs))

    def to_totals(self, log_forecast: Floats, log_fitted: Floats) -> Floats:
        """Mean contacts from forecast logs: the exponential, scaled so that the fit's total is the actual total.

        The ratio replaces the exp(variance / 2) of a lognormal (Duan 1983, smearing), is right for small counts too,
        and is kept within what a coefficient of variation of 0.7 would give.
        """
        known = self.known[-26 * self.period :]
        fitted = np.exp(log_fitted[known]).sum()
        ratio = np.exp(self.logs[known]).sum() / fitted if fitted > 0 else 1.0
        return np.asarray(np.maximum(np.exp(log_forecast) * np.clip(ratio, 0.9, 1.28) - OFFSET, 0.0))


def level_series(cleaned: Cleaned, effects: Floats, end: int) -> LevelSeries:
    """The series of one queue.

    Args:
        cleaned: Its history.
        effects: Log effect of each day of the history; NaN for days not to be learned from, zero for normal ones.
        end: Day number after the last day of the horizon.
    """
    numbers = cleaned.days.numbers
    opened, keep = cleaned.opened, cleaned.open_days.copy()
    logs = np.log(cleaned.totals + OFFSET) - effects
    future = np.arange(cleaned.days.end, end, dtype=np.int64)
    first = int(np.argmax(~np.isnan(logs) & keep))
    keep[:first] = False
    return LevelSeries(numbers[keep], logs[keep], future[opened[weekdays(future)]], int(opened.sum()))
