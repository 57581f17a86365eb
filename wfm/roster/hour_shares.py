"""Hours over a roster of several weeks, shared out over its weeks before the search.

A tour remembers the hours of its week, not of all weeks. Any tour inside the shares keeps the contract's total; which
week has how many hours is settled beforehand, by the requirement, which is stricter than the contract.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from wfm.intervals import DAY_MINUTES, local_instant, monday_of, zone_of
from wfm.roster.patterns import must_work, pattern_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wfm.roster.agents import FixedDays
    from wfm.roster.slots import Slots
    from wfm.types import Agent, Contract, RosterProblem

    Bounds = list[tuple[float, float]]

TINY = 1e-9
HALVINGS = 50
MORNING_MINUTE = 6 * 60  # clocks change before it


def weekly_reach(problem: RosterProblem, agent: Agent, fixed: FixedDays, slots: Slots) -> Bounds:
    """For each calendar week hours of work that no tour falls short of, and that none exceeds.

    By the days that availability, leave, pattern and shift families leave open, and the shortest and longest shift.
    """
    contract, days = problem.contracts[agent.contract], slots.dates
    paid = [
        family.paid_minutes(minutes) / 60
        for family in problem.shifts
        for minutes in family.lengths_minutes
        if contract.min_shift_hours - TINY <= minutes / 60 <= contract.max_shift_hours + TINY
    ]
    locked = [s.paid_hours for s in fixed.locks]
    longest, shortest = max([*paid, *locked], default=0.0), min([*paid, *locked], default=0.0)
    entries = pattern_days(problem, agent, slots)
    must = must_work(entries)
    asked = contract.max_days_per_week if "days_per_week" in problem.rules.by_name else 7
    nightly = any(
        f.earliest_start < MORNING_MINUTE or f.latest_start + max(f.lengths_minutes) > DAY_MINUTES
        for f in problem.shifts
    )
    reach = []
    for monday in sorted({monday_of(d) for d in days}):
        week = [k for k, d in enumerate(days) if monday_of(d) == monday]
        free = sum(1 for k in week if entries[k] != "off" and _open(problem, agent, days[k]))
        held = sum(1 for s in fixed.locks if monday_of(s.date) == monday)
        most = max(held, min(free + held, asked - fixed.leave_days(monday)))
        change = _clock_change_hours(monday, slots) if nightly else 0.0
        reach.append((max(0.0, shortest * sum(bool(must[k]) for k in week) - change), longest * most + change))
    return reach


def _clock_change_hours(monday: date, slots: Slots) -> float:
    """By how much elapsed hours of a week, the night after it included, differ from those on the clock."""
    zone = zone_of(slots.grid.zone)
    elapsed = local_instant(monday + timedelta(days=8), 0, zone) - local_instant(monday, 0, zone)
    return abs(elapsed - timedelta(days=8)).total_seconds() / 3600


def _open(problem: RosterProblem, agent: Agent, day: date) -> bool:
    """Whether a shift may start on the day, as far as windows, leave and the families' weekdays go."""
    windows = agent.availability.windows.windows
    yesterday = (day.weekday() - 1) % 7
    here = any(w.weekday == day.weekday() or (w.weekday == yesterday and w.end > DAY_MINUTES) for w in windows)
    on_leave = "leave" in problem.rules.by_name and agent.availability.on_leave(day)
    families = any({day.weekday(), yesterday} & set(f.days) for f in problem.shifts)
    return here and families and not on_leave


def weekly_demand(problem: RosterProblem, agent: Agent, mondays: Sequence[date]) -> list[float]:
    """How much is required in each week of the work that the agent can do; the same for all weeks where nothing is."""
    can, grid, zone = problem.efficiency.get(agent.agent, {}), problem.grid, zone_of(problem.grid.zone)
    rows = [w for w, name in enumerate(problem.works) if can.get(name, 0.0) > 0]
    required = problem.required[rows].sum(axis=0)
    edges = [max(0, grid.slot(local_instant(monday, 0, zone))) for monday in mondays]
    demand = [float(required[a:b].sum()) for a, b in pairwise([*edges, grid.count])]
    return demand if min(demand) > 0 else [1.0] * len(demand)


def within_total(bounds: Bounds, reach: Bounds, demand: Sequence[float], contract: Contract, leave: float) -> Bounds:
    """Bounds a week that together keep the contract's hours over all days: each week gets its share of the room.

    Shares follow the demand, lie within what the week can reach, and are whole hours where sums allow it, so that
    shifts can reach them.

    Args:
        bounds: Least and most hours of work in each week without the total.
        reach: Of :func:`weekly_reach`.
        demand: Of :func:`weekly_demand`; only its proportions matter.
        contract: Whose total is kept.
        leave: Hours of leave of all weeks, which count towards the total.
    """
    high = [min(b[1], r[1]) for b, r in zip(bounds, reach, strict=True)]
    low = [min(max(b[0], r[0]), h) for b, r, h in zip(bounds, reach, high, strict=True)]
    most, least = contract.max_hours_total, contract.min_hours_total
    if (most is not None and sum(low) > most - leave + TINY) or (
        least is not None and sum(high) < least - leave - TINY
    ):
        return [(lo, -1.0) for lo in low]  # no tour has so many hours
    if most is not None and sum(high) > most - leave:
        high = _shared(low, high, demand, most - leave)
    if least is not None and sum(low) < least - leave:
        low = _shared(low, high, demand, least - leave)
    return list(zip(low, high, strict=True))


def _shared(low: list[float], high: list[float], demand: Sequence[float], total: float) -> list[float]:
    """Numbers from ``low`` to ``high`` that sum to ``total`` as far as they can, in proportion to the demand."""
    wanted = _in_proportion(low, high, demand, total)
    asked, given, shares = 0.0, 0.0, []
    for lo, hi, want in zip(low, high, wanted, strict=True):
        asked += want
        share = min(hi, max(lo, float(round(asked - given))))
        shares.append(share)
        given += share
    for k in reversed(range(len(shares))):
        moved = min(high[k], max(low[k], shares[k] + total - sum(shares)))
        shares[k] = moved
    return shares


def _in_proportion(low: list[float], high: list[float], demand: Sequence[float], total: float) -> list[float]:
    """The demand times one factor, cut off at ``low`` and ``high``.

    The sum rises with the factor, so it is searched for by halves.
    """

    def cut(factor: float) -> list[float]:
        return [min(hi, max(lo, factor * d)) for lo, hi, d in zip(low, high, demand, strict=True)]

    few, many = 0.0, max(high) / min(demand)
    for _ in range(HALVINGS):
        middle = (few + many) / 2
        few, many = (middle, many) if sum(cut(middle)) < total else (few, middle)
    return cut(many)
