"""From agents at work to people employed, and from decimals to whole people."""

from __future__ import annotations

import math


def with_shrinkage(agents: float, shrinkage: float) -> float:
    """People needed so that ``agents`` are at work: agents / (1 - shrinkage), decimals kept.

    Raises:
        ValueError: ``shrinkage`` is not a share of 0 or more and below 1.
    """
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage is a share of 0 or more and below 1, not {shrinkage}")
    return agents / (1 - shrinkage)


def whole_agents(agents: float) -> int:
    """The least whole number that is enough. What is above a whole number only by rounding error is that number."""
    return math.ceil(agents - 1e-9 * max(1.0, agents))
