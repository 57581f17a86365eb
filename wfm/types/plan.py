"""The plan: everything people decide before a week is planned. Read from one TOML file by ``wfm.io.plan_file``."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from wfm.errors import ConfigError
from wfm.types.contacts import QUANTILES, Channel, Queue, ServiceGoal
from wfm.types.repair import RepairPrices
from wfm.types.shrinkage import Shrinkage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid, WeekWindows
    from wfm.types.people import Contract, Pattern
    from wfm.types.problem import Rules, ShiftFamily, Weights
    from wfm.types.special_days import Calendar


@dataclass(frozen=True, slots=True)
class Site:
    """Where the work is done. ``week_start`` is a weekday, 0 is Monday."""

    zone: str
    name: str = ""
    country: str | None = None
    subdivision: str | None = None
    currency: str = "EUR"
    week_start: int = 0
    interval_minutes: int = 15


@dataclass(frozen=True, slots=True)
class DeferredGoal:
    """The promise of a queue whose work may wait: done within ``response_hours`` of opening time."""

    response_hours: float
    max_occupancy: float = 0.9

    def __post_init__(self) -> None:
        if self.response_hours < 0 or not 0 < self.max_occupancy <= 1:
            raise ConfigError("response_hours is not negative and max_occupancy a share above 0 and up to 1.")


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """What is promised and assumed for one queue.

    ``open`` is the weekly pattern in local time; ``open_on_holidays`` replaces it on public holidays (None: as usual;
    no window: closed). ``aht_seconds`` is used where the history knows no handle time. ``goal`` holds for work that
    cannot wait, ``deferred`` (then not None) for work that can. ``retry_share`` of those who hang up try again. What
    only the simulation knows: ``priority``, of which a lower number is taken first by who takes several queues;
    ``handle_cv``, the coefficient of variation of handle times; and ``retry_delay_seconds``, after which those who hang
    up try again on average.
    """

    queue: Queue
    open: WeekWindows
    open_on_holidays: WeekWindows | None = None
    aht_seconds: float | None = None
    patience_seconds: float | None = None
    goal: ServiceGoal = field(default_factory=ServiceGoal)
    deferred: DeferredGoal | None = None
    concurrency: int = 1
    priority: int = 5
    handle_cv: float = 1.0
    retry_share: float = 0.0
    retry_delay_seconds: float = 300.0

    @property
    def is_deferred(self) -> bool:
        """Whether the work may wait for hours rather than seconds."""
        return self.deferred is not None

    def open_mask(self, grid: IntervalGrid, calendar: Calendar) -> NDArray[np.bool_]:
        """Whether the queue is open in each interval, on public holidays as on those."""
        if self.open_on_holidays is None:
            return grid.mask(self.open)
        return grid.mask(self.open, instead=dict.fromkeys(calendar.holidays, self.open_on_holidays))


@dataclass(frozen=True, slots=True)
class WorkPart:
    """What one queue gives to a kind of work: ``share`` of its contacts, at ``aht_factor`` times its handle time."""

    queue: str
    share: float
    aht_factor: float


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work that one group of people shares: a queue, or a pool of queues.

    ``share`` of the contacts of ``queues`` reach it (a second line sees what the first could not resolve), at
    ``aht_factor`` times the queues' handle time; ``whole`` are further queues that reach it entirely and unchanged (the
    second line's own deferred work). An agent can do it who has one of ``skills`` (queues or departments); none means
    everybody can. Its people also take contacts of the queues they ``help``, after their own, once those have waited
    for ``help_after_seconds``, at ``help_aht_factor`` times the handle time: those with a skill for it, or all of them
    where ``help_by_all`` (they have been trained for it). Only the simulation knows of that. A kind of work of
    cross-skilled people has no queues and helps others: it takes its people from other kinds of work, ``staffed_from``
    naming each with the share of its people, and its own name is the skill. Stages read :attr:`parts`.
    """

    name: str
    queues: tuple[str, ...]
    share: float = 1.0
    aht_factor: float = 1.0
    skills: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    help_after_seconds: float = 0.0
    help_aht_factor: float = 1.0
    help_by_all: bool = False
    staffed_from: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.aht_factor <= 0:
            raise ConfigError(f"work {self.name}: share lies in 0..1 and aht_factor above 0.")
        if self.help_after_seconds < 0 or self.help_aht_factor <= 0:
            raise ConfigError(f"work {self.name}: help_after_seconds is not negative and help_aht_factor above 0.")

    @property
    def parts(self) -> tuple[WorkPart, ...]:
        """Each queue's contribution, in order."""
        return (
            *(WorkPart(q, self.share, self.aht_factor) for q in self.queues),
            *(WorkPart(q, 1.0, 1.0) for q in self.whole),
        )


@dataclass(frozen=True, slots=True)
class OperatingModel:
    """How the queues are divided over teams: ``pooled``, ``departmental``, ``hybrid`` or the user's own name."""

    name: str
    works: tuple[Work, ...]

    @property
    def shares_contacts(self) -> bool:
        """Whether people of one kind of work are trained for another's: cross-skilled people or overflow.

        Then no formula tells the requirement.
        """
        return any(work.help_by_all for work in self.works)


