"""A pool of legal tours for a group of agents: what each would do well beside everyone else as they are now.

A tour is drawn by exact pricing under noisy slot values: every other one against the present cover without the agent
(a best response), the others part of the way towards the prices of the bound. The noise moves breaks too, since breaks
are where whole numbers bite. A draw may be held to one day, so that the agent's other days stay as they are.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.bound import class_values
from wfm.roster.improve import restore
from wfm.roster.kind_limits import excess
from wfm.roster.pricing import NOTHING, best_tour, class_after_off, ready_at
from wfm.roster.respond import copy_plan, put_back, slot_gains, take_out
from wfm.roster.values import running_sum, values_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.respond import Plan

EVERY_DAY = -1
FURTHEST = 0.5  # of the way from the present cover's values to the bound's prices


class Pool(NamedTuple):
    """Tours as rows: whose (``agent`` [row]), and as in a plan ``tour``, ``break_at`` and ``work``."""

    agent: NDArray[np.int64]
    tour: NDArray[np.int64]
    break_at: NDArray[np.int64]
    work: NDArray[np.int8]


@compiled
def is_legal(m: Model, agent: int, tour: NDArray[np.int64]) -> bool:
    """Whether the agent may work ``tour``: a walk through the states that pricing searches."""
    c, q, units = 0, m.own_state[agent], 0
    for day in range(tour.shape[0]):
        week = m.week_of[day]
        if day > 0 and m.week_of[day - 1] != week:
            if units < m.least[agent, week - 1] or units > m.most[agent, week - 1]:
                return False
            units = 0
        states, s = m.states[m.automaton[agent], day], tour[day]
        if s < 0:
            if not m.may_rest[agent, day]:
                return False
            c, q = class_after_off(m, agent, day, c), states[q, 0]
        else:
            moment = ready_at(m, agent, day, c)
            if not m.allowed[agent, s] or moment > m.start[s]:
                return False
            gap = int(moment + m.weekly_extra <= m.start[s]) + int(moment + m.series_extra <= m.start[s])
            c, q, units = m.rest_class[s], states[q, m.action[s] + gap], units + m.paid[s]
        if q < 0:
            return False
    if m.kind_most.shape[0] > 0 and excess(m, agent, tour, np.zeros(m.kind_most.shape[1], dtype=np.int64)):
        return False
    week = m.week_of[tour.shape[0] - 1]
    return m.least[agent, week] <= units <= m.most[agent, week]  # type: ignore[no-any-return]


@compiled
def legal_on_day(m: Model, agent: int, tour: NDArray[np.int64], day: int) -> NDArray[np.bool_]:
    """Which shifts of ``day`` (last: a day off) the agent may work when the other days stay."""
    first, count, other = m.day_first[day], m.day_first[day + 1] - m.day_first[day], tour.copy()
    may = np.zeros(count + 1, dtype=np.bool_)
    for k in range(count + 1):
        other[day] = first + k if k < count else -1
        may[k] = is_legal(m, agent, other)
    return may


@compiled
def _span(m: Model, first: int, end: int) -> tuple[int, int]:
    """From which to before which slot the shifts from ``first`` to before ``end`` reach."""
    opens, closes = m.required.shape[1], 0
    for s in range(first, end):
        opens, closes = min(opens, m.start[s]), max(closes, m.end[s])
    return opens, min(closes, m.required.shape[1])


@compiled
def _best_on_day(m: Model, room: Room, tour: NDArray[np.int64], day: int, may: NDArray[np.bool_]) -> None:
    """``room.tour``: ``tour`` with the best of what ``may`` be done on ``day``."""
    room.tour[:] = tour
    first, best = m.day_first[day], NOTHING
    if may[-1]:
        best, room.tour[day] = 0.0, -1
    for k in range(may.shape[0] - 1):
        if may[k] and room.value[first + k] > best:
            best, room.tour[day] = room.value[first + k], first + k


@compiled
def draw(
    m: Model,
    room: Room,
    plan: Plan,
    agent: int,
    earned: NDArray[np.float64],
    day: int,
    noise: float,
    seed: int,
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    work: NDArray[np.int8],
) -> None:
    """Draw a tour of a rostered agent for each row of ``tour``, ``break_at`` and ``work``; the plan ends as it began.

    ``earned`` [skill class, slot] comes from the prices of the bound; ``day`` may be ``EVERY_DAY``.
    """
    old, old_break, old_work = plan.tour[agent].copy(), plan.break_at[agent].copy(), plan.work[agent].copy()
    take_out(m, plan, agent)
    slot_gains(m, room, m.skill[agent], plan.cover)
    gain, price = room.slot_value.copy(), earned[m.skill[agent]]
    may = legal_on_day(m, agent, old, max(day, 0))
    first, end = (0, m.start.shape[0]) if day == EVERY_DAY else (m.day_first[day], m.day_first[day + 1])
    opens, closes = _span(m, first, end)
    # Seeded by agent, so that the answer does not depend on how threads share the agents.
    np.random.seed((seed * 1_000_003 + agent) % 2_147_483_647)
    for k in range(tour.shape[0]):
        share, loud = FURTHEST * np.random.random() * (k % 2), noise * np.random.random()
        for t in range(opens, closes):
            room.slot_value[t] = (1.0 - share) * gain[t] + share * price[t] + loud * np.random.normal()
        running_sum(room.slot_value, room.total)
        values_between(m, room, agent, first, end)
        if day != EVERY_DAY:
            _best_on_day(m, room, old, day, may)
        elif best_tour(m, room, agent) <= NOTHING:
            room.tour[:] = old
        put_back(m, room, plan, agent, room.tour)
        tour[k], break_at[k], work[k] = plan.tour[agent], plan.break_at[agent], plan.work[agent]
        take_out(m, plan, agent)
        for d in range(old.shape[0]):
            if day not in (EVERY_DAY, d) and old[d] >= 0:
                break_at[k, d] = old_break[d]
                work[k, m.start[old[d]] : m.end[old[d]]] = old_work[m.start[old[d]] : m.end[old[d]]]
    restore(m, plan, agent, old, old_break, old_work)


def pool_for(
    m: Model,
    rooms: Sequence[Room],
    plan: Plan,
    group: NDArray[np.int64],
    price: NDArray[np.float64],
    *,
    draws: int,
    noise: float,
    seed: int,
    day: int = EVERY_DAY,
    stopped: Callable[[], bool] = lambda: False,
) -> Pool:
    """``draws`` tours for each agent of the group, each tour once; a thread a room.

    Args:
        m: The model.
        rooms: Room for each thread.
        plan: Everyone's present tours.
        group: Rostered agents.
        price: Slot prices [work, slot] of the bound.
        draws: Tours drawn for an agent.
        noise: The greatest standard deviation added to a slot's value.
        seed: The same seed draws the same tours.
        day: The only day that may change, or ``EVERY_DAY``.
        stopped: Asked before each agent; once true, the agents left get no tours.
    """
    earned = np.zeros((len(m.efficiency), m.base_cover.shape[1]))
    class_values(m, price, earned)
    size = (len(group), draws)
    tour = np.zeros((*size, m.may_rest.shape[1]), dtype=np.int64)
    break_at = np.zeros((*size, m.may_rest.shape[1], m.break_first.shape[1]), dtype=np.int64)
    work = np.zeros((*size, m.base_cover.shape[1]), dtype=np.int8)
    drawn = np.zeros(len(group), dtype=np.bool_)

    def work_on(number: int) -> None:
        mine = copy_plan(plan)
        for k in range(number, len(group), len(rooms)):
            if stopped():
                return
            draw(m, rooms[number], mine, group[k], earned, day, noise, seed, tour[k], break_at[k], work[k])
            drawn[k] = True

    with ThreadPoolExecutor(len(rooms)) as threads:
        list(threads.map(work_on, range(len(rooms))))
    return distinct(np.repeat(group[drawn], draws), tour[drawn], break_at[drawn], work[drawn])


def distinct(
    agent: NDArray[np.int64], tour: NDArray[np.int64], break_at: NDArray[np.int64], work: NDArray[np.int8]
) -> Pool:
    """The pool of these tours [draw, agent or the other way round, ...], each once, in order of first appearance."""
    flat = [part.reshape(-1, *part.shape[2:]) for part in (tour, break_at)]
    pool = Pool(agent, flat[0], flat[1], work.reshape(-1, work.shape[2]))
    rows: dict[bytes, int] = {}
    for k in range(len(pool.agent)):
        rows.setdefault(b"".join((pool.agent[k].tobytes(), pool.tour[k].tobytes(), pool.work[k].tobytes())), k)
    first = np.array(list(rows.values()), dtype=np.int64)
    return Pool(pool.agent[first], pool.tour[first], pool.break_at[first], pool.work[first])
