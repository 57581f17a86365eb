"""How long the intervals of a file are, as the spacing of its times shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.io.tables import Column, Table

LENGTHS = (5, 10, 15, 30, 60)
RUN = 24  # so many equal longer steps in a row are intervals of another length, not gaps by chance
_REMEDY = f"wfm reads intervals of {', '.join(map(str, LENGTHS))} minutes, all of one length in a file."


def interval_minutes(table: Table, column: Column, key: NDArray[np.int64], instants: NDArray[np.datetime64]) -> int:
    """The length of the intervals in minutes: the commonest step between distinct times, all queues together.

    A quiet queue may have rows for some intervals only, so no single queue shows the grid.

    Args:
        table: The table.
        column: The column of times, named in an error.
        key: A number for each record's queue or work.
        instants: The UTC start of each record's interval.

    Raises:
        DataError: There are too few times to tell, the length is not one of :data:`LENGTHS`, or lengths are mixed.
    """
    order = np.lexsort((instants, key))
    minute = instants[order].astype("datetime64[us]").astype(np.int64) / 60e6
    inside = np.diff(key[order]) == 0
    steps = np.diff(minute)
    distinct = np.diff(np.unique(minute))
    if not len(distinct):
        remedy = "Give at least two intervals."
        raise DataError(
            "the length of the intervals cannot be told", file=table.file, column=column.name, remedy=remedy
        )
    lengths, counts = np.unique(distinct, return_counts=True)
    length = float(lengths[np.argmax(counts)])
    if length not in LENGTHS:
        shown = f"{length / 1440:g} days" if length >= 1440 else f"{length:g} minutes"
        problem = f"the intervals are {shown} apart"
        raise DataError(problem, file=table.file, column=column.name, remedy=_REMEDY)
    _refuse_off_grid(table, column, minute, order, length)
    _refuse_runs(table, column, np.where(inside, steps, 0), order, length)
    return int(length)


def _refuse_off_grid(
    table: Table, column: Column, minute: NDArray[np.float64], order: NDArray[np.int64], length: float
) -> None:
    phases, counts = np.unique(minute % length, return_counts=True)
    off = np.zeros(len(order), dtype=bool)
    off[order] = minute % length != phases[np.argmax(counts)]
    table.refuse(off, column, f"the time does not lie on the grid of {length:g} minutes that the others share", _REMEDY)


def _refuse_runs(
    table: Table, column: Column, steps: NDArray[np.float64], order: NDArray[np.int64], length: float
) -> None:
    longer = (steps > length) & np.isin(steps, LENGTHS)
    if not longer.any():
        return
    begins = np.flatnonzero(np.diff(np.concatenate(([-1.0], np.where(longer, steps, -1.0)))) != 0)
    ends = np.append(begins[1:], len(steps))
    runs = longer[begins] & (ends - begins >= RUN)
    if runs.any():
        begin = int(begins[runs][0])
        problem = f"intervals of {steps[begin]:g} minutes begin here, others have {length:g}"
        table.fault(int(order[begin]), column, problem, _REMEDY)
