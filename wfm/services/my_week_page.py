"""One's own week: what an agent may see, which is the published roster and only their own part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.services.clock import moment
from wfm.services.roles import Permission, require
from wfm.services.views import MyDay, MyWeek
from wfm.services.weeks import DAY, days_from, special_by_day, week_of, weeks_within
from wfm.storage import plans
from wfm.storage.people import agent_cards
from wfm.storage.rosters import periods, published_shifts, roster_headers

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from wfm.storage.users import User
    from wfm.types import Shift


def my_week(
    session: Session, user: User, week: date, agent: str | None = None, *, now: datetime | None = None
) -> MyWeek | None:
    """The user's own published week, the one that holds ``week``.

    Returns:
        None where the user is no agent, or ``agent`` is somebody else: that person's week does not exist for them.

    Raises:
        PermissionDenied: The user is deactivated.
    """
    require(user, Permission.SEE_OWN_WEEK)
    site = plans.site(session)
    if site is None or user.agent is None or agent not in {None, user.agent}:
        return None
    card = next((c for c in agent_cards(session, also=(user.agent,)) if c.agent == user.agent), None)
    if card is None:
        return None
    first = week_of(site, week)
    days = days_from(first)
    header = next((h for h in roster_headers(session, first, days[-1]) if h.in_force), None)
    shifts = published_shifts(session, user.agent, first, days[-1])
    special = special_by_day(session, site, first, days[-1])
    return MyWeek(
        agent=card.agent,
        name=card.name,
        week=first,
        zone=site.zone,
        published=header is not None,
        published_at=header.published_at if header else None,
        version=header.version if header else None,
        days=tuple(MyDay(day, tuple(s for s in shifts if s.date == day), special.get(day, ())) for day in days),
        paid_hours=sum(shift.paid_hours for shift in shifts),
        contract_hours=card.contract_hours,
        next_shift=next_shift(session, user.agent, moment(now)),
        weeks=weeks_within(site, periods(session, in_force=True)),
    )


def next_shift(session: Session, agent: str, now: datetime) -> Shift | None:
    """The agent's published shift of work that is going on or comes next."""
    # Two days back: a night shift may have begun yesterday, and the local day may be one before that of UTC.
    recent = published_shifts(session, agent, now.date() - 2 * DAY)
    return next((shift for shift in recent if shift.end > now and not shift.is_leave), None)
