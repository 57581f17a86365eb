"""A week of planning from top to bottom: what the product does.

    history -> forecast -> requirement -> roster -> proof -> comparison

Each step is a folder with one public function; this module only puts them in order. It reads no file and no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.calendars import plan_calendar
from wfm.compare import compare, operating_model, requirement_of, stakes_of
from wfm.compare.scenarios import RosterLimits
from wfm.forecast import forecast
from wfm.intervals import IntervalGrid
from wfm.roster import build_problem, build_roster
from wfm.simulate import prove

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor
    from datetime import date

    from wfm.types import (
        Agent,
        Calendar,
        Comparison,
        Forecast,
        History,
        Plan,
        Proof,
        Requirement,
        Roster,
        RosterProblem,
        RosterResult,
        SpecialDay,
    )


@dataclass(frozen=True)
class PlannedWeek:
    """What planning a week produces, each step from the one before. ``proof`` is None where nobody can be rostered."""

    calendar: Calendar
    forecast: Forecast
    requirement: Requirement
    problem: RosterProblem
    result: RosterResult
    comparison: Comparison
    proof: Proof | None


def plan_week(
    history: History,
    plan: Plan,
    agents: Sequence[Agent],
    first: date,
    *,
    model: str = "pooled",
    against: Sequence[str] = ("departmental",),
    events: Sequence[SpecialDay] = (),
    past: Roster | None = None,
    limits: RosterLimits | None = None,
    proof_replications: int = 100,
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> PlannedWeek:
    """Plan the seven local days from ``first``: forecast, staff, roster and prove a model; compare it with others.

    Args:
        history: Contacts up to the day before ``first`` (later ones are left out).
        plan: Goals, opening hours, contracts, shifts, rules.
        agents: The people to roster.
        first: First local day, usually a Monday.
        model: The operating model to roster.
        against: Models to compare it with, on the same people; the first is the yardstick.
        events: Campaigns and other days of the site's own.
        past: The published roster before ``first``.
        limits: Time, gap and seed of each roster.
        proof_replications: Weeks that the proof of the roster plays.
        executor: Where independent work runs (queues of the forecast, scenarios, weeks played).
        say: Told, in words, what begins.
    """
    limits = limits or RosterLimits()
    calendar = plan_calendar(plan, (history.years[0], first.year + 2), events)

    say("forecast: contacts offered and handle time a queue and quarter-hour")
    expected = forecast(history.before(first), week_of(plan, first), calendar, executor=executor)

    say("staff: agents needed in each interval")
    organisation = operating_model(plan, model, expected.queues)
    requirement = requirement_of(expected, plan, organisation, calendar)

    say(f"roster: {len(agents)} agents, {model}")
    stakes = stakes_of(expected, plan, organisation, calendar)
    problem = build_problem(requirement, agents, plan, organisation, past=past, stakes=stakes)
    result = build_roster(problem, time_limit=limits.seconds, gap=limits.gap, seed=limits.seed)

    say("prove: the forecast played through the roster, with breaks, absence and uncertain demand")
    proof = None
    if result.roster is not None:
        proof = prove(
            result.roster,
            expected,
            plan,
            organisation,
            agents,
            calendar,
            replications=proof_replications,
            seed=limits.seed,
            executor=executor,
        )

    say(f"compare: {', '.join(against)} and {model} on the same demand and people")
    comparison = compare(
        expected,
        plan,
        agents,
        calendar,
        models=(*against, model),
        limits=limits,
        past=past,
        known={model: result},
        executor=executor,
    )
    return PlannedWeek(calendar, expected, requirement, problem, result, comparison, proof)


def week_of(plan: Plan, first: date, days: int = 7) -> IntervalGrid:
    """The grid of ``days`` local days from ``first`` at the site."""
    return IntervalGrid.days(first, days, plan.site.zone, plan.site.interval_minutes)
