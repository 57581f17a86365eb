"""Why an agent cannot be rostered: relax one rule at a time and see which lets a tour through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import WeekWindows, monday_of
from wfm.roster.agents import hour_bounds, weeks
from wfm.roster.history import past_work
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of, room_for
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.slots import slots_of
from wfm.roster.staff import past_by_agent, staff_of
from wfm.roster.values import shift_values
from wfm.types import NotRostered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import Agent, Contract, RosterProblem

    Relaxation = Callable[[RosterProblem], RosterProblem]

ANY_HOURS = 24.0 * 7


def has_tour(problem: RosterProblem) -> bool:
    """Whether the first agent of the problem has a legal tour."""
    return _longest(problem)[0] is not None


def _longest(problem: RosterProblem) -> tuple[float | None, Staff, Slots]:
    """The paid hours of the first agent's longest legal tour (None: there is no tour), with the arrays used."""
    slots, limits = slots_of(problem), limits_of(problem.rules)
    staff = staff_of(problem, slots, limits)
    model = model_of(problem, slots, staff, np.zeros((len(problem.works), slots.padded)))
    room = room_for(model)
    shift_values(model, room, 0)
    # Each paid unit is worth one, so the best tour is the longest.
    room.value[model.allowed[0]] = model.paid[model.allowed[0]]
    if best_tour(model, room, 0) <= NOTHING:
        return None, staff, slots
    units = sum(int(model.paid[s]) for s in room.tour if s >= 0)
    return units * staff.unit * slots.hours, staff, slots


def why_not_rostered(problem: RosterProblem, agent: Agent) -> NotRostered:
    """The rules that clash for an agent without a legal tour, and why, in words with numbers.

    Each rule by itself is left out: those without which a tour exists clash. Where none alone helps, each together with
    the contract's hours.
    """
    alone = replace(problem, agents=(agent,), locks=tuple(s for s in problem.locks if s.agent == agent.agent))
    if not any(e > 0 for e in problem.efficiency.get(agent.agent, {}).values()):
        return NotRostered(agent.agent, ("skills",), "has no skill for any of the work to be rostered")
    relax = _relaxations(alone, agent)
    guilty = [name for name, easier in relax.items() if has_tour(easier(alone))]
    if not guilty:
        # Hours clash with nearly everything, so pairs with them are asked first; other pairs would take seconds.
        easier = relax["contract_hours"](alone)
        others = [name for name in relax if name != "contract_hours" and has_tour(relax[name](easier))]
        guilty = ["contract_hours", *others] if others else list(relax)
    return NotRostered(agent.agent, tuple(guilty), _reason(alone, agent))


def _relaxations(problem: RosterProblem, agent: Agent) -> Mapping[str, Relaxation]:
    """How to leave out each rule that binds the agent."""
    found: dict[str, Relaxation] = {
        "contract_hours": _contract(lambda c: replace(c, min_hours_per_week=0.0, max_hours_per_week=ANY_HOURS)),
        "days_per_week": _contract(lambda c: replace(c, max_days_per_week=7)),
        "consecutive_days": _contract(lambda c: replace(c, max_consecutive_days=99)),
        "shift_length_contract": _contract(lambda c: replace(c, min_shift_hours=0.01, max_shift_hours=24.0)),
        "availability": lambda p: _person(p, windows=WeekWindows.always()),
    }
    if agent.availability.leave:
        found["leave"] = lambda p: _person(p, leave=())
    if problem.locks:
        found["locks"] = lambda p: replace(p, locks=())
    for name, rule in problem.rules.by_name.items():
        if rule.kind == "law" and name != "notice":
            found[name] = _without(name)
    return found


def _contract(change: Callable[[Contract], Contract]) -> Relaxation:
    return lambda p: replace(p, contracts={name: change(c) for name, c in p.contracts.items()})


def _person(problem: RosterProblem, **changes: object) -> RosterProblem:
    agent = problem.agents[0]
    availability = replace(agent.availability, **changes)  # type: ignore[arg-type]
    return replace(problem, agents=(replace(agent, availability=availability),))


def _without(name: str) -> Relaxation:
    def easier(problem: RosterProblem) -> RosterProblem:
        kept = {n: r for n, r in problem.rules.by_name.items() if n != name}
        return replace(problem, rules=replace(problem.rules, by_name=kept))

    return easier


def _reason(problem: RosterProblem, agent: Agent) -> str:
    """What the agent could work at most, against what the contract asks."""
    contract = problem.contracts[agent.contract]
    free = _contract(lambda c: replace(c, min_hours_per_week=0.0))(problem)
    hours, staff, slots = _longest(free)
    limits = limits_of(problem.rules)
    past = past_work(past_by_agent(problem).get(agent.agent, ()), slots, limits)
    if hours is None:
        return (
            "no legal week exists with the locked shifts and the days before"
            if problem.locks
            else ("the days before leave no legal week")
        )
    bounds = hour_bounds(contract, staff.fixed[0], slots, limits, past)
    days = np.unique([r.day for r, ok in zip(staff.table.rows, staff.allowed[0], strict=True) if ok])
    for number, week in enumerate(weeks(slots)):
        least, most = bounds[number]
        shifts = [
            r.paid * slots.hours
            for r, ok in zip(staff.table.rows, staff.allowed[0], strict=True)
            if ok and monday_of(slots.dates[r.day]) == week
        ]
        open_days = sum(1 for d in days if monday_of(slots.dates[d]) == week)
        if not shifts and least > 0:
            return f"no shift fits the availability and contract in the week of {week}; {least:g} h are asked"
        day_count = min(open_days, contract.max_days_per_week - staff.fixed[0].leave_days(week))
        if shifts and (day_count * max(shifts) < least - 1e-9 or hours < sum(b[0] for b in bounds) - 1e-9):
            total = f"{hours:g} h at most" if len(bounds) == 1 else f"{hours:g} h at most over the weeks"
            return (
                f"available on {open_days} days of the week of {week}, at most {max(shifts):g} h each and "
                f"{day_count} days: {total}, of at least {least:g} h"
            )
        if least > most + 1e-9:
            return f"the rules allow {most:g} h in the week of {week}, the contract asks at least {least:g} h"
    asked = ", ".join(f"{lo:g} to {hi:g} h" for lo, hi in bounds)
    return f"no combination of the shifts open to them has {asked} of paid work a week"
