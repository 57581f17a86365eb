"""Agents with which the goals hold on average over a distribution of contacts, and the service they then give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.agents import agents_required, goal_numbers
from wfm.staffing.chat import effective_table
from wfm.staffing.expected_search import least_on_average
from wfm.staffing.queue_service import service

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """One state of the demand: its probability, and contacts, handle time, patience and stretch in each interval."""

    weight: float
    offered: Numbers
    aht_seconds: Numbers
    patience_seconds: Numbers
    wait_stretch: Numbers


def expected_goal_agents(
    draws: tuple[Draw, ...], goal: ServiceGoal, *, interval_seconds: float, concurrency: int = 1, impatient: bool
) -> Numbers:
    """The least decimal agents with which every goal holds on average over ``draws``, in each interval.

    Service level and abandonment are averaged over contacts (a busy draw counts for more), the wait over those
    answered, the occupancy over the agents' time. A draw with a load above the capacity of agents whose customers never
    hang up has service level 0 and a wait as long as the interval. Where all draws are alike this is
    :func:`wfm.staffing.agents_required`.

    Args:
        draws: The distribution; weights add up to 1.
        goal: What is promised.
        interval_seconds: Length of the intervals.
        concurrency: Contacts an agent handles at a time.
        impatient: Whether customers hang up (Erlang A) or wait for ever (Erlang C).
    """
    alone = np.array(
        [
            agents_required(
                draw.offered,
                draw.aht_seconds,
                goal,
                interval_seconds=interval_seconds,
                patience_seconds=draw.patience_seconds if impatient else None,
                concurrency=concurrency,
                wait_stretch=draw.wait_stretch,
            )
            for draw in draws
        ]
    )

    offered, aht, patience, stretch = (
        np.array([getattr(draw, name) for draw in draws])
        for name in ("offered", "aht_seconds", "patience_seconds", "wait_stretch")
    )
    return least_on_average(
        alone.min(axis=0),
        alone.max(axis=0),
        np.array([draw.weight for draw in draws]),
        offered,
        offered * aht / interval_seconds,
        aht * stretch,
        patience if impatient else np.zeros_like(patience),
        effective_table(concurrency),
        goal_numbers(goal, impatient=impatient),
        interval_seconds,
    )


@dataclass(frozen=True)
class Measures:
    """Averages over draws: of contacts, of those answered (the wait), of the agents' time (occupancy)."""

    service_level: Numbers
    asa_seconds: Numbers
    abandonment: Numbers
    occupancy: Numbers


def expected_measures(
    draws: tuple[Draw, ...],
    agents: Numbers,
    threshold_seconds: float,
    *,
    interval_seconds: float,
    concurrency: int = 1,
    impatient: bool,
) -> Measures:
    """The service of ``agents`` over ``draws``. Without contacts: service level 1, no wait, nobody hangs up."""
    offered, level, lost, answered, wait, busy = (np.zeros_like(agents) for _ in range(6))
    for draw in draws:
        found = service(
            agents,
            draw.offered,
            draw.aht_seconds,
            interval_seconds=interval_seconds,
            threshold_seconds=threshold_seconds,
            patience_seconds=draw.patience_seconds if impatient else None,
            concurrency=concurrency,
            wait_stretch=draw.wait_stretch,
        )
        contacts = draw.weight * draw.offered
        served = contacts * (1 - found.abandonment)
        offered += contacts
        level += contacts * found.service_level
        lost += contacts * found.abandonment
        answered += served
        wait += served * np.minimum(found.asa_seconds, interval_seconds)
        busy += draw.weight * found.occupancy
    endless = np.where(offered > 0, interval_seconds, 0.0)  # the wait where nobody is answered
    return Measures(
        service_level=np.divide(level, offered, out=np.ones_like(level), where=offered > 0),
        asa_seconds=np.divide(wait, answered, out=endless, where=answered > 0),
        abandonment=np.divide(lost, offered, out=np.zeros_like(lost), where=offered > 0),
        occupancy=busy,
    )
