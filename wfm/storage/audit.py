"""The audit: rows are added in the same transaction as the change they tell of, and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from wfm.storage.tables import AuditRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which thing and when, with what it was before and after (None: there was or is nothing)."""

    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def record(session: Session, entry: AuditEntry) -> None:
    """Add a row."""
    session.add(
        AuditRow(
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            subject_id=entry.subject_id,
            before=None if entry.before is None else dict(entry.before),
            after=None if entry.after is None else dict(entry.after),
        )
    )


def latest(session: Session, limit: int) -> tuple[AuditEntry, ...]:
    """The newest rows, newest first."""
    rows = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return tuple(AuditEntry(r.at, r.actor, r.action, r.subject, r.subject_id, r.before, r.after) for r in rows)
