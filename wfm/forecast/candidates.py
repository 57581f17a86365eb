"""Every candidate model of one queue at one origin: the contacts expected by day and slot, from what was known then."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.cleaning import Cleaned, clean
from wfm.forecast.days import weekday_of, weekdays
from wfm.forecast.effects import DayEffects, baseline, doubt_of, effect_of, measure_effects
from wfm.forecast.factors import factor_model
from wfm.forecast.level import LevelForecast, ModelFailure, damped_ets, regression, seasonal_arima, weighted_weeks
from wfm.forecast.naive import naive
from wfm.forecast.profile import day_shapes, special_shape
from wfm.forecast.series import LevelSeries, level_series
from wfm.forecast.shift import find_step
from wfm.forecast.special_days import AROUND_HOLIDAYS, HOLIDAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfm.forecast.days import Floats, Ints, QueueDays
    from wfm.forecast.effects import Baseline, Sample

LEVEL_MODELS: dict[str, Callable[[LevelSeries, Floats | None], LevelForecast]] = {
    "regression": regression,
    "seasonal_arima": seasonal_arima,
    "ets": damped_ets,
}
FACTORS_NAME, WEEKS_NAME, NAIVE_NAME = "factors", "weighted_weeks", "naive"
# The four models of the automatic rule; the plain mean of three where too little can be scored.
AUTOMATIC = ("regression", "seasonal_arima", "ets", FACTORS_NAME)
PLAIN = ("regression", FACTORS_NAME, "ets")
# Fewer known normal days than this and only the mean of like weekdays can be trusted: four weeks.
LEAST_DAYS = 28
# Estimated parameters serve a history up to this much longer than the one they were estimated on.
REUSE_GROWTH = 1.6


@dataclass(frozen=True)
class Known:
    """What was known of a queue at an origin: the cleaned history and what its special days taught.

    ``baseline`` is its level around each day and the effect of each weekday, see :func:`wfm.forecast.effects.baseline`.
    ``step`` is the day number and log size of the last step of the level, None where there was none.
    """

    cleaned: Cleaned
    effects: DayEffects
    baseline: Baseline
    step: tuple[int, float] | None = None


@dataclass(frozen=True)
class Candidates:
    """Forecasts at one origin: ``means[model]`` is days x slots; ``failures`` say why a model is missing.

    ``seconds`` is the time each took; ``multipliers`` are what each day is to a normal one (None where there is
    nothing to learn from) and ``doubt`` how much less certain its rate is (variance of its logarithm, zero on normal
    days); ``starts`` are parameters that a later origin may take over.
    """

    means: Mapping[str, Floats]
    failures: Mapping[str, str]
    seconds: Mapping[str, float]
    multipliers: Floats | None = None
    starts: Mapping[str, tuple[int, Floats]] = field(default_factory=dict)
    doubt: Floats | None = None


def know(days: QueueDays, kinds: Mapping[int, tuple[str, str]]) -> Known:
    """Clean the history of a queue and measure its special days."""
    cleaned = clean(days, kinds)
    usual = baseline(cleaned)
    return Known(cleaned, measure_effects(cleaned, usual), usual, _last_step(cleaned, usual[1]))


def _last_step(cleaned: Cleaned, weekday_effect: Floats) -> tuple[int, float] | None:
    rows = np.flatnonzero(cleaned.normal & (np.nan_to_num(cleaned.totals) > 0))
    if len(rows) < 20:
        return None
    numbers = cleaned.days.numbers[rows]
    step = find_step(np.log(cleaned.totals[rows] + 0.5) - weekday_effect[weekdays(numbers)])
    return None if step is None else (int(numbers[step.position]), step.size)


def candidates(
    known: Known,
    future: Ints,
    pooled: Mapping[tuple[str, str], Sample],
    starts: Mapping[str, tuple[int, Floats]] | None = None,
) -> Candidates:
    """Every model's forecast for the days ``future`` (consecutive day numbers, not before the end of the history)."""
    cleaned = known.cleaned
    clock = time.perf_counter()
    outcome = naive(cleaned, future)
    means, seconds = {NAIVE_NAME: outcome}, {NAIVE_NAME: time.perf_counter() - clock}
    failures: dict[str, str] = {}
    clock = time.perf_counter()
    setting = _Setting.of(known, future, pooled)
    if setting is None:
        return Candidates(means, {WEEKS_NAME: "no contacts to learn from"}, seconds)
    shared = time.perf_counter() - clock
    kept = dict(starts or {})
    models = {WEEKS_NAME: weighted_weeks, **LEVEL_MODELS} if setting.enough else {WEEKS_NAME: weighted_weeks}
    for name, model in models.items():
        clock = time.perf_counter()
        try:
            days, start = kept.get(name, (0, None))
            n = len(setting.series.known)
            start = start if start is not None and n <= REUSE_GROWTH * days else None
            result = model(setting.series, start)
            if start is None:
                kept[name] = (n, result.parameters)
            means[name] = setting.spread(result.totals)
        except ModelFailure as failure:
            failures[name] = str(failure)
        seconds[name] = time.perf_counter() - clock + shared
    clock = time.perf_counter()
    if setting.enough:
        try:
            means[FACTORS_NAME] = setting.factors()
        except ModelFailure as failure:
            failures[FACTORS_NAME] = str(failure)
        seconds[FACTORS_NAME] = time.perf_counter() - clock + shared
    return Candidates(means, failures, seconds, setting.multipliers, kept, setting.doubt)


