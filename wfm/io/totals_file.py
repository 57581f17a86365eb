"""totals.csv: the days and weeks of a forecast with bands of their own, written and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.io.interval_frames import lacking
from wfm.io.numbers import read_numbers
from wfm.io.render import write_frame
from wfm.io.tables import read_table
from wfm.io.times import read_dates
from wfm.types.contacts import TOTALS

if TYPE_CHECKING:
    from pathlib import Path

    from wfm.types import Forecast

PERIODS = ("day", "week")


def write_totals(forecast: Forecast, path: str | Path) -> None:
    """Write the days and the weeks (from Monday) of a forecast with their quantiles.

    Raises:
        DataError: The forecast was read without them, or the file cannot be written.
    """
    if forecast.totals is None:
        raise DataError("this forecast holds no days and weeks", remedy="They are made with wfm forecast --totals.")
    table = forecast.totals[list(TOTALS)]
    write_frame(table.assign(first_day=table["first_day"].astype(str)), path, forecast.zone)


def read_totals(path: str | Path) -> pd.DataFrame:
    """Days and weeks as :attr:`wfm.types.Forecast.totals` holds them.

    Raises:
        DataError: The file cannot be used.
    """
    table = read_table(path, lacking(TOTALS))
    for name in ("queue", "by", "first_day"):
        table.refuse(table[name].blank, table[name], f"the {name} is blank", "Fill it in.")
    by = table["by"]
    table.refuse(
        by.where([text not in PERIODS for text in by.texts()]), by, "neither day nor week", "Write one of them."
    )
    days = read_dates(table, table["first_day"])
    columns: dict[str, object] = {
        name: pd.array(table[name].texts(), dtype="str").take(table[name].codes) for name in ("queue", "by")
    }
    columns["first_day"] = pd.Series([days[code] for code in table["first_day"].codes], dtype=object)
    for name in TOTALS[3:]:
        numbers = read_numbers(table, table[name])
        table.refuse(np.isnan(numbers), table[name], "a number is missing", "Fill it in.")
        columns[name] = numbers
    return pd.DataFrame(columns)
