"""What each person's wish costs: granting one that was denied, or having granted one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.roster.explain.resolve import moves
from wfm.roster.fairness import ledger
from wfm.roster.own_costs import wish_price
from wfm.types.explanation import WishCost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfm.roster.explain.present import Present
    from wfm.types import Wish

MOST_WISHES = 200  # a wish and a day each


def wish_costs(now: Present) -> tuple[WishCost, ...]:
    """Each wish on each day it speaks of, the denied first, then by cost."""
    if "wishes" not in now.problem.rules.by_name or now.problem.weights.wish <= 0:
        return ()
    found = list(_each(now))[:MOST_WISHES]
    return tuple(sorted(found, key=lambda w: (w.granted, -(w.cost or 0.0))))


def _each(now: Present) -> Iterator[WishCost]:
    counts = ledger(now.problem) if now.problem.past is not None else {}
    for wish in now.problem.wishes:
        agent = now.numbers.get(wish.agent)
        if agent is None or now.plan.tour[agent, 0] == -2:
            continue
        for day, date in enumerate(now.slots.dates):
            if wish.on(date):
                price = wish_price(now.problem, wish, counts)
                denying = _denying(now, wish, day)
                row = int(now.plan.tour[agent, day])
                denied = row < 0 if wish.kind == "work" else row in denying
                cost = (
                    _to_grant(now, wish, agent, day, denying) if denied else _granted(now, wish, agent, denying, price)
                )
                yield WishCost(wish.agent, date, wish.kind, wish.value, wish.reason, not denied, price, cost)


def _denying(now: Present, wish: Wish, day: int) -> set[int]:
    """The day's shifts that deny the wish; for a wish to work, those that grant it."""
    zone, rows = zone_of(now.problem.grid.zone), now.staff.table.rows
    found = set()
    for s in range(int(now.model.day_first[day]), int(now.model.day_first[day + 1])):
        start = now.slots.instant(rows[s].start).astimezone(zone)
        denies = wish.denied_by(start.hour + start.minute / 60, rows[s].clock_minutes / 60)
        if denies or wish.kind == "work":
            found.add(s)
    return found


def _to_grant(now: Present, wish: Wish, agent: int, day: int, denying: set[int]) -> float | None:
    """The change of the objective when the agent's tour grants the wish; None where no legal tour does."""
    allowed, may_rest = now.model.allowed.copy(), now.model.may_rest.copy()
    if wish.kind == "work":
        may_rest[agent, day] = False
    else:
        allowed[agent, sorted(denying)] = False
    other = replace(now, model=now.model._replace(allowed=allowed, may_rest=may_rest))
    return next((cost for _, cost, _, _ in moves(other, [agent])), None)


def _granted(now: Present, wish: Wish, agent: int, denying: set[int], price: float) -> float:
    """What the rest of the objective would fall by if the wish had not been made."""
    value = now.model.own_value.copy()
    value[agent, sorted(denying)] += -price if wish.kind == "work" else price
    free = replace(now, model=now.model._replace(own_value=value))
    cost = next((cost for _, cost, _, _ in moves(free, [agent])), 0.0)
    return max(0.0, -cost)
