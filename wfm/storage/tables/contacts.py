"""Contacts: history, forecasts and requirements. Frames are kept as one row a key and local day (see ``packing``)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from wfm.storage.columns import Document
from wfm.storage.tables.base import Base


class HistoryImportRow(Base):
    """One import of history: where it came from and what reading it took for granted."""

    __tablename__ = "history_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    source: Mapped[str]
    zone: Mapped[str]
    interval_minutes: Mapped[int]
    rows: Mapped[int]
    first: Mapped[datetime]
    last: Mapped[datetime]
    notes: Mapped[list[Any]] = mapped_column(Document)


class HistoryDayRow(Base):
    """A queue's local day: totals for daily charts, and its intervals packed."""

    __tablename__ = "history_day"

    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    first_interval: Mapped[datetime]
    intervals: Mapped[int]
    offered: Mapped[float]
    handled: Mapped[float | None]
    abandoned: Mapped[float | None]
    aht_seconds: Mapped[float | None]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class ForecastRow(Base):
    """A forecast as made: a snapshot that is never changed."""

    __tablename__ = "forecast"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    made_at: Mapped[datetime | None]
    zone: Mapped[str]
    interval_minutes: Mapped[int]
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    has_scores: Mapped[bool]
    notes: Mapped[dict[str, Any]] = mapped_column(Document)
    parts: Mapped[dict[str, Any] | None] = mapped_column(Document)
    totals: Mapped[dict[str, Any] | None] = mapped_column(Document)


class ForecastDayRow(Base):
    """A queue's local day in a forecast, by one model."""

    __tablename__ = "forecast_day"

    forecast_id: Mapped[int] = mapped_column(ForeignKey("forecast.id", ondelete="CASCADE"), primary_key=True)
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True, index=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    first_interval: Mapped[datetime]
    intervals: Mapped[int]
    offered: Mapped[float]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class ForecastScoreRow(Base):
    """How a model did on one past week of a queue, in the columns of scores.csv."""

    __tablename__ = "forecast_score"

    forecast_id: Mapped[int] = mapped_column(ForeignKey("forecast.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str]
    model: Mapped[str]
    origin: Mapped[date | None]
    wape: Mapped[float | None]
    wape_naive: Mapped[float | None]
    mase: Mapped[float | None]
    bias: Mapped[float | None]
    coverage_80: Mapped[float | None]
    coverage_90: Mapped[float | None]
    seconds: Mapped[float | None]
    pinball: Mapped[float | None]
    floor: Mapped[float | None]
    wape_day: Mapped[float | None]
    wape_week: Mapped[float | None]
    coverage_80_day: Mapped[float | None]
    coverage_90_day: Mapped[float | None]
    coverage_80_week: Mapped[float | None]
    coverage_90_week: Mapped[float | None]
    wape_median: Mapped[float | None]


class AdjustmentRow(Base):
    """A change that a person made to a forecast."""

    __tablename__ = "forecast_adjustment"

    forecast_id: Mapped[int] = mapped_column(ForeignKey("forecast.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]
    factor: Mapped[float]
    author: Mapped[str]
    reason: Mapped[str]
    made_at: Mapped[datetime]


class RequirementRow(Base):
    """A requirement as computed for one operating model."""

    __tablename__ = "requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    model: Mapped[str] = mapped_column(index=True)
    zone: Mapped[str]
    interval_minutes: Mapped[int]
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    notes: Mapped[list[Any]] = mapped_column(Document)


class RequirementDayRow(Base):
    """A kind of work's local day in a requirement."""

    __tablename__ = "requirement_day"

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True)
    work: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    first_interval: Mapped[datetime]
    intervals: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
