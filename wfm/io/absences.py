"""Who cannot come: absences as planners write them, on the command line or in a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from wfm.errors import DataError
from wfm.intervals import local_instant, zone_of
from wfm.io.interval_frames import lacking
from wfm.io.tables import read_table
from wfm.types import Absence

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from wfm.io.tables import Table

Kind = Literal["sick", "leave"]
REQUIRED = ("agent", "from")
HOW = "Write AGENT, AGENT:2026-11-16, AGENT:2026-11-16..2026-11-18 or AGENT:2026-11-16T10:30."


def parse_absences(text: str, zone: str, today: date, kind: Kind = "sick") -> tuple[Absence, ...]:
    """Absences as ``A001:2026-11-16..2026-11-18``, several separated by commas.

    A day is the whole local day; a time of day lasts until the end of its day unless an end follows; an agent alone is
    away ``today``; a date alone, after a comma, is of the agent before it.

    Raises:
        DataError: A part cannot be read.
    """
    found: list[Absence] = []
    agent = ""
    for part in (p.strip() for p in text.split(",")):
        name, _, when = part.partition(":")
        if not when and agent and _is_time(name.partition("..")[0]):
            name, when = agent, name
        if not name:
            raise DataError("an absence names an agent", column="absent", value=text, remedy=HOW)
        agent = name
        try:
            start, end = span(when, zone, today)
        except ValueError:
            raise DataError("cannot read an absence", column="absent", value=part, remedy=HOW) from None
        found.append(Absence(agent, start, end, kind))
    return tuple(found)


def read_absences(path: str | Path, zone: str) -> tuple[Absence, ...]:
    """Absences from a file with the columns ``agent``, ``from`` and, if wanted, ``to`` and ``kind`` (sick or leave).

    Days and times are as in :func:`parse_absences`.

    Raises:
        DataError: A cell cannot be read; the error names row and column.
    """
    table = read_table(path, lacking(REQUIRED))
    for name in REQUIRED:
        table.refuse(table[name].blank, table[name], "the cell is blank", f"Fill in {name!r}.")
    found = []
    for i in range(table.count):
        first, last = _text(table, "from", i), _text(table, "to", i)
        try:
            start, end = span(f"{first}..{last}" if last else first, zone, date.min)
        except ValueError:
            column = table["to" if last and _is_time(first) else "from"]
            table.fault(i, column, "this is no day or time", "Write it as 2026-11-16 or 2026-11-16T10:30.")
        kind = _text(table, "kind", i).lower() or "sick"
        if end <= start:
            table.fault(i, table["to"], "the absence ends before it begins")
        if kind == "sick":
            found.append(Absence(_text(table, "agent", i), start, end, "sick"))
        elif kind == "leave":
            found.append(Absence(_text(table, "agent", i), start, end, "leave"))
        else:
            table.fault(i, table["kind"], "this is no kind of absence", "Write sick or leave.")
    return tuple(found)


def span(text: str, zone: str, today: date) -> tuple[datetime, datetime]:
    """Start and end (UTC) of ``2026-11-16``, ``2026-11-16T10:30`` or two of them with ``..`` between; blank: today.

    Raises:
        ValueError: It is none of these.
    """
    first, dots, last = text.partition("..")
    where = zone_of(zone)
    start = _moment(first, where, today)
    if dots and not last:
        raise ValueError(text)
    end_text = last or first
    if end_text and not _is_day(end_text) and last:
        return start, _moment(last, where, today)
    day = date.fromisoformat(end_text) if _is_day(end_text) else start.astimezone(where).date()
    return start, local_instant(day + timedelta(days=1), 0, where)


def _moment(text: str, zone: ZoneInfo, today: date) -> datetime:
    if not text or _is_day(text):
        return local_instant(date.fromisoformat(text) if text else today, 0, zone)
    return instant(text, zone)


def instant(text: str, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of an ISO time, local to ``zone`` where it bears no offset.

    Raises:
        ValueError: It is no such time.
    """
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo is not None else read.replace(tzinfo=zone)).astimezone(UTC)


def _is_day(text: str) -> bool:
    return len(text) == len("2026-11-16")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(table: Table, name: str, record: int) -> str:
    return table[name].texts()[table[name].codes[record]] if name in table else ""
