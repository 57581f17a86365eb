"""From a roster to people at work by skills and step, and from kinds of work to queues."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError, DataError
from wfm.simulate.scenario import NOT_AT_WORK, AgentGroup, Duty
from wfm.types import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import ArrayLike, NDArray

    from wfm.intervals import IntervalGrid
    from wfm.types import Agent, OperatingModel, Plan, Roster, Shift, Work

    Numbers = NDArray[np.float64]

PRIORITY, HELPING = 10_000, 1_000  # parts of a rank: more than there are queues or departments


@dataclass(frozen=True)
class Entry:
    """A queue as the simulation plays it: where its contacts come from, and whose work they are."""

    name: str
    queue: str
    work: str
    share: float
    aht_factor: float
    second_line_of: str | None = None


def entries_of(model: OperatingModel, queues: Sequence[str]) -> tuple[Entry, ...]:
    """Each queue of each kind of work.

    Where one work takes all of a queue and another a share of it, the other is its second line: contacts go there after
    the first. Works that only take shares divide the queue between them.
    """
    found: list[Entry] = []
    for queue in queues:
        parts = [(w.name, p) for w in model.works for p in w.parts if p.queue == queue and p.share > 0]
        first = next((w for w, p in parts if p.share >= 1), None)
        second = next((w for w, p in parts if p.share < 1), None) if first else None
        for work, part in parts:
            plain = work == first or len(parts) == 1
            name = queue if plain else f"{queue} ({work})"
            behind = queue if work == second else None
            found.append(Entry(name, queue, work, part.share, part.aht_factor, behind))
    return tuple(found)


def step_minutes(roster: Roster, grid: IntervalGrid) -> int:
    """The longest step, in whole minutes, on which all work begins and ends."""
    step = grid.minutes
    for shift in roster.shifts:
        for activity in shift.activities:
            if activity.kind is ActivityKind.WORK:
                for instant in (activity.start, activity.end):
                    step = gcd(step, int((instant - grid.start).total_seconds()) // 60)
    return step


def duty_of(
    roster: Roster,
    agents: Sequence[Agent],
    plan: Plan,
    model: OperatingModel,
    entries: Sequence[Entry],
    grid: IntervalGrid,
    step: int,
    absence: Numbers,
) -> tuple[tuple[AgentGroup, ...], Duty]:
    """The groups of people with like skills on like work, and every shift of the roster in them.

    An agent on a kind of work takes those of its queues that the agent has a skill for (the queue or its department);
    all of them where the work asks for no skill; and those of the queues the work helps for which the agent has a
    skill, or all where its people have been trained for them. ``absence`` is the share of people missing in each
    interval of the grid; a shift falls out with its mean over the shift.

    Raises:
        DataError: The roster names an unknown agent.
        ConfigError: The roster names a kind of work that the model does not hold.
    """
    known, works = {a.agent: a for a in agents}, {w.name: w for w in model.works}
    numbers: dict[tuple[str, tuple[str, ...], str], int] = {}
    steps = grid.count * grid.minutes // step
    by_home = plan.simulation.first == "home"
    rows, names, pace, missing = [], [], [], []
    for shift in roster.shifts:
        if shift.agent not in known:
            raise DataError("the roster holds an unknown agent", column="agent", value=shift.agent)
        agent = known[shift.agent]
        row = np.full(steps, NOT_AT_WORK, dtype=np.int64)
        for activity in shift.activities:
            if activity.kind is not ActivityKind.WORK:
                continue
            if activity.work not in works:
                listed = ", ".join(works)
                raise ConfigError(f"the roster holds the work {activity.work!r}, which is not one of: {listed}.")
            taken = taken_by(works[activity.work], entries, plan, agent)
            home = agent.department if by_home else ""
            group = numbers.setdefault((activity.work, taken, home), len(numbers))
            row[_step(activity.start, grid, step, steps) : _step(activity.end, grid, step, steps)] = group
        if (row != NOT_AT_WORK).any():
            rows.append(row)
            names.append(_name(shift))
            pace.append(1 / agent.efficiency)
            missing.append(float(absence[(row != NOT_AT_WORK).reshape(grid.count, -1).any(axis=1)].mean()))
    groups = tuple(
        group_taking(f"{i} {work}", 0, works[work], taken, entries, plan, home=home)
        for (work, taken, home), i in numbers.items()
    )
    posts = np.array(rows, dtype=np.int64).reshape(len(rows), steps)
    return groups, Duty(posts, tuple(names), tuple(pace), tuple(missing))


def group_taking(
    name: str,
    agents: ArrayLike,
    work: Work,
    taken: Sequence[str],
    entries: Sequence[Entry],
    plan: Plan,
    *,
    home: str = "",
) -> AgentGroup:
    """Agents on ``work`` who take the entries called ``taken``, in the order that the plan's ``[simulation]`` says.

    Queues of a lower priority number come before all else; then one's own work before helping another; then, as the
    plan has it, who has the fewest skills or whose ``home`` department it is.
    """
    by_name, policy = {e.name: e for e in entries}, plan.simulation
    takes, after, factors = {}, {}, {}
    for entry in (by_name[n] for n in taken):
        own = plan.queue(entry.queue)
        helping, away = entry.work != work.name, own.queue.department != home
        order = {"fewest skills": len(taken), "home": int(away), "anyone": 0}[policy.first]
        takes[entry.name] = own.priority * PRIORITY + helping * HELPING + order
        wait = work.help_after_seconds if helping else policy.overflow_seconds * (policy.first == "home" and away)
        if wait > 0 and own.deferred is None:
            after[entry.name] = wait
        if helping:
            factors[entry.name] = work.help_aht_factor
    return AgentGroup(name, agents, takes, after, aht_factors=factors)


def _name(shift: Shift) -> str:
    return f"{shift.agent} {shift.start.isoformat()}"


def _step(instant: datetime, grid: IntervalGrid, step: int, steps: int) -> int:
    at = int((instant - grid.start).total_seconds()) // (60 * step)
    return min(max(at, 0), steps)


def taken_by(work: Work, entries: Sequence[Entry], plan: Plan, agent: Agent | None = None) -> tuple[str, ...]:
    """What ``agent`` takes while on ``work``; without an agent, what somebody takes who has every skill."""
    skills = set(agent.skills) if agent is not None else set()

    def can(entry: Entry) -> bool:
        known = entry.queue in skills or plan.queue(entry.queue).queue.department in skills
        return agent is None or known

    own = [e.name for e in entries if e.work == work.name and (not work.skills or can(e))]
    return (*own, *(e.name for e in helped(work, entries) if work.help_by_all or can(e)))


def helped(work: Work, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What the people of ``work`` take of others: first lines alone, as a second line asks for its own knowledge."""
    others = (e for e in entries if e.work != work.name and e.second_line_of is None)
    return tuple(e for e in others if e.queue in work.helps)


def names_by_queue(entries: Sequence[Entry]) -> Mapping[str, str]:
    """The second line of each first line that has one."""
    return {e.second_line_of: e.name for e in entries if e.second_line_of is not None}
