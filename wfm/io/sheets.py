"""Excel workbooks and Parquet files as rows of text."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from wfm.errors import DataError
from wfm.io.tables import CELL_SHOWN, HEADER_SEARCH_ROWS, Grid, encode, guarded, normal, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encoded = tuple[list[tuple[Sequence[str], NDArray[np.int32]]], NDArray[np.int64]]


def sheet_grid(data: bytes, missing_in: Callable[[Sequence[str]], Sequence[str]]) -> Grid:
    """The rows of a workbook's sheet: the first whose first row is the header, else the first that is not empty.

    Raises:
        DataError: The workbook cannot be read or is empty.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [page.name for page in book.sheets_metadata if page.typ is python_calamine.SheetTypeEnum.WorkSheet]
        sheets = {name: _rows(book.get_sheet_by_name(name)) for name in pages}
    except python_calamine.PasswordError:
        raise DataError("the workbook is protected by a password", remedy="Save it without one.") from None
    except python_calamine.CalamineError as error:
        why = shortened(str(error), CELL_SHOWN)
        raise DataError(f"the workbook cannot be read: {why}", remedy="Save it again as .xlsx or CSV.") from None
    filled = {name: rows for name, rows in sheets.items() if rows}
    if not filled:
        raise DataError("the workbook is empty", remedy="It needs a row of column names and rows of data.")
    fitting = [name for name, rows in filled.items() if not missing_in([normal(_text(cell)) for cell in rows[0]])]
    chosen = fitting[0] if fitting else next(iter(filled))
    others = [name for name in filled if name != chosen]
    notes = (f"the sheet {chosen!r} was read; not read: {', '.join(others)}",) if others else ()
    rows = filled[chosen]
    preview = [[_text(cell) for cell in row] for row in rows[:HEADER_SEARCH_ROWS]]

    def encoded(header_rows: int, width: int) -> Encoded:
        body = rows[header_rows:]
        numbers = np.arange(header_rows + 1, len(rows) + 1)
        return [encode([_text(row[i]) for row in body]) for i in range(width)], numbers

    return Grid(preview, encoded, "\t", notes)


def _rows(sheet: Any) -> list[list[Any]]:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows if any(cell not in ("", None) for row in rows for cell in row) else []


def _text(cell: Any) -> str:  # noqa: PLR0911 - one return a kind of cell
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        # A sheet keeps times as fractions of a day: 08:15 may come back a microsecond early.
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def parquet_grid(data: bytes) -> Grid:
    """The rows of a Parquet file, as text.

    Raises:
        DataError: The file cannot be read.
    """
    try:
        table = pyarrow.parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(error) from None

    def encoded(_header_rows: int, width: int) -> Encoded:
        try:
            columns = [_arrow_text(table.column(i)) for i in range(width)]
        except (pa.ArrowException, OverflowError, ValueError) as error:
            raise _unreadable(error) from None
        return columns, np.arange(2, table.num_rows + 2)

    return Grid([list(table.column_names)], encoded, "\t")


def _unreadable(error: Exception) -> DataError:
    why = shortened(str(error), CELL_SHOWN)
    return DataError(f"the Parquet file cannot be read: {why}", remedy="Export it again.")


def _arrow_text(column: pa.ChunkedArray) -> tuple[Sequence[str], NDArray[np.int32]]:
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    encoded = plain.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], plain.type).dictionary_encode()
    dictionary = encoded.dictionary
    if pa.types.is_timestamp(dictionary.type):
        texts = [value.isoformat(" ") for value in dictionary.to_pylist()]
    elif pa.types.is_floating(dictionary.type):
        texts = ["" if value != value else repr(value) for value in dictionary.to_pylist()]  # noqa: PLR0124 - NaN
    else:
        # wfm's own Parquet files hold text as it is; the guard that reading takes off is for sheets and CSV.
        texts = ["" if value is None else guarded(str(value)) for value in dictionary.to_pylist()]
    codes = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int32)
    return [*texts, ""], codes
