"""What wishes and fairness cost, counted from the shifts of people alone: no array of the search is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.roster.burdens import BurdenHours
from wfm.roster.fairness import denies
from wfm.roster.own_costs import burden_prices, counts_of, wish_price

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem, Shift
    from wfm.types.wishes import Wish


class OwnLedger:
    """The prices of a problem's wishes and burdens, for the shifts of its days."""

    def __init__(self, problem: RosterProblem, slots: Slots, staff: Staff) -> None:
        self._days, self._zone = slots.dates, zone_of(problem.grid.zone)
        self._hours = BurdenHours.of(problem.rules)
        counts = counts_of(problem)
        weighed = problem.weights.wish > 0 and "wishes" in problem.rules.by_name
        self._wishes: dict[str, list[tuple[Wish, float]]] = {}
        for wish in problem.wishes if weighed else ():
            self._wishes.setdefault(wish.agent, []).append((wish, wish_price(problem, wish, counts)))
        dear = burden_prices(problem, staff, slots, counts) if counts else {}
        self._dear = {a.agent: {b: float(p[i]) for b, p in dear.items()} for i, a in enumerate(problem.agents)}

    def wishes(self, agent: str, shifts: Iterable[Shift]) -> float:
        """What the wishes of an agent cost that their shifts deny."""
        by_day = {s.date: s for s in shifts if not s.is_leave}
        cost = 0.0
        for wish, price in self._wishes.get(agent, ()):
            for day in (d for d in self._days if wish.on(d)):
                shift = by_day.get(day)
                denied = shift is None if wish.kind == "work" else shift is not None and denies(shift, wish, self._zone)
                cost += price if denied else 0.0
        return cost

    def fairness(self, agent: str, shifts: Iterable[Shift]) -> float:
        """What the burdens of an agent's shifts cost."""
        dear = self._dear.get(agent, {})
        own = [s for s in shifts if not s.is_leave and s.date in self._days] if any(dear.values()) else []
        return sum(dear.get(burden, 0.0) for s in own for burden in self._hours.of_shift(s, self._zone))
