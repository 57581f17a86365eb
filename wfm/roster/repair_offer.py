"""From a draft to an offer: changes and prices counted anew from the shifts alone, cover gained, verdict, reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.coverage import scheduled_agents
from wfm.roster.own_ledger import OwnLedger
from wfm.roster.repair_price import changes_of
from wfm.roster.repair_words import reasons_for
from wfm.types import ActivityKind, ChangeKind, CoverGain, Offer, Roster, Touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from wfm.roster.repair_desk import Desk
    from wfm.roster.repair_moves import Draft, Responder
    from wfm.types import Change, RosterProblem, Shift

WORTH = 1e-9


@dataclass(frozen=True)
class Cost:
    """The cost of a roster in units of its objective, by name, and the agents missing [work, slot]."""

    terms: Mapping[str, float]
    missing: NDArray[np.float64]


class OfferMaker:
    """Makes offers from drafts of one situation."""

    def __init__(self, desk: Desk, responder: Responder, published: Roster) -> None:
        self.desk, self.responder, self.published = desk, responder, published
        self._ledger = Ledger(desk, [s for shifts in desk.left.values() for s in shifts])
        self.accepted = self._ledger.cost()

    def make(self, kind: str, draft: Draft) -> Offer | None:
        """The offer that a draft stands for; None where the checker finds a rule broken that was not before."""
        moves = {self.desk.agents[i].agent: move for i, move in draft.moves.items()}
        swapped = {name: dict(move.swapped) for name, move in moves.items()}
        return self._offer(kind, {name: move.shifts for name, move in moves.items()}, swapped)

    def again(self, offer: Offer) -> Offer | None:
        """An offer without exchanges, made from fewer people's arrays, counted by these."""
        new = {t.agent: tuple(s for s in offer.roster.of(t.agent) if self._inside(s)) for t in offer.touched}
        return self._offer(offer.kind, new, {})

    def _offer(
        self, kind: str, new: Mapping[str, tuple[Shift, ...]], swapped: Mapping[str, Mapping[date, str]]
    ) -> Offer | None:
        desk = self.desk
        names = {name: desk.numbers[name] for name in new}
        if not all(self.responder.lawful(i, new[name]) for name, i in names.items()):
            return None
        changes = tuple(c for name in sorted(new) for c in self._changes(name, new[name], swapped.get(name, {})))
        cost = self._ledger.cost([s for n in new for s in desk.left[n]], [s for own in new.values() for s in own])
        terms = self._terms(cost, changes)
        worth = 0.0 - sum(terms.values())
        price = sum(c.price for c in changes) + desk.prices.touched * len({c.agent for c in changes})
        gained = (self.accepted.missing - cost.missing)[:, : desk.slots.count]
        return Offer(
            number=0,
            kind=kind,
            words=self._words(changes),
            changes=changes,
            touched=tuple(self._touched(name, new[name], changes) for name in sorted(new)),
            terms=terms,
            gain=worth + price,
            price=price,
            net=worth,
            cover_gained_hours=float(gained.sum()) * desk.slots.hours,
            short_after_hours=self.short_hours(cost.missing),
            cover=tuple(_gains(desk, gained)),
            notice_hours=min((c.notice_hours for c in changes), default=None),
            violations=tuple(v for name, i in sorted(names.items()) for v in self.responder.judge(i, new[name])),
            roster=replace(
                self.published, shifts=self._everybody(new), version=self.published.version + 1, state="draft"
            ),
        )

    def short_hours(self, missing: NDArray[np.float64]) -> float:
        """Agent-hours missing on the days repaired."""
        days = [slice(self.desk.slots.midnights[d], self.desk.slots.midnights[d + 1]) for d in self._days()]
        return float(sum(missing[:, d].sum() for d in days)) * self.desk.slots.hours

    def _days(self) -> list[int]:
        return [int(d) for d in np.flatnonzero(self.desk.scope)]

    def _everybody(self, new: Mapping[str, Sequence[Shift]]) -> tuple[Shift, ...]:
        outside = [s for s in self.published.shifts if not self._inside(s)]
        return (*outside, *(s for name, shifts in self.desk.left.items() for s in new.get(name, shifts)))

    def _inside(self, shift: Shift) -> bool:
        return self.desk.slots.grid.start <= shift.start < self.desk.slots.grid.end

    def _changes(self, name: str, new: Sequence[Shift], swapped: Mapping[date, str]) -> tuple[Change, ...]:
        desk = self.desk
        return changes_of(
            name,
            desk.left[name],
            new,
            now=desk.now,
            prices=desk.prices,
            rules=desk.asked.rules,
            zone=desk.asked.grid.zone,
            swapped=swapped,
        )

    def _terms(self, cost: Cost, changes: Sequence[Change]) -> dict[str, float]:
        unit = self.desk.prices.objective
        terms = {name: unit * (value - self.accepted.terms[name]) for name, value in cost.terms.items()}
        for kind in ChangeKind:
            terms[kind.value] = sum(c.price for c in changes if c.kind is kind)
        terms["touched"] = self.desk.prices.touched * len({c.agent for c in changes})
        return {name: 0.0 if abs(value) < WORTH else value for name, value in terms.items()}

    def _touched(self, name: str, after: Sequence[Shift], changes: Sequence[Change]) -> Touched:
        own = [c for c in changes if c.agent == name]
        before, days = self.desk.left[name], {c.day for c in own}
        return Touched(
            name,
            tuple(s for s in before if s.date in days),
            tuple(s for s in after if s.date in days),
            reasons_for(self.desk.asked, name, before, after, own),
        )

    def _words(self, changes: Sequence[Change]) -> str:
        names = {a.agent: a.name for a in self.desk.agents}
        parts: dict[tuple[str, str], list[str]] = {}
        for c in changes:
            parts.setdefault((c.agent, f"{c.day:%a}"), []).append(c.words)
        said = [f"{names[agent]} ({agent}) {day}: {', '.join(words)}" for (agent, day), words in parts.items()]
        return "; ".join(said) or "accept the shortfall: nobody is changed"


