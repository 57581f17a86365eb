"""A week as minutes: local days and hours as stretches of elapsed time, so that browsers need no time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from web.formats import short_day
from wfm.intervals import local_instant, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

HOUR = 60
CLOSED_MINUTES = 90  # room for the name of a day on which nothing happens


@dataclass(frozen=True, slots=True)
class Timeline:
    """Local days from ``origin`` (midnight of the first), in elapsed minutes."""

    origin: datetime
    days: tuple[date, ...]
    zone: str

    def minute(self, instant: datetime) -> int:
        """Elapsed minutes from the origin."""
        return int((instant - self.origin).total_seconds() // 60)

    def bounds(self, day: date) -> tuple[int, int]:
        """Midnight to midnight of a local day: 1,380, 1,440 or 1,500 minutes apart."""
        where = zone_of(self.zone)
        return tuple(self.minute(local_instant(d, 0, where)) for d in (day, day + timedelta(days=1)))  # type: ignore[return-value]

    def ticks(self, last_minute: int) -> list[dict[str, object]]:
        """Every whole local hour up to ``last_minute``, with its name; 02:00 comes twice in autumn, never in spring."""
        where = zone_of(self.zone)
        found: list[dict[str, object]] = []
        for minute in range(0, last_minute + 1, 15):
            local = (self.origin + timedelta(minutes=minute)).astimezone(where)
            if local.minute == 0:
                found.append({"at": minute, "label": local.strftime("%H:%M")})
        return found

    def segments(self, busy: Iterable[tuple[int, int]], days: Sequence[date]) -> list[dict[str, object]]:
        """For each day the whole hours around what happens on it, or a narrow strip where nothing does.

        Args:
            busy: Stretches of elapsed minutes in which something happens; one over midnight counts on both days.
            days: The local days to show.
        """
        stretches = list(busy)
        return [self._segment(day, stretches) for day in days]

    def _segment(self, day: date, busy: list[tuple[int, int]]) -> dict[str, object]:
        first, last = self.bounds(day)
        inside = [(max(a, first), min(b, last)) for a, b in busy if a < last and b > first]
        if not inside:
            middle = (first + last) // 2
            start, end = middle - CLOSED_MINUTES // 2, middle + CLOSED_MINUTES // 2
        else:
            start = first + (min(a for a, _ in inside) - first) // HOUR * HOUR
            end = min(last, first - (first - max(b for _, b in inside)) // HOUR * HOUR)
        return {"day": day.isoformat(), "label": short_day(day), "from": start, "to": end, "closed": not inside}


def timeline_of(days: Sequence[date], zone: str) -> Timeline:
    """The timeline that starts at local midnight of the first day."""
    return Timeline(local_instant(days[0], 0, zone_of(zone)), tuple(days), zone)
