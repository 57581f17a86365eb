"""The engine of single agents: chats, longest idle, callers who try again, work that fills idle time. Compiled.

Slower than ``wfm.simulate.engine``, which counts agents who are alike; the same contacts. Real-time contacts come
first: an agent at work that may wait puts it down for them, and somebody takes it up again where it was left.
"""

from __future__ import annotations

import math

import numpy as np

from wfm.compiled import compiled, inlined
from wfm.simulate.engine import (
    ANSWERED,
    HANDLING,
    IN_TIME,
    NOBODY,
    OFFERED,
    PASSED_ON,
    WAIT_ALL,
    WAIT_ANSWERED,
    _next_arrival,
    _slot_of,
)
from wfm.simulate.heap import replace_first
from wfm.simulate.lines import hang_up, put_back, remove_first, settle, wait_in_line
from wfm.simulate.people_state import (
    BUSY,
    FILLING,
    FULL,
    HERE,
    REPEATS,
    RETRIES,
    SPARE_TICKET,
    WAITING,
    State,
    Told,
)
from wfm.simulate.randomness import GAP, PATIENCE, TRANSFER, exponential, handle_time, uniform
from wfm.simulate.soonest import enter, winner
from wfm.simulate.teams import stand_in_teams

REPEATED = 1 << 41  # contacts that try again are numbered from here
BACKLOG = 1 << 42  # and work that waits at the start from here


@compiled
def play_people(r: Told, s: State) -> bool:  # noqa: PLR0912, PLR0915 - one event loop
    """One replication, into a fresh state. Whether the room was enough: if not, the state is to be thrown away."""
    queues, intervals = r.rate.shape
    drawn = np.zeros(queues, dtype=np.int64)
    passed_on = np.full(queues, PASSED_ON)
    repeated = np.full(queues, REPEATED)
    arrival = np.empty(queues)
    for q in range(queues):
        arrival[q] = _next_arrival(0.0, exponential(r.queues[q].stream, 0, GAP), r.rate, q, 0, r.interval)
    overflows = False
    for g in range(r.skills.shape[0]):
        for q in range(queues):
            overflows = overflows or r.skills[g, q].after > 0.0
    slot, boundary = 0, r.interval
    _put_backlog(r, s)
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
            gap = exponential(r.queues[q_next].stream, drawn[q_next], GAP)
            arrival[q_next] = _next_arrival(now, gap, r.rate, q_next, slot, r.interval)
            _arrive(r, s, q_next, who, now, slot, NOBODY)
        elif kind == 1:
            a = winner(s.tree)
            goes_to = _finish(r, s, a, now, slot)
            if goes_to >= 0:
                _arrive(r, s, goes_to, passed_on[goes_to], now, slot, a)
                passed_on[goes_to] += 1
            _look(r, s, a, now, slot)
            if goes_to >= 0 and s.lines[goes_to].first != NOBODY:
                # The agent preferred another contact; somebody idle may take the one just passed on.
                for i in range(s.number[HERE]):
                    _look(r, s, s.here[i], now, slot)
        elif kind == 2:
            t = s.retry_who[0]
            s.number[RETRIES] -= 1
            size = s.number[RETRIES]
            replace_first(s.retry_at, s.retry_who, size, s.retry_at[size], s.retry_who[size])
            q = s.tickets[t].queue
            gave_up = not s.tickets[t].answered
            s.tickets[t].following = s.number[SPARE_TICKET]
            s.number[SPARE_TICKET] = t
            if gave_up:
                s.counts[q, slot, REPEATS] += 1.0
                _arrive(r, s, q, repeated[q], now, slot, NOBODY)
                repeated[q] += 1
        elif kind == 3:
            for i in range(s.number[HERE]):
                _look(r, s, s.here[i], now, slot)
        else:
            # Time at work is booked by interval.
            for a in range(s.agents.size):
                if s.agents[a].held > 0 or s.agents[a].item != NOBODY:
                    _advance(r, s, a, now, slot)
            slot += 1
            if slot >= intervals:
                break
            boundary = (slot + 1) * r.interval
            _change_posts(r, s, slot, now)
    settle(r, s, intervals * r.interval)
    return bool(s.number[FULL] == 0)


