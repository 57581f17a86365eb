"""Law on rest: between shifts, in a week, and breaks inside a shift."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from wfm.roster.checker.person import SLACK_HOURS, Person, amount, hours_between
from wfm.types.roster import PAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wfm.types.problem import Rule
    from wfm.types.roster import Shift, Violation


def daily_rest(person: Person, rule: Rule) -> Iterator[Violation]:
    """At least ``hours`` between two shifts of work; where allowed, ``short_hours`` once in ``short_per_days``."""
    least, numbers = rule.parameters["hours"], rule.parameters
    last_short: datetime | None = None
    for before, after in zip(person.worked, person.worked[1:], strict=False):
        rest = hours_between(before.end, after.start)
        if rest >= least - SLACK_HOURS:
            continue
        far = last_short is None or hours_between(last_short, before.end) >= 24 * numbers["short_per_days"]
        allowed = bool(numbers["allow_short"]) and rest >= numbers["short_hours"] - SLACK_HOURS and far
        last_short = before.end
        # Less than no rest is an overlap, which is reported as such.
        if not allowed and person.is_own(after) and rest >= 0:
            message = (
                f"rest of {amount(rest)} h between {person.clock(before.end)} and {person.clock(after.start)}; "
                f"the rule asks {amount(least)} h"
            )
            yield person.found(rule, after.date, message)


def weekly_rest(person: Person, rule: Rule) -> Iterator[Violation]:
    """``hours`` of rest in one piece in the ``per_days`` x 24 h from the start of any shift of work.

    Where ``allow_split`` is 1, ``split_hours`` in ``split_per_days`` x 24 h do as well, in parts of
    ``split_part_hours``. What follows the last known shift counts as rest.
    """
    numbers = rule.parameters
    reported: datetime | None = None
    for i, shift in enumerate(person.worked):
        end = shift.start + timedelta(days=numbers["per_days"])
        inside = [s for s in person.worked[i:] if s.start < end]
        if not any(person.is_own(s) for s in inside) or (reported is not None and shift.start < reported):
            continue
        longest = max(_rests(inside, end))
        if longest >= numbers["hours"] - SLACK_HOURS or (numbers["allow_split"] and _split(person, rule, i)):
            continue
        reported = end
        message = (
            f"the longest rest in the {amount(numbers['per_days'])} x 24 h from {person.clock(shift.start)} is "
            f"{amount(longest)} h; the rule asks {amount(numbers['hours'])} h"
        )
        yield person.found(rule, next(s.date for s in inside if person.is_own(s)), message)


def _split(person: Person, rule: Rule, i: int) -> bool:
    numbers = rule.parameters
    end = person.worked[i].start + timedelta(days=numbers["split_per_days"])
    parts = _rests([s for s in person.worked[i:] if s.start < end], end)
    long_enough = sum(part for part in parts if part >= numbers["split_part_hours"] - SLACK_HOURS)
    return long_enough >= numbers["split_hours"] - SLACK_HOURS


def _rests(shifts: Sequence[Shift], end: datetime) -> list[float]:
    """Hours of rest after each shift, until the next one or the end of the window."""
    rests, busy_until = [], shifts[0].end
    for shift in shifts[1:]:
        rests.append(max(0.0, hours_between(busy_until, shift.start)))
        busy_until = max(busy_until, shift.end)
    return [*rests, max(0.0, hours_between(busy_until, end))]


def breaks(person: Person, rule: Rule) -> Iterator[Violation]:
    """Breaks that are long enough for the hours of work around them, each part of at least ``part_minutes``."""
    numbers = rule.parameters
    for shift in person.working:
        work = sum(a.hours for a in shift.activities if a.kind not in PAUSES)
        if work > numbers["long_after_hours"] + SLACK_HOURS:
            least = numbers["long_minutes"]
        elif work > numbers["after_hours"] + SLACK_HOURS:
            least = numbers["minutes"]
        else:
            continue
        given = sum(part for part in _pauses(shift) if part >= numbers["part_minutes"] - SLACK_HOURS)
        if given < least - SLACK_HOURS:
            message = (
                f"breaks of {amount(given)} minutes in {amount(work)} h of work; the rule asks {amount(least)} "
                f"minutes in parts of at least {amount(numbers['part_minutes'])}"
            )
            yield person.found(rule, shift.date, message)


def _pauses(shift: Shift) -> list[float]:
    """Minutes of each interruption: breaks and meals that touch are one."""
    runs = groupby(shift.activities, key=lambda a: a.kind in PAUSES)
    return [60 * sum(a.hours for a in run) for is_pause, run in runs if is_pause]
