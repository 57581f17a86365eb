"""Repair of a published roster after sickness, late leave or a new requirement: ranked, legal, priced offers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import DataError
from wfm.roster.repair_desk import desk_for
from wfm.roster.repair_moves import Draft, Responder
from wfm.roster.repair_offer import Ledger, OfferMaker
from wfm.roster.repair_search import Budget, Search
from wfm.roster.repair_tariff import SAME
from wfm.types import ActivityKind, RepairPrices, RepairResult

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date, datetime

    from wfm.roster.repair_desk import Desk
    from wfm.types import Absence, Offer, Roster, RosterProblem, Shift

ACCEPT = "accept"
FEW = 40  # people who are looked at first in a large team
SHIFT_HOURS = 8.0  # agent-hours missing that count as one absence where the requirement has changed


def repair(
    roster: Roster,
    problem: RosterProblem,
    absences: Sequence[Absence] = (),
    *,
    now: datetime,
    prices: RepairPrices | None = None,
    days: Collection[date] | None = None,
    offers: int = 5,
    people: int | None = None,
    seed: int = 1,
    time_limit: float = 9.0,
    iteration_limit: int | None = None,
    on_offer: Callable[[Offer, float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> RepairResult:
    """Offers to repair ``roster``, by rank: what each gains, whom it touches, what it costs.

    The published roster is the starting point. What lies before ``now`` never changes: shifts that have begun keep
    their start and all that was done, others start at ``now`` or later. Locked shifts, and shifts that no family of the
    plan knows (training in them, edited by hand), stay. An absent agent's work becomes absence, paid as rostered, from
    the first slot after ``now``; absent agents are asked for nothing. A day that nobody misses may only give up work.

    Args:
        roster: The published roster.
        problem: Its days with the requirement that now holds, people, rules, past and locks.
        absences: Who cannot come, and when. None: the requirement has changed.
        now: An instant with an offset.
        prices: What changes cost; the defaults of :class:`RepairPrices` without it.
        days: Local days that may gain; without it those with an absence, or all where nobody is absent.
        offers: Most offers to make, beside accepting the shortfall.
        people: Most people an offer touches; without it ``people_per_absence`` for each absence, where nobody is
            absent for each 8 agent-hours missing on the days.
        seed: Decides the order in which people are asked.
        time_limit: Seconds after which the offers so far are returned.
        iteration_limit: Most tours priced; with it the same seed gives the same offers whatever the clock says.
        on_offer: Told each offer as it is found (not yet numbered), and the seconds since the start.
        should_stop: Asked often; True ends the search.

    Returns:
        Offers by net worth, accepting the shortfall among them; never none.

    Raises:
        DataError: ``now`` has no offset, or roster, absence or day do not fit the problem.
    """
    if now.tzinfo is None:
        raise DataError("now is an instant with an offset", value=str(now))
    prices = prices or RepairPrices()
    budget = Budget(time_limit, iteration_limit, should_stop)
    found = _Found(budget, on_offer)
    if len(problem.agents) > 2 * FEW:
        _look_at_few(roster, problem, absences, now, prices, days, seed, found)
    desk = desk_for(roster, problem, absences, now, prices, days)
    responder = Responder(desk)
    _warm_up(desk, responder, budget)
    maker = OfferMaker(desk, responder, roster)
    found.count_again(maker)
    found.note(maker.make(ACCEPT, Draft.of(desk)))
    before = _short_before(desk, maker, roster)
    allowed = people or people_allowed(desk, prices, before)
    for kind, draft in Search(desk, responder, budget, allowed, seed).drafts(offers):
        found.note(maker.make(kind, draft))
    return RepairResult(
        published=roster,
        offers=_ranked(found.offers, offers),
        absences=desk.absences,
        idle_absences=tuple(a for a in absences if a not in desk.absences),
        now=now,
        days=tuple(d for d, inside in zip(desk.slots.dates, desk.scope, strict=True) if inside),
        lost_hours=_lost_hours(desk, roster),
        short_before_hours=before,
        people_allowed=allowed,
        seconds=budget.seconds,
        first_offer_seconds=budget.seconds if found.first_seconds is None else found.first_seconds,
        evaluations=budget.used,
        seed=seed,
    )


class _Found:
    """The offers so far, each once, and when the first that changes something came."""

    def __init__(self, budget: Budget, on_offer: Callable[[Offer, float], None] | None) -> None:
        self.budget, self.on_offer = budget, on_offer
        self.offers: list[Offer] = []
        self.first_seconds: float | None = None

    def note(self, offer: Offer | None) -> None:
        if offer is None or any(_same(offer, other) for other in self.offers):
            return
        self.offers.append(offer)
        if self.first_seconds is None and offer.changes:
            self.first_seconds = self.budget.seconds
        if self.on_offer is not None:
            self.on_offer(offer, self.budget.seconds)

    def count_again(self, maker: OfferMaker) -> None:
        """Offers that were found among a few people, counted beside the whole team (whose means fairness looks at)."""
        self.offers = [again for offer in self.offers if (again := maker.again(offer)) is not None]


def _look_at_few(
    roster: Roster,
    problem: RosterProblem,
    absences: Sequence[Absence],
    now: datetime,
    prices: RepairPrices,
    days: Collection[date] | None,
    seed: int,
    found: _Found,
) -> None:
    """The first offer, from a few people at work when somebody is missed: the arrays of a large team take a second."""
    absent = {a.agent for a in absences}
    missed = [s for s in roster.shifts if any(a.agent == s.agent and s.start < a.end > now for a in absences)]
    when = {s.date for s in missed if any(a.agent == s.agent and a.start < s.end for a in absences)} or set(days or ())
    there = sorted({s.agent for s in roster.shifts if s.date in when and s.end > now and not s.is_leave} - absent)
    team = [there[i] for i in np.random.default_rng(seed).permutation(len(there))[:FEW]]
    desk = desk_for(roster, problem, absences, now, prices, days, team)
    responder = Responder(desk)
    _warm_up(desk, responder, found.budget)
    maker = OfferMaker(desk, responder, roster)
    found.note(maker.make(ACCEPT, Draft.of(desk)))
    for kind, draft in Search(desk, responder, found.budget, 1, seed).first():
        found.note(maker.make(kind, draft))


def people_allowed(desk: Desk, prices: RepairPrices, missing_hours: float) -> int:
    """Most people an offer may touch: so many an absence, or for each shift's worth of agent-hours that are missing."""
    shifts = len(desk.absences) or max(1, int(np.ceil(missing_hours / SHIFT_HOURS)))
    return prices.people_per_absence * shifts


