"""What simulated weeks say together, as a proof: a queue and interval, what will miss, the week."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.simulate.engine import ABANDONED, ANSWERED, EARLY, IN_TIME, OFFERED, WAIT_ANSWERED
from wfm.simulate.run import ratio_with_half_width
from wfm.types.proof import Proof, ProofTotal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.simulate.on_duty import Entry
    from wfm.simulate.run import SimulationResult
    from wfm.simulate.scenario import SimulatedQueue
    from wfm.types import Plan

    Numbers = NDArray[np.float64]

BAND = (5.0, 95.0)
ON_TIME = 0.95
"""Share of work that may wait that has to be done when due: the plan promises a time, not a share."""
ALL_CONTACTS = "all contacts"


def proof_of(found: SimulationResult, entries: Sequence[Entry], plan: Plan, grid: IntervalGrid) -> Proof:
    """The proof, before absence and notes are added."""
    frames, misses, totals, real_time = [], [], [], []
    for i, entry in enumerate(entries):
        counts = found.counts[:, i]
        waits = plan.queue(entry.queue).is_deferred
        busy, staffed = _time(found, [entry.name])
        frames.append(_frame(entry.name, counts, waits, busy, staffed, grid))
        misses.append(_misses(entry, counts, plan, grid))
        left = _left_hours(counts, found.scenario.queues[i]) if waits else None
        totals.append(replace(_total(entry.name, counts, waits, busy, staffed), left_hours=left))
        if not waits:
            real_time.append(i)
    together = found.counts[:, real_time].sum(axis=1)
    total = _total(ALL_CONTACTS, together, False, *_time(found, [entries[i].name for i in real_time]))
    return Proof(
        frame=pd.concat(frames, ignore_index=True),
        misses=pd.concat(misses, ignore_index=True),
        totals=tuple(totals),
        total=total,
        interval_minutes=grid.minutes,
        zone=grid.zone,
        replications=found.replications,
        seed=found.seed,
        absence=0.0,
    )


def _promised(counts: Numbers, waits: bool) -> Numbers:
    """Contacts that count for the service level: those offered, or the work that was due."""
    promised: Numbers = counts[..., OFFERED] - counts[..., EARLY] if waits else counts[..., OFFERED]
    return promised


def _time(found: SimulationResult, queues: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Busy and staffed seconds [replication, interval] of the groups that take one of the queues."""
    groups = [g for g, group in enumerate(found.scenario.groups) if set(queues) & set(group.takes)]
    busy = found.busy_seconds[:, groups] + found.filling_seconds[:, groups]
    return busy.sum(axis=1), found.staffed_seconds[:, groups].sum(axis=1)


def _ratio(top: Numbers, bottom: Numbers) -> Numbers:
    ratio: Numbers = np.divide(top, bottom, out=np.full(np.shape(bottom), np.nan), where=bottom > 0)
    return ratio


def _band(top: Numbers, bottom: Numbers) -> tuple[Numbers, Numbers]:
    """Where nine replications (axis 0) in ten lie, of those that have anything; NaN where none has."""
    shares = _ratio(top, bottom)
    # Nothing to speak of is put last, and each column is read up to where it begins.
    shares, known = np.sort(shares, axis=0), (bottom > 0).sum(axis=0)
    ends = []
    for percent in BAND:
        at = np.maximum(0, np.rint(percent / 100 * (known - 1)).astype(int))
        ends.append(np.where(known > 0, np.take_along_axis(shares, at[None], axis=0)[0], np.nan))
    return ends[0], ends[1]


