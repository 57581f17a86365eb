"""What a report is made of: sections of paragraphs, pictures and the tables behind them."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header; the first column names the row, the others are numbers unless ``texts``.

    ``words`` are the columns of texts in a table of numbers: they are aligned to the left.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: bool = False
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An inline SVG with the caption below it and the tables of the numbers that it shows.

    A ``half`` one stands beside another.
    """

    svg: str
    caption: str
    tables: tuple[Table, ...]
    half: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a heading: paragraphs, ``more`` that unfold, the tables in ``first``, pictures, tables.

    ``identity`` is its anchor.
    """

    identity: str
    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    first: tuple[Table, ...] = ()
    more: tuple[str, ...] = ()


def number(value: float | None, form: str = ",.0f") -> str:
    """A number as text, a dash where it is unknown (None or NaN)."""
    return UNKNOWN if value is None or value != value else format(value, form)  # noqa: PLR0124 - NaN
