"""How often each person had Saturdays, evenings, nights and weekends, over the published past and the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.roster.burdens import BurdenHours
from wfm.types.explanation import Counter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfm.types import Roster, RosterProblem

NAMES = ("shifts", "paid hours", "Saturdays", "Sundays", "weekend shifts", "early shifts", "evenings", "nights")


def team_counts(problem: RosterProblem, roster: Roster) -> Mapping[str, Mapping[str, float]]:
    """Each agent's counts by name, past and roster together. Days of leave are not counted."""
    hours, zone = BurdenHours.of(problem.rules), zone_of(problem.grid.zone)
    counts = {a.agent: dict.fromkeys(NAMES, 0.0) for a in problem.agents}
    past = problem.past.shifts if problem.past is not None else ()
    for shift in (*past, *roster.shifts):
        if shift.agent not in counts or shift.is_leave:
            continue
        own, burdens = counts[shift.agent], hours.of_shift(shift, zone)
        own["shifts"] += 1
        own["paid hours"] += shift.paid_hours
        own["Saturdays"] += shift.date.weekday() == 5
        own["Sundays"] += shift.date.weekday() == 6
        for name, burden in (
            ("weekend shifts", "weekend"), ("early shifts", "early"), ("evenings", "late"), ("nights", "night"),
        ):  # fmt: skip
            own[name] += burden in burdens
    return counts


def counters(counts: Mapping[str, Mapping[str, float]], agent: str, team: Iterable[str]) -> tuple[Counter, ...]:
    """The agent's counts beside those of ``team``."""
    others = [counts[a] for a in team]
    return tuple(
        Counter(
            name=name,
            own=counts[agent][name],
            mean=sum(c[name] for c in others) / len(others) if others else 0.0,
            least=min((c[name] for c in others), default=0.0),
            most=max((c[name] for c in others), default=0.0),
        )
        for name in NAMES
    )


def weeks_counted(problem: RosterProblem) -> float:
    """Weeks from the first shift known to the end of the roster."""
    dates = problem.grid.local_dates
    past = problem.past.shifts if problem.past is not None else ()
    first = min((s.date for s in past), default=dates[0])
    return ((dates[-1] - first).days + 1) / 7
