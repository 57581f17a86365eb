"""What becomes of deferred work under a given capacity: what is done when, what is late, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.staffing.deferred import lumps_of_first_lap, whole_response

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class WorkedOff:
    """Deferred work through a horizon, in agent-intervals.

    Attributes:
        done: Work done in each interval.
        late: Work whose time ran out, undone, at the end of each interval (each piece counted once, when it is due).
        backlog: Work left at the end by the open intervals it may still wait, as ``levelled_work`` takes it; the
            first number holds what is overdue too.
    """

    done: Numbers
    late: Numbers
    backlog: Numbers


def work_off(
    load_erlangs: ArrayLike,
    open_mask: ArrayLike,
    response_intervals: float,
    capacity: ArrayLike,
    backlog: ArrayLike | None = None,
) -> WorkedOff:
    """Deferred work done by earliest deadline, as much in every open interval as the capacity allows.

    Late work is still done, first. Work that arrives after the last open interval joins the backlog.

    Args:
        load_erlangs: Work arriving in each interval, closed ones included, in agent-intervals.
        open_mask: Whether each interval is open.
        response_intervals: The response time in open intervals; rounded down, at least one.
        capacity: Agents for this work in each interval, at full occupancy.
        backlog: Work waiting at the start, as :func:`wfm.staffing.levelled_work` takes it; none by default.
    """
    load, able = np.asarray(load_erlangs, dtype=np.float64), np.asarray(capacity, dtype=np.float64)
    is_open = np.asarray(open_mask, dtype=bool)
    response = whole_response(response_intervals)
    waiting = np.zeros(0) if backlog is None else np.ascontiguousarray(backlog, dtype=np.float64)
    done, late = np.zeros(load.size), np.zeros(load.size)
    if not is_open.any():
        left = np.zeros(max(response + 1, waiting.size))
        left[: waiting.size] = waiting
        left[response - 1] += load.sum()
        return WorkedOff(done, late, left)
    # The horizon does not repeat here: what comes after the last opening stays for the next horizon.
    lump, after = lumps_of_first_lap(load, is_open)
    flow = np.ascontiguousarray(load[is_open])
    done[is_open], late[is_open], left = _work_off(flow, lump, response, np.ascontiguousarray(able[is_open]), waiting)
    left[response - 1] += after
    return WorkedOff(done, late, left)


@compiled
def _work_off(
    flow: Numbers, lump: Numbers, response: int, capacity: Numbers, backlog: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    n = flow.size
    furthest = max(response + 1, backlog.size)
    due = np.zeros(n + furthest)
    due[: backlog.size] = backlog
    done, late = np.zeros(n), np.zeros(n)
    overdue = 0.0
    for i in range(n):
        due[i + response - 1] += lump[i]
        due[i + response] += flow[i]
        left = capacity[i] - min(capacity[i], overdue)
        overdue -= min(capacity[i], overdue)
        for k in range(i, min(i + furthest, due.size)):
            if left <= 0.0:
                break
            part = min(left, due[k])
            due[k] -= part
            left -= part
        done[i] = capacity[i] - left
        late[i] = due[i]
        overdue += due[i]
    remaining = due[n:].copy()
    remaining[0] += overdue
    return done, late, remaining
