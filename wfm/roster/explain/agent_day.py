"""Why an agent works, or is free, on a day: counters beside the team's, and who else could have had the shift."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import DataError
from wfm.intervals import zone_of
from wfm.roster.explain.counters import counters, team_counts, weeks_counted
from wfm.roster.explain.present import carried
from wfm.roster.explain.relax import rule_relaxations
from wfm.roster.explain.resolve import MOST_ASKED, move_of, moves, taken
from wfm.types.explanation import Move, ShiftExplanation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wfm.roster.explain.present import Present
    from wfm.types import Roster

SEVERAL = "several rules together"


def explain_shift(now: Present, roster: Roster, agent: str, day: date) -> ShiftExplanation:
    """Why ``agent`` works, or does not work, on ``day``.

    Raises:
        DataError: The agent or the day is not in the problem.
    """
    if agent not in now.numbers:
        raise DataError("no such agent in the agents file", column="agent", value=agent)
    if day not in now.slots.dates:
        first, last = now.slots.dates[0], now.slots.dates[-1]
        raise DataError("the day is not in the roster", value=str(day), remedy=f"Give a day from {first} to {last}.")
    number, place = now.numbers[agent], now.slots.dates.index(day)
    row = int(now.plan.tour[number, place])
    counts = team_counts(now.problem, roster)
    team = [a.agent for a in now.problem.agents if _shares_work(now, agent, a.agent)]
    without: Move | None = None
    others: tuple[Move, ...] = ()
    blocked: Mapping[str, tuple[str, ...]] = {}
    if row >= 0 and not now.model.locked[row]:
        without, others, blocked = _instead(now, number, place, row)
    elif row < 0:
        without = _would_work(now, number, place)
    start, end = now.times(row) if row >= 0 else (None, None)
    told = ShiftExplanation(
        agent=agent,
        date=day,
        start=start,
        end=end,
        weeks=weeks_counted(now.problem),
        compared=len(team),
        counters=counters(counts, agent, team),
        without=without,
        others=others,
        blocked=blocked,
        sentence="",
    )
    locked = row >= 0 and bool(now.model.locked[row])
    on_leave = now.problem.agents[number].availability.on_leave(day)
    return replace(told, sentence=_sentence(now, told, locked=locked, on_leave=on_leave))


def _shares_work(now: Present, one: str, other: str) -> bool:
    can = now.problem.efficiency
    return bool(set(can.get(one, {})) & set(can.get(other, {})))


def _instead(
    now: Present, agent: int, day: int, row: int
) -> tuple[Move | None, tuple[Move, ...], Mapping[str, tuple[str, ...]]]:
    """The agent's best without work on the day; who could have had the shift then; and what keeps the rest from it."""
    allowed = now.model.allowed.copy()
    allowed[agent, now.model.day_first[day] : now.model.day_first[day + 1]] = False
    free = replace(now, model=now.model._replace(allowed=allowed))
    found = list(moves(free, [agent]))
    if found:
        _, own_cost, tour, _ = found[0]
        without = move_of(now, agent, day, tour, own_cost)
        left = taken(now, agent, tour, 0, 0, 0)
    else:
        # Nothing else is legal for the agent: what others would cost is told with the agent off the roster.
        without, own_cost, left = None, 0.0, now
    asked = [i for i in _who_could(now, agent, row) if i != agent]
    could = {i: (cost, tour) for i, cost, tour, _ in moves(left, asked, to=row)} if found else {}
    others = sorted((own_cost + cost, i, tour) for i, (cost, tour) in could.items() if cost < 1e9)
    told = tuple(move_of(now, i, day, tour, cost) for cost, i, tour in others)
    return without, told, _blocked(now, [i for i in asked if i not in could], row)


def _who_could(now: Present, agent: int, row: int) -> list[int]:
    """People asked about a shift: all, or where they are many some of them, evenly."""
    people = [i for i in range(len(now.problem.agents)) if i != agent]
    if len(people) <= MOST_ASKED:
        return people
    return [people[k] for k in np.linspace(0, len(people) - 1, MOST_ASKED).astype(int)]


