"""The service of an operating model as simulation finds it: by queue, department and time of day, and under stress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["all", "queue", "department", "work", "time of day"]


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """What one roster gives to some contacts, over all simulated weeks together. None where there is nothing to tell.

    Attributes:
        kind: What ``name`` is: a queue, a department, a kind of work (team), or a local time of day over all days
            (``08:00-10:00``); ``all`` stands for all contacts that cannot wait.
        name: Which.
        offered: Contacts that come, mean of a simulated week; a contact that is handed on counts once.
        service_level: Share (0..1) of contacts offered that are answered within the threshold of their queue; of work
            that may wait the share done when due. A contact counts where it comes first.
        service_level_low: Where the lowest twentieth of the simulated weeks ends.
        service_level_high: Where the highest twentieth of the simulated weeks begins.
        goal: Service level promised (0..1); of several queues the mean over contacts.
        asa_seconds: Mean wait of the answered contacts, in seconds; None for work that may wait.
        abandonment: Share (0..1) of contacts offered that hang up; None for work that may wait.
        occupancy: Share (0..1) of time at work that the people who take these contacts spend on any contact or work.
        transfers: Share (0..1) of answered contacts that are handed on to a second line.
        aht_seconds: Mean handle time of a contact, second handling, cross-training penalty and the pace of the people
            included, in seconds.
        aht_penalty: ``aht_seconds`` over the queues' own handle times (handled by a specialist of average pace, by one
            person), less 1: 0.05 is 5 % longer. From the factors of the plan and what was simulated.
        weeks: Service level in each simulated week, in order. Week r of two scenarios met the same contacts and the
            same rates, so their difference can be taken week by week.
    """

    kind: Kind
    name: str
    offered: float
    service_level: float | None = None
    service_level_low: float | None = None
    service_level_high: float | None = None
    goal: float | None = None
    asa_seconds: float | None = None
    abandonment: float | None = None
    occupancy: float | None = None
    transfers: float | None = None
    aht_seconds: float | None = None
    aht_penalty: float | None = None
    weeks: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """Who gains and who loses: the service level of a queue, department or time of day against the first scenario.

    Attributes:
        kind: As :class:`ServiceFigures`.
        name: Which.
        before: Service level (0..1) under the first scenario.
        after: Service level (0..1) under this one.
        low: Lower end of the 95 % interval of after less before, from the weeks taken pair by pair.
        high: Its upper end.
        loses: True where the interval lies below 0, False where it lies above, None where chance may explain it.
    """

    kind: Kind
    name: str
    before: float
    after: float
    low: float
    high: float
    loses: bool | None

    @property
    def change(self) -> float:
        """After less before (share, 0..1)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Stress:
    """How a roster bears a bad week: the same contacts and random numbers, with more absence or more contacts.

    Attributes:
        name: ``10 % sick`` or ``+20 % at the peak``.
        meaning: What was changed, in words.
        usual: Figures of the usual weeks, over the contacts that ``meaning`` speaks of (all, or those at the peak).
        stressed: The same contacts' figures in the bad weeks.
        worst_queue: The queue whose service level falls lowest against its goal; None where nothing is offered.
        worst_service_level: Its service level (0..1) in the bad weeks.
    """

    name: str
    meaning: str
    usual: ServiceFigures
    stressed: ServiceFigures
    worst_queue: str | None = None
    worst_service_level: float | None = None


@dataclass(frozen=True, slots=True)
class SimulatedService:
    """What simulation says of a scenario's roster, under the same contacts as every other scenario.

    Attributes:
        total: All contacts that cannot wait.
        queues: One a queue, by name; the second line is part of its queue.
        departments: One a department: contacts that cannot wait of its queues.
        works: One a kind of work (team) that takes contacts: occupancy and load of its people.
        times: One a block of local time of day: contacts that cannot wait, all days together, in order.
        stresses: Bad weeks.
        changes: Against the first scenario, worst first; empty for the first.
        replications: Simulated weeks.
        seed: Of the random numbers, the same for every scenario.
        absence: Share (0..1) of rostered shifts that fall out in a usual week.
    """

    total: ServiceFigures
    queues: tuple[ServiceFigures, ...]
    departments: tuple[ServiceFigures, ...] = ()
    works: tuple[ServiceFigures, ...] = ()
    times: tuple[ServiceFigures, ...] = ()
    stresses: tuple[Stress, ...] = ()
    changes: tuple[ServiceChange, ...] = ()
    replications: int = 0
    seed: int = 0
    absence: float = 0.0

    @property
    def losers(self) -> tuple[ServiceChange, ...]:
        """Who certainly loses against the first scenario, worst first; a department that is one queue only once."""
        return certain_losers(self.changes)

    @property
    def worst_department(self) -> ServiceFigures | None:
        """The department with the lowest service level."""
        known = [d for d in self.departments if d.service_level is not None]
        return min(known, key=lambda d: (d.service_level or 0.0, d.name), default=None)


def certain_losers(changes: Iterable[ServiceChange]) -> tuple[ServiceChange, ...]:
    """Who certainly loses, in order. A department all of whose contacts come from one queue is told as that queue."""
    losers = [c for c in changes if c.loses]
    queues = {_figures(c) for c in losers if c.kind == "queue"}
    return tuple(c for c in losers if c.kind != "department" or _figures(c) not in queues)


def _figures(change: ServiceChange) -> tuple[float, ...]:
    return tuple(round(value, 9) for value in (change.before, change.after, change.low, change.high))
