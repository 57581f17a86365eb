"""Rosters in and out of the database: every save is a new version, and one version a period is in force."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from wfm.errors import ConflictError, DataError
from wfm.storage.people import agent_ids
from wfm.storage.tables import ActivityRow, AgentRow, RosterRow, ShiftRow
from wfm.types import Activity, Roster, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from wfm.types import ActivityKind

    _ActivityRow = tuple[int, str, date, ActivityKind, datetime, datetime, str, bool]

_IN_FORCE = RosterRow.published_at.is_not(None) & RosterRow.superseded_at.is_(None)


@dataclass(frozen=True, slots=True)
class RosterHeader:
    """A stored version of a roster without its shifts. Published ones that another replaced have ``superseded_at``."""

    id: int
    model: str
    first_day: date
    last_day: date
    version: int
    zone: str
    saved_at: datetime
    author: str
    published_at: datetime | None
    published_by: str | None
    superseded_at: datetime | None

    @property
    def state(self) -> Literal["draft", "published"]:
        """Published once, or still a draft."""
        return "draft" if self.published_at is None else "published"

    @property
    def in_force(self) -> bool:
        """Whether agents work by it."""
        return self.published_at is not None and self.superseded_at is None


def save_roster(
    session: Session,
    roster: Roster,
    *,
    model: str,
    first_day: date,
    last_day: date,
    author: str,
    now: datetime,
    based_on: int | None = None,
) -> RosterHeader:
    """Store a roster as the next version of its period and operating model, as a draft.

    Args:
        session: A write session.
        roster: The shifts; its own version and state are not looked at.
        model: Operating model.
        first_day: First local day of the period.
        last_day: Last local day of the period.
        author: Who saves it.
        now: When.
        based_on: The version that was edited (0: none was there); None where the roster is no edit.

    Raises:
        ConflictError: ``based_on`` is no longer the latest version.
        DataError: A shift lies outside the period or belongs to an unknown agent.
    """
    ids = agent_ids(session, {shift.agent for shift in roster.shifts})
    for shift in roster.shifts:
        if not first_day <= shift.date <= last_day:
            raise DataError(f"a shift of {shift.agent} lies outside {first_day}..{last_day}", value=str(shift.date))
    latest = latest_version(session, model, first_day)
    if based_on is not None and based_on != latest:
        raise ConflictError(f"the roster is at version {latest}; the change was made to version {based_on}.")
    row = RosterRow(
        first_day=first_day,
        last_day=last_day,
        model=model,
        version=latest + 1,
        zone=roster.zone,
        saved_at=now,
        author=author,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise ConflictError(f"somebody else saved version {row.version} of this roster at the same time.") from None
    _save_shifts(session, row.id, roster.shifts, ids)
    return _header(row)


def latest_version(session: Session, model: str, first_day: date) -> int:
    """The number of the latest version of a period and model, 0 before the first."""
    query = select(func.max(RosterRow.version)).where(RosterRow.model == model, RosterRow.first_day == first_day)
    return session.scalar(query) or 0


def roster_headers(session: Session, first: date, last: date) -> tuple[RosterHeader, ...]:
    """All versions of rosters whose period touches ``first``..``last``, the newest saved first."""
    query = select(RosterRow).where(RosterRow.first_day <= last, RosterRow.last_day >= first)
    return tuple(_header(row) for row in session.scalars(query.order_by(RosterRow.id.desc())))


def roster_header(session: Session, roster_id: int) -> RosterHeader:
    """The header of a stored version.

    Raises:
        DataError: No roster has this id.
    """
    row = session.get(RosterRow, roster_id)
    if row is None:
        raise DataError("no such roster", value=roster_id)
    return _header(row)


def periods(session: Session, *, in_force: bool = False) -> tuple[tuple[date, date], ...]:
    """First and last day of every period with a roster (in force), in order."""
    query = select(RosterRow.first_day, RosterRow.last_day).distinct().order_by(RosterRow.first_day)
    query = query.where(_IN_FORCE) if in_force else query
    return tuple((first, last) for first, last in session.execute(query))


def load_roster(session: Session, roster_id: int) -> Roster:
    """A stored version.

    Raises:
        DataError: No roster has this id.
    """
    header = roster_header(session, roster_id)
    query = _activities().where(ShiftRow.roster_id == roster_id).order_by(ShiftRow.position, ActivityRow.position)
    return Roster(_shifts(session.execute(query).all()), header.zone, header.version, header.state)


def published_shifts(session: Session, agent: str, first: date, last: date | None = None) -> tuple[Shift, ...]:
    """An agent's shifts in the rosters in force that start on ``first`` or later (up to ``last``), in order."""
    query = _activities().join(RosterRow, RosterRow.id == ShiftRow.roster_id)
    query = query.where(_IN_FORCE, AgentRow.agent == agent, ShiftRow.day >= first)
    query = query.where(ShiftRow.day <= last) if last else query
    rows = session.execute(query.order_by(ShiftRow.day, ShiftRow.id, ActivityRow.position)).all()
    return tuple(sorted(_shifts(rows), key=lambda shift: shift.start))


