"""Agents for one group of real-time queues, and the service that given agents give to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.agents import agents_required
from wfm.staffing.expected_goal import Draw, expected_goal_agents, expected_measures
from wfm.staffing.returning import agents_with_repeats, with_repeats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.staffing.demand_types import RealTimeGroup

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class GroupService:
    """What a group gives in each interval; all numbers, also where nothing is offered (weigh by ``offered``)."""

    offered: Numbers
    service_level: Numbers
    asa_seconds: Numbers
    abandonment: Numbers
    occupancy: Numbers


def group_agents(group: RealTimeGroup, interval_seconds: float) -> Numbers:
    """Decimal agents with which every goal of the group's queues holds, in each interval.

    First come, first served gives every queue the same wait, so each goal is asked of the merged queue and the greatest
    answer counts; a goal has no say where its queues have no contacts. Nobody hangs up (Erlang C), unless the goal
    limits abandonment and the patience is known (Erlang A). Where the group has draws, goals hold on average over them.
    Where customers who hang up try again, their repeats are contacts too (Erlang X): as many as these agents leave, by
    Erlang A, whichever of the two the goal is held against.
    """
    return agents_with_repeats(group, interval_seconds, lambda met: _agents_meeting(met, interval_seconds))


def _agents_meeting(group: RealTimeGroup, interval_seconds: float) -> Numbers:
    """The same for contacts that include all repeats."""
    draws = group.draws
    offered, aht = group.offered, group.aht_seconds
    agents = np.zeros_like(offered)
    for goal in dict.fromkeys(m.goal for m in group.members):
        here = np.asarray(sum(m.offered for m in group.members if m.goal == goal)) > 0
        impatient = goal.max_abandonment is not None
        needed = (
            expected_goal_agents(
                tuple(replace(d, offered=np.where(here, d.offered, 0.0)) for d in draws),
                goal,
                interval_seconds=interval_seconds,
                concurrency=group.concurrency,
                impatient=impatient,
            )
            if draws
            else agents_required(
                np.where(here, offered, 0.0),
                aht,
                goal,
                interval_seconds=interval_seconds,
                patience_seconds=group.patience_seconds if impatient else None,
                concurrency=group.concurrency,
                wait_stretch=group.wait_stretch,
            )
        )
        agents = np.maximum(agents, needed)
    return agents


def group_service(group: RealTimeGroup, agents: Numbers, interval_seconds: float) -> GroupService:
    """The service of ``agents``: Erlang A where the patience is known, else Erlang C, each interval in steady state.

    The service level is the mean over contacts, each measured against its own queue's threshold. A wait is counted up
    to the length of the interval (what lasts longer is the next interval's), also where the formula says that it has
    no end: no agents, or a load not below the capacity of agents whose customers never hang up (service level 0).
    Where the group has draws, all is averaged over them. Shares are of all contacts, those who try again included;
    ``offered`` is without them.
    """
    first = group.offered
    group = with_repeats(group, agents, interval_seconds)
    offered = group.offered
    level = np.zeros_like(offered)
    found = None
    certain = Draw(1.0, offered, group.aht_seconds, group.patience_seconds, group.wait_stretch)
    draws = group.draws or (certain,)
    for threshold in dict.fromkeys(m.goal.threshold_seconds for m in group.members):
        found = expected_measures(
            draws,
            agents,
            threshold,
            interval_seconds=interval_seconds,
            concurrency=group.concurrency,
            impatient=True,
        )
        own = np.asarray(sum(m.offered for m in group.members if m.goal.threshold_seconds == threshold))
        level += found.service_level * own
    assert found is not None  # noqa: S101 - a group has members
    level = np.divide(level, offered, out=np.ones_like(offered), where=offered > 0)
    return GroupService(first, level, found.asa_seconds, found.abandonment, found.occupancy)
