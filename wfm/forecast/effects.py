"""How much a special day differs from a normal one: learned from like days, pooled over queues where one has few.

The effect of a kind of day is a log ratio to a reference: the day's own weekday, or Sunday where holidays look like
Sundays. A queue's own mean is shrunk to the mean of all queues (of the same reference), and that to no effect, by the
usual empirical-Bayes weight n / (n + noise variance / effect variance); see Efron and Morris (1975).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays
from wfm.forecast.medians import running_median, weekday_medians
from wfm.forecast.special_days import CLOSED, HOLIDAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfm.forecast.cleaning import Cleaned
    from wfm.forecast.days import Floats

    Baseline = tuple[Floats, Floats]

SUNDAY = 6
# A holiday with less than this share of a normal day's contacts is a closed day.
SHUT_SHARE = 0.05
# Days on either side from which a special day's normal level is read: ten normal days, two working weeks each.
NEAR_DAYS = 10
# Doubt beyond this (a standard deviation as large as the day itself) says no more than that nothing is known.
MOST_DOUBT = 1.0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Sum of squared deviations from a mean, less what chance gives, and degrees of freedom."""

    squares: float = 0.0
    freedom: int = 0

    def __add__(self, other: Scatter) -> Scatter:
        return Scatter(self.squares + other.squares, self.freedom + other.freedom)


@dataclass(frozen=True, slots=True)
class Sample:
    """Log ratios of one kind of day on one queue: count, mean, and mean noise variance of one.

    ``scatter`` says how they differ from each other, ``within`` how days of one name do.
    """

    count: int
    mean: float
    variance: float
    scatter: Scatter = Scatter()
    within: Scatter = Scatter()


@dataclass(frozen=True)
class DayEffects:
    """Effects of one queue. ``by_name`` refines a kind by the name of the day (Christmas is not Whit Monday).

    ``holiday_as`` is how public holidays on open weekdays look: closed, Sunday or reduced; ``unseen`` when no holiday
    was seen and the answer is assumed.
    """

    by_kind: Mapping[str, Sample]
    by_name: Mapping[tuple[str, str], Sample]
    holiday_as: str
    unseen: bool


def baseline(cleaned: Cleaned) -> Baseline:
    """Level of the normal days around each day (log), and the log effect of each weekday (NaN for closed ones)."""
    weekday = weekdays(cleaned.days.numbers)
    rows = np.flatnonzero(cleaned.normal)
    logs = np.log(cleaned.totals[rows] + 0.5)
    effect = np.full(7, np.nan)
    if not len(rows):
        return np.full(len(weekday), np.nan), effect
    level = np.full(len(logs), np.median(logs))
    for _ in range(3):
        effect = weekday_medians(logs - level, weekday[rows])
        level = running_median(logs - effect[weekday[rows]], NEAR_DAYS)
    nearest = np.clip(np.searchsorted(rows, np.arange(len(weekday))), 0, len(rows) - 1)
    every: Floats = level[nearest]
    return every, effect


def measure_effects(cleaned: Cleaned, usual: Baseline | None = None) -> DayEffects:
    """What the special days of one queue's own history say, against its :func:`baseline` (``usual``, if at hand)."""
    level, weekday_effect = usual or baseline(cleaned)
    first, weekday = cleaned.days.first, weekdays(cleaned.days.numbers)
    opened = cleaned.opened
    usable = cleaned.known & opened[weekday] & ~np.isnan(level)
    found: dict[tuple[str, str], list[int]] = {}
    for number in sorted(n for n in cleaned.kinds if first <= n < cleaned.days.end):
        kind = cleaned.kinds[number]
        if kind[0] != CLOSED and usable[number - first]:
            found.setdefault(kind, []).append(number - first)
    own, sunday = level + weekday_effect[weekday], level + weekday_effect[SUNDAY]
    holidays = [d for key, rows in found.items() if key[0] == HOLIDAY for d in rows]
    holiday_as, unseen = _look_of_holidays(
        cleaned.totals[holidays], own[holidays], sunday[holidays], open_on_sundays=bool(opened[SUNDAY])
    )
    reference = own.copy()
    if holiday_as == "Sunday":
        reference[holidays] = sunday[holidays]
    ratios, noise = np.log(cleaned.totals + 0.5) - reference, 1 / (np.exp(reference) + 0.5)
    by_name = {key: _sample(ratios[rows], noise[rows]) for key, rows in found.items()}
    by_kind = {}
    for k in {key[0] for key in found}:
        rows = [d for key, mine in found.items() if key[0] == k for d in mine]
        every = _sample(ratios[rows], noise[rows])
        within = sum((s.scatter for key, s in by_name.items() if key[0] == k), Scatter())
        by_kind[k] = replace(every, within=within)
    return DayEffects(by_kind, by_name, holiday_as, unseen)


