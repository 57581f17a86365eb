"""What the published past means for an agent's next weeks: readiness, days and nights in a row, hours and Sundays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from wfm.intervals import monday_of
from wfm.roster.rests import RESTED
from wfm.roster.shifts import night_of
from wfm.roster.week_states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wfm.roster.limits import Limits
    from wfm.roster.slots import Slots
    from wfm.types import Shift

FRESH = State(days=0, block=0, nights=0, worked=False)


@dataclass(frozen=True)
class PastWork:
    """One agent's past. ``hours``, ``days`` and ``nights`` go by the Monday of the week.

    ``ready`` is a slot of the horizon; ``earliest_start`` the least slots from midnight to a start.
    """

    ready: int
    state: State
    hours: Mapping[date, float]
    days: Mapping[date, int]
    nights: Mapping[date, int]
    late_nights: Mapping[date, int]
    sundays: frozenset[date]
    earliest_start: int


def past_work(shifts: Sequence[Shift], slots: Slots, limits: Limits) -> PastWork:
    """The past of one agent's ``shifts`` before the horizon, in order."""
    hours: dict[date, float] = {}
    days: dict[date, int] = {}
    nights: dict[date, int] = {}
    late_nights: dict[date, int] = {}
    for shift in shifts:
        week = monday_of(shift.date)
        hours[week] = hours.get(week, 0.0) + shift.paid_hours
        days[week] = days.get(week, 0) + 1
        night, late = _night(shift, slots, limits)
        nights[week] = nights.get(week, 0) + night
        late_nights[week] = late_nights.get(week, 0) + (night and late)
    worked = [s for s in shifts if not s.is_leave]
    sundays = {d for s in worked for d in (s.date, s.date + timedelta(days=1)) if d.weekday() == 6}
    return PastWork(
        ready=_ready(worked, slots, limits),
        state=_state(worked, slots, limits),
        hours=hours,
        days=days,
        nights=nights,
        late_nights=late_nights,
        sundays=frozenset(sundays),
        earliest_start=min((_since_midnight(s, slots) for s in worked), default=10**6),
    )


def rest_after(night: bool, late: bool, limits: Limits) -> float:
    """Hours of rest after a shift."""
    if night and late and limits.night is not None:
        return max(limits.rest_hours, limits.night.rest_hours)
    return limits.rest_hours


def slots_up(hours: float, slots: Slots) -> int:
    """The whole slots that hold ``hours``, forgiving the last bits of a float."""
    return -int(-(hours / slots.hours - 1e-9) // 1)


def _night(shift: Shift, slots: Slots, limits: Limits) -> tuple[bool, bool]:
    return night_of(
        slots, limits, slots.at(shift.start), slots.grid.next_slot(shift.end), (shift.date - slots.dates[0]).days
    )


def _since_midnight(shift: Shift, slots: Slots) -> int:
    return slots.at(shift.start) - slots.within((shift.date - slots.dates[0]).days, 0)


def _ready(worked: Sequence[Shift], slots: Slots, limits: Limits) -> int:
    if not worked:
        return RESTED
    night, late = _night(worked[-1], slots, limits)
    return slots.grid.next_slot(worked[-1].end) + slots_up(rest_after(night, late, limits), slots)


def _state(worked: Sequence[Shift], slots: Slots, limits: Limits) -> State:
    if not worked:
        return FRESH
    yesterday = slots.dates[0] - timedelta(days=1)
    first = worked[-1]
    for before in reversed(worked[:-1]):
        next_to = (first.date - before.date).days <= 1
        short = (first.start - before.end).total_seconds() / 3600 < (limits.weekly_rest_hours or 0.0)
        if not next_to and not short:
            break
        first = before
    block = (yesterday - first.date).days + 1
    if limits.weekly_rest_hours is None and worked[-1].date != yesterday:
        block = 0
    return State(0, block, _night_run(worked, slots, limits), worked[-1].date == yesterday)


def _night_run(worked: Sequence[Shift], slots: Slots, limits: Limits) -> int:
    if limits.night is None:
        return 0
    run, next_day = 0, worked[-1].date + timedelta(days=1)
    for shift in reversed(worked):
        if shift.date + timedelta(days=1) != next_day or not _night(shift, slots, limits)[0]:
            break
        run, next_day = run + 1, shift.date
    yesterday = worked[-1].date + timedelta(days=1) == slots.dates[0]
    return run if yesterday or run >= limits.night.series else 0
