"""A table of text from any file: CSV (any usual separator and encoding, gzip or not), Excel, Parquet.

Columns are held as distinct texts and, for each record, which of them it is: a history of a million rows has few
distinct times and queues, so each text is parsed once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pyarrow as pa

from wfm.errors import DataError
from wfm.io.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

HEADER_SEARCH_ROWS = 20
CELL_SHOWN = 100
ROW_SHOWN = 400
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def normal(name: str) -> str:
    """A column name as it is compared: lower case, underscores and runs of spaces as one space."""
    return re.sub(r"[_\s]+", " ", name).strip().lower()


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that already starts with apostrophes before such a sign gets one more, so that reading takes off exactly one.
    """
    return f"'{text}" if _FORMULA.match(text) else text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``values`` are its distinct texts, stripped; ``codes`` say for each record which it holds."""

    name: str
    values: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, name: str, dictionary: Sequence[str], codes: NDArray[np.int32]) -> Column:
        """A column from texts that may bear spaces around them or repeat once stripped."""
        stripped = [text.strip() for text in dictionary]
        places = {text: i for i, text in enumerate(dict.fromkeys(stripped))}
        if len(places) == len(stripped):
            return cls(name, tuple(stripped), codes)
        moved = np.array([places[text] for text in stripped], dtype=np.int32)
        return cls(name, tuple(places), moved[codes])

    def texts(self) -> tuple[str, ...]:
        """The distinct texts without the apostrophe that guards a spreadsheet from reading them as formulas."""
        return tuple(text[1:] if _GUARDED.match(text) else text for text in self.values)

    def where(self, bad: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The records whose distinct text is marked in ``bad``."""
        return np.asarray(bad, dtype=bool)[self.codes]

    @property
    def blank(self) -> NDArray[np.bool_]:
        """The records without text."""
        return self.where([not text for text in self.values])


@dataclass(frozen=True)
class Table:
    """Records of text. ``rows`` are their row numbers as a spreadsheet counts them; ``notes`` what was assumed."""

    file: str
    columns: Mapping[str, Column]
    rows: NDArray[np.int64]
    delimiter: str = ","
    notes: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Column:
        return self.columns[normal(name)]

    def __contains__(self, name: str) -> bool:
        return normal(name) in self.columns

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.rows)

    def refuse(self, bad: NDArray[np.bool_], column: Column | None, problem: str, remedy: str = "") -> None:
        """Raise a DataError for the first record marked in ``bad``, with the number of others; nothing if none is."""
        places = np.flatnonzero(bad)
        if len(places):
            first = int(places[0])
            others = len(places) - 1
            more = f", as in {others:,} more row{'s' if others > 1 else ''}" if others else ""
            self.fault(first, column, problem + more, remedy)

    def fault(self, record: int, column: Column | None, problem: str, remedy: str = "") -> NoReturn:
        """Raise a DataError that names the record's row, the column and the text found there."""
        value = None if column is None else shortened(column.values[column.codes[record]], CELL_SHOWN)
        raise DataError(
            problem,
            remedy=remedy,
            file=self.file,
            row=int(self.rows[record]),
            column=column.name if column else None,
            value=value,
        )

    def only(self, keep: NDArray[np.bool_]) -> Table:
        """The records marked in ``keep``."""
        columns = {key: Column(c.name, c.values, c.codes[keep]) for key, c in self.columns.items()}
        return Table(self.file, columns, self.rows[keep], self.delimiter, self.notes)


@dataclass(frozen=True)
class Grid:
    """What a file of any kind holds before its header is known: rows of cells, and a quick way to its columns.

    ``preview`` are the first rows. ``encoded`` turns the rows after ``header_rows`` into (texts, codes) a column and
    their row numbers.
    """

    preview: list[list[str]]
    encoded: Callable[[int, int], tuple[list[tuple[Sequence[str], NDArray[np.int32]]], NDArray[np.int64]]]
    delimiter: str = ","
    notes: tuple[str, ...] = ()


