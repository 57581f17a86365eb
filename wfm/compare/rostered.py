"""The roster of a scenario by the same engine that makes the weekly roster, and the service it gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.absence import present_share
from wfm.compare.cross_skills import trained
from wfm.compare.required import stakes_of
from wfm.compare.scenario_figures import supply_figures
from wfm.compare.simulated import simulated_service
from wfm.roster import build_problem, build_roster
from wfm.staffing import expected_service

if TYPE_CHECKING:
    from wfm.compare.scenarios import RosterLimits
    from wfm.compare.simulated import Play
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Roster, RosterResult, Scenario


def rostered_scenario(
    scenario: Scenario,
    model: OperatingModel,
    forecast: Forecast,
    plan: Plan,
    agents: tuple[Agent, ...],
    calendar: Calendar,
    *,
    limits: RosterLimits,
    past: Roster | None = None,
    known: RosterResult | None = None,
    play: Play,
) -> Scenario:
    """The scenario with a roster of ``agents``, trained as the model asks, and the service that it gives."""
    people = trained(agents, model)[0]
    requirement = scenario.requirement
    result = known or build_roster(
        build_problem(requirement, people, plan, model, past=past, stakes=stakes_of(forecast, plan, model, calendar)),
        time_limit=limits.seconds,
        gap=limits.gap,
        seed=limits.seed,
    )
    if result.roster is None or result.coverage is None:
        return replace(scenario, result=result)
    service = None
    if not model.shares_contacts:
        covered, minutes = result.coverage.frame, requirement.interval_minutes
        present = present_share(plan.shrinkage, covered["interval_start"], minutes, requirement.zone)
        on_duty = covered.assign(agents=covered["scheduled"] * present)
        service = expected_service(forecast, plan, model, calendar, on_duty[["work", "interval_start", "agents"]])
    offered = float(forecast.frame["offered"].sum())
    scenario = supply_figures(scenario, result, service, plan=plan, agents=people, offered=offered)
    if play.weeks == 0:
        return scenario
    simulated = simulated_service(result.roster, forecast, plan, model, people, calendar, play)
    return replace(scenario, simulated=simulated)