def publish(session: Session, roster_id: int, *, by: str, now: datetime) -> RosterHeader:
    """Put a version in force instead of the one that is.

    Raises:
        ConflictError: It is or was published already, somebody publishes another one at the same time, or a roster in
            force has a period that overlaps but differs.
    """
    row = session.get(RosterRow, roster_id)
    if row is None:
        raise DataError("no such roster", value=roster_id)
    if row.published_at is not None:
        raise ConflictError(f"version {row.version} was published already, by {row.published_by}.")
    overlap = RosterRow.first_day <= row.last_day, RosterRow.last_day >= row.first_day
    for other in session.scalars(select(RosterRow).where(_IN_FORCE, *overlap)):
        if (other.first_day, other.last_day) != (row.first_day, row.last_day):
            period = f"{other.first_day}..{other.last_day}"
            raise ConflictError(f"a roster for {period} is in force, which overlaps with another period.")
    in_force = update(RosterRow).where(_IN_FORCE, RosterRow.first_day == row.first_day)
    session.execute(in_force.values(superseded_at=now))
    row.published_at, row.published_by = now, by
    try:
        session.flush()
    except IntegrityError:
        raise ConflictError("somebody else published a roster of this period at the same time.") from None
    return _header(row)


def _save_shifts(session: Session, roster_id: int, shifts: Sequence[Shift], ids: dict[str, int]) -> None:
    if not shifts:
        return
    rows = [
        {"roster_id": roster_id, "position": i, "agent_id": ids[shift.agent], "day": shift.date}
        for i, shift in enumerate(shifts)
    ]
    session.execute(insert(ShiftRow), rows)
    numbers = select(ShiftRow.id).where(ShiftRow.roster_id == roster_id).order_by(ShiftRow.position)
    activities = [
        {
            "shift_id": number,
            "position": position,
            "kind": activity.kind,
            "start": activity.start,
            "end": activity.end,
            "work": activity.work,
            "paid": activity.paid,
        }
        for number, shift in zip(session.scalars(numbers), shifts, strict=True)
        for position, activity in enumerate(shift.activities)
    ]
    session.execute(insert(ActivityRow), activities)


def _activities() -> Select[int, str, date, ActivityKind, datetime, datetime, str, bool]:
    activity = ActivityRow
    columns = (activity.kind, activity.start, activity.end, activity.work, activity.paid)
    return (
        select(ShiftRow.id, AgentRow.agent, ShiftRow.day, *columns)
        .join(AgentRow, AgentRow.id == ShiftRow.agent_id)
        .join(ActivityRow, ActivityRow.shift_id == ShiftRow.id)
    )


def _shifts(rows: Iterable[_ActivityRow]) -> tuple[Shift, ...]:
    return tuple(
        Shift(agent, day, tuple(Activity(kind, start, end, work, paid) for *_, kind, start, end, work, paid in group))
        for (_, agent, day), group in groupby(rows, key=lambda row: row[:3])
    )


def _header(row: RosterRow) -> RosterHeader:
    return RosterHeader(**{name: getattr(row, name) for name in RosterHeader.__slots__})