@dataclass(frozen=True)
class _Setting:
    """What all models of an origin share: the series, the shapes, and the special days ahead."""

    known: Known
    future: Ints
    past_effects: Floats
    series: LevelSeries
    shapes: Floats
    multipliers: Floats
    doubt: Floats
    enough: bool

    @classmethod
    def of(cls, known: Known, future: Ints, pooled: Mapping[tuple[str, str], Sample]) -> _Setting | None:
        cleaned = known.cleaned
        if not np.nan_to_num(cleaned.totals[cleaned.normal]).any():
            return None
        level, weekday_effect = known.baseline
        weekday = weekdays(cleaned.days.numbers)
        rows = cleaned.normal
        rest = np.log(cleaned.totals[rows] + 0.5) - level[rows] - weekday_effect[weekday[rows]]
        variance = float(max((1.4826 * np.median(np.abs(rest))) ** 2, 1e-4))
        past = _past_effects(known, pooled, variance)
        if known.step is not None:
            past[: known.step[0] - cleaned.days.first] -= known.step[1]
        series = level_series(cleaned, past, int(future[-1]) + 1)
        shapes = day_shapes(cleaned)
        every = np.arange(cleaned.days.end, int(future[-1]) + 1)
        multiplier = special_multipliers(known, every, pooled, variance, weekday_effect)[-len(future) :]
        doubt = special_doubt(known, future, pooled, variance)
        enough = len(series.known) >= LEAST_DAYS * series.period // 7
        return cls(known, future, past, series, shapes, multiplier, doubt, enough)

    def spread(self, totals: Floats) -> Floats:
        """Totals of the open days ahead, spread over the slots, special days given their size and shape."""
        size = np.zeros(int(self.future[-1]) - self.known.cleaned.days.end + 1)
        size[self.series.future - self.known.cleaned.days.end] = totals
        size = size[-len(self.future) :]
        return self._with_specials(size[:, None] * self.shapes[weekdays(self.future)])

    def factors(self) -> Floats:
        """The factor model, special days given their size and shape."""
        cleaned = self.known.cleaned
        rows = ~np.isnan(self.past_effects) & cleaned.known & cleaned.open_days
        counts = cleaned.counts[rows] / np.exp(self.past_effects[rows])[:, None]
        expected = factor_model(counts, cleaned.days.numbers[rows], self.future, self.shapes)
        return self._with_specials(np.where(cleaned.open_cells[weekdays(self.future)], expected, 0.0))

    def _with_specials(self, normal: Floats) -> Floats:
        result = normal * self.multipliers[:, None]
        for i, day in enumerate(self.future.tolist()):
            kind = self.known.cleaned.kinds.get(day)
            if kind is not None and result[i].any():
                shape = special_shape(kind, weekday_of(day), self.known.cleaned, self.known.effects, self.shapes)
                result[i] = result[i].sum() * shape
        return result


def _past_effects(known: Known, pooled: Mapping[tuple[str, str], Sample], variance: float) -> Floats:
    """Log effect of each past day: zero on normal days, NaN around holidays, the learned effect on event days.

    Events may last for weeks (school holidays): their days, rid of the effect, still tell the level.
    """
    cleaned = known.cleaned
    effects = np.where(cleaned.known, 0.0, np.nan)
    for number, kind in cleaned.kinds.items():
        d = number - cleaned.days.first
        if not 0 <= d < len(effects):
            continue
        if kind[0] in AROUND_HOLIDAYS:
            effects[d] = np.nan
        elif cleaned.known[d]:
            effects[d] = effect_of(kind, known.effects, pooled, variance) or 0.0
    return effects


def special_multipliers(
    known: Known, days: Ints, pooled: Mapping[tuple[str, str], Sample], variance: float, weekday_effect: Floats
) -> Floats:
    """What each day is to a normal day of its weekday: one, or the effect of what is special about it."""
    result = np.ones(len(days))
    for i, day in enumerate(days.tolist()):
        kind = known.cleaned.kinds.get(day)
        if kind is None:
            continue
        effect = effect_of(kind, known.effects, pooled, variance)
        if effect is None:
            result[i] = 0.0
            continue
        if kind[0] == HOLIDAY and known.effects.holiday_as == "Sunday":
            effect += float(weekday_effect[6] - weekday_effect[weekday_of(day)])
        result[i] = float(np.exp(effect))
    return result


def special_doubt(known: Known, days: Ints, pooled: Mapping[tuple[str, str], Sample], variance: float) -> Floats:
    """How much less certain each day's rate is than a normal one's: variance of its logarithm, zero on normal days."""
    kinds = (known.cleaned.kinds.get(day) for day in days.tolist())
    return np.array([0.0 if k is None else doubt_of(k, known.effects, pooled, variance) for k in kinds])