@compiled
def _put_backlog(r: Told, s: State) -> None:
    """Work that waits at the start lies in its line, with all of its time left; it counts as coming then."""
    for q in range(r.queues.size):
        for k in range(r.queues[q].backlog):
            who = BACKLOG + k
            work = handle_time(r.queues[q].stream, who, r.queues[q].law, r.clock[q, 0].mean, r.queues[q].log_sd)
            s.counts[q, 0, OFFERED] += 1.0
            wait_in_line(r, s, q, who, 0.0, r.clock[q, 0].due, work)


@compiled
def _change_posts(r: Told, s: State, slot: int, now: float) -> None:
    """At the start of an interval agents come, go or change groups; then all look at the lines."""
    for a in range(s.agents.size):
        to = r.post[a, slot]
        if to != s.agents[a].at:
            if s.agents[a].at == NOBODY and s.agents[a].held == 0:
                s.agents[a].idle_since = now
            s.agents[a].at = to
            if to != NOBODY:
                s.agents[a].was = to
            if s.agents[a].item != NOBODY and (to == NOBODY or r.skills[to, s.agents[a].item].rank < 0):
                put_back(s, a)
                _reschedule(r, s, a)
    stand_in_teams(s)
    for i in range(s.number[HERE]):
        _look(r, s, s.here[i], now, slot)


@inlined
def _advance(r: Told, s: State, a: int, now: float, slot: int) -> None:
    """Do the work of the time since the agent was last looked at."""
    passed = now - s.agents[a].mark
    s.agents[a].mark = now
    held = s.agents[a].held
    if held > 0:
        done = passed * r.effective[held] / held
        for k in range(held):
            s.hands[a, k].left -= done
        # Who chats with fewer than could be has capacity to spare, as the formulas count it.
        places = r.queues[s.hands[a, 0].queue].places
        for k in range(1, held):
            places = min(places, r.queues[s.hands[a, k].queue].places)
        s.spent[s.agents[a].was, slot, BUSY] += passed * min(1.0, r.effective[held] / r.effective[places])
    elif s.agents[a].item != NOBODY:
        s.agents[a].item_left -= passed
        s.spent[s.agents[a].was, slot, FILLING] += passed


@inlined
def _reschedule(r: Told, s: State, a: int) -> None:
    """Enter when the agent finishes the next piece, from what is left now."""
    held, time = s.agents[a].held, math.inf
    if held > 0:
        least = s.hands[a, 0].left
        for k in range(1, held):
            least = min(least, s.hands[a, k].left)
        time = s.agents[a].mark + max(0.0, least) * held / r.effective[held]
    elif s.agents[a].item != NOBODY:
        time = s.agents[a].mark + max(0.0, s.agents[a].item_left)
    enter(s.tree, a, time)


@inlined
def _has_place(r: Told, s: State, a: int, q: int) -> bool:
    """Whether the agent is at work on this queue and could take one more of it.

    Work that may wait would be put down for it, where that is how it is done.
    """
    if s.agents[a].item != NOBODY and not r.interrupt:
        return False
    if s.agents[a].at == NOBODY or r.skills[s.agents[a].at, q].rank < 0 or s.agents[a].held >= r.queues[q].places:
        return False
    for k in range(s.agents[a].held):  # noqa: SIM110 - compiled
        if s.agents[a].held >= r.queues[s.hands[a, k].queue].places:
            return False
    return True


@inlined
def _class(r: Told, s: State, a: int, q: int) -> int:
    """Who takes a contact first: lower is sooner. Filling puts a chat with those who chat; spreading with the idle."""
    held = s.agents[a].held
    if held > 0:
        return int(held if r.fill else 100 + held)
    return 50 if s.agents[a].item == NOBODY else 51


