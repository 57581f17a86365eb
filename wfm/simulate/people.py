"""The engine of single agents: chats, longest idle, callers who try again, work that fills idle time. Compiled.

Slower than ``wfm.simulate.engine``, which counts agents who are alike; the same contacts. Real-time contacts come
first: an agent at work that may wait puts it down for them, and somebody takes it up again where it was left.
"""

from __future__ import annotations

import math

import numpy as np

from wfm.compiled import compiled
from wfm.simulate.engine import (
    ABANDONED,
    ANSWERED,
    EARLY,
    IN_TIME,
    NOBODY,
    OFFERED,
    PASSED_ON,
    WAIT_ALL,
    WAIT_ANSWERED,
    _next_arrival,
    _slot_of,
)
from wfm.simulate.heap import push, replace_first
from wfm.simulate.people_state import FULL, RETRIES, SPARE_NODE, SPARE_TICKET, WAITING, State, Told
from wfm.simulate.randomness import DELAY, GAP, PATIENCE, RETRY, TRANSFER, exponential, handle_time, uniform
from wfm.simulate.soonest import enter, winner

REPEATED = 1 << 41  # contacts that try again are numbered from here


@compiled
def play_people(r: Told, s: State) -> bool:  # noqa: PLR0912, PLR0915 - one event loop
    """One replication, into a fresh state. Whether the room was enough: if not, the state is to be thrown away."""
    queues, intervals = r.rate.shape
    drawn = np.zeros(queues, dtype=np.int64)
    passed_on = np.full(queues, PASSED_ON)
    repeated = np.full(queues, REPEATED)
    arrival = np.empty(queues)
    for q in range(queues):
        arrival[q] = _next_arrival(0.0, exponential(r.streams[q], 0, GAP), r.rate, q, 0, r.interval)
    overflows = r.after.size > 0 and r.after.max() > 0.0
    slot, boundary = 0, r.interval
    _change_posts(r, s, 0, 0.0)
    while s.number[FULL] == 0:
        q_next = int(np.argmin(arrival))
        now, kind = arrival[q_next], 0
        if s.tree[1] <= now:
            now, kind = s.tree[1], 1
        if s.number[RETRIES] > 0 and s.retry_at[0] < now:
            now, kind = s.retry_at[0], 2
        if overflows and s.number[WAITING] > 0:
            ripe = _next_overflow(r, s, now)
            if ripe < now:
                now, kind = ripe, 3
        if boundary <= now:
            now, kind = boundary, 4

        if kind == 0:
            who = drawn[q_next]
            drawn[q_next] += 1
            gap = exponential(r.streams[q_next], drawn[q_next], GAP)
            arrival[q_next] = _next_arrival(now, gap, r.rate, q_next, slot, r.interval)
            _arrive(r, s, q_next, who, now, slot, NOBODY)
        elif kind == 1:
            a = winner(s.tree)
            goes_to = _finish(r, s, a, now, slot)
            if goes_to >= 0:
                _arrive(r, s, goes_to, passed_on[goes_to], now, slot, a)
                passed_on[goes_to] += 1
            _look(r, s, a, now, slot)
        elif kind == 2:
            t = s.retry_who[0]
            s.number[RETRIES] -= 1
            size = s.number[RETRIES]
            replace_first(s.retry_at, s.retry_who, size, s.retry_at[size], s.retry_who[size])
            q = s.ticket_queue[t]
            gave_up = not s.answered[t]
            s.next_ticket[t] = s.number[SPARE_TICKET]
            s.number[SPARE_TICKET] = t
            if gave_up:
                s.repeated[q, slot] += 1.0
                _arrive(r, s, q, repeated[q], now, slot, NOBODY)
                repeated[q] += 1
        elif kind == 3:
            for a in range(r.own.size):
                _look(r, s, a, now, slot)
        else:
            # Time at work is booked by interval.
            for a in range(r.own.size):
                _advance(r, s, a, now, slot)
            slot += 1
            if slot >= intervals:
                break
            boundary = (slot + 1) * r.interval
            _change_posts(r, s, slot, now)
    _settle(r, s, intervals * r.interval)
    return bool(s.number[FULL] == 0)


