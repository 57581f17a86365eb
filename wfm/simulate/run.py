"""Replications of a scenario, and what they say together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import ConfigError
from wfm.executors import SerialExecutor
from wfm.simulate.engine import ABANDONED, ANSWERED, EARLY, IN_TIME, OFFERED, WAIT_ALL, WAIT_ANSWERED, play
from wfm.simulate.randomness import stream_of
from wfm.simulate.single import play_single

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from numpy.typing import ArrayLike, NDArray

    from wfm.simulate.scenario import Scenario

    Numbers = NDArray[np.float64]

NOWHERE = -1
ROOM = 4096  # contacts waiting at a time, at first; the same replication is played again with more where needed
BATCH = 8  # replications a task: enough work to be worth sending to another process
Z95 = 1.959963984540054


@dataclass(frozen=True)
class SimulationResult:
    """What happened, replication by replication; warm-up intervals are left out.

    Attributes:
        scenario: What was simulated.
        counts: Shape (replications, queues, intervals, 7), by interval of arrival: offered, answered, answered in time,
            abandoned, waits of the answered and of all in seconds, abandoned within the threshold.
        busy_seconds: Shape (replications, groups, intervals).
        seed: Of the random numbers.
    """

    scenario: Scenario
    counts: Numbers
    busy_seconds: Numbers
    seed: int

    @property
    def replications(self) -> int:
        """How many."""
        return int(self.counts.shape[0])

    def queues(self) -> pd.DataFrame:
        """A row a queue over all intervals: each measure with the half-width of its 95 % interval.

        Measures: service_level (of offered), service_level_answered, service_level_without_early, abandonment,
        asa_seconds (of answered), wait_seconds (of all). Ratios are of totals; their half-widths are by the delta
        method over replications, infinite for one replication.
        """
        total = self.counts.sum(axis=2)
        offered, answered = total[..., OFFERED], total[..., ANSWERED]
        pairs = {
            "service_level": (total[..., IN_TIME], offered),
            "service_level_answered": (total[..., IN_TIME], answered),
            "service_level_without_early": (total[..., IN_TIME], offered - total[..., EARLY]),
            "abandonment": (total[..., ABANDONED], offered),
            "asa_seconds": (total[..., WAIT_ANSWERED], answered),
            "wait_seconds": (total[..., WAIT_ALL], answered + total[..., ABANDONED]),
        }
        columns: dict[str, object] = {"queue": [q.name for q in self.scenario.queues], "offered": offered.mean(axis=0)}
        for name, (top, bottom) in pairs.items():
            columns[name], columns[f"{name}_half_width"] = ratio_with_half_width(top, bottom)
        return pd.DataFrame(columns)

    def groups(self) -> pd.DataFrame:
        """A row a group: occupancy (busy time over time at work) with its half-width."""
        at_work = np.array(
            [self.scenario.over_time(g.agents)[self.scenario.warm_up :].sum() for g in self.scenario.groups]
        )
        busy = self.busy_seconds.sum(axis=2)
        staffed = np.broadcast_to(at_work * self.scenario.interval_seconds, busy.shape)
        occupancy, half = ratio_with_half_width(busy, staffed)
        names = [g.name for g in self.scenario.groups]
        return pd.DataFrame({"group": names, "occupancy": occupancy, "occupancy_half_width": half})


def ratio_with_half_width(top: Numbers, bottom: Numbers) -> tuple[Numbers, Numbers]:
    """Ratio of totals over replications (axis 0) and the half-width of its 95 % interval (normal, delta method)."""
    n = top.shape[0]
    mean = bottom.mean(axis=0)
    known = mean > 0
    ratio = np.divide(top.mean(axis=0), mean, out=np.full(mean.shape, np.nan), where=known)
    if n < 2:
        return ratio, np.full(mean.shape, math.inf)
    error = np.sqrt(((top - ratio * bottom) ** 2).sum(axis=0) / (n - 1) / n)
    return ratio, Z95 * np.divide(error, mean, out=np.full(mean.shape, np.nan), where=known)


def simulate(
    scenario: Scenario,
    *,
    replications: int = 20,
    seed: int = 1,
    rate_factors: ArrayLike | None = None,
    half_width: float | None = None,
    max_replications: int = 10_000,
    executor: Executor | None = None,
) -> SimulationResult:
    """Play a scenario several times.

    Replication r of two scenarios under one seed meets the same contacts in each queue of the same place, so scenarios
    can be compared pair by pair.

    Args:
        scenario: What to play.
        replications: At least so many.
        seed: Of the random numbers; the same seed gives the same result on any executor.
        rate_factors: Draws of the arrival rate over its mean, shape (draws, queues) or (draws, queues, intervals),
            used in turn: an uncertain forecast. None for the rates as given.
        half_width: Go on until every queue's service level is known to within so much (95 %).
        max_replications: Where to stop all the same.
        executor: Where batches of replications run.

    Raises:
        ConfigError: A number of replications or a shape is out of range.
    """
    if not 1 <= replications <= max_replications:
        raise ConfigError(f"replications lie between 1 and max_replications, not at {replications}.")
    pool = executor or SerialExecutor()
    factors = _factors(rate_factors, scenario)
    counts: list[Numbers] = []
    busy: list[Numbers] = []
    wanted = replications
    while True:
        starts = range(len(counts), wanted, BATCH)
        tasks = [pool.submit(_batch, scenario, s, min(s + BATCH, wanted), seed, factors) for s in starts]
        for task in tasks:
            some_counts, some_busy = task.result()
            counts += some_counts
            busy += some_busy
        result = SimulationResult(scenario, np.stack(counts), np.stack(busy), seed)
        if half_width is None or wanted >= max_replications:
            return result
        widest = float(np.nanmax(result.queues()["service_level_half_width"].to_numpy(), initial=0.0))
        if widest <= half_width:
            return result
        # The width falls with the square root of the number; a tenth more, because the first guess is itself uncertain.
        needed = 1.1 * wanted * (widest / half_width) ** 2 if math.isfinite(widest) else 2 * BATCH
        wanted = min(max_replications, max(wanted + BATCH, math.ceil(min(needed, 4 * wanted))))


def _factors(rate_factors: ArrayLike | None, scenario: Scenario) -> Numbers:
    shape = (len(scenario.queues), scenario.intervals)
    if rate_factors is None:
        return np.ones((1, *shape))
    factors = np.asarray(rate_factors, dtype=np.float64)
    factors = factors[..., None] if factors.ndim == 2 else factors
    if (
        factors.ndim != 3
        or factors.shape[1] != shape[0]
        or factors.shape[2] not in {1, shape[1]}
        or (factors < 0).any()
    ):
        raise ConfigError(
            f"rate_factors are not negative, of shape (draws, {shape[0]}) or (draws, {shape[0]}, {shape[1]})."
        )
    return factors


def _batch(
    scenario: Scenario, start: int, stop: int, seed: int, factors: Numbers
) -> tuple[list[Numbers], list[Numbers]]:
    tables = _tables(scenario)
    counts, busy, room = [], [], ROOM
    for replication in range(start, stop):
        streams = np.array([stream_of(seed, replication, q) for q in range(len(scenario.queues))], dtype=np.uint64)
        rate = np.ascontiguousarray(tables[0] * factors[replication % len(factors)])
        if _is_single(scenario):
            some_counts, some_busy = _play_single(streams, rate, tables, scenario.interval_seconds)
        else:
            some_counts, some_busy, room = _play(streams, rate, tables, scenario.interval_seconds, room)
        counts.append(some_counts[:, scenario.warm_up :])
        busy.append(some_busy[:, scenario.warm_up :])
    return counts, busy


def _is_single(scenario: Scenario) -> bool:
    """Whether the scenario is one queue with one group of constant size, which needs no events."""
    if len(scenario.queues) != 1 or len(scenario.groups) != 1 or scenario.queues[0].transfer_to is not None:
        return False
    group = scenario.groups[0]
    constant = bool(np.ptp(scenario.over_time(group.agents)) == 0)
    return constant and bool(group.takes) and not any(group.after_seconds.values())


def _play(
    streams: NDArray[np.uint64], rate: Numbers, tables: _Tables, interval: float, room: int
) -> tuple[Numbers, Numbers, int]:
    """By the engine, again with more room where a line grew beyond it; and the room that was enough."""
    while True:
        counts, busy, enough = play(streams, rate, *tables[1:], interval, room)
        if enough:
            return counts, busy, room
        room *= 4


def _play_single(
    streams: NDArray[np.uint64], rate: Numbers, tables: _Tables, interval: float
) -> tuple[Numbers, Numbers]:
    _, mean, law, log_sd, patience, threshold, _, _, staff, _, _, factor = tables
    counts, busy = play_single(
        streams[0],
        rate[0],
        mean[0],
        law[0],
        log_sd[0],
        patience[0],
        threshold[0],
        staff[0, 0],
        factor[0],
        interval,
    )
    return counts[None], busy[None]


_Tables = tuple[
    "Numbers",
    "Numbers",
    "NDArray[np.int64]",
    "Numbers",
    "Numbers",
    "Numbers",
    "NDArray[np.int64]",
    "Numbers",
    "NDArray[np.int64]",
    "NDArray[np.int64]",
    "Numbers",
    "Numbers",
]


def _tables(scenario: Scenario) -> _Tables:
    """The scenario as the arrays that the engine takes, in its order."""
    queues, groups = scenario.queues, scenario.groups
    place = {q.name: i for i, q in enumerate(queues)}
    offered = np.array([scenario.over_time(q.offered) for q in queues])
    staff = np.zeros((len(groups), scenario.intervals), dtype=np.int64)
    rank = np.full((len(groups), len(queues)), -1, dtype=np.int64)
    after = np.zeros((len(groups), len(queues)))
    for g, group in enumerate(groups):
        agents = scenario.over_time(group.agents)
        if (agents < 0).any() or (agents != np.floor(agents)).any():
            raise ConfigError(
                f"group {group.name}: agents are whole numbers of 0 or more. Round the requirement first."
            )
        staff[g] = agents.astype(np.int64)
        for queue, order in group.takes.items():
            rank[g, place[queue]] = order
        for queue, seconds in group.after_seconds.items():
            after[g, place[queue]] = seconds
    return (
        offered / scenario.interval_seconds,
        np.array([scenario.over_time(q.aht_seconds) for q in queues]),
        np.array([q.law for q in queues], dtype=np.int64),
        np.array([q.log_sd for q in queues]),
        np.array([q.patience_seconds or 0.0 for q in queues]),
        np.array([q.threshold_seconds for q in queues]),
        np.array([NOWHERE if q.transfer_to is None else place[q.transfer_to] for q in queues], dtype=np.int64),
        np.array([q.transfer_share for q in queues]),
        staff,
        rank,
        after,
        np.array([g.aht_factor for g in groups]),
    )
