"""Tables of numbers that know how each number reads: as text on a page, as a number in a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from wfm.io.report_parts import Table, number

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
