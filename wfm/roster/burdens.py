"""What burdens a shift carries: early, late, weekend, night. Counted for fairness and told to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.intervals import local_instant

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from wfm.types import Rules, Shift

SATURDAY = 5
BURDENS = ("early", "late", "weekend", "night")


@dataclass(frozen=True, slots=True)
class BurdenHours:
    """Where the ordinary day ends: local hours of the clock."""

    early_before: float = 7.0
    late_after: float = 20.0
    night_until: float = 6.0

    @classmethod
    def of(cls, rules: Rules) -> BurdenHours:
        """The hours of the fairness rules; the defaults where they are not in force."""
        early = rules.parameter("fairness_early", "before_hour")
        late = rules.parameter("fairness_late", "after_hour")
        return cls(cls().early_before if early is None else early, cls().late_after if late is None else late)

    def of_shift(self, shift: Shift, zone: ZoneInfo) -> frozenset[str]:
        """The burdens of a shift of work; see :meth:`of_span`."""
        return self.of_span(shift.date, shift.start, shift.end, zone)

    def of_span(self, day: date, begin: datetime, end: datetime, zone: ZoneInfo) -> frozenset[str]:
        """The burdens of work from ``begin`` to ``end``, of local day ``day``.

        Early: it starts before ``early_before``. Late: it ends after ``late_after`` of its day. Weekend: it starts on a
        Saturday or Sunday. Night: it holds some time between midnight and ``night_until``; a night is not also early.
        """
        found = set()
        mornings = ((0, self.night_until), (24, 24 + self.night_until))
        nights = [
            (local_instant(day, round(60 * a), zone), local_instant(day, round(60 * b), zone)) for a, b in mornings
        ]
        if any(max(begin, first) < min(end, last) for first, last in nights):
            found.add("night")
        elif begin < local_instant(day, round(60 * self.early_before), zone):
            found.add("early")
        if end > local_instant(day, round(60 * self.late_after), zone):
            found.add("late")
        if day.weekday() >= SATURDAY:
            found.add("weekend")
        return frozenset(found)
