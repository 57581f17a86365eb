"""What each way of staffing for an uncertain forecast costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.staffing.requirement import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan, QueuePlan
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


def with_service_level(plan: Plan, service_level: float, threshold_seconds: float) -> Plan:
    """The plan with another promise for every real-time queue, all other limits kept: what would 85/20 cost?"""

    def promised(queue: QueuePlan) -> QueuePlan:
        goal = replace(queue.goal, service_level=service_level, threshold_seconds=threshold_seconds)
        return replace(queue, goal=goal)

    defaults = None if plan.queue_defaults is None else promised(plan.queue_defaults)
    return replace(plan, queues={name: promised(q) for name, q in plan.queues.items()}, queue_defaults=defaults)


def agent_hours(requirement: Requirement) -> float:
    """Agent-hours at work of all kinds of work and intervals."""
    return float(requirement.frame["agents_required"].sum()) * requirement.interval_minutes / 60
