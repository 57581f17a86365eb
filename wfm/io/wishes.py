"""wishes.csv: what people would like."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.intervals import WEEKDAYS
from wfm.io.interval_frames import lacking
from wfm.io.tables import read_table
from wfm.types.wishes import WITH_VALUE, Wish

if TYPE_CHECKING:
    from pathlib import Path

    from wfm.io.tables import Table

REQUIRED = ("agent", "wish")


def read_wishes(path: str | Path) -> tuple[Wish, ...]:
    """The wishes of a file, in its order.

    Columns: ``agent``; ``wish`` (off, work, early, late, shorter, longer); ``day`` (2026-11-21, a weekday such as sat,
    or blank for every day); ``value`` (the local time of early and late, 09:30; the hours of shorter and longer, 6);
    ``weight`` (1 where blank); ``reason``.

    Raises:
        DataError: A cell cannot be read; the error names row and column.
    """
    table = read_table(path, lacking(REQUIRED))
    cells = {name: _texts(table, name) for name in ("agent", "wish", "day", "value", "weight", "reason")}
    wishes = []
    for i in range(table.count):
        try:
            wishes.append(_wish({name: texts[i].strip() for name, texts in cells.items()}))
        except ConfigError as error:
            table.fault(i, table["wish"], str(error).rstrip("."))
    return tuple(wishes)


def _wish(cell: dict[str, str]) -> Wish:
    if not cell["agent"]:
        raise ConfigError("the wish has no agent.")
    kind = cell["wish"].lower()
    return Wish(
        agent=cell["agent"],
        kind=kind,  # type: ignore[arg-type]
        day=_day(cell["day"]),
        value=_value(cell["value"]) if kind in WITH_VALUE or cell["value"] else None,
        weight=_weight(cell["weight"]),
        reason=cell["reason"],
    )


def _day(text: str) -> date | int | None:
    if not text:
        return None
    if text.lower()[:3] in WEEKDAYS:
        return WEEKDAYS.index(text.lower()[:3])
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d").date()  # noqa: DTZ007 - a local day, no instant
    except ValueError:
        raise ConfigError(f"cannot read the day {text!r}. Write 2026-11-21, a weekday (sat) or nothing.") from None


def _value(text: str) -> float | None:
    if not text:
        return None
    hours, _, minutes = text.partition(":")
    try:
        return float(hours) + (int(minutes) / 60 if minutes else 0.0)
    except ValueError:
        raise ConfigError(f"cannot read the value {text!r}. Write a time (09:30) or hours (6).") from None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        raise ConfigError(f"cannot read the weight {text!r}. Write a number such as 2.") from None


def _texts(table: Table, name: str) -> list[str]:
    if name not in table:
        return [""] * table.count
    texts = table[name].texts()
    return [texts[code] for code in table[name].codes]
