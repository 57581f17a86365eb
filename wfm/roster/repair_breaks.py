"""Compiled: the breaks of a changed shift, each at no published place at a price; those already taken stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import compiled
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.repair_tariff import Published


@compiled
def break_loss(  # noqa: PLR0912 - one loop over breaks and places: parts of it as functions cost a third of the speed
    m: Model, room: Room, s: int, total: NDArray[np.float64], pub: Published, now: int, price: float
) -> float:
    """The least worth of the slots that the breaks of shift ``s`` take, ``price`` for each at no published place.

    Breaks that began before ``now`` stay; the others lie after it. ``room.best`` [break, offset] is the running
    minimum, as in :func:`wfm.roster.values.least_break_worth`. ``-FORBIDDEN`` where the breaks do not fit.
    """
    start, count, spacing, best = m.start[s], m.break_count[s], m.spacing[s], room.best
    place = start
    for b in range(count):
        length, first, last = m.break_length[s, b], m.break_first[s, b], m.break_last[s, b]
        while place < min(now, m.end[s]) and pub.pause[place] == 0:
            place += 1
        if place < min(now, m.end[s]):
            offset = place - start
            if pub.pause[place] != length or offset < first or offset > last:
                return -FORBIDDEN
            first = last = offset
            place += 1
        else:
            first = max(first, now - start)
        best[b, m.break_first[s, b] : m.break_last[s, b] + 1] = -FORBIDDEN
        if first > last:
            return -FORBIDDEN
        least = -FORBIDDEN
        for offset in range(first, m.break_last[s, b] + 1):
            if offset <= last:
                worth = total[start + offset + length] - total[start + offset]
                if pub.pause[start + offset] != length:
                    worth += price
                if b > 0:
                    before = min(offset - spacing - m.break_length[s, b - 1], m.break_last[s, b - 1])
                    worth = worth + best[b - 1, before] if before >= m.break_first[s, b - 1] else -FORBIDDEN
                least = min(least, worth)
            best[b, offset] = least
    while place < min(now, m.end[s]):
        if pub.pause[place] > 0:
            return -FORBIDDEN  # a break already taken that this shift does not have
        place += 1
    if count == 0:
        return 0.0
    return best[count - 1, m.break_last[s, count - 1]]  # type: ignore[no-any-return]


@compiled
def place_changed(
    m: Model, room: Room, s: int, total: NDArray[np.float64], pub: Published, now: int, price: float
) -> None:
    """``room.chosen``: where the breaks of shift ``s`` start, in slots after its start."""
    break_loss(m, room, s, total, pub, now, price)
    count, best = m.break_count[s], room.best
    limit = m.break_last[s, max(count - 1, 0)]
    for b in range(count - 1, -1, -1):
        offset = limit
        while offset > m.break_first[s, b] and best[b, offset - 1] == best[b, limit]:
            offset -= 1
        room.chosen[b] = offset
        if b > 0:
            limit = min(offset - m.spacing[s] - m.break_length[s, b - 1], m.break_last[s, b - 1])
