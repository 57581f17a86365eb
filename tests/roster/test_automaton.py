"""The automaton of a contract's rules against a plain reading of them, on every sequence of a few days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.roster.automaton import automaton_of, transitions
from wfm.roster.week_states import OFF, State, StateRules, action

DAYS = 7
OFF_DAY = -1


@dataclass(frozen=True)
class Contract:
    """The rules of a case in plain terms; the horizon begins on weekday ``first`` (0 a Monday)."""

    first: int
    most_on: int
    least_on: int
    least_off: int
    weekends: int | None
    kinds: int
    forbidden: frozenset[tuple[int, int]]
    most: tuple[int | None, ...]
    unknown: bool


def weekend_numbers(first: int) -> tuple[int, ...]:
    return tuple((first + d) // 7 if (first + d) % 7 >= 5 else -1 for d in range(DAYS))


def allowed(case: Contract, days: tuple[int, ...]) -> bool:
    """Whether the contract allows the kinds of shift (or a day off) of ``days``; off before, unknown or rested."""
    runs, at = [], 0
    for works, group in groupby(d != OFF_DAY for d in days):
        length = len(list(group))
        runs.append((works, at, length))
        at += length
    for works, start, length in runs:
        begins_inside = start > 0 or (works and not case.unknown)
        ends_inside = start + length < len(days)
        if works and length > case.most_on:
            return False
        least = case.least_on if works else case.least_off
        if begins_inside and ends_inside and length < least:
            return False
    if case.weekends is not None:
        worked = {w for w, d in zip(weekend_numbers(case.first), days, strict=True) if w >= 0 and d != OFF_DAY}
        if len(worked) > case.weekends:
            return False
    if any((a, b) in case.forbidden for a, b in pairwise(days)):
        return False
    return all(most is None or days.count(k) <= most for k, most in enumerate(case.most))


def rules_of(case: Contract) -> tuple[StateRules, State]:
    limited = tuple(k for k, most in enumerate(case.most) if most is not None)
    rules = StateRules(
        week_of=(0,) * DAYS,
        days_allowed=(DAYS,),
        block_limit=case.most_on,
        blocks=(99,),
        weekly_rest=False,
        workable=(True,) * DAYS,
        max_nights=None,
        series=0,
        min_days_on=case.least_on,
        min_days_off=case.least_off,
        limit_weekends=case.weekends is not None,
        weekend_of=weekend_numbers(case.first),
        kinds=case.kinds,
        forbidden=case.forbidden,
        limited=limited,
    )
    left = tuple(case.most[k] for k in limited)
    return rules, State(0, 0, 0, False, unknown=case.unknown, weekends=case.weekends or 0, left=left)


def walks(tables: list[np.ndarray], days: tuple[int, ...]) -> bool:
    state = 0
    for table, kind in zip(tables, days, strict=True):
        state = int(table[state, OFF if kind == OFF_DAY else action(False, 0, 1, kind) + 2])
        if state < 0:
            return False
    return True


cases = st.builds(
    Contract,
    first=st.integers(0, 6),
    most_on=st.integers(1, 5),
    least_on=st.integers(1, 3),
    least_off=st.integers(1, 3),
    weekends=st.none() | st.integers(0, 2),
    kinds=st.just(2),
    forbidden=st.frozensets(st.tuples(st.integers(0, 1), st.integers(0, 1)), max_size=3),
    most=st.tuples(st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)),
    unknown=st.booleans(),
)


@given(case=cases)
@settings(max_examples=60, deadline=None)
def test_tables_allow_exactly_what_the_contract_allows(case):
    rules, start = rules_of(case)
    tables = transitions(rules, start)
    for days in product((OFF_DAY, 0, 1), repeat=DAYS):
        assert walks(tables, days) == allowed(case, days), days


def test_a_run_that_the_horizon_cuts_off_is_long_enough():
    case = Contract(0, 5, 3, 1, None, 1, frozenset(), (None,), unknown=False)
    tables = transitions(*rules_of(case))
    assert walks(tables, (OFF_DAY,) * 6 + (0,))
    assert not walks(tables, (OFF_DAY,) * 5 + (0, OFF_DAY))


def test_days_owed_from_the_past_are_paid_first():
    rules, start = rules_of(Contract(0, 5, 3, 2, None, 1, frozenset(), (None,), unknown=False))
    working = transitions(rules, start._replace(worked=True, block=1, owed=2))
    assert not walks(working, (0,) + (OFF_DAY,) * 6)
    assert walks(working, (0, 0) + (OFF_DAY,) * 5)
    resting = transitions(rules, start._replace(owed=1))
    assert not walks(resting, (0,) * 3 + (OFF_DAY,) * 4)
    assert walks(resting, (OFF_DAY,) + (0,) * 3 + (OFF_DAY,) * 3)


def test_agents_with_different_pasts_share_an_automaton():
    rules, start = rules_of(Contract(0, 4, 1, 1, 1, 2, frozenset({(1, 0)}), (None, None), unknown=False))
    tables, last = automaton_of(rules, (start, start._replace(worked=True, block=4)))
    assert tables[0][0, action(False, 0, 1, 0)] >= 0
    assert tables[0][1, action(False, 0, 1, 0)] == -1
    assert len(last) == tables[-1].max() + 1


def test_nothing_more_is_remembered_than_the_rules_ask_for():
    plain = Contract(0, 7, 1, 1, None, 1, frozenset(), (None,), unknown=False)
    assert max(len(t) for t in transitions(*rules_of(plain))) == 1


@pytest.mark.parametrize("left", [0, 1])
def test_a_kind_without_any_left_is_not_worked(left):
    rules, start = rules_of(Contract(0, 7, 1, 1, None, 2, frozenset(), (None, left), unknown=False))
    assert walks(transitions(rules, start), (1,) + (OFF_DAY,) * 6) is bool(left)
