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

    from wfm.intervals import IntervalGrid
    from wfm.types import Agent, OperatingModel, Plan, Roster, Shift, Work


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
    absence: float,
) -> tuple[tuple[AgentGroup, ...], Duty]:
    """The groups of people with like skills on like work, and every shift of the roster in them.

    An agent on a kind of work takes those of its queues that the agent has a skill for (the queue or its department);
    all of them where the work asks for no skill. Those who can take fewer queues are asked first.

    Raises:
        DataError: The roster names an unknown agent.
        ConfigError: The roster names a kind of work that the model does not hold.
    """
    known, works = {a.agent: a for a in agents}, {w.name: w for w in model.works}
    numbers: dict[tuple[str, tuple[str, ...]], int] = {}
    steps = grid.count * grid.minutes // step
    rows, names, pace = [], [], []
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
            taken = _taken(agent, works[activity.work], entries, plan)
            group = numbers.setdefault((activity.work, taken), len(numbers))
            row[_step(activity.start, grid, step, steps) : _step(activity.end, grid, step, steps)] = group
        if (row != NOT_AT_WORK).any():
            rows.append(row)
            names.append(_name(shift))
            pace.append(1 / agent.efficiency)
    groups = tuple(
        AgentGroup(f"{i} {work}", 0, dict.fromkeys(taken, len(taken))) for (work, taken), i in numbers.items()
    )
    posts = np.array(rows, dtype=np.int64).reshape(len(rows), steps)
    return groups, Duty(posts, tuple(names), tuple(pace), absence)


def _name(shift: Shift) -> str:
    return f"{shift.agent} {shift.start.isoformat()}"


def _step(instant: datetime, grid: IntervalGrid, step: int, steps: int) -> int:
    at = int((instant - grid.start).total_seconds()) // (60 * step)
    return min(max(at, 0), steps)


def _taken(agent: Agent, work: Work, entries: Sequence[Entry], plan: Plan) -> tuple[str, ...]:
    own = [e for e in entries if e.work == work.name]
    skills = set(agent.skills)
    return tuple(
        e.name for e in own if not work.skills or e.queue in skills or plan.queue(e.queue).queue.department in skills
    )


def names_by_queue(entries: Sequence[Entry]) -> Mapping[str, str]:
    """The second line of each first line that has one."""
    return {e.second_line_of: e.name for e in entries if e.second_line_of is not None}