@compiled
def _arrive(r: Told, s: State, q: int, who: int, now: float, slot: int, but: int) -> None:
    """A contact comes: somebody takes it, or it waits. ``but`` is an agent who looks at the lines first."""
    s.counts[q, slot, OFFERED] += 1.0
    if r.queues[q].places == 0:
        until = r.clock[q, slot].due + r.clock[q, slot].due_slope * (now - slot * r.interval)
        work = handle_time(r.queues[q].stream, who, r.queues[q].law, r.clock[q, slot].mean, r.queues[q].log_sd)
        for g in range(s.teams.size - 1):
            if r.skills[g, q].rank < 0:
                continue
            for i in range(s.teams[g], s.teams[g + 1]):
                a = s.here[i]
                if a != but and s.agents[a].held == 0 and s.agents[a].item == NOBODY:
                    _pick_up(r, s, a, q, work, now, until, now)
                    return
        wait_in_line(r, s, q, who, now, until, work)
        return
    best = NOBODY
    for g in range(s.teams.size - 1):
        if r.skills[g, q].rank < 0 or r.skills[g, q].after > 0.0:
            continue
        for i in range(s.teams[g], s.teams[g + 1]):
            a = s.here[i]
            if _has_place(r, s, a, q) and (best == NOBODY or _sooner(r, s, a, best, q)):
                best = a
    until = math.inf
    if r.queues[q].patience > 0.0:
        until = now + r.queues[q].patience * exponential(r.queues[q].stream, who, PATIENCE)
    if best not in (NOBODY, but):
        _begin(r, s, best, q, who, now, now, slot)
    else:
        wait_in_line(r, s, q, who, now, until, 0.0)


@inlined
def _sooner(r: Told, s: State, a: int, b: int, q: int) -> bool:
    """Whether agent a takes the contact rather than b."""
    ranks = r.skills[s.agents[a].at, q].rank - r.skills[s.agents[b].at, q].rank
    if ranks != 0:
        return bool(ranks < 0)
    classes = _class(r, s, a, q) - _class(r, s, b, q)
    if classes != 0:
        return classes < 0
    if not r.longest_idle and s.agents[a].at != s.agents[b].at:
        return bool(s.agents[a].at < s.agents[b].at)
    return bool(s.agents[a].idle_since < s.agents[b].idle_since)


@compiled
def _begin(r: Told, s: State, a: int, q: int, who: int, came: float, now: float, slot: int) -> None:
    """The agent answers."""
    at = slot if came >= slot * r.interval else _slot_of(came, r.interval, r.rate.shape[1])
    waited = now - came
    s.counts[q, at, ANSWERED] += 1.0
    s.counts[q, at, WAIT_ANSWERED] += waited
    s.counts[q, at, WAIT_ALL] += waited
    if waited <= r.queues[q].threshold:
        s.counts[q, at, IN_TIME] += 1.0
    _advance(r, s, a, now, slot)
    if s.agents[a].item != NOBODY:
        put_back(s, a)
    k = s.agents[a].held
    time = handle_time(r.queues[q].stream, who, r.queues[q].law, r.clock[q, at].mean, r.queues[q].log_sd)
    pace = r.factor[s.agents[a].at, q] * s.agents[a].own
    s.counts[q, at, HANDLING] += r.clock[q, at].mean * pace
    s.hands[a, k].left = time * pace
    s.hands[a, k].queue = q
    s.hands[a, k].who = who
    s.agents[a].held += 1
    _reschedule(r, s, a)


@compiled
def _pick_up(r: Told, s: State, a: int, q: int, work: float, came: float, until: float, now: float) -> None:
    """The agent, with nothing in hand, goes on with a piece of work that may wait."""
    s.agents[a].mark = now
    s.agents[a].item = q
    s.agents[a].item_pace = r.factor[s.agents[a].at, q] * s.agents[a].own
    s.agents[a].item_left = work * s.agents[a].item_pace
    s.agents[a].item_came = came
    s.agents[a].item_due = until
    _reschedule(r, s, a)


