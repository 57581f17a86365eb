"""What an absence does to published shifts: their work becomes absence, from now on; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from wfm.types import Activity, ActivityKind, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wfm.intervals import IntervalGrid
    from wfm.types import Absence

LOST = (ActivityKind.WORK, ActivityKind.MEETING, ActivityKind.TRAINING)


def effective(absence: Absence, grid: IntervalGrid, now: datetime) -> tuple[datetime, datetime]:
    """From when to when an absence changes the roster: whole slots of ``grid``, none of them before ``now``."""
    first = grid.next_slot(max(absence.start, now).astimezone(UTC))
    last = grid.next_slot(absence.end.astimezone(UTC))
    length = timedelta(minutes=grid.minutes)
    return grid.start + first * length, grid.start + last * length


def with_absences(
    shifts: Iterable[Shift], absences: Sequence[Absence], grid: IntervalGrid, now: datetime
) -> tuple[tuple[Shift, ...], tuple[Absence, ...]]:
    """The shifts with the absences in them, and those absences that took work away.

    Breaks and meals stay where they are, so that the shift keeps its shape and its paid hours: an absence is paid as
    rostered, and no rule counts it otherwise than the shift it replaces.
    """
    spans = {absence: effective(absence, grid, now) for absence in absences}
    hit: set[Absence] = set()
    found = []
    for shift in shifts:
        parts = list(shift.activities)
        for absence in absences:
            begin, end = spans[absence]
            if absence.agent != shift.agent or begin >= end:
                continue
            parts = [part for a in parts for part in _split(a, begin, end)]
            if any(a.kind is ActivityKind.ABSENCE and begin <= a.start < end for a in parts):
                hit.add(absence)
        found.append(shift if parts == list(shift.activities) else replace(shift, activities=_joined(parts)))
    return tuple(found), tuple(a for a in absences if a in hit)


def _split(activity: Activity, begin: datetime, end: datetime) -> list[Activity]:
    """The activity, its part from ``begin`` to ``end`` as absence where it is work of some kind."""
    first, last = max(activity.start, begin), min(activity.end, end)
    if activity.kind not in LOST or first >= last:
        return [activity]
    parts = [
        replace(activity, end=first) if activity.start < first else None,
        Activity(ActivityKind.ABSENCE, first, last, paid=activity.paid),
        replace(activity, start=last) if last < activity.end else None,
    ]
    return [part for part in parts if part is not None]


def _joined(parts: Sequence[Activity]) -> tuple[Activity, ...]:
    """Absences that follow each other as one."""
    joined: list[Activity] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is not None and before.kind is part.kind is ActivityKind.ABSENCE and before.paid == part.paid:
            joined[-1] = replace(before, end=part.end)
        else:
            joined.append(part)
    return tuple(joined)
