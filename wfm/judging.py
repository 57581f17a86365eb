"""Judging a roster on its own: every rule again, without the requirement it was made for and without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from wfm.compare import model_of_requirement
from wfm.compare.operating_models import POOLED_WORK
from wfm.errors import DataError
from wfm.intervals import IntervalGrid, monday_of
from wfm.roster import build_problem, check
from wfm.types import Requirement
from wfm.types.requirement import REQUIREMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wfm.types import Agent, Plan, Roster, RosterProblem, Shift, Violation


def judge(
    roster: Roster,
    agents: Sequence[Agent],
    plan: Plan,
    past: Roster | None = None,
    *,
    locks: Sequence[Shift] = (),
    published: date | None = None,
    pattern_published: date | None = None,
) -> tuple[Violation, ...]:
    """The rules that a roster breaks: solved, imported, edited by hand or swapped.

    Args:
        roster: Whole weeks of shifts.
        agents: The people it may hold.
        plan: Contracts, shift families and rules.
        past: The published roster before it, which rules on rest and averages look back on.
        locks: Shifts that have to stand in it as they are.
        published: Local day on which the times of work are published; notice is not judged without it.
        pattern_published: Local day on which the pattern of working days was published, likewise.

    Raises:
        DataError: The roster has no shift, or a lock is of an unknown agent or lies outside its weeks.
        ConfigError: Its kinds of work belong to no model of the plan.
    """
    posed = problem_of_roster(roster, agents, plan, past, locks)
    return check(roster, posed, published=published, pattern_published=pattern_published)


def problem_of_roster(
    roster: Roster,
    agents: Sequence[Agent],
    plan: Plan,
    past: Roster | None = None,
    locks: Sequence[Shift] = (),
) -> RosterProblem:
    """The rules and people that judge a roster on its own: a problem over its weeks that requires nobody.

    Raises:
        DataError: The roster has no shift, or a lock is of an unknown agent or lies outside its weeks.
        ConfigError: Its kinds of work belong to no model of the plan.
    """
    if not roster.shifts:
        raise DataError("the roster has no shift", remedy="Check the file that was given.")
    works = sorted({a.work for s in roster.shifts for a in s.activities if a.work}) or [POOLED_WORK]
    first = monday_of(min(s.date for s in roster.shifts))
    days = (max(s.date for s in roster.shifts) - first).days // 7 * 7 + 7
    index = IntervalGrid.days(first, days, plan.site.zone, plan.site.interval_minutes).index
    frame = pd.DataFrame({"work": [w for w in works for _ in index], "interval_start": [*index] * len(works)})
    nothing = Requirement(
        frame.assign(**dict.fromkeys(REQUIREMENT.numbers, 0.0)), plan.site.interval_minutes, plan.site.zone
    )
    return build_problem(nothing, agents, plan, model_of_requirement(plan, works), past=past, locks=locks)
