"""The start page: what needs a person now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.services.clock import moment
from wfm.services.my_week_page import next_shift
from wfm.services.roles import Permission, allows
from wfm.services.roster_page import shown_version
from wfm.services.views import Attention, StartView
from wfm.services.weeks import DAY, WEEK, days_from, week_grid, week_of, weeks_within
from wfm.storage import plans
from wfm.storage.forecasts import latest_forecast
from wfm.storage.history import last_history_day
from wfm.storage.people import agent_cards
from wfm.storage.requirements import latest_requirements
from wfm.storage.results import load_result, result_of_roster
from wfm.storage.rosters import periods, roster_headers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from wfm.intervals import IntervalGrid
    from wfm.storage.users import User
    from wfm.types import Coverage, Site

SHORT_AGENTS = -0.5  # an interval is short that misses at least half an agent
OLD_HISTORY = 14 * DAY


def start_view(session: Session, user: User, today: date, *, now: datetime | None = None) -> StartView:
    """What needs attention in this week and the next, as far as the user may act on it or see it.

    An agent sees their next shift only. Nothing here needs a permission; a deactivated user cannot sign in.
    """
    site = plans.site(session)
    planning = allows(user.role, Permission.SEE_ROSTER)
    sees_forecast = allows(user.role, Permission.SEE_FORECAST)
    loads = allows(user.role, Permission.IMPORT_DATA)
    attention: list[Attention] = []
    if site is None:
        attention += [Attention("plan_missing")] if loads else []
        return StartView(None, None, today, (), (), tuple(attention), None)
    week = week_of(site, today)
    if loads:
        attention += _data(session, today)
    for first in (week, week + WEEK):
        attention += _forecast(session, first) if sees_forecast else ()
        attention += _roster(session, site, first) if planning else ()
    return StartView(
        site_name=site.name or None,
        zone=site.zone,
        today=today,
        weeks=weeks_within(site, periods(session, in_force=not planning)),
        queues=tuple(sorted(plans.queue_ids(session))) if sees_forecast else (),
        attention=tuple(attention),
        next_shift=next_shift(session, user.agent, moment(now)) if user.agent else None,
    )


def _data(session: Session, today: date) -> Iterator[Attention]:
    if not agent_cards(session):
        yield Attention("agents_missing")
    last = last_history_day(session)
    if last is None:
        yield Attention("history_missing")
    elif last < today - OLD_HISTORY:
        yield Attention("history_old", day=last)


def _forecast(session: Session, week: date) -> Iterator[Attention]:
    last = days_from(week)[-1]
    if latest_forecast(session, week, last) is None:
        yield Attention("forecast_missing", week)
    elif not latest_requirements(session, week, last):
        yield Attention("requirement_missing", week)


def _roster(session: Session, site: Site, week: date) -> Iterator[Attention]:
    """What the roster page of the week would open on, without reading its shifts."""
    shown = shown_version(roster_headers(session, week, days_from(week)[-1]))
    if shown is None:
        yield Attention("roster_missing", week)
        return
    if shown.state == "draft":
        yield Attention("roster_unpublished", week, model=shown.model, version=shown.version)
    number = result_of_roster(session, shown.id)
    if number is None:
        return
    result = load_result(session, number, with_roster=False)
    counts = {
        "short_intervals": 0 if result.coverage is None else _short(result.coverage, week_grid(site, week)),
        "violations": len(result.violations),
        "not_rostered": len(result.not_rostered),
    }
    for kind, count in counts.items():
        if count:
            yield Attention(kind, week, count=count, model=shown.model, version=shown.version)


def _short(coverage: Coverage, week: IntervalGrid) -> int:
    """Intervals of the week, each kind of work by itself, that miss half an agent or more."""
    starts = coverage.frame["interval_start"]
    within = (starts >= week.start) & (starts < week.end)
    return int((within & (coverage.frame["net"] <= SHORT_AGENTS)).sum())
