"""Column contracts: what a pandas frame that crosses a stage must look like, and the one check that it does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.errors import DataError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FrameContract:
    """Columns a frame has, the key it is sorted by and unique on, and the numbers that may not be negative.

    ``interval_start`` is a UTC timestamp. Numbers are floats; an unknown number is NaN where ``may_be_nan`` lists
    it and an error elsewhere.
    """

    name: str
    key: tuple[str, ...]
    numbers: tuple[str, ...]
    may_be_nan: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame's contract columns, typed and sorted.

        Raises:
            DataError: A column is missing, a key is repeated or missing, or a number is missing, negative or infinite.
        """
        columns = [*self.key, *self.numbers, *self.texts]
        for column in columns:
            if column not in frame.columns:
                raise DataError(f"a {self.name} needs the column {column}", column=column)
        if "interval_start" in self.key and str(frame["interval_start"].dtype) != "datetime64[us, UTC]":
            frame = frame.assign(interval_start=_as_utc(frame["interval_start"], self.name))
        frame = frame[columns].assign(**{column: self._floats(frame[column]) for column in self.numbers})
        self._refuse_bad_numbers(frame)
        key = list(self.key)
        for column in key:
            if frame[column].isna().any():
                raise DataError(f"a {self.name} has a row without its key", column=column)
        repeated = frame.duplicated(key)
        if repeated.any():
            first = frame.loc[repeated, key].iloc[0].tolist()
            raise DataError(f"a {self.name} holds {' and '.join(key)} once each", value=[str(v) for v in first])
        return frame.sort_values(key, kind="stable", ignore_index=True)

    def _floats(self, column: pd.Series) -> pd.Series:
        try:
            return column.astype("float64")
        except (TypeError, ValueError):
            raise DataError(f"a {self.name} holds numbers", column=str(column.name), value=str(column.dtype)) from None

    def _refuse_bad_numbers(self, frame: pd.DataFrame) -> None:
        for column in self.numbers:
            if (frame[column] < 0).any():
                raise DataError("a negative number", column=column, value=float(frame[column].min()))
            if (frame[column] == math.inf).any():
                raise DataError("an infinite number", column=column)
            if column not in self.may_be_nan and frame[column].isna().any():
                raise DataError("a number is missing", column=column)


def _as_utc(column: pd.Series, name: str) -> pd.Series:
    import pandas as pd

    if not isinstance(column.dtype, pd.DatetimeTZDtype):
        raise DataError(f"a {name} holds instants with an offset", column="interval_start", value=str(column.dtype))
    utc: pd.Series = column.dt.tz_convert("UTC").astype("datetime64[us, UTC]")
    return utc
