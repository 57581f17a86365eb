"""One queue from its history to its forecast and its scores: what runs in parallel, picklable in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.candidates import Candidates, Known, candidates, know
from wfm.forecast.cleaning import clean
from wfm.forecast.combine import choose, combined
from wfm.forecast.days import day_of, weekdays
from wfm.forecast.distribution import Spread, fit_spread, quantiles
from wfm.forecast.effects import measure_effects
from wfm.forecast.explain import day_parts
from wfm.forecast.handle_time import handle_times
from wfm.forecast.notes import forecast_notes
from wfm.forecast.opening import any_slot
from wfm.forecast.origin import Origin
from wfm.forecast.scores import bias, coverage, mase, wape, weekly_difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from wfm.forecast.days import Floats, QueueDays
    from wfm.forecast.effects import DayEffects, Sample

# A queue needs this many days before an origin for the origin to be scored; two weeks for any forecast at all.
LEAST_HISTORY = 14
SELECTED = "selected"
# Without a tested origin: forecasting a level adds about as much variance as a day has around its level.
UNTESTED = 2.0


@dataclass(frozen=True)
class QueueTask:
    """All that the forecast of one queue needs. ``pooled`` are the effects over all queues at each origin.

    ``final`` is the forecast that is wanted, at the last place of the origins; None in a backtest. Means are spread
    over intervals of ``minutes``.
    """

    days: QueueDays
    kinds: Mapping[int, tuple[str, str]]
    past: tuple[Origin, ...]
    final: Origin | None
    pooled: tuple[Mapping[tuple[str, str], Sample], ...]
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


def measure(
    days: QueueDays, kinds: Mapping[int, tuple[str, str]], known_until: tuple[int, ...]
) -> list[DayEffects | None]:
    """First pass: what a queue's own special days say at each origin, to be pooled over queues."""
    return [measure_effects(clean(d, kinds)) if _enough(d) else None for d in (days.before(u) for u in known_until)]


def _enough(days: QueueDays) -> bool:
    seen = any_slot(~np.isnan(days.counts))
    return bool(seen.any()) and len(seen) - int(np.argmax(seen)) >= LEAST_HISTORY


@dataclass
class _Trail:
    """What has been forecast at the origins so far, oldest first, and how it turned out."""

    actual: list[Floats]
    made: list[Candidates]

    def past(self, memory: int) -> list[tuple[Floats, Mapping[str, Floats]]]:
        return [(a, c.means) for a, c in zip(self.actual, self.made, strict=True)][-memory:]


def forecast_queue(task: QueueTask) -> QueueResult:
    """Second pass: score the candidates at past origins, choose, and forecast."""
    trail = _Trail([], [])
    scores: list[dict[str, object]] = []
    starts: Mapping[str, tuple[int, Floats]] = {}
    for i, origin in enumerate(task.past):
        days = task.days.before(origin.known_until)
        if not _enough(days):
            continue
        known = know(days, task.kinds)
        made = candidates(known, origin.future, task.pooled[i], starts)
        starts = made.starts
        actual = _actual(task.days, origin)
        past = trail.past(task.memory)
        if i >= task.scored_from:
            scores += _scores(task.days.queue, origin, known, made, actual, past)
        trail.actual.append(actual)
        trail.made.append(made)
    if task.final is None:
        return QueueResult(task.days.queue, None, None, None, "", scores, ())
    return _final(task, trail.past(task.memory), starts, scores)


def _final(
    task: QueueTask,
    past: list[tuple[Floats, Mapping[str, Floats]]],
    starts: Mapping[str, tuple[int, Floats]],
    scores: list[dict[str, object]],
) -> QueueResult:
    origin = task.final
    assert origin is not None  # noqa: S101 - the caller has looked
    days = task.days.before(origin.known_until)
    known = know(days, task.kinds)
    future = origin.future
    made = candidates(known, future, task.pooled[len(task.past)], starts)
    chosen = choose(past, made.means)
    mean = combined(made.means, chosen, made.means["naive"])
    spread = _spread(past, chosen, known)
    mean = rebinned(mean, days.minutes, task.minutes)
    aht = handle_times(days, future)
    aht = np.repeat(aht, max(1, days.minutes // task.minutes), axis=1)
    if task.minutes > days.minutes:
        step = task.minutes // days.minutes
        aht = aht.reshape(len(future), -1, step).mean(axis=2)
    notes = forecast_notes(known, made, chosen, len(past), origin, task.minutes)
    parts = day_parts(known, mean, np.ones(len(future)) if made.multipliers is None else made.multipliers, future)
    levels = quantiles(mean, spread)
    return QueueResult(days.queue, mean, levels, aht, "+".join(chosen) or "none", scores, tuple(notes), parts)


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


def _spread(past: Sequence[tuple[Floats, Mapping[str, Floats]]], names: Sequence[str], known: Known) -> Spread:
    pairs = [(actual, combined(means, names, actual)) for actual, means in past]
    return fit_spread(pairs, UNTESTED * _day_variance(known))


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


def _scores(
    queue: str,
    origin: Origin,
    known: Known,
    made: Candidates,
    actual: Floats,
    past: list[tuple[Floats, Mapping[str, Floats]]],
) -> list[dict[str, object]]:
    chosen = choose(past, made.means)
    means = {**made.means, SELECTED: combined(made.means, chosen, actual)}
    seconds = {**made.seconds, SELECTED: sum(made.seconds.get(m, 0.0) for m in chosen)}
    step = weekly_difference(known.cleaned.days.counts)
    rows: list[dict[str, object]] = []
    for name, mean in means.items():
        spread = _spread(past, chosen if name == SELECTED else (name,), known)
        band = quantiles(mean, spread, (0.05, 0.10, 0.90, 0.95))
        rows.append(
            {
                "queue": queue,
                "model": name,
                "origin": day_of(origin.first).isoformat(),
                "wape": wape(actual, mean),
                "wape_naive": wape(actual, made.means["naive"]),
                "mase": mase(actual, mean, step),
                "bias": bias(actual, mean),
                "coverage_80": coverage(actual, band[..., 1], band[..., 2], mean),
                "coverage_90": coverage(actual, band[..., 0], band[..., 3], mean),
                "seconds": seconds[name],
            }
        )
    return rows
