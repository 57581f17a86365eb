"""The comparison page: operating models side by side, and the study behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from wfm.intervals import IntervalGrid
from wfm.io.study_read import read_cases, read_study
from wfm.services.roles import Permission, require
from wfm.services.views import ComparisonView, ScenarioView
from wfm.storage import plans
from wfm.storage.comparisons import latest_comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from wfm.storage.users import User
    from wfm.types.business_case import BusinessCase
    from wfm.types.study import ScenarioFigures, Study


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
    study = read_study(saved.document, site.zone)
    grid = _grid(study, site.interval_minutes)
    scenarios = tuple(_scenario(scenario, study.scenarios[0], grid) for scenario in study.scenarios)
    return ComparisonView(saved_at=saved.saved_at, grid=grid, scenarios=scenarios, study=study)


def saved_cases(session: Session, user: User) -> tuple[tuple[BusinessCase, ...], str]:
    """The business cases of the newest comparison and its currency; none before the first.

    Raises:
        PermissionDenied: The user may not see comparisons.
    """
    require(user, Permission.SEE_COMPARISON)
    saved = latest_comparison(session)
    if saved is None:
        return (), ""
    return read_cases(saved.document), str(saved.document["currency"])


def _scenario(figures: ScenarioFigures, base: ScenarioFigures, grid: IntervalGrid) -> ScenarioView:
    intervals = figures.intervals
    return ScenarioView(
        figures=figures,
        required_hours_difference=figures.required_hours - base.required_hours,
        fte_difference=figures.fte_required - base.fte_required,
        paid_hours_difference=_difference(figures.paid_hours, base.paid_hours),
        paid_cost_difference=_difference(figures.paid_cost, base.paid_cost),
        service_level_difference=_difference(figures.service_level, base.service_level),
        required=_along(intervals.interval_start, intervals.required, grid),
        scheduled=None if intervals.scheduled is None else _along(intervals.interval_start, intervals.scheduled, grid),
    )


def _difference(value: float | None, against: float | None) -> float | None:
    return None if value is None or against is None else value - against


def _grid(study: Study, minutes: int) -> IntervalGrid:
    """The shortest grid that holds the intervals of every scenario."""
    starts = sorted({instant for scenario in study.scenarios for instant in scenario.intervals.interval_start})
    if not starts:
        return IntervalGrid(datetime.fromtimestamp(0, UTC), minutes, 0, study.zone)
    steps = [int((b - a).total_seconds()) // 60 for a, b in pairwise(starts)]
    minutes = min(steps, default=minutes)
    count = int((starts[-1] - starts[0]).total_seconds()) // (60 * minutes) + 1
    return IntervalGrid(starts[0].astimezone(UTC), minutes, count, study.zone)


def _along(instants: Sequence[datetime], values: Sequence[float], grid: IntervalGrid) -> tuple[float, ...]:
    """Values along the grid; an interval that a scenario leaves out asks for and has nobody."""
    found = [0.0] * grid.count
    for instant, value in zip(instants, values, strict=True):
        found[grid.slot(instant.astimezone(UTC))] = float(value)
    return tuple(found)
