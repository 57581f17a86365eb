"""A scenario as the arrays that the engines take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.deadlines import due_times
from wfm.simulate.people_state import CLOCK, QUEUES, SKILLS, Told
from wfm.simulate.randomness import uniforms_of
from wfm.simulate.scenario import NOT_AT_WORK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.simulate.scenario import Scenario

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

NOWHERE = -1
GOLDEN = 0.6180339887498949
HAIR = 1e-9


@dataclass(frozen=True)
class Tables:
    """What ``play`` and ``Told`` describe; ``counted`` [group, interval] are the groups' own agents.

    ``post`` [shift, interval] holds everybody one by one: the shifts of the duty, or the agents of the groups.
    """

    rate: Numbers
    mean: Numbers
    law: Whole
    log_sd: Numbers
    patience: Numbers
    threshold: Numbers
    transfer_to: Whole
    transfer_share: Numbers
    rank: Whole
    after: Numbers
    factor: Numbers
    counted: Whole
    post: Whole

    def staff(self, post: Whole) -> Whole:
        """Agents of each group at work in each interval."""
        groups = self.rank.shape[0]
        found = np.zeros((groups, post.shape[1]), dtype=np.int64)
        for g in range(groups):
            found[g] = (post == g).sum(axis=0)
        return found

    def told(self, scenario: Scenario, streams: NDArray[np.uint64], rate: Numbers, here: NDArray[np.bool_]) -> Told:
        """For the engine of single agents, who are ``here`` in this replication."""
        queues, duty = scenario.queues, scenario.duty
        own = np.ones(len(self.post)) if duty is None or duty.aht_factors is None else np.array(duty.aht_factors)
        due = [
            due_times(
                scenario.over_time(q.is_open).astype(np.bool_), q.response_intervals or 1, scenario.interval_seconds
            )
            for q in queues
        ]
        table = np.zeros(len(queues), QUEUES)
        columns = {
            "stream": streams,
            "law": self.law,
            "log_sd": self.log_sd,
            "patience": self.patience,
            "threshold": self.threshold,
            "transfer_to": self.transfer_to,
            "transfer_share": self.transfer_share,
            "places": [0 if q.may_wait else q.concurrency for q in queues],
            "retry_share": [q.retry_share for q in queues],
            "retry_delay": [q.retry_delay_seconds for q in queues],
            "backlog": [q.backlog for q in queues],
        }
        for name, values in columns.items():
            table[name] = values
        clock = np.zeros(rate.shape, CLOCK)
        clock["mean"], clock["due"], clock["due_slope"] = self.mean, [d for d, _ in due], [s for _, s in due]
        skills = np.zeros(self.rank.shape, SKILLS)
        skills["rank"], skills["after"] = self.rank, self.after
        return Told(
            queues=table,
            rate=rate,
            clock=clock,
            skills=skills,
            factor=self.factor,
            effective=np.array([0.0, *scenario.effective], dtype=np.float64),
            post=np.ascontiguousarray(self.post[here]),
            own=np.ascontiguousarray(own[here]),
            interval=float(scenario.interval_seconds),
            longest_idle=scenario.longest_idle,
            fill=scenario.fill_chats,
            interrupt=scenario.interrupt_deferred,
        )


def absences(scenario: Scenario, seed: int, replication: int, rows: int) -> NDArray[np.bool_]:
    """Which of ``rows`` shifts somebody comes to in a replication; everybody where people are only counted."""
    duty = scenario.duty
    if duty is None or not np.any(duty.absence):
        return np.ones(rows, dtype=np.bool_)
    present: NDArray[np.bool_] = uniforms_of(seed, replication, duty.names) >= np.asarray(duty.absence)
    return present


def rounded_in_turn(agents: Numbers, group: int, replication: int) -> Numbers:
    """Decimal agents as whole ones, rounded up as often as their fraction says.

    Replications take the points of van der Corput's sequence in turn, which spreads any number of them evenly; each
    group begins elsewhere (at multiples of the golden section), so that groups are not all many at the same time.
    """
    point, share, left = 0.0, 0.5, replication
    while left:
        point, share, left = point + share * (left & 1), share / 2, left >> 1
    point = (point + GOLDEN * group) % 1.0
    return np.floor(agents + point + HAIR)


def tables_of(scenario: Scenario, replication: int = 0) -> Tables:
    """The arrays of a scenario; only decimal agents differ by ``replication``.

    Raises:
        ConfigError: A number of agents is no whole number.
    """
    queues, groups = scenario.queues, scenario.groups
    place = {q.name: i for i, q in enumerate(queues)}
    counted = np.zeros((len(groups), scenario.intervals), dtype=np.int64)
    rank = np.full((len(groups), len(queues)), -1, dtype=np.int64)
    after = np.zeros((len(groups), len(queues)))
    for g, group in enumerate(groups):
        agents = scenario.over_time(group.agents)
        if scenario.fractions:
            agents = rounded_in_turn(agents, g, replication)
        if (agents < 0).any() or (agents != np.floor(agents)).any():
            raise ConfigError(
                f"group {group.name}: agents are whole numbers of 0 or more. Round the requirement first."
            )
        counted[g] = agents.astype(np.int64)
        for queue, order in group.takes.items():
            rank[g, place[queue]] = order
        for queue, seconds in group.after_seconds.items():
            after[g, place[queue]] = seconds
    return Tables(
        rate=np.array([scenario.over_time(q.offered) for q in queues]) / scenario.interval_seconds,
        mean=np.array([scenario.over_time(q.aht_seconds) for q in queues]),
        law=np.array([q.law for q in queues], dtype=np.int64),
        log_sd=np.array([q.log_sd for q in queues], dtype=np.float64),
        patience=np.array([q.patience_seconds or 0.0 for q in queues], dtype=np.float64),
        threshold=np.array([q.threshold_seconds for q in queues], dtype=np.float64),
        transfer_to=np.array(
            [NOWHERE if q.transfer_to is None else place[q.transfer_to] for q in queues], dtype=np.int64
        ),
        transfer_share=np.array([q.transfer_share for q in queues], dtype=np.float64),
        rank=rank,
        after=after,
        factor=np.array(
            [[g.aht_factor * g.aht_factors.get(q.name, 1.0) for q in queues] for g in groups], dtype=np.float64
        ).reshape(len(groups), len(queues)),
        counted=counted,
        post=_posts(scenario, counted),
    )


def _posts(scenario: Scenario, counted: Whole) -> Whole:
    """Everybody one by one; of a group, the first so many are at work."""
    if scenario.duty is not None:
        return np.ascontiguousarray(scenario.duty.posts, dtype=np.int64)
    if not scenario.needs_people:
        return np.zeros((0, scenario.intervals), dtype=np.int64)
    rows = [
        np.where(np.arange(int(agents.max()))[:, None] < agents, g, NOT_AT_WORK) for g, agents in enumerate(counted)
    ]
    return np.concatenate(rows).astype(np.int64) if rows else np.zeros((0, scenario.intervals), dtype=np.int64)
