"""parts.csv: what each day of a forecast is made of, read back to tell why a later forecast differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.explain import FACTORS
from wfm.io.interval_frames import lacking
from wfm.io.numbers import read_numbers
from wfm.io.tables import read_table
from wfm.io.times import read_dates

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("queue", "day", "offered", *FACTORS)


def read_parts(path: str | Path) -> pd.DataFrame:
    """The parts of an earlier forecast: queue, day (dates), offered and the factors.

    Raises:
        DataError: The file cannot be used.
    """
    table = read_table(path, lacking(COLUMNS))
    for name in ("queue", "day"):
        table.refuse(table[name].blank, table[name], f"the {name} is blank", "Fill it in.")
    days = read_dates(table, table["day"])
    columns: dict[str, object] = {
        "queue": pd.array(table["queue"].texts(), dtype="str").take(table["queue"].codes),
        "day": pd.Series([days[code] for code in table["day"].codes], dtype=object),
    }
    for name in ("offered", *FACTORS):
        numbers = read_numbers(table, table[name])
        table.refuse(np.isnan(numbers), table[name], "a number is missing", "Fill it in.")
        columns[name] = numbers
    return pd.DataFrame(columns)
