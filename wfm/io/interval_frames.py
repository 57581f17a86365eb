"""The interval files between stages: forecast.csv, requirement.csv and scores.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.io.numbers import read_numbers
from wfm.io.render import write_frame
from wfm.io.spacing import interval_minutes
from wfm.io.tables import normal, read_table
from wfm.io.times import read_stamps, resolve
from wfm.types import Forecast, History, Requirement
from wfm.types.contacts import FORECAST, HISTORY, REQUIRED_SCORES, SCORE_COLUMNS
from wfm.types.requirement import REQUIREMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wfm.types.frames import FrameContract


def lacking(wanted: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """A function that says which of the wanted columns a header of normal names lacks."""
    return lambda header: tuple(name for name in wanted if normal(name) not in header)


def read_forecast(path: str | Path, *, zone: str | None = None) -> Forecast:
    """A forecast from a file with the columns of forecast.csv.

    Args:
        path: CSV, Excel or Parquet, gzip or not; ``-`` is standard input.
        zone: IANA zone of the site; needed where times bear no UTC offset.

    Raises:
        DataError: The file cannot be used.
        ConfigError: The zone is unknown.
    """
    frame, minutes, where = _read(path, FORECAST, zone)
    return Forecast(frame, minutes, where)


def read_requirement(path: str | Path, *, zone: str | None = None) -> Requirement:
    """A requirement from a file with the columns of requirement.csv; see :func:`read_forecast`."""
    frame, minutes, where = _read(path, REQUIREMENT, zone)
    return Requirement(frame, minutes, where)


def _read(path: str | Path, contract: FrameContract, zone: str | None) -> tuple[pd.DataFrame, int, str]:
    name, when = contract.key
    table = read_table(path, lacking([*contract.key, *contract.numbers, *contract.texts]))
    key, times = table[name], table[when]
    table.refuse(key.blank, key, f"the {name} has no name", "Fill it in.")
    numbers = {}
    for part in contract.numbers:
        numbers[part] = read_numbers(table, table[part])
        if part not in contract.may_be_nan:
            table.refuse(np.isnan(numbers[part]), table[part], "a number is missing", "Fill it in.")
    codes = key.codes.astype(np.int64)
    stamps = read_stamps(table, times, zone)
    resolved = resolve(table, times, stamps, codes)
    again = pd.DataFrame({"code": codes, "instant": resolved.instants}).duplicated().to_numpy()
    table.refuse(again, times, f"the interval of this {name} stands in the file already", "Delete one of the rows.")
    minutes = interval_minutes(table, times, codes, resolved.instants)
    instants = pd.DatetimeIndex(resolved.instants).as_unit("us").tz_localize("UTC")
    texts = {part: pd.array(table[part].texts(), dtype="str").take(table[part].codes) for part in contract.texts}
    names = pd.array(key.texts(), dtype="str").take(key.codes)
    return pd.DataFrame({name: names, when: instants, **numbers, **texts}), minutes, stamps.zone


def write_history(history: History, path: str | Path) -> None:
    """Write a history with wfm's own column names, times local with offset; whole or not at all.

    Raises:
        DataError: The file cannot be written.
    """
    _write(history.frame, HISTORY, path, history.zone)


def write_forecast(forecast: Forecast, path: str | Path) -> None:
    """Write the columns of forecast.csv; see :func:`write_history`."""
    _write(forecast.frame, FORECAST, path, forecast.zone)


def write_requirement(requirement: Requirement, path: str | Path) -> None:
    """Write the columns of requirement.csv; see :func:`write_history`."""
    _write(requirement.frame, REQUIREMENT, path, requirement.zone)


def _write(frame: pd.DataFrame, contract: FrameContract, path: str | Path, zone: str) -> None:
    write_frame(frame[[*contract.key, *contract.numbers, *contract.texts]], path, zone)


def write_scores(scores: pd.DataFrame, path: str | Path) -> None:
    """Write the columns of scores.csv: one row a queue, model and origin (the first local day that was forecast).

    Raises:
        DataError: A column is missing, or the file cannot be written.
    """
    for column in REQUIRED_SCORES:
        if column not in scores.columns:
            raise DataError("scores need this column", column=column)
    origin = scores["origin"].map(lambda day: day.strftime("%Y-%m-%d") if hasattr(day, "strftime") else str(day))
    # Columns that came later stay out where nothing is known of them.
    told = [column for column in SCORE_COLUMNS if column in scores.columns and scores[column].notna().any()]
    columns = [column for column in SCORE_COLUMNS if column in REQUIRED_SCORES or column in told]
    write_frame(scores[columns].assign(origin=origin), path, "UTC")
