"""Times out of text: ISO 8601 with or without offset, and the forms that exports use, at both clock changes.

A time without an offset is local to the zone. What the spring change skips does not exist; what the autumn change
repeats exists twice, in the order of the rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.intervals import zone_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.io.tables import Column, Table

_CLOCK = r"(?:[T ]+(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::(?P<second>\d\d)(?:[.,]0+)?)?\s*(?P<half>[ap]\.?m\.?)?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_COMPACT = re.compile(rf"(?P<year>\d{{4}})(?P<a>\d\d)(?P<b>\d\d){_CLOCK}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d\d){_CLOCK}", re.I)
_WRITE = "Write times as 2026-11-16 08:15 or, with an offset, 2026-11-16T08:15:00+01:00."


@dataclass(frozen=True)
class Stamps:
    """The times of a column, one entry a distinct text; ``codes`` say for each record which it is.

    ``first`` and ``second`` are UTC and differ only where ``repeated`` by the autumn change. ``skipped`` marks local
    times that do not exist. ``local`` are the wall-clock times as written. ``notes`` say what was assumed.
    """

    first: NDArray[np.datetime64]
    second: NDArray[np.datetime64]
    repeated: NDArray[np.bool_]
    skipped: NDArray[np.bool_]
    local: list[datetime]
    codes: NDArray[np.int32]
    zone: str
    notes: tuple[str, ...]


def read_stamps(table: Table, column: Column, zone: str | None) -> Stamps:
    """The times of a column.

    Raises:
        DataError: A time cannot be read, some bear an offset and others do not, or none does and no zone is given.
        ConfigError: The zone is unknown.
    """
    if zone is not None:
        zone_of(zone)
    read, notes = _datetimes(table, column)
    aware = np.array([moment.tzinfo is not None for moment in read])
    if aware.any() and not aware.all():
        few = aware if aware.sum() * 2 <= len(aware) else ~aware
        with_or_without = "bears a UTC offset and others do not" if few is aware else "bears no UTC offset, others do"
        table.refuse(column.where(few), column, f"the time {with_or_without}", "Write all of them the same way.")
    local = [moment.replace(tzinfo=None) for moment in read]
    if aware.all():
        instants = _array([moment.astimezone(UTC).replace(tzinfo=None) for moment in read])
        none = np.zeros(len(read), dtype=bool)
        if zone is None:
            notes += (
                "no time zone was given: days and weeks begin at midnight UTC; give the site's own with --zone, as in "
                "--zone Europe/Paris",
            )
        return Stamps(instants, instants, none, none, local, column.codes, zone or "UTC", notes)
    if zone is None:
        remedy = "Give the zone, such as --zone Europe/Paris, or export times with UTC offsets."
        table.refuse(~column.blank, column, "times without a UTC offset need a time zone", remedy)
    return _local_stamps(local, column.codes, str(zone), notes)


def _local_stamps(local: list[datetime], codes: NDArray[np.int32], zone: str, notes: tuple[str, ...]) -> Stamps:
    wall = pd.DatetimeIndex(_array(local))

    def instants(first: bool) -> NDArray[np.datetime64]:
        # pandas takes True for the first of two occurrences.
        moved = wall.tz_localize(zone_of(zone), ambiguous=np.full(len(wall), first), nonexistent="NaT")
        return moved.tz_convert("UTC").tz_localize(None).as_unit("us").to_numpy()

    first, second = instants(True), instants(False)
    skipped = np.isnat(first)
    return Stamps(first, second, ~skipped & (first != second), skipped, local, codes, zone, notes)


def _array(moments: list[datetime]) -> NDArray[np.datetime64]:
    return np.array(moments, dtype="datetime64[us]")


def _datetimes(table: Table, column: Column) -> tuple[list[datetime], tuple[str, ...]]:
    read = [_iso(text) for text in column.values]
    odd = [i for i, moment in enumerate(read) if moment is None]
    notes: tuple[str, ...] = ()
    if odd:
        order = _day_order(table, column, odd)
        for i in odd:
            read[i] = _written(column.values[i], day_first=order != "month first")
        notes = (f"dates such as {column.values[odd[0]]} were read {order}",) if order else ()
    bad = [moment is None or not 1970 <= moment.year < 2200 for moment in read]
    table.refuse(column.where(bad), column, "this is not a time that can be read", _WRITE)
    return [moment for moment in read if moment is not None], notes


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        match = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
        return _built(match, int(match["a"]), int(match["b"])) if match else None


def _day_order(table: Table, column: Column, odd: list[int]) -> str:
    """Whether dates such as 5/11/2026 put the day or the month first, as the whole column shows."""
    found = {i: match for i in odd if (match := _YEAR_LAST.fullmatch(column.values[i]))}
    if not found:
        return ""
    if any(int(match["a"]) > 12 for match in found.values()) or all(match["mark"] == "." for match in found.values()):
        return "day first"
    if any(int(match["b"]) > 12 for match in found.values()):
        return "month first"
    unclear = np.zeros(len(column.values), dtype=bool)
    unclear[list(found)] = True
    table.refuse(column.where(unclear), column, "the date could put the day or the month first", _WRITE)
    return ""


def _written(text: str, day_first: bool) -> datetime | None:
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    a, b = int(match["a"]), int(match["b"])
    return _built(match, b, a) if day_first else _built(match, a, b)


def _built(match: re.Match[str], month: int, day: int) -> datetime | None:
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local to the zone of the file
    except ValueError:
        return None


@dataclass(frozen=True)
class Resolved:
    """The UTC instant of each record; ``keep`` is False for records in a skipped hour that held nothing."""

    instants: NDArray[np.datetime64]
    keep: NDArray[np.bool_]
    notes: tuple[str, ...]


def resolve(
    table: Table, column: Column, stamps: Stamps, key: NDArray[np.int64], empty: NDArray[np.bool_] | None = None
) -> Resolved:
    """Instants of records that hold one interval of ``key`` each.

    Args:
        table: The table.
        column: The column of times.
        stamps: What :func:`read_stamps` made of it.
        key: A number for each record's queue or work.
        empty: Records that hold no contacts, which may be dropped where their time does not exist.

    Raises:
        DataError: A time does not exist and the record holds something.
    """
    skipped = stamps.skipped[stamps.codes]
    notes = list(stamps.notes)
    if skipped.any():
        filled = skipped if empty is None else skipped & ~empty
        first = int(np.flatnonzero(filled if filled.any() else skipped)[0])
        local = stamps.local[stamps.codes[first]]
        gone = f"{local:%H:%M} does not exist in {stamps.zone} on {local:%Y-%m-%d}: clocks went forward"
        table.refuse(filled, column, gone, "Export with UTC offsets.")
        notes.append(f"{gone}; rows without contacts in the hour that was skipped were dropped ({skipped.sum()})")
    instants = stamps.first[stamps.codes]
    twice = np.flatnonzero(stamps.repeated[stamps.codes])
    if len(twice):
        pairs = pd.DataFrame({"key": key[twice], "code": stamps.codes[twice]})
        again = pairs.groupby(["key", "code"]).cumcount().to_numpy() == 1
        instants[twice[again]] = stamps.second[stamps.codes[twice[again]]]
        once = ~pairs.duplicated(keep=False)
        if once.any():
            example = stamps.local[int(pairs.loc[once, "code"].iloc[0])]
            notes.append(
                f"{example:%Y-%m-%d %H:%M} and other times of the hour that the autumn change repeats stand once in "
                "the file: they were read as the first occurrence, summer time"
            )
    return Resolved(instants, ~skipped, tuple(notes))


def read_dates(table: Table, column: Column) -> list[date | None]:
    """The local dates of a column, one a distinct text; None where it is blank.

    Raises:
        DataError: A date cannot be read.
    """
    filled = [text for text in column.values if text]
    read = {text: day for text in filled if (day := _date(text))}
    bad = [bool(text) and text not in read for text in column.values]
    table.refuse(column.where(bad), column, "this is not a date that can be read", "Write it as 2026-11-16.")
    return [read.get(text) for text in column.values]


def _date(text: str) -> date | None:
    moment = _iso(text) or (_written(text, day_first=True) if "." in text else None)
    midnight = moment is not None and not moment.hour and not moment.minute and not moment.second
    return moment.date() if moment is not None and midnight else None


def joined(table: Table, day: Column, clock: Column) -> Column:
    """A date column and a time-of-day column (``08:15``, ``0815``, ``8``) as one column of local times."""
    pairs = day.codes.astype(np.int64) * len(clock.values) + clock.codes
    distinct, codes = np.unique(pairs, return_inverse=True)
    texts = [
        f"{day.values[pair // len(clock.values)]} {_clock(clock.values[pair % len(clock.values)])}" for pair in distinct
    ]
    return type(day).of(f"{day.name} {clock.name}", texts, codes.astype(np.int32))


def _clock(text: str) -> str:
    if re.fullmatch(r"\d{1,2}", text):
        return f"{int(text):02d}:00"
    return f"{text[:-2]:0>2}:{text[-2:]}" if re.fullmatch(r"\d{3,4}", text) else text


def written(instants: pd.Series, zone: str) -> pd.api.extensions.ExtensionArray:
    """ISO 8601 texts of instants with the offset of ``zone``, such as ``2026-10-25T02:30:00+01:00``."""
    codes, distinct = pd.factorize(instants)
    local = pd.DatetimeIndex(distinct).tz_convert(zone_of(zone))
    return pd.array([moment.isoformat() for moment in local.to_pydatetime()], dtype="str").take(codes)
