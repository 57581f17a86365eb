"""What each way of staffing for an uncertain forecast costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.staffing.requirement import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan
    from wfm.types.requirement import Requirement
    from wfm.types.special_days import Calendar


def demand_choices(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    *,
    backlog_hours: Mapping[str, float] | None = None,
) -> dict[str, Requirement]:
    """The requirement under every ``staffing.demand``, the plan's quantile included: mean, quantile, expected.

    Raises:
        ConfigError: A queue has no plan, or contacts without any handle time.
        DataError: The forecast is empty.
    """
    found = {}
    for demand in ("mean", "quantile", "expected"):
        other = replace(plan, staffing=replace(plan.staffing, demand=demand))
        found[demand] = require(forecast, other, model, calendar, backlog_hours=backlog_hours)
    return found


def agent_hours(requirement: Requirement) -> float:
    """Agent-hours at work of all kinds of work and intervals."""
    return float(requirement.frame["agents_required"].sum()) * requirement.interval_minutes / 60