@compiled
def _change_posts(r: Told, s: State, slot: int, now: float) -> None:
    """At the start of an interval agents come, go or change groups; then all look at the lines."""
    for a in range(r.own.size):
        to = r.post[a, slot]
        if to != s.at[a]:
            if s.at[a] == NOBODY and s.held[a] == 0:
                s.idle_since[a] = now
            s.at[a] = to
            if to != NOBODY:
                s.was[a] = to
            if s.item[a] != NOBODY and (to == NOBODY or r.rank[to, s.item[a]] < 0):
                _put_back(s, a)
                _reschedule(r, s, a)
    for a in range(r.own.size):
        _look(r, s, a, now, slot)


@compiled
def _advance(r: Told, s: State, a: int, now: float, slot: int) -> None:
    """Do the work of the time since the agent was last looked at."""
    passed = now - s.mark[a]
    s.mark[a] = now
    held = s.held[a]
    if held > 0:
        done = passed * r.effective[held] / held
        for k in range(held):
            s.left[a, k] -= done
        s.busy[s.was[a], slot] += passed
    elif s.item[a] != NOBODY:
        s.item_left[a] -= passed
        s.filling[s.was[a], slot] += passed


@compiled
def _reschedule(r: Told, s: State, a: int) -> None:
    """Enter when the agent finishes the next piece, from what is left now."""
    held, time = s.held[a], math.inf
    if held > 0:
        least = s.left[a, 0]
        for k in range(1, held):
            least = min(least, s.left[a, k])
        time = s.mark[a] + max(0.0, least) * held / r.effective[held]
    elif s.item[a] != NOBODY:
        time = s.mark[a] + max(0.0, s.item_left[a])
    enter(s.tree, a, time)


@compiled
def _has_place(r: Told, s: State, a: int, q: int) -> bool:
    """Whether the agent is at work on this queue and could take one more of it (work that waits would be put down)."""
    if s.at[a] == NOBODY or r.rank[s.at[a], q] < 0 or s.held[a] >= r.places[q]:
        return False
    for k in range(s.held[a]):  # noqa: SIM110 - compiled
        if s.held[a] >= r.places[s.holds[a, k]]:
            return False
    return True


@compiled
def _class(r: Told, s: State, a: int, q: int) -> int:
    """Who takes a contact first: lower is sooner. Filling puts a chat with those who chat; spreading with the idle."""
    held = s.held[a]
    if held > 0:
        return int(held if r.fill else 100 + held)
    return 50 if s.item[a] == NOBODY else 51


@compiled
def _arrive(r: Told, s: State, q: int, who: int, now: float, slot: int, but: int) -> None:
    """A contact comes: somebody takes it, or it waits. ``but`` is an agent who looks at the lines first."""
    s.counts[q, slot, OFFERED] += 1.0
    if r.places[q] == 0:
        until = r.due[q, slot] + r.due_slope[q, slot] * (now - slot * r.interval)
        work = handle_time(r.streams[q], who, r.law[q], r.mean[q, slot], r.log_sd[q])
        for a in range(r.own.size):
            if a != but and s.at[a] != NOBODY and s.held[a] == 0 and s.item[a] == NOBODY and r.rank[s.at[a], q] >= 0:
                _pick_up(r, s, a, q, work, now, until, now)
                return
        _wait(r, s, q, who, now, until, work)
        return
    best = NOBODY
    for a in range(r.own.size):
        if a == but or not _has_place(r, s, a, q) or r.after[s.at[a], q] > 0.0:
            continue
        if best == NOBODY or _sooner(r, s, a, best, q):
            best = a
    until = math.inf
    if r.patience[q] > 0.0:
        until = now + r.patience[q] * exponential(r.streams[q], who, PATIENCE)
    if best != NOBODY:
        _begin(r, s, best, q, who, now, now, slot)
    else:
        _wait(r, s, q, who, now, until, 0.0)


@compiled
def _sooner(r: Told, s: State, a: int, b: int, q: int) -> bool:
    """Whether agent a takes the contact rather than b."""
    ranks = r.rank[s.at[a], q] - r.rank[s.at[b], q]
    if ranks != 0:
        return bool(ranks < 0)
    classes = _class(r, s, a, q) - _class(r, s, b, q)
    if classes != 0:
        return classes < 0
    if not r.longest_idle and s.at[a] != s.at[b]:
        return bool(s.at[a] < s.at[b])
    return bool(s.idle_since[a] < s.idle_since[b])


