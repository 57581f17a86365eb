"""Law on hours: of a shift, of a week, on average over weeks; free Sundays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wfm.roster.checker.nights import Night
from wfm.roster.checker.person import SLACK_HOURS, WEEK, Person, amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfm.types.problem import Rule
    from wfm.types.roster import Shift, Violation

WEEKS_A_YEAR = 52


def shift_length(person: Person, rule: Rule) -> Iterator[Violation]:
    """No shift with more than ``max_hours`` paid hours."""
    most = rule.parameters["max_hours"]
    for shift in person.working:
        if shift.paid_hours > most + SLACK_HOURS:
            message = f"a shift of {amount(shift.paid_hours)} paid hours; the rule allows {amount(most)}"
            yield person.found(rule, shift.date, message)


def weekly_hours(person: Person, rule: Rule) -> Iterator[Violation]:
    """No calendar week with more than ``max_hours`` paid hours."""
    yield from _average(person, rule, weeks=1)


def average_hours(person: Person, rule: Rule) -> Iterator[Violation]:
    """No ``weeks`` calendar weeks that end in the roster with more than ``max_hours`` a week; unknown weeks are 0."""
    yield from _average(person, rule, weeks=round(rule.parameters["weeks"]))


def night_average(person: Person, rule: Rule) -> Iterator[Violation]:
    """The same for those who work at least ``min_nights`` night shifts in the ``weeks``."""
    night = Night.of(rule)
    dates = [s.date for s in person.worked if night.is_night(s, person.site)]
    weeks = round(rule.parameters["weeks"])
    for monday in person.weeks:
        first, last = _window(monday, weeks)
        if sum(first <= day <= last for day in dates) >= rule.parameters["min_nights"]:
            yield from _too_many_hours(person, rule, monday, weeks)


def _average(person: Person, rule: Rule, weeks: int) -> Iterator[Violation]:
    for monday in person.weeks:
        yield from _too_many_hours(person, rule, monday, weeks)


def _too_many_hours(person: Person, rule: Rule, monday: date, weeks: int) -> Iterator[Violation]:
    first, last = _window(monday, weeks)
    hours, most = person.hours(first, last), rule.parameters["max_hours"]
    if hours > most * weeks + SLACK_HOURS and person.works_between(first, last):
        when = f"the week of {monday}" if weeks == 1 else f"the {weeks} weeks to {last}, {amount(hours / weeks)} a week"
        message = f"{amount(hours)} paid hours in {when}; the rule allows {amount(most)} a week"
        yield person.found(rule, monday, message)


def _window(monday: date, weeks: int) -> tuple[date, date]:
    return monday - (weeks - 1) * WEEK, monday + timedelta(days=6)


def sundays_free(person: Person, rule: Rule) -> Iterator[Violation]:
    """At least ``per_year`` of the 52 Sundays up to each week of the roster without any work on them."""
    most = WEEKS_A_YEAR - rule.parameters["per_year"]
    worked = {day for shift in person.worked for day in _sundays(shift, person)}
    own = {day for shift in person.working for day in _sundays(shift, person)}
    for monday in person.weeks:
        first, sunday = _window(monday, WEEKS_A_YEAR)
        count = sum(first <= day <= sunday for day in worked)
        if count > most and sunday in own:
            message = (
                f"{count} Sundays worked in the 52 weeks to {sunday}, {WEEKS_A_YEAR - count} free; "
                f"the rule asks {amount(rule.parameters['per_year'])} free"
            )
            yield person.found(rule, sunday, message)


def _sundays(shift: Shift, person: Person) -> tuple[date, ...]:
    site, key = person.site, (shift.start, shift.end)
    if key not in site.sundays:
        first, last = site.local(shift.start).date(), site.local(shift.end).date()
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        site.sundays[key] = tuple(d for d in days if d.weekday() == 6 and shift.end > site.instant(d, 0))
    return site.sundays[key]
