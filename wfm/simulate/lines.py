"""The lines of the engine of single agents: who waits, what is put back, who hangs up. Compiled."""

from __future__ import annotations

import math

from wfm.compiled import compiled
from wfm.simulate.engine import ABANDONED, EARLY, NOBODY, WAIT_ALL, _slot_of
from wfm.simulate.heap import push
from wfm.simulate.people_state import FULL, RETRIES, SPARE_NODE, SPARE_TICKET, WAITING, State, Told
from wfm.simulate.randomness import DELAY, RETRY, exponential, uniform


@compiled
def put_back(s: State, a: int) -> None:
    """Put the piece in hand back into its line, in order of due times."""
    q = s.agents[a].item
    s.agents[a].item = NOBODY
    node = _node(s)
    if node == NOBODY:
        return
    s.nodes[node].came, s.nodes[node].until, s.nodes[node].ticket = s.agents[a].item_came, s.agents[a].item_due, NOBODY
    s.nodes[node].work = s.agents[a].item_left / s.agents[a].item_pace
    before, after = NOBODY, s.lines[q].first
    while after != NOBODY and s.nodes[after].until < s.nodes[node].until:
        before, after = after, s.nodes[after].following
    s.nodes[node].following = after
    if before == NOBODY:
        s.lines[q].first = node
    else:
        s.nodes[before].following = node
    if after == NOBODY:
        s.lines[q].last = node


@compiled
def _node(s: State) -> int:
    node = s.number[SPARE_NODE]
    if node >= s.nodes.size:
        s.number[FULL] = 1
        return NOBODY
    s.number[SPARE_NODE] = s.nodes[node].following
    return int(node)


@compiled
def wait_in_line(r: Told, s: State, q: int, who: int, now: float, until: float, work: float) -> None:
    """Join the line; a caller who will try again after hanging up gets a ticket."""
    node = _node(s)
    if node == NOBODY:
        return
    s.nodes[node].came, s.nodes[node].until, s.nodes[node].work, s.nodes[node].contact = now, until, work, who
    s.nodes[node].ticket, s.nodes[node].following = NOBODY, NOBODY
    if s.lines[q].first == NOBODY:
        s.lines[q].first = node
    else:
        s.nodes[s.lines[q].last].following = node
    s.lines[q].last = node
    if r.queues[q].places == 0:
        return
    s.number[WAITING] += 1
    if math.isfinite(until) and uniform(r.queues[q].stream, who, RETRY) < r.queues[q].retry_share:
        t = s.number[SPARE_TICKET]
        if t >= s.tickets.size:
            s.number[FULL] = 1
            return
        s.number[SPARE_TICKET] = s.tickets[t].following
        s.nodes[node].ticket, s.tickets[t].queue, s.tickets[t].answered = t, q, False
        again = until + r.queues[q].retry_delay * exponential(r.queues[q].stream, who, DELAY)
        push(s.retry_at, s.retry_who, s.number[RETRIES], again, t)
        s.number[RETRIES] += 1


@compiled
def remove_first(s: State, q: int) -> int:
    """Take the first out of a line; its node can be used again, and still holds what it held."""
    node = s.lines[q].first
    s.lines[q].first = s.nodes[node].following
    s.nodes[node].following = s.number[SPARE_NODE]
    s.number[SPARE_NODE] = node
    return int(node)


@compiled
def hang_up(r: Told, s: State, q: int, node: int) -> None:
    """Count a contact whose patience has ended."""
    at = _slot_of(s.nodes[node].came, r.interval, r.rate.shape[1])
    waited = s.nodes[node].until - s.nodes[node].came
    s.counts[q, at, ABANDONED] += 1.0
    s.counts[q, at, WAIT_ALL] += waited
    if waited <= r.queues[q].threshold:
        s.counts[q, at, EARLY] += 1.0


@compiled
def settle(r: Told, s: State, ends: float) -> None:
    """The end: who has hung up by then is counted so; work that is not due yet is counted as early."""
    for q in range(r.queues.size):
        node = s.lines[q].first
        while node != NOBODY:
            if r.queues[q].places == 0 and s.nodes[node].until > ends:
                s.counts[q, _slot_of(s.nodes[node].came, r.interval, r.rate.shape[1]), EARLY] += 1.0
            elif r.queues[q].places > 0 and s.nodes[node].until <= ends:
                hang_up(r, s, q, node)
            node = s.nodes[node].following
    for a in range(s.agents.size):
        if s.agents[a].item != NOBODY and s.agents[a].item_due > ends:
            at = _slot_of(s.agents[a].item_came, r.interval, r.rate.shape[1])
            s.counts[s.agents[a].item, at, EARLY] += 1.0
