"""CSV as people have it: commas, semicolons or tabs; UTF-8 with or without mark, UTF-16, Windows-1252."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv

from wfm.errors import DataError
from wfm.io.tables import CELL_SHOWN, HEADER_SEARCH_ROWS, Grid, encode, normal, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Encoded = tuple[list[tuple[Sequence[str], NDArray[np.int32]]], NDArray[np.int64]]

_DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(rb"\Asep=(.)\r?\n")


def csv_grid(data: bytes, missing_in: Callable[[Sequence[str]], Sequence[str]]) -> Grid:
    """The rows of a CSV file; the separator is the one under which a row is the header that ``missing_in`` looks for.

    Raises:
        DataError: It is not text, or a row has more cells than the header.
    """
    data, notes = _as_utf8(data)
    said = _SEPARATOR_LINE.match(data)  # Excel writes "sep=;" as a first line of its own
    skipped = 1 if said else 0
    data = data[said.end() :] if said else data
    head = data[: 1 << 16].decode("utf-8", errors="ignore")
    delimiter = said[1].decode() if said else _delimiter(head, missing_in)
    preview = _records(head, delimiter, HEADER_SEARCH_ROWS)

    def encoded(header_rows: int, width: int) -> Encoded:
        # Blank lines and a lone carriage return are left to Python's reader, which keeps count of the rows.
        if not _has_odd_lines(data.rstrip()):
            try:
                return _with_arrow(data, delimiter, header_rows, width, skipped)
            except pa.ArrowInvalid:
                pass  # an uneven row: the reader below says which
        return _with_python(data.decode("utf-8"), delimiter, header_rows, width, skipped)

    return Grid(preview, encoded, delimiter, notes)


def _has_odd_lines(data: bytes) -> bool:
    returns = data.count(b"\r")
    lone = returns and returns != data.count(b"\r\n")
    return bool(lone) or data.startswith((b"\n", b"\r\n")) or b"\n\n" in data or b"\n\r\n" in data


def _as_utf8(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16").encode(), ()
        except UnicodeDecodeError:
            raise DataError("the text is damaged UTF-16", remedy="Save it as CSV in UTF-8.") from None
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise DataError("this is not a text file", remedy="Save it as CSV, .xlsx or .parquet.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, ()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        remedy = "Save it as CSV in UTF-8, as .xlsx or as .parquet."
        raise DataError("this is neither text in UTF-8 nor in Windows-1252", remedy=remedy) from None
    return text.encode(), ("the file is not UTF-8 and was read as Windows-1252 (Latin-1): look at the accents",)


def _delimiter(head: str, missing_in: Callable[[Sequence[str]], Sequence[str]]) -> str:
    for delimiter in _DELIMITERS:
        records = _records(head, delimiter, HEADER_SEARCH_ROWS)
        if not all(missing_in([normal(cell) for cell in record]) for record in records):
            return delimiter
    lines = [re.sub(r'"[^"]*"', "", line) for line in head.splitlines()[:HEADER_SEARCH_ROWS]]
    header = next((line for line in lines if any(d in line for d in _DELIMITERS)), "")
    return max(_DELIMITERS, key=lambda d: (header.count(d), -_DELIMITERS.index(d)))


def _records(text: str, delimiter: str, count: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == count:
                break
    except csv.Error:
        pass  # a lone quote: reading all of it says where
    return rows or [[]]


def _with_arrow(data: bytes, delimiter: str, header_rows: int, width: int, skipped: int) -> Encoded:
    names = [f"c{i}" for i in range(width)]
    kind = pa.dictionary(pa.int32(), pa.string())
    table = pyarrow.csv.read_csv(
        pa.BufferReader(data),
        pyarrow.csv.ReadOptions(column_names=names, skip_rows_after_names=header_rows),
        pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in data),
        pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, kind), strings_can_be_null=False),
    )
    columns = []
    for column in table.unify_dictionaries().columns:
        chunk = column.combine_chunks()
        whole = chunk.chunk(0) if isinstance(chunk, pa.ChunkedArray) else chunk
        columns.append((whole.dictionary.to_pylist(), whole.indices.to_numpy(zero_copy_only=False).astype(np.int32)))
    first = header_rows + skipped + 1
    return columns, np.arange(first, first + table.num_rows)


def _with_python(text: str, delimiter: str, header_rows: int, width: int, skipped: int) -> Encoded:
    cells: list[list[str]] = [[] for _ in range(width)]
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    row = skipped
    try:
        for record in reader:
            row += 1
            if row <= header_rows + skipped or not any(cell.strip() for cell in record):
                continue
            _check_width(record, width, row)
            numbers.append(row)
            for i, column in enumerate(cells):
                column.append(record[i])
    except csv.Error as error:
        raise DataError(
            f"cannot be read as CSV: {shortened(str(error), CELL_SHOWN)}", row=row + 1, remedy="Look for a lone quote."
        ) from None
    return [encode(column) for column in cells], np.array(numbers, dtype=np.int64)


def _check_width(record: list[str], width: int, row: int) -> None:
    if len(record) < width or any(cell.strip() for cell in record[width:]):
        raise DataError(
            f"the row has {len(record)} cells and the header {width}",
            row=row,
            remedy="Look for a missing or extra separator, or a lone quote.",
        )
