"""A queue with a limited number of waiting places (telephone lines): M/M/n/K."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def state_probabilities(agents: int, waiting_places: int, load_erlangs: float) -> NDArray[np.float64]:
    """The chance of 0, 1, ... agents + waiting_places contacts in the system; the last is the share turned away.

    Nobody hangs up; who finds every line taken is lost. Without waiting places it is Erlang B. Textbook birth and
    death equations, in logarithms.

    Raises:
        ValueError: A number is negative.
    """
    if agents < 0 or waiting_places < 0 or load_erlangs < 0:
        raise ValueError("agents, waiting places and load are not negative")
    contacts = np.arange(agents + waiting_places + 1)
    if load_erlangs == 0 or agents == 0:
        certain: NDArray[np.float64] = np.zeros(contacts.size)
        certain[0 if load_erlangs == 0 else -1] = 1.0
        return certain
    steps = np.log(load_erlangs) - np.log(np.minimum(contacts[1:], agents))
    weights = np.concatenate([[0.0], np.cumsum(steps)])
    chances = np.exp(weights - weights.max())
    shares: NDArray[np.float64] = chances / chances.sum()
    return shares
