"""Who does which work, as numbers: how many of a skill class on duty in a slot do each of the works they can do.

Agents of a class are alike in what they can do, so it is enough to say how many of them take each work. The integer
program then chooses tours and works at once, also the works of agents whose tours stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.respond import Plan

NO_WORK = -1


class Mixes(NamedTuple):
    """Arrays over (class, slot, work), in that order: who, when and what; how many do it ``now`` and could at most."""

    skill: NDArray[np.int64]
    slot: NDArray[np.int64]
    work: NDArray[np.int64]
    now: NDArray[np.float64]
    most: NDArray[np.float64]


def free_classes(m: Model) -> NDArray[np.bool_]:
    """The skill classes whose works may be chosen slot by slot: those with several, where no stretch must last."""
    return np.asarray(((m.efficiency > 0).sum(axis=1) > 1) & (m.least_stretch == 1))


def no_mixes() -> Mixes:
    """Works stay as they are in the tours."""
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Mixes(none, none, none, nothing, nothing)


def mixes_of(m: Model, plan: Plan, slots: NDArray[np.bool_], come: NDArray[np.float64]) -> Mixes:
    """The mixes in ``slots`` [slot]; ``come`` [class, slot] agents may come on duty beside those who are."""
    free = free_classes(m)
    now = counts(m, plan, free)
    duty = now.sum(axis=2) + come
    skill, slot, work = np.nonzero((m.efficiency > 0)[:, None, :] & (duty > 0)[:, :, None] & slots[None, :, None])
    inside = free[skill]
    skill, slot, work = skill[inside], slot[inside], work[inside]
    return Mixes(skill, slot, work, now[skill, slot, work], duty[skill, slot])


@compiled
def counts(m: Model, plan: Plan, free: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Agents [class, slot, work] at work in the plan, of the classes that are ``free``."""
    found = np.zeros((m.efficiency.shape[0], m.required.shape[1], m.required.shape[0]))
    for i in range(plan.work.shape[0]):
        c = m.skill[i]
        if free[c]:
            for t in range(m.required.shape[1]):
                if plan.work[i, t] >= 0:
                    found[c, t, plan.work[i, t]] += 1.0
    return found


@compiled
def give_works(
    m: Model,
    plan: Plan,
    skill: NDArray[np.int64],
    slot: NDArray[np.int64],
    work: NDArray[np.int64],
    count: NDArray[np.int64],
) -> None:
    """Change works so that ``count`` [mix] agents of the class do each; who can keep the work keeps it."""
    want = np.zeros(m.required.shape[0], dtype=np.int64)
    first = 0
    while first < skill.shape[0]:
        c, t, end = skill[first], slot[first], first
        want[:] = 0
        while end < skill.shape[0] and skill[end] == c and slot[end] == t:
            want[work[end]] = count[end]
            end += 1
        first = end
        for must_change in (False, True):
            for i in range(plan.work.shape[0]):
                w = plan.work[i, t]
                if m.skill[i] != c or w < 0:
                    continue
                if not must_change:
                    # Taken off what is wanted; below nothing it counts those who must change.
                    want[w] -= 1
                elif want[w] < 0:
                    _change(m, plan, i, t, want)


@compiled
def _change(m: Model, plan: Plan, agent: int, slot: int, want: NDArray[np.int64]) -> None:
    """Give the agent the first work that still wants somebody."""
    c, old = m.skill[agent], plan.work[agent, slot]
    for w in range(want.shape[0]):
        if want[w] > 0:
            want[w] -= 1
            want[old] += 1
            plan.cover[old, slot] -= m.efficiency[c, old]
            plan.cover[w, slot] += m.efficiency[c, w]
            plan.work[agent, slot] = w
            return
