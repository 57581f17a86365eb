"""Why agents cannot be rostered: leave one rule out at a time and see which lets a tour through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.intervals import monday_of
from wfm.roster.agents import hour_bounds, weeks
from wfm.roster.explain.relax import on_contracts, rule_relaxations
from wfm.roster.history import past_work
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of, room_for
from wfm.roster.pricing import NOTHING, best_tour
from wfm.roster.slots import slots_of
from wfm.roster.staff import past_by_agent, staff_of
from wfm.roster.values import FORBIDDEN
from wfm.types import NotRostered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import Agent, RosterProblem


class Longest(NamedTuple):
    """Paid hours of each agent's longest legal tour (negative: there is none), with the arrays used."""

    hours: NDArray[np.float64]
    staff: Staff
    slots: Slots


def why_not_rostered(problem: RosterProblem, agents: Sequence[Agent]) -> tuple[NotRostered, ...]:
    """The rules that clash for agents without a legal tour, and why, in words with numbers.

    Each rule by itself is left out: those without which a tour exists clash. Where none alone helps, each together with
    the contract's hours. Everybody is asked at once and agents in the same position once, so that the work is that of
    some thirty small problems however many are left out.
    """
    unskilled = {a.agent for a in agents if not any(e > 0 for e in problem.efficiency.get(a.agent, {}).values())}
    position = {a.agent: _position(problem, a) for a in agents if a.agent not in unskilled}
    alone = tuple({position[a.agent]: a for a in reversed(agents) if a.agent not in unskilled}.values())
    known = {position[n.agent]: n for n in _clashes(problem, alone)}
    return tuple(
        NotRostered(a.agent, ("skills",), "has no skill for any of the work to be rostered")
        if a.agent in unskilled
        else replace(known[position[a.agent]], agent=a.agent)
        for a in agents
    )


def _position(problem: RosterProblem, agent: Agent) -> object:
    """What decides whether a tour exists; an agent with a past or locked shifts stands alone."""
    own = any(s.agent == agent.agent for s in problem.locks)
    past = problem.past is not None and any(s.agent == agent.agent for s in problem.past.shifts)
    return agent.agent if own or past else (agent.contract, agent.availability, agent.pattern, agent.pattern_week)


def _clashes(problem: RosterProblem, agents: tuple[Agent, ...]) -> list[NotRostered]:
    if not agents:
        return []
    names = {a.agent for a in agents}
    posed = replace(problem, agents=agents, locks=tuple(s for s in problem.locks if s.agent in names))
    relax = rule_relaxations(posed)
    helps = {name: longest_tours(easier(posed)).hours >= 0 for name, easier in relax.items()}
    alone = [name for name in relax if helps[name].any()]
    stuck = [i for i in range(len(agents)) if not any(helps[name][i] for name in alone)]
    pairs: dict[int, list[str]] = {i: [] for i in stuck}
    if stuck and "contract_hours" in relax:
        # Hours clash with nearly everything, so pairs with them are asked, and no other.
        few = {agents[i].agent for i in stuck}
        fewer = replace(
            posed, agents=tuple(agents[i] for i in stuck), locks=tuple(s for s in posed.locks if s.agent in few)
        )
        free = relax["contract_hours"](fewer)
        for name in relax:
            if name != "contract_hours":
                for i, hours in zip(stuck, longest_tours(relax[name](free)).hours, strict=True):
                    pairs[i] += [name] if hours >= 0 else []
    freely = longest_tours(on_contracts(lambda c: replace(c, min_hours_per_week=0.0))(posed))
    found = []
    for i, agent in enumerate(agents):
        guilty = [name for name in alone if helps[name][i]]
        if not guilty:
            guilty = ["contract_hours", *pairs[i]] if pairs[i] else list(relax)
        found.append(NotRostered(agent.agent, tuple(guilty), _reason(posed, i, freely)))
    return found


def longest_tours(problem: RosterProblem) -> Longest:
    """Each agent's longest legal tour."""
    slots, limits = slots_of(problem), limits_of(problem.rules)
    staff = staff_of(problem, slots, limits)
    model = model_of(problem, slots, staff, np.zeros((len(problem.works), slots.padded)))
    units = np.zeros(len(problem.agents), dtype=np.int64)
    _longest(model, room_for(model), units)
    return Longest(np.where(units < 0, -1.0, units * staff.unit * slots.hours), staff, slots)


@compiled
def _longest(m: Model, room: Room, units: NDArray[np.int64]) -> None:
    """``units`` [agent]: paid units of the longest tour, -1 without any. Each paid unit is worth one."""
    for i in range(units.shape[0]):
        for s in range(m.start.shape[0]):
            room.value[s] = float(m.paid[s]) if m.allowed[i, s] else FORBIDDEN
        units[i] = -1
        if best_tour(m, room, i) > NOTHING:
            units[i] = 0
            for s in room.tour:
                if s >= 0:
                    units[i] += m.paid[s]


def _reason(problem: RosterProblem, number: int, freely: Longest) -> str:
    """What the agent could work at most without a least number of hours, against what the contract asks."""
    agent, staff, slots = problem.agents[number], freely.staff, freely.slots
    contract = problem.contracts[agent.contract]
    limits = limits_of(problem.rules)
    past = past_work(past_by_agent(problem).get(agent.agent, ()), slots, limits)
    hours = float(freely.hours[number])
    if hours < 0:
        return (
            "no legal week exists with the locked shifts and the days before"
            if any(s.agent == agent.agent for s in problem.locks)
            else "the days before leave no legal week"
        )
    bounds = hour_bounds(problem, contract, staff.fixed[number], slots, limits, past)
    open_rows = [r for r, ok in zip(staff.table.rows, staff.allowed[number], strict=True) if ok]
    for k, week in enumerate(weeks(slots)):
        least, most = bounds[k]
        rows = [r for r in open_rows if monday_of(slots.dates[r.day]) == week]
        if not rows and least > 0:
            return f"no shift fits the availability and contract in the week of {week}; {least:g} h are asked"
        open_days = len({r.day for r in rows})
        day_count = min(open_days, contract.max_days_per_week - staff.fixed[number].leave_days(week))
        longest = max((r.paid * slots.hours for r in rows), default=0.0)
        if rows and (day_count * longest < least - 1e-9 or hours < sum(b[0] for b in bounds) - 1e-9):
            total = f"{hours:g} h at most" if len(bounds) == 1 else f"{hours:g} h at most over the weeks"
            return (
                f"available on {open_days} days of the week of {week}, at most {longest:g} h each and "
                f"{day_count} days: {total}, of at least {least:g} h"
            )
        if least > most + 1e-9:
            return f"the rules allow {most:g} h in the week of {week}, the contract asks at least {least:g} h"
    asked = ", ".join(f"{lo:g} to {hi:g} h" for lo, hi in bounds)
    return f"no combination of the shifts open to them has {asked} of paid work a week"
