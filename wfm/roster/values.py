"""Compiled: what a slot, and then each shift with its breaks at their cheapest places, is worth to a skill class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room

FORBIDDEN = -1e300


@compiled
def running_sum(slot_value: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """``out`` [t] = what the slots before t are worth together, so that any span is one subtraction."""
    out[0] = 0.0
    for t in range(slot_value.shape[0]):
        out[t + 1] = out[t] + slot_value[t]


@compiled
def least_break_worth(
    total: NDArray[np.float64],
    start: int,
    count: int,
    length: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    spacing: int,
    best: NDArray[np.float64],
) -> float:
    """The least worth of the slots that a shift's breaks take.

    ``total`` is the running sum of the slots' worth. ``best`` [break, offset] becomes the least worth of the breaks so
    far when this one starts at ``offset`` or before: a running minimum, so the spacing costs nothing to check.
    """
    # Plain arrays rather than the model: passing a large named tuple costs more than the work of this inner loop.
    for b in range(count):
        least = -FORBIDDEN
        for offset in range(first[b], last[b] + 1):
            worth = total[start + offset + length[b]] - total[start + offset]
            if b > 0:
                before = min(offset - spacing - length[b - 1], last[b - 1])
                worth = worth + best[b - 1, before] if before >= first[b - 1] else -FORBIDDEN
            least = min(least, worth)
            best[b, offset] = least
    return best[count - 1, last[count - 1]] if count > 0 else 0.0


@compiled
def place_breaks(m: Model, room: Room, shift: int) -> None:
    """``room.chosen``: where the shift's breaks start, in slots after its start."""
    count, first, last = m.break_count[shift], m.break_first[shift], m.break_last[shift]
    length, spacing, best = m.break_length[shift], m.spacing[shift], room.best
    least_break_worth(room.total, m.start[shift], count, length, first, last, spacing, best)
    limit = last[max(count - 1, 0)]
    for b in range(count - 1, -1, -1):
        # The running minimum was reached where it last fell: the earliest offset with the same value.
        offset = limit
        while offset > first[b] and best[b, offset - 1] == best[b, limit]:
            offset -= 1
        room.chosen[b] = offset
        if b > 0:
            limit = min(offset - spacing - length[b - 1], last[b - 1])


@compiled
def shift_values(m: Model, room: Room, agent: int) -> None:
    """``room.value`` [shift]: the work it does less its cost, with the agent's own value; ``FORBIDDEN`` if not allowed.

    A locked shift's work is counted beforehand, so it is worth nothing more.
    """
    values_between(m, room, agent, 0, m.start.shape[0])


@compiled
def values_between(m: Model, room: Room, agent: int, first: int, end: int) -> None:
    """The same for the shifts from ``first`` to before ``end``."""
    total, best, value, allowed = room.total, room.best, room.value, m.allowed[agent]
    for s in range(first, end):
        if not allowed[s]:
            value[s] = FORBIDDEN
        elif m.locked[s]:
            value[s] = -m.shift_cost[s]
        else:
            lost = least_break_worth(
                total, m.start[s], m.break_count[s], m.break_length[s], m.break_first[s], m.break_last[s],
                m.spacing[s], best,
            )  # fmt: skip
            value[s] = total[m.end[s]] - total[m.start[s]] - lost - m.shift_cost[s]
    if m.own_value.shape[0] > 0:
        for s in range(first, end):
            if allowed[s]:
                value[s] += m.own_value[agent, s]


@compiled
def own_value(m: Model, agent: int, shift: int) -> float:
    """What the agent gains by working the shift, beside the cover."""
    return m.own_value[agent, shift] if m.own_value.shape[0] > 0 else 0.0
