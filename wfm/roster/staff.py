"""Agents, shifts and rests brought together as the arrays that the compiled loops work on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import monday_of
from wfm.roster import agents as people
from wfm.roster.automaton import transitions
from wfm.roster.contract_states import first_state, runs_of, start_blocks, start_kinds, weekends_of
from wfm.roster.history import past_work, rest_after, slots_up
from wfm.roster.limits import UNLIMITED
from wfm.roster.patterns import must_work, pattern_days
from wfm.roster.rests import RESTED, RestClasses, rest_classes
from wfm.roster.shifts import DayShift, ShiftTable, day_shifts, night_of, shift_table
from wfm.roster.week_states import State, StateRules, action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from wfm.roster.agents import FixedDays, SkillClass
    from wfm.roster.contract_states import Runs
    from wfm.roster.history import PastWork
    from wfm.roster.limits import Limits
    from wfm.roster.slots import Slots
    from wfm.types import RosterProblem, Shift

SAFE_BLOCK = 5  # days in a row that fit between two weekly rests whatever their hours
LOCK_FAMILY = -1


@dataclass(frozen=True)
class Staff:
    """What pricing works on; one row an agent, one column a shift of ``table``, a day or a week.

    ``allowed`` [agent, shift]; ``may_rest`` [agent, day] is False on the day of a locked shift; ``least`` and ``most``
    [agent, week] bound the paid slots, in units of ``unit`` slots, as is ``paid`` [shift]. ``states`` [automaton, day,
    state, action] are the transitions of :mod:`wfm.roster.week_states`, ``automaton`` [agent] which holds. ``action``
    [shift] is the first of its three actions; ``rest_class`` [shift] the class of readiness it leaves behind. ``ready``
    [agent] is when the past leaves them ready, ``ready_off`` [agent] the class when the first day is off.
    ``extras``: slots beyond readiness after which a rest is a weekly one, or ends a series of nights.
    """

    table: ShiftTable
    rests: RestClasses
    skills: tuple[SkillClass, ...]
    skill: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    may_rest: NDArray[np.bool_]
    unit: int
    paid: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    automaton: NDArray[np.int64]
    states: NDArray[np.int16]
    action: NDArray[np.int64]
    rest_class: NDArray[np.int64]
    ready: NDArray[np.int64]
    ready_off: NDArray[np.int64]
    extras: tuple[int, int]
    week_of: NDArray[np.int64]
    fixed: tuple[FixedDays, ...]


def staff_of(problem: RosterProblem, slots: Slots, limits: Limits) -> Staff:
    """The arrays of a problem."""
    days = len(slots.dates)
    fixed = tuple(people.fixed_days(problem, a, slots) for a in problem.agents)
    locks = [_locked_row(s, slots, limits) for f in fixed for s in f.locks]
    everything = shift_table([*day_shifts(problem, slots, limits), *locks], days)
    by_agent = past_by_agent(problem)
    past = [past_work(by_agent.get(a.agent, ()), slots, limits) for a in problem.agents]
    allowed = np.array(
        [
            people.open_shifts(problem, a, f, everything, slots, limits, p)
            for a, f, p in zip(problem.agents, fixed, past, strict=True)
        ],
        dtype=np.bool_,
    ).reshape(len(problem.agents), len(everything.rows))
    # Shifts that nobody may work would only make more classes of rest.
    used: NDArray[np.bool_] = np.asarray(allowed.any(axis=0))
    table = shift_table([r for r, use in zip(everything.rows, used, strict=True) if use], days)
    extras = _extras(table, slots, limits)
    ready = [_ready_of(row, slots, limits) for row in table.rows]
    rests = _rests(table, ready, past, extras, days)
    kinds, kind_of = _block_kinds(table, slots, limits, past)
    runs = {name: runs_of(problem, contract) for name, contract in problem.contracts.items()}
    start_of, starts = start_kinds(table.rows, slots, [runs[a.contract] for a in problem.agents])
    night = [r.night for r in table.rows]
    unit = math.gcd(*(r.paid for r in table.rows)) or 1
    skills, skill = people.skill_classes(problem)
    weeks = people.weeks(slots)
    week_of = tuple(weeks.index(monday_of(d)) for d in slots.dates)
    bounds = [
        people.hour_bounds(problem, a, f, slots, limits, p) for a, f, p in zip(problem.agents, fixed, past, strict=True)
    ]
    slots_a_unit = unit * slots.hours
    workable = tuple(bool(table.day_first[d + 1] > table.day_first[d]) for d in range(days))
    worked = [frozenset(s.date for s in by_agent.get(a.agent, ()) if not s.is_leave) for a in problem.agents]
    automaton, states = _automata(
        problem, fixed, past, worked, slots.dates, week_of, workable, kinds, starts, runs, limits
    )
    return Staff(
        table=table,
        rests=rests,
        skills=skills,
        skill=skill,
        allowed=np.ascontiguousarray(allowed[:, used]),
        may_rest=_may_rest(problem, fixed, slots),
        unit=unit,
        paid=table.paid // unit,
        least=np.array([[math.ceil(lo / slots_a_unit - 1e-9) for lo, _ in b] for b in bounds], dtype=np.int64),
        most=np.array([[math.floor(hi / slots_a_unit + 1e-9) for _, hi in b] for b in bounds], dtype=np.int64),
        automaton=automaton,
        states=states,
        action=np.array(
            [action(n, k, len(kinds), s) for n, k, s in zip(night, kind_of, start_of, strict=True)], dtype=np.int64
        ),
        rest_class=np.array(
            [rests.class_of(r.day + 1, moment) for r, moment in zip(table.rows, ready, strict=True)], dtype=np.int64
        ),
        ready=np.array([p.ready for p in past], dtype=np.int64),
        ready_off=np.array([rests.class_of(1, p.ready) for p in past], dtype=np.int64),
        extras=extras,
        week_of=np.array(week_of, dtype=np.int64),
        fixed=fixed,
    )


def past_by_agent(problem: RosterProblem) -> dict[str, list[Shift]]:
    """The published shifts before the horizon, by agent, in order."""
    found: dict[str, list[Shift]] = {}
    for shift in problem.past.shifts if problem.past is not None else ():
        found.setdefault(shift.agent, []).append(shift)
    return found


def _locked_row(lock: Shift, slots: Slots, limits: Limits) -> DayShift:
    day = (lock.date - slots.dates[0]).days
    start, end = slots.at(lock.start), slots.grid.next_slot(lock.end)
    night, late = night_of(slots, limits, start, end, day)
    paid = math.ceil(lock.paid_hours / slots.hours - 1e-9)
    minutes = (end - start) * slots.minutes
    return DayShift(day, start, end, paid, minutes, LOCK_FAMILY, night, late, 0, (), lock)


def _ready_of(row: DayShift, slots: Slots, limits: Limits) -> int:
    return row.end + slots_up(rest_after(row.night, row.ends_late, limits), slots)


def _extras(table: ShiftTable, slots: Slots, limits: Limits) -> tuple[int, int]:
    """Readiness holds the daily rest already, so a longer rest is so many slots more."""
    weekly = slots_up(limits.weekly_rest_hours or 0.0, slots) - slots_up(limits.rest_hours, slots)
    weekly = max(weekly, 0)
    if limits.night is None or not any(r.night for r in table.rows):
        return weekly, weekly
    least = min(rest_after(r.night, r.ends_late, limits) for r in table.rows if r.night)
    series = slots_up(limits.night.rest_after_series_hours, slots) - slots_up(least, slots)
    return weekly, max(series, weekly)


def _rests(
    table: ShiftTable, ready: Sequence[int], past: Sequence[PastWork], extras: tuple[int, int], days: int
) -> RestClasses:
    layers: list[set[int]] = [set() for _ in range(days + 1)]
    layers[1] |= {p.ready for p in past if p.ready > RESTED}
    for row, moment in zip(table.rows, ready, strict=True):
        layers[row.day + 1].add(moment)
    starts = [np.unique(table.start[table.day_first[d] : table.day_first[d + 1]]) for d in range(days)]
    return rest_classes(days, starts, layers, extras)


def _block_kinds(
    table: ShiftTable, slots: Slots, limits: Limits, past: Sequence[PastWork]
) -> tuple[tuple[int, ...], list[int]]:
    """For each shift the longest block of days, counted from the last weekly rest, that it may end.

    The rest must begin within ``weekly_rest_span_hours`` of the block's first start. The first start is not remembered,
    so the earliest possible one stands for it: exact for blocks up to five days, a little strict on the sixth.
    """
    if limits.weekly_rest_hours is None:
        return (99,), [0] * len(table.rows)
    span = math.floor(limits.weekly_rest_span_hours / slots.hours + 1e-9)
    offsets = [int(r.start - slots.midnights[r.day]) for r in table.rows]
    earliest = min([*offsets, *(p.earliest_start for p in past)], default=0)
    longest = []
    for row in table.rows:
        block = 1
        while row.end - (_midnight(slots, row.day - block) + earliest) <= span:
            block += 1
        longest.append(block)
    kinds = tuple(sorted(set(longest))) or (SAFE_BLOCK,)
    return kinds, [kinds.index(b) for b in longest]


def _midnight(slots: Slots, day: int) -> int:
    return slots.within(day, 0)


def _automata(
    problem: RosterProblem,
    fixed: Sequence[FixedDays],
    past: Sequence[PastWork],
    worked: Sequence[frozenset[date]],
    days: tuple[date, ...],
    week_of: tuple[int, ...],
    workable: tuple[bool, ...],
    kinds: tuple[int, ...],
    starts: tuple[int, ...],
    runs: Mapping[str, Runs],
    limits: Limits,
) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    known: dict[tuple[StateRules, State], int] = {}
    nights = limits.night if limits.night and limits.night.max_in_row < UNLIMITED else None
    numbers = []
    weeks = sorted({monday_of(d) for d in days})
    for agent, settled, before, known_days in zip(problem.agents, fixed, past, worked, strict=True):
        contract, own = problem.contracts[agent.contract], runs[agent.contract]
        days_a_week = contract.max_days_per_week if "days_per_week" in limits.names else 7
        rules = StateRules(
            week_of=week_of,
            days_allowed=tuple(max(0, days_a_week - settled.leave_days(w) - before.days.get(w, 0)) for w in weeks),
            block_limit=contract.max_consecutive_days,
            blocks=kinds,
            workable=workable,
            weekly_rest=limits.weekly_rest_hours is not None,
            max_nights=nights.max_in_row if nights else None,
            series=nights.series if nights else 0,
            min_days_on=own.days_on,
            min_days_off=own.days_off,
            limit_weekends=own.weekends_worked is not None,
            weekend_of=weekends_of(days),
            kinds=len(starts),
            start_block=start_blocks(starts, own),
        )
        state = first_state(before.state, own, known_days, days[0])
        numbers.append(known.setdefault((rules, state), len(known)))
    tables = [transitions(rules, state) for rules, state in known]
    # States after the last day have no row of their own, but need their place too.
    width = max((max(len(layer), int(layer.max(initial=-1)) + 1) for t in tables for layer in t), default=1)
    actions = tables[0][0].shape[1] if tables else 1
    states = np.full((len(tables), len(week_of), width, actions), -1, dtype=np.int16)
    for number, layers in enumerate(tables):
        for day, layer in enumerate(layers):
            states[number, day, : len(layer)] = layer
    return np.array(numbers, dtype=np.int64), states


def _may_rest(problem: RosterProblem, fixed: Sequence[FixedDays], slots: Slots) -> NDArray[np.bool_]:
    may = np.ones((len(fixed), len(slots.dates)), dtype=np.bool_)
    for number, settled in enumerate(fixed):
        may[number] = ~must_work(pattern_days(problem, problem.agents[number], slots))
        for leave in settled.leave_locks:
            may[number, (leave.date - slots.dates[0]).days] = True
        for lock in settled.locks:
            may[number, (lock.date - slots.dates[0]).days] = False
    return may
