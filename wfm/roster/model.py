"""The arrays of a problem as one named tuple, which compiled functions read by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.roster.own_costs import own_costs
from wfm.roster.shifts import MAX_BREAKS
from wfm.roster.slots import refined
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem


class Model(NamedTuple):
    """Everything fixed. Sizes: shifts S, days D, layers D + 1, agents N, weeks K, works W, skill classes C, slots T.

    Money is in units of the weights. ``short_width`` and ``short_price`` [W, T, step] price missing agents a slot;
    ``over_price`` an agent too many; ``shift_cost`` [S] paid hours; ``away`` [C, W] a slot away from the home work;
    ``efficiency`` [C, W] is 0 for work the class cannot do. ``base_cover`` [W, padded slots] comes from locks and the
    past. ``change_price`` is a slot of difference from the week's median start (``clock`` [S], slots after midnight).
    ``price_scale`` is about what a slot of work is worth. ``own_value`` [N, S] is what the agent gains by working the
    shift (wishes; negative where it is not wanted), with no rows where there is nothing. ``own_state`` [N] is the first
    state. ``kind`` [S] is a shift's kind and ``kind_most`` [N, kind] the most shifts of it where the automaton does not
    count them (-1: no such limit), with no rows where there is none. ``least_stretch`` is the slots that a work lasts
    at least before another may follow within a shift (1: no such rule); best response and column generation know it,
    for shifts without breaks.
    """

    day_first: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    locked: NDArray[np.bool_]
    spacing: NDArray[np.int64]
    break_count: NDArray[np.int64]
    break_length: NDArray[np.int64]
    break_first: NDArray[np.int64]
    break_last: NDArray[np.int64]
    clock: NDArray[np.int64]
    paid: NDArray[np.int64]
    shift_cost: NDArray[np.float64]
    action: NDArray[np.int64]
    rest_class: NDArray[np.int64]
    ready: NDArray[np.int64]
    class_count: NDArray[np.int64]
    after_off: NDArray[np.int64]
    weekly_extra: int
    series_extra: int
    week_of: NDArray[np.int64]
    skill: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    may_rest: NDArray[np.bool_]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    automaton: NDArray[np.int64]
    states: NDArray[np.int16]
    own_ready: NDArray[np.int64]
    own_off: NDArray[np.int64]
    required: NDArray[np.float64]
    short_width: NDArray[np.float64]
    short_price: NDArray[np.float64]
    over_price: float
    efficiency: NDArray[np.float64]
    away: NDArray[np.float64]
    base_cover: NDArray[np.float64]
    change_price: float
    price_scale: float
    own_value: NDArray[np.float64]
    own_state: NDArray[np.int64]
    kind: NDArray[np.int64]
    kind_most: NDArray[np.int64]
    least_stretch: int


class Room(NamedTuple):
    """Arrays that compiled functions work in, so that none is made inside a loop. One a thread."""

    slot_value: NDArray[np.float64]
    slot_work: NDArray[np.int64]
    total: NDArray[np.float64]
    value: NDArray[np.float64]
    best: NDArray[np.float64]
    chosen: NDArray[np.int64]
    layers: NDArray[np.float64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    rested: NDArray[np.float64]
    rested_low: NDArray[np.int64]
    rested_high: NDArray[np.int64]
    tour: NDArray[np.int64]
    work_value: NDArray[np.float64]
    stretch_best: NDArray[np.float64]
    stretch_total: NDArray[np.float64]
    opened: NDArray[np.float64]


def model_of(problem: RosterProblem, slots: Slots, staff: Staff, base_cover: NDArray[np.float64]) -> Model:
    """The arrays of a problem and its staff."""
    weights, hours, table = problem.weights, slots.hours, staff.table
    classes, works = len(staff.skills), len(problem.works)
    efficiency, away = np.zeros((classes, works)), np.zeros((classes, works))
    for number, skill in enumerate(staff.skills):
        for work, share, far in zip(skill.works, skill.efficiency, skill.away, strict=True):
            efficiency[number, work] = share
            away[number, work] = weights.away_from_home * hours if far and "home_work" in problem.rules.by_name else 0.0
    midnight = np.array([slots.midnights[r.day] for r in table.rows], dtype=np.int64)
    return Model(
        day_first=table.day_first,
        start=table.start,
        end=table.end,
        locked=table.locked,
        spacing=table.spacing,
        break_count=table.break_count,
        break_length=table.break_length,
        break_first=table.break_first,
        break_last=table.break_last,
        clock=table.start - midnight,
        paid=staff.paid,
        shift_cost=np.asarray(weights.paid_hour * hours * table.paid, dtype=np.float64),
        action=staff.action,
        rest_class=staff.rest_class,
        ready=staff.rests.ready,
        class_count=staff.rests.count,
        after_off=staff.rests.after_off,
        weekly_extra=staff.extras[0],
        series_extra=staff.extras[1],
        week_of=staff.week_of,
        skill=staff.skill,
        allowed=staff.allowed,
        may_rest=staff.may_rest,
        least=staff.least,
        most=staff.most,
        automaton=staff.automaton,
        states=staff.states,
        own_ready=staff.ready,
        own_off=staff.ready_off,
        required=refined(problem.required, slots),
        short_width=refined(problem.shortfall_widths, slots),
        short_price=refined(problem.shortfall_prices, slots) * hours,
        over_price=weights.over * hours,
        efficiency=efficiency,
        away=away,
        base_cover=base_cover,
        price_scale=max(weights.paid_hour, weights.short[0][1] / 2) * hours,
        change_price=weights.start_time_change * hours if "start_time_consistency" in problem.rules.by_name else 0.0,
        own_value=own_costs(problem, slots, staff).value(len(problem.agents), len(table.rows)),
        own_state=np.zeros(len(problem.agents), dtype=np.int64),
        kind=np.zeros(len(table.rows), dtype=np.int64),
        kind_most=np.zeros((0, 1), dtype=np.int64),
        least_stretch=1,
    )


def room_for(model: Model) -> Room:
    """Room to work in for a model."""
    padded = model.base_cover.shape[1]
    days, shifts = len(model.week_of), len(model.start)
    width, units = model.states.shape[2], int(model.most.max(initial=0)) + 1
    longest = int((model.end - model.start).max(initial=0)) + 1
    return Room(
        slot_value=np.zeros(padded),
        slot_work=np.full(padded, -1, dtype=np.int64),
        total=np.zeros(padded + 1),
        value=np.zeros(shifts),
        best=np.zeros((MAX_BREAKS, longest)),
        chosen=np.zeros(MAX_BREAKS, dtype=np.int64),
        layers=np.zeros((2 * days, model.ready.shape[1], width, units)),
        low=np.full((2 * days, model.ready.shape[1], width), -1, dtype=np.int64),
        high=np.full((2 * days, model.ready.shape[1], width), -1, dtype=np.int64),
        rested=np.zeros((3, width, units)),
        rested_low=np.full((3, width), -1, dtype=np.int64),
        rested_high=np.full((3, width), -1, dtype=np.int64),
        tour=np.full(days, -1, dtype=np.int64),
        work_value=np.full((len(model.required), padded), FORBIDDEN),
        stretch_best=np.zeros(longest + 1),
        stretch_total=np.zeros((len(model.required), longest + 1)),
        opened=np.zeros(len(model.required)),
    )
