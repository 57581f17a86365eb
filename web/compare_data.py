"""What the comparison charts draw: agents required by day and hour in each scenario, and what another one saves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from web.formats import short_day
from web.study_charts import shown_models
from wfm.intervals import IntervalGrid, zone_of

if TYPE_CHECKING:
    from wfm.services.views import ComparisonView

Hour = tuple[date, int]


def hours_of(grid: IntervalGrid) -> list[Hour]:
    """The local day and hour of every interval."""
    zone = zone_of(grid.zone)
    local = ((grid.start + timedelta(minutes=grid.minutes * i)).astimezone(zone) for i in range(grid.count))
    return [(t.date(), t.hour) for t in local]


def by_hour(values: tuple[float, ...], hours: list[Hour]) -> dict[Hour, float]:
    """The mean over the intervals of each local hour."""
    sums: dict[Hour, list[float]] = {}
    for hour, value in zip(hours, values, strict=True):
        sums.setdefault(hour, []).append(value)
    return {hour: sum(v) / len(v) for hour, v in sums.items()}


def hourly_chart(view: ComparisonView, against: str | None = None) -> dict[str, Any]:
    """Agents required by hour in each scenario, for hours in which any of them needs somebody.

    ``drawn`` are the scenarios whose lines are seen at first: the others are chosen in the legend.
    """
    hours = hours_of(view.grid)
    means = {s.model: by_hour(s.required, hours) for s in view.scenarios}
    shown = [h for h in dict.fromkeys(hours) if any(m[h] > 0 for m in means.values())]
    return {
        "days": [short_day(day) for day, _ in shown],
        "times": [f"{hour:02d}:00" for _, hour in shown],
        "drawn": shown_models(list(means), against),
        "scenarios": [
            {"model": model, "required": [round(values[h], 2) for h in shown]} for model, values in means.items()
        ],
    }


def saving_table(view: ComparisonView, model: str) -> dict[str, Any] | None:
    """Agents that ``model`` needs fewer than the first scenario, by local hour (rows) and day (columns).

    Positive is a saving. None where ``model`` is the first scenario itself or not in the comparison.
    """
    base = view.scenarios[0]
    other = next((s for s in view.scenarios[1:] if s.model == model), None)
    if other is None:
        return None
    hours = hours_of(view.grid)
    before, after = by_hour(base.required, hours), by_hour(other.required, hours)
    days = list(dict.fromkeys(day for day, _ in hours))
    busy = sorted({hour for (day, hour), value in before.items() if value > 0 or after[day, hour] > 0})
    cells = [
        [
            round(before[d, h] - after[d, h], 2) if (d, h) in before and (before[d, h] or after[d, h]) else None
            for d in days
        ]
        for h in busy
    ]
    return {"days": [short_day(d) for d in days], "times": [f"{h:02d}:00" for h in busy], "cells": cells}
