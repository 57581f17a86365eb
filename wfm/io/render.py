"""Frames as bytes: CSV (gzip or not), Excel, Parquet, by the ending of the path."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from wfm.errors import DataError
from wfm.io.files import STANDARD_STREAM, kind_of, write_bytes
from wfm.io.tables import guarded
from wfm.io.times import written

if TYPE_CHECKING:
    from pathlib import Path

DECIMALS = 6
SHEET_ROWS = 1_048_576  # what a sheet of an Excel workbook can hold, the header included
CELL_CHARACTERS = 32_767


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
    write_bytes(path, _sheet(tidy, str(path)) if kind == "xlsx" else _csv(tidy))


def _column(column: pd.Series, zone: str) -> pd.Series:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return pd.Series(written(column, zone), index=column.index)
    if pd.api.types.is_float_dtype(column.dtype):
        rounded = column.round(DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0
        whole = rounded.dropna().mod(1).eq(0).all() and rounded.abs().max() < 2**53
        return rounded.astype("Int64") if whole or rounded.isna().all() else rounded
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    distinct = {text: guarded(str(text)) for text in column.dropna().unique()}
    return column.map(distinct)


def _csv(frame: pd.DataFrame) -> bytes:
    texts = frame.select_dtypes(["str"])
    if any(texts[name].str.contains("\r", regex=False).any() for name in texts.columns):
        # Neither writer below quotes a lone carriage return, which ends a row for most readers.
        return frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode()
    buffer = io.BytesIO()
    buffer.write((",".join(frame.columns) + "\n").encode())
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
    try:
        pyarrow.csv.write_csv(pa.Table.from_pandas(frame, preserve_index=False), buffer, options)
    except pa.ArrowInvalid:  # a text that needs quotes: pandas quotes that one and no other
        return frame.to_csv(index=False, lineterminator="\n").encode()
    return buffer.getvalue()


def _sheet(frame: pd.DataFrame, file: str) -> bytes:
    import xlsxwriter

    if len(frame) >= SHEET_ROWS:
        remedy = "Write .csv.gz or .parquet."
        raise DataError(f"a sheet holds {SHEET_ROWS - 1:,} rows and these are {len(frame):,}", file=file, remedy=remedy)
    for name in frame.select_dtypes(["str", object]):
        if (frame[name].astype("str").str.len() > CELL_CHARACTERS).any():
            remedy = "Write .csv or .parquet."
            raise DataError("a text is too long for a cell of a sheet", file=file, column=str(name), remedy=remedy)
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
