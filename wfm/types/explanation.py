"""Explanations of a roster, in numbers that people and programs can read. Costs are in units of the weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from wfm.types.problem import RuleKind


@dataclass(frozen=True, slots=True)
class Move:
    """What one person could do instead. ``cost`` is the change of the whole objective: below zero it saves.

    ``start`` and ``end`` are of the shift in question, None where the move is a day off.
    """

    agent: str
    date: date
    start: datetime | None
    end: datetime | None
    cost: float


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule, leave or contract that keeps an interval short, in words; ``freed`` is who could help without it."""

    rule: str
    kind: RuleKind
    sentence: str
    freed: Move | None


@dataclass(frozen=True, slots=True)
class Relief:
    """What easing one thing brings, measured by solving again from the roster at hand against the same effort without.

    ``one_more``: what it then costs to bring one person more to the interval, at least (None: nobody can be brought).
    ``asked_hours``: paid hours more than now and hours of leave not taken. ``short_after``: agents missing in the
    interval. ``gained_hours``: agent-hours less short over all days. ``saved``: what the objective falls by.
    """

    kind: str
    sentence: str
    one_more: float | None
    asked_hours: float
    short_after: float
    gained_hours: float
    saved: float


@dataclass(frozen=True, slots=True)
class IntervalExplanation:
    """Why an interval of a kind of work is short.

    ``cost`` is what its shortfall counts in the objective. ``people`` counts who could do the work by what they do
    then. ``possible`` is the most agents the interval could have if nothing else mattered. ``cheapest`` is the least
    costly way to bring one person more, under every rule. ``causes`` is a smallest set of rules that, with every other
    rule dropped, still keep everybody from being added at a gain (``smallest`` False: a set of which none can be left
    out, without proof that no smaller one exists); empty where no rule does, as ``sentence`` then says. ``reliefs``
    come cheapest first: by what it then costs to bring one person more.
    """

    work: str
    interval_start: datetime
    minutes: int
    required: float
    scheduled: float
    short: float
    cost: float
    people: Mapping[str, int]
    possible: float
    cheapest: Move | None
    causes: tuple[Cause, ...]
    smallest: bool
    reliefs: tuple[Relief, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Counter:
    """How often an agent had something, beside the team: ``mean``, ``least`` and ``most`` of those compared."""

    name: str
    own: float
    mean: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class ShiftExplanation:
    """Why an agent works (or is free) on a day.

    ``counters`` count past and roster together, over ``weeks`` weeks, beside the ``compared`` people who share a kind
    of work with the agent. ``others`` are the people who could legally work the shift, cheapest first, each with the
    change of the objective when the agent does the best without this day; ``blocked`` names the others by the rule that
    keeps them from it. ``without`` is the cheapest for the agent alone: another shift or a day off.
    """

    agent: str
    date: date
    start: datetime | None
    end: datetime | None
    weeks: float
    compared: int
    counters: tuple[Counter, ...]
    without: Move | None
    others: tuple[Move, ...]
    blocked: Mapping[str, tuple[str, ...]]
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What a rule or a weight costs: what the objective would fall by without it.

    ``at_least`` is reached by a roster that was found without it; ``at_most`` is proven by a bound, and holds the gap
    of the roster itself too. The truth lies between them. ``estimate`` is what the bound falls by without the rule, at
    the same prices: about the rule's marginal cost, and 0 for a rule that binds nobody. The last two are None where
    they were not worked out.
    """

    rule: str
    kind: RuleKind
    sentence: str
    at_least: float
    at_most: float | None
    estimate: float | None


@dataclass(frozen=True, slots=True)
class WishCost:
    """A wish on a day and what it costs, by the best tour of its agent beside everybody else as they are.

    Denied: ``cost`` is the change of the whole objective if it were granted (None: no legal tour grants it). Granted:
    what the rest of the objective would fall by if it had not been made. ``price`` is what denying it counts.
    """

    agent: str
    date: date
    wish: str
    value: float | None
    reason: str
    granted: bool
    price: float
    cost: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is explained about a roster. ``objective`` is what its terms come to, all together."""

    objective: float
    terms: Mapping[str, float]
    intervals: tuple[IntervalExplanation, ...]
    shifts: tuple[ShiftExplanation, ...]
    rules: tuple[RuleCost, ...]
    wishes: tuple[WishCost, ...] = ()
