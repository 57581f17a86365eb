"""A roster on the engine's arrays, so that what could be different can be priced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.model import room_for
from wfm.roster.outcome import terms_of
from wfm.roster.own_costs import own_costs
from wfm.roster.placed import place_shift, rows_of_shifts
from wfm.roster.pool import is_legal
from wfm.roster.respond import copy_plan, cover_cost, empty_plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.respond import Plan
    from wfm.roster.shifts import DayShift
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import Roster, RosterProblem


@dataclass(frozen=True)
class Present:
    """Everybody's tours as they are (``plan``), under the rules of ``problem``."""

    problem: RosterProblem
    model: Model
    staff: Staff
    slots: Slots
    plan: Plan

    @cached_property
    def room(self) -> Room:
        """Room for the compiled functions, to be used by one thread."""
        return room_for(self.model)

    @cached_property
    def terms(self) -> Mapping[str, float]:
        """Each part of the objective."""
        return terms_of(self.model, self.plan, own_costs(self.problem, self.slots, self.staff))

    @property
    def cost(self) -> float:
        """The objective."""
        return sum(self.terms.values())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Each agent's number."""
        return {a.agent: i for i, a in enumerate(self.problem.agents)}

    def span(self, interval_start: datetime) -> tuple[int, int]:
        """The slots of the requirement's interval that begins at an instant."""
        first = self.slots.at(interval_start)
        return first, first + self.slots.per_interval

    def day_of(self, slot: int) -> int:
        """The local day, by number, on which a slot lies."""
        return int(np.searchsorted(self.slots.midnights, slot, side="right")) - 1

    def short(self, work: int, first: int, last: int) -> float:
        """Agents missing at a work, on average over some slots."""
        missing = self.model.required[work, first:last] - self.plan.cover[work, first:last]
        return float(np.maximum(missing, 0.0).mean())

    def short_cost(self, work: int, first: int, last: int) -> float:
        """What the agents missing at a work in some slots count in the objective."""
        model = self.model
        missing = np.maximum(model.required[work, first:last] - self.plan.cover[work, first:last], 0.0)
        width, price = model.short_width, model.short_price
        return sum(float(cover_cost(n, width, price, work, first + k, 0.0)) for k, n in enumerate(missing))

    @cached_property
    def short_hours(self) -> float:
        """Agent-hours missing over all works and days."""
        missing = self.model.required - self.plan.cover[:, : self.model.required.shape[1]]
        return float(np.maximum(missing, 0.0).sum()) * self.slots.hours

    @cached_property
    def paid_hours(self) -> float:
        """Paid hours of work on the roster."""
        worked = self.plan.tour[self.plan.tour >= 0]
        return float(self.staff.table.paid[worked].sum()) * self.slots.hours

    def times(self, row: int) -> tuple[datetime, datetime]:
        """When a shift of the table starts and ends."""
        shift = self.staff.table.rows[row]
        return self.slots.instant(shift.start), self.slots.instant(shift.end)

    def day_there(self, tour: NDArray[np.int64], slot: int) -> int:
        """The day, by number, of the shift of ``tour`` that holds a slot; the slot's own day where none does."""
        model = self.model
        held = [d for d, s in enumerate(tour) if s >= 0 and model.start[s] <= slot < model.end[s]]
        return held[0] if held else self.day_of(slot)

    def date(self, day: int) -> date:
        """The local date of a day by number."""
        return self.slots.dates[day]


def present(problem: RosterProblem, roster: Roster) -> Present:
    """``roster`` on the arrays of ``problem``.

    A shift that no family has (edited by hand) is taken as locked: it stays in every comparison.
    """
    from wfm.roster.engine import model_for

    locked = set(problem.locks)
    own = [s for s in roster.shifts if not s.is_leave and s not in locked]
    model, staff, slots = model_for(problem)
    rows = rows_of_shifts(problem, staff, slots, own)
    strange = [s for s in own if id(s) not in rows]
    if strange:
        problem = replace(problem, locks=(*problem.locks, *strange))
        model, staff, slots = model_for(problem)
        own = [s for s in own if id(s) in rows]
        rows = rows_of_shifts(problem, staff, slots, own)
    plan = empty_plan(model)
    numbers = {a.agent: i for i, a in enumerate(problem.agents)}
    on_it = {s.agent for s in roster.shifts}
    free = np.full(len(slots.dates), -1, dtype=np.int64)
    for agent, number in numbers.items():
        # Without any shift: free all days where that is a legal tour, else not on the roster.
        if agent in on_it or is_legal(model, number, free):
            plan.tour[number] = -1
    for shift in own:
        if shift.agent in numbers and id(shift) in rows:
            place_shift(problem, staff, slots, model, plan, numbers[shift.agent], shift, rows[id(shift)])
    for i, day, row in _locked_rows(staff):
        plan.tour[i, day] = row
    return Present(problem, model, staff, slots, plan)


def _locked_rows(staff: Staff) -> list[tuple[int, int, int]]:
    owners = {id(s): i for i, fixed in enumerate(staff.fixed) for s in fixed.locks}
    rows = staff.table.rows
    return [(owners[id(r.lock)], r.day, k) for k, r in enumerate(rows) if r.lock is not None and id(r.lock) in owners]


def carried(now: Present, problem: RosterProblem) -> Present:
    """The same tours under another problem with the same slots: one with other rules, or with other people too.

    A shift that the other problem does not have, or does not allow, becomes a day off. The cover of people whom the
    other problem leaves out stays.
    """
    from wfm.roster.engine import model_for

    model, staff, slots = model_for(problem)
    plan = empty_plan(model)
    rows = {_key(row): k for k, row in enumerate(staff.table.rows)}
    table = now.staff.table.rows
    old = copy_plan(now.plan)
    kept = {a.agent for a in problem.agents}
    for agent_left, was in now.numbers.items():
        if agent_left not in kept:
            _add_cover(now.model, old.work[was], now.model.skill[was], plan)
    for i, agent in enumerate(problem.agents):
        was = now.numbers.get(agent.agent, -1)
        if was < 0 or old.tour[was, 0] == -2:
            continue
        plan.tour[i] = -1
        for day, row in enumerate(old.tour[was]):
            new = rows.get(_key(table[row])) if row >= 0 else None
            if new is None or not staff.allowed[i, new]:
                continue
            plan.tour[i, day] = new
            if table[row].lock is None:
                _copy_shift(model, plan, i, new, old, was, day)
    return Present(problem, model, staff, slots, plan)


def _key(row: DayShift) -> object:
    """What makes a shift of one table the same as one of another."""
    return row.lock or (row.day, row.start, row.end, row.clock_minutes, row.spacing, row.breaks)


def _add_cover(model: Model, work: NDArray[np.int8], skill: int, plan: Plan) -> None:
    """Count work [slot] as cover."""
    for number in range(model.required.shape[0]):
        plan.cover[number] += model.efficiency[skill, number] * (work == number)


def _copy_shift(model: Model, plan: Plan, agent: int, row: int, old: Plan, was: int, day: int) -> None:
    plan.break_at[agent, day] = old.break_at[was, day]
    span = slice(int(model.start[row]), int(model.end[row]))
    plan.work[agent, span] = old.work[was, span]
    doing = np.full(plan.work.shape[1], -1, dtype=np.int8)
    doing[span] = old.work[was, span]
    _add_cover(model, doing, model.skill[agent], plan)
