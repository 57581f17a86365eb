"""A multi-activity instance as the engine's model: kinds of work, rest, days in a row, minutes over the horizon.

Over-cover costs its square: steps of one person, each dearer. The engine knows one price for too many and rising prices
for missing people, so the requirement is written ``STEPS`` higher, and those who then miss it cost less than nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.multi_activity import DAY_SLOTS, FIRST_SLOT, SLOT_MINUTES
from wfm.roster.automaton import transitions
from wfm.roster.model import Model
from wfm.roster.rests import RESTED, rest_classes
from wfm.roster.shifts import MAX_BREAKS
from wfm.roster.week_states import State, StateRules, action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.multi_activity import Instance

SHORTEST, LONGEST = 24, 40  # slots of a shift
LEAST_STRETCH = 4  # slots on a task
REST = 56  # slots
MOST_DAYS = 5
STARTS = (0, *range(24, 41), *range(56, 73), *range(80, 96))  # slots after midnight
STEPS = 6  # people too many whose square is exact; more are dearer still
UNDER = 50.0  # a missing person: more than any other place can gain; a higher price only makes prices wilder


def model_of(instance: Instance, under: float = UNDER) -> tuple[Model, float]:
    """The model of an instance with the price of a missing person, and the part of its cost that is always there."""
    slots, days, people = instance.days * DAY_SLOTS, instance.days + 1, len(instance.staff)
    rows = sorted(_shifts(days, slots))
    day, start, end = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    ready = [set[int]() for _ in range(days + 1)]
    for d, moment in zip(day + 1, end + REST, strict=True):
        ready[d].add(int(moment))
    first = np.searchsorted(day, np.arange(days + 1))
    rests = rest_classes(days, [np.unique(start[first[d] : first[d + 1]]) for d in range(days)], ready, (0, 0))
    states = _states(days)
    required, width, price, constant = _cover(instance, under)
    nothing, tasks = np.zeros(len(rows), dtype=np.int64), len(instance.least)
    model = Model(
        day_first=first.astype(np.int64),
        start=start,
        end=end,
        locked=np.zeros(len(rows), dtype=np.bool_),
        spacing=nothing,
        break_count=nothing,
        break_length=np.zeros((len(rows), MAX_BREAKS), dtype=np.int64),
        break_first=np.zeros((len(rows), MAX_BREAKS), dtype=np.int64),
        break_last=np.zeros((len(rows), MAX_BREAKS), dtype=np.int64),
        clock=nothing,
        paid=end - start,
        shift_cost=np.zeros(len(rows)),
        action=np.full(len(rows), action(False, 0, 1), dtype=np.int64),
        rest_class=np.array([rests.class_of(d + 1, e + REST) for d, e in zip(day, end, strict=True)], dtype=np.int64),
        ready=rests.ready,
        class_count=rests.count,
        after_off=rests.after_off,
        weekly_extra=0,
        series_extra=0,
        week_of=np.zeros(days, dtype=np.int64),
        skill=np.zeros(people, dtype=np.int64),
        allowed=np.ones((people, len(rows)), dtype=np.bool_),
        may_rest=np.ones((people, days), dtype=np.bool_),
        least=np.array([[-(-least // SLOT_MINUTES)] for _, least, _ in instance.staff], dtype=np.int64),
        most=np.array([[most // SLOT_MINUTES] for _, _, most in instance.staff], dtype=np.int64),
        automaton=np.zeros(people, dtype=np.int64),
        states=states,
        own_ready=np.full(people, RESTED, dtype=np.int64),
        own_off=np.zeros(people, dtype=np.int64),
        required=required,
        short_width=width,
        short_price=price,
        over_price=2.0 * STEPS + 1.0,
        efficiency=np.ones((1, tasks)),
        away=np.zeros((1, tasks)),
        base_cover=np.zeros((tasks, slots)),
        change_price=0.0,
        price_scale=2.0,
        own_value=np.zeros((0, len(rows))),
        own_state=np.zeros(people, dtype=np.int64),
        kind=nothing,
        kind_most=np.zeros((0, 1), dtype=np.int64),
        least_stretch=LEAST_STRETCH if tasks > 1 else 1,
    )
    return model, constant


def _shifts(days: int, slots: int) -> Iterator[tuple[int, int, int]]:
    """(day, start, end) of every shift inside the horizon, in slots after its beginning."""
    for day in range(days):
        for offset in STARTS:
            start = day * DAY_SLOTS + offset - FIRST_SLOT
            for length in range(SHORTEST, LONGEST + 1):
                if start >= 0 and start + length <= slots:
                    yield day, start, start + length


def _states(days: int) -> NDArray[np.int16]:
    rules = StateRules(
        week_of=(0,) * days,
        days_allowed=(days,),
        block_limit=MOST_DAYS,
        blocks=(days,),
        weekly_rest=False,
        workable=(True,) * days,
        max_nights=None,
        series=0,
    )
    tables = transitions(rules, State(0, 0, 0, False))
    width = max(max(len(t), int(t.max()) + 1) for t in tables)
    states = np.full((1, days, width, tables[0].shape[1]), -1, dtype=np.int16)
    for day, table in enumerate(tables):
        states[0, day, : len(table)] = table
    return states


def _cover(
    instance: Instance, under: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Requirement, widths and prices of missing people [task, slot, step], and what the whole requirement costs."""
    shape = instance.least.shape
    width = np.ones((*shape, STEPS + 2))
    price = np.zeros((*shape, STEPS + 2))
    price[:, :, :STEPS] = -np.arange(2 * STEPS - 1, 0, -2)
    width[:, :, STEPS] = instance.most - instance.least
    width[:, :, -1], price[:, :, -1] = instance.least + 1, under
    return (instance.most + STEPS).astype(np.float64), width, price, float(STEPS**2 * instance.most.size)