@compiled
def _look(r: Told, s: State, a: int, now: float, slot: int) -> None:  # noqa: PLR0912 - compiled, two short loops
    """An agent with a free place takes from the lines: contacts by rank and arrival, then work by due time."""
    if s.agents[a].at == NOBODY:
        return
    g = s.agents[a].at
    while s.number[WAITING] > 0:
        best = NOBODY
        for q in range(r.queues.size):
            if r.queues[q].places == 0 or s.lines[q].first == NOBODY or not _has_place(r, s, a, q):
                continue
            while s.lines[q].first != NOBODY and s.nodes[s.lines[q].first].until <= now:
                hang_up(r, s, q, s.lines[q].first)
                remove_first(s, q)
                s.number[WAITING] -= 1
            head = s.lines[q].first
            if head == NOBODY or s.nodes[head].came + r.skills[g, q].after > now:
                continue
            if (
                best == NOBODY
                or r.skills[g, q].rank < r.skills[g, best].rank
                or (
                    r.skills[g, q].rank == r.skills[g, best].rank
                    and s.nodes[head].came < s.nodes[s.lines[best].first].came
                )
            ):
                best = q
        if best == NOBODY:
            break
        node = remove_first(s, best)
        s.number[WAITING] -= 1
        who, came = s.nodes[node].contact, s.nodes[node].came
        if s.nodes[node].ticket != NOBODY:
            s.tickets[s.nodes[node].ticket].answered = True
        _begin(r, s, a, best, who, came, now, slot)
    if s.agents[a].held > 0 or s.agents[a].item != NOBODY:
        return
    best = NOBODY
    for q in range(r.queues.size):
        if r.queues[q].places > 0 or s.lines[q].first == NOBODY or r.skills[g, q].rank < 0:
            continue
        if best == NOBODY or s.nodes[s.lines[q].first].until < s.nodes[s.lines[best].first].until:
            best = q
    if best != NOBODY:
        node = remove_first(s, best)
        _pick_up(r, s, a, best, s.nodes[node].work, s.nodes[node].came, s.nodes[node].until, now)


@compiled
def _finish(r: Told, s: State, a: int, now: float, slot: int) -> int:
    """The agent ends the piece that is done; the queue the contact goes on to, or -1."""
    _advance(r, s, a, now, slot)
    goes_to = NOBODY
    if s.agents[a].held > 0:
        done, end = 0, s.agents[a].held - 1
        for k in range(1, s.agents[a].held):
            if s.hands[a, k].left < s.hands[a, done].left:
                done = k
        q, who = s.hands[a, done].queue, s.hands[a, done].who
        s.hands[a, done].left = s.hands[a, end].left
        s.hands[a, done].queue = s.hands[a, end].queue
        s.hands[a, done].who = s.hands[a, end].who
        s.agents[a].held = end
        if r.queues[q].transfer_to >= 0 and uniform(r.queues[q].stream, who, TRANSFER) < r.queues[q].transfer_share:
            goes_to = r.queues[q].transfer_to
    else:
        q = s.agents[a].item
        s.agents[a].item = NOBODY
        at = _slot_of(s.agents[a].item_came, r.interval, r.rate.shape[1])
        took = now - s.agents[a].item_came
        s.counts[q, at, ANSWERED] += 1.0
        s.counts[q, at, WAIT_ANSWERED] += took
        s.counts[q, at, WAIT_ALL] += took
        if now <= s.agents[a].item_due:
            s.counts[q, at, IN_TIME] += 1.0
    if s.agents[a].held == 0:
        s.agents[a].idle_since = now
    _reschedule(r, s, a)
    return int(goes_to)


@compiled
def _next_overflow(r: Told, s: State, now: float) -> float:
    """The earliest moment at which the first in a line may go to somebody who takes it only then."""
    earliest = now
    for q in range(r.queues.size):
        head = s.lines[q].first
        if r.queues[q].places == 0 or head == NOBODY:
            continue
        for i in range(s.number[HERE]):
            a = s.here[i]
            if r.skills[s.agents[a].at, q].after > 0.0 and _has_place(r, s, a, q):
                earliest = min(earliest, s.nodes[head].came + r.skills[s.agents[a].at, q].after)
    return earliest
