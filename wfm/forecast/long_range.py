"""A year or two ahead by day and by month: level, trend and season, growth scenarios and events, with honest bands.

Log totals of normal days are regressed on weekdays, yearly waves (from 400 days) and a line (from two years: with less,
growth and season cannot be told apart, and none is assumed). The line counts as far as it stands out of its standard
error and is damped by a fifth a year (damped trends: Gardner and McKenzie 1985). What the last weeks are off stays.

The band of a day holds three independent errors: of the day itself; of the level, which wanders (the variance of its
change over k months grows with k: read from the history's own months); of the season, where none was seen: the variance
that the prior of the yearly waves gives between today's place in the year and that day's. Level and season are common
to the days of a month, so that a month's band is hardly narrower than a day's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.candidates import know, special_multipliers
from wfm.forecast.days import day_number, day_of, weekdays
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.effects import baseline
from wfm.forecast.handle_time import handle_times
from wfm.forecast.level import WAVE_SCALE, YEAR, YEARLY_DAYS, YEARLY_WAVES, calendar_waves, ridge
from wfm.forecast.origin import Origin
from wfm.forecast.profile import day_shapes
from wfm.forecast.run import queues_before
from wfm.forecast.site import look, pool, settled
from wfm.types.contacts import QUANTILE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.candidates import Known
    from wfm.forecast.days import Floats, Ints
    from wfm.forecast.effects import Sample
    from wfm.types import Calendar, History

# Columns of the long-range file; ``period`` is a day, or the first day of a month.
LONG_RANGE = ("queue", "scenario", "period", "offered", *QUANTILE_COLUMNS, "aht_seconds")
# Two years are 104 weeks.
TREND_DAYS = 728
DAMPING = 0.8
# Prior standard deviation of a year's growth, and the least wandering of the level in a month (3.5 % in a year).
GROWTH_SCALE, LEAST_WANDER = 0.3, 0.01
MONTH = 30.4369
RECENT_DAYS = 56


@dataclass(frozen=True)
class _Ahead:
    """One queue: day means, variances of log level and season by day, variance of a day, handle times, and a note."""

    queue: str
    mean: Floats
    common: Floats
    own: float
    aht_seconds: Floats
    note: str


@dataclass(frozen=True)
class LongRange:
    """Days and months ahead; both frames have the columns :data:`LONG_RANGE`. ``notes`` say what was assumed."""

    days: pd.DataFrame
    months: pd.DataFrame
    notes: Mapping[str, tuple[str, ...]]


def forecast_months(
    history: History,
    calendar: Calendar,
    first: date,
    months: int,
    growth: Mapping[str, float] | None = None,
) -> LongRange:
    """Contacts by day and month for ``months`` months from ``first``.

    Args:
        history: What is known before ``first``; three months at least, years serve better.
        calendar: Special days of the history and of the horizon.
        first: First day.
        months: Calendar months ahead, 1 to 36.
        growth: Scenarios: a year's growth over what is expected anyway (0.05 is 5 % more after a year); the forecast
            itself is the scenario ``expected``.

    Raises:
        DataError: Too little history, or a number out of range.
    """
    if not 1 <= months <= 36:
        raise DataError("a long range is 1 to 36 months", value=months)
    scenarios = {"expected": 0.0, **(growth or {})}
    if min(scenarios.values()) <= -1:
        raise DataError("a growth of -100 % or less", value=min(scenarios.values()))
    begin, end = day_number(first), day_number(_months_after(first, months))
    future = np.arange(begin, end, dtype=np.int64)
    queues = [d.before(begin).until(begin) for d in queues_before(history, history.zone, begin)]
    site = pool(look(d, calendar) for d in queues)
    origin = Origin(begin, begin, end - begin)
    known = [know(d, settled(d, calendar, origin, site).kinds) for d in queues]
    ahead = [_ahead(k, future, site.effects) for k in known]
    day_frames, month_frames = [], []
    for one in ahead:
        for scenario, rate in scenarios.items():
            mean = one.mean * (1 + rate) ** ((future - begin) / YEAR)
            day_frames.append(_day_frame(one, scenario, mean, future))
            month_frames.append(_month_frame(one, scenario, mean, future))
    notes = {one.queue: (one.note,) for one in ahead}
    return LongRange(pd.concat(day_frames, ignore_index=True), pd.concat(month_frames, ignore_index=True), notes)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _ahead(known: Known, future: Ints, pooled: Mapping[tuple[str, str], Sample]) -> _Ahead:
    cleaned = known.cleaned
    rows = np.flatnonzero(cleaned.normal & (np.nan_to_num(cleaned.totals) > 0))
    queue = cleaned.days.queue
    if len(rows) < 60:
        problem = f"queue {queue} has {len(rows)} normal days with contacts"
        raise DataError(problem, remedy="A long range needs three months of history: 60 such days.")
    numbers, logs = cleaned.days.numbers[rows], np.log(cleaned.totals[rows] + 0.5)
    if known.step is not None:
        logs = logs + np.where(numbers < known.step[0], known.step[1], 0.0)
    # From the first day known to the last: special days at either end are history as well.
    seen = np.flatnonzero(cleaned.known)
    span = int(seen[-1] - seen[0]) + 1
    fit = _fit(numbers, logs, span)
    rest = logs - fit.at(numbers)
    recent = numbers > numbers[-1] - RECENT_DAYS
    today = float(np.mean(rest[recent]))
    months = (future - numbers[-1]) / MONTH
    drift = fit.growth * (1 - DAMPING ** (months / 12)) / -np.log(DAMPING)
    own = float(np.var(rest - _running(rest)))
    expected = np.exp(fit.at_season(future) + fit.end + today + drift + own / 2) - 0.5
    _, weekday_effect = baseline(cleaned)
    multiplier = special_multipliers(known, future, pooled, max(own, 1e-4), weekday_effect)
    opened = cleaned.opened[weekdays(future)]
    mean = np.where(opened, np.maximum(expected, 0.0), 0.0) * multiplier
    common = _wandering(rest, numbers) * months + (fit.growth_error * months / 12) ** 2
    if span < YEARLY_DAYS:
        common = common + _unseen_season(future - numbers[-1])
    own = max(own - float(np.mean(1 / np.exp(logs))), 1e-4)
    return _Ahead(queue, mean, common, own, _handle_times(known, future), _note(fit, span, known))


@dataclass(frozen=True)
class _Fit:
    """Coefficients: weekdays, waves and the growth a year (log) with its error; ``end`` is the line's last value."""

    weekday: Floats
    waves: Floats
    growth: float
    growth_error: float
    line: Floats
    origin: int

    @property
    def end(self) -> float:
        return float(self.line[0])

    def at_season(self, numbers: Ints) -> Floats:
        season = calendar_waves(numbers) @ self.waves if len(self.waves) else np.zeros(len(numbers))
        return np.asarray(self.weekday[weekdays(numbers)] + season)

    def at(self, numbers: Ints) -> Floats:
        return np.asarray(self.at_season(numbers) + self.line[0] + self.line[1] * (numbers - self.origin) / YEAR)


