"""Tables of numbers that know how each number reads: as text on a page, as a number in a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wfm.io.report_parts import Table, number

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = str | float | int | None
TEXT = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """Values under a header; the first column names the row.

    ``forms`` are format specifications as of ``format(value, form)``, one a column (the first included), or with
    ``by_row`` one a row; :data:`TEXT` where the values are texts. None is an unknown value. ``sheet`` names the page of
    a workbook; ``wordy`` tables are mostly texts, which are aligned to the left.
    """

    sheet: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    forms: tuple[str, ...]
    by_row: bool = False
    wordy: bool = False

    def form(self, row: int, column: int) -> str:
        """The format of a value; the names of rows are texts where ``by_row``."""
        if self.by_row:
            return TEXT if column == 0 else self.forms[row]
        return self.forms[column]

    def text(self) -> Table:
        """The table as people read it, an unknown value as a dash."""
        rows = tuple(
            tuple(_text(value, self.form(i, j)) for j, value in enumerate(row)) for i, row in enumerate(self.rows)
        )
        words = () if self.by_row else tuple(i for i, form in enumerate(self.forms) if form == TEXT)
        return Table(self.caption, self.header, rows, self.wordy, words)


def _text(value: Value, form: str) -> str:
    return value if isinstance(value, str) else number(value, form)


def stacked(tables: Sequence[tuple[str, DataTable]]) -> list[DataTable]:
    """Tables of one shape below each other, each row with the name of its table before it; none where there are none.

    Args:
        tables: Name and table, all with the same header.
    """
    if not tables:
        return []
    first = tables[0][1]
    rows = tuple((name, *row) for name, table in tables for row in table.rows)
    # Where a row has a format, it stays the row's: its two names are texts in any format.
    forms = tuple(form for _, table in tables for form in table.forms) if first.by_row else (TEXT, *first.forms)
    return [replace(first, header=("model", *first.header), rows=rows, forms=forms)]
