"""What one kind of work holds over the grid: contacts that wait for seconds, and work that waits for hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.expected_goal import Draw
from wfm.staffing.uncertain import draw_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.types.contacts import ServiceGoal
    from wfm.types.plan import QueuePlan

    Numbers = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Member:
    """A queue inside a group: its goal, and its contacts in each interval of the grid, 0 outside its opening hours.

    ``draws``, shape (draws, intervals), are the contacts of the forecast's distribution; None to go by the mean.
    ``retry_share`` of those who hang up try again.
    """

    queue: str
    goal: ServiceGoal
    offered: Numbers
    aht_seconds: Numbers
    patience_seconds: float | None
    draws: Numbers | None = None
    retry_share: float = 0.0


@dataclass(frozen=True)
class RealTimeGroup:
    """Queues whose agents take from all of them, first come first served: one queueing system with several goals."""

    concurrency: int
    members: tuple[Member, ...]

    @property
    def returns(self) -> bool:
        """Whether any of those who hang up try again."""
        return any(m.retry_share > 0 and m.patience_seconds for m in self.members)

    @property
    def offered(self) -> Numbers:
        """Contacts of all queues."""
        return np.asarray(sum(m.offered for m in self.members), dtype=np.float64)

    @property
    def aht_seconds(self) -> Numbers:
        """The mean over contacts; 0 where there are none."""
        return ratio(sum(m.offered * m.aht_seconds for m in self.members), self.offered)

    @property
    def wait_stretch(self) -> Numbers:
        """E[S^2] / (2 E[S]^2) for handle times exponential in each queue: 1 for like queues, more for unlike ones.

        Short contacts wait behind long ones, which makes the merged waits longer than Erlang's at the mean handle time.
        """
        square = ratio(sum(m.offered * m.aht_seconds**2 for m in self.members), self.offered)
        return np.maximum(1.0, ratio(square, self.aht_seconds**2))

    @property
    def patience_seconds(self) -> Numbers:
        """From the mean rate at which those waiting hang up; 0 where nobody does."""
        rates = sum(m.offered / m.patience_seconds for m in self.members if m.patience_seconds)
        return ratio(self.offered, np.asarray(rates) + np.zeros_like(self.offered))

    @property
    def draws(self) -> tuple[Draw, ...]:
        """The group in each draw of the forecast's distribution, all queues high or low together; none by the mean."""
        if any(m.draws is None for m in self.members):
            return ()
        return tuple(self._draw(k, weight) for k, weight in enumerate(draw_weights()))

    def _draw(self, k: int, weight: float) -> Draw:
        members = (replace(m, offered=m.draws[k], draws=None) for m in self.members if m.draws is not None)
        group = replace(self, members=tuple(members))
        return Draw(weight, group.offered, group.aht_seconds, group.patience_seconds, group.wait_stretch)


@dataclass(frozen=True)
class DeferredGroup:
    """Deferred queues with one promise and one opening clock.

    ``work`` (Erlangs) is what needs staff of its own, levelled over the grid; ``in_slack`` what agents of real-time
    queues do between contacts (nothing, unless the work is blended). ``backlog`` is what waits at the start, as
    :func:`wfm.staffing.levelled_work` takes it; None where the horizon repeats.
    """

    queues: tuple[str, ...]
    max_occupancy: float
    is_open: Mask
    arriving: Numbers
    work: Numbers
    in_slack: Numbers
    response_intervals: float
    backlog: Numbers | None = None

    @property
    def agents(self) -> Numbers:
        """Agents that do the levelled work at no more than the occupancy allowed."""
        return self.work / self.max_occupancy


@dataclass(frozen=True)
class WorkDemand:
    """The groups of one kind of work. ``notes`` say what was assumed or left out."""

    real_time: tuple[RealTimeGroup, ...]
    deferred: tuple[DeferredGroup, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class QueueDemand:
    """One queue over the grid, before any work takes its share.

    ``from_plan``: some handle times are the plan's. ``backlog``: agent-intervals of deferred work waiting at the start;
    None where nobody said. ``draws``, shape (draws, intervals): the forecast's distribution, where it is staffed for.
    """

    name: str
    plan: QueuePlan
    offered: Numbers
    aht_seconds: Numbers
    is_open: Mask
    from_plan: bool
    backlog: float | None = None
    draws: Numbers | None = None


def ratio(top: object, bottom: Numbers) -> Numbers:
    """A share, 0 where there is nothing to share."""
    upper = np.asarray(top, dtype=np.float64)
    return np.divide(upper, bottom, out=np.zeros_like(bottom), where=bottom > 0)
