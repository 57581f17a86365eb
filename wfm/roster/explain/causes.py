"""A smallest set of rules that keeps an interval short.

A set of rules blocks an interval when, with every other rule dropped, nobody can be brought to work in it at a gain.
Blocking sets and the sets of rules that must be dropped together to let somebody in (correction sets) are dual: a
smallest blocking set is a smallest set that meets every correction set (Reiter 1987; Ignatiev et al. 2015). So:
propose a smallest set that meets the correction sets known, test it, and where it does not block, let it grow as far
as it can without blocking; what is left out is a new correction set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_TESTS = 60
Witness = TypeVar("Witness")


@dataclass
class Blocking(Generic[Witness]):
    """What was found: ``rules`` (None: no set of them blocks), each rule's witness, and whether no set is smaller."""

    rules: tuple[str, ...] | None
    smallest: bool
    freed: dict[str, Witness | None] = field(default_factory=dict)


def smallest_blocking(
    atoms: Sequence[str],
    freed_by: Callable[[frozenset[str]], Witness | None],
    most_tests: int = MOST_TESTS,
    known: Iterable[frozenset[str]] = (),
) -> Blocking[Witness]:
    """A smallest set of ``atoms`` that blocks.

    Args:
        atoms: Rules that can be dropped, those more likely to matter first.
        freed_by: Who can be added at a gain when only these rules hold (None: nobody, so they block).
        most_tests: Tests after which a set is taken of which no rule can be left out, smallest or not.
        known: Correction sets known already.
    """
    tested: dict[frozenset[str], Witness | None] = {}

    def test(rules: Iterable[str]) -> Witness | None:
        asked = frozenset(rules)
        if asked not in tested:
            tested[asked] = freed_by(asked)
        return tested[asked]

    if test(atoms) is not None:
        return Blocking(None, smallest=True, freed={"": test(atoms)})
    if test(()) is None:
        return Blocking((), smallest=True)
    corrections = list(known)
    while len(tested) < most_tests:
        proposed = _least_meeting(atoms, corrections)
        if test(proposed) is None:
            return Blocking(proposed, smallest=True, freed=_witnesses(proposed, test))
        grown = set(proposed)
        for atom in atoms:
            if atom not in grown and test(grown | {atom}) is not None:
                grown.add(atom)
        corrections.append(frozenset(atoms) - grown)
    kept = list(atoms)
    for atom in reversed(atoms):
        if test(a for a in kept if a != atom) is None:
            kept.remove(atom)
    return Blocking(tuple(kept), smallest=False, freed=_witnesses(tuple(kept), test))


def _least_meeting(atoms: Sequence[str], sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """A smallest choice of ``atoms`` with one of each of ``sets``."""
    useful = [a for a in atoms if any(a in s for s in sets)]
    for size in range(len(useful) + 1):
        for chosen in combinations(useful, size):
            if all(s.intersection(chosen) for s in sets):
                return chosen
    raise AssertionError("a correction set is never empty")


def _witnesses(rules: tuple[str, ...], test: Callable[[Iterable[str]], Witness | None]) -> dict[str, Witness | None]:
    return {rule: test(r for r in rules if r != rule) for rule in rules}
