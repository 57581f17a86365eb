"""People: who works, how much, what they can do and when they can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.intervals import WeekWindows

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class DateRange:
    """Local days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ConfigError(f"a range of days ends before it begins: {self.first}..{self.last}.")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Availability:
    """When an agent can work: a weekly pattern and the days of leave. A shift lies wholly inside one window.

    Adjacent windows count as one: ``daily`` lets a night shift cross midnight.
    """

    windows: WeekWindows
    leave: tuple[DateRange, ...] = ()

    def on_leave(self, day: date) -> bool:
        """Whether ``day`` is a day of leave."""
        return any(day in span for span in self.leave)


@dataclass(frozen=True, slots=True)
class Contract:
    """Hours and limits agreed with an agent. Hours are paid hours: paid breaks count, unpaid meals do not.

    A leave day credits ``hours_per_week / max_days_per_week`` on each of the first ``max_days_per_week`` leave days of
    the week. The paid hours of a week lie between ``min_hours_per_week`` and ``max_hours_per_week``, those of all days
    of the roster between ``min_hours_total`` and ``max_hours_total``. Working days come at least
    ``min_consecutive_days`` in a row, days off ``min_consecutive_days_off``. Of any ``weekends_off_weeks`` weekends
    ``weekends_off`` are free. Starts of a week differ by less than ``max_start_variation_minutes``. None: not asked.
    """

    name: str
    hours_per_week: float
    min_hours_per_week: float
    max_hours_per_week: float
    max_days_per_week: int = 5
    min_shift_hours: float = 3.0
    max_shift_hours: float = 10.0
    max_consecutive_days: int = 6
    cost_per_hour: float = 0.0
    min_hours_total: float | None = None
    max_hours_total: float | None = None
    min_consecutive_days: int = 1
    min_consecutive_days_off: int = 1
    weekends_off: int = 0
    weekends_off_weeks: int = 1
    max_start_variation_minutes: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= (self.min_hours_total or 0) <= (self.max_hours_total or float("inf")):
            raise ConfigError(f"contract {self.name}: hours of the roster are ordered 0 <= min <= max.")
        if not 1 <= self.min_consecutive_days <= self.max_consecutive_days or self.min_consecutive_days_off < 1:
            raise ConfigError(f"contract {self.name}: days in a row are ordered 1 <= min <= max.")
        if not 0 <= self.weekends_off <= self.weekends_off_weeks <= 52 or self.weekends_off_weeks < 1:
            raise ConfigError(f"contract {self.name}: so many of at most 52 weekends are free as there are, or fewer.")
        if self.max_start_variation_minutes is not None and not 1 <= self.max_start_variation_minutes <= 24 * 60:
            raise ConfigError(f"contract {self.name}: starts of a week differ by 1 minute to 24 hours.")
        if not 0 <= self.min_hours_per_week <= self.hours_per_week <= self.max_hours_per_week:
            raise ConfigError(f"contract {self.name}: hours a week are ordered 0 <= min <= hours <= max.")
        if not 1 <= self.max_days_per_week <= 7 or self.max_consecutive_days < 1:
            raise ConfigError(f"contract {self.name}: a week has 1 to 7 working days.")
        if not 0 < self.min_shift_hours <= self.max_shift_hours <= 24:
            raise ConfigError(f"contract {self.name}: a shift lasts more than 0 and up to 24 hours, min before max.")

    @property
    def leave_day_hours(self) -> float:
        """Paid hours credited for a day of leave."""
        return self.hours_per_week / self.max_days_per_week


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fixed or rotating pattern: what each day of a cycle of weeks holds, from ``first``, a Monday, on.

    ``weeks`` has seven entries a week: ``off`` (no shift), ``any`` (as the roster pleases), ``work`` (a shift), or the
    name of the shift family that is worked. One week is a fixed pattern, several rotate.
    """

    name: str
    first: date
    weeks: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.weeks or any(len(week) != 7 for week in self.weeks):
            raise ConfigError(f"pattern {self.name}: it has one week or more of seven days.")
        if self.first.weekday() != 0:
            raise ConfigError(f"pattern {self.name}: it begins on a Monday, not on {self.first}.")

    def on(self, day: date, ahead: int = 0) -> str:
        """What ``day`` holds for somebody who is ``ahead`` weeks ahead."""
        week = (day - self.first).days // 7 + ahead
        return self.weeks[week % len(self.weeks)][day.weekday()]


@dataclass(frozen=True, slots=True)
class Agent:
    """A person on the roster. ``skills`` are names of queues or departments; ``efficiency`` 1 is the team's average.

    ``agent`` is the identity used in files; ``name`` is what people read. Nothing about performance or behaviour is
    kept: efficiency is a planning figure by kind of work (a trainee's 0.7), set by people. ``pattern`` names a
    :class:`Pattern` that the agent follows, ``pattern_week`` weeks ahead of it.
    """

    agent: str
    name: str
    department: str
    contract: str
    skills: tuple[str, ...]
    availability: Availability
    efficiency: float = 1.0
    cost_per_hour: float | None = None
    pattern: str = ""
    pattern_week: int = 0

    def __post_init__(self) -> None:
        if not self.agent.strip():
            raise ConfigError("an agent needs an identity that is not blank.")
        if not 0 < self.efficiency <= 2:
            raise ConfigError(f"agent {self.agent}: efficiency lies above 0 and up to 2, not {self.efficiency}.")
