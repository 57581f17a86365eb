"""Fixed and rotating patterns: which shifts of a day an agent may work, and on which days they must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.shifts import ShiftTable
    from wfm.roster.slots import Slots
    from wfm.types import Agent, RosterProblem


def pattern_days(problem: RosterProblem, agent: Agent, slots: Slots) -> tuple[str, ...]:
    """What the agent's pattern says of each day: ``any`` without one, and on leave."""
    if not agent.pattern or "pattern" not in problem.rules.by_name:
        return ("any",) * len(slots.dates)
    pattern = problem.patterns[agent.pattern]
    return tuple(
        "any" if agent.availability.on_leave(day) else pattern.on(day, agent.pattern_week) for day in slots.dates
    )


def of_pattern(problem: RosterProblem, days: tuple[str, ...], table: ShiftTable) -> NDArray[np.bool_]:
    """Which rows of the table agree with what the pattern says of their day."""
    names = [f.name for f in problem.shifts]
    return np.array(
        [days[r.day] in ("any", "work") or (r.family >= 0 and days[r.day] == names[r.family]) for r in table.rows],
        dtype=np.bool_,
    )


def must_work(days: tuple[str, ...]) -> NDArray[np.bool_]:
    """On which days the pattern asks for a shift."""
    return np.array([entry not in ("any", "off") for entry in days], dtype=np.bool_)
