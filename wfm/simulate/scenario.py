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

EFFECTIVE = (1.0, 1.7, 2.5, 2.9, 3.5)
"""Chats' worth of work done at 1..5 at a time (Call Centre Helper, "Erlang C for chat"), as ``wfm.staffing.chat``."""
BEYOND = 0.3
"""What each chat beyond five still adds, as ``wfm.staffing.chat`` assumes."""
NOT_AT_WORK = -1


def effective_up_to(concurrency: int) -> tuple[float, ...]:
    """Chats' worth of work done at 1 .. ``concurrency`` at a time."""
    more = (EFFECTIVE[-1] + BEYOND * (i + 1) for i in range(max(0, concurrency - len(EFFECTIVE))))
    return (*EFFECTIVE[:concurrency], *more)


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
        concurrency: Contacts an agent holds at a time (chat); more of them go slower, by ``Scenario.effective``.
        retry_share: Share of those who hang up that try again, each time.
        retry_delay_seconds: Mean of the exponential time until they do.
        response_intervals: Work that may wait, done in idle time: so many open intervals after it came it is due. None
            for contacts that are answered at once. Threshold and patience then mean nothing.
        is_open: The opening clock of work that may wait, one truth or one an interval.
        backlog: Pieces of work that may wait which lie there at the start, with all of their time left. They count as
            coming in the first interval.
    """

    name: str
    offered: ArrayLike
    aht_seconds: ArrayLike
    handle_cv: float = 1.0
    patience_seconds: float | None = None
    threshold_seconds: float = 20.0
    transfer_to: str | None = None
    transfer_share: float = 0.0
    concurrency: int = 1
    retry_share: float = 0.0
    retry_delay_seconds: float = 0.0
    response_intervals: int | None = None
    is_open: ArrayLike = True
    backlog: int = 0

    def __post_init__(self) -> None:
        if self.handle_cv < 0 or self.threshold_seconds < 0 or not 0 <= self.transfer_share <= 1:
            raise ConfigError(
                f"queue {self.name}: handle_cv and threshold are not negative, transfer_share is a share."
            )
        if self.patience_seconds is not None and self.patience_seconds <= 0:
            raise ConfigError(f"queue {self.name}: patience is above 0, or None for customers who never hang up.")
        if (self.transfer_to is None) != (self.transfer_share == 0):
            raise ConfigError(f"queue {self.name}: transfer_to and transfer_share go together.")
        if self.concurrency < 1 or not 0 <= self.retry_share < 1 or self.retry_delay_seconds < 0:
            raise ConfigError(f"queue {self.name}: concurrency is 1 or more, retry_share lies in 0..1, 1 excluded.")
        if self.backlog < 0 or (self.backlog and self.response_intervals is None):
            raise ConfigError(f"queue {self.name}: only work that may wait has a backlog, of 0 pieces or more.")
        if self.response_intervals is not None:
            if self.response_intervals < 1:
                raise ConfigError(f"queue {self.name}: response_intervals is 1 or more, or None.")
            if self.concurrency > 1 or self.retry_share or self.transfer_to is not None:
                raise ConfigError(f"queue {self.name}: work that may wait is done one by one and not handed on.")

    @property
    def may_wait(self) -> bool:
        """Whether it is done in idle time."""
        return self.response_intervals is not None

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
        aht_factors: A further factor for some queues (those of other departments, say).
    """

    name: str
    agents: ArrayLike
    takes: Mapping[str, int]
    after_seconds: Mapping[str, float] = field(default_factory=dict)
    aht_factor: float = 1.0
    aht_factors: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not set(self.aht_factors) <= set(self.takes) or any(f <= 0 for f in self.aht_factors.values()):
            raise ConfigError(f"group {self.name}: aht_factors are above 0 and for queues that it takes.")
        if not set(self.after_seconds) <= set(self.takes) or any(s < 0 for s in self.after_seconds.values()):
            raise ConfigError(f"group {self.name}: after_seconds is not negative and for queues that it takes.")
        if any(rank < 0 for rank in self.takes.values()) or self.aht_factor <= 0:
            raise ConfigError(f"group {self.name}: ranks are 0 or more and aht_factor is above 0.")


