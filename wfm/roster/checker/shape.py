"""The shape of a shift: its family, its length by the contract, the agent's availability. Locked shifts are exempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from wfm.intervals import DAY_MINUTES
from wfm.roster.checker.person import SLACK_HOURS, Person, amount, hours_between
from wfm.types.roster import PAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from wfm.intervals import WeekWindows
    from wfm.roster.checker.site import Site
    from wfm.types.problem import BreakRule, Rule, ShiftFamily
    from wfm.types.roster import Shift, Violation

# The clock skips at most an hour (two in a few zones' history): a nominal start lies so much before the real one.
LONGEST_SKIP_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Fit:
    """A family and a length whose start and end on the clock are those of a shift."""

    family: ShiftFamily
    length_minutes: int


def fits(shift: Shift, person: Person) -> tuple[Fit, ...]:
    """Every family and length that starts and ends as the shift does, whatever its breaks.

    A family's day is the one its window begins on: a start at 24:00 or later falls on the next local day.
    """
    site, key = person.site, (shift.date, shift.start, shift.end)
    if key not in site.fits:
        site.fits[key] = tuple(_fits(shift, site))
    return site.fits[key]


def _fits(shift: Shift, site: Site) -> Iterator[Fit]:
    local = site.local(shift.start)
    for family in site.problem.shifts:
        for days_before in (0, 1):
            day = shift.date - timedelta(days=days_before)
            if day.weekday() not in family.days:
                continue
            clock = local.hour * 60 + local.minute + DAY_MINUTES * days_before
            for minute in range(family.earliest_start, family.latest_start + 1, family.step_minutes):
                if minute // DAY_MINUTES != days_before or not clock - LONGEST_SKIP_MINUTES <= minute <= clock:
                    continue
                if site.instant(day, minute) != shift.start:
                    continue
                for length in family.lengths_minutes:
                    if site.instant(day, minute + length) == shift.end:
                        yield Fit(family, length)


def shift_family(person: Person, rule: Rule) -> Iterator[Violation]:
    """Start, length and breaks as one of the families allows."""
    for shift in _unlocked(person):
        possible = fits(shift, person)
        if not possible:
            message = f"no shift family starts {person.clock(shift.start)} and ends {person.clock(shift.end)}"
            yield person.found(rule, shift.date, message)
            continue
        reasons = [(fit, _break_fault(shift, fit, person)) for fit in possible]
        if all(reason is not None for _, reason in reasons):
            fit, reason = reasons[0]
            yield person.found(rule, shift.date, f"breaks are not those of family {fit.family.name}: {reason}")


def _break_fault(shift: Shift, fit: Fit, person: Person) -> str | None:
    """What is wrong with the breaks of a shift for a family and length; None where nothing is."""
    pauses = [a for a in shift.activities if a.kind in PAUSES]
    wanted = fit.family.breaks_of(fit.length_minutes)
    given = [(str(a.kind), round(60 * a.hours, 3), a.paid) for a in pauses]
    asked = [(str(b.kind), float(b.minutes), b.paid) for b in wanted]
    if given != asked:
        return f"found {_listed(given)}, the family has {_listed(asked)}"
    end = shift.start
    for i, (pause, want) in enumerate(zip(pauses, wanted, strict=True)):
        fault = _place_fault(shift, pause.start, pause.end, want)
        if (
            fault is None
            and i
            and hours_between(end, pause.start) < fit.family.break_spacing_minutes / 60 - SLACK_HOURS
        ):
            fault = f"less than {fit.family.break_spacing_minutes} minutes after the one before"
        if fault is not None:
            return f"the {want.kind} at {person.clock(pause.start)} lies {fault}"
        end = pause.end
    return None


def _place_fault(shift: Shift, begin: datetime, end: datetime, want: BreakRule) -> str | None:
    if hours_between(shift.start, begin) < want.earliest_minutes / 60 - SLACK_HOURS:
        return f"less than {want.earliest_minutes} minutes after the start"
    if hours_between(end, shift.end) < want.latest_minutes / 60 - SLACK_HOURS:
        return f"less than {want.latest_minutes} minutes before the end"
    return None


def _listed(breaks: list[tuple[str, float, bool]]) -> str:
    return ", ".join(f"{'paid' if paid else 'unpaid'} {kind} of {m:g} min" for kind, m, paid in breaks) or "none"


def shift_length_contract(person: Person, rule: Rule) -> Iterator[Violation]:
    """Length from start to end on the clock within the contract: a night on which the clock changes is no longer."""
    least, most = person.contract.min_shift_hours, person.contract.max_shift_hours
    for shift in _unlocked(person):
        lengths = {fit.length_minutes / 60 for fit in fits(shift, person)} or {_clock_hours(shift, person.zone)}
        if not any(least - SLACK_HOURS <= hours <= most + SLACK_HOURS for hours in lengths):
            message = (
                f"a shift of {amount(min(lengths))} h from start to end; the contract {person.contract.name} "
                f"allows {amount(least)} to {amount(most)}"
            )
            yield person.found(rule, shift.date, message)


def _clock_hours(shift: Shift, zone: ZoneInfo) -> float:
    start, end = (t.astimezone(zone).replace(tzinfo=None) for t in (shift.start, shift.end))
    return (end - start).total_seconds() / 3600


def availability(person: Person, rule: Rule) -> Iterator[Violation]:
    """A shift wholly inside the times at which the agent can work; windows that touch count as one."""
    shifts = list(_unlocked(person))
    if not shifts:
        return
    windows = _windows(person, min(s.start for s in shifts), max(s.end for s in shifts))
    for shift in shifts:
        if not any(begin <= shift.start and shift.end <= end for begin, end in windows):
            pattern = str(person.agent.availability.windows) or "never"
            message = (
                f"work from {person.clock(shift.start)} to {person.clock(shift.end)}; the agent is available {pattern}"
            )
            yield person.found(rule, shift.date, message)


def _windows(person: Person, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    site, asked = person.site, person.agent.availability.windows
    first = site.local(begin).date() - timedelta(days=1)
    key = (asked, first, (site.local(end).date() - first).days + 1)
    if key not in site.windows:
        site.windows[key] = _merged(*key, site)
    return site.windows[key]


def _merged(asked: WeekWindows, first: date, count: int, site: Site) -> list[tuple[datetime, datetime]]:
    days = [first + timedelta(days=i) for i in range(count)]
    spans = sorted((site.instant(d, w.start), site.instant(d, w.end)) for d in days for w in asked.on(d))
    merged: list[tuple[datetime, datetime]] = []
    for start, stop in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged


def _unlocked(person: Person) -> Iterator[Shift]:
    locked = set(person.locks)
    return (s for s in person.working if not locked or s not in locked)
