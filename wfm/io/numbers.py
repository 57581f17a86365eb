"""Numbers and lengths of time out of text: decimal commas, thousands, hours:minutes:seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.io.tables import Column, Table

UNKNOWN = frozenset({"", "-", "--", "na", "n/a", "#n/a", "nan", "null", "none"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+(?=\d)")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d*,\d+")
_CLOCK = re.compile(r"(\d+):(\d\d)(?::(\d\d)(?:\.\d+)?)?")


def read_numbers(table: Table, column: Column, unit: float = 1.0) -> NDArray[np.float64]:
    """The numbers of a column; NaN where the cell is blank or says that the number is unknown (``n/a``).

    Args:
        table: The table, which names the row of a fault.
        column: The column.
        unit: What a plain number counts; a length of time such as ``0:05:12`` is seconds whatever the unit.

    Raises:
        DataError: A cell is no number, is negative or infinite, or its comma could mean two things.
    """
    numbers = _quickly(column.values)
    if numbers is None:
        comma = _comma(table, column)
        read = [_number(text, comma) for text in column.values]
        table.refuse(
            column.where([value is None for value in read]),
            column,
            "this is not a number",
            "Write plain numbers such as 12 or 12.5, and leave the cell blank where it is unknown.",
        )
        numbers = np.array(read, dtype=np.float64)
    table.refuse(column.where(np.isinf(numbers)), column, "this is not a finite number", "Correct it.")
    remedy = "Correct it, or leave the row out where nothing was measured."
    table.refuse(column.where(numbers < 0), column, "the number is negative", remedy)
    if unit != 1.0:
        clock = np.array([":" in text for text in column.values])
        numbers = np.where(clock, numbers, numbers * unit)
    return numbers[column.codes]


def _quickly(values: tuple[str, ...]) -> NDArray[np.float64] | None:
    known = pa.array([None if text.lower() in UNKNOWN else text for text in values], pa.string())
    try:
        cast = pyarrow.compute.cast(known, pa.float64())
    except pa.ArrowInvalid:
        return None
    return np.asarray(cast.to_numpy(zero_copy_only=False), dtype=np.float64)


def _comma(table: Table, column: Column) -> str:
    """What a comma means in this column: ``decimal`` or ``thousands``; one column has one meaning.

    ``1,234`` alone can be either. A file separated by commas can hold it only in quotes, as English exports do;
    elsewhere it is refused unless another cell, such as ``12,5``, settles the matter.
    """
    with_comma = [_SPACES.sub("", text) for text in column.values if "," in text]
    decimal = [bool(_DECIMAL_COMMA.fullmatch(text)) for text in with_comma]
    thousands = [bool(_THOUSANDS.fullmatch(text)) for text in with_comma]
    if not with_comma or not all(thousands):
        return "decimal"
    if table.delimiter == "," or not all(decimal):
        return "thousands"
    table.refuse(
        column.where(["," in text for text in column.values]),
        column,
        "the comma could set off decimals or thousands",
        "Write the numbers without thousands separators.",
    )
    return "decimal"


def _number(text: str, comma: str) -> float | None:
    if text.lower() in UNKNOWN:
        return float("nan")
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(part) for part in (clock[1], clock[2], clock[3] or "0"))
        # 05:12 is minutes and seconds, 0:05:12 hours, minutes and seconds: how telephone systems write them.
        total = hours * 3600 + minutes * 60 + seconds if clock[3] else hours * 60 + minutes
        return float(total) if max(minutes, seconds) < 60 else None
    bare = _SPACES.sub("", text)
    if comma == "thousands" and _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif comma == "decimal" and _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    if bare.lower().lstrip("+-") in {"inf", "infinity"}:
        return float("inf")
    return float(bare) if _PLAIN.fullmatch(bare) else None
