"""The rostering problem: what a roster has to cover, who is there, and the rules it must keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wfm.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.types.people import Agent, Contract, Pattern
    from wfm.types.roster import Roster, Shift
    from wfm.types.wishes import Wish

RuleKind = Literal["law", "contract", "wish"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data: ``name`` is what solver and checker know it by, ``parameters`` its numbers (units in names).

    ``sentence`` is how people read it; ``legal_source`` names the article where ``kind`` is law.
    """

    name: str
    kind: RuleKind
    parameters: Mapping[str, float]
    sentence: str
    legal_source: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force, by name: a preset with the plan's changes. A rule that is absent does not hold."""

    preset: str
    by_name: Mapping[str, Rule]

    def parameter(self, rule: str, name: str) -> float | None:
        """A rule's number, or None where the rule is not in force."""
        found = self.by_name.get(rule)
        return None if found is None else found.parameters[name]


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A break inside a shift whose length lies in ``min_shift_minutes``..``max_shift_minutes``.

    It starts at least ``earliest_minutes`` after the shift's start and ends at least ``latest_minutes`` before its end.
    """

    kind: Literal["break", "meal"]
    minutes: int
    paid: bool
    min_shift_minutes: int
    max_shift_minutes: int = 24 * 60
    earliest_minutes: int = 60
    latest_minutes: int = 60

    def __post_init__(self) -> None:
        if self.minutes <= 0 or self.earliest_minutes < 0 or self.latest_minutes < 0:
            raise ConfigError(f"a {self.kind} has a length above 0 and margins that are not negative.")


@dataclass(frozen=True, slots=True)
class ShiftFamily:
    """Shifts that may be rostered: local start window with a step, lengths from start to end, and their breaks.

    ``days`` are weekdays (0 is Monday) on which it may start. ``earliest_start`` and ``latest_start`` are minutes
    after local midnight. ``break_spacing_minutes`` is the least work between two breaks.
    """

    name: str
    days: tuple[int, ...]
    earliest_start: int
    latest_start: int
    step_minutes: int
    lengths_minutes: tuple[int, ...]
    breaks: tuple[BreakRule, ...] = ()
    break_spacing_minutes: int = 60

    def __post_init__(self) -> None:
        if not self.lengths_minutes or min(self.lengths_minutes) <= 0 or max(self.lengths_minutes) > 24 * 60:
            raise ConfigError(f"shift {self.name}: lengths lie above 0 and up to 24 hours.")
        if not 0 <= self.earliest_start <= self.latest_start < 2 * 24 * 60 or self.step_minutes <= 0:
            raise ConfigError(f"shift {self.name}: the start window is ordered and the step above 0.")

    def breaks_of(self, length_minutes: int) -> tuple[BreakRule, ...]:
        """The breaks that a shift of this length has, in order."""
        return tuple(b for b in self.breaks if b.min_shift_minutes <= length_minutes <= b.max_shift_minutes)

    def paid_minutes(self, length_minutes: int) -> int:
        """Paid minutes of a shift of this length."""
        return length_minutes - sum(b.minutes for b in self.breaks_of(length_minutes) if not b.paid)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a roster is judged by, in units of the objective (1 is about one paid agent-hour).

    ``short`` lists (share of the requirement, price an agent-hour) in order: up to the first share missing costs the
    first price, beyond it the next; the last price holds for the rest. Prices rise, so that shortfall is spread.
    ``over`` prices an agent-hour too many, ``paid_hour`` a paid hour, ``away_from_home`` an hour on other work,
    ``start_time_change`` an hour between a start and the median start of the week, ``wish`` a denied wish of weight 1,
    ``fairness`` a burden (early, late, weekend, night) of somebody who has had one more of it than the team's mean,
    ``change`` a day that differs from the published roster.
    """

    short: tuple[tuple[float, float], ...] = ((0.05, 2.0), (0.15, 4.0), (1.0, 8.0))
    over: float = 0.5
    paid_hour: float = 1.0
    away_from_home: float = 0.05
    start_time_change: float = 0.1
    wish: float = 1.0
    fairness: float = 0.2
    change: float = 1.0

    def __post_init__(self) -> None:
        prices, shares = [p for _, p in self.short], [s for s, _ in self.short]
        if not prices or sorted(prices) != prices or sorted(shares) != shares:
            raise ConfigError("weights.short lists rising shares with rising prices.")


@dataclass(frozen=True)
class RosterProblem:
    """Everything the roster engine and the checker need, on one grid.

    ``required`` [work, slot] are decimal agents to have at work, unplanned shrinkage included. ``shortfall_widths`` and
    ``shortfall_prices`` [work, slot, step] are the convex price of missing agents: the first ``widths`` missing agents
    cost ``prices`` an agent-hour each, and so on, rising. ``efficiency`` maps an agent to the works they can do and how
    well (1 is average). ``past`` is the published roster before the grid, which rolling rules look back on; ``locks``
    are shifts inside the grid that stay as they are. ``wishes`` of the grid's days are weighed, those of the past count
    in the ledger of fairness. ``published`` is a roster of the grid's days that people know: changes to it cost.
    """

    grid: IntervalGrid
    works: tuple[str, ...]
    required: NDArray[np.float64]
    shortfall_widths: NDArray[np.float64]
    shortfall_prices: NDArray[np.float64]
    agents: tuple[Agent, ...]
    contracts: Mapping[str, Contract]
    efficiency: Mapping[str, Mapping[str, float]]
    shifts: tuple[ShiftFamily, ...]
    rules: Rules
    weights: Weights
    home: Mapping[str, str] = field(default_factory=dict)
    past: Roster | None = None
    locks: tuple[Shift, ...] = ()
    wishes: tuple[Wish, ...] = ()
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    published: Roster | None = None

    def __post_init__(self) -> None:
        if self.required.shape != (len(self.works), self.grid.count):
            raise DataError("required has one row a work and one column a slot", value=self.required.shape)
        for agent in self.agents:
            if agent.contract not in self.contracts:
                known = ", ".join(sorted(self.contracts))
                raise DataError("unknown contract", column="contract", value=agent.contract, remedy=f"Known: {known}.")
            if agent.pattern and agent.pattern not in self.patterns:
                known = ", ".join(sorted(self.patterns)) or "none"
                raise DataError("unknown pattern", column="pattern", value=agent.pattern, remedy=f"Known: {known}.")
        families = {"off", "any", "work", *(family.name for family in self.shifts)}
        for pattern in self.patterns.values():
            for entry in {entry for week in pattern.weeks for entry in week} - families:
                known = ", ".join(sorted(families))
                raise DataError(f"pattern {pattern.name} has an unknown day", value=entry, remedy=f"Known: {known}.")