@compiled
def _begin(r: Told, s: State, a: int, q: int, who: int, came: float, now: float, slot: int) -> None:
    """The agent answers."""
    at = slot if came >= slot * r.interval else _slot_of(came, r.interval, r.rate.shape[1])
    waited = now - came
    s.counts[q, at, ANSWERED] += 1.0
    s.counts[q, at, WAIT_ANSWERED] += waited
    s.counts[q, at, WAIT_ALL] += waited
    if waited <= r.threshold[q]:
        s.counts[q, at, IN_TIME] += 1.0
    _advance(r, s, a, now, slot)
    if s.item[a] != NOBODY:
        _put_back(s, a)
    k = s.held[a]
    time = handle_time(r.streams[q], who, r.law[q], r.mean[q, at], r.log_sd[q])
    s.left[a, k] = time * r.factor[s.at[a]] * r.own[a]
    s.holds[a, k] = q
    s.whom[a, k] = who
    s.held[a] += 1
    _reschedule(r, s, a)


@compiled
def _pick_up(r: Told, s: State, a: int, q: int, work: float, came: float, until: float, now: float) -> None:
    """The agent, with nothing in hand, goes on with a piece of work that may wait."""
    s.mark[a] = now
    s.item[a] = q
    s.item_pace[a] = r.factor[s.at[a]] * r.own[a]
    s.item_left[a] = work * s.item_pace[a]
    s.item_came[a] = came
    s.item_due[a] = until
    _reschedule(r, s, a)


@compiled
def _put_back(s: State, a: int) -> None:
    """Put the piece in hand back into its line, in order of due times."""
    q = s.item[a]
    s.item[a] = NOBODY
    node = _node(s)
    if node == NOBODY:
        return
    s.came[node], s.until[node], s.ticket[node] = s.item_came[a], s.item_due[a], NOBODY
    s.work[node] = s.item_left[a] / s.item_pace[a]
    before, after = NOBODY, s.first[q]
    while after != NOBODY and s.until[after] < s.until[node]:
        before, after = after, s.following[after]
    s.following[node] = after
    if before == NOBODY:
        s.first[q] = node
    else:
        s.following[before] = node
    if after == NOBODY:
        s.last[q] = node


@compiled
def _node(s: State) -> int:
    node = s.number[SPARE_NODE]
    if node >= s.came.size:
        s.number[FULL] = 1
        return NOBODY
    s.number[SPARE_NODE] = s.following[node]
    return int(node)


@compiled
def _wait(r: Told, s: State, q: int, who: int, now: float, until: float, work: float) -> None:
    """Join the line; a caller who will try again after hanging up gets a ticket."""
    node = _node(s)
    if node == NOBODY:
        return
    s.came[node], s.until[node], s.work[node], s.contact[node] = now, until, work, who
    s.ticket[node], s.following[node] = NOBODY, NOBODY
    if s.first[q] == NOBODY:
        s.first[q] = node
    else:
        s.following[s.last[q]] = node
    s.last[q] = node
    if r.places[q] == 0:
        return
    s.number[WAITING] += 1
    if math.isfinite(until) and uniform(r.streams[q], who, RETRY) < r.retry_share[q]:
        t = s.number[SPARE_TICKET]
        if t >= s.answered.size:
            s.number[FULL] = 1
            return
        s.number[SPARE_TICKET] = s.next_ticket[t]
        s.ticket[node], s.ticket_queue[t], s.answered[t] = t, q, False
        again = until + r.retry_delay[q] * exponential(r.streams[q], who, DELAY)
        push(s.retry_at, s.retry_who, s.number[RETRIES], again, t)
        s.number[RETRIES] += 1


@compiled
def _remove_first(s: State, q: int) -> int:
    node = s.first[q]
    s.first[q] = s.following[node]
    s.following[node] = s.number[SPARE_NODE]
    s.number[SPARE_NODE] = node
    return int(node)


