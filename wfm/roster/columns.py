"""Tours as columns of a linear program: priced by the thread, kept once, with their cover and own cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.ascent import best_works
from wfm.roster.bound import THREADS, class_values
from wfm.roster.model import room_for
from wfm.roster.pool import Pool
from wfm.roster.pool_changes import own_changes
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.respond import empty_plan, put_back, take_out
from wfm.roster.stretches import stretch_values
from wfm.roster.values import FORBIDDEN, running_sum, shift_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.respond import Plan

CHUNK = 8  # agents a thread prices between two looks at the clock


class Columns(NamedTuple):
    """A tour for each agent asked: its ``value`` under the prices (``FORBIDDEN``: none is legal), and the tours."""

    value: NDArray[np.float64]
    pool: Pool


@compiled
def work_values(m: Model, price: NDArray[np.float64], skill: int, out: NDArray[np.float64]) -> None:
    """``out`` [work, slot]: what a slot of work earns under ``price``; ``FORBIDDEN`` where the class cannot do it."""
    out[:, :] = 0.0
    for w in range(price.shape[0]):
        for t in range(price.shape[1]):
            able = m.efficiency[skill, w] > 0.0
            out[w, t] = m.efficiency[skill, w] * price[w, t] - m.away[skill, w] if able else FORBIDDEN


@compiled
def price_columns(
    m: Model,
    room: Room,
    plan: Plan,
    price: NDArray[np.float64],
    earned: NDArray[np.float64],
    works: NDArray[np.int64],
    agents: NDArray[np.int64],
    value: NDArray[np.float64],
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    work: NDArray[np.int8],
) -> None:
    """The best tour of each of ``agents`` with its breaks and works, a row each. ``plan`` is scratch."""
    for k in range(agents.shape[0]):
        i = agents[k]
        room.slot_value[:], room.slot_work[:] = earned[m.skill[i]], works[m.skill[i]]
        running_sum(room.slot_value, room.total)
        if m.least_stretch > 1:
            work_values(m, price, m.skill[i], room.work_value)
            stretch_values(m, room, i)
        else:
            shift_values(m, room, i)
        value[k] = best_tour(m, room, i)
        if value[k] > NOTHING:
            put_back(m, room, plan, i, room.tour)
            tour[k], break_at[k], work[k] = plan.tour[i], plan.break_at[i], plan.work[i]
            take_out(m, plan, i)


class ColumnPricer:
    """Prices agents' tours on two threads, each with room of its own."""

    def __init__(self, m: Model) -> None:
        self.m = m
        self.rooms = [room_for(m) for _ in range(THREADS)]
        self._plans = [empty_plan(m) for _ in range(THREADS)]
        self._nobody = empty_plan(m)

    def price(
        self, price: NDArray[np.float64], agents: NDArray[np.int64], stopped: Callable[[], bool]
    ) -> Columns | None:
        """The best tour of each of ``agents`` under ``price`` [work, slot]; None when it was stopped halfway."""
        m, count = self.m, len(agents)
        earned = np.zeros((len(m.efficiency), m.base_cover.shape[1]))
        works = np.zeros(earned.shape, dtype=np.int64)
        class_values(m, price, earned)
        works[:, : price.shape[1]] = best_works(m, price)
        days, slots = m.may_rest.shape[1], m.base_cover.shape[1]
        value = np.full(count, FORBIDDEN)
        tour = np.full((count, days), -1, dtype=np.int64)
        break_at = np.zeros((count, days, m.break_first.shape[1]), dtype=np.int64)
        work = np.full((count, slots), -1, dtype=np.int8)

        def part(number: int) -> bool:
            for first in range(CHUNK * number, count, CHUNK * THREADS):
                if stopped():
                    return False
                rows = slice(first, first + CHUNK)
                price_columns(
                    m, self.rooms[number], self._plans[number], price, earned, works,
                    agents[rows], value[rows], tour[rows], break_at[rows], work[rows],
                )  # fmt: skip
            return True

        with ThreadPoolExecutor(THREADS) as threads:
            finished = all(list(threads.map(part, range(THREADS))))
        return Columns(value, Pool(agents, tour, break_at, work)) if finished else None

    def own_costs(self, pool: Pool) -> NDArray[np.float64]:
        """What each tour of a pool costs by itself."""
        out, with_works = np.zeros(len(pool.agent)), np.zeros(len(pool.agent), dtype=np.bool_)
        own_changes(self.m, self._nobody, with_works, pool.agent, pool.tour, pool.work, out)
        return out


def rows_of(pool: Pool, rows: NDArray[np.int64]) -> Pool:
    """Some rows of a pool."""
    return Pool(pool.agent[rows], pool.tour[rows], pool.break_at[rows], pool.work[rows])


def joined(pools: list[Pool]) -> Pool:
    """Pools one after the other."""
    return Pool(
        np.concatenate([p.agent for p in pools]),
        np.concatenate([p.tour for p in pools]),
        np.concatenate([p.break_at for p in pools]),
        np.concatenate([p.work for p in pools]),
    )
