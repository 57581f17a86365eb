"""Rules of the contract that look over days and weeks: hours in all, runs of days, weekends, starts, patterns."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from wfm.intervals import monday_of
from wfm.roster.checker.person import SLACK_HOURS, WEEK, Person, amount
from wfm.roster.checker.shape import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfm.types.problem import Rule
    from wfm.types.roster import Shift, Violation

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def contract_hours_total(person: Person, rule: Rule) -> Iterator[Violation]:
    """Paid hours of all days of the roster within the contract, asked of those who work in it."""
    contract, days = person.contract, person.problem.grid.local_dates
    if not person.working:
        return
    hours = sum(s.paid_hours for s in person.shifts)
    for limit, broken in (
        (contract.max_hours_total, hours > (contract.max_hours_total or hours) + SLACK_HOURS),
        (contract.min_hours_total, hours < (contract.min_hours_total or hours) - SLACK_HOURS),
    ):
        if limit is not None and broken:
            word = "asks" if limit > hours else "allows"
            message = (
                f"{amount(hours)} paid hours from {days[0]} to {days[-1]}; the contract {contract.name} {word} "
                f"{amount(limit)}"
            )
            yield person.found(rule, days[0], message)


def min_consecutive_days(person: Person, rule: Rule) -> Iterator[Violation]:
    """Working days in a row; a run that may go on before the first day known or after the last is not judged."""
    least, grid = person.contract.min_consecutive_days, person.problem.grid.local_dates
    movable = _movable(person)
    for run in _runs(person):
        known = run[0] != grid[0] if not person.past else run[0] != _first_known(person)
        if len(run) < least and known and run[-1] < grid[-1] and movable.intersection(run):
            message = f"{_count(len(run))} worked in a row; the contract {person.contract.name} asks {least}"
            yield person.found(rule, max(run[0], grid[0]), message)


def consecutive_days_off(person: Person, rule: Rule) -> Iterator[Violation]:
    """Days off in a row, between two working days; those that ended before the roster are not its doing."""
    least, movable = person.contract.min_consecutive_days_off, _movable(person)
    first = person.problem.grid.local_dates[0]
    for before, after in pairwise(_runs(person)):
        days = (after[0] - before[-1]).days - 1
        if after[0] >= first and days < least and movable.intersection((*before, *after)):
            message = (
                f"{days} day{'s' if days > 1 else ''} off in a row; the contract {person.contract.name} asks {least}"
            )
            yield person.found(rule, after[0], message)


def weekends_off(person: Person, rule: Rule) -> Iterator[Violation]:
    """Weekends without a shift that starts on them, in the contract's weeks up to each week of the roster."""
    weeks, least = person.contract.weekends_off_weeks, person.contract.weekends_off
    worked = {monday_of(s.date) for s in person.worked if s.date.weekday() >= SATURDAY}
    own = {monday_of(day) for day in _movable(person) if day.weekday() >= SATURDAY}
    for monday in person.weeks:
        window = {monday - k * WEEK for k in range(weeks)}
        free = weeks - len(worked & window)
        if free < least and own & window:
            message = (
                f"{free} free weekends in the {weeks} weeks to {monday + 6 * ONE_DAY}; "
                f"the contract {person.contract.name} asks {least}"
            )
            yield person.found(rule, monday + SATURDAY * ONE_DAY, message)


def start_variation(person: Person, rule: Rule) -> Iterator[Violation]:
    """Starts on the clock of a week's shifts, all less than the contract's minutes from each other."""
    most = person.contract.max_start_variation_minutes
    if most is None:
        return
    locked = set(person.locks)
    for monday in person.weeks:
        shifts = [s for s in person.working if monday_of(s.date) == monday]
        starts = [_minute(person, s) for s in shifts]
        for shift, start in zip(shifts, starts, strict=True):
            far = max(max(starts) - start, start - min(starts))
            if far >= most and shift not in locked:
                message = (
                    f"starts {person.clock(shift.start)}, {far} minutes from another start of the week; "
                    f"the contract {person.contract.name} allows less than {most}"
                )
                yield person.found(rule, shift.date, message)
                break


def pattern(person: Person, rule: Rule) -> Iterator[Violation]:
    """Days off, at work and of a shift family as the agent's pattern says, but for leave and locked shifts."""
    agent = person.agent
    if not agent.pattern or not person.working:
        return
    cycle, locked = person.problem.patterns[agent.pattern], set(person.locks)
    by_day: dict[date, Shift] = {s.date: s for s in person.shifts}
    for day in person.problem.grid.local_dates:
        if agent.availability.on_leave(day):
            continue
        asked, shift = cycle.on(day, agent.pattern_week), by_day.get(day)
        if shift in locked:
            continue
        if asked == "off" and shift is not None:
            yield person.found(rule, day, f"a shift on a day off of pattern {cycle.name}")
        elif asked not in ("off", "any") and shift is None:
            yield person.found(rule, day, f"no shift; pattern {cycle.name} asks {asked}")
        elif shift is not None and asked not in ("off", "any", "work"):
            families = {fit.family.name for fit in fits(shift, person)}
            if asked not in families:
                yield person.found(rule, day, f"not a shift {asked}, which pattern {cycle.name} asks")


def _minute(person: Person, shift: Shift) -> int:
    start = shift.start.astimezone(person.zone)
    return 60 * start.hour + start.minute


def _movable(person: Person) -> set[date]:
    """Days of the roster's own shifts that are not locked: what could have been otherwise."""
    locked = set(person.locks)
    return {s.date for s in person.working if s not in locked}


def _first_known(person: Person) -> date:
    return min(s.date for s in person.every_shift)


def _runs(person: Person) -> list[Sequence[date]]:
    """Days of work, past and roster, in runs without a day between."""
    runs: list[list[date]] = []
    for day in sorted({s.date for s in person.worked}):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return list(runs)


def _count(days: int) -> str:
    return f"{days} day{'s' if days > 1 else ''}"
