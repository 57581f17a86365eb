"""Agents required to keep the goals: the least number, whole or decimal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, flat
from wfm.staffing.chat import effective_table
from wfm.staffing.erlang import inverse_b
from wfm.staffing.point import measures

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from wfm.staffing.point import Measures
    from wfm.types.contacts import ServiceGoal

    Numbers = NDArray[np.float64]

NO_GOAL = -1.0


def agents_required(
    offered: ArrayLike,
    aht_seconds: ArrayLike,
    goal: ServiceGoal,
    *,
    interval_seconds: float,
    patience_seconds: ArrayLike | None = None,
    concurrency: int = 1,
    wait_stretch: ArrayLike = 1.0,
    decimals: bool = True,
) -> Numbers:
    """The least agents that meet every goal, of the shape of ``offered`` and ``aht_seconds`` together.

    Erlang C without patience, Erlang A with it, chat with a concurrency above 1. No contacts or no handle time: no
    agents. Decimal: n whole agents meet all goals and n - 1 miss some; the answer lies between them where the service,
    interpolated as in :func:`wfm.staffing.service`, just meets the last goal, so the requirements of several queues
    add up without the rounding of each. Without patience it is above the load; without any goal it is the load.

    Args:
        offered: Contacts in each interval.
        aht_seconds: Mean handle time; for chat that of a chat alone.
        goal: What is promised. ``asa_seconds`` is the mean wait of those answered. ``max_abandonment`` has a meaning
            with patience only and is passed over without.
        interval_seconds: Length of the intervals.
        patience_seconds: Mean time until a waiting customer hangs up; None or 0 for never.
        concurrency: Chats an agent holds at a time.
        wait_stretch: How much longer waits are than with exponential handle times, as in :func:`wfm.staffing.service`.
        decimals: False for whole agents.

    Raises:
        ConfigError: ``concurrency`` is below 1.
    """
    patience = 0.0 if patience_seconds is None else patience_seconds
    aht = np.asarray(aht_seconds, dtype=np.float64)
    load, unit, patient = np.broadcast_arrays(
        np.asarray(offered, dtype=np.float64) * aht / interval_seconds,
        aht * np.asarray(wait_stretch, dtype=np.float64),
        np.asarray(patience, dtype=np.float64),
    )
    loads, units, patients = (flat(v) for v in (load, unit, patient))
    goals = goal_numbers(goal)
    if concurrency == 1 and not np.any(patient > 0.0):
        out = _patient(loads, units, goals, decimals)
    else:
        out = _general(loads, units, patients, effective_table(concurrency), goals, decimals)
    return out.reshape(load.shape)


Goals = tuple[float, float, float, float, float]


def goal_numbers(goal: ServiceGoal, *, impatient: bool = True) -> Goals:
    """A goal as compiled code reads it: service level, threshold, wait, abandonment, occupancy; NO_GOAL for none."""
    return (
        NO_GOAL if goal.service_level is None else goal.service_level,
        goal.threshold_seconds,
        NO_GOAL if goal.asa_seconds is None else goal.asa_seconds,
        NO_GOAL if goal.max_abandonment is None or not impatient else goal.max_abandonment,
        NO_GOAL if goal.max_occupancy is None else goal.max_occupancy,
    )


@compiled
def _patient(loads: Numbers, unit: Numbers, goals: Goals, decimals: bool) -> Numbers:
    """Erlang C by stepping 1/B up or down from a guess: the square-root rule with the last interval's beta.

    Times are in ``unit`` seconds: the handle time, stretched.
    """
    service_level, threshold, asa, _, occupancy = goals
    late = 1.0 - service_level if service_level > 0.0 else 2.0
    cap = occupancy if occupancy > 0.0 else 1.0
    out = np.zeros(loads.size)
    beta = 1.0
    for i in range(loads.size):
        load = loads[i]
        if not load > 0.0:
            continue
        tau = threshold / unit[i]
        mean_wait = asa / unit[i] if asa > 0.0 else math.inf
        root = math.sqrt(load)
        least = max(math.floor(load) + 1.0, math.ceil(load / cap))
        n = max(least, math.ceil(load + beta * root))
        inverse = inverse_b(n, load)
        if inverse == math.inf:
            n = least
            inverse = inverse_b(n, load)
        waits, tail = _waits_and_tail(n, load, inverse, tau)
        below, below_tail = 1.0, 1.0
        if tail <= late and waits <= mean_wait * (n - load):
            while n > least:
                before = (inverse - 1.0) * load / n
                below, below_tail = _waits_and_tail(n - 1.0, load, before, tau)
                if below_tail > late or below > mean_wait * (n - 1.0 - load):
                    break
                n, inverse, waits, tail = n - 1.0, before, below, below_tail
        else:
            while tail > late or waits > mean_wait * (n - load):
                below, below_tail = waits, tail
                n += 1.0
                inverse = 1.0 + inverse * n / load
                waits, tail = _waits_and_tail(n, load, inverse, tau)
        beta = min((n - load) / root, 8.0)
        out[i] = n
        if decimals:
            if n == least and n - 1.0 > load:
                below, below_tail = _waits_and_tail(n - 1.0, load, (inverse - 1.0) * load / n, tau)
            out[i] = _decimal_patient(n, load, cap, (late, mean_wait), (waits, tail), (below, below_tail))
    return out


@compiled
def _waits_and_tail(n: float, load: float, inverse: float, tau: float) -> tuple[float, float]:
    spare = n - load
    if spare <= 0.0:
        return 1.0, 1.0
    waits = n / (load + spare * inverse)
    return waits, waits * math.exp(-spare * tau)


@compiled
def _decimal_patient(
    n: float,
    load: float,
    cap: float,
    goal: tuple[float, float],
    top: tuple[float, float],
    below: tuple[float, float],
) -> float:
    late, mean_wait = goal
    low = max(n - 1.0, load)
    answer = max(load / cap, low) if load / cap > n - 1.0 else load
    stable = n - 1.0 > load
    late_below = below[1] if stable else 1.0
    if late_below > late:
        answer = max(answer, low + (n - low) * (late_below - late) / (late_below - top[1]))
    rate_below = (n - 1.0 - load) / below[0] if stable else 0.0
    if rate_below * mean_wait < 1.0 and mean_wait < math.inf:
        rate_top = (n - load) / top[0] if top[0] > 0.0 else math.inf
        answer = max(answer, low + (n - low) * (1.0 / mean_wait - rate_below) / (rate_top - rate_below))
    return min(n, answer)


@compiled
def _general(
    loads: Numbers,
    unit: Numbers,
    patience: Numbers,
    effective: Numbers,
    goals: Goals,
    decimals: bool,
) -> Numbers:
    out = np.zeros(loads.size)
    beta = 1.0
    for i in range(loads.size):
        load = loads[i]
        if not load > 0.0:
            continue
        pat, tau = patience[i] / unit[i], goals[1] / unit[i]
        mean_wait = goals[2] / unit[i] if goals[2] > 0.0 else NO_GOAL
        aim = (goals[0], tau, mean_wait, goals[3] if pat > 0.0 else NO_GOAL, goals[4])
        per_agent = load / effective[-1]
        least = math.floor(per_agent) + 1.0 if pat <= 0.0 else 0.0
        guess = max(least, math.ceil(per_agent + beta * math.sqrt(per_agent)))
        n = _least(guess, least, load, effective, pat, aim)
        beta = max(-4.0, min(8.0, (n - per_agent) / math.sqrt(per_agent)))
        out[i] = _decimal(n, load, effective, pat, aim) if decimals else n
    return out


@compiled
def _least(guess: float, least: float, load: float, effective: Numbers, pat: float, aim: Goals) -> float:
    """The least n from ``least`` on that meets every goal: galloping from the guess, then halving."""
    n, step = max(guess, least), 1.0
    if _meets(measures(n, load, effective, pat, aim[1]), n, load, effective[-1], aim):
        good = n
        bad = least - 1.0
        while good > least:
            trial = max(least, good - step)
            if _meets(measures(trial, load, effective, pat, aim[1]), trial, load, effective[-1], aim):
                good, step = trial, 2.0 * step
            else:
                bad = trial
                break
    else:
        bad = n
        good = n + step
        while not _meets(measures(good, load, effective, pat, aim[1]), good, load, effective[-1], aim):
            step *= 2.0
            bad, good = good, good + step
    while good - bad > 1.0:
        middle = math.floor((good + bad) / 2.0)
        if _meets(measures(middle, load, effective, pat, aim[1]), middle, load, effective[-1], aim):
            good = middle
        else:
            bad = middle
    return good


@compiled
def _meets(found: Measures, n: float, load: float, per_agent: float, aim: Goals) -> bool:
    service_level, _, mean_wait, abandonment, occupancy = aim
    if n <= 0.0 and 0.0 < occupancy < 1.0:
        return False  # contacts that nobody answers do not make for calm agents
    if service_level > 0.0 and found[2] < service_level:
        return False
    if mean_wait > 0.0 and found[6] > mean_wait:
        return False
    if abandonment > 0.0 and found[1] > abandonment:
        return False
    return not (occupancy > 0.0 and load * (1.0 - found[1]) > occupancy * n * per_agent)


@compiled
def _decimal(n: float, load: float, effective: Numbers, pat: float, aim: Goals) -> float:
    """Where, between n - 1 and n, the interpolated service just meets the last goal that n - 1 misses."""
    if n <= 0.0:
        return 0.0
    service_level, tau, mean_wait, abandonment, occupancy = aim
    per_agent = effective[-1]
    top = measures(n, load, effective, pat, tau)
    base = measures(n - 1.0, load, effective, pat, tau)
    low = n - 1.0 if pat > 0.0 else max(n - 1.0, load / per_agent)
    part = 0.0
    if service_level > 0.0 and base[2] < service_level:
        part = (service_level - base[2]) / (top[2] - base[2])
    if mean_wait > 0.0 and base[6] > mean_wait:
        rate = 0.0 if base[6] == math.inf else 1.0 / base[6]
        top_rate = 1.0 / top[6] if top[6] > 0.0 else math.inf
        part = max(part, (1.0 / mean_wait - rate) / (top_rate - rate))
    if abandonment > 0.0 and base[1] > abandonment:
        part = max(part, (base[1] - abandonment) / (base[1] - top[1]))
    answer = low + (n - low) * part
    if occupancy > 0.0 and load * (1.0 - base[1]) > occupancy * (n - 1.0) * per_agent:
        change = load * (top[1] - base[1])
        answer = max(answer, (load * (1.0 - base[1]) + change * (n - 1.0)) / (occupancy * per_agent + change))
    return min(n, max(low, answer))
