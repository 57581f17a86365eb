"""Who is at work, group by group, for the engine of single agents. Compiled."""

from __future__ import annotations

from wfm.compiled import compiled
from wfm.simulate.engine import NOBODY
from wfm.simulate.people_state import HERE, State


@compiled
def stand_in_teams(s: State) -> None:
    """Those at work stand group by group, so that a contact asks only the groups that take it."""
    groups = s.teams.size - 1
    s.teams[:] = 0
    for a in range(s.agents.size):
        if s.agents[a].at != NOBODY:
            s.teams[s.agents[a].at + 1] += 1
    for g in range(groups):
        s.teams[g + 1] += s.teams[g]
    s.number[HERE] = s.teams[groups]
    # From the last on, each stands before those of the group who stand already: its end moves to its start.
    for a in range(s.agents.size - 1, -1, -1):
        at = s.agents[a].at
        if at != NOBODY:
            s.teams[at + 1] -= 1
            s.here[s.teams[at + 1]] = a
    for g in range(groups):
        s.teams[g] = s.teams[g + 1]
    s.teams[groups] = s.number[HERE]
