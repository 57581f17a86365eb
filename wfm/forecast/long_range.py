"""A year or two ahead by day and by month: level, trend and season, growth scenarios and events, with honest bands.

Log totals of normal days are regressed (:mod:`wfm.forecast.trend`); the line of growth is damped by a fifth a year
(damped trends: Gardner and McKenzie 1985). What the last weeks are off stays.

The band of a day holds three independent errors: of the day itself; of the level, which wanders (the variance of its
change over k months grows with k: read from the history's own months); of the season, where none was seen: the variance
that the prior of the yearly waves gives between today's place in the year and that day's. Level and season are common
to the days of a month, so that a month's band is hardly narrower than a day's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from wfm.forecast.level import YEAR, YEARLY_DAYS
from wfm.forecast.origin import Origin
from wfm.forecast.profile import day_shapes
from wfm.forecast.queues import queues_before
from wfm.forecast.site import look, pool, settled
from wfm.forecast.trend import MONTH, TREND_DAYS, fit_trend, running_mean, unseen_season, wandering
from wfm.types.contacts import QUANTILE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.candidates import Known
    from wfm.forecast.days import Floats, Ints
    from wfm.forecast.effects import Sample
    from wfm.forecast.trend import Trend
    from wfm.types import Calendar, History

# Columns of the long-range file; ``period`` is a day, or the first day of a month.
LONG_RANGE = ("queue", "scenario", "period", "offered", *QUANTILE_COLUMNS, "aht_seconds")
DAMPING = 0.8
RECENT_DAYS = 56
# Normal days with contacts that a queue needs: three months of working days.
LEAST_DAYS = 60
REMEDY = "Bring earlier history under its name, or add its contacts by hand."


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
    """Days and months ahead; both frames have the columns :data:`LONG_RANGE`.

    ``notes`` say what was assumed of a queue, or why it is one of those ``left_out`` of both frames.
    """

    days: pd.DataFrame
    months: pd.DataFrame
    notes: Mapping[str, tuple[str, ...]]
    left_out: tuple[str, ...] = ()


def forecast_months(
    history: History,
    calendar: Calendar,
    first: date,
    months: int,
    growth: Mapping[str, float] | None = None,
) -> LongRange:
    """Contacts by day and month for ``months`` months from ``first``; queues with too little history are left out.

    Args:
        history: Of it, what lies before ``first`` is used; three months of a queue at least, years serve better.
        calendar: Special days of the history and of the horizon.
        first: First day.
        months: Calendar months ahead, 1 to 36.
        growth: Scenarios: a year's growth over what is expected anyway (0.05 is 5 % more after a year); the forecast
            itself is the scenario ``expected``.

    Raises:
        DataError: No queue has enough history, or a number is out of range.
    """
    if not 1 <= months <= 36:
        raise DataError("a long range is 1 to 36 months", value=months)
    scenarios = {"expected": 0.0, **(growth or {})}
    for name, rate in scenarios.items():
        if not (np.isfinite(rate) and rate > -1):
            raise DataError("a growth is a number above -1", value=f"{name}: {rate}", remedy="Write 0.05 for 5 %.")
    begin, end = day_number(first), day_number(_months_after(first, months))
    future = np.arange(begin, end, dtype=np.int64)
    known, left_out = _known(history, calendar, Origin(begin, begin, end - begin))
    day_frames, month_frames = [], []
    for one in known:
        for scenario, rate in scenarios.items():
            mean = one.mean * (1 + rate) ** ((future - begin) / YEAR)
            day_frames.append(_day_frame(one, scenario, mean, future))
            month_frames.append(_month_frame(one, scenario, mean, future))
    notes = {one.queue: one.note for one in known} | left_out
    return LongRange(
        pd.concat(day_frames, ignore_index=True),
        pd.concat(month_frames, ignore_index=True),
        {queue: (notes[queue],) for queue in sorted(notes)},
        tuple(left_out),
    )


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _known(history: History, calendar: Calendar, origin: Origin) -> tuple[list[_Ahead], dict[str, str]]:
    """The queues with enough history, and why each of the others has too little."""
    begin, frame = origin.first, history.before(day_of(origin.first)).frame
    days = frame["interval_start"].dt.tz_convert(history.zone).dt.normalize().groupby(frame["queue"]).nunique()
    young = {q: f"{days.get(q, 0)} days of history" for q in history.queues if days.get(q, 0) < LEAST_DAYS}
    found, short = [], {}
    enough = frame[~frame["queue"].isin(list(young))]
    if len(enough):
        before = queues_before(replace(history, frame=enough), history.zone, begin)
        queues = [d.until(begin) for d in before]
        site = pool(look(d, calendar) for d in queues)
        for one in (know(d, settled(d, calendar, origin, site).kinds) for d in queues):
            normal = _normal(one)
            if len(normal) < LEAST_DAYS:
                short[one.cleaned.days.queue] = f"{len(normal)} normal days with contacts"
            else:
                found.append(_ahead(one, normal, origin.future, site.effects))
    few = young | short
    needed = f"a long range needs {LEAST_DAYS} normal days with contacts (three months) before {day_of(begin)}"
    if not found:
        names = [f"{queue} has {had}" for queue, had in few.items()]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        told = f"queue {names[0]}" if len(names) == 1 else f"no queue has enough history: {', '.join(names[:3])}{more}"
        raise DataError(f"{told}; {needed}", remedy=REMEDY)
    return found, {queue: f"left out: {had}; {needed}. {REMEDY}" for queue, had in few.items()}


def _normal(known: Known) -> Ints:
    """Rows of the normal days with contacts."""
    return np.flatnonzero(known.cleaned.normal & (np.nan_to_num(known.cleaned.totals) > 0))


def _ahead(known: Known, rows: Ints, future: Ints, pooled: Mapping[tuple[str, str], Sample]) -> _Ahead:
    cleaned = known.cleaned
    numbers, logs = cleaned.days.numbers[rows], np.log(cleaned.totals[rows] + 0.5)
    if known.step is not None:
        logs = logs + np.where(numbers < known.step[0], known.step[1], 0.0)
    # From the first day known to the last: special days at either end are history as well.
    seen = np.flatnonzero(cleaned.known)
    span = int(seen[-1] - seen[0]) + 1
    fit = fit_trend(numbers, logs, span)
    rest = logs - fit.at(numbers)
    recent = numbers > numbers[-1] - RECENT_DAYS
    today = float(np.mean(rest[recent]))
    months = (future - numbers[-1]) / MONTH
    drift = fit.growth * (1 - DAMPING ** (months / 12)) / -np.log(DAMPING)
    own = float(np.var(rest - running_mean(rest)))
    expected = np.exp(fit.at_season(future) + fit.end + today + drift + own / 2) - 0.5
    _, weekday_effect = baseline(cleaned)
    multiplier = special_multipliers(known, future, pooled, max(own, 1e-4), weekday_effect)
    opened = cleaned.opened[weekdays(future)]
    mean = np.where(opened, np.maximum(expected, 0.0), 0.0) * multiplier
    common = wandering(rest, numbers) * months + (fit.growth_error * months / 12) ** 2
    if span < YEARLY_DAYS:
        common = common + unseen_season(future - numbers[-1])
    own = max(own - float(np.mean(1 / np.exp(logs))), 1e-4)
    return _Ahead(cleaned.days.queue, mean, common, own, _handle_times(known, future), _note(fit, span, known))


def _handle_times(known: Known, future: Ints) -> Floats:
    shapes = day_shapes(known.cleaned)[weekdays(future)]
    return np.asarray(
        (handle_times(known.cleaned.days, future) * shapes).sum(axis=1) / np.maximum(shapes.sum(axis=1), 1e-12)
    )


def _note(fit: Trend, span: int, known: Known) -> str:
    years = span / YEAR
    if span >= TREND_DAYS:
        trend = f"growth of {np.exp(fit.growth) - 1:+z.1%} a year (standard error {fit.growth_error:.1%}), damped"
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
