"""The people whom a roster has at work, as the formulas take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.types.roster import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.intervals import IntervalGrid
    from wfm.types.people import Agent
    from wfm.types.roster import Roster


def agents_at_work(
    roster: Roster, agents: Sequence[Agent], grid: IntervalGrid, absence: float | np.ndarray = 0.0
) -> pd.DataFrame:
    """Agents on each kind of work in each interval, with their efficiency; a part of an interval as a fraction.

    Args:
        roster: Shifts; breaks and other activities are not at work.
        agents: Everybody in the roster.
        grid: The intervals.
        absence: Share of them who do not come, one number or one an interval.

    Returns:
        work, interval_start and agents, as :func:`wfm.staffing.expected_service` takes them.

    Raises:
        DataError: The roster names an unknown agent.
    """
    efficiency = {a.agent: a.efficiency for a in agents}
    edges = np.arange(grid.count + 1) * 60.0 * grid.minutes
    found: dict[str, np.ndarray] = {}
    for shift in roster.shifts:
        if shift.agent not in efficiency:
            raise DataError("the roster holds an unknown agent", column="agent", value=shift.agent)
        for activity in shift.activities:
            if activity.kind is ActivityKind.WORK and activity.work is not None:
                begin, end = ((at - grid.start).total_seconds() for at in (activity.start, activity.end))
                here = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], begin), 0.0, None)
                so_far = found.setdefault(activity.work, np.zeros(grid.count))
                so_far += here / (60.0 * grid.minutes) * efficiency[shift.agent]
    present = 1 - np.broadcast_to(absence, (grid.count,))
    frames = [
        pd.DataFrame({"work": work, "interval_start": grid.index, "agents": people * present})
        for work, people in sorted(found.items())
    ]
    return pd.concat(frames) if frames else pd.DataFrame({"work": [], "interval_start": [], "agents": []})
