"""The figures of a scenario: what the work asks for, and what the roster gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.absence import present_share
from wfm.types import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from wfm.types import Agent, OperatingModel, Plan, Requirement, RosterResult


def demand_figures(model: OperatingModel, requirement: Requirement, plan: Plan, agents: tuple[Agent, ...]) -> Scenario:
    """What ``requirement`` asks for, in people, hours and money."""
    frame, hours = requirement.frame, requirement.interval_minutes / 60
    minutes, starts = requirement.interval_minutes, frame["interval_start"]
    at_work = frame["agents_required"] / present_share(plan.shrinkage, starts, minutes, requirement.zone)
    full_time = max((c.hours_per_week for c in plan.contracts.values()), default=40.0)
    days = max(1, len(frame["interval_start"].dt.tz_convert(requirement.zone).dt.date.unique()))
    fte_hours = float(frame["fte_required"].sum()) * hours
    rate = _average_cost(plan, agents)
    return Scenario(
        model=model.name,
        requirement=requirement,
        agents_at_peak=float(at_work.groupby(frame["interval_start"]).sum().max()) if len(frame) else 0.0,
        required_hours=float(at_work.sum()) * hours,
        fte_required=fte_hours / (full_time * days / 7),
        required_cost=None if rate is None else fte_hours * rate,
    )


def supply_figures(
    scenario: Scenario,
    result: RosterResult,
    service: pd.DataFrame | None,
    *,
    plan: Plan,
    agents: tuple[Agent, ...],
    offered: float,
) -> Scenario:
    """What the roster of ``result`` gives; ``service`` by formula, None where no formula holds."""
    assert result.roster is not None  # noqa: S101 - the caller has looked
    assert result.coverage is not None  # noqa: S101
    rate = {a.agent: _hourly_cost(a, plan) for a in agents}
    paid_hours = sum(s.paid_hours for s in result.roster.shifts)
    paid_cost = sum(s.paid_hours * rate[s.agent] for s in result.roster.shifts)
    scenario = scenario if service is None else _with_service(scenario, service)
    return replace(
        scenario,
        result=result,
        rostered_agents=len({s.agent for s in result.roster.shifts if not s.is_leave}),
        paid_hours=paid_hours,
        paid_cost=paid_cost,
        cost_per_contact=paid_cost / offered if offered else None,
        covered_share=result.coverage.covered_share,
    )


def _with_service(scenario: Scenario, service: pd.DataFrame) -> Scenario:
    worst = _worst_work(service)
    return replace(
        scenario,
        service=service,
        service_level=_weighted(service, "service_level"),
        asa_seconds=_weighted(service, "asa_seconds"),
        occupancy=_weighted(service, "occupancy"),
        worst_work=worst[0] if worst else None,
        worst_service_level=worst[1] if worst else None,
    )


def _hourly_cost(agent: Agent, plan: Plan) -> float:
    own = agent.cost_per_hour
    return plan.contracts[agent.contract].cost_per_hour if own is None else own


def _average_cost(plan: Plan, agents: tuple[Agent, ...]) -> float | None:
    """Cost of a paid hour over the team, each agent weighted by contract hours; without a team, over the contracts."""
    pairs = [(plan.contracts[a.contract].hours_per_week, _hourly_cost(a, plan)) for a in agents]
    pairs = pairs or [(1.0, c.cost_per_hour) for c in plan.contracts.values()]
    hours = sum(h for h, _ in pairs)
    return sum(h * c for h, c in pairs) / hours if hours else None


def _weighted(service: pd.DataFrame, column: str) -> float | None:
    """The mean of a column over contacts, where it is known."""
    known = service[service[column].notna() & (service["offered"] > 0)]
    weight = float(known["offered"].sum())
    return float((known[column] * known["offered"]).sum()) / weight if weight else None


def _worst_work(service: pd.DataFrame) -> tuple[str, float] | None:
    levels = {str(work): _weighted(rows, "service_level") for work, rows in service.groupby("work")}
    found = {work: level for work, level in levels.items() if level is not None}
    return min(found.items(), key=lambda pair: pair[1]) if found else None
