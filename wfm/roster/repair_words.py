"""Why a person may do what an offer asks, in sentences with the numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wfm.intervals import WeekWindows, monday_of, zone_of
from wfm.roster.repair_price import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from wfm.types import Agent, Change, RosterProblem, Shift


def reasons_for(
    problem: RosterProblem, agent: str, before: Sequence[Shift], after: Sequence[Shift], changes: Sequence[Change]
) -> tuple[str, ...]:
    """Skills, hours left in the contract, availability, rest before and after, notice: what the rules look at."""
    return tuple(_reasons(problem, agent, before, after, changes))


def _reasons(
    problem: RosterProblem, agent: str, before: Sequence[Shift], after: Sequence[Shift], changes: Sequence[Change]
) -> Iterator[str]:
    zone = zone_of(problem.grid.zone)
    person = next(a for a in problem.agents if a.agent == agent)
    can = problem.efficiency.get(agent, {})
    yield "can do " + ", ".join(f"{work} (efficiency {share:g})" for work, share in can.items())
    days = sorted({c.day for c in changes})
    contract = problem.contracts[person.contract]
    for week in sorted({monday_of(d) for d in days}):
        was, now = _hours(problem, agent, before, week), _hours(problem, agent, after, week)
        yield (
            f"{now:g} paid hours in the week of {week} (published {was:g}); the contract {contract.name} allows "
            f"{contract.min_hours_per_week:g} to {contract.max_hours_per_week:g}, "
            f"{max(0.0, contract.max_hours_per_week - now):g} left"
        )
    yield "available " + "; ".join(_windows(person, day) for day in days)
    for day in days:
        shift = next((s for s in after if s.date == day), None)
        if shift is not None:
            yield from _rests(problem, agent, after, shift, zone)
    yield from _notice(problem, changes)


def _windows(person: Agent, day: date) -> str:
    windows = WeekWindows(person.availability.windows.on(day))
    return str(windows) or f"on no {day:%a}"


def _hours(problem: RosterProblem, agent: str, shifts: Sequence[Shift], week: date) -> float:
    past = problem.past.of(agent) if problem.past is not None else ()
    last = week + timedelta(days=6)
    return round(sum(s.paid_hours for s in (*past, *shifts) if week <= s.date <= last), 2)


def _rests(problem: RosterProblem, agent: str, after: Sequence[Shift], shift: Shift, zone: ZoneInfo) -> Iterator[str]:
    least = problem.rules.parameter("daily_rest", "hours")
    past = problem.past.of(agent) if problem.past is not None else ()
    worked = sorted((s for s in (*past, *after) if not s.is_leave), key=lambda s: s.start)
    before = [s for s in worked if s.end <= shift.start]
    later = [s for s in worked if s.start >= shift.end]
    parts = []
    if before:
        hours = (shift.start - before[-1].end).total_seconds() / 3600
        parts.append(f"{hours:g} h of rest before (since {before[-1].date:%a} {clock(before[-1].end, zone)})")
    if later:
        hours = (later[0].start - shift.end).total_seconds() / 3600
        parts.append(f"{hours:g} h of rest after (until {later[0].date:%a} {clock(later[0].start, zone)})")
    if parts:
        asked = f"; the rules ask {least:g} h" if least else ""
        yield f"{shift.date:%a}: {', '.join(parts)}{asked}"


def _notice(problem: RosterProblem, changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        return
    hours = min(c.notice_hours for c in changes)
    yield "the work has begun" if hours <= 0 else f"told {hours:.1f} h before the work begins"
    days = problem.rules.parameter("notice", "times_days")
    if any(c.consent for c in changes) and days is not None:
        yield f"only if the person agrees: the law asks {days:g} days of notice of the times of work"
