"""Compiled: most shifts of a kind where the automaton does not count them, because that would take too many states.

The best tour without the limit nearly always keeps it. Where it does not, a charge on the kind worked too often is
searched for (a Lagrangian relaxation of the limit): the tours found are legal, the value told is a bound on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model

UNLIMITED = -1


@compiled
def excess(m: Model, agent: int, tour: NDArray[np.int64], out: NDArray[np.int64]) -> bool:
    """``out`` [kind]: shifts in the tour beyond the limit (negative: fewer; 0 without one). Whether some is beyond."""
    out[:] = 0
    for s in tour:
        if s >= 0:
            out[m.kind[s]] += 1
    beyond = False
    for k in range(out.shape[0]):
        limit = m.kind_most[agent, k]
        out[k] = 0 if limit == UNLIMITED else out[k] - limit
        beyond = beyond or out[k] > 0
    return beyond


@compiled
def charge_kinds(m: Model, value: NDArray[np.float64], base: NDArray[np.float64], charge: NDArray[np.float64]) -> None:
    """``value`` [shift] = ``base`` less the charge on its kind."""
    for s in range(value.shape[0]):
        value[s] = base[s] - charge[m.kind[s]]


@compiled
def value_of(tour: NDArray[np.int64], base: NDArray[np.float64]) -> float:
    """What the tour's shifts are worth."""
    worth = 0.0
    for s in tour:
        if s >= 0:
            worth += base[s]
    return worth
