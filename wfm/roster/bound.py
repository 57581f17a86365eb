"""The Lagrangian bound: whatever the slot prices, no legal roster costs less.

With a price a slot for cover (Geoffrion 1974), the problem falls apart into each slot's cheapest mix of agents short
and over and each agent's best tour. Prices lie between minus the price of one agent too many and the dearest shortfall.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.levels import levels_of, slot_side
from wfm.roster.model import Model, Room, room_for
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.values import FORBIDDEN, place_breaks, running_sum, shift_values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wfm.roster.alike import Alike
    from wfm.roster.progress import Progress

THREADS = 2
CHUNK = 16  # agents a thread prices between two looks at the clock


@dataclass(frozen=True)
class Priced:
    """Every agent's best tour under some prices: its value, its shifts and its breaks."""

    value: NDArray[np.float64]
    tour: NDArray[np.int64]
    break_at: NDArray[np.int64]


@compiled
def class_values(m: Model, price: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """``out`` [skill class, slot]: what an agent earns at the best of the works, given ``price`` [work, slot]."""
    out[:, :] = 0.0
    for c in range(out.shape[0]):
        for t in range(price.shape[1]):
            best = FORBIDDEN
            for w in range(price.shape[0]):
                if m.efficiency[c, w] > 0.0:
                    best = max(best, m.efficiency[c, w] * price[w, t] - m.away[c, w])
            out[c, t] = best if best > NOTHING else 0.0


@compiled
def price_agents(
    m: Model,
    room: Room,
    earned: NDArray[np.float64],
    agents: NDArray[np.int64],
    value: NDArray[np.float64],
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    noise: float,
    seed: int,
) -> None:
    """The best tour of each of ``agents`` under ``earned`` [skill class, slot], each with noise of their own."""
    for i in agents:
        room.slot_value[:] = earned[m.skill[i]]
        if noise > 0.0:
            # Seeded by agent, so that the answer does not depend on how threads share the agents.
            np.random.seed((seed * 1_000_003 + i) % 2_147_483_647)
            for t in range(m.required.shape[1]):
                room.slot_value[t] += noise * np.random.normal()
        running_sum(room.slot_value, room.total)
        shift_values(m, room, i)
        value[i] = best_tour(m, room, i)
        tour[i] = room.tour
        for day in range(tour.shape[1]):
            if tour[i, day] >= 0:
                place_breaks(m, room, tour[i, day])
                break_at[i, day] = room.chosen


class Pricer:
    """Prices all agents, on two threads: the compiled loops release the interpreter."""

    def __init__(self, model: Model, agents: NDArray[np.int64]) -> None:
        self.model, self.agents = model, agents
        self.rooms: Sequence[Room] = [room_for(model) for _ in range(THREADS)]

    def price(
        self, price: NDArray[np.float64], stopped: Callable[[], bool], noise: float = 0.0, seed: int = 0
    ) -> Priced | None:
        """Every agent's best tour under ``price`` [work, slot], with noise; None when it was stopped halfway."""
        m = self.model
        earned = np.zeros((len(m.efficiency), m.base_cover.shape[1]))
        class_values(m, price, earned)
        found = Priced(
            np.zeros(len(m.skill)),
            np.full(m.may_rest.shape, -1, dtype=np.int64),
            np.zeros((*m.may_rest.shape, m.break_first.shape[1]), dtype=np.int64),
        )
        # Contiguous, so that one compiled version serves teams of every size.
        halves = [np.ascontiguousarray(self.agents[k::THREADS]) for k in range(THREADS)]

        def work(number: int) -> bool:
            mine = halves[number]
            for first in range(0, len(mine), CHUNK):
                if stopped():
                    return False
                part = mine[first : first + CHUNK]
                price_agents(m, self.rooms[number], earned, part, found.value, found.tour, found.break_at, noise, seed)
            return True

        with ThreadPoolExecutor(THREADS) as pool:
            finished = all(list(pool.map(work, range(THREADS))))
        return found if finished else None


def lagrangian_bound(
    m: Model,
    price: NDArray[np.float64],
    priced: Priced,
    agents: NDArray[np.int64],
    weight: float | NDArray[np.float64] = 1.0,
) -> float:
    """The bound that ``price`` proves, given each agent's best tour under it.

    ``weight`` tells how many each of ``agents`` stands for: those alike, or an estimate where they are a sample.
    """
    missing = m.required - m.base_cover[:, : m.required.shape[1]]
    cover = float((price * missing).sum())
    for step in range(m.short_width.shape[2] - 1):
        # Missing agents cheaper than the price: all of the step is bought. Where the base cover is more than required
        # the steps are still there to buy, at the same price: the bound stays valid.
        cover -= float((m.short_width[:, :, step] * np.maximum(price - m.short_price[:, :, step], 0.0)).sum())
    return cover - float((weight * priced.value[agents]).sum())


def price_limits(m: Model) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest price [work, slot] with which the bound is finite."""
    return np.full(m.required.shape, -m.over_price), m.short_price[:, :, -1]


class Prover:
    """Proves bounds, one agent of each group standing for those alike; ``price`` [level, slot] is the best so far."""

    def __init__(self, m: Model, groups: Alike, constant: float) -> None:
        self.m, self.groups, self.constant = m, groups, constant
        self.levels = levels_of(m, groups.order)
        self.pricer = Pricer(self.levels.priced, groups.first)
        self.price: NDArray[np.float64] | None = None

    def prove(self, price: NDArray[np.float64], progress: Progress) -> Priced | None:
        """The best tours under ``price``; tells ``progress`` when the bound has risen. None when it was stopped."""
        priced = self.pricer.price(price, progress.stopped)
        if priced is None:
            return None
        earned = float((self.groups.count * priced.value[self.groups.first]).sum())
        bound = self.cover(price)[0] - earned + self.constant
        if progress.bound is None or bound > progress.bound:
            progress.bound, self.price = bound, price
        return priced

    def cover(self, price: NDArray[np.float64], softness: float = 0.0) -> tuple[float, NDArray[np.float64]]:
        """What the cheapest cover costs under ``price``, and how many agents [level, slot] that is."""
        wanted = np.zeros(price.shape)
        value = slot_side(self.m, self.levels, price, softness, wanted)
        return value, wanted
