"""Towards the best bound: slot prices that rise where agents are missing and fall where there are too many.

A stochastic ascent of the Lagrangian dual. At equal prices most of an agent's tours are equally good, and any one of
them is a bad direction; so every agent sees prices with a little noise of their own, and the agents together show the
cover to expect (a random smoothing in the sense of Duchi, Bartlett and Wainwright 2012). Steps shrink, prices are
averaged, and only the bound of the averaged price, without noise, counts. It comes within a few thousandths of the best
bound much sooner than the linear program, whose prices are wild for long, and gives that program its first tours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.bound import Priced, Pricer, Prover
from wfm.roster.levels import limits
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.progress import Progress

FLAT_PRICES = (0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0)  # of the model's price scale
NOISE = 0.012  # of the flat price
FADING = 150.0  # rounds after which the noise is half as loud
SOFTNESS = 0.02  # of the flat price: between numbers of agents of the second level
STEP = 2.0  # of the flat price, for a slot with nobody
SLOWER = 10.0  # rounds after which the steps are half as large
MOMENTUM = 0.8
AVERAGING = 0.03  # share of the newest price in the average
SAMPLE = 64  # agents asked in a round: prices hardly depend on a team's size
PROOF_EVERY = 15  # rounds between two proofs
SETTLED = 5e-5  # the ascent is over when so little, as a share of the bound, ...
PATIENCE = 6  # ... was gained by so many proofs


@compiled
def best_works(m: Model, price: NDArray[np.float64]) -> NDArray[np.int64]:
    """The work [skill class, slot] that ``price`` makes best."""
    best_work = np.zeros((m.efficiency.shape[0], price.shape[1]), dtype=np.int64)
    for c in range(m.efficiency.shape[0]):
        for t in range(price.shape[1]):
            best = FORBIDDEN
            for w in range(price.shape[0]):
                if m.efficiency[c, w] > 0.0 and m.efficiency[c, w] * price[w, t] - m.away[c, w] > best:
                    best, best_work[c, t] = m.efficiency[c, w] * price[w, t] - m.away[c, w], w
    return best_work


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
    slots, best_work = cover.shape[1], best_works(m, price)
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
    """Prices on their way up; the prover keeps the best so far."""

    def __init__(self, m: Model, prover: Prover, seed: int) -> None:
        self.prover, self.seed = prover, seed
        self.m = prover.levels.priced
        self.low, self.high = limits(m, prover.levels)
        self.rounds = 0
        self.flat = 0.0
        self._order = prover.groups.order
        self._sampler = Pricer(self.m, self._order[:SAMPLE])
        self._random = np.random.default_rng(seed)
        self._at = self._average = self._direction = np.zeros(self.m.required.shape)
        self._proofs: list[float] = []

    @property
    def settled(self) -> bool:
        """Whether the last proofs gained next to nothing."""
        if len(self._proofs) <= PATIENCE:
            return False
        return self._proofs[-1] - self._proofs[-1 - PATIENCE] <= SETTLED * abs(self._proofs[-1])

    @property
    def _noise(self) -> float:
        return NOISE * self.flat / (1 + self.rounds / FADING)

    def step(self, progress: Progress) -> bool:
        """One round; False when it was stopped."""
        if self.rounds == 0 and not self._start(progress):
            return False
        self._sample()
        seen = self._sampler.price(self._at, progress.stopped, self._noise, self.seed + self.rounds)
        if seen is None:
            return False
        missing = (self._wanted() - self._seen(seen)) / np.maximum(self.m.required, 1.0)
        self._direction = MOMENTUM * self._direction + (1 - MOMENTUM) * missing
        size = STEP * self.flat / (1 + self.rounds / SLOWER)
        self._at = np.clip(self._at + size * self._direction, self.low, self.high)
        self._average = (1 - AVERAGING) * self._average + AVERAGING * self._at
        self.rounds += 1
        if self.rounds % PROOF_EVERY:
            return True
        proven = self.prover.prove(self._average, progress) is not None
        if progress.bound is not None:
            self._proofs.append(progress.bound)
        return proven

    def _sample(self) -> None:
        """Other agents each round, spread evenly over those that are alike."""
        count = min(SAMPLE, len(self._order))
        if count < len(self._order):
            place = (np.arange(count) + self._random.random()) * len(self._order) / count
            self._sampler.agents = self._order[place.astype(np.int64)]

    def _start(self, progress: Progress) -> bool:
        """The best of some flat prices: one price for every slot in which somebody is required."""
        m, best = self.m, -np.inf
        weight = len(self._order) / len(self._sampler.agents)
        for factor in FLAT_PRICES:
            flat = factor * m.price_scale
            price = np.where(m.required > 0, flat, -m.over_price) * self.prover.levels.share[:, None]
            price = np.clip(price, self.low, self.high)
            priced = self._sampler.price(price, progress.stopped)
            if priced is None:
                return False
            value = self.prover.cover(price)[0] - weight * float(priced.value[self._sampler.agents].sum())
            if value > best:
                best, self.flat, self._at = value, flat, price
        self._average = self._at
        return self.prover.prove(self._at, progress) is not None

    def _wanted(self) -> NDArray[np.float64]:
        """Agents [level, slot] that the slots would pay for at the present prices."""
        return self.prover.cover(self._at, SOFTNESS * self.flat)[1]

    def _seen(self, seen: Priced) -> NDArray[np.float64]:
        """Agents at work [level, slot] when everyone works as those in ``seen``."""
        agents, cover = self._sampler.agents, np.zeros(self.m.required.shape)
        add_cover(self.m, self._at, seen.tour, seen.break_at, agents, cover)
        return np.asarray(len(self._order) / len(agents) * cover)
