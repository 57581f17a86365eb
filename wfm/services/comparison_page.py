"""The comparison page: operating models side by side."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wfm.intervals import IntervalGrid
from wfm.io.comparison import FIGURES
from wfm.services.roles import Permission, require
from wfm.services.views import ComparisonView, ScenarioView, WorkFigures
from wfm.storage import plans
from wfm.storage.comparisons import latest_comparison

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from wfm.storage.users import User

_FIGURES = (*FIGURES, "status", "gap", "violations")


def comparison_view(session: Session, user: User) -> ComparisonView | None:
    """The newest comparison, None before the first.

    Raises:
        PermissionDenied: The user may not see comparisons.
    """
    require(user, Permission.SEE_COMPARISON)
    site = plans.site(session)
    saved = latest_comparison(session)
    if site is None or saved is None or not saved.document["scenarios"]:
        return None
    scenarios: Sequence[Mapping[str, Any]] = saved.document["scenarios"]
    grid = _grid(scenarios, site.zone, site.interval_minutes)
    return ComparisonView(
        saved_at=saved.saved_at,
        offered=saved.document["offered"],
        currency=saved.document["currency"],
        advice=tuple(saved.document["advice"]),
        grid=grid,
        scenarios=tuple(_scenario(scenario, scenarios[0], grid) for scenario in scenarios),
    )


def _scenario(scenario: Mapping[str, Any], base: Mapping[str, Any], grid: IntervalGrid) -> ScenarioView:
    figures: dict[str, Any] = {name: scenario.get(name) for name in _FIGURES}
    return ScenarioView(
        model=scenario["model"],
        **figures,
        required_hours_difference=scenario["required_hours"] - base["required_hours"],
        fte_difference=scenario["fte_required"] - base["fte_required"],
        paid_hours_difference=_difference(scenario, base, "paid_hours"),
        paid_cost_difference=_difference(scenario, base, "paid_cost"),
        service_level_difference=_difference(scenario, base, "service_level"),
        works=tuple(_work(work) for work in scenario.get("works", ())),
        required=_along(scenario, "required", grid) or (),
        scheduled=_along(scenario, "scheduled", grid),
    )


def _work(work: Mapping[str, Any]) -> WorkFigures:
    return WorkFigures(
        work=work["work"],
        required_hours=work["required_hours"],
        agents_at_peak=work["agents_at_peak"],
        offered=work.get("offered"),
        service_level=work.get("service_level"),
    )


def _difference(scenario: Mapping[str, Any], base: Mapping[str, Any], name: str) -> float | None:
    value, against = scenario.get(name), base.get(name)
    return None if value is None or against is None else value - against


def _grid(scenarios: Sequence[Mapping[str, Any]], zone: str, minutes: int) -> IntervalGrid:
    """The shortest grid that holds the intervals of every scenario."""
    starts = sorted({_instant(text) for scenario in scenarios for text in scenario["intervals"]["interval_start"]})
    if not starts:
        return IntervalGrid(datetime.fromtimestamp(0, UTC), minutes, 0, zone)
    steps = [int((b - a).total_seconds()) // 60 for a, b in pairwise(starts)]
    minutes = min(steps, default=minutes)
    count = int((starts[-1] - starts[0]).total_seconds()) // (60 * minutes) + 1
    return IntervalGrid(starts[0], minutes, count, zone)


def _along(scenario: Mapping[str, Any], column: str, grid: IntervalGrid) -> tuple[float, ...] | None:
    """A column of the scenario's intervals along the grid; an interval it leaves out asks for and has nobody."""
    intervals = scenario["intervals"]
    if column not in intervals:
        return None
    values = [0.0] * grid.count
    for text, value in zip(intervals["interval_start"], intervals[column], strict=True):
        values[grid.slot(_instant(text))] = float(value)
    return tuple(values)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
