"""What a simulation is told: queues, groups of agents, and who takes what in which order."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.randomness import EXPONENTIAL, FIXED, LOGNORMAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class SimulatedQueue:
    """Contacts of one kind, first come first served among themselves.

    Attributes:
        name: Unique.
        offered: Contacts expected in each interval; they arrive as a Poisson process. 0 for a second line.
        aht_seconds: Mean handle time, one number or one an interval (of arrival).
        handle_cv: Coefficient of variation of the handle time: 1 exponential, 0 always the mean, else lognormal.
        patience_seconds: Mean of the exponential time until a waiting customer hangs up; None for never.
        threshold_seconds: For the service level.
        transfer_to: The queue that a handled contact goes on to, in ``transfer_share`` of the cases (second line).
        transfer_share: Share handed on.
    """

    name: str
    offered: ArrayLike
    aht_seconds: ArrayLike
    handle_cv: float = 1.0
    patience_seconds: float | None = None
    threshold_seconds: float = 20.0
    transfer_to: str | None = None
    transfer_share: float = 0.0

    def __post_init__(self) -> None:
        if self.handle_cv < 0 or self.threshold_seconds < 0 or not 0 <= self.transfer_share <= 1:
            raise ConfigError(
                f"queue {self.name}: handle_cv and threshold are not negative, transfer_share is a share."
            )
        if self.patience_seconds is not None and self.patience_seconds <= 0:
            raise ConfigError(f"queue {self.name}: patience is above 0, or None for customers who never hang up.")
        if (self.transfer_to is None) != (self.transfer_share == 0):
            raise ConfigError(f"queue {self.name}: transfer_to and transfer_share go together.")

    @property
    def law(self) -> int:
        """Which law of handle times the engine draws from."""
        return {1.0: EXPONENTIAL, 0.0: FIXED}.get(self.handle_cv, LOGNORMAL)

    @property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm of a lognormal handle time."""
        return math.sqrt(math.log1p(self.handle_cv**2))


@dataclass(frozen=True)
class AgentGroup:
    """Agents with the same skills.

    Attributes:
        name: Unique.
        agents: Agents at work in each interval, whole numbers. Who leaves finishes the contact in hand.
        takes: Queues these agents serve, each with a rank: a free agent takes the waiting contact of the lowest rank,
            within it the one that came first; a contact goes to the free group that ranks it lowest, the first listed
            among equals.
        after_seconds: Queues of which they take only contacts that have waited so long (overflow).
        aht_factor: What a contact takes these agents, times its handle time.
    """

    name: str
    agents: ArrayLike
    takes: Mapping[str, int]
    after_seconds: Mapping[str, float] = field(default_factory=dict)
    aht_factor: float = 1.0

    def __post_init__(self) -> None:
        if not set(self.after_seconds) <= set(self.takes) or any(s < 0 for s in self.after_seconds.values()):
            raise ConfigError(f"group {self.name}: after_seconds is not negative and for queues that it takes.")
        if any(rank < 0 for rank in self.takes.values()) or self.aht_factor <= 0:
            raise ConfigError(f"group {self.name}: ranks are 0 or more and aht_factor is above 0.")


@dataclass(frozen=True)
class Scenario:
    """Queues and groups over ``intervals`` of ``interval_seconds``; the first ``warm_up`` intervals are not counted."""

    queues: tuple[SimulatedQueue, ...]
    groups: tuple[AgentGroup, ...]
    interval_seconds: float
    intervals: int
    warm_up: int = 0

    def __post_init__(self) -> None:
        names = [q.name for q in self.queues]
        if not names or len(set(names)) < len(names) or len({g.name for g in self.groups}) < len(self.groups):
            raise ConfigError("a scenario has queues, and the names of queues and of groups are unique.")
        asked = {n for g in self.groups for n in g.takes} | {q.transfer_to for q in self.queues} - {None}
        if unknown := sorted(str(n) for n in asked - set(names)):
            raise ConfigError(f"unknown queue {unknown[0]!r} in a group or a transfer. Queues: {', '.join(names)}.")
        if self.interval_seconds <= 0 or not 0 <= self.warm_up < self.intervals:
            raise ConfigError("a scenario has intervals of positive length, and fewer of them to warm up than in all.")

    def over_time(self, values: ArrayLike) -> Numbers:
        """One number an interval."""
        return np.ascontiguousarray(np.broadcast_to(np.asarray(values, dtype=np.float64), (self.intervals,)))
