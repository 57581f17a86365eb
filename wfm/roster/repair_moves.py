"""One person's best change against a draft of the repaired roster, and the draft itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.checker.judge import check
from wfm.roster.repair_breaks import place_changed
from wfm.roster.repair_tariff import notice_factor
from wfm.roster.repair_values import best_change, room_to_choose, take_away
from wfm.types import Activity, ActivityKind, Roster, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from wfm.roster.repair_desk import Desk
    from wfm.types import RosterProblem, Violation

Broken = tuple[str, "date | None"]


@dataclass(frozen=True)
class Move:
    """New shifts of one agent, worth ``net`` points more than they cost. ``swapped``: day to colleague."""

    agent: int
    net: float
    shifts: tuple[Shift, ...]
    swapped: tuple[tuple[date, str], ...] = ()


@dataclass
class Draft:
    """A repair in the making: the moves so far by agent, and the cover with them."""

    desk: Desk
    cover: NDArray[np.float64]
    moves: dict[int, Move] = field(default_factory=dict)
    steps: int = 0

    @classmethod
    def of(cls, desk: Desk) -> Draft:
        """Nobody changed: the shortfall accepted."""
        return cls(desk, desk.cover.copy())

    def shifts_of(self, agent: int) -> tuple[Shift, ...]:
        """The agent's shifts as they now stand."""
        move = self.moves.get(agent)
        return move.shifts if move is not None else self.desk.left[self.desk.agents[agent].agent]

    def cover_without(self, agent: int) -> NDArray[np.float64]:
        """The cover without the agent's work that may change."""
        cover = self.cover.copy()
        take_away(self.desk.model, cover, int(self.desk.model.skill[agent]), self._work(agent), -1.0)
        return cover

    def apply(self, move: Move) -> None:
        """Make a move."""
        self.cover = self.cover_without(move.agent)
        self.moves[move.agent] = move
        self.steps += 1
        take_away(self.desk.model, self.cover, int(self.desk.model.skill[move.agent]), self._work(move.agent), 1.0)

    def _work(self, agent: int) -> NDArray[np.int8]:
        published = self.desk.published[agent]
        if agent not in self.moves:
            return published.work
        return work_of(self.desk, agent, self.moves[agent].shifts)


def work_of(desk: Desk, agent: int, shifts: Sequence[Shift]) -> NDArray[np.int8]:
    """The work [padded slot] in the shifts of the agent that may change, -1 without."""
    works = {name: w for w, name in enumerate(desk.asked.works)}
    work = np.full(desk.slots.padded, -1, dtype=np.int8)
    for shift in shifts:
        if shift.is_leave or desk.published[agent].fixed[(shift.date - desk.slots.dates[0]).days]:
            continue
        for a in shift.activities:
            if a.kind is ActivityKind.WORK:
                work[desk.slots.at(a.start) : desk.slots.at(a.end)] = works[a.work]
    return work


