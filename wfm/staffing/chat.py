"""Chat: agents who hold several conversations at a time, each slower for it.

An agent with j chats completes f(j) / AHT a second, where AHT is the handle time of a chat alone and f the effective
concurrency. Chats are spread evenly: with k chats at n agents, q, r = divmod(k, n), the team completes
((n - r) f(q) + r f(q+1)) / AHT. Beyond n c chats customers wait, exactly as on the telephone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.errors import ConfigError
from wfm.staffing.erlang import SMALL

if TYPE_CHECKING:
    from numpy.typing import NDArray

EFFECTIVE = (1.0, 1.7, 2.5, 2.9, 3.5)
"""Chats' worth of work done at 1..5 at a time (Call Centre Helper, "Erlang C for chat", its table of factors)."""

BEYOND = 0.3
"""What each chat at a time beyond five still adds. The table ends at five; this is our assumption, on the low side."""


def effective_concurrency(concurrency: int) -> float:
    """Chats' worth of work an agent does with ``concurrency`` chats at a time.

    Raises:
        ConfigError: ``concurrency`` is below one.
    """
    return float(effective_table(concurrency)[concurrency])


def effective_table(concurrency: int) -> NDArray[np.float64]:
    """f(0) ... f(concurrency), shape (concurrency + 1,)."""
    if concurrency < 1:
        raise ConfigError(f"concurrency is the number of chats at a time, 1 or more, not {concurrency}.")
    known = (0.0, *EFFECTIVE)
    more = max(0, concurrency + 1 - len(known))
    return np.array([*known[: concurrency + 1], *(EFFECTIVE[-1] + BEYOND * (i + 1) for i in range(more))])


@compiled
def inverse_full(agents: float, load: float, effective: NDArray[np.float64]) -> tuple[float, float]:
    """1 / P(all places taken | nobody waits), and the mean number of chats while nobody waits.

    With one chat an agent this is 1/B. The sum runs downward from n c chats; it is rescaled where it would overflow.
    """
    concurrency = effective.size - 1
    chats = agents * concurrency
    term, total, weighted, overflowed = 1.0, 1.0, chats, False
    while chats > 0.0:
        q = math.floor(chats / agents)
        r = chats - q * agents
        q_next = min(int(q) + 1, concurrency)
        term *= ((agents - r) * effective[int(q)] + r * effective[q_next]) / load
        chats -= 1.0
        total += term
        weighted += chats * term
        if term < SMALL * total:
            break
        if total > 1e250:
            term, total, weighted, overflowed = term * 1e-250, total * 1e-250, weighted * 1e-250, True
    return (math.inf if overflowed else total), weighted / total