@dataclass(frozen=True, slots=True)
class StaffingPolicy:
    """How contacts are turned into agents.

    ``blend``: whether agents of real-time queues do the deferred work of their kind of work between contacts.
    ``demand``: which contacts are staffed for: the forecast's ``mean``, its ``quantile``, or ``expected``, the mean
    with the goals kept on average over the forecast's whole distribution. ``quantile`` counts for that choice only.
    ``by``: whether agents are found by ``formula``, each kind of work for itself, or by ``simulation`` of them all.
    """

    blend: bool = False
    demand: Literal["mean", "quantile", "expected"] = "mean"
    quantile: float = 0.75
    by: Literal["formula", "simulation"] = "formula"

    def __post_init__(self) -> None:
        if self.by not in {"formula", "simulation"}:
            raise ConfigError(f"staffing is by formula or simulation, not by {self.by!r}.")
        if self.demand not in {"mean", "quantile", "expected"}:
            raise ConfigError(f"staffing demand is mean, quantile or expected, not {self.demand!r}.")
        if not QUANTILES[0] <= self.quantile <= QUANTILES[-1]:
            raise ConfigError(f"staffing quantile lies in {QUANTILES[0]}..{QUANTILES[-1]}, not at {self.quantile}.")

    @property
    def staffed_quantile(self) -> float | None:
        """The quantile to staff for; None where the mean is asked for, or the whole distribution."""
        return self.quantile if self.demand == "quantile" else None


@dataclass(frozen=True, slots=True)
class SimulationPolicy:
    """How contacts are played: who takes what, and how uncertain days hang together.

    ``first``: who is asked first for a contact, and which contact somebody prefers: ``fewest skills``, those who can
    take the fewest queues; ``home``, the queue's own department (others once it has waited for ``overflow_seconds``);
    ``anyone``. Among equals it is who has been idle longest with ``longest_idle``, else the first listed. ``chats``:
    ``fill`` gives a chat to who chats already, ``spread`` to who has the fewest. ``interrupt_deferred``: whether work
    that may wait is put down for a contact. ``day_correlation``: of the busyness of two queues on one day.
    """

    first: Literal["fewest skills", "home", "anyone"] = "fewest skills"
    overflow_seconds: float = 0.0
    longest_idle: bool = True
    chats: Literal["fill", "spread"] = "fill"
    interrupt_deferred: bool = True
    day_correlation: float = 0.3

    def __post_init__(self) -> None:
        if self.first not in {"fewest skills", "home", "anyone"} or self.chats not in {"fill", "spread"}:
            raise ConfigError("simulation: first is 'fewest skills', 'home' or 'anyone', chats 'fill' or 'spread'.")
        if self.overflow_seconds < 0 or not 0 <= self.day_correlation <= 1:
            raise ConfigError("simulation: overflow_seconds is not negative and day_correlation lies in 0..1.")


@dataclass(frozen=True)
class Plan:
    """The whole plan file.

    ``models`` maps a model's name to its table, read by ``wfm.compare.operating_models``; ``business_case`` holds (low,
    expected, high) of the inputs that differ from ``wfm.compare.case_inputs``; ``centralise`` holds the mappings limit,
    weight, impact and specialisation, read by ``wfm.compare.centralise``.
    """

    site: Site
    queues: Mapping[str, QueuePlan]
    shrinkage: Shrinkage
    contracts: Mapping[str, Contract]
    shifts: tuple[ShiftFamily, ...]
    rules: Rules
    weights: Weights
    models: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    business_case: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    queue_defaults: QueuePlan | None = None
    centralise: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    staffing: StaffingPolicy = field(default_factory=StaffingPolicy)
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    simulation: SimulationPolicy = field(default_factory=SimulationPolicy)
    repair: RepairPrices = field(default_factory=RepairPrices)

    def blends(self, model: str) -> bool:
        """Whether the operating model called ``model`` blends: its own ``blend``, else that of the staffing policy."""
        own = self.models.get(model, {}).get("blend")
        return self.staffing.blend if own is None else bool(own)

    def staffed_by(self, model: str) -> str:
        """How the agents of the operating model called ``model`` are found: its own ``by``, else the staffing policy's.

        ``formula`` or ``simulation``.
        """
        return str(self.models.get(model, {}).get("by") or self.staffing.by)

    def queue(self, name: str) -> QueuePlan:
        """The plan of the queue called ``name``, from the defaults where the file does not list it.

        Raises:
            ConfigError: The file neither lists the queue nor has defaults.
        """
        if name in self.queues:
            return self.queues[name]
        if self.queue_defaults is None:
            known = ", ".join(sorted(self.queues)) or "none"
            raise ConfigError(f"the plan has no queue {name!r} and no [queue_defaults]. It lists: {known}.")
        return _named(self.queue_defaults, name)


def refuse_backlogs(waiting: Mapping[str, float], queues: Sequence[str], plan: Plan) -> None:
    """Only deferred ones of ``queues`` can have a backlog, of agent-hours.

    Raises:
        ConfigError: Another queue has one, or it is no number of hours.
    """
    for queue, hours in waiting.items():
        if queue not in queues or not plan.queue(queue).is_deferred:
            known = ", ".join(q for q in queues if plan.queue(q).is_deferred) or "none"
            raise ConfigError(f"backlog of {queue!r}: no such deferred queue in the forecast. Deferred: {known}.")
        if not 0 <= hours < math.inf:
            raise ConfigError(f"backlog of {queue}: agent-hours of 0 or more, not {hours}.")


def _named(defaults: QueuePlan, name: str) -> QueuePlan:
    from dataclasses import replace

    department, _, channel = name.partition("/")
    known = channel in {c.value for c in Channel}
    queue = Queue(department, Channel(channel)) if known else Queue(name, defaults.queue.channel)
    return replace(defaults, queue=queue)
