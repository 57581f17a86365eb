"""Compiled: the prices of changes, and one agent's published tour as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wfm.compiled import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a search may change: anything; no days off; breaks and works alone; a longer target day; a target day off worked.
ANY, HOURS, SAME, EXTEND, CALL_IN = range(5)


class Tariff(NamedTuple):
    """Prices in points, times in slots: nothing before slot ``now`` changes and nobody is called in before ``lead``.

    ``notice`` rises; ``factor`` is one longer: below ``notice[k]`` slots after ``instant`` a change costs
    ``factor[k]`` times as much. ``unit`` is a unit of the roster's objective in points.
    """

    now: int
    instant: float
    lead: int
    moved_slots: float
    notice: NDArray[np.float64]
    factor: NDArray[np.float64]
    break_moved: float
    work_reassigned: float
    moved: float
    overtime: float
    early_leave: float
    given: float
    called_in: float
    unit: float


class Published(NamedTuple):
    """One agent's published tour: ``row``, ``start``, ``end`` [day] (-1: off), ``fixed`` [day] (may not change).

    ``pause`` [slot] is the length of the break that starts there, 0 without; ``work`` [slot] -1 without.
    """

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    fixed: NDArray[np.bool_]
    pause: NDArray[np.int64]
    work: NDArray[np.int8]


@compiled
def notice_factor(tariff: Tariff, slot: int) -> float:
    """How many times as much a change of the day's work that starts at ``slot`` costs."""
    for k in range(tariff.notice.shape[0]):
        if slot - tariff.instant < tariff.notice[k]:
            return float(tariff.factor[k])
    return float(tariff.factor[tariff.notice.shape[0]])


@compiled
def side(tariff: Tariff, slots_more: int) -> float:
    """The price of a start or end that adds ``slots_more`` slots to the shift (below zero: takes away)."""
    if slots_more == 0:
        return 0.0
    if abs(slots_more) <= tariff.moved_slots:
        return tariff.moved
    return tariff.overtime if slots_more > 0 else tariff.early_leave
