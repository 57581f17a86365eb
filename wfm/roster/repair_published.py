"""Everybody's published shifts as arrays, and which of them stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.limits import limits_of
from wfm.roster.placed import fits
from wfm.roster.repair_tariff import Published
from wfm.roster.shifts import day_shifts
from wfm.types import ActivityKind
from wfm.types.roster import PAUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    from wfm.roster.shifts import DayShift
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem, Shift

SETTLED_KINDS = (*PAUSES, ActivityKind.WORK)


def rows_by_times(problem: RosterProblem, slots: Slots) -> dict[tuple[int, int], list[DayShift]]:
    """The shifts that the families allow, by start and end."""
    found: dict[tuple[int, int], list[DayShift]] = {}
    for row in day_shifts(problem, slots, limits_of(problem.rules)):
        found.setdefault((row.start, row.end), []).append(row)
    return found


def is_fixed(
    shift: Shift,
    credited: Collection[date],
    rows: Mapping[tuple[int, int], list[DayShift]],
    slots: Slots,
    now: datetime,
) -> bool:
    """Whether the shift stays as it is: over, or of a shape the plan's families do not know (edited, training)."""
    if shift.is_leave:
        return shift.date not in credited
    if shift.end <= now or any(a.kind not in SETTLED_KINDS for a in shift.activities):
        return True
    return not any(fits(shift, row, slots) for row in rows.get((slots.at(shift.start), slots.at(shift.end)), ()))


def published_tours(
    problem: RosterProblem, slots: Slots, staff: Staff, left: Mapping[str, Sequence[Shift]]
) -> tuple[tuple[Published, ...], NDArray[np.bool_], list[bool]]:
    """Each agent's arrays, what they may work (the published shift always), and whether they can be touched at all."""
    allowed = staff.allowed.copy()
    places: dict[tuple[int, int], list[int]] = {}
    for number, row in enumerate(staff.table.rows):
        if row.lock is None:
            places.setdefault((row.start, row.end), []).append(number)
    locked = set(problem.locks)
    works = {name: w for w, name in enumerate(problem.works)}
    found, usable = [], []
    for i, agent in enumerate(problem.agents):
        pub, ok = _empty(slots), bool(problem.efficiency.get(agent.agent))
        for shift in left[agent.agent]:
            day = (shift.date - slots.dates[0]).days
            if shift in locked or shift.is_leave:
                pub.fixed[day] = True
                continue
            at = (slots.at(shift.start), slots.at(shift.end))
            number = next((n for n in places.get(at, ()) if fits(shift, staff.table.rows[n], slots)), -1)
            # A published shift that nobody may work any more, or two on a day: this person is left alone.
            ok = ok and number >= 0 and pub.start[day] < 0
            if number >= 0:
                pub.row[day], pub.start[day], pub.end[day] = number, *at
                allowed[i, number] = True
            _mark(pub, shift, slots, works)
        able = [w for w, name in enumerate(problem.works) if problem.efficiency.get(agent.agent, {}).get(name, 0.0) > 0]
        ok = ok and bool(np.all(np.isin(pub.work[pub.work >= 0], able)))
        found.append(pub)
        usable.append(ok)
    return tuple(found), allowed, usable


def _empty(slots: Slots) -> Published:
    days = len(slots.dates)
    return Published(
        row=np.full(days, -1, dtype=np.int64),
        start=np.full(days, -1, dtype=np.int64),
        end=np.full(days, -1, dtype=np.int64),
        fixed=np.zeros(days, dtype=np.bool_),
        pause=np.zeros(slots.padded, dtype=np.int64),
        work=np.full(slots.padded, -1, dtype=np.int8),
    )


def _mark(pub: Published, shift: Shift, slots: Slots, works: Mapping[str, int]) -> None:
    for a in shift.activities:
        first, last = slots.at(a.start), slots.at(a.end)
        if a.kind in PAUSES:
            pub.pause[first] = last - first
        elif a.kind is ActivityKind.WORK and a.work in works:
            pub.work[first:last] = works[a.work]
