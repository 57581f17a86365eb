"""Kinds of special day: what a calendar says about each local day of a queue.

A public holiday casts a shadow: the day before, the day after, and the bridge day between it and a weekend (or a second
holiday). One that falls on a weekend casts none: people were free anyway. A day has one kind, the strongest: holiday,
then an event, bridge, day before, day after, normal. A public holiday on which a site works like any day is made one by
an event of the kind ``working day``, a day on which it is closed by one of the kind ``closed``; which holidays a queue
keeps otherwise is read from its history (:mod:`wfm.forecast.observance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.forecast.days import day_number, weekday_of

if TYPE_CHECKING:
    from wfm.types import Calendar

HOLIDAY, BRIDGE, BEFORE, AFTER = "holiday", "bridge day", "day before a holiday", "day after a holiday"
WORKING_DAY, CLOSED = "working day", "closed"
# Kinds of a day on which nothing can be learned about the level.
AROUND_HOLIDAYS = frozenset({HOLIDAY, CLOSED, BRIDGE, BEFORE, AFTER})


def public_holidays(calendar: Calendar, queue: str) -> dict[int, str]:
    """Names of the public holidays of ``queue`` by day number, less those that an event settles."""
    mine = [d for d in calendar.days if not d.queues or queue in d.queues]
    settled = {day_number(d.day) for d in mine if d.kind in {WORKING_DAY, CLOSED}}
    return {day_number(d.day): d.name for d in mine if d.kind == HOLIDAY and day_number(d.day) not in settled}


def special_kinds(calendar: Calendar, queue: str, worked: frozenset[int] = frozenset()) -> dict[int, tuple[str, str]]:
    """Kind and name of each special day of ``queue``, by day number. Days that are not listed are normal.

    Args:
        calendar: Special days.
        queue: Its name.
        worked: Day numbers of public holidays on which it works like on any day.
    """
    mine = [d for d in calendar.days if not d.queues or queue in d.queues]
    closed = {day_number(d.day): d.name for d in mine if d.kind == CLOSED}
    kept = {day: name for day, name in public_holidays(calendar, queue).items() if day not in worked}
    holidays = kept | closed
    midweek = {day: name for day, name in holidays.items() if not _weekend(day)}
    kinds: dict[int, tuple[str, str]] = {}
    for day, name in midweek.items():
        kinds[day + 1] = (AFTER, name)
    for day, name in midweek.items():
        kinds[day - 1] = (BEFORE, name)
    for day, name in holidays.items():
        for neighbour, beyond in ((day - 1, day - 2), (day + 1, day + 2)):
            if _free(beyond, holidays) and not _free(neighbour, holidays):
                kinds[neighbour] = (BRIDGE, name)
    # A weekend day beside a holiday is a weekend day: nobody's routine changes.
    kinds = {day: kind for day, kind in kinds.items() if not _weekend(day)}
    for event in mine:
        if event.kind not in {HOLIDAY, WORKING_DAY, CLOSED}:
            kinds[day_number(event.day)] = (event.kind, event.name)
    kinds.update({day: (HOLIDAY, name) for day, name in kept.items()})
    kinds.update({day: (CLOSED, name) for day, name in closed.items()})
    return kinds


def _weekend(day: int) -> bool:
    return weekday_of(day) >= 5


def _free(day: int, holidays: dict[int, str]) -> bool:
    return day in holidays or _weekend(day)
