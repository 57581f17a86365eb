"""Tour pricing against every tour there is, on cases small enough to list them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from builders import DAY, MONDAY, NIGHT, full_time, office, person, problem
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.roster import check
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of, room_for
from wfm.roster.outcome import roster_of
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.respond import empty_plan, put_back
from wfm.roster.slots import slots_of
from wfm.roster.staff import staff_of
from wfm.roster.values import least_break_worth, place_breaks, running_sum, shift_values
from wfm.types import BreakRule, ShiftFamily

BREAKS = (BreakRule("break", 30, True, 240), BreakRule("meal", 30, False, 400, latest_minutes=30))
EARLY = ShiftFamily("early", (0, 1, 2, 3), 420, 480, 60, (300, 480), BREAKS, 60)
LATE = ShiftFamily("late", (0, 1, 2, 3), 840, 900, 60, (480,), BREAKS, 60)
AROUND = ShiftFamily("around", (0, 1, 2, 3), 1260, 1320, 60, (480,), BREAKS, 60)


def arrays(posed):
    slots, limits = slots_of(posed), limits_of(posed.rules)
    staff = staff_of(posed, slots, limits)
    model = model_of(posed, slots, staff, np.zeros((len(posed.works), slots.padded)))
    return slots, staff, model, room_for(model)


def price(model, room, slot_value):
    room.slot_value[:] = slot_value
    room.slot_work[:] = 0
    running_sum(room.slot_value, room.total)
    shift_values(model, room, 0)
    return best_tour(model, room, 0)


def legal_best(posed, slots, staff, model, room):
    """The best value over all choices of a shift or none a day that the checker finds nothing wrong with."""
    days = len(slots.dates)
    choices = [[-1, *range(model.day_first[d], model.day_first[d + 1])] for d in range(days)]
    best = None
    for tour in product(*choices):
        value = sum(room.value[s] for s in tour if s >= 0)
        if best is not None and value <= best:
            continue
        if any(s >= 0 and room.value[s] <= NOTHING for s in tour):
            continue
        plan = empty_plan(model)
        put_back(model, room, plan, 0, np.array(tour))
        made = roster_of(posed, slots, staff, plan)
        hours = sum(s.paid_hours for s in made.shifts)
        whole = days == 7
        if (not whole or hours >= posed.contracts["full-time"].min_hours_per_week) and not check(made, posed):
            best = value
    return best


@pytest.mark.parametrize("families", [(EARLY, LATE), (LATE, AROUND), (EARLY, AROUND)])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_best_tour_is_the_best_of_all_legal_ones(families, seed):
    contract = full_time(hours_per_week=10, min_hours_per_week=0, max_hours_per_week=24, max_days_per_week=3)
    past = (office("ann", MONDAY - timedelta(days=1), "14:30"),) if seed % 2 else ()
    posed = problem((person("ann"),), days=4, minutes=30, shifts=families, contract=contract, past=past)
    slots, staff, model, room = arrays(posed)
    value = price(model, room, np.random.default_rng(seed).normal(0.3, 1.0, room.slot_value.shape))
    # Rests beyond one day off, and weekly rests, are the only rules in which pricing is stricter: not in four days.
    assert value == pytest.approx(legal_best(posed, slots, staff, model, room))


def test_whole_week_keeps_the_least_hours():
    contract = full_time(hours_per_week=16, min_hours_per_week=14, max_hours_per_week=16, max_days_per_week=3)
    posed = problem((person("ann"),), minutes=60, shifts=(replace(EARLY, breaks=(), lengths_minutes=(300, 420)),),
                    contract=contract, rules=None)  # fmt: skip
    slots, staff, model, room = arrays(posed)
    value = price(model, room, -np.ones(room.slot_value.shape))
    assert value == pytest.approx(legal_best(posed, slots, staff, model, room))
    worked = room.tour[room.tour >= 0]
    assert 14 <= sum(model.paid[worked]) * staff.unit * slots.hours <= 16


@given(seed=st.integers(0, 10_000), spacing=st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_breaks_lie_at_their_cheapest_places(seed, spacing):
    random = np.random.default_rng(seed)
    total = np.concatenate([[0.0], np.cumsum(random.normal(1, 1, 24))])
    lengths, first, last = np.array([1, 2, 1]), np.array([2, 4, 8]), np.array([8, 12, 20])
    best = np.zeros((3, 30))
    found = least_break_worth(total, 0, 3, lengths, first, last, spacing, best)
    options = [
        sum(total[p + n] - total[p] for p, n in zip(places, lengths, strict=True))
        for places in product(*(range(a, b + 1) for a, b in zip(first, last, strict=True)))
        if all(places[k + 1] >= places[k] + lengths[k] + spacing for k in range(2))
    ]
    assert found == pytest.approx(min(options))


def test_chosen_places_are_worth_what_was_found():
    posed = problem((person("ann"),), shifts=(DAY, NIGHT), days=2)
    _, _, model, room = arrays(posed)
    room.slot_value[:] = np.random.default_rng(3).normal(1, 1, room.slot_value.shape)
    running_sum(room.slot_value, room.total)
    for s in range(len(model.start)):
        count = model.break_count[s]
        worth = least_break_worth(
            room.total, model.start[s], count, model.break_length[s], model.break_first[s], model.break_last[s],
            model.spacing[s], room.best,
        )  # fmt: skip
        place_breaks(model, room, s)
        starts = [model.start[s] + room.chosen[b] for b in range(count)]
        taken = sum(room.slot_value[p : p + model.break_length[s, b]].sum() for b, p in enumerate(starts))
        assert taken == pytest.approx(worth)


def test_own_value_moves_the_best_tour_and_counts_in_it():
    contract = full_time(hours_per_week=5, min_hours_per_week=5, max_hours_per_week=5, max_days_per_week=1)
    posed = problem((person("ann"),), minutes=60, shifts=(replace(EARLY, breaks=(), lengths_minutes=(300,)),),
                    contract=contract, rules=None)  # fmt: skip
    _, _, model, room = arrays(posed)
    wished = int(model.day_first[2])
    own = np.zeros((1, len(model.start)))
    own[0, wished] = 3.0
    value = price(model._replace(own_value=own), room, np.zeros(room.slot_value.shape))
    assert value == pytest.approx(3.0 - model.shift_cost[wished])
    assert room.tour[2] == wished
