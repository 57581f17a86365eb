"""Comparisons of operating models."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wfm.storage.columns import Document
from wfm.storage.tables.base import Base


class ComparisonRow(Base):
    """A comparison: the document of ``wfm.io.comparison``, as made."""

    __tablename__ = "comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[datetime]
    author: Mapped[str]
    document: Mapped[dict[str, Any]] = mapped_column(Document)


class ScenarioRow(Base):
    """A scenario of a comparison: which stored requirement and roster result it tells of, where they are stored."""

    __tablename__ = "scenario"

    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparison.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str]
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("roster_result.id"), index=True)
