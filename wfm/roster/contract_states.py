"""What a contract's rules on runs of days, weekends and starts mean for the automaton, and where the past leaves it."""

from __future__ import annotations

from datetime import timedelta
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from wfm.intervals import monday_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from wfm.roster.shifts import DayShift
    from wfm.roster.slots import Slots
    from wfm.roster.week_states import State
    from wfm.types import Contract, RosterProblem

WEEKEND = (5, 6)


class Runs(NamedTuple):
    """The contract's rules that are in force; 1, 1 and None where none is."""

    days_on: int
    days_off: int
    weekends_worked: int | None
    weekend_weeks: int
    start_minutes: int | None


def runs_of(problem: RosterProblem, contract: Contract) -> Runs:
    """The numbers of a contract, without the rules that are switched off."""
    rules = problem.rules.by_name
    weekends = "weekends_off" in rules and contract.weekends_off > 0
    return Runs(
        days_on=contract.min_consecutive_days if "min_consecutive_days" in rules else 1,
        days_off=contract.min_consecutive_days_off if "consecutive_days_off" in rules else 1,
        weekends_worked=contract.weekends_off_weeks - contract.weekends_off if weekends else None,
        weekend_weeks=contract.weekends_off_weeks,
        start_minutes=contract.max_start_variation_minutes if "start_variation" in rules else None,
    )


def first_state(state: State, runs: Runs, worked: Collection[date], first: date) -> State:
    """The automaton's first state, given the days worked before ``first``.

    A run of days that began before the first day known counts as long as it is known. Weekends are limited over the
    whole roster by what the weeks before leave free: stricter than the contract where the roster is longer than its
    weeks.
    """
    yesterday = first - timedelta(days=1)
    if not worked:
        state = state._replace(unknown=runs.days_on > 1 or runs.days_off > 1)
    elif runs.days_on > 1 or runs.days_off > 1:
        last = max(worked)
        if last == yesterday:
            run = 1
            while last - timedelta(days=run) in worked:
                run += 1
            state = state._replace(worked=True, owed=max(0, runs.days_on - run))
        else:
            state = state._replace(worked=False, owed=max(0, runs.days_off - (yesterday - last).days))
    if runs.weekends_worked is not None:
        week = monday_of(first)
        before = {monday_of(d) for d in worked if d.weekday() in WEEKEND}
        recent = sum(1 for monday in before if 0 <= (week - monday).days < 7 * runs.weekend_weeks)
        left = max(0, runs.weekends_worked - recent)
        state = state._replace(weekends=left, weekend_worked=first.weekday() in WEEKEND and week in before)
    return state


def weekends_of(days: Sequence[date]) -> tuple[int, ...]:
    """The number of each day's weekend, -1 for other days."""
    mondays = sorted({monday_of(d) for d in days})
    return tuple(mondays.index(monday_of(d)) if d.weekday() in WEEKEND else -1 for d in days)


def start_kinds(rows: Sequence[DayShift], slots: Slots, runs: Collection[Runs]) -> tuple[list[int], tuple[int, ...]]:
    """Each row's kind by its start on the clock, and the first minute of each kind: fine enough for every contract."""
    asked = [r.start_minutes for r in runs if r.start_minutes is not None]
    if not asked:
        return [0] * len(rows), (0,)
    size, zone = gcd(*asked), zone_of(slots.grid.zone)
    starts = [slots.instant(row.start).astimezone(zone) for row in rows]
    buckets = [(60 * t.hour + t.minute) // size * size for t in starts]
    kinds = sorted(set(buckets)) or [0]
    return [kinds.index(b) for b in buckets], tuple(kinds)


def start_blocks(kinds: Sequence[int], runs: Runs) -> tuple[int, ...]:
    """Each kind's block of starts that may stand in one week; empty where starts may differ.

    Blocks begin at multiples of the minutes: stricter than the contract, which lets the block lie anywhere.
    """
    if runs.start_minutes is None:
        return ()
    return tuple(minute // runs.start_minutes for minute in kinds)
