"""Towards the best bound: slot prices that rise where agents are missing and fall where there are too many.

A stochastic ascent of the Lagrangian dual. At equal prices most of an agent's tours are equally good, and any one of
them is a bad direction; so every agent sees prices with a little noise of their own, and the agents together show the
cover to expect (a random smoothing in the sense of Duchi, Bartlett and Wainwright 2012). Steps shrink, prices are
averaged, and only the bound of the averaged price, without noise, counts. Measured against a linear program over tours
(GLOP, with stabilised prices): the same bound in a tenth of the time, because that program's prices are wild for long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.bound import Priced, Pricer, lagrangian_bound, price_limits
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.progress import Progress

FLAT_PRICES = (0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0)  # of the model's price scale
NOISE = 0.02  # of the flat price
STEP = 2.0  # of the flat price, for a slot with nobody
SLOWER = 15.0  # rounds after which the steps are half as large
MOMENTUM = 0.8
AVERAGING = 0.1  # share of the newest price in the average
# Prices hardly depend on a team's size, so most rounds ask a sample of it: (agents, up to this round, rounds a proof).
SAMPLES = ((64, 150, 50), (256, 240, 30))
PROOF_EVERY = 10  # rounds between two proofs when everybody is asked


@compiled
def add_cover(
    m: Model,
    price: NDArray[np.float64],
    tours: NDArray[np.int64],
    breaks: NDArray[np.int64],
    agents: NDArray[np.int64],
    cover: NDArray[np.float64],
) -> None:
    """Add the agents' tours to ``cover``, each slot at the work that ``price`` makes best."""
    works, slots = cover.shape
    best_work = np.zeros((m.efficiency.shape[0], slots), dtype=np.int64)
    for c in range(m.efficiency.shape[0]):
        for t in range(slots):
            best = FORBIDDEN
            for w in range(works):
                if m.efficiency[c, w] > 0.0 and m.efficiency[c, w] * price[w, t] - m.away[c, w] > best:
                    best, best_work[c, t] = m.efficiency[c, w] * price[w, t] - m.away[c, w], w
    for i in agents:
        c = m.skill[i]
        for day in range(tours.shape[1]):
            s = tours[i, day]
            if s < 0 or m.locked[s]:
                continue
            for t in range(m.start[s], min(m.end[s], slots)):
                cover[best_work[c, t], t] += m.efficiency[c, best_work[c, t]]
            for b in range(m.break_count[s]):
                first = m.start[s] + breaks[i, day, b]
                for t in range(first, min(first + m.break_length[s, b], slots)):
                    cover[best_work[c, t], t] -= m.efficiency[c, best_work[c, t]]


class Ascent:
    """Prices on their way up; ``price`` is the best so far."""

    def __init__(self, m: Model, agents: NDArray[np.int64], constant: float, seed: int) -> None:
        self.m, self.agents, self.constant, self.seed = m, agents, constant, seed
        self.low, self.high = price_limits(m)
        self.price: NDArray[np.float64] | None = None
        self.rounds = 0
        self._everybody = Pricer(m, agents)
        self._samples = [Pricer(m, _sample(m, agents, size)) for size, _, _ in SAMPLES if size < len(agents)]
        self._flat = 0.0
        self._at = self._average = self._direction = np.zeros(m.required.shape)

    def step(self, progress: Progress) -> bool:
        """One round; False when it was stopped."""
        if self.price is None and not self._start(progress):
            return False
        pricer, proof_every = self._who()
        seen = pricer.price(self._at, progress.stopped, NOISE * self._flat, self.seed + self.rounds)
        if seen is None:
            return False
        missing = self._missing(self._at, seen, pricer) / np.maximum(self.m.required, 1.0)
        self._direction = MOMENTUM * self._direction + (1 - MOMENTUM) * missing
        size = STEP * self._flat / (1 + self.rounds / SLOWER)
        self._at = np.clip(self._at + size * self._direction, self.low, self.high)
        self._average = (1 - AVERAGING) * self._average + AVERAGING * self._at
        self.rounds += 1
        return self.rounds % proof_every != 0 or self._prove(self._average, progress)

    def _who(self) -> tuple[Pricer, int]:
        """Whom to ask in this round, and how often to prove."""
        for pricer, (_, until, proof_every) in zip(self._samples, SAMPLES, strict=False):
            if self.rounds < until:
                return pricer, proof_every
        return self._everybody, PROOF_EVERY

    def _start(self, progress: Progress) -> bool:
        """Prove the best of some flat prices, by a sample: one price for every slot in which somebody is required."""
        m, best = self.m, -np.inf
        pricer = self._who()[0]
        for factor in FLAT_PRICES:
            flat = factor * m.price_scale
            price = np.clip(np.where(m.required > 0, flat, -m.over_price), self.low, self.high)
            priced = pricer.price(price, progress.stopped)
            if priced is None:
                return False
            value = lagrangian_bound(m, price, priced, pricer.agents, self._weight(pricer))
            if value > best:
                best, self._flat, self._at = value, flat, price
        self._average = self._at
        return self._prove(self._at, progress)

    def _weight(self, pricer: Pricer) -> float:
        return len(self.agents) / len(pricer.agents)

    def _prove(self, price: NDArray[np.float64], progress: Progress) -> bool:
        priced = self._everybody.price(price, progress.stopped)
        if priced is None:
            return False
        bound = lagrangian_bound(self.m, price, priced, self.agents) + self.constant
        if progress.bound is None or bound > progress.bound:
            progress.bound, self.price = bound, price
        return True

    def _missing(self, price: NDArray[np.float64], seen: Priced, pricer: Pricer) -> NDArray[np.float64]:
        """Agents missing [work, slot] when everyone works as those in ``seen`` and cheap shortfall is bought."""
        m = self.m
        cover = np.zeros(m.required.shape)
        add_cover(m, price, seen.tour, seen.break_at, pricer.agents, cover)
        missing = m.required - m.base_cover[:, : m.required.shape[1]] - self._weight(pricer) * cover
        for step in range(m.short_width.shape[2] - 1):
            missing -= m.short_width[:, :, step] * (price > m.short_price[:, :, step])
        return missing


def _sample(m: Model, agents: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """About ``size`` agents, evenly over skills, hours and availability."""
    order = agents[np.lexsort((m.allowed[agents].sum(axis=1), m.most[agents, 0], m.skill[agents]))]
    return np.sort(order[np.linspace(0, len(order) - 1, size).astype(np.int64)])
