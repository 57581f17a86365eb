"""What the engine of single agents is told (``Told``) and what it keeps (``State``): few tables with named columns.

Few, because each array that goes into a compiled function costs compilation and time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wfm.simulate.engine import COUNTS, NOBODY
from wfm.simulate.soonest import tournament

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Table = Any  # a numpy array of records; mypy knows no columns

SPARE_NODE, WAITING, SPARE_TICKET, RETRIES, FULL, HERE = range(6)
REPEATS = COUNTS
BUSY, FILLING = 0, 1

QUEUES = np.dtype(
    [
        ("stream", "u8"),
        ("law", "i8"),
        ("log_sd", "f8"),
        ("patience", "f8"),
        ("threshold", "f8"),
        ("transfer_to", "i8"),
        ("transfer_share", "f8"),
        ("places", "i8"),
        ("retry_share", "f8"),
        ("retry_delay", "f8"),
        ("backlog", "i8"),
    ]
)
CLOCK = np.dtype([("mean", "f8"), ("due", "f8"), ("due_slope", "f8")])
SKILLS = np.dtype([("rank", "i8"), ("after", "f8")])
AGENTS = np.dtype(
    [
        ("own", "f8"),
        ("at", "i8"),
        ("was", "i8"),
        ("held", "i8"),
        ("mark", "f8"),
        ("idle_since", "f8"),
        ("item", "i8"),
        ("item_left", "f8"),
        ("item_pace", "f8"),
        ("item_came", "f8"),
        ("item_due", "f8"),
    ]
)
HANDS = np.dtype([("left", "f8"), ("queue", "i8"), ("who", "i8")])
LINES = np.dtype([("first", "i8"), ("last", "i8")])
NODES = np.dtype(
    [("came", "f8"), ("until", "f8"), ("work", "f8"), ("contact", "i8"), ("ticket", "i8"), ("following", "i8")]
)
TICKETS = np.dtype([("queue", "i8"), ("answered", "?"), ("following", "i8")])


class Told(NamedTuple):
    """The scenario: q queues, g groups, a agents (or shifts), t intervals.

    ``queues`` [q] and ``skills`` [g, q] have the columns that ``wfm.simulate.engine.play`` describes, and ``places``,
    contacts of the queue that an agent holds at a time (0 for work that waits), and ``backlog``; ``rate`` [q, t];
    ``interrupt``, whether work that waits is put down for a contact; ``clock`` [q, t] the mean handle time and what
    ``due_times`` says; ``factor`` [g, q]; ``effective`` [places + 1], contacts' worth of work
    done by who holds so many; ``post`` [a, t], the group or -1; ``own`` [a], each agent's factor on handle times.
    """

    queues: Table
    rate: Numbers
    clock: Table
    skills: Table
    factor: Numbers
    effective: Numbers
    post: Whole
    own: Numbers
    interval: float
    longest_idle: bool
    fill: bool
    interrupt: bool


class State(NamedTuple):
    """Everything that changes.

    Results: ``counts`` [q, t, 8] by interval of arrival, the eighth for contacts that tried again; ``spent`` [g, t, 2],
    seconds on contacts and on work that waits. ``agents``: ``at`` the group now or -1, ``was`` the last one, ``held``
    contacts in hand, all as of ``mark``; ``idle_since``; the piece of waiting work in hand (``item``: its queue or -1,
    ``item_left`` at ``item_pace``, ``item_came``, ``item_due``). ``here``: those at work, group by group; ``teams``
    [g]: where each group begins among them. ``hands`` [agent, place]: the
    contacts held, with the work ``left``. ``tree``: who finishes next. ``lines`` [q]: first and last waiting in
    ``nodes``, ``until`` being when patience ends or work is due. Those who may call again: a heap ``retry_at``,
    ``retry_who`` of ``tickets``. ``number``: single numbers.
    """

    counts: Numbers
    spent: Numbers
    agents: Table
    here: Whole
    teams: Whole
    hands: Table
    tree: Numbers
    lines: Table
    nodes: Table
    tickets: Table
    retry_at: Numbers
    retry_who: Whole
    number: Whole


def fresh_state(told: Told, room: int) -> State:
    """Nobody there, nothing waiting; ``room`` contacts can wait at a time."""
    (queues, intervals), (groups, _), people = told.rate.shape, told.skills.shape, told.own.size
    agents, nodes, tickets = np.zeros(people, AGENTS), np.zeros(room, NODES), np.zeros(room, TICKETS)
    agents["own"], agents["at"], agents["item"], agents["item_pace"] = told.own, NOBODY, NOBODY, 1.0
    nodes["following"] = tickets["following"] = np.arange(1, room + 1)
    lines = np.full(queues, NOBODY, dtype=np.int64)
    return State(
        counts=np.zeros((queues, intervals, COUNTS + 1)),
        spent=np.zeros((groups, intervals, 2)),
        agents=agents,
        here=np.zeros(people, dtype=np.int64),
        teams=np.zeros(groups + 1, dtype=np.int64),
        hands=np.zeros((people, told.effective.size - 1), HANDS),
        tree=tournament(people),
        lines=np.array(list(zip(lines, lines, strict=True)), LINES),
        nodes=nodes,
        tickets=tickets,
        retry_at=np.zeros(room),
        retry_who=np.zeros(room, dtype=np.int64),
        number=np.zeros(6, dtype=np.int64),
    )
