"""A shift-scheduling instance, or a part of its horizon, as the engine's model.

A slot is a day and a kind of shift; a shift takes one slot. Runs of days, weekends, forbidden followers and limited
kinds are states of the engine's automaton, total minutes its hours over one long "week", requests own values.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.automaton import automaton_of
from wfm.roster.kind_limits import UNLIMITED
from wfm.roster.model import Model
from wfm.roster.rests import RESTED
from wfm.roster.shifts import MAX_BREAKS
from wfm.roster.week_states import State, StateRules, action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance, Person

FREE = -2  # a day that the engine decides
OFF = -1
MOST_COUNTED = 60  # ways to have used limited kinds that one automaton may tell apart
SMALL = 200  # people times kinds up to which automata count kinds at all: nearly everybody needs one of their own


@dataclass(frozen=True)
class Budget:
    """What one person may still do within a span: minutes, weekends and shifts of each kind."""

    least_minutes: int
    most_minutes: int
    weekends: int
    most_of: tuple[int, ...]


@dataclass(frozen=True)
class Span:
    """Days ``first`` to ``last`` - 1; ``fixed`` [person, day] is a kind, ``OFF`` or ``FREE``; a budget a person.

    Days from ``ahead`` on are only looked at, so that days before can be followed: their minutes are free.
    """

    first: int
    last: int
    ahead: int
    fixed: NDArray[np.int64]
    budgets: tuple[Budget, ...]


def whole(instance: Instance) -> Span:
    """The whole horizon, with nothing fixed but days off."""
    fixed = np.full((len(instance.staff), instance.days), FREE, dtype=np.int64)
    for number, person in enumerate(instance.staff):
        fixed[number, sorted(person.days_off)] = OFF
    budgets = [Budget(p.least_minutes, p.most_minutes, p.most_weekends, most_of(instance, p)) for p in instance.staff]
    return Span(0, instance.days, instance.days, fixed, tuple(budgets))


def most_of(instance: Instance, person: Person) -> tuple[int, ...]:
    """The most shifts of each kind; the days where the instance sets no limit."""
    return tuple(person.most_of.get(k.name, instance.days) for k in instance.kinds)


def unit_minutes(instance: Instance) -> int:
    """The minutes that every shift is a multiple of."""
    return gcd(*(k.minutes for k in instance.kinds))


def model_of(instance: Instance, span: Span) -> tuple[Model, float]:
    """The model of a span, and the part of its cost that no roster can change."""
    days, kinds, people = span.last - span.first, len(instance.kinds), len(instance.staff)
    unit, slots = unit_minutes(instance), (span.last - span.first) * len(instance.kinds)
    automaton, own_state, states = _automata(instance, span)
    own_value, wanted = _requests(instance, span)
    required, width, price, over, constant = _cover(instance, span)
    ahead = (span.last - span.ahead) * max(k.minutes for k in instance.kinds) // unit
    nothing = np.zeros(slots, dtype=np.int64)
    kind_of = np.tile(np.arange(kinds), days)
    model = Model(
        day_first=np.arange(days + 1, dtype=np.int64) * kinds,
        start=np.arange(slots, dtype=np.int64),
        end=np.arange(1, slots + 1, dtype=np.int64),
        locked=np.zeros(slots, dtype=np.bool_),
        spacing=nothing,
        break_count=nothing,
        break_length=np.zeros((slots, MAX_BREAKS), dtype=np.int64),
        break_first=np.zeros((slots, MAX_BREAKS), dtype=np.int64),
        break_last=np.zeros((slots, MAX_BREAKS), dtype=np.int64),
        clock=nothing,
        paid=np.array([k.minutes // unit for k in instance.kinds], dtype=np.int64)[kind_of],
        shift_cost=np.zeros(slots),
        action=np.array([action(False, 0, 1, k) for k in kind_of], dtype=np.int64),
        rest_class=nothing,
        ready=np.full((days + 1, 1), RESTED, dtype=np.int64),
        class_count=np.ones(days + 1, dtype=np.int64),
        after_off=np.zeros((days + 1, 1), dtype=np.int64),
        weekly_extra=0,
        series_extra=0,
        week_of=np.array(_week_of(span), dtype=np.int64),
        skill=np.zeros(people, dtype=np.int64),
        allowed=_allowed(instance, span, kind_of),
        may_rest=np.ascontiguousarray(span.fixed[:, span.first : span.last] < 0),
        least=np.array([[-(-b.least_minutes // unit), 0] for b in span.budgets], dtype=np.int64),
        most=np.array([[max(b.most_minutes, 0) // unit, ahead] for b in span.budgets], dtype=np.int64),
        automaton=automaton,
        states=states,
        own_ready=np.full(people, RESTED, dtype=np.int64),
        own_off=np.zeros(people, dtype=np.int64),
        required=required,
        short_width=width,
        short_price=price,
        over_price=over,
        efficiency=np.ones((1, 1)),
        away=np.zeros((1, 1)),
        base_cover=np.zeros((1, slots)),
        change_price=0.0,
        price_scale=float(price.max(initial=1.0)) / 2,
        own_value=own_value,
        own_state=own_state,
        kind=kind_of,
        kind_most=_uncounted(instance, span),
        least_stretch=1,
    )
    return model, wanted + constant


def _week_of(span: Span) -> tuple[int, ...]:
    """0 before ``ahead``, then 1."""
    return (0,) * (span.ahead - span.first) + (1,) * (span.last - span.ahead)


def _allowed(instance: Instance, span: Span, kind_of: NDArray[np.int64]) -> NDArray[np.bool_]:
    fixed = np.repeat(span.fixed[:, span.first : span.last], len(instance.kinds), axis=1)
    some = np.array([b.most_of for b in span.budgets])[:, kind_of] > 0
    return np.ascontiguousarray(((fixed == FREE) & some) | (fixed == kind_of))


def _requests(instance: Instance, span: Span) -> tuple[NDArray[np.float64], float]:
    """What each person gains by each shift, and the weights of all that they want."""
    people = {p.name: n for n, p in enumerate(instance.staff)}
    kinds = {k.name: n for n, k in enumerate(instance.kinds)}
    value = np.zeros((len(people), (span.last - span.first) * len(kinds)))
    wanted = 0.0
    for requests, sign in ((instance.wanted, 1.0), (instance.unwanted, -1.0)):
        for (who, day, kind), weight in requests.items():
            if span.first <= day < span.last:
                value[people[who], (day - span.first) * len(kinds) + kinds[kind]] += sign * weight
                wanted += weight if sign > 0 else 0.0
    return value, wanted


def _cover(
    instance: Instance, span: Span
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float, float]:
    """Requirement, widths and prices of missing people, the price of one too many, and a constant.

    The engine has one price for too many. Where an instance has several, the dearest is that price, and a cheaper slot
    requires everybody: those beyond its own requirement are then missing at a price below zero.
    """
    people = len(instance.staff)
    slots = [instance.cover.get((day, kind.name)) for day in range(span.first, span.last) for kind in instance.kinds]
    over = max((c.over for c in slots if c), default=0)
    required = np.zeros((1, len(slots)))
    width, price = np.zeros((1, len(slots), 2)), np.zeros((1, len(slots), 2))
    bought = 0.0
    for t, cover in enumerate(slots):
        need, under, spare = (cover.required, cover.under, cover.over) if cover else (0, 0, 0)
        extra = max(people - need, 0) if spare < over else 0
        required[0, t] = need + extra
        width[0, t] = extra, need + 1
        price[0, t] = -spare if extra else under, under
        bought += extra * spare
    return required, width, price, float(over), bought


def _automata(instance: Instance, span: Span) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int16]]:
    """Each person's automaton and first state, and the tables."""
    groups: dict[StateRules, dict[State, int]] = {}
    places = []
    for person, budget in zip(instance.staff, span.budgets, strict=True):
        rules, start = _rules(instance, span, person, budget)
        starts = groups.setdefault(rules, {})
        places.append((rules, starts.setdefault(start, len(starts))))
    tables = [automaton_of(rules, list(starts))[0] for rules, starts in groups.items()]
    width = max(max(len(layer), int(layer.max()) + 1) for t in tables for layer in t)
    states = np.full((len(tables), span.last - span.first, width, tables[0][0].shape[1]), -1, dtype=np.int16)
    for number, layers in enumerate(tables):
        for day, layer in enumerate(layers):
            states[number, day, : len(layer)] = layer
    order = list(groups)
    return (
        np.array([order.index(rules) for rules, _ in places], dtype=np.int64),
        np.array([first for _, first in places], dtype=np.int64),
        states,
    )


