"""Scores of every model of one queue at one past origin: by interval, day and week, and week by week ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.band_fit import fit_bands
from wfm.forecast.bands import Excess, day_bands, interval_levels, period_levels
from wfm.forecast.combine import combined
from wfm.forecast.days import day_of
from wfm.forecast.evidence import summed, week_groups, whole_days
from wfm.forecast.said import chosen, evidence
from wfm.forecast.scores import (
    LEAST_MEAN_80,
    LEAST_MEAN_90,
    bias,
    coverage,
    mase,
    pinball,
    poisson_floor,
    wape,
    whole_medians,
)
from wfm.types.contacts import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.forecast.band_fit import Bands
    from wfm.forecast.days import Floats
    from wfm.forecast.said import Said

SELECTED = "selected"
P05, P10, P90, P95 = (QUANTILES.index(p) for p in (0.05, 0.10, 0.90, 0.95))
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
# Scores of a model without a band.
NO_BAND = {f"coverage_{share}{by}": float("nan") for by in ("", "_day", "_week") for share in (80, 90)} | dict.fromkeys(
    ("pinball", "wape_median"), float("nan")
)

Rows = list[dict[str, object]]


def score_origin(queue: str, now: Said, past: Sequence[Said], common: float, *, every_band: bool) -> tuple[Rows, Rows]:
    """One row a model (columns of scores.csv), and one a model and week ahead.

    Args:
        queue: Its name.
        now: What was said at the origin, and what came.
        past: Earlier origins.
        common: Share of a day's rate variance common to its week, as other queues saw it until then.
        every_band: Whether each model is given bands of its own, from its own past errors; else only the combination
            is, and scores of bands are NaN for the others.
    """
    used = chosen(past, now)
    means = {**now.means, SELECTED: combined(now.means, used, now.actual)}
    seconds = {**now.seconds, SELECTED: sum(now.seconds.get(m, 0.0) for m in used)}
    floor = poisson_floor(now.actual)
    rows: Rows = []
    ahead: Rows = []
    for name, mean in means.items():
        key: dict[str, object] = {"queue": queue, "model": name, "origin": day_of(now.origin.first).isoformat()}
        levels: Floats | None = None
        of_bands: Mapping[str, float] = NO_BAND
        if every_band or name == SELECTED:
            bands = fit_bands(evidence(past, now, None if name == SELECTED else name), now.fallback, common)
            levels, of_bands = _bands_scored(
                now, mean, bands, now.alternative(used if name == SELECTED else (name,), mean)
            )
        points = _points(now.actual, mean) | {"mase": mase(now.actual, mean, now.weekly_difference)}
        naive = {"wape_naive": wape(now.actual, now.means["naive"])}
        rows.append({**key, **points, **naive, "seconds": seconds[name], "floor": floor, **of_bands})
        ahead += [{**key, **row} for row in _by_week(now, mean, levels)]
    return rows, ahead


def _points(actual: Floats, mean: Floats) -> dict[str, float]:
    """Scores of the expected contacts; days and weeks are those measured as far as contacts were expected."""
    whole = whole_days(actual, mean)
    came, total = np.nansum(actual, axis=1), mean.sum(axis=1)
    group = week_groups(whole)
    counted, weeks = group >= 0, int(group.max(initial=-1)) + 1
    return {
        "wape": wape(actual, mean),
        "bias": bias(actual, mean),
        "wape_day": wape(came[whole], total[whole]),
        "wape_week": wape(*(summed(group[counted], values[counted], weeks) for values in (came, total))),
    }


def _bands_scored(
    now: Said, mean: Floats, bands: Bands, other: tuple[Floats, Floats] | None
) -> tuple[Floats, Mapping[str, float]]:
    """The quantiles of the intervals, and how the bands of intervals, days and weeks held."""
    excess = Excess(bands.growth.of_days(len(mean)), now.doubt)
    actual, whole = now.actual, whole_days(now.actual, mean)
    levels = interval_levels(mean, bands.interval, other, excess.of_days)
    came = np.nansum(actual, axis=1)
    total, of_days = day_bands(mean, levels, bands.day, other, excess.of_days)
    group = week_groups(whole)
    counted = group >= 0
    group = group[counted]
    second = None if other is None else (other[0].sum(axis=1)[counted], other[1][counted])
    beyond = excess.where(counted).of_weeks(total[counted], group)
    weeks, of_weeks = period_levels(total[counted], group, bands.week, of_days[counted], second, beyond)
    return levels, {
        **_covered(actual, mean, levels),
        **_covered(came[whole], total[whole], of_days[whole], "_day"),
        **_covered(summed(group, came[counted], len(weeks)), weeks, of_weeks, "_week"),
        "pinball": pinball(actual, levels, QUANTILES),
        "wape_median": wape(actual, whole_medians(levels)),
    }


def _covered(actual: Floats, mean: Floats, levels: Floats, suffix: str = "") -> dict[str, float]:
    pairs = (("coverage_80", P10, P90, LEAST_MEAN_80), ("coverage_90", P05, P95, LEAST_MEAN_90))
    return {
        f"{name}{suffix}": coverage(actual, levels[..., low], levels[..., high], mean, least)
        for name, low, high, least in pairs
    }


def _by_week(now: Said, mean: Floats, levels: Floats | None) -> Rows:
    """One row a week ahead, from 1."""
    rows: Rows = []
    for week in range(-(-len(mean) // 7)):
        part = slice(7 * week, 7 * week + 7)
        actual, unknown = now.actual[part], float("nan")
        held = {"pinball": unknown, "coverage_80": unknown, "coverage_90": unknown}
        if levels is not None:
            held = {"pinball": pinball(actual, levels[part], QUANTILES), **_covered(actual, mean[part], levels[part])}
        rows.append(
            {
                "week_ahead": week + 1,
                "wape": wape(actual, mean[part]),
                "wape_naive": wape(actual, now.means["naive"][part]),
                "bias": bias(actual, mean[part]),
                "floor": poisson_floor(actual),
                **held,
            }
        )
    return rows
