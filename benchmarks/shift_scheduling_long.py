"""Long horizons and large staffs: some weeks at a time, with what the rest of the horizon leaves of every limit.

The roster grows from the first week to the last: each window begins after weeks that are fixed and looks a week ahead,
so that it never ends where no legal day can follow; limits over the horizon are shared out by days, rounded up. Then
windows are built again with what all other weeks leave.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.shift_scheduling_budgets import WEEK, left, shares, used
from benchmarks.shift_scheduling_model import model_of
from benchmarks.shift_scheduling_span import FREE, OFF, Span, rows_of, unit_minutes, whole
from benchmarks.shift_scheduling_states import Automata
from wfm.roster.improve import Improver
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.respond import empty_plan, put_back, respond_all
from wfm.roster.warm import warm_up_tours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance
    from wfm.roster.model import Model, Room
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

GROWN = 14  # days of a window of the first roster
COARSE = 120  # minutes are counted in these while there are days to come that make up for it
WINDOWS = (42, 28, 21, 14, 7)  # days of a window built again
EFFORT = 6e9  # steps of pricing everybody once, about two seconds
CHUNK = 8  # people between two looks at the clock
PUSH = 1e4  # what a unit of minutes is worth to someone short of them
THRIFT = 0.02  # of it a day of a weekend costs: all of a window less than one unit, any more than a missing person
FILLINGS = 6  # rounds of giving work to those short of it, each with windows that begin in another week


def effort(instance: Instance, days: int) -> float:
    """About how many steps it takes to price everybody's best tour over so many days."""
    kinds = instance.kinds
    followers = len({k.not_before for k in kinds if k.not_before}) + 1
    total = 0.0
    for p in instance.staff:
        states = (p.most_days_on * followers + p.least_days_off) * (min(p.most_weekends, days // WEEK) + 1)
        units = min(p.most_minutes, days * max(k.minutes for k in kinds)) // unit_minutes(instance) + 1
        total += states * units * days * len(kinds) / 2
    return total


def window_days(instance: Instance) -> int | None:
    """How many days to build at a time; None where the whole horizon can be."""
    if effort(instance, instance.days) <= EFFORT:
        return None
    lead = 2 * WEEK * lead_weeks(instance)
    return next((d for d in WINDOWS if effort(instance, min(d + lead, instance.days)) <= EFFORT), WINDOWS[-1])


def lead_weeks(instance: Instance) -> int:
    """Weeks in which every run of days that reaches out of a window shows its length."""
    longest = max(max(p.most_days_on, p.least_days_on, p.least_days_off) for p in instance.staff)
    return ceil((longest + 1) / WEEK)


class LongSearch:
    """``roster`` [person, day] holds kinds or ``OFF``."""

    def __init__(self, instance: Instance, progress: Progress, seed: int, window: int) -> None:
        self.instance, self.progress, self.window = instance, progress, window
        self.random = np.random.default_rng(seed)
        self.lead = WEEK * lead_weeks(instance)
        self.roster = whole(instance).fixed.copy()
        self._off = self.roster == OFF
        self._unit = unit_minutes(instance)
        self._automata = Automata(shared=True)

    def run(self) -> None:
        """A first roster, always completed, then windows built again until time is up."""
        with self.progress.aside():
            model, room = self._model(replace(self._around(0), last=WEEK, ahead=WEEK))
            warm_up_tours(model, room)
        for first in range(0, self.instance.days, GROWN):
            self._grow(first)
            self.progress.tell(f"day {min(first + GROWN, self.instance.days)}")
        for turn in range(FILLINGS):
            self._fill(WEEK * (turn * self.window // (WEEK * FILLINGS)))
        self.progress.first_roster_seconds = self.progress.seconds
        self._tell("first roster")
        while not self.progress.stopped():
            self._rebuild()
            self.progress.iterations += 1
            self._tell("window")

    def _model(self, span: Span) -> tuple[Model, Room]:
        model, _ = model_of(self.instance, span, self._automata)
        return model, room_for(model)

    def _grow(self, first: int) -> None:
        """Build the days from ``first`` on."""
        days = self.instance.days
        until = min(first + GROWN, days)
        unit = self._unit if until == days else max(self._unit, COARSE)
        fixed = self._freed(first, days)
        span = Span(max(0, first - self.lead), min(days, until + self.lead), until, fixed, (), unit)
        span = replace(span, budgets=shares(self.instance, self.roster, span))
        model, room = self._model(span)
        plan, legal = empty_plan(model), np.ones(len(self.roster), dtype=np.bool_)
        respond_all(model, room, plan, self.random.permutation(len(self.roster)), legal)
        short = np.flatnonzero(~legal)
        if len(short):
            # Whoever cannot keep to an even share may use all that is left, and need not work at all.
            span = replace(span, budgets=left(self.instance, self.roster, span, least=False), unit_minutes=self._unit)
            model, room = self._model(span)
            respond_all(model, room, plan, short, legal)
        rows = rows_of(span, len(self.instance.kinds), list(plan.tour))
        self.roster[:, first:until] = rows[:, first - span.first : until - span.first]

    def _freed(self, first: int, last: int) -> NDArray[np.int64]:
        """The roster with days ``first`` to ``last`` - 1 to be decided."""
        fixed = self.roster.copy()
        fixed[:, first:last] = np.where(self._off[:, first:last], OFF, FREE)
        return fixed

    def _fill(self, offset: int) -> None:
        """Give those more work who are short of their least minutes, window by window.

        Of as many minutes those on fewer days of weekends are better: where weekends are scarce the next window has
        more of them left.
        """
        least = [p.least_minutes for p in self.instance.staff]
        for first in range(offset, self.instance.days, self.window):
            short = np.flatnonzero(used(self.instance, self.roster, np.arange(self.instance.days)).minutes < least)
            if not len(short):
                return
            span = self._around(first, least=False)
            model, room = self._model(span)
            own = model.own_value.copy()
            weekend = (span.first + np.arange(len(model.paid)) // len(self.instance.kinds)) % WEEK >= WEEK - 2
            own[short] += PUSH * (model.paid - THRIFT * weekend)
            model = model._replace(own_value=own)
            plan = self._as_plan(model, room, span)
            respond_all(model, room, plan, short, np.ones(len(model.skill), dtype=np.bool_))
            self._take(span, plan)

    def _around(self, first: int, *, least: bool = True) -> Span:
        """A window to build again, with the weeks beside it as they are."""
        days = self.instance.days
        until = min(first + self.window, days)
        last = min(days, until + self.lead)
        span = Span(max(0, first - self.lead), last, last, self._freed(first, until), (), self._unit)
        return replace(span, budgets=left(self.instance, self.roster, span, least=least))

    def _as_plan(self, model: Model, room: Room, span: Span) -> Plan:
        plan = empty_plan(model)
        room.slot_work[:] = 0
        part = self.roster[:, span.first : span.last]
        first = np.arange(part.shape[1]) * len(self.instance.kinds)
        for n in range(len(part)):
            put_back(model, room, plan, n, np.where(part[n] >= 0, first + part[n], -1))
        return plan

    def _take(self, span: Span, plan: Plan) -> None:
        self.roster[:, span.first : span.last] = rows_of(span, len(self.instance.kinds), list(plan.tour))

    def _rebuild(self) -> None:
        """Best responses and exchanges in a window; it stays only if it costs less."""
        first = WEEK * int(self.random.integers(0, ceil(self.instance.days / WEEK)))
        span = self._around(max(0, min(first, self.instance.days - self.window)))
        model, room = self._model(span)
        plan = self._as_plan(model, room, span)
        before, everybody = search_cost(model, plan), np.arange(len(model.skill))
        order, legal = self.random.permutation(everybody), np.ones(len(model.skill), dtype=np.bool_)
        for start in range(0, len(order), CHUNK):
            if self.progress.stopped():
                break
            respond_all(model, room, plan, order[start : start + CHUNK], legal)
        Improver(model, room, self.random, everybody).step(plan, self.progress)
        if search_cost(model, plan) < before:
            self._take(span, plan)

    def _tell(self, phase: str) -> None:
        self.progress.best = roster_cost(self.instance, self.roster)
        self.progress.tell(phase)


def roster_cost(instance: Instance, roster: NDArray[np.int64]) -> float:
    """Cover and requests of a whole roster."""
    people = {p.name: n for n, p in enumerate(instance.staff)}
    kinds = {k.name: n for n, k in enumerate(instance.kinds)}
    at_work = np.stack([(roster == k).sum(axis=0) for k in range(len(kinds))], axis=1)
    cost = 0.0
    for (day, kind), cover in instance.cover.items():
        missing = cover.required - int(at_work[day, kinds[kind]])
        cost += max(missing, 0) * cover.under + max(-missing, 0) * cover.over
    for requests, kept in ((instance.wanted, False), (instance.unwanted, True)):
        for (who, day, kind), weight in requests.items():
            cost += weight * ((roster[people[who], day] == kinds[kind]) == kept)
    return cost
