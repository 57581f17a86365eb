"""The comparison page: operating models side by side, and the study behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.study_read import read_cases, read_study
from wfm.services.roles import Permission, require
from wfm.services.views import ComparisonView, ScenarioView
from wfm.storage import plans
from wfm.storage.comparisons import latest_comparison

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from wfm.storage.users import User
    from wfm.types.business_case import BusinessCase
    from wfm.types.study import ScenarioFigures


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
    scenarios = tuple(_scenario(scenario, study.scenarios[0]) for scenario in study.scenarios)
    return ComparisonView(saved_at=saved.saved_at, scenarios=scenarios, study=study)


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


def _scenario(figures: ScenarioFigures, base: ScenarioFigures) -> ScenarioView:
    return ScenarioView(
        figures=figures,
        required_hours_difference=figures.required_hours - base.required_hours,
        fte_difference=figures.fte_required - base.fte_required,
        paid_hours_difference=_difference(figures.paid_hours, base.paid_hours),
        paid_cost_difference=_difference(figures.paid_cost, base.paid_cost),
        service_level_difference=_difference(figures.service_level, base.service_level),
    )


def _difference(value: float | None, against: float | None) -> float | None:
    return None if value is None or against is None else value - against
