"""The integer program that chooses one tour of a pool for each agent.

Only what changes against the present plan enters: a column is a tour's difference in cover and own cost, a row a (work,
slot) in which some column differs, and keeping every tour is the solution with which the solver starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, csr_matrix

from wfm.compiled import compiled
from wfm.roster.improve import agent_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.respond import Plan

PARTS = 10_000.0  # of an agent
TINY = 1e-9


@dataclass(frozen=True)
class Program:
    """Least ``cost`` @ x with ``low`` <= ``matrix`` @ x <= ``high`` and 0 <= x <= ``most``.

    Every number but the costs is whole. The first ``choices`` variables are a row of the pool each, the others cover
    bought. ``start`` is the solution that keeps every tour.
    """

    choices: int
    cost: NDArray[np.float64]
    most: NDArray[np.float64]
    matrix: csr_matrix
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    start: NDArray[np.float64]


def program_for(m: Model, plan: Plan, pool: Pool) -> Program:
    """The choice among the rows of ``pool``, all else as in ``plan``."""
    cover = cover_changes(m, plan, pool)
    places = np.flatnonzero(np.diff(cover.indptr))
    cover = cover[places]
    work, slot = np.divmod(places, m.required.shape[1])
    agents, whose = np.unique(pool.agent, return_inverse=True)
    missing = m.required[work, slot] - plan.cover[work, slot]
    rise, fall = _reach(cover, whose, len(agents))

    # Steps of the shortfall that can be partly bought, and those bought whatever is chosen.
    width = m.short_width[work, slot]
    begin = np.cumsum(width, axis=1) - width
    width[:, -1] = np.inf
    end = begin + width
    bought = end <= (missing - rise)[:, None]
    open_step = (width > 0) & ~bought & (begin < (missing + fall)[:, None])
    missing = missing - np.where(bought, width, 0.0).sum(axis=1)
    row, step = np.nonzero(open_step)
    unit = _units(cover, missing, width)
    over = np.flatnonzero(missing - rise < 0)

    cover.data = np.rint(cover.data * np.repeat(unit, np.diff(cover.indptr)))
    missing, width = np.rint(missing * unit), np.rint(width * unit[:, None])

    choices, steps = len(pool.agent), len(row)
    own = np.zeros(choices)
    own_changes(m, plan, pool.agent, pool.tour, pool.work, own)
    slack = coo_array(
        (np.repeat([1.0, -1.0], [steps, len(over)]), (np.concatenate([row, over]), np.arange(steps + len(over)))),
        shape=(len(places), steps + len(over)),
    )
    one = coo_array((np.ones(choices), (whose, np.arange(choices))), shape=(len(agents), choices))
    blocks: Any = [[cover, slack], [one, None]]
    most = np.concatenate([np.ones(choices), width[row, step], np.full(len(over), np.inf)])
    return Program(
        choices=choices,
        cost=np.concatenate([own, m.short_price[work, slot][row, step] / unit[row], m.over_price / unit[over]]),
        most=most,
        matrix=csr_matrix(block_array(blocks)),
        low=np.concatenate([missing, np.zeros(len(agents))]),
        high=np.concatenate([missing, np.ones(len(agents))]),
        start=np.concatenate(
            [np.zeros(choices), _bought(missing, row, most[choices:][:steps]), -np.minimum(missing, 0.0)[over]]
        ),
    )


def cover_changes(m: Model, plan: Plan, pool: Pool) -> csr_array:
    """[work x slot, row of the pool]: how the cover changes when the agent takes the row's tour."""
    slots = m.required.shape[1]
    new, old = pool.work[:, :slots].astype(np.int64), plan.work[pool.agent, :slots].astype(np.int64)
    row, slot = np.nonzero(new != old)
    skill = m.skill[pool.agent[row]]
    values, places, columns = [], [], []
    for work, sign in ((new[row, slot], 1.0), (old[row, slot], -1.0)):
        at = work >= 0
        values.append(sign * m.efficiency[skill[at], work[at]])
        places.append(work[at] * slots + slot[at])
        columns.append(row[at])
    entries = (np.concatenate(values), (np.concatenate(places), np.concatenate(columns)))
    return csr_array(coo_array(entries, shape=(m.required.size, len(pool.agent))))


@compiled
def own_changes(
    m: Model,
    plan: Plan,
    agent: NDArray[np.int64],
    tour: NDArray[np.int64],
    work: NDArray[np.int8],
    out: NDArray[np.float64],
) -> None:
    """``out`` [row of the pool]: the change of the agent's own cost when the agent takes the row's tour."""
    for k in range(agent.shape[0]):
        i = agent[k]
        old_tour, old_work = plan.tour[i].copy(), plan.work[i].copy()
        out[k] = -agent_cost(m, plan, i)
        plan.tour[i], plan.work[i] = tour[k], work[k]
        out[k] += agent_cost(m, plan, i)
        plan.tour[i], plan.work[i] = old_tour, old_work


def _units(cover: csr_array, missing: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """In how many parts each row counts an agent, since CP-SAT knows whole numbers only: one where all are whole."""
    parts = np.abs(cover.data - np.rint(cover.data)) > TINY
    row = np.repeat(np.arange(cover.shape[0]), np.diff(cover.indptr))
    limited = np.where(np.isfinite(width), width, 0.0)
    whole = (np.abs(missing - np.rint(missing)) <= TINY) & np.all(np.abs(limited - np.rint(limited)) <= TINY, axis=1)
    whole &= np.bincount(row, parts, cover.shape[0]) == 0
    return np.where(whole, 1.0, PARTS)


def _reach(cover: csr_array, whose: NDArray[np.int64], agents: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The most that each row can rise and fall, since an agent takes one tour."""
    entries = coo_array(cover)
    key = entries.coords[0].astype(np.int64) * agents + whose[entries.coords[1]]
    pairs, of = np.unique(key, return_inverse=True)
    up, down = np.zeros(len(pairs)), np.zeros(len(pairs))
    np.maximum.at(up, of, entries.data)
    np.maximum.at(down, of, -entries.data)
    rise, fall = np.zeros(cover.shape[0]), np.zeros(cover.shape[0])
    np.add.at(rise, pairs // agents, up)
    np.add.at(fall, pairs // agents, down)
    return rise, fall


def _bought(missing: NDArray[np.float64], row: NDArray[np.int64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each step's part of what is missing in its row: earlier steps first."""
    left, part = np.maximum(missing, 0.0), np.zeros(len(row))
    for k, place in enumerate(row):
        part[k] = min(left[place], width[k])
        left[place] -= part[k]
    return part
