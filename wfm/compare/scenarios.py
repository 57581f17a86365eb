"""The same demand under several operating models: requirement, roster and the service it gives, side by side."""

from __future__ import annotations

from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from wfm.compare.absence import present_share
from wfm.compare.advice import advise
from wfm.compare.cross_skills import cross_skilling, overflow_seconds, trained
from wfm.compare.operating_models import operating_model
from wfm.compare.requirement_by_simulation import simulated_requirement
from wfm.compare.scenario_figures import demand_figures, supply_figures
from wfm.compare.shared_requirement import shared_requirement
from wfm.compare.simulated import Play, service_changes, simulated_service
from wfm.compare.study import study
from wfm.executors import SerialExecutor
from wfm.roster import build_problem, build_roster
from wfm.staffing import expected_service, require
from wfm.types import Comparison, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor, Future

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

T = TypeVar("T")


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
    play: Play | None = None,
    curve: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Each operating model on the same forecast, goals and people, with the study behind it (:mod:`wfm.compare.study`).

    A scenario is what the model asks for (by formula; by simulation where teams share contacts), the roster of the same
    people for that, and the service that this roster gives in simulated weeks which are the same for every scenario.

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
        play: How rosters are simulated; 0 weeks for not at all.
        curve: Whether to find the agents needed for several shares of cross-skilled people.
        say: Told, in words, what is done.

    Raises:
        ConfigError: A model is unknown or a queue has no plan.
    """
    pool = executor or SerialExecutor()
    people, play = tuple(agents), play or Play()
    organisations = {name: operating_model(plan, name, forecast.queues) for name in models}
    asked = _gathered(
        {
            name: pool.submit(required_scenario, model, forecast, plan, people, calendar)
            for name, model in organisations.items()
        },
        lambda s: say(f"{s.model}: {s.agents_at_peak:,.1f} agents at the peak, {s.required_hours:,.0f} hours required"),
    )
    if people:
        asked = _gathered(
            {
                name: pool.submit(
                    rostered_scenario,
                    asked[name],
                    model,
                    forecast,
                    plan,
                    people,
                    calendar,
                    limits=limits or RosterLimits(),
                    past=past,
                    known=(known or {}).get(name),
                    play=play,
                )
                for name, model in organisations.items()
            },
            lambda s: say(_done(s)),
        )
    comparison = Comparison(
        _with_changes([asked[name] for name in models]), float(forecast.frame["offered"].sum()), plan.site.currency
    )
    comparison = replace(comparison, advice=advise(comparison))
    return study(comparison, forecast, plan, agents, calendar, executor=pool, curve=curve, say=say)


def _gathered(tasks: Mapping[str, Future[T]], done: Callable[[T], None]) -> dict[str, T]:
    for task in as_completed(tasks.values()):
        done(task.result())
    return {name: task.result() for name, task in tasks.items()}


def _done(scenario: Scenario) -> str:
    if scenario.rostered_agents is None:
        return f"{scenario.model}: nobody could be rostered"
    text = f"{scenario.model}: {scenario.rostered_agents} agents rostered, {scenario.covered_share:.1%} covered"
    served = scenario.simulated
    if served is None or served.total.service_level is None:
        return text
    return f"{text}; {served.total.service_level:.1%} in time in {served.replications} simulated weeks"


def _with_changes(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Who gains and who loses against the first scenario."""
    base = scenarios[0].simulated if scenarios else None
    if base is None:
        return tuple(scenarios)
    return (
        scenarios[0],
        *(
            s
            if s.simulated is None
            else replace(s, simulated=replace(s.simulated, changes=service_changes(base, s.simulated)))
            for s in scenarios[1:]
        ),
    )


def required_scenario(
    model: OperatingModel, forecast: Forecast, plan: Plan, agents: tuple[Agent, ...], calendar: Calendar
) -> Scenario:
    """What one operating model asks for."""
    requirement = requirement_of(forecast, plan, model, calendar)
    skilling = cross_skilling(plan, model.name)
    by_simulation = model.shares_contacts or plan.staffed_by(model.name) == "simulation"
    scenario = replace(
        demand_figures(model, requirement, plan, agents),
        requirement_by="simulation" if by_simulation else "formula",
        cross_skilled_share=None if skilling is None else skilling.share,
        cross_skilled_agents=trained(agents, model)[1] if agents else None,
        overflow_after_seconds=overflow_seconds(plan, model.name),
    )
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
        return shared_requirement(forecast, plan, model, calendar)
    if plan.staffed_by(model.name) == "simulation":
        return simulated_requirement(forecast, plan, model, calendar)
    return require(forecast, plan, model, calendar)


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
        build_problem(requirement, people, plan, model, past=past),
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
