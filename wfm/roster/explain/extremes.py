"""The longest and the shortest legal tours: what hours an agent could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of, room_for
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.slots import slots_of
from wfm.roster.staff import staff_of
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem

ALL_WEEKS = -1
NO_TOUR = -1


def has_tour(problem: RosterProblem) -> NDArray[np.bool_]:
    """For each agent whether a legal tour exists."""
    model, _, _ = _posed(problem)
    units = np.zeros(len(problem.agents), dtype=np.int64)
    _extreme(model, room_for(model), 0.0, ALL_WEEKS, units)
    return np.asarray(units != NO_TOUR)


def extreme_hours(problem: RosterProblem, *, longest: bool) -> tuple[float | None, tuple[float, ...]]:
    """Most (or least) paid hours of work of the first agent over all days, and in each week by itself.

    The hours are None, and of no week, where no legal tour exists.
    """
    model, staff, slot_hours = _posed(problem)
    room, units = room_for(model), np.zeros(len(problem.agents), dtype=np.int64)
    found = []
    for week in range(ALL_WEEKS, staff.least.shape[1]):
        _extreme(model, room, 1.0 if longest else -1.0, week, units)
        if units[0] == NO_TOUR:
            return None, ()
        found.append(float(units[0]) * staff.unit * slot_hours)
    return found[0], tuple(found[1:])


def _posed(problem: RosterProblem) -> tuple[Model, Staff, float]:
    slots, limits = slots_of(problem), limits_of(problem.rules)
    staff = staff_of(problem, slots, limits)
    model = model_of(problem, slots, staff, np.zeros((len(problem.works), slots.padded)))
    return model, staff, slots.hours


@compiled
def _extreme(m: Model, room: Room, worth: float, week: int, units: NDArray[np.int64]) -> None:
    """``units`` [agent]: paid units in a week (-1: all) of the tour where they are worth most; -1 without a tour."""
    for i in range(units.shape[0]):
        for d in range(m.week_of.shape[0]):
            price = worth if week == ALL_WEEKS or m.week_of[d] == week else 0.0
            for s in range(m.day_first[d], m.day_first[d + 1]):
                room.value[s] = price * m.paid[s] if m.allowed[i, s] else FORBIDDEN
        units[i] = NO_TOUR
        if best_tour(m, room, i) > NOTHING:
            units[i] = 0
            for d in range(m.week_of.shape[0]):
                if room.tour[d] >= 0 and (week == ALL_WEEKS or m.week_of[d] == week):
                    units[i] += m.paid[room.tour[d]]