def read_table(
    path: str | Path, missing_in: Callable[[Sequence[str]], Sequence[str]], positional: Sequence[str] = ()
) -> Table:
    """The table in a file.

    Args:
        path: A file, or ``-`` for standard input.
        missing_in: Says which columns a row of normal names lacks to be the header; none makes it one.
        positional: Column names of a file without a header row.

    Raises:
        DataError: The file cannot be read, or its first row is not the header that is needed.
    """
    name = str(path)
    data, kind = read_bytes(path)
    try:
        if kind == "csv":
            from wfm.io.csv_text import csv_grid

            grid = csv_grid(data, missing_in)
        else:
            from wfm.io.sheets import parquet_grid, sheet_grid

            grid = sheet_grid(data, missing_in) if kind == "xlsx" else parquet_grid(data)
        return _table(name, grid, missing_in, positional)
    except DataError as error:
        raise (error if error.file else error.in_file(name)) from None


def _table(
    name: str, grid: Grid, missing_in: Callable[[Sequence[str]], Sequence[str]], positional: Sequence[str]
) -> Table:
    first = grid.preview[0]
    headless = bool(positional) and bool(missing_in([normal(cell) for cell in first]))
    header = list(positional[: len(first)]) if headless else first
    if not headless:
        _check_header(grid.preview, missing_in)
    encoded, rows = grid.encoded(0 if headless else 1, len(header))
    columns: dict[str, Column] = {}
    notes = list(grid.notes)
    for i, (title, (texts, codes)) in enumerate(zip(header, encoded, strict=True)):
        column = Column.of(shortened(title, CELL_SHOWN), texts, codes)
        if column.name:
            columns[normal(title)] = column
        elif not column.blank.all():
            notes.append(f"column {_letter(i)} has no name and was not read")
    table = Table(name, columns, rows, grid.delimiter, tuple(notes))
    filled = np.zeros(len(rows), dtype=bool)
    for column in columns.values():
        filled |= ~column.blank
    if not filled.any():
        remedy = "It needs rows of data below the column names."
        raise DataError("the file holds column names and no data", file=name, remedy=remedy)
    return table if filled.all() else table.only(filled)


def _check_header(preview: list[list[str]], missing_in: Callable[[Sequence[str]], Sequence[str]]) -> None:
    names = [[normal(cell) for cell in row] for row in preview[:HEADER_SEARCH_ROWS]]
    missing = missing_in(names[0])
    if missing:
        _explain_missing(preview, names, missing, missing_in)
    titles = [title for title in names[0] if title]
    for title in titles:
        if titles.count(title) > 1:
            places = " and ".join(_letter(i) for i, other in enumerate(names[0]) if other == title)
            raise DataError(
                f"the column name stands twice (columns {places})", row=1, column=title, remedy="Rename or delete one."
            )


def _explain_missing(
    preview: list[list[str]],
    names: list[list[str]],
    missing: Sequence[str],
    missing_in: Callable[[Sequence[str]], Sequence[str]],
) -> NoReturn:
    for i in range(1, len(names)):
        if not missing_in(names[i]):
            found = _listed(preview[i])
            raise DataError(
                f"row 1 does not hold the column names; row {i + 1} looks like the header: {found}",
                row=1,
                value=_listed(preview[0]) or None,
                remedy=f"Delete the rows above row {i + 1} (titles, merged cells) and try again.",
            )
    for i in range(len(names) - 1):
        width = max(len(names[i]), len(names[i + 1]))
        above, below = (row + [""] * (width - len(row)) for row in names[i : i + 2])
        if not missing_in([low or high for high, low in zip(above, below, strict=True)]):
            raise DataError(
                f"the header is spread over rows {i + 1} and {i + 2}, with merged cells",
                row=i + 1,
                remedy="Unmerge it and write every column name in one row, the first.",
            )
    several = len(missing) > 1
    raise DataError(
        f"the column{'s' if several else ''} {', '.join(missing)} {'are' if several else 'is'} missing",
        row=1,
        remedy=f"The file has: {_listed(preview[0])}. Add or rename the column{'s' if several else ''}.",
    )


def _listed(cells: Sequence[str]) -> str:
    return shortened(", ".join(cell.strip() for cell in cells if cell.strip()), ROW_SHOWN)


def shortened(text: str, length: int) -> str:
    """``text`` on one line and no longer than ``length``, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def encode(texts: Sequence[str] | pa.Array) -> tuple[Sequence[str], NDArray[np.int32]]:
    """Distinct texts and the codes of each, from a list or an arrow array of text."""
    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    encoded = array.fill_null("").dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
