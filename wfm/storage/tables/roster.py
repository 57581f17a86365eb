"""Rosters: every saved version with its shifts and activities, and what the engine said about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wfm.storage.columns import Document, word
from wfm.storage.tables.base import Base
from wfm.types import ActivityKind

Status = Literal["optimal", "feasible", "partial", "infeasible"]
ViolationKind = Literal["law", "contract", "wish", "data"]


class RosterRow(Base):
    """One saved version of the roster of a period under one operating model. Versions are never changed, only added.

    ``superseded_at`` is set when another version is published for the same period: at most one roster a period is in
    force, which a partial unique index guarantees.
    """

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint("first_day", "model", "version"),
        Index(
            "uq_roster_in_force",
            "first_day",
            unique=True,
            sqlite_where=text("published_at IS NOT NULL AND superseded_at IS NULL"),
            postgresql_where=text("published_at IS NOT NULL AND superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    model: Mapped[str]
    version: Mapped[int]
    zone: Mapped[str]
    saved_at: Mapped[datetime]
    author: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]
    superseded_at: Mapped[datetime | None]


class ShiftRow(Base):
    """An agent's shift in a version of a roster."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("roster_id", "position"), Index(None, "agent_id", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"))
    position: Mapped[int]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    day: Mapped[date]


class ActivityRow(Base):
    """A part of a shift."""

    __tablename__ = "activity"

    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActivityKind] = mapped_column(word(ActivityKind, "kind"))
    start: Mapped[datetime]
    end: Mapped[datetime]
    work: Mapped[str]
    paid: Mapped[bool]


class ResultRow(Base):
    """What the engine reported; ``roster_id`` is None where nobody could be rostered."""

    __tablename__ = "roster_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id", ondelete="CASCADE"), index=True)
    model: Mapped[str]
    first_day: Mapped[date] = mapped_column(index=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    status: Mapped[Status] = mapped_column(word(get_args(Status), "status"))
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    seconds: Mapped[float]
    first_roster_seconds: Mapped[float | None]
    seed: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(Document)
    versions: Mapped[dict[str, Any]] = mapped_column(Document)
    has_coverage: Mapped[bool]


class CoverageDayRow(Base):
    """Required and scheduled agents of a kind of work on one local day."""

    __tablename__ = "coverage_day"

    result_id: Mapped[int] = mapped_column(ForeignKey("roster_result.id", ondelete="CASCADE"), primary_key=True)
    work: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    first_interval: Mapped[datetime]
    interval_minutes: Mapped[int]
    intervals: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class ViolationRow(Base):
    """A broken rule found by the checker."""

    __tablename__ = "violation"

    result_id: Mapped[int] = mapped_column(ForeignKey("roster_result.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    kind: Mapped[ViolationKind] = mapped_column(word(get_args(ViolationKind), "kind"))
    agent: Mapped[str]
    day: Mapped[date | None]
    message: Mapped[str] = mapped_column(Text)


class NotRosteredRow(Base):
    """An agent without a legal week, and why."""

    __tablename__ = "not_rostered"

    result_id: Mapped[int] = mapped_column(ForeignKey("roster_result.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    agent: Mapped[str]
    rules: Mapped[list[Any]] = mapped_column(Document)
    reason: Mapped[str] = mapped_column(Text)
