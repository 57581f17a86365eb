"""adjustments.csv: what people ask to be changed in a forecast."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

from wfm.errors import ConfigError, DataError
from wfm.intervals import local_instant, zone_of
from wfm.io.people import NO_DAYS, parse_leave
from wfm.io.tables import Table, normal, read_table
from wfm.types.changes import ChangeKind, ForecastChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

REQUIRED = ("queue", "kind", "value", "author", "reason")
_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
# What people also call them.
_ALSO: dict[str, ChangeKind] = {"%": "percent", "absolute": "add"}
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")


def read_adjustments(path: str | Path, *, zone: str, now: datetime) -> tuple[ForecastChange, ...]:
    """The changes of a file, one a row and day, in the order of the file.

    Columns: ``queue``; ``day`` (or ``date``), a day or a range ``2026-11-27..2026-11-30``; ``kind``: percent, add
    (or absolute), total or copy; ``value``: 20 for +20 %, contacts, or for a copy the day copied, such as 2026-11-20;
    ``author``; ``reason``; optional ``from`` and ``to`` (local times such as 09:00; the whole day where blank) and
    ``made_at``.

    Args:
        path: CSV, Excel or Parquet, gzip or not; ``-`` is standard input.
        zone: IANA zone of the site.
        now: When changes were made that do not say.

    Raises:
        DataError: The file cannot be used; names row and column.
    """
    table = read_table(path, _missing)
    where = zone_of(zone)
    return tuple(change for record in range(table.count) for change in _changes(table, record, where, now))


def _missing(header: Sequence[str]) -> tuple[str, ...]:
    lacking = tuple(name for name in REQUIRED if normal(name) not in header)
    return lacking if {"day", "date"} & set(header) else ("day", *lacking)


def _changes(table: Table, record: int, where: ZoneInfo, now: datetime) -> list[ForecastChange]:
    day_column = "day" if "day" in table else "date"
    for name in (day_column, *REQUIRED):
        if not _text(table, name, record):
            table.fault(record, table[name], f"the {name} is blank", "Fill it in.")
    try:
        spans = parse_leave(_text(table, day_column, record))
    except ConfigError:
        table.fault(record, table[day_column], *NO_DAYS)
    kind = _kind(table, record)
    value, copied = _value(table, record, kind)
    begin, end = _minute(table, record, "from", 0), _minute(table, record, "to", 1440)
    if end <= begin:
        table.fault(record, table["to"], "the change ends before it begins", "Write from 09:00 to 12:00.")
    made_at = _made_at(table, record, where, now)
    found = []
    for span in spans:
        for offset in range((span.last - span.first).days + 1):
            day = span.first + timedelta(days=offset)
            start, stop = local_instant(day, begin, where), local_instant(day, end, where)
            text = {name: _text(table, name, record) for name in ("queue", "author", "reason")}
            try:
                found.append(
                    ForecastChange(
                        text["queue"], start, stop, kind, value, text["author"], text["reason"], made_at, copied
                    )
                )
            except DataError as error:
                table.fault(record, table["value"], error.problem, error.remedy)
    return found


def _kind(table: Table, record: int) -> ChangeKind:
    text = _text(table, "kind", record).lower()
    known = {kind: kind for kind in _KINDS} | _ALSO
    if text not in known:
        table.fault(record, table["kind"], "unknown kind of change", f"Known: {', '.join(_KINDS)}.")
    return known[text]


def _value(table: Table, record: int, kind: ChangeKind) -> tuple[float | None, date | None]:
    text = _text(table, "value", record)
    try:
        if kind == "copy":
            return None, date.fromisoformat(text)
        return float(text.removesuffix("%").strip().replace(",", ".")), None
    except ValueError:
        remedy = "Write the day to copy as 2026-11-20." if kind == "copy" else "Write a number such as 20 or -15."
        table.fault(record, table["value"], "this cannot be read", remedy)


def _minute(table: Table, record: int, name: str, blank: int) -> int:
    text = _text(table, name, record) if name in table else ""
    if not text:
        return blank
    match = _CLOCK.match(text)
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minute <= 1440 or (match and int(match[2]) > 59):
        table.fault(record, table[name], "this is not a time of day", "Write it as 09:00.")
    return minute


def _made_at(table: Table, record: int, where: ZoneInfo, now: datetime) -> datetime:
    text = _text(table, "made_at", record) if "made_at" in table else ""
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        table.fault(record, table["made_at"], "this is not a time", "Write it as 2026-11-16T09:00.")
    return (moment if moment.tzinfo else moment.replace(tzinfo=where)).astimezone(UTC)


def _text(table: Table, name: str, record: int) -> str:
    text: str = table[name].texts()[table[name].codes[record]]
    return text
