"""Level, trend and season of a queue's days over years, for the long range: log totals, regressed.

Weekdays, yearly waves (from 400 days) and a line (from two years: with less, growth and season cannot be told apart).
The line counts as far as it stands out of its standard error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays
from wfm.forecast.level import WAVE_SCALE, YEAR, YEARLY_DAYS, YEARLY_WAVES, calendar_waves, ridge

if TYPE_CHECKING:
    from wfm.forecast.days import Floats, Ints

# Two years are 104 weeks.
TREND_DAYS = 728
# Prior standard deviation of a year's growth, and the least wandering of the level in a month (3.5 % in a year).
GROWTH_SCALE, LEAST_WANDER = 0.3, 0.01
MONTH = 30.4369


@dataclass(frozen=True)
class Trend:
    """Coefficients: weekdays, waves and the growth a year (log) with its error; ``end`` is the line's last value."""

    weekday: Floats
    waves: Floats
    growth: float
    growth_error: float
    line: Floats
    origin: int

    @property
    def end(self) -> float:
        """The line at the last day."""
        return float(self.line[0])

    def at_season(self, numbers: Ints) -> Floats:
        """Weekday and place in the year of each day, without the line."""
        season = calendar_waves(numbers) @ self.waves if len(self.waves) else np.zeros(len(numbers))
        return np.asarray(self.weekday[weekdays(numbers)] + season)

    def at(self, numbers: Ints) -> Floats:
        """The log level of each day, by its number."""
        return np.asarray(self.at_season(numbers) + self.line[0] + self.line[1] * (numbers - self.origin) / YEAR)


def fit_trend(numbers: Ints, logs: Floats, span: int) -> Trend:
    """Regress log totals on weekday, waves and a line, as far as ``span`` days tell them apart.

    Args:
        numbers: Day numbers, ascending.
        logs: Log totals of these days.
        span: Days from the first that was measured to the last.
    """
    origin = int(numbers[-1])
    weekday = weekdays(numbers)
    known = np.unique(weekday)
    columns = [np.ones(len(numbers)), (numbers - origin) / YEAR, *[(weekday == w).astype(float) for w in known]]
    scale = [100.0, GROWTH_SCALE if span >= TREND_DAYS else 1e-6, *[1.0] * len(known)]
    waves = calendar_waves(numbers) if span >= YEARLY_DAYS else np.zeros((len(numbers), 0))
    design = np.column_stack([*columns, waves])
    scale += [WAVE_SCALE] * waves.shape[1]
    beta = ridge(design, logs, np.array(scale), float(np.var(logs)) / 20)
    effect = np.full(7, beta[2 : 2 + len(known)].min())
    effect[known] = beta[2 : 2 + len(known)]
    error = 0.0
    growth = float(beta[1]) if span >= TREND_DAYS else 0.0
    if span >= TREND_DAYS:
        error = _growth_error(logs - design @ beta, numbers)
        growth *= growth**2 / (growth**2 + error**2) if growth else 0.0
    return Trend(effect, beta[2 + len(known) :], growth, error, beta[:2], origin)


def _growth_error(rest: Floats, numbers: Ints) -> float:
    """Standard error of a year's growth, from the means of months: days of a month share their error."""
    months = _monthly(rest, numbers)
    if len(months) <= 3:  # too few to tell: as uncertain as before anything was seen
        return GROWTH_SCALE
    years = np.arange(len(months)) * MONTH / YEAR
    return float(np.sqrt(np.var(months, ddof=3) / ((years - years.mean()) ** 2).sum()))


def _monthly(rest: Floats, numbers: Ints) -> Floats:
    month = ((numbers[-1] - numbers) // MONTH).astype(int)
    known = [m for m in range(int(month.max()), -1, -1) if (month == m).sum() >= 5]
    return np.array([rest[month == m].mean() for m in known])


def running_mean(rest: Floats) -> Floats:
    """Mean of the 21 days around each, fewer at the ends."""
    kernel = np.ones(min(21, len(rest)))
    return np.asarray(np.convolve(rest, kernel, "same") / np.convolve(np.ones(len(rest)), kernel, "same"))


def wandering(rest: Floats, numbers: Ints) -> float:
    """Variance that the level's change gains a month: slope of the mean squared change over k months on k."""
    months = _monthly(rest, numbers)
    lags = np.arange(1, max(2, len(months) // 2) + 1)
    lags = lags[lags < len(months)]
    if len(lags) < 2:
        return LEAST_WANDER**2 * 4
    squares = np.array([np.mean((months[k:] - months[:-k]) ** 2) for k in lags])
    return float(max(np.polyfit(lags, squares, 1)[0], LEAST_WANDER**2))


def unseen_season(days: Ints) -> Floats:
    """Variance between two places in the year that the prior of the waves leaves open."""
    turns = 2 * np.pi * np.asarray(days)[:, None] * np.arange(1, YEARLY_WAVES + 1)[None, :] / YEAR
    return np.asarray(2 * WAVE_SCALE**2 * (1 - np.cos(turns)).sum(axis=1))
