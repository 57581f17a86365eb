"""What the roster engine reported, in and out of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import insert, select

from wfm.errors import DataError
from wfm.storage.packing import pack, unpack
from wfm.storage.rosters import load_roster
from wfm.storage.tables import CoverageDayRow, NotRosteredRow, ResultRow, ViolationRow
from wfm.types import Coverage, NotRostered, RosterResult, Violation
from wfm.types.roster import COVERAGE

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_KEYS = ("work",)
_FIGURES = ("status", "objective", "bound", "gap", "seconds", "first_roster_seconds", "seed")


def save_result(
    session: Session,
    result: RosterResult,
    *,
    model: str,
    first_day: date,
    zone: str,
    roster_id: int | None,
    author: str,
    now: datetime,
) -> int:
    """Store a result and return its id; its roster is stored before, as ``roster_id`` (None: there is none)."""
    row = ResultRow(
        roster_id=roster_id,
        model=model,
        first_day=first_day,
        saved_at=now,
        author=author,
        terms=dict(result.terms),
        versions=dict(result.versions),
        has_coverage=result.coverage is not None,
        **{name: getattr(result, name) for name in _FIGURES},
    )
    session.add(row)
    session.flush()
    if result.coverage is not None:
        _save_coverage(session, row.id, result.coverage, zone)
    violations = [
        {"position": i, "rule": v.rule, "kind": v.kind, "agent": v.agent, "day": v.date, "message": v.message}
        for i, v in enumerate(result.violations)
    ]
    missing = [
        {"position": i, "agent": n.agent, "rules": list(n.rules), "reason": n.reason}
        for i, n in enumerate(result.not_rostered)
    ]
    if violations:
        session.execute(insert(ViolationRow), [{"result_id": row.id, **v} for v in violations])
    if missing:
        session.execute(insert(NotRosteredRow), [{"result_id": row.id, **n} for n in missing])
    return row.id


def result_of_roster(session: Session, roster_id: int) -> int | None:
    """Id of the newest result about a stored roster."""
    query = select(ResultRow.id).where(ResultRow.roster_id == roster_id)
    return session.scalar(query.order_by(ResultRow.id.desc()).limit(1))


def load_result(session: Session, result_id: int, *, with_roster: bool = True) -> RosterResult:
    """A stored result, with its roster unless told otherwise.

    Raises:
        DataError: No result has this id.
    """
    row = session.get(ResultRow, result_id)
    if row is None:
        raise DataError("no such roster result", value=result_id)
    violations = session.scalars(
        select(ViolationRow).where(ViolationRow.result_id == result_id).order_by(ViolationRow.position)
    )
    missing = session.scalars(
        select(NotRosteredRow).where(NotRosteredRow.result_id == result_id).order_by(NotRosteredRow.position)
    )
    figures = {name: getattr(row, name) for name in _FIGURES}
    return RosterResult(
        roster=load_roster(session, row.roster_id) if with_roster and row.roster_id is not None else None,
        coverage=_load_coverage(session, result_id) if row.has_coverage else None,
        terms=row.terms,
        versions=row.versions,
        violations=tuple(Violation(v.rule, v.kind, v.agent, v.day, v.message) for v in violations),
        not_rostered=tuple(NotRostered(n.agent, tuple(n.rules), n.reason) for n in missing),
        **figures,
    )


def _save_coverage(session: Session, result_id: int, coverage: Coverage, zone: str) -> None:
    minutes = interval_minutes(coverage)
    rows = [
        {
            "result_id": result_id,
            "work": day.key[0],
            "day": day.day,
            "first_interval": day.first_interval,
            "interval_minutes": minutes,
            "intervals": day.intervals,
            "packed": day.packed,
        }
        for day in pack(coverage.frame, _KEYS, COVERAGE.numbers, minutes, zone)
    ]
    if rows:
        session.execute(insert(CoverageDayRow), rows)


def _load_coverage(session: Session, result_id: int) -> Coverage:
    day = CoverageDayRow
    query = select(day.work, day.first_interval, day.packed, day.interval_minutes)
    found = session.execute(query.where(day.result_id == result_id).order_by(day.work, day.day)).all()
    rows = (((work,), start, packed) for work, start, packed, _ in found)
    return Coverage(unpack(rows, _KEYS, COVERAGE.numbers, found[0][3] if found else 15))


def interval_minutes(coverage: Coverage) -> int:
    """The longest interval on which all starts lie; a coverage does not carry its own."""
    starts = np.unique(coverage.frame["interval_start"].to_numpy(dtype="datetime64[m]").astype(np.int64))
    steps = np.diff(starts)
    return int(np.gcd.reduce(steps)) if len(steps) else 15
