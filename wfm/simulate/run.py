"""Replications of a scenario, and what they say together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import ConfigError
from wfm.executors import SerialExecutor
from wfm.simulate.engine import ABANDONED, ANSWERED, EARLY, IN_TIME, OFFERED, WAIT_ALL, WAIT_ANSWERED
from wfm.simulate.replication import replications_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from numpy.typing import ArrayLike, NDArray

    from wfm.simulate.scenario import Scenario

    Numbers = NDArray[np.float64]

BATCH = 8  # replications a task: enough work to be worth sending to another process
Z95 = 1.959963984540054


@dataclass(frozen=True)
class SimulationResult:
    """What happened, replication by replication; warm-up intervals are left out.

    Attributes:
        scenario: What was simulated.
        counts: Shape (replications, queues, intervals, 8), by interval of arrival: offered, answered, answered in time,
            abandoned, waits of the answered and of all in seconds, abandoned within the threshold, expected handling of
            the answered in seconds (factors and pace of those who answered included; one at a time).
            Work that may wait: came, done, done in time, 0, times until done twice, still open and not due at the end,
            0.
        busy_seconds: On contacts, shape (replications, groups, intervals).
        filling_seconds: On work that may wait, same shape.
        staffed_seconds: At work, same shape; who finishes a contact after the end of work is busy, not at work.
        repeated: Contacts that tried again, shape (replications, queues, intervals); they are among those offered.
        seed: Of the random numbers.
    """

    scenario: Scenario
    counts: Numbers
    busy_seconds: Numbers
    filling_seconds: Numbers
    staffed_seconds: Numbers
    repeated: Numbers
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
        """A row a group: occupancy (time on contacts and other work over time at work) with its half-width."""
        busy = (self.busy_seconds + self.filling_seconds).sum(axis=2)
        occupancy, half = ratio_with_half_width(busy, self.staffed_seconds.sum(axis=2))
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

    Replication r of two scenarios under one seed meets the same contacts in each queue of the same name, so scenarios
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
    done: list[tuple[Numbers, ...]] = []
    wanted = replications
    while True:
        starts = range(len(done), wanted, BATCH)
        tasks = [pool.submit(replications_of, scenario, s, min(s + BATCH, wanted), seed, factors) for s in starts]
        for task in tasks:
            done += task.result()
        counts, busy, filling, staffed, repeated = (np.stack(part) for part in zip(*done, strict=True))
        result = SimulationResult(scenario, counts, busy, filling, staffed, repeated, seed)
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
