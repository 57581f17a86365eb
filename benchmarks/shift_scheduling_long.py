"""Long horizons and large staffs: some weeks at a time, with what the rest of the horizon leaves of every limit.

The roster grows from the first week to the last: each window begins after weeks that are fixed and looks a week ahead,
so that it never ends where no legal day can follow; limits over the horizon are shared out by days, rounded up. Then
windows are built again with what all other weeks leave.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.shift_scheduling_model import FREE, OFF, Budget, Span, model_of, most_of, rows_of, unit_minutes, whole
from wfm.roster.improve import Improver, rebuild
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.progress import Progress
from wfm.roster.respond import empty_plan, put_back, respond_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance
    from wfm.roster.model import Model
    from wfm.roster.respond import Plan

WEEK = 7
WINDOWS = (42, 28, 21, 14, 7)  # days
EFFORT = 6e9  # steps of pricing everybody once, about two seconds
CHUNK = 8  # people between two looks at the clock
PUSH = 1e4  # what a unit of minutes is worth to someone short of them
ROUNDS = 2  # of best response in a window of the first roster


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


class _Used(NamedTuple):
    """What the days outside a span use: minutes, weekends and shifts of each kind, a row a person."""

    minutes: NDArray[np.int64]
    weekends: NDArray[np.int64]
    shifts: NDArray[np.int64]


class LongSearch:
    """``roster`` [person, day] holds kinds or ``OFF``."""

    def __init__(self, instance: Instance, progress: Progress, seed: int, window: int) -> None:
        self.instance, self.progress, self.window = instance, progress, window
        self.random = np.random.default_rng(seed)
        self.lead = WEEK * lead_weeks(instance)
        self.roster = whole(instance).fixed.copy()
        self._off = self.roster == OFF
        self._minutes = np.array([k.minutes for k in instance.kinds], dtype=np.int64)

    def run(self) -> None:
        """A first roster, always completed, then windows built again until time is up."""
        for first in range(0, self.instance.days, self.window):
            self._grow(first)
            self.progress.tell(f"day {min(first + self.window, self.instance.days)}")
        self._fill()
        self.progress.first_roster_seconds = self.progress.seconds
        self.progress.tell("first roster")
        while not self.progress.stopped():
            self._rebuild()

    def _grow(self, first: int) -> None:
        """Build the days from ``first`` on."""
        days = self.instance.days
        until = min(first + self.window, days)
        span = Span(max(0, first - self.lead), min(days, until + self.lead), until, self._freed(first, days), ())
        plan, legal = self._answer(replace(span, budgets=self._shares(span)), np.arange(len(self.roster)))
        short = np.flatnonzero(~legal)
        if len(short):
            # Whoever cannot keep to an even share may use all that is left.
            everything = replace(span, budgets=self._left(span, least=False))
            plan, _ = self._answer(everything, short, plan)
        rows = rows_of(span, len(self.instance.kinds), list(plan.tour))
        self.roster[:, first:until] = rows[:, first - span.first : until - span.first]

    def _freed(self, first: int, last: int) -> NDArray[np.int64]:
        """The roster with days ``first`` to ``last`` - 1 to be decided."""
        fixed = self.roster.copy()
        fixed[:, first:last] = np.where(self._off[:, first:last], OFF, FREE)
        return fixed

    def _answer(
        self, span: Span, people: NDArray[np.int64], plan: Plan | None = None
    ) -> tuple[Plan, NDArray[np.bool_]]:
        """Best responses of ``people`` in a span, by turns; who of all has a legal tour."""
        model, _ = model_of(self.instance, span)
        room = room_for(model)
        plan = empty_plan(model) if plan is None else plan
        legal = np.ones(len(model.skill), dtype=np.bool_)
        for turn in range(ROUNDS):
            if turn and self.progress.seconds > self.progress.time_limit / 3:
                break
            respond_all(model, room, plan, self.random.permutation(people), legal)
            nobody = np.zeros(0, dtype=np.int64)
            # Compiled here, where the clock has hardly started, rather than near its end.
            rebuild(model, room, plan, nobody, plan.tour[:0], plan.break_at[:0], plan.work[:0])
        return plan, legal

    def _used(self, days: Sequence[int] | NDArray[np.int64]) -> _Used:
        """What the roster of some days uses of each limit."""
        part = self.roster[:, days]
        shifts = np.stack([(part == k).sum(axis=1) for k in range(len(self._minutes))], axis=1)
        worked = self.roster >= 0
        outside = np.zeros(self.instance.days, dtype=np.bool_)
        outside[days] = True
        weekends = np.zeros(len(part), dtype=np.int64)
        for saturday in range(5, self.instance.days, WEEK):
            both = slice(saturday, saturday + 2)
            weekends += (worked[:, both] & outside[both]).any(axis=1)
        return _Used(shifts @ self._minutes, weekends, shifts)

    def _shares(self, span: Span) -> tuple[Budget, ...]:
        """What everybody may do by ``span.ahead``, if limits are shared out evenly by days."""
        before = self._used(np.arange(span.first))
        done = span.ahead == self.instance.days
        share, later = span.ahead / self.instance.days, span.last / self.instance.days
        longest = int(self._minutes.max())
        found = []
        for n, person in enumerate(self.instance.staff):
            least, most = person.least_minutes, person.most_minutes
            if not done:
                middle = (least + most) / 2 * share
                least, most = int(middle - longest), min(ceil(middle) + longest, most)
            found.append(
                Budget(
                    max(least - int(before.minutes[n]), 0),
                    most - int(before.minutes[n]),
                    ceil(person.most_weekends * later) - int(before.weekends[n]),
                    tuple(
                        ceil(limit * later) - int(used)
                        for limit, used in zip(most_of(self.instance, person), before.shifts[n], strict=True)
                    ),
                )
            )
        return tuple(found)

    def _left(self, span: Span, *, least: bool = True) -> tuple[Budget, ...]:
        """What the days outside a span leave to everybody."""
        outside = np.r_[0 : span.first, span.last : self.instance.days]
        used = self._used(outside[(self.roster[:, outside] != FREE).all(axis=0)])
        return tuple(
            Budget(
                max(p.least_minutes - int(used.minutes[n]), 0) if least else 0,
                p.most_minutes - int(used.minutes[n]),
                p.most_weekends - int(used.weekends[n]),
                tuple(a - int(b) for a, b in zip(most_of(self.instance, p), used.shifts[n], strict=True)),
            )
            for n, p in enumerate(self.instance.staff)
        )

    def _fill(self) -> None:
        """Give those more work who are short of their least minutes, window by window."""
        for first in range(0, self.instance.days, self.window):
            minutes = self._used(np.arange(self.instance.days)).minutes
            short = np.flatnonzero(minutes < [p.least_minutes for p in self.instance.staff])
            if not len(short):
                return
            span = self._around(first, least=False)
            model, _ = model_of(self.instance, span)
            own = model.own_value.copy()
            own[short] += PUSH * model.paid
            model = model._replace(own_value=own)
            room, plan = room_for(model), self._as_plan(model, span)
            respond_all(model, room, plan, short, np.ones(len(model.skill), dtype=np.bool_))
            self._take(span, plan)

    def _around(self, first: int, *, least: bool = True) -> Span:
        """A window to build again, with the weeks beside it as they are."""
        days = self.instance.days
        until = min(first + self.window, days)
        last = min(days, until + self.lead)
        span = Span(max(0, first - self.lead), last, last, self._freed(first, until), ())
        return replace(span, budgets=self._left(span, least=least))

    def _as_plan(self, model: Model, span: Span) -> Plan:
        plan, room = empty_plan(model), room_for(model)
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
        model, _ = model_of(self.instance, span)
        room, plan = room_for(model), self._as_plan(model, span)
        before, everybody = search_cost(model, plan), np.arange(len(model.skill))
        order, legal = self.random.permutation(everybody), np.ones(len(model.skill), dtype=np.bool_)
        for start in range(0, len(order), CHUNK):
            if self.progress.stopped():
                break
            respond_all(model, room, plan, order[start : start + CHUNK], legal)
        share = self.progress.seconds_left * self.window / self.instance.days / 2
        turn = Progress(min(share, self.progress.seconds_left), 0.0)
        improver = Improver(model, room, self.random, everybody)
        while not turn.stopped():
            improver.step(plan, turn)
        if search_cost(model, plan) < before:
            self._take(span, plan)
        self.progress.tell("window")