def _rules(instance: Instance, span: Span, person: Person, budget: Budget) -> tuple[StateRules, State]:
    kinds, names = instance.kinds, [k.name for k in instance.kinds]
    days = span.last - span.first
    limited = _limited(instance, days, budget)
    weekends = tuple(day // 7 if day % 7 >= 5 else -1 for day in range(span.first, span.last))
    rules = StateRules(
        week_of=_week_of(span),
        days_allowed=(days, days),
        block_limit=person.most_days_on,
        blocks=(days,),
        weekly_rest=False,
        workable=(True,) * days,
        max_nights=None,
        series=0,
        min_days_on=person.least_days_on,
        min_days_off=person.least_days_off,
        limit_weekends=budget.weekends < len(set(weekends) - {-1}),
        weekend_of=weekends,
        kinds=len(kinds),
        forbidden=frozenset((a, names.index(b)) for a, kind in enumerate(kinds) for b in kind.not_before),
        limited=limited,
    )
    left = tuple(budget.most_of[k] for k in limited)
    return rules, State(0, 0, 0, False, unknown=True, weekends=max(budget.weekends, 0), left=left)


def _limited(instance: Instance, days: int, budget: Budget) -> tuple[int, ...]:
    """The kinds that the automaton counts: the scarcest, as long as that takes few states."""
    counted: list[int] = []
    ways = 1 if len(instance.staff) * len(instance.kinds) <= SMALL else MOST_COUNTED
    for kind in sorted(_binding(instance, days, budget), key=lambda k: budget.most_of[k]):
        ways *= budget.most_of[kind] + 1
        if ways <= MOST_COUNTED:
            counted.append(kind)
    return tuple(sorted(counted))


def _binding(instance: Instance, days: int, budget: Budget) -> list[int]:
    """The kinds with a limit that counts: worked at all, and not limited as much by days and minutes."""
    others = [min(days, budget.most_minutes // k.minutes) for k in instance.kinds]
    return [k for k, most in enumerate(budget.most_of) if 0 < most < others[k]]


def _uncounted(instance: Instance, span: Span) -> NDArray[np.int64]:
    """The limits [person, kind] that the automaton leaves out."""
    days = span.last - span.first
    limits = np.full((len(span.budgets), len(instance.kinds)), UNLIMITED, dtype=np.int64)
    for number, budget in enumerate(span.budgets):
        for kind in set(_binding(instance, days, budget)) - set(_limited(instance, days, budget)):
            limits[number, kind] = budget.most_of[kind]
    return limits if (limits != UNLIMITED).any() else limits[:0]


def rows_of(span: Span, kinds: int, tours: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Kinds [person, day of the span] of tours."""
    tour = np.array(tours)
    return np.where(tour >= 0, tour % kinds, OFF)
