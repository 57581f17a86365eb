"""Runs of days, weekends, forbidden followers and limited kinds of shift as states of the engine's automaton."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.roster.automaton import automaton_of
from wfm.roster.kind_limits import UNLIMITED
from wfm.roster.week_states import State, StateRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance, Person
    from benchmarks.shift_scheduling_span import Budget, Span

    Tables = list[NDArray[np.int16]]

WEEK = 7
MOST_COUNTED = 60  # ways to have used limited kinds that one automaton may tell apart
# People times kinds times days squared up to which automata count kinds at all: nearly everybody needs one of their own
# then, and its states grow with the days.
SMALL = 100_000
FEW_WEEKENDS = 4  # in a span: then an automaton serves whatever is left of them, and other spans too


class States(NamedTuple):
    """Each person's automaton and first state, and the tables [automaton, day, state, action]."""

    automaton: NDArray[np.int64]
    first: NDArray[np.int64]
    tables: NDArray[np.int16]


class Automata:
    """Makes automata, each once. Where they are ``shared`` they serve other spans of the same shape too."""

    def __init__(self, *, shared: bool = False) -> None:
        self._shared = shared
        self.known: dict[tuple[StateRules, tuple[State, ...]], Tables] = {}

    def states_of(self, instance: Instance, span: Span) -> States:
        """The states of everybody in a span."""
        groups: dict[StateRules, dict[State, int]] = {}
        places = []
        for person, budget in zip(instance.staff, span.budgets, strict=True):
            rules, start, others = _rules(instance, span, person, budget)
            starts = groups.setdefault(rules, {})
            for state in (*others, start) if self._shared else (start,):
                starts.setdefault(state, len(starts))
            places.append((rules, starts[start]))
        tables = [self._tables(rules, tuple(starts)) for rules, starts in groups.items()]
        order = {rules: number for number, rules in enumerate(groups)}
        return States(
            np.array([order[rules] for rules, _ in places], dtype=np.int64),
            np.array([first for _, first in places], dtype=np.int64),
            _stacked(tables),
        )

    def _tables(self, rules: StateRules, starts: tuple[State, ...]) -> Tables:
        key = rules, starts
        if key not in self.known:
            self.known[key] = automaton_of(rules, starts)[0]
        return self.known[key]


def _stacked(tables: list[Tables]) -> NDArray[np.int16]:
    width = max(max(len(layer), int(layer.max()) + 1) for t in tables for layer in t)
    states = np.full((len(tables), len(tables[0]), width, tables[0][0].shape[1]), -1, dtype=np.int16)
    for number, layers in enumerate(tables):
        for day, layer in enumerate(layers):
            states[number, day, : len(layer)] = layer
    return states


def _rules(
    instance: Instance, span: Span, person: Person, budget: Budget
) -> tuple[StateRules, State, tuple[State, ...]]:
    """Someone's rules and first state, and other first states that the same automaton may as well serve."""
    kinds, names, days = instance.kinds, [k.name for k in instance.kinds], span.days
    limited = _limited(instance, days, budget)
    # Numbered from the span's first week, so that spans of the same shape have the same rules.
    weekends = tuple(
        day // WEEK - span.first // WEEK if day % WEEK >= 5 else -1 for day in range(span.first, span.last)
    )
    count = len(set(weekends) - {-1})
    rules = StateRules(
        week_of=span.week_of,
        days_allowed=(days, days),
        block_limit=person.most_days_on,
        blocks=(days,),
        weekly_rest=False,
        workable=(True,) * days,
        max_nights=None,
        series=0,
        min_days_on=person.least_days_on,
        min_days_off=person.least_days_off,
        limit_weekends=budget.weekends < count,
        weekend_of=weekends,
        kinds=len(kinds),
        forbidden=frozenset((a, names.index(b)) for a, kind in enumerate(kinds) for b in kind.not_before),
        limited=limited,
    )
    left = tuple(budget.most_of[k] for k in limited)
    start = State(0, 0, 0, False, unknown=True, weekends=max(min(budget.weekends, count), 0), left=left)
    if limited or count > FEW_WEEKENDS or not rules.limit_weekends:
        return rules, start, ()
    return rules, start, tuple(start._replace(weekends=n) for n in range(count))


def _limited(instance: Instance, days: int, budget: Budget) -> tuple[int, ...]:
    """The kinds that the automaton counts: the scarcest, as long as that takes few states."""
    if len(instance.staff) * len(instance.kinds) * days**2 > SMALL:
        return ()
    counted, ways = [], 1
    for kind in sorted(_binding(instance, days, budget), key=lambda k: budget.most_of[k]):
        ways *= budget.most_of[kind] + 1
        if ways <= MOST_COUNTED:
            counted.append(kind)
    return tuple(sorted(counted))


def _binding(instance: Instance, days: int, budget: Budget) -> list[int]:
    """The kinds with a limit that counts: worked at all, and not limited as much by days and minutes."""
    others = [min(days, budget.most_minutes // k.minutes) for k in instance.kinds]
    return [k for k, most in enumerate(budget.most_of) if 0 < most < others[k]]


def uncounted(instance: Instance, span: Span) -> NDArray[np.int64]:
    """The limits [person, kind] that the automaton leaves out."""
    limits = np.full((len(span.budgets), len(instance.kinds)), UNLIMITED, dtype=np.int64)
    for number, budget in enumerate(span.budgets):
        for kind in set(_binding(instance, span.days, budget)) - set(_limited(instance, span.days, budget)):
            limits[number, kind] = budget.most_of[kind]
    return limits if (limits != UNLIMITED).any() else limits[:0]
