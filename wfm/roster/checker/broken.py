"""Rosters that are broken as data: what no rule of law or contract speaks of, and no roster may be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wfm.roster.checker.person import Person
from wfm.types.roster import PAUSES, ActivityKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wfm.types.roster import Roster


def unknown_agents(roster: Roster, known: Iterable[str]) -> Iterator[Violation]:
    """Shifts of agents who are not in the problem: one violation an agent."""
    first: dict[str, date] = {}
    for shift in roster.shifts:
        first.setdefault(shift.agent, shift.date)
    for agent in sorted(set(first) - set(known)):
        yield Violation("unknown_agent", "data", agent, first[agent], "the roster has an agent nobody knows")


def broken(person: Person) -> Iterator[Violation]:
    """Faults in one agent's shifts: overlaps, wrong dates, off the grid or the horizon, unknown or unpaid work."""
    yield from _overlaps(person)
    site, grid, locked = person.site, person.problem.grid, set(person.locks)
    begin, end, works = grid.start, grid.end, set(person.problem.works)
    for shift in person.shifts:
        if site.local(shift.start).date() != shift.date:
            message = f"the shift starts {person.clock(shift.start)}, not on its date"
            yield _fault("shift_date", person, shift.date, message)
        if not begin <= shift.start < end:
            message = f"the shift starts {person.clock(shift.start)}, outside the roster's days"
            yield _fault("outside_horizon", person, shift.date, message)
        if shift.is_leave:
            continue
        off = next((t for t in (shift.start, *(a.end for a in shift.activities)) if not site.on_grid(t)), None)
        if off is not None and shift not in locked:
            message = f"{person.clock(off)} lies on no slot of {site.finest_minutes} minutes"
            yield _fault("off_grid", person, shift.date, message)
        for activity in shift.activities:
            if activity.kind is ActivityKind.WORK and activity.work not in works:
                yield _fault("unknown_work", person, shift.date, f"the roster has work {activity.work!r}")
            if not activity.paid and activity.kind not in PAUSES:
                message = f"{activity.kind} at {person.clock(activity.start)} is not paid; only breaks and meals may be"
                yield _fault("unpaid_work", person, shift.date, message)


def _overlaps(person: Person) -> Iterator[Violation]:
    last = None
    for shift in person.worked:
        if last is not None and shift.start < last.end and (person.is_own(shift) or person.is_own(last)):
            message = f"the shift from {person.clock(shift.start)} overlaps the one until {person.clock(last.end)}"
            yield _fault("no_overlap", person, shift.date, message)
        if last is None or shift.end > last.end:
            last = shift


def _fault(rule: str, person: Person, day: date, message: str) -> Violation:
    return Violation(rule, "data", person.agent.agent, day, message)