def _warm_up(desk: Desk, responder: Responder, budget: Budget) -> None:
    """Compile what the search runs before its clock goes on: once after installation, from a cache afterwards."""
    before = budget.seconds
    for agent in desk.candidates[:1]:
        responder.respond(Draft.of(desk), agent, SAME)
    budget.started += budget.seconds - before


def _short_before(desk: Desk, maker: OfferMaker, roster: Roster) -> float:
    inside = [s for s in roster.shifts if desk.asked.grid.start <= s.start < desk.asked.grid.end]
    return maker.short_hours(Ledger(desk, inside).cost().missing)


def _lost_hours(desk: Desk, roster: Roster) -> float:
    """Agent-hours that became absence."""
    known = _absent_hours(s for s in roster.shifts if desk.asked.grid.start <= s.start < desk.asked.grid.end)
    return _absent_hours(s for shifts in desk.left.values() for s in shifts) - known


def _absent_hours(shifts: Iterable[Shift]) -> float:
    return sum(a.hours for s in shifts for a in s.activities if a.kind is ActivityKind.ABSENCE)


def _same(one: Offer, other: Offer) -> bool:
    return [(c.agent, c.day, c.words) for c in one.changes] == [(c.agent, c.day, c.words) for c in other.changes]


def _ranked(found: Sequence[Offer], most: int) -> tuple[Offer, ...]:
    """The best of each way of looking, then the best of all, ``most`` in all and accepting the shortfall; by worth."""
    best = sorted((o for o in found if o.kind != ACCEPT), key=lambda o: (-o.net, o.people, o.words))
    ways: dict[str, Offer] = {}
    for offer in best:
        ways.setdefault("without" if offer.kind.startswith("without ") else offer.kind, offer)
    kept = [*ways.values(), *(o for o in best if all(o is not w for w in ways.values()))][:most]
    kept += [o for o in found if o.kind == ACCEPT]
    ranked = sorted(kept, key=lambda o: (-o.net, o.people, o.words))
    return tuple(replace(offer, number=number) for number, offer in enumerate(ranked, 1))