def _frame(
    name: str, counts: Numbers, waits: bool, busy: Numbers, staffed: Numbers, grid: IntervalGrid
) -> pd.DataFrame:
    sums, promised = counts.sum(axis=0), _promised(counts, waits)
    unknown = np.full(grid.count, np.nan)
    low, high = _band(counts[..., IN_TIME], promised)
    return pd.DataFrame(
        {
            "queue": name,
            "interval_start": grid.index,
            "offered": counts[..., OFFERED].mean(axis=0),
            "service_level": _ratio(sums[:, IN_TIME], promised.sum(axis=0)),
            "service_level_low": low,
            "service_level_high": high,
            "asa_seconds": unknown if waits else _ratio(sums[:, WAIT_ANSWERED], sums[:, ANSWERED]),
            "abandonment": unknown if waits else _ratio(sums[:, ABANDONED], sums[:, OFFERED]),
            "occupancy": np.minimum(1.0, _ratio(busy.sum(axis=0), staffed.sum(axis=0))),
        }
    )


def _misses(entry: Entry, counts: Numbers, plan: Plan, grid: IntervalGrid) -> pd.DataFrame:
    """Intervals in which the expected value misses its goal even at the better end of its 95 % interval."""
    own = plan.queue(entry.queue)
    promised = _promised(counts, own.is_deferred)
    level = ("service_level", counts[..., IN_TIME], promised, ON_TIME if own.is_deferred else own.goal.service_level)
    checks = [level]
    if not own.is_deferred:
        checks.append(("asa_seconds", counts[..., WAIT_ANSWERED], counts[..., ANSWERED], own.goal.asa_seconds))
        checks.append(("abandonment", counts[..., ABANDONED], counts[..., OFFERED], own.goal.max_abandonment))
    offered = counts[..., OFFERED].mean(axis=0)
    parts = []
    for measure, top, bottom, goal in checks:
        if goal is None:
            continue
        expected, half = ratio_with_half_width(top, bottom)
        half = np.where(np.isfinite(half), half, 0.0)
        wrong = expected + half < goal if measure == "service_level" else expected - half > goal
        parts.append(
            pd.DataFrame(
                {
                    "queue": entry.name,
                    "interval_start": grid.index[wrong],
                    "measure": measure,
                    "offered": offered[wrong],
                    "goal": float(goal),
                    "expected": expected[wrong],
                }
            )
        )
    if not parts:
        columns = ("queue", "interval_start", "measure", "offered", "goal", "expected")
        return pd.DataFrame({c: grid.index[:0] if c == "interval_start" else [] for c in columns})
    return pd.concat(parts, ignore_index=True)


def _total(name: str, counts: Numbers, waits: bool, busy: Numbers, staffed: Numbers) -> ProofTotal:
    each = counts.sum(axis=1)
    promised = _promised(each, waits)
    low, high = _band(each[:, IN_TIME, None], promised[:, None])
    sums = each.sum(axis=0)
    late = float((promised - each[:, IN_TIME]).mean()) if waits else None
    occupancy = _known(busy.sum(), staffed.sum())
    return ProofTotal(
        queue=name,
        offered=float(each[:, OFFERED].mean()),
        service_level=_known(sums[IN_TIME], promised.sum()),
        service_level_low=None if np.isnan(low[0]) else float(low[0]),
        service_level_high=None if np.isnan(high[0]) else float(high[0]),
        asa_seconds=None if waits else _known(sums[WAIT_ANSWERED], sums[ANSWERED]),
        abandonment=None if waits else _known(sums[ABANDONED], sums[OFFERED]),
        occupancy=None if occupancy is None else min(1.0, occupancy),
        late=late,
    )


def _left_hours(counts: Numbers, queue: SimulatedQueue) -> float:
    """Agent-hours of pieces not done at the end (mean over replications), at the mean handle time of what came."""
    left = float((counts[..., OFFERED] - counts[..., ANSWERED]).sum(axis=1).mean())
    aht, offered = np.broadcast_arrays(
        np.asarray(queue.aht_seconds, dtype=float), np.asarray(queue.offered, dtype=float)
    )
    weight = offered if offered.sum() > 0 else np.ones(offered.shape)
    return left * float(np.average(aht, weights=weight)) / 3600


def _known(top: float, bottom: float) -> float | None:
    return float(top / bottom) if bottom > 0 else None
