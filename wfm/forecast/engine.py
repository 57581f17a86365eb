"""One queue from its history to its forecast and its scores: what runs in parallel, picklable in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.band_fit import Bands
from wfm.forecast.bands import day_bands, interval_levels, period_levels, week_doubt
from wfm.forecast.combine import choose, combined
from wfm.forecast.days import day_of, weekdays
from wfm.forecast.explain import day_parts
from wfm.forecast.handle_time import handle_times
from wfm.forecast.notes import forecast_notes
from wfm.forecast.opening import any_slot
from wfm.forecast.origin import Origin
from wfm.forecast.outlook import outlook
from wfm.forecast.scoring import Tested, bands_of, score_origin
from wfm.forecast.site import Seen, Site, look
from wfm.types.contacts import QUANTILE_COLUMNS, TOTALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.candidates import Known
    from wfm.forecast.days import Floats, Ints, QueueDays
    from wfm.types import Calendar

# A queue needs this many days before an origin for the origin to be scored; two weeks for any forecast at all.
LEAST_HISTORY = 14
# Without a tested origin: forecasting a level adds about as much variance as a day has around its level.
UNTESTED = 2.0


@dataclass(frozen=True)
class QueueTask:
    """All that the forecast of one queue needs. ``sites`` are what all queues say together at each origin.

    ``final`` is the forecast that is wanted, at the last place of the origins; None in a backtest. Means are spread
    over intervals of ``minutes``.
    """

    days: QueueDays
    calendar: Calendar
    past: tuple[Origin, ...]
    final: Origin | None
    sites: tuple[Site, ...]
    minutes: int
    scored_from: int = 0
    memory: int = 4


@dataclass(frozen=True)
class QueueResult:
    """Forecast of one queue (days x slots; None in a backtest), its scores a model and origin, notes and parts."""

    queue: str
    mean: Floats | None
    levels: Floats | None
    aht_seconds: Floats | None
    model: str
    scores: list[dict[str, object]]
    notes: tuple[str, ...]
    parts: pd.DataFrame | None = None
    totals: pd.DataFrame | None = None
    ahead: tuple[dict[str, object], ...] = ()


def measure(days: QueueDays, calendar: Calendar, known_until: tuple[int, ...]) -> list[Seen | None]:
    """First pass: what a queue's own special days say at each origin, to be pooled over queues."""
    return [look(d, calendar) if _enough(d) else None for d in (days.before(u) for u in known_until)]


def _enough(days: QueueDays) -> bool:
    seen = any_slot(~np.isnan(days.counts))
    return bool(seen.any()) and len(seen) - int(np.argmax(seen)) >= LEAST_HISTORY


@dataclass
class _Trail:
    """What has been forecast at the origins so far, oldest first, and how it turned out."""

    tested: list[Tested]

    def past(self, memory: int) -> list[Tested]:
        return self.tested[-memory:]


def forecast_queue(task: QueueTask) -> QueueResult:
    """Second pass: score the candidates at past origins, choose, and forecast."""
    trail = _Trail([])
    scores: list[dict[str, object]] = []
    ahead: list[dict[str, object]] = []
    starts: Mapping[str, tuple[int, Floats]] = {}
    for i, origin in enumerate(task.past):
        days = task.days.before(origin.known_until)
        if not _enough(days):
            continue
        view = outlook(days, task.calendar, origin, task.sites[i], starts)
        starts = view.made.starts
        actual = _actual(task.days, origin)
        if i >= task.scored_from:
            fallback = UNTESTED * _day_variance(view.known)
            found = score_origin(task.days.queue, origin, view, actual, trail.past(task.memory), fallback)
            scores += found[0]
            ahead += found[1]
        step = None if view.known.step is None else view.known.step[0]
        trail.tested.append(
            Tested(actual, view.made.means, view.made.doubt, view.known_days, origin.first, step),
        )
    if task.final is None:
        return QueueResult(task.days.queue, None, None, None, "", scores, (), ahead=tuple(ahead))
    return _final(task, task.final, trail.past(task.memory), starts, scores)


