"""Every shift that may stand on a day: start, length and breaks of the shift families on the slot grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import DAY_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from wfm.roster.limits import Limits
    from wfm.roster.slots import Slots
    from wfm.types import BreakRule, RosterProblem, Rules, Shift, ShiftFamily

MAX_BREAKS = 6


@dataclass(frozen=True)
class DayShift:
    """One start and length of a family on one day, in slots; ``breaks`` are (slots, first start, last start, rule)."""

    day: int
    start: int
    end: int
    paid: int
    clock_minutes: int
    family: int
    night: bool
    ends_late: bool
    spacing: int
    breaks: tuple[tuple[int, int, int, BreakRule], ...]
    lock: Shift | None = None


def day_shifts(problem: RosterProblem, slots: Slots, limits: Limits) -> Iterator[DayShift]:
    """The legal shifts of every day, by day and start.

    A length is wall-clock time, so a night shift is an hour shorter or longer at a clock change. A shift whose family's
    breaks do not satisfy the law, or that is too long for it, is left out.
    """
    found = [
        shift
        # A window after midnight belongs to the day before: its shifts bear the date they start on.
        for day in range(-1, len(slots.dates))
        for number, family in enumerate(problem.shifts)
        if (slots.dates[0] + timedelta(days=day)).weekday() in family.days
        for start_minute in range(family.earliest_start, family.latest_start + 1, family.step_minutes)
        for length in family.lengths_minutes
        if (shift := _day_shift(slots, limits, day, start_minute, length, number, family)) is not None
        and is_lawful(shift, slots, problem.rules, limits)
    ]
    return iter(sorted(found, key=lambda s: (s.day, s.start, s.end, s.family)))


def _day_shift(
    slots: Slots, limits: Limits, day: int, start_minute: int, length: int, number: int, family: ShiftFamily
) -> DayShift | None:
    start, end = slots.local(day, start_minute), slots.local(day, start_minute + length)
    day += start_minute // DAY_MINUTES
    if start is None or end is None or end <= start or not 0 <= day < len(slots.dates) or end > slots.padded:
        return None
    spacing = -(-family.break_spacing_minutes // slots.minutes)
    breaks = tuple(
        (
            rule.minutes // slots.minutes,
            -(-rule.earliest_minutes // slots.minutes),
            end - start - -(-rule.latest_minutes // slots.minutes) - rule.minutes // slots.minutes,
            rule,
        )
        for rule in family.breaks_of(length)
    )
    if not _fits(breaks, spacing) or len(breaks) > MAX_BREAKS:
        return None
    paid = end - start - sum(b[0] for b in breaks if not b[3].paid)
    night, late = night_of(slots, limits, start, end, day)
    return DayShift(day, start, end, paid, length, number, night, late, spacing, breaks)


def _fits(breaks: Sequence[tuple[int, int, int, BreakRule]], spacing: int) -> bool:
    """Whether the breaks, each as early as it may be, keep their windows."""
    free = 0
    for length, first, last, _ in breaks:
        start = max(first, free)
        if start > last:
            return False
        free = start + length + spacing
    return True


def is_lawful(shift: DayShift, slots: Slots, rules: Rules, limits: Limits) -> bool:
    """Whether the law allows the shift by itself: its length, its breaks, the length of a night shift."""
    paid_hours = shift.paid * slots.hours
    if limits.shift_hours is not None and paid_hours > limits.shift_hours:
        return False
    if shift.night and limits.night is not None and paid_hours > limits.night.max_hours:
        return False
    law = rules.by_name.get("breaks")
    if law is None:
        return True
    p = law.parameters
    hours = (shift.end - shift.start - sum(length for length, _, _, _ in shift.breaks)) * slots.hours
    minutes = sum(r.minutes for _, _, _, r in shift.breaks if r.minutes >= p["part_minutes"])
    if hours > p["long_after_hours"] and minutes < p["long_minutes"]:
        return False
    return not (hours > p["after_hours"] and minutes < p["minutes"])


def night_of(slots: Slots, limits: Limits, start: int, end: int, day: int) -> tuple[bool, bool]:
    """Whether a shift that starts on ``day`` is a night shift, and ends late enough to ask for the longer rest."""
    night = limits.night
    if night is None:
        return False, False
    is_night = late = False
    for morning in (day, day + 1):
        first, last = (
            slots.within(morning, round(60 * night.from_hour)),
            slots.within(morning, round(60 * night.to_hour)),
        )
        if (min(end, last) - max(start, first)) * slots.hours > night.more_than_hours:
            is_night = True
            late = late or end > slots.within(morning, round(60 * night.late_end_hour))
    return is_night, late


@dataclass(frozen=True)
class ShiftTable:
    """The day shifts as arrays, one row a shift, sorted by day and start, for the compiled loops.

    ``day_first`` [day + 1] bounds each day's rows. Break columns are padded to ``MAX_BREAKS``. ``locked`` rows stand
    for one agent's locked shift: their cover is counted beforehand.
    """

    rows: tuple[DayShift, ...]
    day_first: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    paid: NDArray[np.int64]
    locked: NDArray[np.bool_]
    spacing: NDArray[np.int64]
    break_count: NDArray[np.int64]
    break_length: NDArray[np.int64]
    break_first: NDArray[np.int64]
    break_last: NDArray[np.int64]

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """The day of each row."""
        return np.array([r.day for r in self.rows], dtype=np.int64)

    @cached_property
    def clock_minutes(self) -> NDArray[np.int64]:
        """The length of each row on the clock."""
        return np.array([r.clock_minutes for r in self.rows], dtype=np.int64)

    @cached_property
    def ends_late(self) -> NDArray[np.bool_]:
        """Which rows are night shifts that end late."""
        return np.array([r.ends_late for r in self.rows], dtype=np.bool_)

    @cached_property
    def lock_rows(self) -> dict[int, int]:
        """The row of each locked shift, by its identity."""
        return {id(r.lock): k for k, r in enumerate(self.rows) if r.lock is not None}


def shift_table(rows: Sequence[DayShift], days: int) -> ShiftTable:
    """Arrays of ``rows``."""
    ordered = tuple(sorted(rows, key=lambda s: (s.day, s.start, s.end, s.family)))
    counts = np.bincount([r.day for r in ordered], minlength=days) if ordered else np.zeros(days, dtype=np.int64)
    breaks = np.zeros((3, len(ordered), MAX_BREAKS), dtype=np.int64)
    for number, row in enumerate(ordered):
        for place, (length, first, last, _) in enumerate(row.breaks):
            breaks[:, number, place] = length, first, last

    def column(name: str) -> NDArray[np.int64]:
        return np.array([getattr(r, name) for r in ordered], dtype=np.int64)

    return ShiftTable(
        rows=ordered,
        day_first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        start=column("start"),
        end=column("end"),
        paid=column("paid"),
        locked=np.array([r.lock is not None for r in ordered], dtype=np.bool_),
        spacing=column("spacing"),
        break_count=np.array([len(r.breaks) for r in ordered], dtype=np.int64),
        break_length=breaks[0],
        break_first=breaks[1],
        break_last=breaks[2],
    )
