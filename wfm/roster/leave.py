"""Which days of leave are credited, and what such a day looks like in a roster."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wfm.intervals import local_instant, monday_of
from wfm.types.roster import Activity, ActivityKind, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from wfm.types.people import Agent, Contract

LEAVE_START_MINUTE = 9 * 60


def credited_leave_days(agent: Agent, contract: Contract, days: Iterable[date]) -> tuple[date, ...]:
    """The days among ``days`` (local) for which leave is credited, in order.

    In each week (from Monday) the first ``max_days_per_week`` days of leave are credited, Monday to Friday before the
    weekend. Days of the week that lie outside ``days`` count in that order too. A contract without hours credits none.
    """
    if contract.leave_day_hours <= 0 or not agent.availability.leave:
        return ()
    asked = sorted(set(days))
    credited: set[date] = set()
    for monday in {monday_of(day) for day in asked}:
        week = [monday + timedelta(days=i) for i in range(7)]
        on_leave = [day for day in week if agent.availability.on_leave(day)]
        # Monday to Friday come before the weekend by the order of the week itself.
        credited.update(on_leave[: contract.max_days_per_week])
    return tuple(day for day in asked if day in credited)


def leave_shift(agent: Agent, contract: Contract, day: date, zone: ZoneInfo) -> Shift:
    """The paid day of leave that stands in the roster: from 09:00 local, as long as the credited hours."""
    start = local_instant(day, LEAVE_START_MINUTE, zone)
    end = start + timedelta(hours=contract.leave_day_hours)
    return Shift(agent.agent, day, (Activity(ActivityKind.LEAVE, start, end),))
