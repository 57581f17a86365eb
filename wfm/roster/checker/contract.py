"""Rules of the contract on hours, days and leave, and of the roster on skills and locks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from wfm.roster.checker.person import SLACK_HOURS, Person, amount
from wfm.roster.leave import credited_leave_days
from wfm.types.roster import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wfm.types.problem import Rule
    from wfm.types.roster import Violation

MINUTE = 1 / 60


def contract_hours(person: Person, rule: Rule) -> Iterator[Violation]:
    """Paid hours of each week within the contract: the most always, the least in whole weeks with any activity.

    The least is not asked of an agent without a shift of work in the roster: on leave only, or not rostered.
    """
    contract, days = person.contract, person.site.days
    for monday in person.weeks:
        week = [monday + timedelta(days=i) for i in range(7)]
        hours = person.hours(week[0], week[-1])
        if hours > contract.max_hours_per_week + SLACK_HOURS and person.works_between(week[0], week[-1]):
            message = (
                f"{amount(hours)} paid hours in the week of {monday}; the contract {contract.name} allows "
                f"{amount(contract.max_hours_per_week)}"
            )
            yield person.found(rule, monday, message)
        active = bool(person.working) and any(s.date in week for s in person.shifts)
        if active and days.issuperset(week) and hours < contract.min_hours_per_week - SLACK_HOURS:
            message = (
                f"{amount(hours)} paid hours in the week of {monday}; the contract {contract.name} asks "
                f"{amount(contract.min_hours_per_week)}"
            )
            yield person.found(rule, monday, message)


def days_per_week(person: Person, rule: Rule) -> Iterator[Violation]:
    """Days with a shift or leave in each week, past included, within the contract."""
    for monday in person.weeks:
        last = monday + timedelta(days=6)
        days = {s.date for s in person.every_shift if monday <= s.date <= last}
        if len(days) > person.contract.max_days_per_week and person.works_between(monday, last):
            message = (
                f"{len(days)} days in the week of {monday}; the contract {person.contract.name} allows "
                f"{person.contract.max_days_per_week}"
            )
            yield person.found(rule, monday, message)


def consecutive_days(person: Person, rule: Rule) -> Iterator[Violation]:
    """Days of work in a row, past included, within the contract; reported on each day too many."""
    most, own = person.contract.max_consecutive_days, {s.date for s in person.working}
    run, before = 0, None
    for day in sorted({s.date for s in person.worked}):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        before = day
        if run > most and day in own:
            message = f"working day number {run} in a row; the contract {person.contract.name} allows {most}"
            yield person.found(rule, day, message)


def leave(person: Person, rule: Rule) -> Iterator[Violation]:
    """No work on leave; every credited day of leave in the roster with its hours, and no other."""
    availability, contract = person.agent.availability, person.contract
    credited = set(credited_leave_days(person.agent, contract, person.problem.grid.local_dates))
    for shift in person.shifts:
        on_leave = availability.on_leave(shift.date)
        if on_leave and not shift.is_leave:
            yield person.found(rule, shift.date, "a shift of work on a day of leave")
        elif any(a.kind is ActivityKind.LEAVE for a in shift.activities) and shift.date not in credited:
            why = "whose hours are credited on other days of the week" if on_leave else "that is no day of leave"
            yield person.found(rule, shift.date, f"leave in the roster on a day {why}")
        elif shift.is_leave and abs(shift.paid_hours - contract.leave_day_hours) > MINUTE:
            message = (
                f"leave of {amount(shift.paid_hours)} h; a day of leave credits {amount(contract.leave_day_hours)}"
            )
            yield person.found(rule, shift.date, message)
    missing: list[date] = sorted(credited - {s.date for s in person.shifts}) if person.shifts else []
    for day in missing:
        yield person.found(rule, day, f"leave of {amount(contract.leave_day_hours)} h is not in the roster")


def skills(person: Person, rule: Rule) -> Iterator[Violation]:
    """Only work of the problem that the agent has a skill for."""
    can_do = person.problem.efficiency.get(person.agent.agent, {})
    for shift in person.shifts:
        works = {a.work for a in shift.activities if a.kind is ActivityKind.WORK}
        for work in sorted(works & set(person.problem.works) - set(can_do)):
            yield person.found(rule, shift.date, f"work {work!r}, for which the agent has no skill")


def one_shift_a_day(person: Person, rule: Rule) -> Iterator[Violation]:
    """One shift or day of leave a date."""
    for day, count in sorted(Counter(s.date for s in person.shifts).items()):
        if count > 1:
            yield person.found(rule, day, f"{count} shifts on one day")


def locks(person: Person, rule: Rule) -> Iterator[Violation]:
    """Every locked shift in the roster as it was."""
    for lock in person.locks:
        if lock not in person.shifts:
            when = f"{person.clock(lock.start)} to {person.clock(lock.end)}"
            yield person.found(rule, lock.date, f"the locked shift from {when} is missing or changed")
