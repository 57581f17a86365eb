"""The smallest blocking set, against trying every set."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from wfm.roster.explain.causes import smallest_blocking
from wfm.types.explanation import Move

ATOMS = ("hours", "leave", "availability", "days", "rest", "skills")
SOMEBODY = Move("ann", date(2026, 11, 16), None, None, -1.0)
# Each person is kept out by any of some sets of rules.
PEOPLE = st.lists(
    st.lists(st.frozensets(st.sampled_from(ATOMS), min_size=1, max_size=3), min_size=1, max_size=3),
    min_size=1,
    max_size=5,
)


def freed_by(people):
    """Somebody whom the rules held do not keep out, if there is one."""
    return lambda held: SOMEBODY if any(not any(s <= held for s in sets) for sets in people) else None


@given(PEOPLE)
def test_no_smaller_set_blocks(people):
    test = freed_by(people)
    found = smallest_blocking(ATOMS, test)
    blocking = [set(c) for k in range(len(ATOMS) + 1) for c in combinations(ATOMS, k) if test(frozenset(c)) is None]
    assert found.smallest
    assert set(found.rules) in blocking
    assert len(found.rules) == min(len(c) for c in blocking)
    assert all(found.freed[rule] is not None for rule in found.rules)


@given(PEOPLE)
def test_out_of_tests_none_of_the_set_can_be_left_out(people):
    test = freed_by(people)
    found = smallest_blocking(ATOMS, test, most_tests=3)
    assert test(frozenset(found.rules)) is None
    assert all(test(frozenset(found.rules) - {rule}) is not None for rule in found.rules)


def test_rules_that_do_not_block_and_prices_that_do():
    assert smallest_blocking(ATOMS, lambda _: SOMEBODY).rules is None
    assert smallest_blocking(ATOMS, lambda _: None).rules == ()
