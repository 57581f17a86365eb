"""Shifts of a roster found again on the engine's arrays, and a plan to begin with from a published roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.roster.pool import is_legal
from wfm.roster.respond import empty_plan, take_out
from wfm.types import ActivityKind
from wfm.types.roster import PAUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.roster.model import Model
    from wfm.roster.respond import Plan
    from wfm.roster.shifts import DayShift
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import Activity, RosterProblem, Shift

PLAIN = (ActivityKind.WORK, *PAUSES)


def published_plan(problem: RosterProblem, model: Model, staff: Staff, slots: Slots) -> Plan:
    """The published roster's tours, for those whose tour is legal; nobody where none is published.

    A search that begins with it ends no dearer than the published roster, changes counted.
    """
    plan = empty_plan(model)
    if problem.published is None:
        return plan
    numbers = {a.agent: i for i, a in enumerate(problem.agents)}
    first, locked = slots.dates[0], set(problem.locks)
    own = [s for s in problem.published.shifts if not s.is_leave and s not in locked and s.agent in numbers]
    own = [s for s in own if 0 <= (s.date - first).days < len(slots.dates)]
    rows = rows_of_shifts(problem, staff, slots, own)
    for i in {numbers[s.agent] for s in own}:
        plan.tour[i] = -1
        for lock in staff.fixed[i].locks:
            plan.tour[i, (lock.date - first).days] = staff.table.lock_rows[id(lock)]
    for shift in own:
        if id(shift) in rows and plan.tour[numbers[shift.agent], (shift.date - first).days] == -1:
            place_shift(problem, staff, slots, model, plan, numbers[shift.agent], shift, rows[id(shift)])
    for i, tour in enumerate(plan.tour):
        if tour[0] > -2 and not is_legal(model, i, tour):
            take_out(model, plan, i)
            plan.tour[i] = -2
    return plan


def fits(shift: Shift, row: DayShift, slots: Slots) -> bool:
    """Whether a shift on the slots is a row's: start, end, breaks with their kinds, lengths and windows."""
    pauses = pauses_of(shift)
    plain = all(a.kind in PLAIN for a in shift.activities)
    same = (slots.at(shift.start), slots.grid.next_slot(shift.end)) == (row.start, row.end)
    if not plain or not same or len(pauses) != len(row.breaks):
        return False
    free = 0
    for pause, (length, first, last, rule) in zip(pauses, row.breaks, strict=True):
        at = slots.at(pause.start) - row.start
        same = (pause.kind, pause.paid, slots.at(pause.end) - slots.at(pause.start)) == (rule.kind, rule.paid, length)
        if not same or not max(first, free) <= at <= last:
            return False
        free = at + length + row.spacing
    return True


def rows_of_shifts(problem: RosterProblem, staff: Staff, slots: Slots, shifts: Iterable[Shift]) -> dict[int, int]:
    """The row of the table that each shift (by identity) is and its agent may work, for those that are one."""
    places: dict[tuple[int, int, int], list[int]] = {}
    for k, row in enumerate(staff.table.rows):
        if row.lock is None:
            places.setdefault((row.day, row.start, row.end), []).append(k)
    numbers = {a.agent: i for i, a in enumerate(problem.agents)}
    first, known = slots.dates[0], set(problem.works)
    found: dict[int, int] = {}
    for shift in shifts:
        if shift.agent not in numbers or any(a.work not in known for a in work_of(shift)):
            continue
        key = ((shift.date - first).days, slots.at(shift.start), slots.grid.next_slot(shift.end))
        for k in places.get(key, ()):
            if staff.allowed[numbers[shift.agent], k] and fits(shift, staff.table.rows[k], slots):
                found[id(shift)] = k
                break
    return found


def place_shift(
    problem: RosterProblem, staff: Staff, slots: Slots, model: Model, plan: Plan, agent: int, shift: Shift, row: int
) -> None:
    """Put a shift, which is ``row`` of the table, into a plan."""
    shape = staff.table.rows[row]
    plan.tour[agent, shape.day] = row
    for b, pause in enumerate(pauses_of(shift)):
        plan.break_at[agent, shape.day, b] = slots.at(pause.start) - shape.start
    for activity in work_of(shift):
        work = problem.works.index(activity.work)
        first, last = slots.at(activity.start), slots.grid.next_slot(activity.end)
        plan.work[agent, first:last] = work
        plan.cover[work, first:last] += model.efficiency[model.skill[agent], work]


def work_of(shift: Shift) -> list[Activity]:
    """The stretches of work."""
    return [a for a in shift.activities if a.kind is ActivityKind.WORK]


def pauses_of(shift: Shift) -> list[Activity]:
    """The breaks and meals."""
    return [a for a in shift.activities if a.kind in PAUSES]
