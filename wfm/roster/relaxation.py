"""Column generation: the linear program over the tours known prices the slots, pricing finds tours that it lacks.

The prices of a program with few tours are wild, so tours are also priced on the way from the best prices known towards
them (smoothing, after Wentges 1997), and each of these prices proves a bound of its own. With the tours around the
ascent's prices to begin with, a thousand agents took five rounds to the very optimum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.levels import lifted
from wfm.roster.master import Master
from wfm.roster.respond import empty_plan
from wfm.roster.rounding import rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.ascent import Ascent
    from wfm.roster.bound import Prover
    from wfm.roster.model import Model
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan
    from wfm.roster.tour_program import Weights

# Priced around the ascent's prices, over all groups; half as many where several works make a program of many rows ...
FIRST_TOURS, FIRST_TOURS_WORKS = 6000, 3000
# ... and for each group no fewer and no more than ...
LEAST_DRAWS, MOST_DRAWS = 8, 120
LOUD, QUIET = 0.02, 0.01  # noise of the first tours, of the flat price
STEPS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0)  # of the way from the best prices to the program's
NEIGHBOURS = 2  # tours a group with noise beside each of these


class Relaxation:
    """Keeps the program; ``weights`` is its last answer."""

    def __init__(self, m: Model, prover: Prover, ascent: Ascent, seed: int) -> None:
        self.m, self.prover, self.seed, self.flat = m, prover, seed, ascent.flat
        self.master = Master(m, prover.groups, prover.levels, prover.constant)
        self.weights: Weights | None = None
        self._draws = 0
        self._new = 1

    def begin(self, progress: Progress) -> bool:
        """The first tours, around the prover's price; False when it was stopped."""
        price = self.prover.price
        tours = FIRST_TOURS if len(self.m.required) == 1 else FIRST_TOURS_WORKS
        draws = min(max(tours // max(1, len(self.prover.groups.first)), LEAST_DRAWS), MOST_DRAWS)
        return price is not None and all(self._draw(price, LOUD if k % 2 else QUIET, progress) for k in range(draws))

    def step(self, progress: Progress) -> bool:
        """Solve and price once; False when it was stopped or the program knows every tour that it needs."""
        weights = self.master.solve(progress.stopped)
        if weights is None or self.prover.price is None:
            return False
        self.weights = self.master.forget_dear(weights)
        best, new = self.prover.price, 0
        towards = lifted(self.prover.levels, weights.price)
        for step in STEPS:
            price = (1 - step) * best + step * towards
            priced = self.prover.prove(price, progress)
            if priced is None:
                return False
            new += self.master.add(priced, price)
            for _ in range(NEIGHBOURS):
                if not self._draw(price, QUIET / 2, progress):
                    return False
        return new > 0

    def rounded(self, random: np.random.Generator) -> Plan:
        """Whole tours by the last weights; nobody is rostered where there are none."""
        if self.weights is None:
            return empty_plan(self.m)
        return rounded(self.m, self.prover.groups, self.master.tours, self.weights.weight, random)

    def solved(self, progress: Progress, tolerance: float) -> bool:
        """Whether the program's cost is proven to be within ``tolerance`` of the bound."""
        if self.weights is None or progress.bound is None:
            return False
        return self.weights.cost - progress.bound <= tolerance * abs(progress.bound)

    def _draw(self, price: NDArray[np.float64], noise: float, progress: Progress) -> bool:
        self._draws += 1
        seen = self.prover.pricer.price(price, progress.stopped, noise * self.flat, self.seed + 7919 * self._draws)
        if seen is None:
            return False
        self.master.add(seen, price)
        return True
