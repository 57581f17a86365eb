"""Scores of every model of one queue at one past origin: by interval, day and week, and week by week ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.band_fit import Bands, Evidence, fit_bands, handicap, normal_days, summed, week_groups, whole_days
from wfm.forecast.bands import day_bands, interval_levels, period_levels, week_doubt
from wfm.forecast.combine import choices_left_out, choose, combined
from wfm.forecast.days import day_of
from wfm.forecast.scores import (
    LEAST_MEAN_80,
    LEAST_MEAN_90,
    bias,
    coverage,
    mase,
    pinball,
    poisson_floor,
    wape,
    weekly_difference,
    whole_medians,
)
from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.forecast.days import Floats
    from wfm.forecast.origin import Origin
    from wfm.forecast.outlook import Outlook

SELECTED = "selected"
P05, P10, P90, P95 = (QUANTILES.index(p) for p in (0.05, 0.10, 0.90, 0.95))
# A step of the level shows within so many days; two found so close to each other are the same.
STEP_SHOWS, SAME_STEP = 14, 7
# Columns of the scores week by week ahead.
HORIZON_COLUMNS = (
    "queue",
    "model",
    "origin",
    "week_ahead",
    "wape",
    "wape_naive",
    "bias",
    "pinball",
    "floor",
    "coverage_80",
    "coverage_90",
)


@dataclass(frozen=True)
class Tested:
    """A past origin: what came (NaN where not measured), what each model had expected, and what it knew.

    ``doubt`` is how much less certain each of its days was than a normal one; ``known_days`` how many days were known;
    ``first`` the number of its first day; ``step`` the day of the last step of the level that was known, None without.
    """

    actual: Floats
    means: Mapping[str, Floats]
    doubt: Floats | None
    known_days: int
    first: int
    step: int | None = None

    def settled(self, step: int | None) -> Floats:
        """What came, without the days at a new level of which nothing was known.

        Args:
            step: The day of the last step of the level, as it is known now.
        """
        if step is None or self.first > step + STEP_SHOWS:
            return self.actual
        if self.step is not None and abs(self.step - step) <= SAME_STEP:
            return self.actual
        day = np.arange(self.first, self.first + len(self.actual))
        return np.where(day[:, None] >= step, np.nan, self.actual)


def bands_of(past: Sequence[Tested], fallback: float, view: Outlook, model: str | None = None) -> Bands:
    """The bands of an outlook, from how a model did at past origins: the automatic rule, or the one named."""
    if model is None:
        names = choices_left_out([(t.actual, t.means) for t in past], view.made.means)
    else:
        names = [(model,)] * len(past)
    step = None if view.known.step is None else view.known.step[0]
    evidence = [
        Evidence(
            normal_days(t.settled(step), t.doubt, fallback / 2),
            combined(t.means, chosen, t.actual),
            handicap(t.known_days, view.known_days, view.parameters),
        )
        for t, chosen in zip(past, names, strict=True)
    ]
    return fit_bands(evidence, fallback)


def score_origin(
    queue: str, origin: Origin, view: Outlook, actual: Floats, past: Sequence[Tested], fallback: float
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """One row a model (columns of scores.csv), and one a model and week ahead.

    Args:
        queue: Its name.
        origin: The days that were forecast.
        view: What was said at the origin.
        actual: What came, days x slots; NaN where not measured.
        past: Earlier origins.
        fallback: Rate variance where there is no earlier origin.
    """
    made = view.made
    chosen = choose([(t.actual, t.means) for t in past], made.means)
    means = {**made.means, SELECTED: combined(made.means, chosen, actual)}
    seconds = {**made.seconds, SELECTED: sum(made.seconds.get(m, 0.0) for m in chosen)}
    step = weekly_difference(view.known.cleaned.days.counts)
    floor = poisson_floor(actual)
    rows: list[dict[str, object]] = []
    ahead: list[dict[str, object]] = []
    for name, mean in means.items():
        names = chosen if name == SELECTED else (name,)
        bands = bands_of(past, fallback, view, None if name == SELECTED else name)
        other = view.alternative(names, mean)
        levels = interval_levels(mean, bands.interval, other, made.doubt)
        key: dict[str, object] = {"queue": queue, "model": name, "origin": day_of(origin.first).isoformat()}
        rows.append(
            {
                **key,
                "wape": wape(actual, mean),
                "wape_naive": wape(actual, made.means["naive"]),
                "mase": mase(actual, mean, step),
                "bias": bias(actual, mean),
                **_covered(actual, mean, levels),
                "seconds": seconds[name],
                "pinball": pinball(actual, levels, QUANTILES),
                "floor": floor,
                **_of_periods(actual, mean, levels, bands, other, made.doubt),
                "wape_median": wape(actual, whole_medians(levels)),
            }
        )
        for week in range(-(-len(mean) // 7)):
            part = slice(7 * week, 7 * week + 7)
            ahead.append(
                {
                    **key,
                    "week_ahead": week + 1,
                    "wape": wape(actual[part], mean[part]),
                    "wape_naive": wape(actual[part], made.means["naive"][part]),
                    "bias": bias(actual[part], mean[part]),
                    "pinball": pinball(actual[part], levels[part], QUANTILES),
                    "floor": poisson_floor(actual[part]),
                    **_covered(actual[part], mean[part], levels[part]),
                }
            )
    return rows, ahead


def _covered(actual: Floats, mean: Floats, levels: Floats, suffix: str = "") -> dict[str, float]:
    pairs = (("coverage_80", P10, P90, LEAST_MEAN_80), ("coverage_90", P05, P95, LEAST_MEAN_90))
    return {
        f"{name}{suffix}": coverage(actual, levels[..., low], levels[..., high], mean, least)
        for name, low, high, least in pairs
    }


def _of_periods(
    actual: Floats,
    mean: Floats,
    levels: Floats,
    bands: Bands,
    other: tuple[Floats, Floats] | None,
    doubt: Floats | None,
) -> dict[str, float]:
    """WAPE and coverage of days and weeks, over those that were measured as far as contacts were expected."""
    whole = whole_days(actual, mean)
    came = np.nansum(actual, axis=1)
    total, of_days = day_bands(mean, levels, bands.day, other, doubt)
    found = {"wape_day": wape(came[whole], total[whole]), **_covered(came[whole], total[whole], of_days[whole], "_day")}
    group = week_groups(whole)
    counted = group >= 0
    group = group[counted]
    second = None if other is None else (other[0].sum(axis=1)[counted], other[1][counted])
    unsure = None if doubt is None else week_doubt(total[counted], group, doubt[counted])
    weeks, of_weeks = period_levels(total[counted], group, bands.week, of_days[counted], second, unsure)
    came_weeks = summed(group, came[counted], len(weeks))
    return found | {"wape_week": wape(came_weeks, weeks), **_covered(came_weeks, weeks, of_weeks, "_week")}
