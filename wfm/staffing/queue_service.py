"""The service that given agents give: service level by four definitions, waits, abandonment, occupancy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, flat
from wfm.staffing.chat import effective_table
from wfm.staffing.point import measures

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from wfm.staffing.point import Measures

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Service:
    """What customers meet, each an array of the shape asked for. Shares are of contacts offered, unless said otherwise.

    Attributes:
        service_level: Offered and answered within the threshold. What "service level" means elsewhere in wfm.
        service_level_answered: The same as a share of the contacts answered.
        service_level_virtual: Share of moments at which a customer of endless patience would be answered in time.
        service_level_without_early: In time, as a share of the contacts but those who left within the threshold.
        wait_probability: Share that waits at all.
        abandonment: Share that hangs up.
        asa_seconds: Mean wait of those answered; inf where nobody ever is (no agents, or overload without patience).
        wait_seconds: Mean wait of all, those who hung up included; inf in overload without patience.
        occupancy: Share of the agents' capacity in use; 1 in overload without patience.
        in_handling: Mean number of contacts in handling (for chat, all conversations).
        stable: False where the queue would grow without end.
    """

    service_level: Numbers
    service_level_answered: Numbers
    service_level_virtual: Numbers
    service_level_without_early: Numbers
    wait_probability: Numbers
    abandonment: Numbers
    asa_seconds: Numbers
    wait_seconds: Numbers
    occupancy: Numbers
    in_handling: Numbers
    stable: NDArray[np.bool_]


def service(
    agents: ArrayLike,
    offered: ArrayLike,
    aht_seconds: ArrayLike,
    *,
    interval_seconds: float,
    threshold_seconds: ArrayLike = 20.0,
    patience_seconds: ArrayLike | None = None,
    concurrency: int = 1,
    wait_stretch: ArrayLike = 1.0,
) -> Service:
    """The service of ``agents`` (decimals allowed) in steady state: Erlang C, Erlang A with patience, or chat.

    Between whole numbers of agents the shares are interpolated linearly, and the mean waits by their reciprocals
    (which are 0 where a wait is endless). Without patience the lower end of the last stretch is the load itself, where
    the service level is 0. No contacts: the promise is kept (service level 1, no wait, occupancy 0). Contacts without
    agents: service level 0; with patience all hang up.

    Args:
        agents: Agents at work.
        offered: Contacts in each interval.
        aht_seconds: Mean handle time; for chat of a chat alone (see :mod:`wfm.staffing.chat`).
        interval_seconds: Length of the intervals ``offered`` counts.
        threshold_seconds: Of the service level.
        patience_seconds: Mean time until a waiting customer hangs up; None or 0 for never.
        concurrency: Chats an agent holds at a time.
        wait_stretch: How much longer waits are than with exponential handle times: (1 + CV squared) / 2 of the handle
            time (Allen and Cunneen). The time scale of waiting is stretched by it, against an unchanged patience: right
            in heavy traffic and in the fluid limit of overload, exact at 1.

    Raises:
        ConfigError: ``concurrency`` is below 1.
    """
    patience = 0.0 if patience_seconds is None else patience_seconds
    aht = np.asarray(aht_seconds, dtype=np.float64)
    load = np.asarray(offered, dtype=np.float64) * aht / interval_seconds
    unit = aht * np.asarray(wait_stretch, dtype=np.float64)
    inputs = np.broadcast_arrays(
        *(np.asarray(v, dtype=np.float64) for v in (agents, load, unit, threshold_seconds, patience))
    )
    shape = inputs[0].shape
    people, loads, units, thresholds, patients = (flat(v) for v in inputs)
    out = _service(people, loads, units, thresholds, patients, effective_table(concurrency))
    level, answered, virtual, kept, waits, abandons, asa, wait, busy, handling = (row.reshape(shape) for row in out)
    return Service(level, answered, virtual, kept, waits, abandons, asa, wait, busy, handling, stable=np.isfinite(wait))


@compiled
def _service(
    agents: Numbers,
    loads: Numbers,
    unit: Numbers,
    threshold: Numbers,
    patience: Numbers,
    effective: Numbers,
) -> Numbers:
    out = np.empty((10, agents.size))
    for i in range(agents.size):
        load = loads[i]
        if load > 0.0:
            row = interpolated(agents[i], load, effective, patience[i] / unit[i], threshold[i] / unit[i])
            for k in range(10):
                out[k, i] = row[k] * unit[i] if k in (6, 7) else row[k]
        else:
            out[:, i] = 0.0
            out[:4, i] = 1.0
    return out


Row = tuple[float, float, float, float, float, float, float, float, float, float]


@compiled
def interpolated(agents: float, load: float, effective: Numbers, patience: float, threshold: float) -> Row:
    """The columns of :class:`Service` at a decimal number of agents; times in handle times."""
    low = math.floor(agents)
    capacity = agents * effective[-1]
    if patience <= 0.0 and capacity <= load:
        return 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, math.inf, math.inf, 1.0, agents * (effective.size - 1)
    if low == agents:
        return _columns(measures(low, load, effective, patience, threshold), capacity, load, patience, threshold)
    top = measures(low + 1.0, load, effective, patience, threshold)
    base = measures(low, load, effective, patience, threshold)
    return between(agents, low, load, effective[-1], patience, threshold, base, top)


@compiled
def between(
    agents: float,
    low: float,
    load: float,
    per_agent: float,
    patience: float,
    threshold: float,
    base: Measures,
    top: Measures,
) -> Row:
    """The same from the measures at two whole numbers, ``low`` and the next, for agents from there to there.

    An overload of customers who never hang up is not answered for.
    """
    if patience <= 0.0:
        low = max(low, load / per_agent)
    f = 1.0 if agents == math.floor(agents) else (agents - low) / (math.floor(agents) + 1.0 - low)
    mix = (
        _linear(base[0], top[0], f),
        _linear(base[1], top[1], f),
        _linear(base[2], top[2], f),
        _linear(base[3], top[3], f),
        _linear(base[4], top[4], f),
        _by_reciprocal(base[5], top[5], f),
        _by_reciprocal(base[6], top[6], f),
        _linear(base[7], top[7], f),
    )
    return _columns(mix, agents * per_agent, load, patience, threshold)


@compiled
def _columns(
    mix: tuple[float, float, float, float, float, float, float, float],
    capacity: float,
    load: float,
    patience: float,
    threshold: float,
) -> Row:
    waits, abandons, in_time, late, virtual, wait_all, wait_served, handling = mix
    answered = in_time + late
    early = 0.0
    if patience > 0.0:
        # Those who leave after the threshold: still there at it, and not served later.
        early = max(0.0, abandons - max(0.0, math.exp(-threshold / patience) * virtual - late))
    kept = 1.0 - early
    return (
        in_time,
        min(1.0, in_time / answered) if answered > 0.0 else 0.0,
        1.0 - virtual,
        min(1.0, in_time / kept) if kept > 0.0 else 0.0,
        waits,
        abandons,
        wait_served,
        wait_all,
        min(1.0, load * (1.0 - abandons) / capacity) if capacity > 0.0 else 1.0,
        handling,
    )


@compiled
def _linear(base: float, top: float, f: float) -> float:
    return base + f * (top - base)


@compiled
def _by_reciprocal(base: float, top: float, f: float) -> float:
    if top <= 0.0 or base <= 0.0:
        return 0.0
    rate = (1.0 - f) / base + f / top
    return 1.0 / rate if rate > 0.0 else math.inf
