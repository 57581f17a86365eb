"""From the weights of the linear program to one tour an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.improve import restore
from wfm.roster.respond import empty_plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.alike import Alike
    from wfm.roster.master import Tours
    from wfm.roster.model import Model
    from wfm.roster.respond import Plan

TINY = 1e-7


def rounded(m: Model, groups: Alike, tours: Tours, weight: NDArray[np.float64], random: np.random.Generator) -> Plan:
    """A plan in which each tour is worked by the whole part of its weight, and the rest drawn by what is left of it.

    The rest of a group is drawn with one random start and equal steps (systematic sampling), so that each tour is
    worked by its weight rounded down or up. Agents without a tour in the program are not rostered.
    """
    plan = empty_plan(m)
    used = np.flatnonzero(weight > TINY)
    by_group: dict[int, list[int]] = {}
    for column in used:
        by_group.setdefault(int(tours.group[column]), []).append(int(column))
    for group, columns in by_group.items():
        members = random.permutation(groups.members[group])
        for agent, column in zip(members, _drawn(np.array(columns), weight, len(members), random), strict=True):
            restore(m, plan, agent, tours.tour[column], tours.break_at[column], tours.work[column])
    return plan


def _drawn(
    columns: NDArray[np.int64], weight: NDArray[np.float64], count: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """``count`` of the columns, each by its weight rounded down or up."""
    whole = np.floor(weight[columns] + TINY).astype(np.int64)
    settled = np.repeat(columns, whole)[:count]
    left = count - len(settled)
    rest = np.maximum(weight[columns] - whole, 0.0)
    if left == 0:
        return settled
    if rest.sum() <= TINY:
        return np.concatenate([settled, random.choice(columns, left)])
    order = random.permutation(len(columns))
    reach = np.cumsum(rest[order]) * left / rest.sum()
    places = np.minimum(np.searchsorted(reach, np.arange(left) + random.random()), len(columns) - 1)
    return np.concatenate([settled, columns[order[places]]])
