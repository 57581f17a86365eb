"""What each agent can do: skill classes, the shifts that are open to them, their hours a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import local_instant, monday_of, zone_of
from wfm.roster.hour_shares import weekly_demand, weekly_reach, within_total
from wfm.roster.leave import credited_leave_days
from wfm.roster.patterns import of_pattern, pattern_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from wfm.roster.history import PastWork
    from wfm.roster.limits import Limits
    from wfm.roster.shifts import ShiftTable
    from wfm.roster.slots import Slots
    from wfm.types import Agent, Contract, RosterProblem, Shift

TINY = 1e-9
WEEK_HOURS = 24.0 * 7
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SkillClass:
    """Agents who can do the same works equally well, from the same home: slots are worth the same to all of them."""

    works: tuple[int, ...]
    efficiency: tuple[float, ...]
    away: tuple[bool, ...]


def skill_classes(problem: RosterProblem) -> tuple[tuple[SkillClass, ...], NDArray[np.int64]]:
    """The skill classes in order of appearance, and each agent's."""
    known: dict[SkillClass, int] = {}
    numbers = []
    for agent in problem.agents:
        can = problem.efficiency.get(agent.agent, {})
        home = problem.home.get(agent.agent)
        works = [w for w, name in enumerate(problem.works) if can.get(name, 0.0) > 0]
        found = SkillClass(
            tuple(works),
            tuple(can[problem.works[w]] for w in works),
            tuple(home is not None and problem.works[w] != home for w in works),
        )
        numbers.append(known.setdefault(found, len(known)))
    return tuple(known), np.array(numbers, dtype=np.int64)


@dataclass(frozen=True)
class FixedDays:
    """Days of one agent that are settled: leave (with its credited days) and locked shifts."""

    credited: tuple[date, ...]
    leave_locks: tuple[Shift, ...]
    locks: tuple[Shift, ...]

    def leave_hours(self, contract: Contract, week: date) -> float:
        """Hours of leave in the week that begins on ``week``."""
        credited = sum(contract.leave_day_hours for d in self.credited if monday_of(d) == week)
        return credited + sum(s.paid_hours for s in self.leave_locks if monday_of(s.date) == week)

    def leave_days(self, week: date) -> int:
        """Days of leave in the week that begins on ``week``."""
        days = [*self.credited, *(s.date for s in self.leave_locks)]
        return sum(1 for d in days if monday_of(d) == week)


def fixed_days(problem: RosterProblem, agent: Agent, slots: Slots) -> FixedDays:
    """The settled days of an agent."""
    locks = [s for s in problem.locks if s.agent == agent.agent]
    taken = {s.date for s in locks}
    credited = credited_leave_days(agent, problem.contracts[agent.contract], slots.dates)
    return FixedDays(
        credited=tuple(d for d in credited if d not in taken),
        leave_locks=tuple(s for s in locks if s.is_leave),
        locks=tuple(s for s in locks if not s.is_leave),
    )


def open_shifts(
    problem: RosterProblem,
    agent: Agent,
    fixed: FixedDays,
    table: ShiftTable,
    slots: Slots,
    limits: Limits,
    past: PastWork,
) -> NDArray[np.bool_]:
    """Which rows of the table the agent may work, each by itself.

    A locked shift is the only one of its day, for its owner alone.
    """
    contract = problem.contracts[agent.contract]
    clock = table.clock_minutes
    able = any(e > 0 for e in problem.efficiency.get(agent.agent, {}).values())
    may = ~table.locked & able
    may &= (clock >= contract.min_shift_hours * 60 - TINY) & (clock <= contract.max_shift_hours * 60 + TINY)
    may &= _inside(_available(agent, slots, "leave" in problem.rules.by_name), table)
    if not _sundays_left(problem, slots, past):
        sunday = np.ones(slots.padded, dtype=np.bool_)
        _blank(sunday, slots, {d for d in slots.dates if d.weekday() == 6})
        may &= _inside(sunday, table)
    if not _late_nights_left(limits, slots, past):
        may &= ~table.ends_late
    if agent.pattern:
        may &= of_pattern(problem, pattern_days(problem, agent, slots), table)
    settled = {(s.date - slots.dates[0]).days for s in (*fixed.locks, *fixed.leave_locks)}
    if settled:
        may &= ~np.isin(table.day, list(settled))
    may[[table.lock_rows[id(s)] for s in fixed.locks]] = True
    return may