class Responder:
    """Finds the best change of one agent, and asks the checker whether shifts are legal."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._choice = room_to_choose(desk.model)
        self._known: dict[int, frozenset[Broken]] = {}
        self._judged: dict[tuple[int, tuple[Shift, ...]], tuple[Violation, ...]] = {}

    def respond(
        self,
        draft: Draft,
        agent: int,
        mode: int,
        target: int = -1,
        *,
        allowed: NDArray[np.bool_] | None = None,
        scope: NDArray[np.bool_] | None = None,
    ) -> Move | None:
        """The agent's best change against the draft; None where there is none in this mode.

        The price of touching a person is in ``net``, which may be below zero. The tour keeps every rule that the engine
        knows; whoever makes the move asks :meth:`lawful` first. ``allowed`` [shift] narrows the shifts,
        ``scope`` [day] the days that may gain.
        """
        desk = self.desk
        days_to_gain = desk.scope if scope is None else scope
        gain = best_change(
            desk.model, desk.room, self._choice, desk.tariff, desk.published[agent], agent,
            draft.cover_without(agent), desk.allowed[agent] if allowed is None else allowed,
            days_to_gain, mode, target,
        )  # fmt: skip
        if gain < -1e299:
            return None
        shifts, days = self._shifts(agent, days_to_gain)
        if not any(desk.scope[day] for day in days):
            return None
        return Move(agent, gain - desk.prices.touched, shifts)

    def lawful(self, agent: int, shifts: Sequence[Shift]) -> bool:
        """Whether the shifts break no rule that the agent's published shifts did not break already."""
        if agent not in self._known:
            published = self.desk.left[self.desk.agents[agent].agent]
            self._known[agent] = frozenset((v.rule, v.date) for v in self.judge(agent, published))
        return all((v.rule, v.date) in self._known[agent] for v in self.judge(agent, shifts))

    def judge(self, agent: int, shifts: Sequence[Shift]) -> tuple[Violation, ...]:
        """What the checker says of one agent's shifts: every rule speaks of one person."""
        key = agent, tuple(shifts)
        if key not in self._judged:
            self._judged[key] = check(Roster(key[1], self.desk.asked.grid.zone), self._alone(agent))
        return self._judged[key]

    def _alone(self, agent: int) -> RosterProblem:
        asked, person = self.desk.asked, self.desk.agents[agent]
        past = asked.past
        return replace(
            asked,
            agents=(person,),
            past=None if past is None else replace(past, shifts=past.of(person.agent)),
            locks=tuple(s for s in asked.locks if s.agent == person.agent),
        )

    def _shifts(self, agent: int, scope: NDArray[np.bool_]) -> tuple[tuple[Shift, ...], list[int]]:
        """The agent's shifts by ``room.tour``, and the days that differ from the published ones."""
        desk, pub = self.desk, self.desk.published[agent]
        name = desk.agents[agent].agent
        old = {s.date: s for s in desk.left[name]}
        shifts, changed = [], []
        for day, when in enumerate(desk.slots.dates):
            row = int(desk.room.tour[day])
            if pub.fixed[day] or row < 0:
                if when in old and (pub.fixed[day] or old[when].is_leave):
                    shifts.append(old[when])
                elif when in old:
                    changed.append(day)
                continue
            kept = when in old and row == pub.row[day] and not scope[day]
            shift = old[when] if kept else self._shift(agent, day, row)
            if when in old and same_course(old[when], shift):
                shift = old[when]
            else:
                changed.append(day)
            shifts.append(shift)
        return tuple(shifts), changed

    def _shift(self, agent: int, day: int, row: int) -> Shift:
        desk, pub = self.desk, self.desk.published[agent]
        variant, begun = int(self._choice.which[row]), int(pub.start[day])
        first = int(desk.model.start[row]) if begun < 0 else min(int(desk.model.start[row]), begun)
        price = 0.0 if begun < 0 else desk.tariff.break_moved * notice_factor(desk.tariff, first)
        place_changed(desk.model, desk.room, row, self._choice.totals[variant], pub, desk.tariff.now, price)
        return Shift(
            desk.agents[agent].agent, desk.slots.dates[day], tuple(self._activities(row, self._choice.work[variant]))
        )

    def _activities(self, row: int, work: NDArray[np.int64]) -> Iterator[Activity]:
        desk = self.desk
        shift, origin = desk.staff.table.rows[row], desk.slots.grid.start
        length = timedelta(minutes=desk.slots.minutes)
        places = [shift.start + int(desk.room.chosen[b]) for b in range(len(shift.breaks))]
        at = shift.start
        for place, rule in [*zip(places, (b[3] for b in shift.breaks), strict=True), (shift.end, None)]:
            while at < place:
                end = at
                while end < place and work[end] == work[at]:
                    end += 1
                name = desk.asked.works[int(work[at])]
                yield Activity(ActivityKind.WORK, origin + at * length, origin + end * length, name)
                at = end
            if rule is not None:
                at = place + rule.minutes // desk.slots.minutes
                kind = ActivityKind(rule.kind)
                yield Activity(kind, origin + place * length, origin + at * length, paid=rule.paid)


def same_course(one: Shift, other: Shift) -> bool:
    """Whether two shifts are the same to everybody: activities alike, however their parts are written down."""
    return _course(one) == _course(other)


def _course(shift: Shift) -> list[Activity]:
    joined: list[Activity] = []
    for a in shift.activities:
        last = joined[-1] if joined else None
        if last is not None and (last.kind, last.work, last.paid) == (a.kind, a.work, a.paid) and a.kind == "work":
            joined[-1] = replace(last, end=a.end)
        else:
            joined.append(a)
    return joined
