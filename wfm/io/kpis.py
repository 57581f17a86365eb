"""kpis.csv: figures of an organisation as measured, before a change or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.io.tables import read_table
from wfm.types.kpi import KpiMeasure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wfm.io.tables import Table

COLUMNS = ("kpi", "value", "count", "deviation")
_NEEDED = COLUMNS[:3]


def read_kpis(path: str | Path) -> tuple[KpiMeasure, ...]:
    """The figures of a file, in its order.

    Columns: ``kpi`` (one of :data:`wfm.types.kpi.KPIS`), ``value``, ``count`` (contacts, answers or days it comes from)
    and, for means, ``deviation`` (the standard deviation).

    Raises:
        DataError: A cell cannot be read, or a row makes no sense.
    """
    table = read_table(path, _missing)
    found: list[KpiMeasure] = []
    for record in range(table.count):
        value, count = _number(table, "value", record), _number(table, "count", record)
        deviation = _number(table, "deviation", record) if "deviation" in table else None
        name = table["kpi"]
        here = np.arange(table.count) == record
        table.refuse(here & (value is None), table["value"], "the value is blank")
        whole = count is not None and count == int(count)
        table.refuse(here & (not whole), table["count"], "this is not a whole number")
        assert value is not None  # noqa: S101 - refused above
        assert count is not None  # noqa: S101
        try:
            found.append(KpiMeasure(name.texts()[name.codes[record]], value, int(count), deviation))
        except ConfigError as error:
            table.refuse(here, name, str(error).rstrip("."))
        twice = found[-1].kpi in {measure.kpi for measure in found[:-1]}
        table.refuse(here & twice, name, "this figure is given twice", "Keep one row for each figure.")
    return tuple(found)


def _missing(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in _NEEDED if name not in header)


def _number(table: Table, name: str, record: int) -> float | None:
    """The number in a cell, which may be negative; None where it is blank."""
    column = table[name]
    text = column.texts()[column.codes[record]]
    if not text:
        return None
    here = np.arange(table.count) == record
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    table.refuse(here & (not np.isfinite(number)), column, "this is not a number", "Write plain numbers such as 0.82.")
    return number
