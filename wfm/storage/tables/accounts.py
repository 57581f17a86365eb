"""Who may sign in, and the audit: what everyone changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from wfm.errors import WfmError
from wfm.storage.columns import Document, word
from wfm.storage.tables.base import Base


class Role(StrEnum):
    """What a user is here for."""

    AGENT = "agent"
    PLANNER = "planner"
    MANAGER = "manager"
    ADMIN = "admin"


class UserRow(Base):
    """A user. ``session_key`` changes with the password and at deactivation, which ends every open session."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    password_hash: Mapped[str]
    session_key: Mapped[str]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]


class AuditRow(Base):
    """Who did what to which thing, when, and what it was before and after. Rows are only ever added."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(Document)
    after: Mapped[dict[str, Any] | None] = mapped_column(Document)


class AuditIsAppendOnlyError(WfmError):
    """Something tried to change or delete a row of the audit."""


def _refuse(_mapper: Mapper[AuditRow], _connection: object, row: AuditRow) -> None:
    raise AuditIsAppendOnlyError(f"row {row.id} of the audit cannot be changed or deleted.")


event.listen(AuditRow, "before_update", _refuse)
event.listen(AuditRow, "before_delete", _refuse)
