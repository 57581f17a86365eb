"""Repair of a published roster: who is absent, what changes are worth, and the offers made to the planner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from wfm.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from wfm.types.roster import Roster, Shift, Violation


@dataclass(frozen=True, slots=True)
class Absence:
    """An agent who cannot work from ``start`` to ``end`` (UTC): sick, or on leave that was granted late."""

    agent: str
    start: datetime
    end: datetime
    kind: Literal["sick", "leave"] = "sick"

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end <= self.start:
            raise DataError(f"an absence of {self.agent} ends after it starts", value=f"{self.start} to {self.end}")


class ChangeKind(StrEnum):
    """What a change asks of a person. Each has a price of its name in :class:`RepairPrices`."""

    BREAK_MOVED = "break_moved"
    WORK_REASSIGNED = "work_reassigned"
    MOVED = "moved"
    OVERTIME = "overtime"
    EARLY_LEAVE = "early_leave"
    SWAP = "swap"
    CALLED_IN = "called_in"


@dataclass(frozen=True, slots=True)
class RepairPrices:
    """What each change costs, in points, and how points compare with cover.

    ``break_moved`` is for each break or meal, ``work_reassigned`` for each stretch of other work. ``moved`` is a start
    or end moved by up to ``moved_minutes``; beyond it is ``overtime`` where it adds time, else ``early_leave``.
    ``swap`` is a shift exchanged with a colleague (half for each of the two), or given up against another day.
    ``short_notice`` lists (hours, factor): below so many hours between now and the start of the day's work its changes
    cost so many times as much; the first that fits counts. ``touched`` is for each person changed, whatever the notice.
    ``objective`` is what a unit of the roster's objective (about a paid agent-hour) is worth in points: with 30, a
    point is two paid minutes, touching a person twenty, a call on a day off two hours. ``people_per_absence`` may be
    touched for each absence. Nobody is called in to start within ``lead_hours``.
    """

    break_moved: float = 1.0
    work_reassigned: float = 1.0
    moved: float = 5.0
    overtime: float = 8.0
    early_leave: float = 8.0
    swap: float = 15.0
    called_in: float = 60.0
    touched: float = 10.0
    moved_minutes: float = 30.0
    short_notice: tuple[tuple[float, float], ...] = ((4.0, 2.0), (24.0, 1.5), (96.0, 1.2))
    objective: float = 30.0
    people_per_absence: int = 3
    lead_hours: float = 2.0

    def __post_init__(self) -> None:
        hours = [h for h, _ in self.short_notice]
        if sorted(hours) != hours or any(factor < 1 for _, factor in self.short_notice):
            raise ConfigError("repair.short_notice lists rising hours, each with a factor of 1 or more.")
        if self.people_per_absence < 1:
            raise ConfigError("repair.people_per_absence is 1 or more.")

    def price(self, kind: ChangeKind) -> float:
        """Points of a change of this kind in good time."""
        found: float = getattr(self, kind.value)
        return found

    def factor(self, notice_hours: float) -> float:
        """How many times as much a change costs so many hours ahead."""
        return next((factor for hours, factor in self.short_notice if notice_hours < hours), 1.0)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one person's day. ``price`` is in points, the factor for short notice in it.

    ``notice_hours`` lie between now and the start of the day's work, old or new, whichever is earlier; 0 where it has
    begun. ``consent``: the notice that the law asks has passed, so the person has to agree.
    """

    agent: str
    day: date
    kind: ChangeKind
    words: str
    count: int
    price: float
    factor: float
    notice_hours: float
    consent: bool


@dataclass(frozen=True, slots=True)
class CoverGain:
    """Consecutive intervals in which an offer changes who is missing: ``agents`` fewer (below zero: more) of a work."""

    work: str
    start: datetime
    end: datetime
    agents: float
    agent_hours: float


@dataclass(frozen=True, slots=True)
class Touched:
    """A person whom an offer touches: old and new days, and why this person may do it, in sentences."""

    agent: str
    before: tuple[Shift, ...]
    after: tuple[Shift, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """A way to repair the roster, legal as a whole. ``number`` is its rank, from 1.

    ``kind`` is how it was looked for; ``accept`` changes nobody and accepts the shortfall. ``terms`` are points by name
    and add up to ``-net``: the difference in cover, paid hours, work away from home, wishes and fairness against
    accepting the shortfall (below zero: better), each kind of change, and the people touched. ``price`` is what
    changes and people cost; ``gain`` is what the rest is worth, so ``net`` = gain - price. Offers rank by ``net``.
    ``cover_gained_hours`` are agent-hours no longer missing; ``short_after_hours`` those still missing, of the days
    repaired. ``violations`` are the checker's on the people touched: none that the published roster did not have.
    """

    number: int
    kind: str
    words: str
    changes: tuple[Change, ...]
    touched: tuple[Touched, ...]
    terms: Mapping[str, float]
    gain: float
    price: float
    net: float
    cover_gained_hours: float
    short_after_hours: float
    cover: tuple[CoverGain, ...]
    notice_hours: float | None
    violations: tuple[Violation, ...]
    roster: Roster

    @property
    def people(self) -> int:
        """How many people it touches."""
        return len(self.touched)


@dataclass(frozen=True)
class RepairResult:
    """Every offer by rank. ``absences`` hit a published shift; ``idle_absences`` hit none.

    ``lost_hours`` are agent-hours of work that the absences take away; ``short_before_hours`` were missing on the days
    repaired before them. ``people_allowed`` is how many an offer may touch.
    """

    published: Roster
    offers: tuple[Offer, ...]
    absences: tuple[Absence, ...]
    idle_absences: tuple[Absence, ...]
    now: datetime
    days: tuple[date, ...]
    lost_hours: float
    short_before_hours: float
    people_allowed: int
    seconds: float
    first_offer_seconds: float
    evaluations: int
    seed: int

    @property
    def best(self) -> Offer:
        """The offer of rank 1."""
        return self.offers[0]
