"""Compiled: what one person could do instead, and what that changes in the whole objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import compiled
from wfm.roster.improve import agent_cost, cover_total, restore
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.respond import cover_cost, put_back, slot_gains, take_out
from wfm.roster.values import FORBIDDEN, running_sum, shift_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.respond import Plan


@compiled
def prize_slots(
    m: Model, room: Room, skill: int, cover: NDArray[np.float64], work: int, first: int, last: int, prize: float
) -> None:
    """Make ``work`` worth ``prize`` more in the slots from ``first`` up to ``last``, and there the only work."""
    share = m.efficiency[skill, work]
    if share <= 0.0:
        return
    for t in range(first, last):
        missing = m.required[work, t] - cover[work, t]
        gain = cover_cost(missing, m.short_width, m.short_price, work, t, m.over_price) - m.away[skill, work]
        gain -= cover_cost(missing - share, m.short_width, m.short_price, work, t, m.over_price)
        room.slot_value[t], room.slot_work[t] = gain + prize, work


@compiled
def best_moves(
    m: Model,
    room: Room,
    plan: Plan,
    agents: NDArray[np.int64],
    work: int,
    first: int,
    last: int,
    prize: float,
    change: NDArray[np.float64],
    tour: NDArray[np.int64],
    there: NDArray[np.bool_],
) -> None:
    """Each agent's best tour beside everybody else as they are; the plan ends as it began.

    Work of kind ``work`` in the slots from ``first`` up to ``last`` is worth ``prize`` more when tours are chosen, not
    when they are counted. ``change`` [k] is what the objective changes by (``-FORBIDDEN`` where no tour is legal),
    ``tour`` [k, day] the tour, ``there`` [k] whether all those slots are spent on the work.
    """
    for k in range(agents.shape[0]):
        i = agents[k]
        rostered = plan.tour[i, 0] > -2
        old, old_break, old_work = plan.tour[i].copy(), plan.break_at[i].copy(), plan.work[i].copy()
        before = cover_total(m, plan.cover)
        if rostered:
            before += agent_cost(m, plan, i)
        take_out(m, plan, i)
        slot_gains(m, room, m.skill[i], plan.cover)
        if prize > 0.0:
            prize_slots(m, room, m.skill[i], plan.cover, work, first, last, prize)
        running_sum(room.slot_value, room.total)
        shift_values(m, room, i)
        change[k], there[k] = -FORBIDDEN, False
        if best_tour(m, room, i) > NOTHING:
            put_back(m, room, plan, i, room.tour)
            change[k] = cover_total(m, plan.cover) + agent_cost(m, plan, i) - before
            tour[k] = room.tour
            there[k] = last > first
            for t in range(first, last):
                there[k] = there[k] and plan.work[i, t] == work
            take_out(m, plan, i)
        restore(m, plan, i, old, old_break, old_work)
