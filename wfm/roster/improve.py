"""Improvement of a legal roster: take a few related agents out together and put them back one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.respond import cover_cost, respond, start_changes, take_out
from wfm.roster.values import own_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

FEWEST, MOST = 2, 7  # agents taken out together
RESPONSES = 100  # least best responses in a step


@compiled
def cover_total(m: Model, cover: NDArray[np.float64]) -> float:
    """The price of the whole cover."""
    required, width, price = m.required, m.short_width, m.short_price
    total = 0.0
    for w in range(required.shape[0]):
        for t in range(required.shape[1]):
            total += cover_cost(required[w, t] - cover[w, t], width, price, w, t, m.over_price)
    return total


@compiled
def agent_cost(m: Model, plan: Plan, agent: int) -> float:
    """What an agent's tour costs by itself: paid hours, work away from home, changes of start, less its own value."""
    cost = m.change_price * start_changes(m, plan.tour[agent])
    skill = m.skill[agent]
    for day in range(plan.tour.shape[1]):
        s = plan.tour[agent, day]
        if s >= 0:
            cost += m.shift_cost[s] - own_value(m, agent, s)
            for t in range(m.start[s], min(m.end[s], m.required.shape[1])):
                if plan.work[agent, t] >= 0:
                    cost += m.away[skill, plan.work[agent, t]]
    return cost


@compiled
def together(m: Model, plan: Plan, agents: NDArray[np.int64], slot: int, count: int) -> NDArray[np.int64]:
    """``count`` agents, in the order given, who are at work in ``slot``; others fill up."""
    chosen = np.empty(min(count, agents.shape[0]), dtype=np.int64)
    found = 0
    for wanted in (True, False):
        for i in agents:
            if found == chosen.shape[0]:
                return chosen
            if (plan.work[i, slot] >= 0) == wanted:
                chosen[found] = i
                found += 1
    return chosen


@compiled
def rebuild(
    m: Model,
    room: Room,
    plan: Plan,
    group: NDArray[np.int64],
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    work: NDArray[np.int8],
) -> float:
    """Take the group out, put it back one by one, twice; undo it where that costs more. The gain, 0 where undone.

    ``tour``, ``break_at`` and ``work`` are room for what is undone, a row an agent of the group.
    """
    before = cover_total(m, plan.cover)
    for k in range(group.shape[0]):
        i = group[k]
        tour[k], break_at[k], work[k] = plan.tour[i], plan.break_at[i], plan.work[i]
        before += agent_cost(m, plan, i)
        take_out(m, plan, i)
        plan.tour[i, :] = -2
    for _ in range(2):
        for i in group:
            respond(m, room, plan, i)
    after = cover_total(m, plan.cover)
    for i in group:
        after += agent_cost(m, plan, i)
    if after <= before:
        return before - after
    for k in range(group.shape[0]):
        i = group[k]
        take_out(m, plan, i)
    for k in range(group.shape[0]):
        restore(m, plan, group[k], tour[k], break_at[k], work[k])
    return 0.0


@compiled
def restore(
    m: Model, plan: Plan, agent: int, tour: NDArray[np.int64], break_at: NDArray[np.int64], work: NDArray[np.int8]
) -> None:
    """Put an agent who is out of the cover back exactly as saved."""
    plan.tour[agent], plan.break_at[agent], plan.work[agent] = tour, break_at, work
    for t in range(work.shape[0]):
        if work[t] >= 0:
            plan.cover[work[t], t] += m.efficiency[m.skill[agent], work[t]]


class Improver:
    """Keeps the room and the random numbers of the improvement."""

    def __init__(self, m: Model, room: Room, random: np.random.Generator, agents: NDArray[np.int64]) -> None:
        self.m, self.room, self.random, self.agents = m, room, random, agents
        days, most = m.may_rest.shape[1], m.break_first.shape[1]
        self._tour = np.zeros((MOST, days), dtype=np.int64)
        self._break_at = np.zeros((MOST, days, most), dtype=np.int64)
        self._work = np.zeros((MOST, m.base_cover.shape[1]), dtype=np.int8)
        self._busy = np.flatnonzero(m.required.sum(axis=0) > 0)

    def step(self, plan: Plan, progress: Progress) -> None:
        """Rebuild groups until as many best responses are made as half the team counts."""
        left = max(RESPONSES, len(self.agents) // 2)
        while left > 0 and len(self._busy) and not progress.stopped():
            count = int(self.random.integers(FEWEST, MOST + 1))
            slot = int(self.random.choice(self._busy))
            # In any order: who is free may take the shift of somebody who is at work, and the other way round.
            group = self.random.permutation(together(self.m, plan, self.random.permutation(self.agents), slot, count))
            rebuild(self.m, self.room, plan, group, self._tour, self._break_at, self._work)
            left -= 2 * len(group)
