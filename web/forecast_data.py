"""What the forecast charts draw: a queue's week by interval, and its last weeks by day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from web.formats import day_month, short_day
from wfm.intervals import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.services.views import ForecastView, Series

BAND = ("offered_p10", "offered_p90")


def interval_chart(view: ForecastView) -> dict[str, Any]:
    """The week by interval: closed intervals (nothing forecast, nothing ever offered) are left out."""
    zone = zone_of(view.zone)
    series = (view.offered, view.history, view.last_year, *view.last_weeks)
    shown = [i for i in range(view.grid.count) if any(_positive(s, i) for s in series)]
    starts = [(view.grid.start + timedelta(minutes=view.grid.minutes * i)).astimezone(zone) for i in shown]
    return {
        "days": [short_day(t.date()) for t in starts],
        "times": [t.strftime("%H:%M") for t in starts],
        "forecast": _pick(view.offered, shown),
        "low": _pick(view.quantiles.get(BAND[0], ()), shown),
        "high": _pick(view.quantiles.get(BAND[1], ()), shown),
        "actual": _pick(view.history, shown),
        "last_year": _pick(view.last_year, shown),
        "last_weeks": [_pick(s, shown) for s in view.last_weeks],
    }


def day_chart(view: ForecastView) -> dict[str, Any]:
    """The last weeks and this one by day, with what is special about a day."""
    return {
        "days": [day_month(d.day) for d in view.days],
        "actual": [_rounded(d.actual) for d in view.days],
        "forecast": [_rounded(d.forecast) for d in view.days],
        "low": [_rounded(d.band and d.band[0]) for d in view.days],
        "high": [_rounded(d.band and d.band[1]) for d in view.days],
        "last_year": [_rounded(d.last_year) for d in view.days],
        "special": special_runs([tuple(s.name for s in d.special) for d in view.days]),
    }


def special_runs(names: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Each special name with its first and last day, counted from 0: a school holiday is one mark, not nine."""
    runs: list[dict[str, Any]] = []
    for i, today in enumerate(names):
        for name in today:
            running = next((r for r in runs if r["name"] == name and r["last"] == i - 1), None)
            if running:
                running["last"] = i
            else:
                runs.append({"name": name, "first": i, "last": i})
    return runs


def hourly_rows(view: ForecastView) -> list[tuple[str, list[float | None]]]:
    """The table behind the chart: offered by local hour (rows) and day (columns), None where nothing is forecast."""
    zone = zone_of(view.zone)
    days = [d.day for d in view.week_days]
    table: dict[int, list[float | None]] = {}
    for i, value in enumerate(view.offered):
        if value is None or value <= 0:
            continue
        local = (view.grid.start + timedelta(minutes=view.grid.minutes * i)).astimezone(zone)
        if local.date() in days:
            row = table.setdefault(local.hour, [None] * len(days))
            column = days.index(local.date())
            row[column] = (row[column] or 0.0) + value
    return [(f"{hour:02d}:00", table[hour]) for hour in sorted(table)]


def week_total(values: Sequence[float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _positive(series: Series, i: int) -> bool:
    value = series[i] if i < len(series) else None
    return value is not None and value > 0


def _pick(series: Series, shown: list[int]) -> list[float | None]:
    return [_rounded(series[i]) if i < len(series) else None for i in shown]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
