"""What each row of a pool changes against the present plan: cover, agents on duty, and the agent's own cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from wfm.compiled import compiled
from wfm.roster.improve import agent_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.respond import Plan


def cover_changes(m: Model, plan: Plan, pool: Pool, rows: NDArray[np.bool_]) -> csr_array:
    """[work x slot, row of the pool]: how the cover changes when the agent takes the row's tour; only for ``rows``."""
    slots = m.required.shape[1]
    new, old = pool.work[:, :slots].astype(np.int64), plan.work[pool.agent, :slots].astype(np.int64)
    row, slot = np.nonzero((new != old) & rows[:, None])
    skill = m.skill[pool.agent[row]]
    values, places, columns = [], [], []
    for work, sign in ((new[row, slot], 1.0), (old[row, slot], -1.0)):
        at = work >= 0
        values.append(sign * m.efficiency[skill[at], work[at]])
        places.append(work[at] * slots + slot[at])
        columns.append(row[at])
    entries = (np.concatenate(values), (np.concatenate(places), np.concatenate(columns)))
    return csr_array(coo_array(entries, shape=(m.required.size, len(pool.agent))))


def duty_changes(m: Model, plan: Plan, pool: Pool, rows: NDArray[np.bool_]) -> csr_array:
    """[class x slot, row of the pool]: whether there is one more or one less of the agent's class on duty."""
    slots = m.required.shape[1]
    change = (pool.work[:, :slots] >= 0).astype(np.int64) - (plan.work[pool.agent, :slots] >= 0)
    row, slot = np.nonzero(change * rows[:, None])
    places = m.skill[pool.agent[row]] * slots + slot
    entries = (change[row, slot].astype(np.float64), (places, row))
    return csr_array(coo_array(entries, shape=(len(m.efficiency) * slots, len(pool.agent))))


def reach(changes: csr_array, whose: NDArray[np.int64], agents: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The most that each row of ``changes`` can rise and fall, since an agent takes one tour."""
    entries = coo_array(changes)
    key = entries.coords[0].astype(np.int64) * max(agents, 1) + whose[entries.coords[1]]
    pairs, of = np.unique(key, return_inverse=True)
    up, down = np.zeros(len(pairs)), np.zeros(len(pairs))
    np.maximum.at(up, of, entries.data)
    np.maximum.at(down, of, -entries.data)
    rise, fall = np.zeros(changes.shape[0]), np.zeros(changes.shape[0])
    np.add.at(rise, pairs // max(agents, 1), up)
    np.add.at(fall, pairs // max(agents, 1), down)
    return rise, fall


@compiled
def own_changes(
    m: Model,
    plan: Plan,
    is_free: NDArray[np.bool_],
    agent: NDArray[np.int64],
    tour: NDArray[np.int64],
    work: NDArray[np.int8],
    out: NDArray[np.float64],
) -> None:
    """``out`` [row]: the change of the agent's own cost with the row's tour, without works' where they are free."""
    for k in range(agent.shape[0]):
        i = agent[k]
        old_tour, old_work = plan.tour[i].copy(), plan.work[i].copy()
        out[k] = -_cost(m, plan, i, is_free[k])
        plan.tour[i], plan.work[i] = tour[k], work[k]
        out[k] += _cost(m, plan, i, is_free[k])
        plan.tour[i], plan.work[i] = old_tour, old_work


@compiled
def _cost(m: Model, plan: Plan, agent: int, is_free: bool) -> float:
    cost = agent_cost(m, plan, agent)
    if is_free:
        for t in range(m.required.shape[1]):
            if plan.work[agent, t] >= 0:
                cost -= m.away[m.skill[agent], plan.work[agent, t]]
    return cost
