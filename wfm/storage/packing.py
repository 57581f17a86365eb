"""Frames kept compactly: the intervals of one key and one local day become one row with one packed array.

A quarter-hour history of twenty queues and two years is 1.4 million rows; as days it is 15,000, loads in a second
or two and still answers questions about days in SQL.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAST = 1  # zlib level: a quarter larger than the best, several times faster


@dataclass(frozen=True, slots=True)
class PackedDay:
    """The intervals of one key on one local day.

    ``values`` [column, interval] are float64, little-endian, deflated. The first column is never NaN in the frame, so
    NaN there marks an interval without a row.
    """

    key: tuple[str, ...]
    day: date
    first_interval: datetime
    intervals: int
    packed: bytes
    values: NDArray[np.float64]


def pack(
    frame: pd.DataFrame, keys: Sequence[str], numbers: Sequence[str], minutes: int, zone: str
) -> Iterator[PackedDay]:
    """The frame's rows as days, ordered by key and day.

    Args:
        frame: Columns ``keys``, ``interval_start`` (UTC) and ``numbers``; unique on keys and interval_start.
        keys: Text columns.
        numbers: Float columns, the first without NaN.
        minutes: Length of an interval.
        zone: Whose midnight parts the days.

    Raises:
        DataError: Two intervals of a day are not a whole number of interval lengths apart.
    """
    if frame.empty:
        return
    ordered = frame.sort_values([*keys, "interval_start"], kind="stable")
    starts = ordered["interval_start"].to_numpy(dtype="datetime64[us]").astype(np.int64)
    days = _local_days(ordered["interval_start"], zone)
    codes = np.column_stack([pd.factorize(ordered[k])[0] for k in keys])
    changes = (codes[1:] != codes[:-1]).any(axis=1) | (days[1:] != days[:-1])
    bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(ordered)]
    matrix = ordered[list(numbers)].to_numpy(dtype=np.float64)
    texts = [ordered[k].to_numpy(dtype=object) for k in keys]
    step = minutes * 60_000_000
    for first, last in pairwise(bounds):
        slots, rest = np.divmod(starts[first:last] - starts[first], step)
        start = _EPOCH + timedelta(microseconds=int(starts[first]))
        if rest.any():
            raise DataError(f"intervals on {start.date()} are not {minutes} minutes apart", column="interval_start")
        values = np.full((len(numbers), int(slots[-1]) + 1), np.nan)
        values[:, slots] = matrix[first:last].T
        key = tuple(str(text[first]) for text in texts)
        packed = zlib.compress(values.astype("<f8").tobytes(), _FAST)
        day = date(1970, 1, 1) + timedelta(days=int(days[first]))
        yield PackedDay(key, day, start, values.shape[1], packed, values)


def unpack(
    rows: Iterable[tuple[tuple[str, ...], datetime, bytes]],
    keys: Sequence[str],
    numbers: Sequence[str],
    minutes: int,
) -> pd.DataFrame:
    """The frame that :func:`pack` took, from rows of (key, first_interval, packed); sorted as the rows are."""
    names: list[tuple[str, ...]] = []
    counts, starts, blocks = [], [], []
    for key, first, packed in rows:
        values = np.frombuffer(zlib.decompress(packed), dtype="<f8").reshape(len(numbers), -1)
        present = np.flatnonzero(~np.isnan(values[0]))
        begin = (first - _EPOCH) // timedelta(microseconds=1)
        names.append(key)
        counts.append(len(present))
        starts.append(begin + present * (minutes * 60_000_000))
        blocks.append(values[:, present])
    matrix = np.concatenate(blocks, axis=1) if blocks else np.empty((len(numbers), 0))
    instants = np.concatenate(starts) if starts else np.empty(0, dtype=np.int64)
    columns: dict[str, object] = {}
    for place, column in enumerate(keys):
        codes, unique = pd.factorize(np.array([key[place] for key in names], dtype=object))
        columns[column] = pd.array(unique.tolist(), dtype="str").take(np.repeat(codes, counts).astype(np.int64))
    columns["interval_start"] = pd.DatetimeIndex(instants.astype("datetime64[us]")).tz_localize("UTC")
    columns |= {name: matrix[place].astype(np.float64) for place, name in enumerate(numbers)}
    return pd.DataFrame(columns)


def day_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float | None:
    """The weighted mean of the known values of a day, None where nothing is known or weighs anything."""
    known = ~np.isnan(values)
    total = float(weights[known].sum())
    return float((values[known] * weights[known]).sum() / total) if total else None


def day_sum(values: NDArray[np.float64]) -> float | None:
    """The sum of the known values of a day, None where none is known."""
    known = values[~np.isnan(values)]
    return float(known.sum()) if known.size else None


def _local_days(instants: pd.Series, zone: str) -> NDArray[np.int64]:
    local = instants.dt.tz_convert(zone).dt.tz_localize(None)
    days: NDArray[np.int64] = local.to_numpy(dtype="datetime64[us]").astype("datetime64[D]").astype(np.int64)
    return days
