"""Law on night shifts: what one is, its hours, the rest after it, how many follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wfm.roster.checker.person import SLACK_HOURS, WEEK, Person, amount, hours_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfm.roster.checker.site import Site
    from wfm.types.problem import Rule
    from wfm.types.roster import Shift, Violation

WEEKS = 16


@dataclass(frozen=True, slots=True)
class Night:
    """The night as a rule defines it: local ``from_hour`` to ``to_hour``; a window over midnight ends on its date."""

    from_hour: float
    to_hour: float
    more_than_hours: float

    @classmethod
    def of(cls, rule: Rule) -> Night:
        """The night of a rule's parameters."""
        return cls(*(rule.parameters[name] for name in ("from_hour", "to_hour", "more_than_hours")))

    def last_night(self, shift: Shift, site: Site) -> date | None:
        """The last local date in whose night more than ``more_than_hours`` of the shift lie; None for a day shift."""
        key = (self, shift.start, shift.end)
        if key not in site.last_nights:
            site.last_nights[key] = self._last_night(shift, site)
        return site.last_nights[key]

    def _last_night(self, shift: Shift, site: Site) -> date | None:
        begin = round(60 * self.from_hour) - (24 * 60 if self.from_hour > self.to_hour else 0)
        day, first = site.local(shift.end).date() + timedelta(days=1), site.local(shift.start).date()
        while day >= first:
            start = max(shift.start, site.instant(day, begin))
            end = min(shift.end, site.instant(day, round(60 * self.to_hour)))
            if hours_between(start, end) > self.more_than_hours + SLACK_HOURS:
                return day
            day -= timedelta(days=1)
        return None

    def is_night(self, shift: Shift, site: Site) -> bool:
        """Whether the shift is a night shift."""
        return self.last_night(shift, site) is not None


def night_shift(person: Person, rule: Rule) -> Iterator[Violation]:
    """Everything the rule says on night shifts, each with its own message."""
    night = Night.of(rule)
    nights = {s: day for s in person.worked if (day := night.last_night(s, person.site)) is not None}
    if not nights and rule.parameters["series"] > 0:
        return
    late_minute = round(60 * rule.parameters["late_end_hour"])
    late = {s for s, day in nights.items() if s.end > person.site.instant(day, late_minute)}
    yield from _length(person, rule, nights)
    yield from _rest_after_late(person, rule, late)
    yield from _series(person, rule, nights)
    yield from _per_weeks(person, rule, late)


def _length(person: Person, rule: Rule, nights: dict[Shift, date]) -> Iterator[Violation]:
    most = rule.parameters["max_hours"]
    for shift in person.working:
        if shift in nights and shift.paid_hours > most + SLACK_HOURS:
            message = f"a night shift of {amount(shift.paid_hours)} paid hours; the rule allows {amount(most)}"
            yield person.found(rule, shift.date, message)


def _rest_after_late(person: Person, rule: Rule, late: set[Shift]) -> Iterator[Violation]:
    least = rule.parameters["rest_hours"]
    for before, after in zip(person.worked, person.worked[1:], strict=False):
        rest = hours_between(before.end, after.start)
        if before in late and person.is_own(after) and 0 <= rest < least - SLACK_HOURS:
            message = (
                f"rest of {amount(rest)} h after the night shift that ends {person.clock(before.end)}; "
                f"the rule asks {amount(least)} h"
            )
            yield person.found(rule, after.date, message)


def _series(person: Person, rule: Rule, nights: dict[Shift, date]) -> Iterator[Violation]:
    most, series = rule.parameters["max_in_row"], rule.parameters["series"]
    least = rule.parameters["rest_after_series_hours"]
    length = 0
    for i, shift in enumerate(person.worked):
        before = person.worked[i - 1] if i else None
        follows = before in nights and before is not None and before.date + timedelta(days=1) == shift.date
        if shift in nights and follows:
            length += 1
            if length > most and person.is_own(shift):
                message = f"night shift number {length} in a row; the rule allows {amount(most)}"
                yield person.found(rule, shift.date, message)
            continue
        rest = hours_between(before.end, shift.start) if before is not None else least
        if length >= series and person.is_own(shift) and 0 <= rest < least - SLACK_HOURS:
            message = f"rest of {amount(rest)} h after {length} night shifts in a row; the rule asks {amount(least)} h"
            yield person.found(rule, shift.date, message)
        length = 1 if shift in nights else 0


def _per_weeks(person: Person, rule: Rule, late: set[Shift]) -> Iterator[Violation]:
    most = rule.parameters["max_in_16_weeks"]
    for monday in person.weeks:
        first, last = monday - (WEEKS - 1) * WEEK, monday + timedelta(days=6)
        inside = [s for s in late if first <= s.date <= last]
        if len(inside) > most and any(person.is_own(s) for s in inside):
            message = f"{len(inside)} late night shifts in the 16 weeks to {last}; the rule allows {amount(most)}"
            yield person.found(rule, monday, message)
