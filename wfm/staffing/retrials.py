"""Customers who call again: a fixed point over the loss or abandonment of the queue (Erlang X; extended Erlang B)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.erlang import erlang_b
from wfm.staffing.queue_service import service

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

ROUNDS = 60


def offered_with_retrials(
    agents: ArrayLike,
    offered: ArrayLike,
    aht_seconds: ArrayLike,
    *,
    interval_seconds: float,
    patience_seconds: ArrayLike,
    retry_share: float,
) -> Numbers:
    """Contacts offered when ``retry_share`` of those who hang up call again (Erlang X): x = offered + r P(Ab; x) x.

    The smallest solution, between ``offered`` and ``offered / (1 - retry_share)``. Feed it to
    :func:`wfm.staffing.service` for the service in that state.

    Raises:
        ValueError: ``retry_share`` is not a share of 0 or more and below 1.
    """

    def lost(total: Numbers) -> Numbers:
        kw = {"interval_seconds": interval_seconds, "patience_seconds": patience_seconds}
        return service(agents, total, aht_seconds, **kw).abandonment  # type: ignore[arg-type]

    first = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (agents, offered, aht_seconds)))[1]
    return _fixed_point(first, lost, retry_share)


def load_with_retrials(agents: ArrayLike, load_erlangs: ArrayLike, retry_share: float) -> Numbers:
    """Load offered when ``retry_share`` of the blocked contacts return (extended Erlang B).

    Raises:
        ValueError: ``retry_share`` is not a share of 0 or more and below 1.
    """
    first = np.broadcast_arrays(np.asarray(agents, dtype=float), np.asarray(load_erlangs, dtype=float))[1]
    return _fixed_point(first, lambda total: erlang_b(agents, total), retry_share)


def _fixed_point(first: Numbers, lost: Callable[[Numbers], Numbers], retry_share: float) -> Numbers:
    """Bisection: x - first - r lost(x) x is at most 0 at ``first`` and at least 0 at ``first / (1 - r)``."""
    if not 0 <= retry_share < 1:
        raise ValueError(f"retry_share is a share of 0 or more and below 1, not {retry_share}")
    low, high = np.array(first, dtype=np.float64), first / (1 - retry_share)
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        too_few = middle < first + retry_share * lost(middle) * middle
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    return (low + high) / 2
