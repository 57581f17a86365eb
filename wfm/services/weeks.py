"""Weeks as the site counts them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wfm.calendars import build_calendar
from wfm.intervals import IntervalGrid
from wfm.storage.plans import special_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from wfm.types import Site, SpecialDay

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def week_of(site: Site, day: date) -> date:
    """The first day of the site's week that holds ``day``."""
    return day - timedelta(days=(day.weekday() - site.week_start) % 7)


def days_from(first: date, count: int = 7) -> tuple[date, ...]:
    """``count`` days in order."""
    return tuple(first + timedelta(days=i) for i in range(count))


def week_grid(site: Site, first: date, minutes: int | None = None) -> IntervalGrid:
    """The intervals of the week from ``first``, in the site's own length unless told otherwise."""
    return IntervalGrid.days(first, 7, site.zone, minutes or site.interval_minutes)


def weeks_within(site: Site, periods: Sequence[tuple[date, date]]) -> tuple[date, ...]:
    """First days of all weeks that the periods touch, in order."""
    weeks: set[date] = set()
    for first, last in periods:
        week = week_of(site, first)
        while week <= last:
            weeks.add(week)
            week += WEEK
    return tuple(sorted(weeks))


def special_by_day(session: Session, site: Site, first: date, last: date) -> dict[date, tuple[SpecialDay, ...]]:
    """Public holidays and announced days from ``first`` to ``last``."""
    announced = special_days(session, first, last)
    calendar = build_calendar(site.country, range(first.year, last.year + 1), site.subdivision, announced)
    found: dict[date, tuple[SpecialDay, ...]] = {}
    for day in calendar.days:
        if first <= day.day <= last:
            found[day.day] = (*found.get(day.day, ()), day)
    return found
