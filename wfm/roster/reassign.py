"""Compiled: a better choice of work for those on duty, two agents of a slot at a time.

Best response gives an agent the best work against everyone else. Where two would have to change works together (one
moves from calls to chats because another comes from mails to calls) it is blind, and this is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.respond import cover_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.respond import Plan

TINY = 1e-9
NOBODY = -1


@compiled
def reassign(m: Model, plan: Plan) -> float:
    """Change works, one agent or two of a slot together, until nothing is gained by it. The gain."""
    gain = 0.0
    able = _several_skills(m)
    on_duty = np.empty(plan.tour.shape[0], dtype=np.int64)
    for slot in range(m.required.shape[1]):
        count = 0
        for i in range(plan.tour.shape[0]):
            if able[m.skill[i]] and plan.work[i, slot] >= 0:
                on_duty[count] = i
                count += 1
        for k in range(count):
            gain += _settle(m, plan, on_duty[:count], k, slot)
    return gain


@compiled
def _several_skills(m: Model) -> NDArray[np.bool_]:
    several = np.zeros(m.efficiency.shape[0], dtype=np.bool_)
    for c in range(m.efficiency.shape[0]):
        several[c] = (m.efficiency[c] > 0.0).sum() > 1
    return several


@compiled
def _settle(m: Model, plan: Plan, on_duty: NDArray[np.int64], k: int, slot: int) -> float:
    """The best change of the ``k``-th agent on duty, alone or with one of those after; the gain, 0 where none."""
    best, best_work, best_other, other_work = -TINY, NOBODY, NOBODY, NOBODY
    i = on_duty[k]
    for w in range(m.required.shape[0]):
        if w == plan.work[i, slot] or m.efficiency[m.skill[i], w] <= 0.0:
            continue
        change, old = _move(m, plan, i, slot, w, 0.0)
        if change < best:
            best, best_work, best_other = change, w, NOBODY
        for later in range(k + 1, on_duty.shape[0]):
            j = on_duty[later]
            for v in range(m.required.shape[0]):
                if v != plan.work[j, slot] and m.efficiency[m.skill[j], v] > 0.0:
                    both, back = _move(m, plan, j, slot, v, change)
                    _move(m, plan, j, slot, back, 0.0)
                    if both < best:
                        best, best_work, best_other, other_work = both, w, j, v
        _move(m, plan, i, slot, old, 0.0)
    if best_work == NOBODY:
        return 0.0
    _move(m, plan, i, slot, best_work, 0.0)
    if best_other != NOBODY:
        _move(m, plan, best_other, slot, other_work, 0.0)
    return -best


@compiled
def _cost_of(m: Model, plan: Plan, work: int, slot: int) -> float:
    missing = m.required[work, slot] - plan.cover[work, slot]
    return cover_cost(missing, m.short_width, m.short_price, work, slot, m.over_price)


@compiled
def _move(m: Model, plan: Plan, agent: int, slot: int, work: int, cost: float) -> tuple[float, int]:
    """Give the agent another work in the slot: ``cost`` with what that adds, and the work before."""
    c, old = m.skill[agent], int(plan.work[agent, slot])
    cost += m.away[c, work] - m.away[c, old]
    cost -= _cost_of(m, plan, old, slot) + _cost_of(m, plan, work, slot)
    plan.cover[old, slot] -= m.efficiency[c, old]
    plan.cover[work, slot] += m.efficiency[c, work]
    plan.work[agent, slot] = work
    return cost + _cost_of(m, plan, old, slot) + _cost_of(m, plan, work, slot), old