class Ledger:
    """The cost of rosters that differ from one in the shifts of a few agents, counted by plain numpy."""

    def __init__(self, desk: Desk, shifts: Sequence[Shift]) -> None:
        self.desk, problem = desk, desk.asked
        past = problem.past.shifts if problem.past is not None else ()
        spilling = [s for s in past if s.start < problem.grid.start < s.end]
        self._scheduled = scheduled_agents([*spilling, *shifts], problem)
        self._paid, self._away = _paid_hours(shifts), _away_hours(problem, shifts)
        self._own = OwnLedger(problem, desk.slots, desk.staff)
        self._wishes, self._fairness = self._own_costs(desk.left, shifts)

    def cost(self, old: Sequence[Shift] = (), new: Sequence[Shift] = ()) -> Cost:
        """The cost with ``new`` shifts instead of ``old`` ones."""
        problem, hours = self.desk.asked, self.desk.slots.hours
        scheduled = self._scheduled + scheduled_agents(new, problem) - scheduled_agents(old, problem)
        net = problem.required - scheduled
        missing, weights = np.maximum(net, 0.0), problem.weights
        terms = {
            "short": float(shortfall_price(missing, problem).sum()) * hours,
            "over": float(np.maximum(-net, 0.0).sum()) * hours * weights.over,
            "paid_hours": weights.paid_hour * (self._paid + _paid_hours(new) - _paid_hours(old)),
            "away_from_home": weights.away_from_home
            * (self._away + _away_hours(problem, new) - _away_hours(problem, old)),
        }
        agents = {s.agent for s in (*old, *new)}
        now, was = self._own_costs(agents, new), self._own_costs(agents, old)
        terms |= {"wishes": self._wishes + now[0] - was[0], "fairness": self._fairness + now[1] - was[1]}
        return Cost(terms, missing)

    def _own_costs(self, agents: Iterable[str], shifts: Sequence[Shift]) -> tuple[float, float]:
        """What wishes and fairness cost in all the shifts of some agents."""
        by_agent: dict[str, list[Shift]] = {agent: [] for agent in agents}
        for shift in shifts:
            by_agent[shift.agent].append(shift)
        wishes = sum(self._own.wishes(agent, own) for agent, own in by_agent.items())
        return wishes, sum(self._own.fairness(agent, own) for agent, own in by_agent.items())


def _paid_hours(shifts: Iterable[Shift]) -> float:
    return sum(s.paid_hours for s in shifts if not s.is_leave)


def shortfall_price(missing: NDArray[np.float64], problem: RosterProblem) -> NDArray[np.float64]:
    """The convex price [work, slot] of ``missing`` agents an hour; the last step takes all that is left."""
    widths = problem.shortfall_widths.copy()
    widths[:, :, -1] = np.inf
    before = np.concatenate([np.zeros_like(widths[:, :, :1]), np.cumsum(widths[:, :, :-1], axis=2)], axis=2)
    parts = np.clip(missing[:, :, None] - before, 0.0, widths)
    price: NDArray[np.float64] = (parts * problem.shortfall_prices).sum(axis=2)
    return price


def _away_hours(problem: RosterProblem, shifts: Iterable[Shift]) -> float:
    end, away = problem.grid.end, 0.0
    if "home_work" not in problem.rules.by_name:
        return 0.0
    for shift in shifts:
        home = problem.home.get(shift.agent)
        if home is not None:
            for a in shift.activities:
                if a.kind is ActivityKind.WORK and a.work != home and a.start < end:
                    away += (min(a.end, end) - a.start).total_seconds() / 3600
    return away


def _gains(desk: Desk, gained: NDArray[np.float64]) -> Iterable[CoverGain]:
    """Runs of slots with the same number of agents gained (or lost), by work."""
    origin, length = desk.slots.grid.start, timedelta(minutes=desk.slots.minutes)
    for w, work in enumerate(desk.asked.works):
        rounded = np.round(gained[w], 3)
        edges = [0, *(np.flatnonzero(np.diff(rounded)) + 1).tolist(), len(rounded)]
        for first, last in pairwise(edges):
            if first < last and rounded[first]:
                hours = float(rounded[first]) * (last - first) * desk.slots.hours
                yield CoverGain(work, origin + first * length, origin + last * length, float(rounded[first]), hours)
