"""Deferred work of several promises and opening hours, levelled together.

Each group levelled for itself is smooth, their sum need not be. So groups take turns: each is poured on top of what the
others do, into the time that real-time agents have left, until nothing changes any more (Gauss-Seidel). The sum of
squares of the whole is convex and each group has limits of its own only, so that ends at the best there is (Grippo and
Sciandrone 2000), which is also the one of least peak.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.deferred import levelled_work, lumps_of_first_lap, on_opening_clock, whole_response
from wfm.staffing.demand_types import ratio
from wfm.staffing.filling import corridor_from, poured, poured_around
from wfm.staffing.worked_off import work_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wfm.staffing.demand_types import DeferredGroup
    from wfm.staffing.worked_off import WorkedOff

    Numbers = NDArray[np.float64]

LAPS = 4  # rounds of the horizon after which the backlog it carries over repeats
MOST_ROUNDS = 200
CLOSE = 1e-6  # of the peak: changes that are none


def levelled_together(
    groups: Sequence[DeferredGroup], free: Callable[[float], Numbers] | None = None
) -> tuple[DeferredGroup, ...]:
    """The groups, shortest response first, with their work placed: beside real-time contacts, and with own agents.

    No work is late that would not be late anyway, and the greatest number of agents is never above that of groups
    levelled one after the other.

    Args:
        groups: With their own work levelled, each for itself.
        free: Agent-intervals that real-time agents have left for deferred work, up to an occupancy; None for none.
            Groups with one limit on occupancy share it; those with another take what is left.
    """
    ordered = sorted(groups, key=lambda g: g.response_intervals)
    if free is None:
        return _joined(ordered, None)
    found: list[DeferredGroup] = []
    for limit in dict.fromkeys(g.max_occupancy for g in ordered):
        slack = np.maximum(0.0, free(limit) - sum(g.in_slack for g in found))
        found += _joined([g for g in ordered if g.max_occupancy == limit], slack)
    return tuple(sorted(found, key=lambda g: g.response_intervals))


def worked_off(group: DeferredGroup, capacity: Numbers) -> WorkedOff:
    """From the group's backlog; from the one that the horizon leaves and finds again, where nobody said."""
    args = (group.arriving, group.is_open, group.response_intervals, capacity)
    if group.backlog is not None:
        return work_off(*args, backlog=group.backlog)
    found = work_off(*args)
    for _ in range(LAPS - 1):
        found = work_off(*args, backlog=found.backlog)
    return found


def _joined(groups: Sequence[DeferredGroup], slack: Numbers | None) -> tuple[DeferredGroup, ...]:
    """All of ``groups``, which have one limit on occupancy where there is ``slack``."""
    alone, left = [], slack
    for group in groups:
        alone.append(group if left is None else _placed(group, left))
        left = None if left is None else np.maximum(0.0, left - alone[-1].in_slack)
    busy = [g for g in alone if g.is_open.any()]
    if len(busy) < 2:
        return tuple(alone)
    strings = [_String.of(g) for g in busy]
    level = np.zeros_like(busy[0].work) if slack is None else -slack / busy[0].max_occupancy
    level += sum(s.agents for s in strings)
    for _ in range(MOST_ROUNDS):
        before = level
        for k, string in enumerate(strings):
            strings[k] = string.poured(level - string.agents)
            level = level - string.agents + strings[k].agents
        if level.max() <= 0 or np.abs(level - before).max() <= CLOSE * level.max():
            break
    own = ratio(np.maximum(0.0, level), sum((s.agents for s in strings), np.zeros_like(level)))
    shared = {id(g): s.split(own) for g, s in zip(busy, strings, strict=True)}
    return tuple(shared.get(id(g), g) for g in alone)


def _placed(group: DeferredGroup, slack: Numbers) -> DeferredGroup:
    own = levelled_work(group.arriving, group.is_open, group.response_intervals, group.backlog, slack)
    found = worked_off(group, own + slack)
    # Own staff work first; what is done beyond them is done in the slack.
    return replace(group, work=own, in_slack=np.maximum(0.0, found.done - own))


@dataclass(frozen=True)
class _String:
    """A group and the ``agents`` that its work takes in each interval, at its occupancy."""

    group: DeferredGroup
    agents: Numbers

    @classmethod
    def of(cls, group: DeferredGroup) -> _String:
        """As the group is placed by itself."""
        return cls(group, worked_off(group, group.work + group.in_slack).done / group.max_occupancy)

    def poured(self, others: Numbers) -> _String:
        """The same work on top of the level of ``others``."""
        group, out = self.group, np.zeros_like(self.agents)
        load, level = group.arriving / group.max_occupancy, np.ascontiguousarray(others[group.is_open])
        response = whole_response(group.response_intervals)
        lump, flow = on_opening_clock(load, group.is_open)
        if group.backlog is None:
            out[group.is_open] = poured_around(flow, lump, response, level)
        else:
            lump, _ = lumps_of_first_lap(load, group.is_open)
            due, come = corridor_from(flow, lump, response, group.backlog / group.max_occupancy)
            # What is left at the end stays what the group by itself leaves, whose end looks at the lap after.
            due[-1] = come[-1] = min(max(float(self.agents.sum()), due[-1]), come[-1])
            due, come = np.minimum(due, due[-1]), np.minimum(come, come[-1])
            out[group.is_open] = poured(due, come, level)
        return replace(self, agents=out)

    def split(self, own: Numbers) -> DeferredGroup:
        """The group with the share ``own`` of its work done by agents of its own, and the rest between contacts."""
        work = self.agents * self.group.max_occupancy
        share = np.minimum(1.0, own)
        return replace(self.group, work=work * share, in_slack=work * (1 - share))
