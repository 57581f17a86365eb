"""The problem that a repair works on: the published roster's weeks, with the requirement that now holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.compare import model_of_requirement
from wfm.intervals import monday_of, zone_of
from wfm.judging import problem_of_roster
from wfm.roster import build_problem
from wfm.roster.coverage import scheduled_agents
from wfm.roster.problem import shortfall_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types import Agent, Plan, Requirement, Roster, RosterProblem, Shift, Wish


def repair_problem(
    roster: Roster,
    agents: Sequence[Agent],
    plan: Plan,
    requirement: Requirement | None = None,
    *,
    past: Roster | None = None,
    locks: Sequence[Shift] = (),
    wishes: Sequence[Wish] = (),
) -> RosterProblem:
    """What ``roster`` has to cover now, with whom, under which rules.

    A day of which the requirement says nothing needs what the roster published for it, so that a re-forecast of one day
    or no requirement at all will do. Wishes and the past (fairness) are weighed in each offer.

    Raises:
        DataError: The roster has no shift; the requirement has no interval of its weeks, or work that it has not.
        ConfigError: The kinds of work belong to no model of the plan.
    """
    posed = problem_of_roster(roster, agents, plan, past, locks)
    covered = np.ones(posed.grid.count, dtype=np.bool_)
    if requirement is not None:
        first = monday_of(min(s.date for s in roster.shifts))
        works = sorted({*requirement.works, *(a.work for s in roster.shifts for a in s.activities if a.work)})
        model = model_of_requirement(plan, works)
        posed = build_problem(
            requirement,
            agents,
            plan,
            model,
            first=first,
            days=len(posed.grid.local_dates),
            past=past,
            locks=tuple(locks),
        )
        zone = zone_of(plan.site.zone)
        local = posed.grid.index.tz_convert(zone)
        known = set(requirement.frame["interval_start"].dt.tz_convert(zone).dt.date)
        covered = np.array([moment.date() not in known for moment in local], dtype=np.bool_)
    required = posed.required.copy()
    required[:, covered] = np.maximum(scheduled_agents(roster.shifts, posed), 0.0)[:, covered]
    widths, prices = shortfall_steps(required, plan.weights.short)
    return replace(posed, required=required, shortfall_widths=widths, shortfall_prices=prices, wishes=tuple(wishes))
