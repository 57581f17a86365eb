"""The site: plan files as they were in force, and the departments, queues, contracts and special days they name."""

from __future__ import annotations

# SQLAlchemy reads the annotations of columns when the class is made, so their types are imported for real.
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from wfm.storage.columns import Document, word
from wfm.storage.tables.base import Base
from wfm.types import Channel


class PlanRow(Base):
    """A plan file as saved. The last one is in force; the site's own keys are repeated as columns for every page."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    site_name: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str | None]
    subdivision: Mapped[str | None]
    currency: Mapped[str]
    week_start: Mapped[int]
    interval_minutes: Mapped[int]


class DepartmentRow(Base):
    """A department."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class QueueRow(Base):
    """A queue by the name that files call it."""

    __tablename__ = "queue"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    channel: Mapped[Channel] = mapped_column(word(Channel, "channel"))
    language: Mapped[str] = mapped_column(default="")


class ContractRow(Base):
    """A contract of the plan in force; agents refer to it."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hours_per_week: Mapped[float]
    min_hours_per_week: Mapped[float]
    max_hours_per_week: Mapped[float]
    max_days_per_week: Mapped[int]
    min_shift_hours: Mapped[float]
    max_shift_hours: Mapped[float]
    max_consecutive_days: Mapped[int]
    cost_per_hour: Mapped[float]
    min_hours_total: Mapped[float | None]
    max_hours_total: Mapped[float | None]
    min_consecutive_days: Mapped[int] = mapped_column(server_default="1")
    min_consecutive_days_off: Mapped[int] = mapped_column(server_default="1")
    weekends_off: Mapped[int] = mapped_column(server_default="0")
    weekends_off_weeks: Mapped[int] = mapped_column(server_default="1")
    max_start_variation_minutes: Mapped[int | None]


class SpecialDayRow(Base):
    """A special day that people announced (public holidays are computed, not kept)."""

    __tablename__ = "special_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    name: Mapped[str]
    queues: Mapped[list[Any]] = mapped_column(Document)
