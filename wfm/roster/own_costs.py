"""What a shift costs an agent beside cover and hours: denied wishes, unfair burdens, changes of what was known.

Each is a price an agent and shift, so that tours are priced exactly and the bound holds for them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.intervals import zone_of
from wfm.roster.burdens import BURDENS, BurdenHours
from wfm.roster.fairness import DENIED, ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from wfm.roster.respond import Plan
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem
    from wfm.types.wishes import Wish

OWN_TERMS = ("wishes", "fairness", "change")


@dataclass(frozen=True)
class OwnCosts:
    """By term: ``price`` [agent, shift of the table] (absent where it is nothing), and ``constant``, which every roster
    costs: a price below zero gives part of it back.
    """  # noqa: D205

    price: Mapping[str, NDArray[np.float64]]
    constant: Mapping[str, float]

    @property
    def all_constants(self) -> float:
        """What every roster costs."""
        return sum(self.constant.values())

    def value(self, agents: int, shifts: int) -> NDArray[np.float64]:
        """What working a shift is worth to each agent [agent, shift]; no rows where there is nothing."""
        if not self.price:
            return np.zeros((0, shifts))
        total = np.zeros((agents, shifts))
        for price in self.price.values():
            total -= price
        return total

    def terms(self, plan: Plan) -> dict[str, float]:
        """What each term comes to under a plan."""
        found = {}
        agent, day = np.nonzero(plan.tour >= 0)
        for name in OWN_TERMS:
            price = self.price.get(name)
            worked = 0.0 if price is None else float(price[agent, plan.tour[agent, day]].sum())
            found[name] = worked + self.constant.get(name, 0.0)
        return found


def own_costs(problem: RosterProblem, slots: Slots, staff: Staff) -> OwnCosts:
    """The prices of a problem's wishes, ledger and published roster."""
    price: dict[str, NDArray[np.float64]] = {}
    constant: dict[str, float] = {}
    counts = counts_of(problem)
    if problem.wishes and problem.weights.wish > 0 and "wishes" in problem.rules.by_name:
        price["wishes"], constant["wishes"] = _wishes(problem, slots, staff, counts)
    if counts:
        fairness = _fairness(problem, staff, slots, counts)
        if fairness.any():
            price["fairness"] = fairness
    if problem.published is not None and problem.weights.change > 0 and "published_roster" in problem.rules.by_name:
        price["change"], constant["change"] = _changes(problem, slots, staff)
    return OwnCosts(price, constant)


def counts_of(problem: RosterProblem) -> Mapping[str, Mapping[str, float]]:
    """The ledger where fairness has a price and there is a past; else empty."""
    return ledger(problem) if problem.weights.fairness > 0 and problem.past is not None else {}


def wish_price(problem: RosterProblem, wish: Wish, counts: Mapping[str, Mapping[str, float]]) -> float:
    """What denying a wish costs: dearer for those whose wishes were denied more often than the team's."""
    denied = [c[DENIED] for c in counts.values()]
    more = counts[wish.agent][DENIED] - sum(denied) / len(denied) if wish.agent in counts else 0.0
    if "fairness_denied" not in problem.rules.by_name:
        more = 0.0
    return problem.weights.wish * wish.weight * (1 + problem.weights.fairness * max(more, 0.0))


def _wishes(
    problem: RosterProblem, slots: Slots, staff: Staff, counts: Mapping[str, Mapping[str, float]]
) -> tuple[NDArray[np.float64], float]:
    rows, numbers = staff.table.rows, {a.agent: i for i, a in enumerate(problem.agents)}
    price, constant = np.zeros((len(problem.agents), len(rows))), 0.0
    zone = zone_of(problem.grid.zone)
    starts = [_hour(slots, row.start, zone) for row in rows]
    for wish in problem.wishes:
        agent, cost = numbers.get(wish.agent), wish_price(problem, wish, counts)
        if agent is None:
            continue
        for day, date in enumerate(slots.dates):
            if not wish.on(date):
                continue
            constant += cost if wish.kind == "work" else 0.0
            for s in range(staff.table.day_first[day], staff.table.day_first[day + 1]):
                if wish.kind == "work":
                    price[agent, s] -= cost
                elif wish.denied_by(starts[s], rows[s].clock_minutes / 60):
                    price[agent, s] += cost
    return price, constant


def _hour(slots: Slots, slot: int, zone: ZoneInfo) -> float:
    start = slots.instant(slot).astimezone(zone)
    return start.hour + start.minute / 60


def _fairness(
    problem: RosterProblem, staff: Staff, slots: Slots, counts: Mapping[str, Mapping[str, float]]
) -> NDArray[np.float64]:
    """The price of each burden that a shift carries."""
    carried = _burdens_of_rows(problem, staff, slots)
    price = np.zeros(staff.allowed.shape)
    for burden, dear in burden_prices(problem, staff, slots, counts).items():
        price += np.outer(dear, [burden in own for own in carried])
    return price


def burden_prices(
    problem: RosterProblem, staff: Staff, slots: Slots, counts: Mapping[str, Mapping[str, float]]
) -> dict[str, NDArray[np.float64]]:
    """By burden what one more costs [agent]: for those who have had more than the mean of those who can have it."""
    carried = _burdens_of_rows(problem, staff, slots)
    prices = {}
    for burden in BURDENS:
        rows = np.array([burden in own for own in carried], dtype=np.bool_)
        able = staff.allowed[:, rows].any(axis=1)
        if f"fairness_{burden}" in problem.rules.by_name and able.any():
            had = np.array([counts[a.agent][burden] for a in problem.agents])
            more = np.where(able, np.maximum(had - had[able].mean(), 0.0), 0.0)
            prices[burden] = problem.weights.fairness * more
    return prices


def _burdens_of_rows(problem: RosterProblem, staff: Staff, slots: Slots) -> Sequence[frozenset[str]]:
    hours = BurdenHours.of(problem.rules)
    zone = zone_of(problem.grid.zone)
    return [
        hours.of_span(slots.dates[r.day], slots.instant(r.start), slots.instant(r.end), zone) for r in staff.table.rows
    ]


def _changes(problem: RosterProblem, slots: Slots, staff: Staff) -> tuple[NDArray[np.float64], float]:
    """A price for each day that differs from the published roster: another shift, one more or one fewer."""
    weight, rows = problem.weights.change, staff.table.rows
    numbers = {a.agent: i for i, a in enumerate(problem.agents)}
    price, constant = np.full((len(problem.agents), len(rows)), weight), 0.0
    for shift in problem.published.shifts if problem.published is not None else ():
        day = (shift.date - slots.dates[0]).days
        if shift.is_leave or shift.agent not in numbers or not 0 <= day < len(slots.dates):
            continue
        constant += weight
        start, end = slots.at(shift.start), slots.grid.next_slot(shift.end)
        for s in range(staff.table.day_first[day], staff.table.day_first[day + 1]):
            # A day off costs the constant, another shift too; the shift as it was gives it back.
            price[numbers[shift.agent], s] = -weight if (rows[s].start, rows[s].end) == (start, end) else 0.0
    return price, constant
