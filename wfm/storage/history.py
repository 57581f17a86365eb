"""History in and out of the database: one row a queue and local day, with totals for daily charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import delete, func, insert, select

from wfm.errors import DataError
from wfm.storage.packing import PackedDay, day_mean, day_sum, pack, unpack
from wfm.storage.plans import known_queue_ids, queue_ids
from wfm.storage.tables import HistoryDayRow, HistoryImportRow, QueueRow
from wfm.types import History
from wfm.types.contacts import HISTORY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

_KEYS = ("queue",)


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """Totals of a queue's local day; ``aht_seconds`` is weighted by handled contacts (by offered where unknown)."""

    queue: str
    day: date
    offered: float
    handled: float | None
    abandoned: float | None
    aht_seconds: float | None


def save_history(session: Session, history: History, *, author: str, source: str, now: datetime) -> None:
    """Add a history; where intervals are stored already the new ones replace them.

    Raises:
        DataError: A queue is unknown, or intervals or zone differ from what is stored.
    """
    if history.frame.empty:
        raise DataError("a history without a row cannot be stored", file=source)
    ids = known_queue_ids(session, history.queues)
    _refuse_other_grid(session, history)
    starts = history.frame["interval_start"]
    first, last = starts.min(), starts.max()
    numbers = [ids[queue] for queue in history.queues]
    days = (_local_day(first, history.zone), _local_day(last, history.zone))
    stored = load_history(session, queues=history.queues, first=days[0], last=days[1])
    frame = history.frame
    if stored is not None:
        frame = pd.concat([stored.frame, frame]).drop_duplicates(list(HISTORY.key), keep="last")
        within = HistoryDayRow.queue_id.in_(numbers) & HistoryDayRow.day.between(*days)
        session.execute(delete(HistoryDayRow).where(within), execution_options={"synchronize_session": False})
    packed = pack(frame, _KEYS, HISTORY.numbers, history.interval_minutes, history.zone)
    session.execute(insert(HistoryDayRow), [_row(day, ids) for day in packed])
    session.add(
        HistoryImportRow(
            saved_at=now,
            author=author,
            source=source,
            zone=history.zone,
            interval_minutes=history.interval_minutes,
            rows=len(history.frame),
            first=first.to_pydatetime(),
            last=last.to_pydatetime(),
            notes=list(history.notes),
        )
    )
    session.flush()


def load_history(
    session: Session,
    *,
    queues: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> History | None:
    """The stored history of some queues (None: all) from local day ``first`` to ``last``; None where there is none."""
    latest = session.scalar(select(HistoryImportRow).order_by(HistoryImportRow.id.desc()).limit(1))
    if latest is None:
        return None
    query = select(HistoryDayRow.queue_id, HistoryDayRow.first_interval, HistoryDayRow.packed)
    names = {number: name for name, number in queue_ids(session).items()}
    if queues is not None:
        query = query.where(HistoryDayRow.queue_id.in_([n for n, name in names.items() if name in queues]))
    query = query.where(HistoryDayRow.day >= first) if first else query
    query = query.where(HistoryDayRow.day <= last) if last else query
    found = session.execute(query.order_by(HistoryDayRow.queue_id, HistoryDayRow.day)).all()
    if not found:
        return None
    rows = (((names[queue],), start, packed) for queue, start, packed in found)
    frame = unpack(rows, _KEYS, HISTORY.numbers, latest.interval_minutes)
    return History(frame, latest.interval_minutes, latest.zone, tuple(latest.notes))


def history_days(session: Session, queue: str, first: date, last: date) -> tuple[HistoryDay, ...]:
    """Daily totals of a queue from ``first`` to ``last``, without reading intervals."""
    day = HistoryDayRow
    query = (
        select(day.day, day.offered, day.handled, day.abandoned, day.aht_seconds)
        .join(QueueRow, QueueRow.id == day.queue_id)
        .where(QueueRow.name == queue, day.day.between(first, last))
        .order_by(day.day)
    )
    return tuple(HistoryDay(queue, *row) for row in session.execute(query))


def last_history_day(session: Session) -> date | None:
    """The last local day of any queue, None without history."""
    return session.scalar(select(func.max(HistoryDayRow.day)))


def _row(day: PackedDay, ids: dict[str, int]) -> dict[str, Any]:
    offered, handled, abandoned, aht = day.values
    known = handled if not pd.isna(handled).all() else offered
    return {
        "queue_id": ids[day.key[0]],
        "day": day.day,
        "first_interval": day.first_interval,
        "intervals": day.intervals,
        "offered": day_sum(offered),
        "handled": day_sum(handled),
        "abandoned": day_sum(abandoned),
        "aht_seconds": day_mean(aht, pd.Series(known).fillna(0.0).to_numpy()),
        "packed": day.packed,
    }


def _refuse_other_grid(session: Session, history: History) -> None:
    stored = session.scalar(select(HistoryImportRow).order_by(HistoryImportRow.id.desc()).limit(1))
    if stored is None:
        return
    if stored.interval_minutes != history.interval_minutes:
        remedy = f"The stored history has intervals of {stored.interval_minutes} minutes; bring the file to the same."
        raise DataError("another interval length", value=history.interval_minutes, remedy=remedy)
    if stored.zone != history.zone:
        remedy = f"The stored history parts its days in {stored.zone}; read the file in the same zone."
        raise DataError("another time zone", value=history.zone, remedy=remedy)


def _local_day(instant: pd.Timestamp, zone: str) -> date:
    return instant.tz_convert(zone).date()
