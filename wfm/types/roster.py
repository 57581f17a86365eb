"""The roster: who works when, on what, with which breaks; and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from wfm.errors import DataError
from wfm.types.frames import FrameContract

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    import pandas as pd


class ActivityKind(StrEnum):
    """What an agent does in a part of a shift."""

    WORK = "work"
    BREAK = "break"
    MEAL = "meal"
    MEETING = "meeting"
    TRAINING = "training"
    LEAVE = "leave"
    ABSENCE = "absence"  # rostered, but not there: sick, or leave granted late; paid as rostered


PAUSES = (ActivityKind.BREAK, ActivityKind.MEAL)


@dataclass(frozen=True, slots=True)
class Activity:
    """One part of a shift, ``start`` to ``end`` (UTC). ``work`` names the kind of work where ``kind`` is work."""

    kind: ActivityKind
    start: datetime
    end: datetime
    work: str = ""
    paid: bool = True

    @property
    def hours(self) -> float:
        """Length in hours of elapsed (UTC) time."""
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Shift:
    """An agent's working day: activities that follow each other without a gap. ``date`` is the local day it starts.

    A day of leave is a shift whose only activity is leave; its length is the hours credited.
    """

    agent: str
    date: date
    activities: tuple[Activity, ...]

    def __post_init__(self) -> None:
        if not self.activities:
            raise DataError("a shift has at least one activity", value=f"{self.agent} {self.date}")
        for before, after in zip(self.activities, self.activities[1:], strict=False):
            if before.end != after.start:
                raise DataError(f"activities of {self.agent} on {self.date} must follow each other", value=after.start)
        if any(a.end <= a.start for a in self.activities):
            raise DataError(f"an activity of {self.agent} on {self.date} ends before it starts")

    @property
    def start(self) -> datetime:
        """When it starts (UTC)."""
        return self.activities[0].start

    @property
    def end(self) -> datetime:
        """When it ends (UTC)."""
        return self.activities[-1].end

    @property
    def is_leave(self) -> bool:
        """Whether this is a day of leave rather than of work."""
        return all(a.kind is ActivityKind.LEAVE for a in self.activities)

    @property
    def paid_hours(self) -> float:
        """Paid hours: everything but unpaid breaks and meals, in elapsed time."""
        return sum(a.hours for a in self.activities if a.paid)


@dataclass(frozen=True)
class Roster:
    """The shifts of a team, sorted by agent and start. ``version`` counts saved changes."""

    shifts: tuple[Shift, ...]
    zone: str
    version: int = 1
    state: Literal["draft", "published"] = "draft"

    def __post_init__(self) -> None:
        object.__setattr__(self, "shifts", tuple(sorted(self.shifts, key=lambda s: (s.agent, s.start))))

    def of(self, agent: str) -> tuple[Shift, ...]:
        """One agent's shifts in order."""
        return tuple(s for s in self.shifts if s.agent == agent)


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: which, whose, on what day, in words with the numbers."""

    rule: str
    kind: Literal["law", "contract", "wish", "data"]
    agent: str
    date: date | None
    message: str


@dataclass(frozen=True, slots=True)
class NotRostered:
    """An agent for whom no legal week exists: the rules that clash and why."""

    agent: str
    rules: tuple[str, ...]
    reason: str


COVERAGE = FrameContract("coverage", key=("work", "interval_start"), numbers=("required", "scheduled"))


@dataclass(frozen=True)
class Coverage:
    """Agents required and scheduled a kind of work and interval; ``frame`` adds net = scheduled - required."""

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        checked = COVERAGE.check(self.frame)
        object.__setattr__(self, "frame", checked.assign(net=checked["scheduled"] - checked["required"]))

    @property
    def covered_share(self) -> float:
        """Share of the required agent-intervals that are covered (0..1); 1 where nothing is required."""
        required = float(self.frame["required"].sum())
        met = float(self.frame[["required", "scheduled"]].min(axis=1).sum())
        return met / required if required else 1.0


@dataclass(frozen=True)
class RosterResult:
    """What the engine found.

    Status: ``optimal`` (gap proven to be what was asked), ``feasible`` (legal, gap larger), ``partial`` (some could
    not be rostered, see ``not_rostered``), ``infeasible`` (nobody could; ``roster`` is None). ``objective`` is in
    units of the weights; ``terms`` holds each part of it by its name, and they add up to it. ``bound`` is proven: no
    legal roster has less of cover (short, over), paid hours and work away from home together; ``gap`` is how far
    these terms of this roster lie above it, as a share of it. Both are None where no bound is known.
    """

    status: Literal["optimal", "feasible", "partial", "infeasible"]
    roster: Roster | None
    objective: float | None
    bound: float | None
    gap: float | None
    terms: Mapping[str, float]
    coverage: Coverage | None
    violations: tuple[Violation, ...] = ()
    not_rostered: tuple[NotRostered, ...] = ()
    seconds: float = 0.0
    first_roster_seconds: float | None = None
    seed: int = 0
    versions: Mapping[str, str] = field(default_factory=dict)
