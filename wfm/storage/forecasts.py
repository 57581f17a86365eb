"""Forecasts in and out of the database: snapshots with scores and adjustments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import func, insert, select

from wfm.errors import DataError
from wfm.storage.packing import pack, unpack
from wfm.storage.plans import known_queue_ids, queue_ids
from wfm.storage.tables import AdjustmentRow, ForecastDayRow, ForecastRow, ForecastScoreRow
from wfm.types import Forecast
from wfm.types.contacts import FORECAST, SCORE_COLUMNS, Adjustment

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_KEYS = ("queue", "model")
_SCORE_NUMBERS = tuple(name for name in SCORE_COLUMNS if name not in {"queue", "model", "origin"})
_ADJUSTMENT = ("queue", "start", "end", "factor", "author", "reason", "made_at")


@dataclass(frozen=True, slots=True)
class ForecastHeader:
    """A stored forecast without its numbers."""

    id: int
    made_at: datetime | None
    saved_at: datetime
    author: str
    zone: str
    interval_minutes: int
    first_day: date
    last_day: date


def save_forecast(session: Session, forecast: Forecast, *, author: str, now: datetime) -> int:
    """Store a snapshot and return its id.

    Raises:
        DataError: A queue is unknown, or the forecast is empty.
    """
    if forecast.frame.empty:
        raise DataError("a forecast without a row cannot be stored")
    ids = known_queue_ids(session, forecast.queues)
    days = list(pack(forecast.frame, _KEYS, FORECAST.numbers, forecast.interval_minutes, forecast.zone))
    row = ForecastRow(
        saved_at=now,
        author=author,
        made_at=forecast.made_at,
        zone=forecast.zone,
        interval_minutes=forecast.interval_minutes,
        first_day=min(day.day for day in days),
        last_day=max(day.day for day in days),
        has_scores=forecast.scores is not None,
        notes={queue: list(notes) for queue, notes in forecast.notes.items()},
        parts=_document(forecast.parts),
        totals=_document(forecast.totals),
    )
    session.add(row)
    session.flush()
    rows = [
        {
            "forecast_id": row.id,
            "queue_id": ids[day.key[0]],
            "model": day.key[1],
            "day": day.day,
            "first_interval": day.first_interval,
            "intervals": day.intervals,
            "offered": float(pd.Series(day.values[0]).sum()),
            "packed": day.packed,
        }
        for day in days
    ]
    session.execute(insert(ForecastDayRow), rows)
    _save_scores(session, row.id, forecast.scores)
    _save_adjustments(session, row.id, forecast.adjustments)
    return row.id


def forecast_headers(session: Session) -> tuple[ForecastHeader, ...]:
    """All stored forecasts, newest first."""
    rows = session.scalars(select(ForecastRow).order_by(ForecastRow.id.desc()))
    return tuple(_header(row) for row in rows)


def latest_forecast(session: Session, first: date, last: date, queue: str | None = None) -> ForecastHeader | None:
    """The newest forecast with a day (of ``queue``, where given) from ``first`` to ``last``."""
    query = select(ForecastRow).where(ForecastRow.first_day <= last, ForecastRow.last_day >= first)
    if queue is not None:
        number = queue_ids(session).get(queue, -1)
        days = select(ForecastDayRow.forecast_id).where(
            ForecastDayRow.queue_id == number, ForecastDayRow.day.between(first, last)
        )
        query = query.where(ForecastRow.id.in_(days))
    row = session.scalar(query.order_by(ForecastRow.id.desc()).limit(1))
    return None if row is None else _header(row)


def load_forecast(session: Session, forecast_id: int, queues: Collection[str] | None = None) -> Forecast:
    """A stored forecast, or the part of it that is about some queues.

    Raises:
        DataError: No forecast has this id.
    """
    row = session.get(ForecastRow, forecast_id)
    if row is None:
        raise DataError("no such forecast", value=forecast_id)
    names = {number: name for name, number in queue_ids(session).items()}
    day = ForecastDayRow
    query = select(day.queue_id, day.model, day.first_interval, day.packed).where(day.forecast_id == forecast_id)
    if queues is not None:
        query = query.where(day.queue_id.in_([n for n, name in names.items() if name in queues]))
    found = session.execute(query.order_by(day.queue_id, day.day, day.model))
    rows = (((names[queue], model), start, packed) for queue, model, start, packed in found)
    return Forecast(
        frame=unpack(rows, _KEYS, FORECAST.numbers, row.interval_minutes),
        interval_minutes=row.interval_minutes,
        zone=row.zone,
        made_at=row.made_at,
        scores=_load_scores(session, forecast_id) if row.has_scores else None,
        adjustments=_load_adjustments(session, forecast_id),
        notes={queue: tuple(notes) for queue, notes in row.notes.items()},
        parts=_table(row.parts, "day", queues),
        totals=_table(row.totals, "first_day", queues),
    )


def forecast_days(session: Session, queue: str, first: date, last: date) -> dict[date, float]:
    """Contacts forecast a day of a queue, each day by the newest forecast that has it."""
    day = ForecastDayRow
    number = queue_ids(session).get(queue, -1)
    query = (
        select(day.day, day.forecast_id, func.sum(day.offered))
        .where(day.queue_id == number, day.day.between(first, last))
        .group_by(day.day, day.forecast_id)
        .order_by(day.day, day.forecast_id)
    )
    return {when: total for when, _, total in session.execute(query)}


def _header(row: ForecastRow) -> ForecastHeader:
    return ForecastHeader(
        row.id, row.made_at, row.saved_at, row.author, row.zone, row.interval_minutes, row.first_day, row.last_day
    )


def _save_scores(session: Session, forecast_id: int, scores: pd.DataFrame | None) -> None:
    if scores is None or scores.empty:
        return
    missing = [column for column in ("queue", "model", "wape") if column not in scores.columns]
    if missing:
        raise DataError("the scores lack a column", column=missing[0])
    rows = [
        {
            "forecast_id": forecast_id,
            "position": position,
            "queue": str(record["queue"]),
            "model": str(record["model"]),
            "origin": _day(record.get("origin")),
            **{name: _known(record.get(name)) for name in _SCORE_NUMBERS},
        }
        for position, record in enumerate(scores.to_dict("records"))
    ]
    session.execute(insert(ForecastScoreRow), rows)


def _load_scores(session: Session, forecast_id: int) -> pd.DataFrame:
    columns = [getattr(ForecastScoreRow, name) for name in SCORE_COLUMNS]
    query = select(*columns).where(ForecastScoreRow.forecast_id == forecast_id).order_by(ForecastScoreRow.position)
    frame = pd.DataFrame([tuple(row) for row in session.execute(query)], columns=list(SCORE_COLUMNS))
    return frame.astype({"queue": "str", "model": "str", **dict.fromkeys(_SCORE_NUMBERS, "float64")})


def _save_adjustments(session: Session, forecast_id: int, adjustments: tuple[Adjustment, ...]) -> None:
    rows = [
        {"forecast_id": forecast_id, "position": i, **{key: getattr(a, key) for key in _ADJUSTMENT}}
        for i, a in enumerate(adjustments)
    ]
    if rows:
        session.execute(insert(AdjustmentRow), rows)


def _load_adjustments(session: Session, forecast_id: int) -> tuple[Adjustment, ...]:
    query = select(AdjustmentRow).where(AdjustmentRow.forecast_id == forecast_id).order_by(AdjustmentRow.position)
    return tuple(Adjustment(**{k: getattr(row, k) for k in _ADJUSTMENT}) for row in session.scalars(query))


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _day(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    return pd.Timestamp(value).date()


def _document(frame: pd.DataFrame | None) -> dict[str, list[Any]] | None:
    """A small table as JSON: columns in order (objects keep none), days as text, what is not known as null."""
    if frame is None:
        return None
    values = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
    return {"columns": [str(name) for name in frame.columns], "values": values}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if pd.isna(value) else value


def _table(document: dict[str, list[Any]] | None, day: str, queues: Collection[str] | None) -> pd.DataFrame | None:
    """The table again, or the rows of it that are about some queues."""
    if document is None:
        return None
    columns = dict(zip(document["columns"], document["values"], strict=True))
    frame = pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})
    frame[day] = pd.Series([date.fromisoformat(text) for text in columns[day]], dtype=object)
    numbers = [name for name in frame.columns if name not in {"queue", "by", "special", day}]
    frame = frame.astype(dict.fromkeys(numbers, "float64"))
    return frame if queues is None else frame[frame["queue"].isin(list(queues))].reset_index(drop=True)