@compiled
def _look(r: Told, s: State, a: int, now: float, slot: int) -> None:  # noqa: PLR0912 - compiled, two short loops
    """An agent with a free place takes from the lines: contacts by rank and arrival, then work by due time."""
    if s.at[a] == NOBODY:
        return
    g = s.at[a]
    while s.number[WAITING] > 0:
        best = NOBODY
        for q in range(r.places.size):
            if r.places[q] == 0 or s.first[q] == NOBODY or not _has_place(r, s, a, q):
                continue
            while s.first[q] != NOBODY and s.until[s.first[q]] <= now:
                _hang_up(r, s, q, s.first[q])
                _remove_first(s, q)
                s.number[WAITING] -= 1
            head = s.first[q]
            if head == NOBODY or s.came[head] + r.after[g, q] > now:
                continue
            if (
                best == NOBODY
                or r.rank[g, q] < r.rank[g, best]
                or (r.rank[g, q] == r.rank[g, best] and s.came[head] < s.came[s.first[best]])
            ):
                best = q
        if best == NOBODY:
            break
        node = _remove_first(s, best)
        s.number[WAITING] -= 1
        who, came = s.contact[node], s.came[node]
        if s.ticket[node] != NOBODY:
            s.answered[s.ticket[node]] = True
        _begin(r, s, a, best, who, came, now, slot)
    if s.held[a] > 0 or s.item[a] != NOBODY:
        return
    best = NOBODY
    for q in range(r.places.size):
        if r.places[q] > 0 or s.first[q] == NOBODY or r.rank[g, q] < 0:
            continue
        if best == NOBODY or s.until[s.first[q]] < s.until[s.first[best]]:
            best = q
    if best != NOBODY:
        node = _remove_first(s, best)
        _pick_up(r, s, a, best, s.work[node], s.came[node], s.until[node], now)


@compiled
def _finish(r: Told, s: State, a: int, now: float, slot: int) -> int:
    """The agent ends the piece that is done; the queue the contact goes on to, or -1."""
    _advance(r, s, a, now, slot)
    goes_to = NOBODY
    if s.held[a] > 0:
        done, end = 0, s.held[a] - 1
        for k in range(1, s.held[a]):
            if s.left[a, k] < s.left[a, done]:
                done = k
        q, who = s.holds[a, done], s.whom[a, done]
        s.left[a, done], s.holds[a, done], s.whom[a, done] = s.left[a, end], s.holds[a, end], s.whom[a, end]
        s.held[a] = end
        if r.transfer_to[q] >= 0 and uniform(r.streams[q], who, TRANSFER) < r.transfer_share[q]:
            goes_to = r.transfer_to[q]
    else:
        q = s.item[a]
        s.item[a] = NOBODY
        at = _slot_of(s.item_came[a], r.interval, r.rate.shape[1])
        took = now - s.item_came[a]
        s.counts[q, at, ANSWERED] += 1.0
        s.counts[q, at, WAIT_ANSWERED] += took
        s.counts[q, at, WAIT_ALL] += took
        if now <= s.item_due[a]:
            s.counts[q, at, IN_TIME] += 1.0
    if s.held[a] == 0:
        s.idle_since[a] = now
    _reschedule(r, s, a)
    return int(goes_to)


@compiled
def _hang_up(r: Told, s: State, q: int, node: int) -> None:
    at = _slot_of(s.came[node], r.interval, r.rate.shape[1])
    waited = s.until[node] - s.came[node]
    s.counts[q, at, ABANDONED] += 1.0
    s.counts[q, at, WAIT_ALL] += waited
    if waited <= r.threshold[q]:
        s.counts[q, at, EARLY] += 1.0


@compiled
def _next_overflow(r: Told, s: State, now: float) -> float:
    """The earliest moment at which the first in a line may go to somebody who takes it only then."""
    earliest = now
    for q in range(r.places.size):
        head = s.first[q]
        if r.places[q] == 0 or head == NOBODY:
            continue
        for a in range(r.own.size):
            if s.at[a] != NOBODY and r.after[s.at[a], q] > 0.0 and _has_place(r, s, a, q):
                earliest = min(earliest, s.came[head] + r.after[s.at[a], q])
    return earliest


@compiled
def _settle(r: Told, s: State, ends: float) -> None:
    """The end: who has hung up by then is counted so; work that is not due yet is counted as early."""
    for q in range(r.places.size):
        node = s.first[q]
        while node != NOBODY:
            if r.places[q] == 0 and s.until[node] > ends:
                s.counts[q, _slot_of(s.came[node], r.interval, r.rate.shape[1]), EARLY] += 1.0
            elif r.places[q] > 0 and s.until[node] <= ends:
                _hang_up(r, s, q, node)
            node = s.following[node]
    for a in range(r.own.size):
        if s.item[a] != NOBODY and s.item_due[a] > ends:
            at = _slot_of(s.item_came[a], r.interval, r.rate.shape[1])
            s.counts[s.item[a], at, EARLY] += 1.0
