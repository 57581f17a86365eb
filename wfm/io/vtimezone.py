"""The VTIMEZONE of a zone for the days a calendar uses (RFC 5545, section 3.6.5).

Written here because the onset of a change must be given in the time before the change, which the general routine of the
calendar library does not do for the spring change.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo


def vtimezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone's definition from the start of the year of ``first`` to the end of the year of ``last``."""
    start = datetime(first.astimezone(zone).year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    end = datetime(last.astimezone(zone).year + 1, 1, 1, tzinfo=UTC) + timedelta(days=1)
    component = Timezone()
    component.add("TZID", zone.key)
    component.add_component(_observance(zone, start, zone.utcoffset(start.astimezone(zone)) or timedelta(0)))
    for instant, offset_before in _changes(zone, start, end):
        component.add_component(_observance(zone, instant, offset_before))
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Every instant at which the offset changes, to the second, with the offset before it."""
    day = start
    while day < end:
        low, high = day, day + timedelta(days=1)
        before = _offset(zone, low)
        if before != _offset(zone, high):
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            yield high, before
        day += timedelta(days=1)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _observance(zone: ZoneInfo, instant: datetime, offset_before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = instant.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("DTSTART", (instant + offset_before).replace(tzinfo=None))
    part.add("TZOFFSETFROM", offset_before)
    part.add("TZOFFSETTO", _offset(zone, instant))
    part.add("TZNAME", local.tzname() or zone.key)
    return part
