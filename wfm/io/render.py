"""Frames as bytes: CSV (gzip or not), Excel, Parquet, by the ending of the path."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.io.files import STANDARD_STREAM, kind_of, write_bytes
from wfm.io.times import written

if TYPE_CHECKING:
    from pathlib import Path

DECIMALS = 6
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that already starts with apostrophes before such a sign gets one more, so that reading takes off exactly one.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def write_frame(frame: pd.DataFrame, path: str | Path, zone: str) -> None:
    """Write a frame whole, or nothing: text guarded, numbers with up to six decimals, instants as local ISO 8601.

    Raises:
        DataError: The file cannot be written.
    """
    kind = "csv" if str(path) == STANDARD_STREAM else kind_of(path)
    if kind == "parquet":
        write_bytes(path, _parquet(frame, zone))
        return
    tidy = pd.DataFrame({name: _column(frame[name], zone) for name in frame.columns})
    write_bytes(path, _sheet(tidy) if kind == "xlsx" else tidy.to_csv(index=False, lineterminator="\n").encode())


def _column(column: pd.Series, zone: str) -> pd.Series:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return pd.Series(written(column.dt.tz_convert("UTC").dt.tz_localize(None), zone), index=column.index)
    if pd.api.types.is_float_dtype(column.dtype):
        rounded = column.round(DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0
        whole = rounded.dropna().mod(1).eq(0).all() and rounded.abs().max() < 2**53
        return rounded.astype("Int64") if whole or rounded.isna().all() else rounded
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    distinct = {text: guarded(str(text)) for text in column.dropna().unique()}
    return column.map(distinct)


def _sheet(frame: pd.DataFrame) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("data")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for i, name in enumerate(frame.columns):
            sheet.write_string(0, i, name, bold)
            values = [None if pd.isna(value) else value for value in frame[name].astype(object)]
            sheet.write_column(1, i, values)
            widest = max((len(str(value)) for value in values[:200] if value is not None), default=0)
            sheet.set_column(i, i, min(max(len(name), widest) + 2, 60))
    return buffer.getvalue()


def _parquet(frame: pd.DataFrame, zone: str) -> bytes:
    instants = [name for name in frame.columns if isinstance(frame[name].dtype, pd.DatetimeTZDtype)]
    frame = frame.assign(**{name: frame[name].dt.tz_convert(zone) for name in instants})
    plain = [name for name in frame.columns if frame[name].dtype == np.dtype(object)]
    frame = frame.assign(**{name: frame[name].map(lambda v: None if v is None else str(v)) for name in plain})
    data: bytes = frame.to_parquet(index=False)
    return data
