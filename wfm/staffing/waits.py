"""Percentiles of the wait."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, flat
from wfm.staffing.chat import effective_table
from wfm.staffing.queue_service import interpolated

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


def wait_percentile(
    share: float,
    agents: ArrayLike,
    offered: ArrayLike,
    aht_seconds: ArrayLike,
    *,
    interval_seconds: float,
    patience_seconds: ArrayLike | None = None,
    concurrency: int = 1,
    of: str = "offered",
) -> Numbers:
    """The wait in seconds that ``share`` of the contacts do not exceed; inf where more than the rest wait for ever.

    Args:
        share: Such as 0.9 for the 90th percentile, above 0 and below 1.
        agents: Agents at work, decimals allowed.
        offered: Contacts in each interval.
        aht_seconds: Mean handle time.
        interval_seconds: Length of the intervals.
        patience_seconds: Mean time until a waiting customer hangs up; None or 0 for never.
        concurrency: Chats an agent holds at a time.
        of: ``offered``: the wait of all, ended by an answer or by hanging up; ``virtual``: the wait of a customer of
            endless patience. The same without patience.

    Raises:
        ValueError: ``share`` or ``of`` is out of range.
    """
    if not 0 < share < 1:
        raise ValueError(f"share lies between 0 and 1, not at {share}")
    if of not in {"offered", "virtual"}:
        raise ValueError(f"of is 'offered' or 'virtual', not {of!r}")
    patience = 0.0 if patience_seconds is None else patience_seconds
    aht = np.asarray(aht_seconds, dtype=np.float64)
    load = np.asarray(offered, dtype=np.float64) * aht / interval_seconds
    inputs = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (agents, load, aht, patience)))
    people, loads, units, patients = (flat(v) for v in inputs)
    out = _percentiles(1.0 - share, people, loads, units, patients, effective_table(concurrency), of == "offered")
    return out.reshape(inputs[0].shape)


@compiled
def _percentiles(
    beyond: float,
    agents: Numbers,
    loads: Numbers,
    aht: Numbers,
    patience: Numbers,
    effective: Numbers,
    ends_by_leaving: bool,
) -> Numbers:
    """Doubling until fewer than ``beyond`` wait longer, then halving to the last digit."""
    out = np.zeros(agents.size)
    for i in range(agents.size):
        if not loads[i] > 0.0:
            continue
        pat = patience[i] / aht[i]
        if _still_waiting(0.0, agents[i], loads[i], effective, pat, ends_by_leaving) <= beyond:
            continue
        overload = pat <= 0.0 and agents[i] * effective[-1] <= loads[i]
        if overload or (agents[i] <= 0.0 and not ends_by_leaving):
            out[i] = math.inf
            continue
        low, high = 0.0, 1e-3
        while _still_waiting(high, agents[i], loads[i], effective, pat, ends_by_leaving) > beyond:
            low, high = high, 2.0 * high
        while True:
            middle = (low + high) / 2.0
            if middle in (low, high):
                break
            if _still_waiting(middle, agents[i], loads[i], effective, pat, ends_by_leaving) > beyond:
                low = middle
            else:
                high = middle
        out[i] = high * aht[i]
    return out


@compiled
def _still_waiting(
    time: float, agents: float, load: float, effective: Numbers, patience: float, ends_by_leaving: bool
) -> float:
    beyond = 1.0 - interpolated(agents, load, effective, patience, time)[2]
    if ends_by_leaving and patience > 0.0:
        beyond *= math.exp(-time / patience)
    return beyond
