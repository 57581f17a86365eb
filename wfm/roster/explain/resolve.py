"""Solving again, shortly, from the roster at hand: what a change of the problem is worth at least."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.explain.moves import best_moves, prize_slots
from wfm.roster.improve import Improver
from wfm.roster.progress import Progress
from wfm.roster.respond import copy_plan, put_back, respond_all, slot_gains, take_out
from wfm.roster.values import FORBIDDEN, running_sum
from wfm.types.explanation import Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from wfm.roster.explain.present import Present
    from wfm.roster.model import Model

MOST_PEOPLE = 150  # who answer in a round: enough to see an effect, few enough to ask many questions
ROUNDS = 2
GROUPS = 2  # rounds of rebuilding groups after them
CHUNK = 16
MOST_ASKED = 80  # people asked about a set of rules; evenly chosen where there are more
MOST_PRICED = 300  # people whose best move is priced
PRIZE = 1e6  # for work in an interval that somebody has to reach, beyond any price


def improved(now: Present, first: Sequence[int] = (), seed: int = 1) -> Present:
    """The roster after some rounds of best response, each person against everybody else, and of rebuilt groups.

    Args:
        now: Where to begin; it stays as it is.
        first: Those whom the change concerns: they answer first.
        seed: Who else answers, in which order.
    """
    plan, random = copy_plan(now.plan), np.random.default_rng(seed)
    legal = np.ones(len(now.problem.agents), dtype=np.bool_)
    others = random.permutation([i for i in range(len(legal)) if i not in set(first)])
    order = np.array([*first, *others][:MOST_PEOPLE], dtype=np.int64)
    for _ in range(ROUNDS):
        respond_all(now.model, now.room, plan, order, legal)
    rostered = np.flatnonzero(plan.tour[:, 0] > -2)
    if len(rostered):
        group = Improver(now.model, now.room, random, rostered)
        for _ in range(GROUPS):
            group.step(plan, Progress(time_limit=float("inf"), gap=0.0))
    return replace(now, plan=plan)


def moves(
    now: Present, agents: Sequence[int], work: int = 0, first: int = 0, last: int = 0, *, to: int | None = None
) -> Iterator[tuple[int, float, NDArray[np.int64], bool]]:
    """(agent, change of the objective, tour, spends all slots on the work) of each who has a legal tour.

    Where ``last`` lies behind ``first`` every agent does what brings them to that work in those slots, if they can.
    ``to`` is a shift of the table that each of them must work instead of whatever they do on its day.
    """
    model, plan = now.model, copy_plan(now.plan)
    if to is not None:
        model = only_shift(now, to)
    prize = PRIZE if last > first else 0.0
    for k in range(0, len(agents), CHUNK):
        some = np.array(agents[k : k + CHUNK], dtype=np.int64)
        change, there = np.zeros(len(some)), np.zeros(len(some), dtype=np.bool_)
        tour = np.full((len(some), plan.tour.shape[1]), -1, dtype=np.int64)
        best_moves(model, now.room, plan, some, work, first, last, prize, change, tour, there)
        for i, cost, days, reached in zip(some, change, tour, there, strict=True):
            if cost < -FORBIDDEN:
                yield int(i), float(cost), days, bool(reached)


def askable(now: Present, work: int, first: int, last: int, *, skilled: bool, most: int = MOST_ASKED) -> list[int]:
    """People who are not at the work in the whole interval; where they are many, some of them, evenly."""
    able = [i for i in range(len(now.problem.agents)) if not (now.plan.work[i, first:last] == work).all()]
    if skilled:
        able = [i for i in able if now.model.efficiency[now.model.skill[i], work] > 0]
    if len(able) <= most:
        return able
    return [able[k] for k in np.linspace(0, len(able) - 1, most).astype(int)]


def taken(now: Present, agent: int, tour: NDArray[np.int64], work: int, first: int, last: int) -> Present:
    """The roster after an agent has changed to ``tour``, which brings them to a work in some slots."""
    plan, model, room = copy_plan(now.plan), now.model, now.room
    take_out(model, plan, agent)
    slot_gains(model, room, model.skill[agent], plan.cover)
    if last > first:
        prize_slots(model, room, model.skill[agent], plan.cover, work, first, last, PRIZE)
    running_sum(room.slot_value, room.total)
    put_back(model, room, plan, agent, tour)
    return replace(now, plan=plan)


def only_shift(now: Present, row: int) -> Model:
    """The model in which a shift of the table is the only choice of its day, for those who may work it."""
    day = now.staff.table.rows[row].day
    first, last = now.model.day_first[day], now.model.day_first[day + 1]
    allowed, may_rest = now.model.allowed.copy(), now.model.may_rest.copy()
    keep = allowed[:, row].copy()
    allowed[:, first:last] = False
    allowed[:, row], may_rest[:, day] = keep, False
    return now.model._replace(allowed=allowed, may_rest=may_rest)


def move_of(now: Present, agent: int, day: int, tour: NDArray[np.int64], cost: float) -> Move:
    """What the agent does on a day by ``tour``, and what it costs."""
    row = int(tour[day])
    start, end = now.times(row) if row >= 0 else (None, None)
    return Move(now.problem.agents[agent].agent, now.date(day), start, end, cost)
