"""A tournament of times, compiled: the agent who is the next to finish stands at the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


def tournament(agents: int) -> NDArray[np.float64]:
    """A tree for so many agents, none of whom will finish anything. The second half holds the agents."""
    size = 1
    while size < max(1, agents):
        size *= 2
    return np.full(2 * size, np.inf)


@compiled
def enter(tree: NDArray[np.float64], agent: int, time: float) -> None:
    """Set when an agent finishes."""
    at = (tree.size >> 1) + agent
    tree[at] = time
    at >>= 1
    while at > 0:
        tree[at] = min(tree[2 * at], tree[2 * at + 1])
        at >>= 1


@compiled
def winner(tree: NDArray[np.float64]) -> int:
    """Who finishes first; the time is ``tree[1]``."""
    size = tree.size >> 1
    at = 1
    while at < size:
        at *= 2
        if tree[at + 1] < tree[at]:
            at += 1
    return at - size
