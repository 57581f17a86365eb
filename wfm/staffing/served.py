"""One kind of work under given agents: who serves what, the service, and what becomes of the work that may wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.staffing.groups import group_agents, group_service
from wfm.staffing.levelling import worked_off
from wfm.staffing.worked_off import work_off

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import DeferredGroup, WorkDemand
    from wfm.staffing.worked_off import WorkedOff

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class WorkService:
    """One kind of work in each interval; NaN where nothing real-time is offered (occupancy: where nobody works).

    ``deferred`` says what becomes of each group of the demand's deferred work.
    """

    offered: Numbers
    service_level: Numbers
    asa_seconds: Numbers
    occupancy: Numbers
    deferred: tuple[tuple[DeferredGroup, WorkedOff], ...]

    def waiting(self) -> Numbers:
        """Deferred work, in agent-intervals, that waits at the end of each interval."""
        out = np.zeros_like(self.offered)
        for group, found in self.deferred:
            # What waits at the end is known; before, it is less what came since and more what was done.
            ahead = np.cumsum((group.arriving - found.done)[::-1])[::-1]
            out += found.backlog.sum() - np.append(ahead[1:], 0.0)
        return np.maximum(0.0, out)


def work_service(
    demand: WorkDemand, agents: Numbers, grid: IntervalGrid, *, blend: bool, repeats: bool = True
) -> WorkService:
    """The service of ``agents`` on one kind of work.

    Real-time queues come first, up to what they require; then deferred work, up to its levelled plan and what the
    plan has fallen behind by, from day to day; what is left serves real-time customers again. With ``blend`` deferred
    work is also done between contacts: each group has the time its plan gives it, and what the others leave.

    Args:
        demand: Its groups, with deferred work levelled (and blended).
        agents: At work in each interval.
        grid: The intervals.
        blend: Whether real-time agents do deferred work when idle.
        repeats: Where no backlog is known, the start finds what the end leaves; else it finds nothing.
    """
    seconds = 60.0 * grid.minutes
    needs = [group_agents(group, seconds) for group in demand.real_time]
    real_time, own = split_agents(agents, needs, [(g.agents, g.is_open) for g in demand.deferred])
    offered, level, wait, busy = (np.zeros(grid.count) for _ in range(4))
    free = {g.max_occupancy: np.zeros(grid.count) for g in demand.deferred}
    for group, people in zip(demand.real_time, real_time, strict=True):
        found = group_service(group, people, seconds)
        offered += found.offered
        level += found.offered * found.service_level
        wait += found.offered * found.asa_seconds
        busy += people * found.occupancy
        for limit in free if blend else ():
            free[limit] += np.maximum(0.0, people * (limit - found.occupancy))
    done = _deferred(demand, own, free, repeats=repeats)
    for _, work in done:
        busy += work.done
    return WorkService(offered, _mean(level, offered), _mean(wait, offered), np.minimum(1.0, _mean(busy, agents)), done)


def _deferred(
    demand: WorkDemand, own: list[Numbers], free: dict[float, Numbers], *, repeats: bool
) -> tuple[tuple[DeferredGroup, WorkedOff], ...]:
    """Each group's work through the horizon, by agents of its own and in the time that others leave it."""
    found: list[tuple[DeferredGroup, WorkedOff]] = []
    reserved = np.asarray(sum(g.in_slack for g in demand.deferred))
    taken = np.zeros_like(reserved)
    for group, people in zip(demand.deferred, own, strict=True):
        reserved = reserved - group.in_slack
        able = people * group.max_occupancy
        # A group may use what others do not need: what their plans ask for is theirs.
        capacity = able + np.maximum(0.0, free[group.max_occupancy] - taken - reserved)
        if repeats or group.backlog is not None:
            here = worked_off(group, capacity)
        else:
            here = work_off(group.arriving, group.is_open, group.response_intervals, capacity)
        taken = taken + np.maximum(0.0, here.done - able)
        found.append((group, here))
    return tuple(found)


def split_agents(
    agents: Numbers, real_time: list[Numbers], deferred: list[tuple[Numbers, NDArray[np.bool_]]]
) -> tuple[list[Numbers], list[Numbers]]:
    """``agents`` over the groups: real-time up to their need, deferred up to their plan, the rest to real-time.

    Among real-time groups in proportion to the needs. Deferred ones ask for their plan and for what it has fallen
    behind by, and where there are too few the first come first. Without any real-time need all go to deferred work.

    Args:
        agents: At work in each interval.
        real_time: Agents that each group requires.
        deferred: Agents that the plan of each group asks for, and where it is open; the most urgent first.
    """
    need = sum(real_time, np.zeros_like(agents))
    later: list[Numbers] = []
    if deferred:
        plans, is_open = np.array([p for p, _ in deferred]), np.array([o for _, o in deferred])
        later = list(_caught_up(plans, is_open, np.maximum(0.0, agents - need), need <= 0.0))
    first = np.where(need > 0, agents - sum(later, np.zeros_like(agents)), 0.0)
    return [first * _share(n, need) for n in real_time], later


@compiled
def _caught_up(plans: Numbers, is_open: NDArray[np.bool_], spare: Numbers, all_in: NDArray[np.bool_]) -> Numbers:
    """Agents of each group in each interval: its plan and what it is behind by, the first groups first."""
    groups, intervals = plans.shape
    out = np.zeros((groups, intervals))
    behind = np.zeros(groups)
    for t in range(intervals):
        left, wanted = spare[t], 0.0
        for k in range(groups):
            behind[k] += plans[k, t]
            if is_open[k, t]:
                out[k, t] = min(left, behind[k])
                left -= out[k, t]
                wanted += behind[k]
                behind[k] -= out[k, t]
        if all_in[t] and left > 0.0 and wanted > 0.0:
            out[:, t] *= spare[t] / wanted
    return out


def _share(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _mean(total: Numbers, weight: Numbers) -> Numbers:
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