def _final(
    task: QueueTask,
    origin: Origin,
    past: list[Tested],
    starts: Mapping[str, tuple[int, Floats]],
    scores: list[dict[str, object]],
) -> QueueResult:
    days = task.days.before(origin.known_until)
    future = origin.future
    view = outlook(days, task.calendar, origin, task.sites[len(task.past)], starts)
    known, made = view.known, view.made
    chosen = choose([(t.actual, t.means) for t in past], made.means)
    fine = combined(made.means, chosen, made.means["naive"])
    bands = bands_of(past, UNTESTED * _day_variance(known), view)
    other = view.alternative(chosen, fine)
    mean = rebinned(fine, days.minutes, task.minutes)
    if other is not None:
        other = (rebinned(other[0], days.minutes, task.minutes), other[1])
    aht = handle_times(days, future)
    aht = np.repeat(aht, max(1, days.minutes // task.minutes), axis=1)
    if task.minutes > days.minutes:
        step = task.minutes // days.minutes
        aht = aht.reshape(len(future), -1, step).mean(axis=2)
    notes = forecast_notes(view, chosen, len(past), origin, task.minutes)
    parts = day_parts(known, mean, np.ones(len(future)) if made.multipliers is None else made.multipliers, future)
    levels = interval_levels(mean, bands.interval, other, made.doubt)
    totals = _totals(days.queue, future, mean, levels, bands, other, made.doubt)
    return QueueResult(days.queue, mean, levels, aht, "+".join(chosen) or "none", scores, tuple(notes), parts, totals)


def _totals(
    queue: str,
    future: Ints,
    mean: Floats,
    levels: Floats,
    bands: Bands,
    other: tuple[Floats, Floats] | None,
    doubt: Floats | None,
) -> pd.DataFrame:
    """Days and weeks (from Monday) with their bands, in the columns of Forecast.totals."""
    total, of_days = day_bands(mean, levels, bands.day, other, doubt)
    monday = future - weekdays(future)
    firsts, group = np.unique(monday, return_inverse=True)
    second = None if other is None else (other[0].sum(axis=1), other[1])
    unsure = week_doubt(total, group, doubt)
    weeks, of_weeks = period_levels(total, group, bands.week, of_days, second, unsure)
    frames = [
        pd.DataFrame(
            {
                "queue": queue,
                "by": by,
                "first_day": [day_of(n) for n in numbers.tolist()],
                "offered": sums,
                **{name: found[:, i] for i, name in enumerate(QUANTILE_COLUMNS)},
            }
        )
        for by, numbers, sums, found in (("day", future, total, of_days), ("week", firsts, weeks, of_weeks))
    ]
    return pd.concat(frames, ignore_index=True)[list(TOTALS)]


def rebinned(mean: Floats, minutes: int, wanted: int) -> Floats:
    """Counts by day and slot on another slot length: sums of finer slots, equal parts of coarser ones."""
    if wanted > minutes:
        return np.asarray(mean.reshape(len(mean), -1, wanted // minutes).sum(axis=2))
    parts = minutes // wanted
    return np.repeat(mean / parts, parts, axis=1)


def _actual(days: QueueDays, origin: Origin) -> Floats:
    result = np.full((origin.days, days.counts.shape[1]), np.nan)
    for i in range(origin.days):
        row = origin.first + i - days.first
        if 0 <= row < len(days.counts):
            result[i] = days.counts[row]
    return result


def _day_variance(known: Known) -> float:
    """Squared coefficient of variation of normal days around the mean of their weekday, less Poisson noise."""
    cleaned = known.cleaned
    weekday = weekdays(cleaned.days.numbers)
    ratios, noise = [], []
    for w in range(7):
        totals = cleaned.totals[cleaned.normal & (weekday == w)][-13:]
        if len(totals) > 1 and totals.mean() > 0:
            ratios.append(totals.var(ddof=1) / totals.mean() ** 2)
            noise.append(1 / totals.mean())
    return float(max(np.mean(ratios) - np.mean(noise), 1e-3)) if ratios else 0.04
