"""Comparisons of operating models."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wfm.storage.columns import Document
from wfm.storage.tables.base import Base


class ComparisonRow(Base):
    """A comparison: scenarios on the same demand, with advice in plain words."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    offered: Mapped[float]
    currency: Mapped[str]
    advice: Mapped[list[Any]] = mapped_column(Document)


class ScenarioRow(Base):
    """One way of organising the demand; points at its requirement and its roster result."""

    __tablename__ = "scenario"

    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparison.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("roster_result.id"), index=True)
    agents_at_peak: Mapped[float]
    required_hours: Mapped[float]
    fte_required: Mapped[float]
    rostered_agents: Mapped[int | None]
    paid_hours: Mapped[float | None]
    paid_cost: Mapped[float | None]
    cost_per_contact: Mapped[float | None]
    covered_share: Mapped[float | None]
    service_level: Mapped[float | None]
    asa_seconds: Mapped[float | None]
    occupancy: Mapped[float | None]
    worst_work: Mapped[str | None]
    worst_service_level: Mapped[float | None]
