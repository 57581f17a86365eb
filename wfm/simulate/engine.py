"""The event engine: contacts arrive, wait, are served, go on to a second line or hang up. Compiled.

Agents of a group are alike, so the engine counts them: who is free, and when the busy ones finish (a heap). Events are
the next arrival of each queue, the next finish, the start of an interval, and the moment at which a waiting contact may
overflow to another group. A customer who hangs up is found when the line is next looked at: nobody else's
fate depends on the exact moment.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled, inlined
from wfm.simulate.heap import push, replace_first
from wfm.simulate.randomness import GAP, PATIENCE, TRANSFER, exponential, handle_time, uniform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

OFFERED, ANSWERED, IN_TIME, ABANDONED, WAIT_ANSWERED, WAIT_ALL, EARLY, HANDLING = range(8)
COUNTS = 8
NOBODY = -1
ARRIVED, DEADLINE = 0, 1
GROUP_SHIFT, GROUP_BITS = 16, (1 << 16) - 1  # who finishes, and the queue the contact goes on to, in one number
PASSED_ON = 1 << 40  # contacts from a first line are numbered from here, so that they take no number of an arrival


@compiled
def play(  # noqa: PLR0912, PLR0915 - one event loop over local state; calls that carry the state cost more than they tell
    streams: NDArray[np.uint64],
    rate: Numbers,
    mean: Numbers,
    law: Whole,
    log_sd: Numbers,
    patience: Numbers,
    threshold: Numbers,
    transfer_to: Whole,
    transfer_share: Numbers,
    staff: Whole,
    rank: Whole,
    after: Numbers,
    factor: Numbers,
    interval: float,
    room: int,
) -> tuple[Numbers, Numbers, bool]:
    """One replication.

    Args:
        streams: One of random numbers a queue, shape (queues,).
        rate: Contacts a second, shape (queues, intervals).
        mean: Mean handle time, shape (queues, intervals).
        law: Of the handle time, shape (queues,).
        log_sd: For lognormal handle times, shape (queues,).
        patience: Mean, 0 for endless, shape (queues,).
        threshold: For the service level, shape (queues,).
        transfer_to: Queue that handled contacts go on to, or -1, shape (queues,).
        transfer_share: Share that goes on, shape (queues,).
        staff: Agents at work, shape (groups, intervals).
        rank: Of a queue for a group, -1 for never, shape (groups, queues).
        after: Wait before a group takes a contact of a queue, shape (groups, queues).
        factor: On handle times, shape (groups, queues).
        interval: Seconds.
        room: Contacts that can wait at a time (a growing array would slow down the loop).

    Returns:
        Counts of each queue by interval of arrival, shape (queues, intervals, 8): offered, answered, answered in time,
        abandoned, wait of the answered, wait of all, abandoned within the threshold, expected handling of the
        answered in seconds. And busy seconds of each group by interval, shape (groups, intervals). Contacts still
        waiting at the end count as far as they got: those whose patience ended as abandoned; the others as offered
        only. And whether the room was enough: if not, the rest is to be thrown away.
    """
    queues, intervals = rate.shape
    groups = staff.shape[0]
    counts = np.zeros((queues, intervals, COUNTS))
    busy_time = np.zeros((groups, intervals))
    ends = intervals * interval
    overflows = after.max() > 0.0 if after.size > 0 else False

    finish = np.empty(_most(staff) + 1)
    finisher = np.empty(finish.size, dtype=np.int64)
    busy = 0
    free = staff[:, 0].copy()
    surplus = np.zeros(groups, dtype=np.int64)

    # Waiting contacts: nodes of singly linked lists, one list a queue, in the order of arrival.
    times = np.empty((room, 2))
    contact = np.empty(room, dtype=np.int64)
    following = np.arange(1, room + 1)
    spare_node = 0
    first = np.full(queues, NOBODY)
    last = np.full(queues, NOBODY)
    waiting = 0

    drawn = np.zeros(queues, dtype=np.int64)
    passed_on = np.full(queues, PASSED_ON)
    arrival = np.empty(queues)
    for q in range(queues):
        arrival[q] = _next_arrival(0.0, exponential(streams[q], 0, GAP), rate, q, 0, interval)
    slot, boundary = 0, interval

    while True:
        # The next event.
        q_next, now = 0, arrival[0]
        for q in range(1, queues):
            if arrival[q] < now:
                q_next, now = q, arrival[q]
        kind = 0
        if busy > 0 and finish[0] <= now:
            now, kind = finish[0], 1
        if overflows and waiting > 0:
            ripe = _next_overflow(first, times, free, rank, after, now)
            if ripe < now:
                now, kind = ripe, 2
        if boundary <= now:
            now, kind = boundary, 3

        came, who, ready = NOBODY, 0, NOBODY
        if kind == 0:
            came, who = q_next, drawn[q_next]
            drawn[q_next] += 1
            gap = exponential(streams[q_next], drawn[q_next], GAP)
            arrival[q_next] = _next_arrival(now, gap, rate, q_next, slot, interval)
        elif kind == 1:
            code = finisher[0]
            ready = code & GROUP_BITS
            goes_to = code >> GROUP_SHIFT
            if goes_to > 0:
                came = goes_to - 1
                who = passed_on[came]
                passed_on[came] += 1
            if surplus[ready] > 0:
                surplus[ready] -= 1
                ready = NOBODY
        elif kind == 3:
            slot += 1
            if slot >= intervals:
                break
            boundary = (slot + 1) * interval
            for g in range(groups):
                change = staff[g, slot] - staff[g, slot - 1]
                back = min(surplus[g], max(0, change))
                surplus[g] -= back
                free[g] += change - back
                if free[g] < 0:
                    surplus[g] -= free[g]
                    free[g] = 0

        # Whoever has finished takes the next contact, or is free. Their place at the top of the heap stays empty until
        # the end of the event: most often they have begun another contact by then, and it takes the place.
        hole = kind == 1
        if ready != NOBODY:
            free[ready] += 1

        if came != NOBODY:
            counts[came, slot, OFFERED] += 1.0
            deadline = math.inf
            if patience[came] > 0.0:
                deadline = now + patience[came] * exponential(streams[came], who, PATIENCE)
            taker = NOBODY
            for g in range(groups):
                if (
                    free[g] > 0
                    and rank[g, came] >= 0
                    and after[g, came] <= 0.0
                    and (taker == NOBODY or rank[g, came] < rank[taker, came])
                ):
                    taker = g
            # An agent of the taker is free, so nobody whom that agent would rather serve is waiting; but the one
            # who has just finished has not looked at the lines yet.
            if taker not in (NOBODY, ready):
                free[taker] -= 1
                end, code = _serve(
                    came,
                    who,
                    taker,
                    now,
                    now,
                    deadline,
                    slot,
                    streams,
                    mean,
                    law,
                    log_sd,
                    threshold,
                    transfer_to,
                    transfer_share,
                    factor,
                    interval,
                    counts,
                    busy_time,
                    groups,
                )
                if hole:
                    replace_first(finish, finisher, busy, end, code)
                    hole = False
                else:
                    push(finish, finisher, busy, end, code)
                    busy += 1
            else:
                if spare_node >= room:
                    return counts, busy_time, False
                node = spare_node
                spare_node = following[node]
                times[node, ARRIVED] = now
                times[node, DEADLINE] = deadline
                contact[node] = who
                following[node] = NOBODY
                if first[came] == NOBODY:
                    first[came] = node
                else:
                    following[last[came]] = node
                last[came] = node
                waiting += 1

        # Free agents look at the lines: one who has finished; everybody at a new interval or an overflow.
        for g in range(groups if kind > 0 and waiting > 0 else 0):
            if kind == 1 and g != ready:
                continue
            while free[g] > 0 and waiting > 0:
                best = NOBODY
                for q in range(queues):
                    if rank[g, q] < 0:
                        continue
                    # Those who have hung up leave the line.
                    while first[q] != NOBODY and times[first[q], DEADLINE] <= now:
                        node = first[q]
                        _leave(q, times, node, threshold[q], interval, counts)
                        first[q] = following[node]
                        following[node] = spare_node
                        spare_node = node
                        waiting -= 1
                    head = first[q]
                    if head == NOBODY or times[head, ARRIVED] + after[g, q] > now:
                        continue
                    if (
                        best == NOBODY
                        or rank[g, q] < rank[g, best]
                        or (rank[g, q] == rank[g, best] and times[head, ARRIVED] < times[first[best], ARRIVED])
                    ):
                        best = q
                if best == NOBODY:
                    break
                node = first[best]
                first[best] = following[node]
                free[g] -= 1
                end, code = _serve(
                    best,
                    contact[node],
                    g,
                    times[node, ARRIVED],
                    now,
                    times[node, DEADLINE],
                    slot,
                    streams,
                    mean,
                    law,
                    log_sd,
                    threshold,
                    transfer_to,
                    transfer_share,
                    factor,
                    interval,
                    counts,
                    busy_time,
                    groups,
                )
                following[node] = spare_node
                spare_node = node
                waiting -= 1
                if hole:
                    replace_first(finish, finisher, busy, end, code)
                    hole = False
                else:
                    push(finish, finisher, busy, end, code)
                    busy += 1
        if hole:
            busy -= 1
            replace_first(finish, finisher, busy, finish[busy], finisher[busy])

    for q in range(queues):
        node = first[q]
        while node != NOBODY:
            if times[node, DEADLINE] <= ends:
                _leave(q, times, node, threshold[q], interval, counts)
            node = following[node]
    return counts, busy_time, True


@compiled
def _most(staff: Whole) -> int:
    """An upper bound on agents busy at a time. Who stays on to finish a contact is the first to come back."""
    total = 0
    for g in range(staff.shape[0]):
        total += staff[g].max()
    return total


@inlined
def _slot_of(time: float, interval: float, intervals: int) -> int:
    return min(intervals - 1, int(time / interval))


@inlined
def _next_arrival(time: float, work: float, rate: Numbers, q: int, slot: int, interval: float) -> float:
    """When a Poisson process of piecewise constant rate has gone on by ``work`` expected contacts; inf for never."""
    while slot < rate.shape[1]:
        end = (slot + 1) * interval
        ahead = (end - time) * rate[q, slot]
        if work < ahead:
            return float(time + work / rate[q, slot])
        work -= ahead
        time = end
        slot += 1
    return math.inf


@compiled
def _next_overflow(first: Whole, times: Numbers, free: Whole, rank: Whole, after: Numbers, now: float) -> float:
    """The earliest moment at which the first in a line may go to a free agent of another group."""
    earliest = float(now)
    for g in range(rank.shape[0]):
        if free[g] > 0:
            for q in range(rank.shape[1]):
                if first[q] != NOBODY and rank[g, q] >= 0 and after[g, q] > 0.0:
                    ripe = float(times[first[q], ARRIVED] + after[g, q])
                    earliest = min(earliest, ripe)
    return earliest


@inlined
def _leave(q: int, times: Numbers, node: int, threshold: float, interval: float, counts: Numbers) -> None:
    slot = _slot_of(times[node, ARRIVED], interval, counts.shape[1])
    waited = times[node, DEADLINE] - times[node, ARRIVED]
    counts[q, slot, ABANDONED] += 1.0
    counts[q, slot, WAIT_ALL] += waited
    if waited <= threshold:
        counts[q, slot, EARLY] += 1.0


@inlined
def _serve(
    q: int,
    who: int,
    g: int,
    arrived: float,
    now: float,
    deadline: float,
    slot: int,
    streams: NDArray[np.uint64],
    mean: Numbers,
    law: Whole,
    log_sd: Numbers,
    threshold: Numbers,
    transfer_to: Whole,
    transfer_share: Numbers,
    factor: Numbers,
    interval: float,
    counts: Numbers,
    busy_time: Numbers,
    groups: int,
) -> tuple[float, int]:
    """Count the contact as answered; the time it ends, and who is free then (and the queue it goes on to)."""
    came = slot if arrived >= slot * interval else _slot_of(arrived, interval, counts.shape[1])
    waited = now - arrived
    counts[q, came, ANSWERED] += 1.0
    counts[q, came, WAIT_ANSWERED] += waited
    counts[q, came, WAIT_ALL] += waited
    if waited <= threshold[q]:
        counts[q, came, IN_TIME] += 1.0
    counts[q, came, HANDLING] += factor[g, q] * mean[q, came]
    end = now + factor[g, q] * handle_time(streams[q], who, law[q], mean[q, came], log_sd[q])
    since = now
    while slot < busy_time.shape[1]:
        until = min(end, (slot + 1) * interval)
        busy_time[g, slot] += until - since
        if until >= end:
            break
        since = until
        slot += 1
    code = g
    if transfer_to[q] >= 0 and uniform(streams[q], who, TRANSFER) < transfer_share[q]:
        code += (transfer_to[q] + 1) << GROUP_SHIFT
    return end, code
