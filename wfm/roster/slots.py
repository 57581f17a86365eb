"""The engine's own grid: fine enough that every start, length and break of the shift families lies on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.intervals import IntervalGrid, local_instant, zone_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from numpy.typing import NDArray

    from wfm.intervals import WeekWindows
    from wfm.types import RosterProblem

FINEST_MINUTES = 5


@dataclass(frozen=True)
class Slots:
    """Slots of ``minutes`` from midnight of ``first``: ``count`` inside the horizon, ``padded`` with two days more.

    The padding lets a shift of the last evening end after the horizon; nothing is required there. A slot of the
    problem's grid is ``per_interval`` of these.
    """

    grid: IntervalGrid
    padded_grid: IntervalGrid
    per_interval: int
    dates: tuple[date, ...]

    @property
    def minutes(self) -> int:
        """Length of a slot."""
        return self.grid.minutes

    @property
    def hours(self) -> float:
        """Length of a slot in hours: what one agent in one slot counts in the objective."""
        return self.grid.minutes / 60

    @property
    def count(self) -> int:
        """Slots inside the horizon."""
        return self.grid.count

    @property
    def padded(self) -> int:
        """Slots including the padding."""
        return self.padded_grid.count

    def at(self, instant: datetime) -> int:
        """The slot that begins at ``instant`` or holds it (negative before the horizon)."""
        return self.grid.slot(instant)

    def instant(self, slot: int) -> datetime:
        """When a slot begins (UTC)."""
        return self.grid.start + slot * timedelta(minutes=self.minutes)

    def local(self, day: int, minute: int) -> int | None:
        """The slot that begins ``minute`` minutes after local midnight of the ``day``-th day; None between slots."""
        slot, rest = self._found(day, minute)
        return None if rest else slot

    def within(self, day: int, minute: int) -> int:
        """The slot that holds the instant ``minute`` minutes after local midnight of the ``day``-th day."""
        return self._found(day, minute)[0]

    def _found(self, day: int, minute: int) -> tuple[int, float]:
        """The slot of a local time and its seconds that are over; the same few times are asked again and again."""
        if (day, minute) not in self._known:
            instant = local_instant(self.dates[0] + timedelta(days=day), minute, zone_of(self.grid.zone))
            slot, rest = divmod((instant - self.grid.start).total_seconds(), 60 * self.minutes)
            self._known[day, minute] = int(slot), rest
        return self._known[day, minute]

    @cached_property
    def _known(self) -> dict[tuple[int, int], tuple[int, float]]:
        return {}

    def mask(self, windows: WeekWindows) -> NDArray[np.bool_]:
        """Which slots, padding included, lie inside a weekly pattern; many people share a few patterns."""
        if windows not in self._masks:
            self._masks[windows] = self.padded_grid.mask(windows)
        return self._masks[windows]

    @cached_property
    def _masks(self) -> dict[WeekWindows, NDArray[np.bool_]]:
        return {}

    @cached_property
    def midnights(self) -> NDArray[np.int64]:
        """The slot of local midnight of every day and of the end of the last."""
        starts = [self.grid.slot(local_instant(d, 0, zone_of(self.grid.zone))) for d in self.dates]
        return np.array([*starts, self.count], dtype=np.int64)


def slots_of(problem: RosterProblem) -> Slots:
    """The slots of a problem: its grid, divided where a shift family's minutes ask for it.

    Raises:
        ConfigError: The families would need slots under five minutes.
    """
    minutes = problem.grid.minutes
    for family in problem.shifts:
        minutes = gcd(minutes, family.earliest_start, family.step_minutes, *family.lengths_minutes)
        minutes = gcd(minutes, *(b.minutes for b in family.breaks))
    if minutes < FINEST_MINUTES:
        raise ConfigError(
            f"the shifts' starts, lengths and breaks need slots of {minutes} min. Use multiples of {FINEST_MINUTES}."
        )
    per_interval = problem.grid.minutes // minutes
    grid = IntervalGrid(problem.grid.start, minutes, problem.grid.count * per_interval, problem.grid.zone)
    dates = tuple(problem.grid.local_dates)
    padded = IntervalGrid.days(dates[0], len(dates) + 2, grid.zone, minutes)
    if padded.start != grid.start:
        raise ConfigError("a roster's grid starts at local midnight.")
    return Slots(grid, padded, per_interval, dates)


def refined(values: NDArray[np.float64], slots: Slots) -> NDArray[np.float64]:
    """Values a grid interval (axis 1), repeated for each of its slots."""
    return np.ascontiguousarray(np.repeat(values, slots.per_interval, axis=1))