def _fit(numbers: Ints, logs: Floats, span: int) -> _Fit:
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
    return _Fit(effect, beta[2 + len(known) :], growth, error, beta[:2], origin)


def _growth_error(rest: Floats, numbers: Ints) -> float:
    """Standard error of a year's growth, from the means of months: days of a month share their error."""
    months = _monthly(rest, numbers)
    years = np.arange(len(months)) * MONTH / YEAR
    return float(np.sqrt(np.var(months, ddof=3) / ((years - years.mean()) ** 2).sum()))


def _monthly(rest: Floats, numbers: Ints) -> Floats:
    month = ((numbers[-1] - numbers) // MONTH).astype(int)
    known = [m for m in range(int(month.max()), -1, -1) if (month == m).sum() >= 5]
    return np.array([rest[month == m].mean() for m in known])


def _running(rest: Floats) -> Floats:
    kernel = np.ones(min(21, len(rest)))
    return np.asarray(np.convolve(rest, kernel, "same") / np.convolve(np.ones(len(rest)), kernel, "same"))


def _wandering(rest: Floats, numbers: Ints) -> float:
    """Variance that the level's change gains a month: slope of the mean squared change over k months on k."""
    months = _monthly(rest, numbers)
    lags = np.arange(1, max(2, len(months) // 2) + 1)
    lags = lags[lags < len(months)]
    if len(lags) < 2:
        return LEAST_WANDER**2 * 4
    squares = np.array([np.mean((months[k:] - months[:-k]) ** 2) for k in lags])
    return float(max(np.polyfit(lags, squares, 1)[0], LEAST_WANDER**2))


def _unseen_season(days: Ints) -> Floats:
    """Variance between two places in the year that the prior of the waves leaves open."""
    turns = 2 * np.pi * np.asarray(days)[:, None] * np.arange(1, YEARLY_WAVES + 1)[None, :] / YEAR
    return np.asarray(2 * WAVE_SCALE**2 * (1 - np.cos(turns)).sum(axis=1))


def _handle_times(known: Known, future: Ints) -> Floats:
    shapes = day_shapes(known.cleaned)[weekdays(future)]
    return np.asarray(
        (handle_times(known.cleaned.days, future) * shapes).sum(axis=1) / np.maximum(shapes.sum(axis=1), 1e-12)
    )


def _note(fit: _Fit, span: int, known: Known) -> str:
    years = span / YEAR
    if span >= TREND_DAYS:
        trend = f"growth of {np.exp(fit.growth) - 1:+.1%} a year (standard error {fit.growth_error:.1%}), damped"
    else:
        trend = "growth is not assumed, for growth and season cannot be told apart in less than two years"
    season = (
        "season as in the history" if span >= YEARLY_DAYS else "no season: less than 400 days; the band allows for it"
    )
    step = "" if known.step is None else f"; days before the step on {day_of(known.step[0])} are rescaled"
    return f"long range from {years:.1f} years of history: {trend}; {season}{step}"


def _day_frame(one: _Ahead, scenario: str, mean: Floats, future: Ints) -> pd.DataFrame:
    levels = np.array([quantiles(mean[i : i + 1], default_spread(v))[0] for i, v in enumerate(one.common + one.own)])
    return _frame(one.queue, scenario, [day_of(d) for d in future.tolist()], mean, levels, one.aht_seconds)


def _month_frame(one: _Ahead, scenario: str, mean: Floats, future: Ints) -> pd.DataFrame:
    month = np.array([day_of(d).replace(day=1) for d in future.tolist()])
    firsts = sorted(set(month))
    totals, levels, times = [], [], []
    for first in firsts:
        rows = month == first
        m = mean[rows]
        total = float(m.sum())
        if total > 0:
            v = float((m * one.common[rows]).sum() / total + one.own * (m**2).sum() / total**2)
            levels.append(quantiles(np.array([total]), default_spread(v))[0])
            times.append(float((m * one.aht_seconds[rows]).sum() / total))
        else:
            levels.append(np.zeros(len(QUANTILE_COLUMNS)))
            times.append(float("nan"))
        totals.append(total)
    return _frame(one.queue, scenario, firsts, np.array(totals), np.array(levels), np.array(times))


def _frame(
    queue: str, scenario: str, periods: list[date], mean: Floats, levels: Floats, aht_seconds: Floats
) -> pd.DataFrame:
    columns = {name: levels[:, i] for i, name in enumerate(QUANTILE_COLUMNS)}
    every = {"queue": queue, "scenario": scenario, "period": periods, "offered": mean, **columns}
    return pd.DataFrame({**every, "aht_seconds": aht_seconds})[list(LONG_RANGE)]
