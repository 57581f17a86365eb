"""Requirements in and out of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from wfm.errors import DataError
from wfm.storage.packing import pack, unpack
from wfm.storage.tables import RequirementDayRow, RequirementRow
from wfm.types import Requirement
from wfm.types.requirement import REQUIREMENT

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_KEYS = ("work",)


def save_requirement(session: Session, requirement: Requirement, *, author: str, now: datetime) -> int:
    """Store a requirement and return its id.

    Raises:
        DataError: It is empty.
    """
    if requirement.frame.empty:
        raise DataError("a requirement without a row cannot be stored")
    frame, minutes = requirement.frame, requirement.interval_minutes
    days = list(pack(frame, _KEYS, REQUIREMENT.numbers, minutes, requirement.zone))
    row = RequirementRow(
        saved_at=now,
        author=author,
        model=requirement.model,
        zone=requirement.zone,
        interval_minutes=minutes,
        first_day=min(day.day for day in days),
        last_day=max(day.day for day in days),
        notes=list(requirement.notes),
    )
    session.add(row)
    session.flush()
    rows = [
        {
            "requirement_id": row.id,
            "work": day.key[0],
            "day": day.day,
            "first_interval": day.first_interval,
            "intervals": day.intervals,
            "packed": day.packed,
        }
        for day in days
    ]
    session.execute(insert(RequirementDayRow), rows)
    return row.id


def load_requirement(session: Session, requirement_id: int) -> Requirement:
    """A stored requirement.

    Raises:
        DataError: No requirement has this id.
    """
    row = session.get(RequirementRow, requirement_id)
    if row is None:
        raise DataError("no such requirement", value=requirement_id)
    day = RequirementDayRow
    query = select(day.work, day.first_interval, day.packed).where(day.requirement_id == requirement_id)
    found = session.execute(query.order_by(day.work, day.day))
    rows = (((work,), start, packed) for work, start, packed in found)
    frame = unpack(rows, _KEYS, REQUIREMENT.numbers, row.interval_minutes)
    return Requirement(frame, row.interval_minutes, row.zone, row.model, tuple(row.notes))


def latest_requirements(session: Session, first: date, last: date) -> dict[str, int]:
    """Id of the newest requirement with a day from ``first`` to ``last``, by operating model."""
    query = (
        select(RequirementRow.model, RequirementRow.id)
        .where(RequirementRow.first_day <= last, RequirementRow.last_day >= first)
        .order_by(RequirementRow.id)
    )
    return dict(session.execute(query).all())
