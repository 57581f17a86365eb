"""From the engine's arrays back to shifts with activities, and what each part of the objective comes to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import zone_of
from wfm.roster.improve import agent_cost, cover_total
from wfm.roster.leave import leave_shift
from wfm.roster.own_costs import OWN_TERMS
from wfm.roster.respond import cover_cost, start_changes
from wfm.types import Activity, ActivityKind, Roster, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfm.roster.model import Model
    from wfm.roster.own_costs import OwnCosts
    from wfm.roster.respond import Plan
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem

PROVEN = ("short", "over", "paid_hours", "away_from_home", *OWN_TERMS)


def roster_of(problem: RosterProblem, slots: Slots, staff: Staff, plan: Plan) -> Roster:
    """The roster that a plan stands for, with locked shifts and credited leave."""
    shifts: list[Shift] = []
    zone = zone_of(slots.grid.zone)
    for number, agent in enumerate(problem.agents):
        fixed = staff.fixed[number]
        shifts += [*fixed.locks, *fixed.leave_locks]
        if plan.tour[number, 0] == -2 and not fixed.locks:
            continue
        shifts += [leave_shift(agent, problem.contracts[agent.contract], d, zone) for d in fixed.credited]
        for day in range(len(slots.dates)):
            row = int(plan.tour[number, day])
            if row >= 0 and not staff.table.locked[row]:
                activities = tuple(_activities(problem, slots, staff, plan, number, day))
                shifts.append(Shift(agent.agent, slots.dates[day], activities))
    return Roster(tuple(shifts), problem.grid.zone)


def _activities(
    problem: RosterProblem, slots: Slots, staff: Staff, plan: Plan, agent: int, day: int
) -> Iterator[Activity]:
    row = staff.table.rows[int(plan.tour[agent, day])]
    breaks = [(row.start + int(plan.break_at[agent, day, b]), rule) for b, (_, _, _, rule) in enumerate(row.breaks)]
    at = row.start
    for start, rule in [*breaks, (row.end, None)]:
        while at < start:
            work = int(plan.work[agent, at])
            end = at
            while end < start and int(plan.work[agent, end]) == work:
                end += 1
            yield _activity(slots, ActivityKind.WORK, at, end, work=problem.works[work])
            at = end
        if rule is not None:
            at = start + rule.minutes // slots.minutes
            yield _activity(slots, ActivityKind(rule.kind), start, at, paid=rule.paid)


def _activity(
    slots: Slots, kind: ActivityKind, first: int, last: int, *, work: str = "", paid: bool = True
) -> Activity:
    origin, length = slots.grid.start, timedelta(minutes=slots.minutes)
    return Activity(kind, origin + first * length, origin + last * length, work, paid)


def terms_of(m: Model, plan: Plan, own: OwnCosts) -> dict[str, float]:
    """Each part of the objective by name, in units of the weights."""
    short = over = 0.0
    for work in range(m.required.shape[0]):
        for slot in range(m.required.shape[1]):
            missing = m.required[work, slot] - plan.cover[work, slot]
            cost = cover_cost(missing, m.short_width, m.short_price, work, slot, m.over_price)
            if plan.cover[work, slot] < m.required[work, slot]:
                short += cost
            else:
                over += cost
    worked = plan.tour[plan.tour >= 0]
    inside = plan.work[:, : m.required.shape[1]]
    away = sum(float(m.away[m.skill, work][np.nonzero(inside == work)[0]].sum()) for work in range(m.required.shape[0]))
    change = m.change_price * sum(start_changes(m, tour) for tour in plan.tour if tour[0] > -2)
    return {
        "short": short,
        "over": over,
        "paid_hours": float(m.shift_cost[worked].sum()),
        "away_from_home": away,
        "start_time_change": float(change),
        **own.terms(plan),
    }


def total_cost(m: Model, plan: Plan) -> float:
    """Everything that a plan costs in the costs of ``m``."""
    return float(cover_total(m, plan.cover) + sum(agent_cost(m, plan, i) for i in range(len(plan.tour))))


def search_cost(m: Model, plan: Plan) -> float:
    """Cover, paid hours and work away from home in the costs of ``m``."""
    own = sum(agent_cost(m, plan, i) - m.change_price * start_changes(m, plan.tour[i]) for i in range(len(plan.tour)))
    return float(cover_total(m, plan.cover) + own)


def proven_cost(terms: dict[str, float]) -> float:
    """The part of the objective that the bound speaks of: all but the changes of start."""
    return sum(terms.get(name, 0.0) for name in PROVEN)
