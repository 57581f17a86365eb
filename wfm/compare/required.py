"""What an operating model asks for, by formula or by simulation, with the occupancy cap and without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.cross_skills import cross_skilling, overflow_seconds, trained
from wfm.compare.formula_demand import without_occupancy_cap
from wfm.compare.requirement_by_simulation import simulated_requirement
from wfm.compare.scenario_figures import demand_figures
from wfm.compare.shared_requirement import shared_requirement
from wfm.staffing import contacts_at_stake, require

if TYPE_CHECKING:
    import pandas as pd

    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Requirement, Scenario


def required_scenario(
    model: OperatingModel,
    forecast: Forecast,
    plan: Plan,
    agents: tuple[Agent, ...],
    calendar: Calendar,
    *,
    by: str | None = None,
) -> Scenario:
    """What one operating model asks for; ``by`` formula or simulation, as the plan says without it.

    Where teams share contacts there is no formula. What the plan has simulated is not told without the occupancy cap.
    """
    simulated = (by or plan.staffed_by(model.name)) == "simulation"
    free: Requirement | None = None
    if model.shares_contacts:
        found = shared_requirement(forecast, plan, model, calendar)
        requirement, free = found.with_cap, found.without_cap
    elif simulated:
        requirement = simulated_requirement(forecast, plan, model, calendar)
    else:
        requirement = require(forecast, plan, model, calendar)
        free = require(forecast, without_occupancy_cap(plan), model, calendar)
    skilling = cross_skilling(plan, model.name)
    scenario = replace(
        demand_figures(model, requirement, plan, agents),
        requirement_by="simulation" if model.shares_contacts or simulated else "formula",
        cross_skilled_share=None if skilling is None else skilling.share,
        cross_skilled_agents=trained(agents, model)[1] if agents else None,
        overflow_after_seconds=overflow_seconds(plan, model.name),
    )
    if free is not None:
        uncapped = demand_figures(model, free, plan, agents)
        scenario = replace(
            scenario,
            requirement_without_cap=free,
            agents_at_peak_without_cap=uncapped.agents_at_peak,
            required_hours_without_cap=uncapped.required_hours,
            fte_required_without_cap=uncapped.fte_required,
        )
    return _blended(scenario, model, forecast, plan, agents, calendar)


def _blended(
    scenario: Scenario,
    model: OperatingModel,
    forecast: Forecast,
    plan: Plan,
    agents: tuple[Agent, ...],
    calendar: Calendar,
) -> Scenario:
    """The scenario with what blending would change, where some work may wait."""
    if not any(plan.queue(q).is_deferred for q in forecast.queues):
        return scenario
    blend = plan.blends(model.name)
    if model.shares_contacts:
        return replace(scenario, blend=blend)
    other = require(forecast, plan, model, calendar, blend=not blend)
    return replace(scenario, blend=blend, other_blend_hours=demand_figures(model, other, plan, agents).required_hours)


def requirement_of(forecast: Forecast, plan: Plan, model: OperatingModel, calendar: Calendar) -> Requirement:
    """Agents required under ``model``: by formula, unless teams share contacts or the plan asks for a simulation."""
    if model.shares_contacts:
        return shared_requirement(forecast, plan, model, calendar).with_cap
    if plan.staffed_by(model.name) == "simulation":
        return simulated_requirement(forecast, plan, model, calendar)
    return require(forecast, plan, model, calendar)


def stakes_of(forecast: Forecast, plan: Plan, model: OperatingModel, calendar: Calendar) -> pd.DataFrame | None:
    """Contacts at stake for each missing agent; None where teams share contacts: no formula tells their service."""
    if model.shares_contacts:
        return None
    return contacts_at_stake(forecast, plan, model, calendar)