def _available(agent: Agent, slots: Slots, leave_holds: bool) -> NDArray[np.bool_]:
    free = slots.mask(agent.availability.windows).copy()
    if leave_holds:
        _blank(free, slots, {d for d in slots.padded_grid.local_dates if agent.availability.on_leave(d)})
    return free


def _blank(mask: NDArray[np.bool_], slots: Slots, days: set[date]) -> None:
    zone = zone_of(slots.grid.zone)
    for day in days:
        first = slots.at(local_instant(day, 0, zone))
        mask[max(0, first) : max(0, slots.at(local_instant(day, 24 * 60, zone)))] = False


def _inside(mask: NDArray[np.bool_], table: ShiftTable) -> NDArray[np.bool_]:
    total = np.concatenate([[0], np.cumsum(mask)])
    first, last = np.clip(table.start, 0, len(mask)), np.clip(table.end, 0, len(mask))
    inside: NDArray[np.bool_] = total[last] - total[first] == table.end - table.start
    return inside


def _sundays_left(problem: RosterProblem, slots: Slots, past: PastWork) -> bool:
    free = problem.rules.parameter("sundays_free", "per_year")
    if free is None:
        return True
    recent = sum(1 for d in past.sundays if 0 < (slots.dates[0] - d).days <= 51 * 7)
    return recent + sum(1 for d in slots.dates if d.weekday() == 6) <= 52 - free


def _late_nights_left(limits: Limits, slots: Slots, past: PastWork) -> bool:
    """Whether every night of the horizon could be worked; where not, none is, which is stricter than the law."""
    if limits.night is None:
        return True
    first = monday_of(slots.dates[0]) + WEEK
    return _recent(past.late_nights, first, 17) + len(slots.dates) <= limits.night.max_in_16_weeks


def hour_bounds(
    problem: RosterProblem, agent: Agent, fixed: FixedDays, slots: Slots, limits: Limits, past: PastWork
) -> list[tuple[float, float]]:
    """Least and most paid hours of work to roster in each calendar week of the horizon.

    Leave and the hours worked in the week before the horizon are taken off. A week that the horizon holds in part has
    no minimum. Hours over all days are shared out (:mod:`wfm.roster.hour_shares`).
    """
    contract = problem.contracts[agent.contract]
    bounds: list[tuple[float, float]] = []
    planned: dict[date, float] = dict(past.hours)
    for week in weeks(slots):
        leave, before = fixed.leave_hours(contract, week), past.hours.get(week, 0.0)
        whole = sum(1 for d in slots.dates if monday_of(d) == week) == 7
        most = min(contract.max_hours_per_week, limits.week_hours or WEEK_HOURS)
        for average in limits.averages:
            nights = _recent(past.nights, week, average.weeks) + len(slots.dates)
            if nights >= average.min_nights:
                most = min(most, average.weeks * average.max_hours - _recent(planned, week, average.weeks))
        planned[week] = max(most, 0.0)
        least = contract.min_hours_per_week if whole else 0.0
        bounds.append((max(0.0, least - leave - before), max(0.0, most - leave - before)))
    if contract.min_hours_total is None and contract.max_hours_total is None:
        return bounds
    if "contract_hours_total" not in problem.rules.by_name:
        return bounds
    reach = weekly_reach(problem, agent, fixed, slots)
    taken = sum(fixed.leave_hours(contract, week) for week in weeks(slots))
    return within_total(bounds, reach, weekly_demand(problem, agent, weeks(slots)), contract, taken)


def _recent(amounts: Mapping[date, float], week: date, weeks: int) -> float:
    return sum(x for start, x in amounts.items() if 0 < (week - start).days < 7 * weeks)


def weeks(slots: Slots) -> list[date]:
    """The Mondays of the horizon's calendar weeks."""
    return sorted({monday_of(d) for d in slots.dates})
