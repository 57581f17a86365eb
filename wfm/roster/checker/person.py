"""One agent's shifts as the rules look at them: with the published past, by week, and without leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from wfm.types.roster import Violation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from wfm.roster.checker.site import Site
    from wfm.types.people import Agent, Contract
    from wfm.types.problem import RosterProblem, Rule
    from wfm.types.roster import Shift

WEEK = timedelta(days=7)
# Sums of hours in binary fractions: a millisecond is no breach.
SLACK_HOURS = 1e-6


@dataclass(frozen=True)
class Person:
    """An agent with the shifts of the roster (``shifts``) and of the problem's past (``past``), by start."""

    agent: Agent
    contract: Contract
    shifts: tuple[Shift, ...]
    past: tuple[Shift, ...]
    locks: tuple[Shift, ...]
    site: Site

    @property
    def problem(self) -> RosterProblem:
        """The problem whose rules are judged."""
        return self.site.problem

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return self.site.zone

    @cached_property
    def every_shift(self) -> tuple[Shift, ...]:
        """Past and roster together, by start."""
        return tuple(sorted((*self.past, *self.shifts), key=lambda s: s.start))

    @cached_property
    def worked(self) -> tuple[Shift, ...]:
        """Shifts of work, past and roster together, by start. Days of leave are left out."""
        return tuple(s for s in self.every_shift if not s.is_leave)

    @cached_property
    def working(self) -> tuple[Shift, ...]:
        """The roster's own shifts of work, by start."""
        return tuple(s for s in self.shifts if not s.is_leave)

    @cached_property
    def _own(self) -> dict[datetime, list[Shift]]:
        found: dict[datetime, list[Shift]] = {}
        for shift in self.shifts:
            found.setdefault(shift.start, []).append(shift)
        return found

    def is_own(self, shift: Shift) -> bool:
        """Whether the shift is the roster's, not the past's."""
        return shift in self._own.get(shift.start, ())

    @property
    def weeks(self) -> Sequence[date]:
        """Mondays of the calendar weeks that the grid touches."""
        return self.site.weeks

    @cached_property
    def _paid(self) -> tuple[tuple[date, float], ...]:
        return tuple((s.date, s.paid_hours) for s in self.every_shift)

    def hours(self, first: date, last: date) -> float:
        """Paid hours, leave included, of shifts whose date lies from ``first`` to ``last``."""
        return sum(hours for day, hours in self._paid if first <= day <= last)

    def works_between(self, first: date, last: date) -> bool:
        """Whether the roster itself has a shift of work from ``first`` to ``last``."""
        return any(first <= s.date <= last for s in self.working)

    def clock(self, instant: datetime) -> str:
        """An instant as people read it: local date and time."""
        return f"{self.site.local(instant):%Y-%m-%d %H:%M}"

    def found(self, rule: Rule, day: date | None, message: str) -> Violation:
        """A violation of ``rule`` by this agent."""
        return Violation(rule.name, rule.kind, self.agent.agent, day, message)


def hours_between(begin: datetime, end: datetime) -> float:
    """Elapsed hours."""
    if begin.tzinfo is UTC and end.tzinfo is UTC:
        return (end - begin).total_seconds() / 3600
    return (end.astimezone(UTC) - begin.astimezone(UTC)).total_seconds() / 3600


def amount(value: float) -> str:
    """A number of hours as people read it."""
    return f"{round(value, 2):g}"
