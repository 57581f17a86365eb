"""Publishing a roster: from then on agents see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.errors import ConflictError, DataError
from wfm.services.clock import moment
from wfm.services.roles import Permission, require
from wfm.services.roster_page import roster_week
from wfm.services.weeks import days_from, week_of
from wfm.storage import audit, plans
from wfm.storage.audit import AuditEntry
from wfm.storage.rosters import publish, roster_headers

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from wfm.services.views import RosterWeek
    from wfm.storage.rosters import RosterHeader
    from wfm.storage.users import User


def publish_roster(
    session: Session, user: User, week: date, model: str, version: int, *, now: datetime | None = None
) -> RosterWeek:
    """Put the version of a roster that the user has seen in force.

    Args:
        session: A write session.
        user: Who publishes.
        week: Any day of the week.
        model: Operating model.
        version: The version on the user's screen.
        now: When; the present when None.

    Raises:
        PermissionDenied: The user may not publish.
        ConflictError: Somebody saved a later version, or this one is published already.
        DataError: No such roster is stored.
    """
    require(user, Permission.PUBLISH_ROSTER)
    site = plans.site(session)
    first = week_of(site, week) if site else week
    headers = roster_headers(session, first, days_from(first)[-1])
    latest = next((header for header in headers if header.model == model), None)
    if latest is None:
        raise DataError(f"no {model} roster is stored for the week of {first}")
    if latest.version != version:
        raise ConflictError(
            f"you saw version {version}; {latest.author} has saved version {latest.version} since. Look at it first."
        )
    replaced = next((h for h in headers if h.in_force and h.first_day == latest.first_day), None)
    at = moment(now)
    published = publish(session, latest.id, by=user.name, now=at)
    subject = f"{latest.first_day} {model}"
    entry = AuditEntry(at, user.name, "publish", "roster", subject, _state(replaced), _state(published))
    audit.record(session, entry)
    shown = roster_week(session, user, first, model)
    if shown is None:
        raise DataError("the roster vanished while it was published")
    return shown


def _state(header: RosterHeader | None) -> dict[str, Any] | None:
    return None if header is None else {"model": header.model, "version": header.version, "state": header.state}
