"""What holds for everybody who is judged: zone, days, and answers on times, each found once for all who share them.

In a large team the same start and end, the same night and the same availability come back hundreds of times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING

from wfm.intervals import local_instant, monday_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from wfm.intervals import WeekWindows
    from wfm.roster.checker.nights import Night
    from wfm.roster.checker.shape import Fit
    from wfm.types.problem import RosterProblem

    Span = tuple[datetime, datetime]


@dataclass
class Site:
    """The problem's zone and days, and what was found on times so far."""

    problem: RosterProblem
    fits: dict[tuple[date, datetime, datetime], tuple[Fit, ...]] = field(default_factory=dict)
    last_nights: dict[tuple[Night, datetime, datetime], date | None] = field(default_factory=dict)
    sundays: dict[Span, tuple[date, ...]] = field(default_factory=dict)
    windows: dict[tuple[WeekWindows, date, int], list[Span]] = field(default_factory=dict)
    _instants: dict[tuple[date, int], datetime] = field(default_factory=dict)
    _locals: dict[datetime, datetime] = field(default_factory=dict)
    _on_grid: dict[datetime, bool] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return zone_of(self.problem.grid.zone)

    @cached_property
    def weeks(self) -> Sequence[date]:
        """Mondays of the calendar weeks that the grid touches."""
        return sorted({monday_of(day) for day in self.problem.grid.local_dates})

    @cached_property
    def days(self) -> frozenset[date]:
        """The local days that the grid touches."""
        return frozenset(self.problem.grid.local_dates)

    @cached_property
    def finest_minutes(self) -> int:
        """Minutes on whose multiples every start, end and break lies that grid and shift families allow."""
        minutes = self.problem.grid.minutes
        for family in self.problem.shifts:
            minutes = gcd(minutes, family.earliest_start, family.step_minutes, *family.lengths_minutes)
            minutes = gcd(minutes, *(b.minutes for b in family.breaks))
        return minutes

    def instant(self, day: date, minute: int) -> datetime:
        """The UTC instant of a local time, as :func:`wfm.intervals.local_instant` has it."""
        key = (day, minute)
        found = self._instants.get(key)
        if found is None:
            found = self._instants[key] = local_instant(day, minute, self.zone)
        return found

    def local(self, instant: datetime) -> datetime:
        """The instant on the clock of the site."""
        found = self._locals.get(instant)
        if found is None:
            found = self._locals[instant] = instant.astimezone(self.zone)
        return found

    def on_grid(self, instant: datetime) -> bool:
        """Whether the instant lies on the finest slot of the problem."""
        found = self._on_grid.get(instant)
        if found is None:
            seconds = (instant - self.problem.grid.start).total_seconds()
            found = self._on_grid[instant] = not seconds % (60 * self.finest_minutes)
        return found
