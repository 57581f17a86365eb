"""A cover cost for whole people: equal at every number of agents that can occur, and as high as can be in between.

Where everybody counts as one agent, the cover of a slot is a whole number (beside what is settled). The cost may then
be replaced by the straight lines between its values at whole numbers. No roster's cost changes, and the bound, which
would else profit from three tenths of an agent, rises: half of the gap of a small team was this rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.respond import cover_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model

TINY = 1e-9


def for_whole_agents(m: Model) -> tuple[Model, float]:
    """The model with the cover cost of whole agents, and the constant that its cost leaves out.

    Works that somebody does with another efficiency than one keep their cost.
    """
    whole = np.array([bool(np.all(np.isin(m.efficiency[:, w], (0.0, 1.0)))) for w in range(m.required.shape[0])])
    steps = m.short_width.shape[2]
    # Each kink of the cost bends at most one unit step, which splits a line into three.
    width, price = (np.zeros((*m.required.shape, 2 * steps + 2)) for _ in range(2))
    required = m.required.copy()
    width[:, :, :steps], price[:, :, :steps] = m.short_width, m.short_price
    price[:, :, steps:] = m.short_price[:, :, -1:]
    # The last step of a cost reaches as far as needed, so steps behind it never count.
    width[:, :, steps - 1] = np.maximum(width[:, :, steps - 1], np.maximum(m.required, 0.0) + 1.0)
    base = m.base_cover[:, : m.required.shape[1]]
    constant = _round_up(whole, m.short_width, m.short_price, m.over_price, base, required, width, price)
    return m._replace(required=required, short_width=width, short_price=price), constant


@compiled
def _round_up(
    whole: NDArray[np.bool_],
    old_width: NDArray[np.float64],
    old_price: NDArray[np.float64],
    over_price: float,
    base: NDArray[np.float64],
    required: NDArray[np.float64],
    width: NDArray[np.float64],
    price: NDArray[np.float64],
) -> float:
    """Write the new requirement, widths and prices; the excess that rounding up the requirement buys, as a cost."""
    constant = 0.0
    for w in range(required.shape[0]):
        if not whole[w]:
            continue
        for t in range(required.shape[1]):
            old = required[w, t]
            agents = max(0.0, np.ceil(old - base[w, t] - TINY))
            missing = old - base[w, t] - agents
            if missing < 0.0:
                constant -= missing * over_price
            required[w, t] = base[w, t] + agents
            width[w, t, :] = 0.0
            k = -1
            while agents > 0.0:
                slope = cover_cost(missing + 1.0, old_width, old_price, w, t, over_price) - cover_cost(
                    missing, old_width, old_price, w, t, over_price
                )
                if k < 0 or slope > price[w, t, k] + TINY:
                    k += 1
                    price[w, t, k] = slope
                width[w, t, k] += 1.0
                missing += 1.0
                agents -= 1.0
            for rest in range(k + 1, width.shape[2]):
                price[w, t, rest] = old_price[w, t, old_price.shape[2] - 1]
    return constant
