"""What a roster covers: agents at work a kind of work and slot, against what is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.types.roster import ActivityKind, Coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from wfm.types.problem import RosterProblem
    from wfm.types.roster import Roster, Shift


def scheduled_agents(shifts: Iterable[Shift], problem: RosterProblem) -> NDArray[np.float64]:
    """Agents at work [work, slot], each counted with their efficiency in that work; a part of a slot as a fraction.

    Work that the agent has no skill for covers nothing.
    """
    grid = problem.grid
    row = {work: i for i, work in enumerate(problem.works)}
    scheduled = np.zeros((len(problem.works), grid.count))
    seconds = 60.0 * grid.minutes
    for shift in shifts:
        efficiency = problem.efficiency.get(shift.agent, {})
        for activity in shift.activities:
            if activity.kind is not ActivityKind.WORK or activity.work not in efficiency or activity.work not in row:
                continue
            begin = max(0.0, (activity.start - grid.start).total_seconds() / seconds)
            end = min(float(grid.count), (activity.end - grid.start).total_seconds() / seconds)
            if end > begin:
                _add(scheduled[row[activity.work]], begin, end, efficiency[activity.work])
    return scheduled


def _add(slots: NDArray[np.float64], begin: float, end: float, amount: float) -> None:
    first, last = int(begin), int(np.ceil(end))
    slots[first:last] += amount
    slots[first] -= amount * (begin - first)
    slots[last - 1] -= amount * (last - end)


def coverage_of(roster: Roster, problem: RosterProblem) -> Coverage:
    """Required and scheduled agents of ``roster`` on the problem's grid.

    Shifts of the problem's past that reach into the grid (the night before the first day) count; shifts that reach
    beyond it count up to its end.
    """
    past = problem.past.shifts if problem.past is not None else ()
    first = problem.grid.start
    spilling = [s for s in past if s.start < first < s.end]
    scheduled = scheduled_agents([*spilling, *roster.shifts], problem)
    count, works = problem.grid.count, len(problem.works)
    frame = pd.DataFrame(
        {
            "work": np.repeat(np.array(problem.works, dtype=object), count),
            "interval_start": problem.grid.index.take(np.tile(np.arange(count), works)),
            "required": problem.required.ravel(),
            "scheduled": np.maximum(scheduled, 0.0).ravel(),
        }
    )
    return Coverage(frame)
