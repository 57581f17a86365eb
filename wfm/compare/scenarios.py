"""The same demand under several operating models: requirement, roster and the service it gives, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wfm.compare.absence import present_share
from wfm.compare.advice import advise
from wfm.compare.operating_models import operating_model
from wfm.compare.study import study
from wfm.executors import SerialExecutor
from wfm.roster import build_problem, build_roster
from wfm.staffing import expected_service, require
from wfm.types import Comparison, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    import pandas as pd

    from wfm.types import (
        Agent,
        Calendar,
        Forecast,
        OperatingModel,
        Plan,
        Requirement,
        Roster,
        RosterResult,
    )


@dataclass(frozen=True, slots=True)
class RosterLimits:
    """How long and how well each scenario is rostered."""

    seconds: float = 60.0
    gap: float = 0.005
    seed: int = 1


def compare(
    forecast: Forecast,
    plan: Plan,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    models: Sequence[str] = ("departmental", "hybrid", "pooled"),
    limits: RosterLimits | None = None,
    past: Roster | None = None,
    known: Mapping[str, RosterResult] | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Each operating model on the same forecast, goals and people, with the study behind it (:mod:`wfm.compare.study`).

    Args:
        forecast: Contacts offered over the days to compare, whole local days.
        plan: Goals, opening hours, contracts, rules and the models' parameters.
        agents: The people to roster; with none, only the requirements are compared (a quick look).
        calendar: Public holidays and events.
        models: Names of operating models; the first is what the others are measured against.
        limits: Time, gap and seed of each roster.
        past: The published roster before the forecast, for rules that look back.
        known: Rosters that were already built, by model.
        executor: Where the scenarios run, one a task.

    Raises:
        ConfigError: A model is unknown or a queue has no plan.
    """
    pool = executor or SerialExecutor()
    tasks = [
        pool.submit(
            scenario_of,
            operating_model(plan, name, forecast.queues),
            forecast,
            plan,
            tuple(agents),
            calendar,
            limits=limits or RosterLimits(),
            past=past,
            known=(known or {}).get(name),
        )
        for name in models
    ]
    scenarios = tuple(task.result() for task in tasks)
    comparison = Comparison(scenarios, float(forecast.frame["offered"].sum()), plan.site.currency)
    return study(replace(comparison, advice=advise(comparison)), forecast, plan, agents, calendar)


def scenario_of(
    model: OperatingModel,
    forecast: Forecast,
    plan: Plan,
    agents: tuple[Agent, ...],
    calendar: Calendar,
    *,
    limits: RosterLimits,
    past: Roster | None = None,
    known: RosterResult | None = None,
) -> Scenario:
    """One operating model on the forecast: what it asks for and, with agents, what their roster gives."""
    requirement = require(forecast, plan, model, calendar)
    scenario = _demand(model, requirement, plan, agents)
    if any(plan.queue(q).is_deferred for q in forecast.queues):
        blend = plan.blends(model.name)
        other = require(forecast, plan, model, calendar, blend=not blend)
        hours = _demand(model, other, plan, agents).required_hours
        scenario = replace(scenario, blend=blend, other_blend_hours=hours)
    if not agents:
        return scenario
    result = known or build_roster(
        build_problem(requirement, agents, plan, model, past=past),
        time_limit=limits.seconds,
        gap=limits.gap,
        seed=limits.seed,
    )
    if result.roster is None or result.coverage is None:
        return replace(scenario, result=result)
    covered, minutes = result.coverage.frame, requirement.interval_minutes
    present = present_share(plan.shrinkage, covered["interval_start"], minutes, requirement.zone)
    on_duty = covered.assign(agents=covered["scheduled"] * present)
    service = expected_service(forecast, plan, model, calendar, on_duty[["work", "interval_start", "agents"]])
    offered = float(forecast.frame["offered"].sum())
    return _supply(scenario, result, service, plan=plan, agents=agents, offered=offered)


def _demand(model: OperatingModel, requirement: Requirement, plan: Plan, agents: tuple[Agent, ...]) -> Scenario:
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


def _supply(
    scenario: Scenario,
    result: RosterResult,
    service: pd.DataFrame,
    *,
    plan: Plan,
    agents: tuple[Agent, ...],
    offered: float,
) -> Scenario:
    assert result.roster is not None  # noqa: S101 - the caller has looked
    assert result.coverage is not None  # noqa: S101
    rate = {a.agent: _hourly_cost(a, plan) for a in agents}
    paid_hours = sum(s.paid_hours for s in result.roster.shifts)
    paid_cost = sum(s.paid_hours * rate[s.agent] for s in result.roster.shifts)
    worst = _worst_work(service)
    return replace(
        scenario,
        result=result,
        service=service,
        rostered_agents=len({s.agent for s in result.roster.shifts if not s.is_leave}),
        paid_hours=paid_hours,
        paid_cost=paid_cost,
        cost_per_contact=paid_cost / offered if offered else None,
        covered_share=result.coverage.covered_share,
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
