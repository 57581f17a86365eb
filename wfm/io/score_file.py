"""scores.csv, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.io.interval_frames import lacking
from wfm.io.tables import read_table
from wfm.io.times import read_dates
from wfm.types.contacts import REQUIRED_SCORES, SCORE_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wfm.io.tables import Column, Table

_TEXTS = ("queue", "model")


def read_scores(path: str | Path) -> pd.DataFrame:
    """The scores in a file with the columns of scores.csv; an unknown score is NaN, an unknown origin None.

    Raises:
        DataError: The file cannot be used.
    """
    table = read_table(path, lacking(REQUIRED_SCORES))
    columns: dict[str, object] = {
        name: pd.array(table[name].texts(), dtype="str").take(table[name].codes) for name in _TEXTS
    }
    days = read_dates(table, table["origin"])
    columns["origin"] = pd.Series([days[code] for code in table["origin"].codes], dtype=object)
    for name in SCORE_COLUMNS:
        if name not in columns:
            held = name in REQUIRED_SCORES or name in table
            columns[name] = _signed(table, table[name]) if held else np.full(len(table["queue"].codes), np.nan)
    return pd.DataFrame({name: columns[name] for name in SCORE_COLUMNS})


def _signed(table: Table, column: Column) -> NDArray[np.float64]:
    """Numbers that may be negative, as a bias is; blank cells are NaN."""
    parsed = pd.to_numeric(pd.Series(column.values, dtype="str").replace("", None), errors="coerce")
    numbers = parsed.to_numpy(dtype=np.float64)
    unreadable = np.isnan(numbers) & np.array([bool(text) for text in column.values], dtype=bool)
    table.refuse(column.where(unreadable), column, "this is not a number", "Write plain numbers such as -0.02.")
    return numbers[column.codes]
