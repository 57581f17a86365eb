"""A shift-scheduling instance, or a part of its horizon, as the engine's model.

A slot is a day and a kind of shift; a shift takes one slot. Runs of days, weekends, forbidden followers and limited
kinds are states of the engine's automaton, total minutes its hours over one long "week", requests own values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.shift_scheduling_span import FREE
from benchmarks.shift_scheduling_states import Automata, uncounted
from wfm.roster.model import Model
from wfm.roster.rests import RESTED
from wfm.roster.shifts import MAX_BREAKS
from wfm.roster.week_states import action

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance
    from benchmarks.shift_scheduling_span import Span

LOOKED_AT = 3  # kinds that a day that is only looked at may have


def model_of(instance: Instance, span: Span, automata: Automata | None = None) -> tuple[Model, float]:
    """The model of a span, and the part of its cost that no roster can change. ``automata`` keeps what it makes."""
    days, kinds, people, unit = span.days, len(instance.kinds), len(instance.staff), span.unit_minutes
    slots = days * kinds
    states = (automata or Automata()).states_of(instance, span)
    own_value, wanted = _requests(instance, span)
    required, width, price, over, constant = _cover(instance, span)
    nothing = np.zeros(slots, dtype=np.int64)
    kind_of = np.tile(np.arange(kinds), days)
    before = np.repeat(np.array(span.week_of) == 0, kinds)  # days whose minutes count
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
        paid=np.array([-(-k.minutes // unit) for k in instance.kinds], dtype=np.int64)[kind_of] * before,
        shift_cost=np.zeros(slots),
        action=np.array([action(False, 0, 1, k) for k in kind_of], dtype=np.int64),
        rest_class=nothing,
        ready=np.full((days + 1, 1), RESTED, dtype=np.int64),
        class_count=np.ones(days + 1, dtype=np.int64),
        after_off=np.zeros((days + 1, 1), dtype=np.int64),
        weekly_extra=0,
        series_extra=0,
        week_of=np.array(span.week_of, dtype=np.int64),
        skill=np.zeros(people, dtype=np.int64),
        allowed=_allowed(instance, span, kind_of),
        may_rest=np.ascontiguousarray(span.fixed[:, span.first : span.last] < 0),
        least=np.array([[-(-b.least_minutes // unit), 0] for b in span.budgets], dtype=np.int64),
        most=np.array([[max(b.most_minutes, 0) // unit, 0] for b in span.budgets], dtype=np.int64),
        automaton=states.automaton,
        states=states.tables,
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
        own_state=states.first,
        kind=kind_of,
        kind_most=uncounted(instance, span),
        least_stretch=1,
    )
    return model, wanted + constant


def _allowed(instance: Instance, span: Span, kind_of: NDArray[np.int64]) -> NDArray[np.bool_]:
    fixed = np.repeat(span.fixed[:, span.first : span.last], len(instance.kinds), axis=1)
    most = np.array([b.most_of for b in span.budgets])
    some = most[:, kind_of] > 0
    if span.ahead < span.last:
        ahead = np.repeat(np.array(span.week_of) == 1, len(instance.kinds))
        some &= _looked_at(instance, most)[:, kind_of] | ~ahead
    return np.ascontiguousarray(((fixed == FREE) & some) | (fixed == kind_of))


def _looked_at(instance: Instance, most: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The kinds [person, kind] that days looked at may have: of those left, the ones that may follow most others."""
    followed = np.array([sum(k.name in other.not_before for other in instance.kinds) for k in instance.kinds])
    order = np.lexsort((-most, np.where(most > 0, followed, len(followed) + 1)))
    chosen = np.zeros(most.shape, dtype=np.bool_)
    np.put_along_axis(chosen, order[:, :LOOKED_AT], values=True, axis=1)
    return chosen


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
