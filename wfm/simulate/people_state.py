"""What the engine of single agents is told (``Told``) and what it keeps (``State``): arrays under names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.simulate.engine import COUNTS, NOBODY
from wfm.simulate.soonest import tournament

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

SPARE_NODE, WAITING, SPARE_TICKET, RETRIES, FULL = range(5)


class Told(NamedTuple):
    """The scenario: q queues, g groups, a agents (or shifts), t intervals.

    The first ones are those of ``wfm.simulate.engine.play``. ``places`` [q]: contacts of the queue that an agent holds
    at a time, 0 for work that waits; ``due``, ``due_slope`` [q, t]: as ``due_times`` has them; ``retry_share``,
    ``retry_delay`` [q]; ``effective`` [places + 1]: contacts' worth of work done by who holds so many; ``post`` [a, t]:
    the group, or -1; ``own`` [a]: factor on handle times.
    """

    streams: NDArray[np.uint64]
    rate: Numbers
    mean: Numbers
    law: Whole
    log_sd: Numbers
    patience: Numbers
    threshold: Numbers
    transfer_to: Whole
    transfer_share: Numbers
    rank: Whole
    after: Numbers
    factor: Numbers
    places: Whole
    due: Numbers
    due_slope: Numbers
    retry_share: Numbers
    retry_delay: Numbers
    effective: Numbers
    post: Whole
    own: Numbers
    interval: float
    longest_idle: bool
    fill: bool


class State(NamedTuple):
    """Everything that changes.

    Results: ``counts`` [q, t, 7] and ``repeated`` [q, t] by interval of arrival, ``busy`` and ``filling`` [g, t] in
    seconds. Agents: ``at`` the group now or -1, ``was`` the last one, ``held`` contacts in hand with their work
    ``left``, queue ``holds`` and number ``whom``, all as of ``mark``; ``idle_since``; the piece of waiting work in hand
    (``item``: its queue or -1, ``item_left`` at ``item_pace``, ``item_came``, ``item_due``). Lines: ``first``, ``last``
    [q] and nodes with ``came``, ``until`` (patience or due), ``work`` left, ``contact``, ``ticket``, ``following``.
    Those who may call again: a heap ``retry_at``, ``retry_who`` of tickets with their queue and whether they were
    ``answered``.
    """

    counts: Numbers
    repeated: Numbers
    busy: Numbers
    filling: Numbers
    at: Whole
    was: Whole
    held: Whole
    left: Numbers
    holds: Whole
    whom: Whole
    mark: Numbers
    idle_since: Numbers
    item: Whole
    item_left: Numbers
    item_pace: Numbers
    item_came: Numbers
    item_due: Numbers
    tree: Numbers
    first: Whole
    last: Whole
    came: Numbers
    until: Numbers
    work: Numbers
    contact: Whole
    ticket: Whole
    following: Whole
    retry_at: Numbers
    retry_who: Whole
    ticket_queue: Whole
    answered: NDArray[np.bool_]
    next_ticket: Whole
    number: Whole


def fresh_state(told: Told, room: int) -> State:
    """Nobody there, nothing waiting; ``room`` contacts can wait at a time."""
    (queues, intervals), (groups, _), agents = told.rate.shape, told.rank.shape, told.own.size
    places = told.effective.size - 1

    def nobody(*shape: int) -> Whole:
        return np.full(shape, NOBODY, dtype=np.int64)

    return State(
        counts=np.zeros((queues, intervals, COUNTS)),
        repeated=np.zeros((queues, intervals)),
        busy=np.zeros((groups, intervals)),
        filling=np.zeros((groups, intervals)),
        at=nobody(agents),
        was=np.zeros(agents, dtype=np.int64),
        held=np.zeros(agents, dtype=np.int64),
        left=np.zeros((agents, places)),
        holds=nobody(agents, places),
        whom=nobody(agents, places),
        mark=np.zeros(agents),
        idle_since=np.zeros(agents),
        item=nobody(agents),
        item_left=np.zeros(agents),
        item_pace=np.ones(agents),
        item_came=np.zeros(agents),
        item_due=np.zeros(agents),
        tree=tournament(agents),
        first=nobody(queues),
        last=nobody(queues),
        came=np.zeros(room),
        until=np.zeros(room),
        work=np.zeros(room),
        contact=nobody(room),
        ticket=nobody(room),
        following=np.arange(1, room + 1, dtype=np.int64),
        retry_at=np.zeros(room),
        retry_who=nobody(room),
        ticket_queue=nobody(room),
        answered=np.zeros(room, dtype=np.bool_),
        next_ticket=np.arange(1, room + 1, dtype=np.int64),
        number=np.zeros(5, dtype=np.int64),
    )