def _look_of_holidays(totals: Floats, own: Floats, sunday: Floats, *, open_on_sundays: bool) -> tuple[str, bool]:
    """How holidays look, and whether none was seen: their contacts, and the logs of a like weekday and of a Sunday."""
    if not len(totals):
        return ("Sunday" if open_on_sundays else "closed"), True
    if np.median(totals / np.exp(own)) < SHUT_SHARE:
        return "closed", False
    if open_on_sundays:
        logs = np.log(totals + 0.5)
        if np.mean(np.abs(logs - sunday)) <= np.mean(np.abs(logs - own)):
            return "Sunday", False
    return "reduced", False


def _sample(ratios: Floats, noise: Floats) -> Sample:
    """What days with these log ratios, and this variance of each by chance, say together."""
    count = len(ratios)
    mean, by_chance = float(ratios.sum()) / count, float(noise.sum()) / count
    squares = max(float(ratios.var()) * count - (count - 1) * by_chance, 0.0)
    return Sample(count, mean, by_chance, Scatter(squares, count - 1))


def pool_effects(effects: Iterable[DayEffects]) -> dict[tuple[str, str], Sample]:
    """The mean effect of each kind over queues, by kind and reference; ``variance`` is that between queues."""
    every: dict[tuple[str, str], list[Sample]] = {}
    for one in effects:
        for kind, sample in one.by_kind.items():
            look = one.holiday_as if kind == HOLIDAY else ""
            if look != "closed":
                every.setdefault((kind, look), []).append(sample)
    pooled = {}
    for key, samples in every.items():
        count = np.array([s.count for s in samples], dtype=float)
        mean = np.array([s.mean for s in samples])
        centre = float(np.average(mean, weights=count))
        between = float(np.average((mean - centre) ** 2, weights=count)) if len(samples) > 1 else 0.0
        scatter, within = (sum((getattr(s, n) for s in samples), Scatter()) for n in ("scatter", "within"))
        pooled[key] = Sample(int(count.sum()), centre, between, scatter, within)
    return pooled


def effect_of(
    kind: tuple[str, str],
    effects: DayEffects,
    pooled: Mapping[tuple[str, str], Sample],
    day_variance: float,
) -> float | None:
    """Log ratio of a special day to its reference; None where the queue is closed on such a day.

    Args:
        kind: Kind and name of the day.
        effects: The queue's own effects.
        pooled: Those of all queues, see :func:`pool_effects`.
        day_variance: Variance of a normal day's log total around its level: what one like day is worth.
    """
    if kind[0] == CLOSED:
        return None
    holiday = kind[0] == HOLIDAY
    if holiday and effects.holiday_as == "closed":
        own = effects.by_name.get(kind)
        if own is None or own.mean < np.log(SHUT_SHARE):
            return None
        return own.mean
    look = effects.holiday_as if holiday else ""
    everywhere = pooled.get((kind[0], look), Sample(0, 0.0, 0.0))
    # The spread of effects that a priori is likely: days of one kind differ from each other about as much as normal
    # days do, and an effect is sought only because it may be large against that.
    prior = max(everywhere.variance, day_variance)
    general = everywhere.count / (everywhere.count + 2.0) * everywhere.mean
    effect = _shrunk(effects.by_kind.get(kind[0]), general, prior, day_variance)
    return _shrunk(effects.by_name.get(kind), effect, prior, day_variance)


def doubt_of(
    kind: tuple[str, str],
    effects: DayEffects,
    pooled: Mapping[tuple[str, str], Sample],
    day_variance: float,
) -> float:
    """Variance of a special day's log ratio beyond that of a normal day: how like days differ, and how few were seen.

    Like days are those of the same name, where the queue has seen it, else those of the same kind, of all queues. They
    rest on one day that differs as normal days do. Arguments as of :func:`effect_of`.
    """
    look = effects.holiday_as if kind[0] == HOLIDAY else ""
    own, named = effects.by_kind.get(kind[0]), effects.by_name.get(kind)
    everywhere = pooled.get((kind[0], look), own or Sample(0, 0.0, 0.0))
    scatter = everywhere.scatter if named is None else everywhere.within
    variance = (scatter.squares + day_variance) / (scatter.freedom + 1)
    seen = named or own
    unsure = variance / seen.count if seen else max(everywhere.variance, variance)
    return min(max(variance + unsure - day_variance, 0.0), MOST_DOUBT)


def _shrunk(sample: Sample | None, towards: float, prior: float, day_variance: float) -> float:
    if sample is None:
        return towards
    noise = day_variance + sample.variance
    weight = sample.count / (sample.count + noise / prior)
    return weight * sample.mean + (1 - weight) * towards
