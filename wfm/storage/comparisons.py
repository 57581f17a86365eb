"""Comparisons in and out of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from wfm.storage.tables import ComparisonRow, ScenarioRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SavedComparison:
    """A stored comparison; ``requirements`` and ``results`` hold ids by operating model, where those are stored."""

    id: int
    saved_at: datetime
    author: str
    document: Mapping[str, Any]
    requirements: Mapping[str, int]
    results: Mapping[str, int]


def save_comparison(
    session: Session,
    document: Mapping[str, Any],
    *,
    requirements: Mapping[str, int],
    results: Mapping[str, int],
    author: str,
    now: datetime,
) -> int:
    """Store the document of a comparison (see ``wfm.io.comparison``) and return its id."""
    row = ComparisonRow(saved_at=now, author=author, document=dict(document))
    session.add(row)
    session.flush()
    models = [str(scenario["model"]) for scenario in document["scenarios"]]
    rows = [
        {
            "comparison_id": row.id,
            "position": position,
            "model": model,
            "requirement_id": requirements.get(model),
            "result_id": results.get(model),
        }
        for position, model in enumerate(models)
    ]
    if rows:
        session.execute(insert(ScenarioRow), rows)
    return row.id


def latest_comparison(session: Session) -> SavedComparison | None:
    """The newest comparison, None before the first."""
    row = session.scalar(select(ComparisonRow).order_by(ComparisonRow.id.desc()).limit(1))
    if row is None:
        return None
    scenarios = session.scalars(select(ScenarioRow).where(ScenarioRow.comparison_id == row.id)).all()
    return SavedComparison(
        id=row.id,
        saved_at=row.saved_at,
        author=row.author,
        document=row.document,
        requirements={s.model: s.requirement_id for s in scenarios if s.requirement_id is not None},
        results={s.model: s.result_id for s in scenarios if s.result_id is not None},
    )
