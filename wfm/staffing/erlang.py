"""Erlang B and C in the form that neither overflows nor loses digits, compiled and vectorised.

Loads are in Erlangs: contacts x handle time / time. The kernels (leading underscore, scalars) are shared by the other
modules of this package; the public functions take arrays and broadcast.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, flat

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SMALL = 1e-17  # a term below this share of the sum no longer changes it


@compiled
def inverse_b(agents: float, load: float) -> float:
    """1 / B(agents, load) as the sum of n!/((n-k)! A^k), all terms positive; inf where B is below 1e-300."""
    term, total = 1.0, 1.0
    per_load = 1.0 / load
    left = agents
    while left > 0.0:
        term *= left * per_load
        total += term
        left -= 1.0
        if term < SMALL * total:
            break
        if total > 1e300:
            return math.inf
    return total


@compiled
def wait_probability(agents: float, load: float, inverse: float) -> float:
    """Erlang C from 1/B: B / (1 - rho (1 - B)); 1 where the load is not below the agents."""
    if agents <= load:
        return 1.0
    return agents / (load + (agents - load) * inverse)


def erlang_b(agents: ArrayLike, load_erlangs: ArrayLike) -> NDArray[np.float64]:
    """Share of contacts that find every line busy and are lost (Erlang 1917, M/M/n/n).

    Args:
        agents: Lines or agents, whole numbers of zero or more.
        load_erlangs: Offered load; zero gives zero blocking (with no line at all: one).
    """
    n, a = np.broadcast_arrays(np.asarray(agents, dtype=np.float64), np.asarray(load_erlangs, dtype=np.float64))
    return _blocking(flat(n), flat(a)).reshape(n.shape)


def erlang_c(agents: ArrayLike, load_erlangs: ArrayLike) -> NDArray[np.float64]:
    """Share of contacts that must wait when nobody hangs up (Erlang 1917, M/M/n).

    Args:
        agents: Whole numbers of zero or more.
        load_erlangs: Offered load. Where it is not below the agents the queue grows without end: everybody waits (1).
    """
    n, a = np.broadcast_arrays(np.asarray(agents, dtype=np.float64), np.asarray(load_erlangs, dtype=np.float64))
    return _delay(flat(n), flat(a)).reshape(n.shape)


@compiled
def _blocking(agents: NDArray[np.float64], load: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.empty(agents.size)
    for i in range(agents.size):
        if load[i] > 0.0:
            out[i] = 1.0 / inverse_b(agents[i], load[i])
        else:
            out[i] = 1.0 if agents[i] <= 0.0 else 0.0
    return out


@compiled
def _delay(agents: NDArray[np.float64], load: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.empty(agents.size)
    for i in range(agents.size):
        if load[i] > 0.0:
            n = agents[i]
            out[i] = 1.0 if n <= load[i] else wait_probability(n, load[i], inverse_b(n, load[i]))
        else:
            out[i] = 1.0 if agents[i] <= 0.0 else 0.0
    return out


def square_root_agents(load_erlangs: float, wait_probability: float) -> int:
    """Agents by the square-root rule: A + beta sqrt(A), rounded up (Halfin and Whitt 1981, equation 2.3).

    An approximation to show and to compare with; :func:`wfm.staffing.agents_required` is exact.
    """
    return math.ceil(load_erlangs + square_root_beta(wait_probability) * math.sqrt(load_erlangs))


def square_root_beta(wait_probability: float) -> float:
    """The beta whose delay probability 1/(1 + beta Phi(beta)/phi(beta)) is ``wait_probability``, by bisection."""
    low, high = 0.0, 40.0
    for _ in range(200):
        beta = (low + high) / 2
        normal = 0.5 * math.erfc(-beta / math.sqrt(2))
        density = math.exp(-beta * beta / 2) / math.sqrt(2 * math.pi)
        if density > 0 and 1 / (1 + beta * normal / density) > wait_probability:
            low = beta
        else:
            high = beta
    return (low + high) / 2
