"""Replications of a scenario by the engine that suits it: one queue, counted agents, or single agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wfm.simulate.engine import COUNTS, play
from wfm.simulate.people import play_people
from wfm.simulate.people_state import BUSY, FILLING, REPEATS, fresh_state
from wfm.simulate.randomness import stream_of
from wfm.simulate.single import play_single
from wfm.simulate.tables import Tables, absences, tables_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.simulate.scenario import Scenario

    Numbers = NDArray[np.float64]
    _Parts = tuple[NDArray[Any], ...]

ROOM = 4096  # contacts waiting at a time, at first; the same replication is played again with more where needed


def replications_of(scenario: Scenario, start: int, stop: int, seed: int, factors: Numbers) -> list[_Parts]:
    """Counts, busy, filling and staffed seconds and repeated contacts of replications ``start`` up to ``stop``."""
    tables, room = tables_of(scenario, start), ROOM
    found: list[_Parts] = []
    for replication in range(start, stop):
        if scenario.fractions:
            tables = tables_of(scenario, replication)
        streams = np.array([stream_of(seed, replication, q.name) for q in scenario.queues], dtype=np.uint64)
        rate = np.ascontiguousarray(tables.rate * factors[replication % len(factors)])
        here = absences(scenario, seed, replication, len(tables.post))
        if scenario.needs_people:
            parts, room = _by_people(scenario, streams, rate, tables, here, room)
        else:
            parts, room = _by_counting(scenario, streams, rate, tables, here, room)
        found.append(tuple(_reported(scenario, part) for part in parts))
    return found


def _by_people(
    scenario: Scenario, streams: NDArray[np.uint64], rate: Numbers, tables: Tables, here: NDArray[np.bool_], room: int
) -> tuple[_Parts, int]:
    told = tables.told(scenario, streams, rate, here)
    staffed = tables.staff(told.post) * scenario.interval_seconds
    while True:
        state = fresh_state(told, room)
        if play_people(told, state):
            counts, repeated = np.ascontiguousarray(state.counts[..., :COUNTS]), state.counts[..., REPEATS]
            return (counts, state.spent[..., BUSY], state.spent[..., FILLING], staffed, repeated), room
        room *= 4


def _by_counting(
    scenario: Scenario, streams: NDArray[np.uint64], rate: Numbers, tables: Tables, here: NDArray[np.bool_], room: int
) -> tuple[_Parts, int]:
    staff = tables.staff(tables.post[here]) if scenario.duty is not None else tables.counted
    seconds = scenario.interval_seconds
    rest = (np.zeros(staff.shape), staff * seconds, np.zeros(rate.shape))
    t = tables
    if _is_single(scenario, staff):
        counts, busy = play_single(
            streams[0],
            rate[0],
            t.mean[0],
            t.law[0],
            t.log_sd[0],
            t.patience[0],
            t.threshold[0],
            staff[0, 0],
            t.factor[0, 0],
            seconds,
        )
        return (counts[None], busy[None], *rest), room
    queues = (t.mean, t.law, t.log_sd, t.patience, t.threshold, t.transfer_to, t.transfer_share)
    while True:
        counts, busy, enough = play(streams, rate, *queues, staff, t.rank, t.after, t.factor, seconds, room)
        if enough:
            return (counts, busy, *rest), room
        room *= 4


def _is_single(scenario: Scenario, staff: NDArray[np.int64]) -> bool:
    """Whether the scenario is one queue with one group of constant size, which needs no events."""
    if len(scenario.queues) != 1 or len(scenario.groups) != 1 or scenario.queues[0].transfer_to is not None:
        return False
    group = scenario.groups[0]
    return bool(np.ptp(staff) == 0) and bool(group.takes) and not any(group.after_seconds.values())


def _reported(scenario: Scenario, part: NDArray[Any]) -> NDArray[Any]:
    """Without the warm-up, summed over the intervals reported together. Axis 1 is time."""
    kept, steps = part[:, scenario.warm_up :], scenario.steps_reported
    if steps == 1:
        return kept
    summed: NDArray[Any] = kept.reshape(kept.shape[0], kept.shape[1] // steps, steps, *kept.shape[2:]).sum(axis=2)
    return summed
