"""events.csv: the special days that people announce (campaigns, school holidays, outages)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from wfm.errors import ConfigError
from wfm.io.people import NO_DAYS, parse_leave
from wfm.io.render import write_frame
from wfm.io.tables import Table, read_table
from wfm.types import SpecialDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

COLUMNS = ("day", "kind", "name", "queues")


def read_events(path: str | Path) -> tuple[SpecialDay, ...]:
    """The special days of a file, sorted.

    Columns: ``day`` (or ``date``), a day such as ``2026-11-27`` or a range ``2026-11-27..2026-11-30``; optional
    ``kind`` (``event`` where blank), ``name`` (the kind where blank) and ``queues``, a list separated by semicolons
    (all where blank).

    Raises:
        DataError: A cell cannot be read.
    """
    table = read_table(path, _missing)
    days = table["day"] if "day" in table else table["date"]
    table.refuse(days.blank, days, "the day is blank", "Write it as 2026-11-27 or 2026-11-27..2026-11-30.")
    spans = []
    for code, text in enumerate(days.texts()):
        try:
            spans.append(parse_leave(text))
        except ConfigError:
            table.refuse(days.codes == code, days, *NO_DAYS)
    found = set()
    for i in range(table.count):
        kind, name, queues = (_text(table, part, i) for part in ("kind", "name", "queues"))
        kind = kind or "event"
        only = tuple(part.strip() for part in queues.split(";") if part.strip())
        for span in spans[days.codes[i]]:
            for offset in range((span.last - span.first).days + 1):
                found.add(SpecialDay(span.first + timedelta(days=offset), kind, name or kind, only))
    return tuple(sorted(found, key=lambda d: (d.day, d.kind, d.name, d.queues)))


def _missing(header: Sequence[str]) -> tuple[str, ...]:
    return () if {"day", "date"} & set(header) else ("day",)


def _text(table: Table, name: str, record: int) -> str:
    return table[name].texts()[table[name].codes[record]] if name in table else ""


def write_events(events: Iterable[SpecialDay], path: str | Path) -> None:
    """Write special days, one row a day; whole or not at all.

    Raises:
        DataError: The file cannot be written.
    """
    rows = [(day.day.isoformat(), day.kind, day.name, ";".join(day.queues)) for day in events]
    write_frame(pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"), path, "UTC")
