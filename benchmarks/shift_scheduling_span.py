"""Some days of a shift-scheduling instance: which are settled, and what everybody may still do in the others."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance, Person

FREE = -2  # a day that the engine decides
OFF = -1


@dataclass(frozen=True)
class Budget:
    """What one person may still do within a span: minutes, weekends and shifts of each kind."""

    least_minutes: int
    most_minutes: int
    weekends: int
    most_of: tuple[int, ...]


@dataclass(frozen=True)
class Span:
    """Days ``first`` to ``last`` - 1; ``fixed`` [person, day] is a kind, ``OFF`` or ``FREE``; a budget a person.

    Days from ``ahead`` on are only looked at, so that days before can be followed: their minutes are free.
    ``unit_minutes`` is what minutes are counted in, each shift's rounded up.
    """

    first: int
    last: int
    ahead: int
    fixed: NDArray[np.int64]
    budgets: tuple[Budget, ...]
    unit_minutes: int

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first

    @property
    def week_of(self) -> tuple[int, ...]:
        """For each day, 0 before ``ahead``, then 1: minutes are counted apart."""
        return (0,) * (self.ahead - self.first) + (1,) * (self.last - self.ahead)


def whole(instance: Instance) -> Span:
    """The whole horizon, with nothing fixed but days off."""
    fixed = np.full((len(instance.staff), instance.days), FREE, dtype=np.int64)
    for number, person in enumerate(instance.staff):
        fixed[number, sorted(person.days_off)] = OFF
    budgets = [Budget(p.least_minutes, p.most_minutes, p.most_weekends, most_of(instance, p)) for p in instance.staff]
    return Span(0, instance.days, instance.days, fixed, tuple(budgets), unit_minutes(instance))


def most_of(instance: Instance, person: Person) -> tuple[int, ...]:
    """The most shifts of each kind; the days where the instance sets no limit."""
    return tuple(person.most_of.get(k.name, instance.days) for k in instance.kinds)


def unit_minutes(instance: Instance) -> int:
    """The minutes that every shift is a multiple of."""
    return gcd(*(k.minutes for k in instance.kinds))


def rows_of(span: Span, kinds: int, tours: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Kinds [person, day of the span] of tours."""
    tour = np.array(tours)
    return np.where(tour >= 0, tour % kinds, OFF)