def _blocked(now: Present, people: list[int], row: int) -> Mapping[str, tuple[str, ...]]:
    """Those who may not have the shift, by the first rule without which they might."""
    found: dict[str, list[str]] = defaultdict(list)
    left = []
    for i in people:
        agent = now.problem.agents[i]
        reason = _plain_reason(now, i, row)
        if reason is None:
            left.append(i)
        else:
            found[reason].append(agent.agent)
    if left:
        few = tuple(now.problem.agents[i] for i in left)
        names = {a.agent for a in few}
        posed = replace(now.problem, agents=few, locks=tuple(s for s in now.problem.locks if s.agent in names))
        waiting = set(names)
        for name, easier in rule_relaxations(posed).items():
            if not waiting:
                break
            other = carried(now, easier(posed))
            same = [k for k, r in enumerate(other.staff.table.rows) if _same(r, now.staff.table.rows[row])]
            if not same:
                continue
            asked = [i for i, a in enumerate(few) if a.agent in waiting and other.model.allowed[i, same[0]]]
            for i, _, _, _ in moves(other, asked, to=same[0]):
                found[name].append(few[i].agent)
                waiting.discard(few[i].agent)
        found[SEVERAL] += sorted(waiting)
    return {name: tuple(sorted(who)) for name, who in found.items() if who}


def _same(one: object, other: object) -> bool:
    names = ("day", "start", "end", "family", "breaks")
    return all(getattr(one, n) == getattr(other, n) for n in names)


def _plain_reason(now: Present, agent: int, row: int) -> str | None:
    """The rule that plainly keeps an agent from a shift, whatever else they do; None where there is no plain one."""
    person, shape = now.problem.agents[agent], now.staff.table.rows[row]
    if not any(e > 0 for e in now.problem.efficiency.get(person.agent, {}).values()):
        return "skills"
    if person.availability.on_leave(now.date(shape.day)):
        return "leave"
    if not now.slots.mask(person.availability.windows)[shape.start : shape.end].all():
        return "availability"
    contract = now.problem.contracts[person.contract]
    if not contract.min_shift_hours <= shape.clock_minutes / 60 <= contract.max_shift_hours:
        return "shift_length_contract"
    return None


def _would_work(now: Present, agent: int, day: int) -> Move | None:
    """The best shift for somebody who is free on the day, with what it would cost; None where none is legal."""
    may_rest = now.model.may_rest.copy()
    may_rest[agent, day] = False
    busy = replace(now, model=now.model._replace(may_rest=may_rest))
    for i, cost, tour, _ in moves(busy, [agent]):
        return move_of(now, i, day, tour, cost)
    return None


def _sentence(now: Present, told: ShiftExplanation, *, locked: bool, on_leave: bool) -> str:
    zone = zone_of(now.problem.grid.zone)
    weekday = f"{told.date:%A} {told.date}"
    parts = []
    if told.start is not None and told.end is not None:
        clock = f"{told.start.astimezone(zone):%H:%M}-{told.end.astimezone(zone):%H:%M}"
        parts.append(f"{told.agent} works {clock} on {weekday}.")
    else:
        parts.append(f"{told.agent} is {'on leave' if on_leave else 'free'} on {weekday}.")
    shown = [c for c in told.counters if c.name in ("Saturdays", "Sundays", "evenings", "nights") and c.most > 0]
    if shown:
        listed = ", ".join(f"{c.name} {c.own:g} (team {c.mean:.1f}, {c.least:g} to {c.most:g})" for c in shown)
        weeks = f"{told.weeks:.1f} weeks".replace(".0 ", " ").replace("1 weeks", "one week")
        parts.append(f"In {weeks}, past and roster: {listed}.")
    if locked:
        parts.append("The shift is locked.")
    elif told.start is None:
        if not on_leave:
            parts.append(
                "No shift of the day is legal beside the rest of the week."
                if told.without is None
                else f"The best shift of the day would change the objective by {told.without.cost:+.2f}."
            )
    else:
        if told.without is None:
            parts.append("Without a shift on this day no legal tour is left.")
        else:
            parts.append(f"A free day would change the objective by {told.without.cost:+.2f}.")
        if told.others:
            best = told.others[0]
            cheaper = sum(1 for move in told.others if move.cost < 0)
            parts.append(
                f"{len(told.others)} others could legally work it, the cheapest, {best.agent}, at {best.cost:+.2f}"
                + (f"; {cheaper} of them would save something." if cheaper else ".")
            )
        elif told.without is not None:
            parts.append("Nobody else could legally work it.")
        if told.blocked:
            listed = ", ".join(f"{name} {len(who)}" for name, who in told.blocked.items())
            parts.append(f"The others are kept from it by: {listed}.")
    return " ".join(parts)
