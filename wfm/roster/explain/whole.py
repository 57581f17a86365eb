"""Everything that can be explained about a roster, for the command line and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.roster.explain.agent_day import explain_shift
from wfm.roster.explain.counters import team_counts
from wfm.roster.explain.interval import explain_interval, worst_intervals
from wfm.roster.explain.present import present
from wfm.roster.explain.rule_costs import rule_costs
from wfm.roster.explain.wish_costs import wish_costs
from wfm.types.explanation import Explanation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from wfm.types import Roster, RosterProblem


def explain_roster(
    problem: RosterProblem,
    roster: Roster,
    *,
    intervals: Sequence[tuple[str, datetime]] | None = None,
    shifts: Sequence[tuple[str, date]] | None = None,
    rules: bool = True,
    worst: int = 3,
) -> Explanation:
    """Why a roster is as it is, in numbers and words.

    Args:
        problem: What the roster was made for.
        roster: The roster, solved or edited.
        intervals: (work, start of the interval) to explain; the ``worst`` ones, one a work and day, when left out.
        shifts: (agent, day) to explain; when left out, who has had most Saturdays and works on one, and likewise
            Sundays.
        rules: Whether to work out what each rule and wish costs, the longest part.
        worst: How many intervals are explained when none is asked for.

    Raises:
        DataError: An interval, work, agent or day is not in the problem.
    """
    now = present(problem, roster)
    asked = worst_intervals(now, worst) if intervals is None else intervals
    days = _burdened(problem, roster) if shifts is None else shifts
    return Explanation(
        objective=now.cost,
        terms=now.terms,
        intervals=tuple(explain_interval(now, work, start) for work, start in asked),
        shifts=tuple(explain_shift(now, roster, agent, day) for agent, day in days),
        rules=rule_costs(now) if rules else (),
        wishes=wish_costs(now) if rules else (),
    )


def _burdened(problem: RosterProblem, roster: Roster) -> list[tuple[str, date]]:
    """Of those who work on a Saturday (and on a Sunday) the one who has had most of them."""
    counts = team_counts(problem, roster)
    found = []
    for weekday, name in ((5, "Saturdays"), (6, "Sundays")):
        at_work = [s for s in roster.shifts if not s.is_leave and s.date.weekday() == weekday and s.agent in counts]
        if at_work:
            worst = max(at_work, key=lambda s: (counts[s.agent][name], s.agent))
            found.append((worst.agent, worst.date))
    return found
