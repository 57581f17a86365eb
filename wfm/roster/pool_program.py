"""The integer program that chooses one tour of a pool for each agent.

Only what changes against the present plan enters: a column is a tour's difference in cover and own cost, a row a (work,
slot) in which some column differs, and keeping every tour is the solution with which the solver starts. Where works are
free, a tour of somebody with several works only says when there is one more on duty, and how many of each skill class
do which work is chosen with the tours, for everyone on duty in those slots: after it nobody could gain by exchanging
works, which is a quarter of what a team with three kinds of work gains at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, csr_matrix

from wfm.roster.cover_steps import cover_steps, parts_of
from wfm.roster.mixes import Mixes, free_classes, mixes_of, no_mixes
from wfm.roster.pool_changes import cover_changes, duty_changes, own_changes, reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.cover_steps import Steps
    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.respond import Plan


@dataclass(frozen=True)
class Program:
    """Least ``cost`` @ x with ``low`` <= ``matrix`` @ x <= ``high`` and 0 <= x <= ``most``.

    Every number but the costs is whole. The first ``choices`` variables are a row of the pool each, then one for each
    of ``mixes``, the others steps of cover. ``start`` is the solution that keeps every tour and every work.
    """

    choices: int
    mixes: Mixes
    cost: NDArray[np.float64]
    most: NDArray[np.float64]
    matrix: csr_matrix
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    start: NDArray[np.float64]


def program_for(m: Model, plan: Plan, pool: Pool, *, free_works: bool = False) -> Program:
    """The choice among the rows of ``pool``; all else as in ``plan``, or with ``free_works`` all else but works."""
    slots = m.required.shape[1]
    free = free_classes(m) & free_works
    agents, whose = np.unique(pool.agent, return_inverse=True)
    is_free = free[m.skill[pool.agent]]
    cover = cover_changes(m, plan, pool, ~is_free)
    duty = duty_changes(m, plan, pool, is_free)
    mixes = no_mixes()
    if free.any():
        come, _ = reach(duty, whose, len(agents))
        mixes = mixes_of(m, plan, _touched(cover, slots) | _touched(duty, slots), come.reshape(-1, slots))
    own = np.zeros(len(pool.agent))
    own_changes(m, plan, is_free, pool.agent, pool.tour, pool.work, own)
    return _program(m, plan, whose, len(agents), cover, duty, mixes, own)


def _program(
    m: Model,
    plan: Plan,
    whose: NDArray[np.int64],
    agents: int,
    cover: csr_array,
    duty: csr_array,
    mixes: Mixes,
    own: NDArray[np.float64],
) -> Program:
    """Rows: cover in parts of an agent, agents on duty by class and slot, and one tour an agent."""
    slots, count, choices = m.required.shape[1], len(mixes.now), len(own)
    parts = np.repeat(parts_of(m), slots)
    cover.data = np.rint(cover.data * np.repeat(parts, np.diff(cover.indptr)))
    place = mixes.work * slots + mixes.slot
    share = np.rint(m.efficiency[mixes.skill, mixes.work] * parts[place])
    mixed = _entries(share, place, m.required.size)
    steps, right, places = _cover_rows(m, plan, parts, reach(cover, whose, agents), mixed, mixes, cover)
    of, group = np.unique(mixes.skill * slots + mixes.slot, return_inverse=True)
    bought = _entries(-np.ones(len(steps.row)), steps.row, len(places))
    blocks: Any = [
        [cover[places], mixed[places], bought],
        [-duty[of], _entries(np.ones(count), group, len(of)), None],
        [_entries(np.ones(choices), whose, agents), None, None],
    ]
    right = np.concatenate([right, np.bincount(group, mixes.now, len(of))])
    return Program(
        choices=choices,
        mixes=mixes,
        cost=np.concatenate([own, m.away[mixes.skill, mixes.work], steps.cost]),
        most=np.concatenate([np.ones(choices), mixes.most, steps.size]),
        matrix=csr_matrix(block_array(blocks)),
        low=np.concatenate([right, np.zeros(agents)]),
        high=np.concatenate([right, np.ones(agents)]),
        start=np.concatenate([np.zeros(choices), mixes.now, steps.start]),
    )


def _cover_rows(
    m: Model,
    plan: Plan,
    parts: NDArray[np.int64],
    reaches: tuple[NDArray[np.float64], NDArray[np.float64]],
    mixed: csr_array,
    mixes: Mixes,
    cover: csr_array,
) -> tuple[Steps, NDArray[np.float64], NDArray[np.int64]]:
    """The steps of the rows that can change, their right-hand sides, and which (work x slot) they are."""
    places = np.flatnonzero(np.diff(cover.indptr) + np.diff(mixed.indptr))
    now = mixed @ mixes.now
    fall = np.rint(reaches[1] + now).astype(np.int64)[places]
    rise = np.rint(reaches[0] + mixed @ mixes.most - now).astype(np.int64)[places]
    work, slot = np.divmod(places, m.required.shape[1])
    return cover_steps(m, plan.cover, work, slot, parts[places], fall, rise), now[places] - fall, places


def _touched(changes: csr_array, slots: int) -> NDArray[np.bool_]:
    """The slots in which something changes."""
    return np.asarray((np.diff(changes.indptr).reshape(-1, slots) > 0).any(axis=0))


def _entries(values: NDArray[np.float64], row: NDArray[np.int64], rows: int) -> csr_array:
    """One entry a column, in its ``row``."""
    return csr_array(coo_array((values, (row, np.arange(len(values)))), shape=(rows, len(values))))
