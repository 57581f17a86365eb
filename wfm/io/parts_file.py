"""parts.csv: what each day of a forecast is made of, read back to tell why a later forecast differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.explain import FACTORS, PARTS, explain_parts
from wfm.io.interval_frames import lacking
from wfm.io.numbers import read_numbers
from wfm.io.render import write_frame
from wfm.io.tables import read_table
from wfm.io.times import read_dates

if TYPE_CHECKING:
    from pathlib import Path

    from wfm.types import Forecast

COLUMNS = ("queue", "day", "offered", *FACTORS)
# What a forecast itself does not hold: it is found again from its intervals and its ledger.
_FOUND_AGAIN = ["offered", "hours", "adjustment"]


def read_parts(path: str | Path) -> pd.DataFrame:
    """The parts of an earlier forecast: queue, day (dates), offered, the factors and, where told, what is special.

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
    if "special" in table:
        columns["special"] = pd.array(table["special"].texts(), dtype="str").take(table["special"].codes)
    return pd.DataFrame(columns)


def write_parts_of(forecast: Forecast, path: str | Path) -> None:
    """Write the parts of every queue and day of a forecast that holds them.

    Raises:
        DataError: It holds none, or the file cannot be written.
    """
    parts = explain_parts(forecast)
    write_frame(parts.assign(day=parts["day"].astype(str))[list(PARTS)], path, forecast.zone)


def read_forecast_parts(path: str | Path) -> pd.DataFrame:
    """Parts as :attr:`wfm.types.Forecast.parts` holds them, from a file of parts."""
    parts = read_parts(path)
    return parts.drop(columns=_FOUND_AGAIN)
