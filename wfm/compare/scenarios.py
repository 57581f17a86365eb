"""The same demand under several operating models: requirement, roster and the service it gives, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from wfm.compare.advice import advise
from wfm.compare.curve import curve_tasks
from wfm.compare.operating_models import operating_model
from wfm.compare.required import required_scenario
from wfm.compare.simulated import Play, service_changes
from wfm.compare.study import study
from wfm.compare.tasks import Tasks
from wfm.executors import SerialExecutor
from wfm.types import Comparison, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from wfm.compare.curve import CurveTasks
    from wfm.types import Agent, Calendar, Forecast, Plan, Roster, RosterResult


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
    people, play, limits = tuple(agents), play or Play(), limits or RosterLimits()
    organisations = {name: operating_model(plan, name, forecast.queues) for name in models}
    say(f"requirements of {len(organisations)} models")
    asked = Tasks(
        pool,
        {n: partial(required_scenario, m, forecast, plan, people, calendar) for n, m in organisations.items()},
        lambda s: f"{s.model}: {s.agents_at_peak:,.1f} agents at the peak, {s.required_hours:,.0f} hours required",
        say,
    ).results()
    points: CurveTasks | None = None
    find_curve = partial(curve_tasks, forecast, plan, calendar, known=tuple(asked.values()), executor=pool, say=say)
    if people:
        from wfm.compare.rostered import rostered_scenario  # the engine is heavy, and a quick look builds no roster

        say(f"{len(organisations)} rosters of up to {limits.seconds:g} s each, {play.weeks} weeks simulated")
        rosters = Tasks(
            pool,
            {
                name: partial(
                    rostered_scenario,
                    asked[name],
                    model,
                    forecast,
                    plan,
                    people,
                    calendar,
                    limits=limits,
                    past=past,
                    known=(known or {}).get(name),
                    play=play,
                )
                for name, model in organisations.items()
            },
            _done,
            say,
        )
        points = find_curve() if curve else None  # behind the rosters: fills what the last of them leaves idle
        asked = rosters.results()
    elif curve:
        points = find_curve()
    comparison = Comparison(
        scenarios=_with_changes([asked[name] for name in models]),
        offered=float(forecast.frame["offered"].sum()),
        currency=plan.site.currency,
    )
    comparison = replace(comparison, advice=advise(comparison), curve=() if points is None else points.points())
    return study(comparison, forecast, plan, agents, calendar, executor=pool, say=say)


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