@dataclass(frozen=True)
class Duty:
    """Who is at work when, shift by shift.

    Attributes:
        posts: Shape (shifts, intervals): the place of the agent's group in ``Scenario.groups``, -1 while not at work
            (before, after, on a break).
        names: One a shift, unique: whether a shift falls out goes by its name, so that scenarios share absences.
        aht_factors: What a contact takes the agent of each shift, times its handle time; None for 1.
        absence: Share of shifts to which nobody comes, each for itself; one number, or one a shift.
    """

    posts: NDArray[np.int64]
    names: tuple[str, ...]
    aht_factors: tuple[float, ...] | None = None
    absence: float | tuple[float, ...] = 0.0

    def __post_init__(self) -> None:
        shifts = len(self.names)
        if self.posts.ndim != 2 or self.posts.shape[0] != shifts or len(set(self.names)) < shifts:
            raise ConfigError("duty has a row of posts for each shift, and the names of shifts are unique.")
        each = self.absence if isinstance(self.absence, tuple) else (self.absence,) * shifts
        if len(each) != shifts or any(not 0 <= share < 1 for share in each):
            raise ConfigError(f"absence is a share from 0 and below 1, not {self.absence}. Write 5 % as 0.05.")
        if self.aht_factors is not None and (len(self.aht_factors) != shifts or min(self.aht_factors, default=1) <= 0):
            raise ConfigError("aht_factors are above 0, one a shift.")


@dataclass(frozen=True)
class Scenario:
    """Queues and groups over ``intervals`` of ``interval_seconds``; the first ``warm_up`` intervals are not counted.

    Attributes:
        duty: People shift by shift; the groups' own ``agents`` are then left out. None for groups that are counted.
        longest_idle: Among groups of equal rank a contact goes to the agent idle longest, not to the first group.
        fill_chats: A chat goes to who chats already and has a place, before anybody idle (keeps agents free for calls
            and other work); otherwise to the agent with the fewest chats.
        interrupt_deferred: Work that may wait is put down when a contact comes; otherwise it is finished first.
        effective: Contacts' worth of work done by an agent who holds 1, 2, ... contacts.
        steps_reported: Results are summed over so many intervals, of which the counted ones are a multiple.
        fractions: Groups may have decimal agents: 2.25 are 2 in three replications of four and 3 in the fourth, which
            interpolates the service between whole numbers, as the formulas do.
    """

    queues: tuple[SimulatedQueue, ...]
    groups: tuple[AgentGroup, ...]
    interval_seconds: float
    intervals: int
    warm_up: int = 0
    duty: Duty | None = None
    longest_idle: bool = False
    fill_chats: bool = False
    interrupt_deferred: bool = True
    effective: tuple[float, ...] = EFFECTIVE
    steps_reported: int = 1
    fractions: bool = False

    def __post_init__(self) -> None:
        names = [q.name for q in self.queues]
        if not names or len(set(names)) < len(names) or len({g.name for g in self.groups}) < len(self.groups):
            raise ConfigError("a scenario has queues, and the names of queues and of groups are unique.")
        asked = {n for g in self.groups for n in g.takes} | {q.transfer_to for q in self.queues} - {None}
        if unknown := sorted(str(n) for n in asked - set(names)):
            raise ConfigError(f"unknown queue {unknown[0]!r} in a group or a transfer. Queues: {', '.join(names)}.")
        if self.interval_seconds <= 0 or not 0 <= self.warm_up < self.intervals:
            raise ConfigError("a scenario has intervals of positive length, and fewer of them to warm up than in all.")
        if self.steps_reported < 1 or (self.intervals - self.warm_up) % self.steps_reported:
            raise ConfigError("steps_reported is 1 or more and divides the intervals that are counted.")
        if max(q.concurrency for q in self.queues) > len(self.effective):
            raise ConfigError(
                f"effective names what 1 to {len(self.effective)} contacts at a time are worth, not more."
            )
        posts = None if self.duty is None else self.duty.posts
        if posts is not None and (
            posts.shape[1] != self.intervals or (posts.size and not -1 <= posts.min() <= posts.max() < len(self.groups))
        ):
            raise ConfigError("posts hold one group (or -1) an interval.")

    @property
    def needs_people(self) -> bool:
        """Whether agents have to be told apart, which the faster engine does not do."""
        special = any(q.concurrency > 1 or q.retry_share > 0 or q.may_wait for q in self.queues)
        own = self.duty is not None and self.duty.aht_factors is not None and set(self.duty.aht_factors) != {1.0}
        return special or own or self.longest_idle

    def over_time(self, values: ArrayLike) -> Numbers:
        """One number an interval."""
        return np.ascontiguousarray(np.broadcast_to(np.asarray(values, dtype=np.float64), (self.intervals,)))
