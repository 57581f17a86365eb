"""Which ends of a shift differ for the days that follow: all others are one class, so that tours remember little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESTED = -(2**40)  # the moment of readiness of someone who has rested for weeks


@dataclass(frozen=True)
class RestClasses:
    """Moments at which people are ready to work again, a layer (0: before the first day, then the end of each day).

    ``ready`` [layer, class] rise; class 0 is rested for every later day. ``count`` [layer]; ``after_off`` [layer,
    class] is the class one day later when that day is off. ``rested`` [layer]: the latest moment of class 0.
    """

    ready: NDArray[np.int64]
    count: NDArray[np.int64]
    after_off: NDArray[np.int64]
    rested: NDArray[np.int64]

    def class_of(self, layer: int, ready: int) -> int:
        """The class of a moment of readiness: 0 where every later start finds it rested, else the first not earlier."""
        if ready <= self.rested[layer]:
            return 0
        values = self.ready[layer, : self.count[layer]]
        place = int(np.searchsorted(values, ready))
        return place if place < len(values) else 0


def rest_classes(
    days: int, starts: Sequence[NDArray[np.int64]], ready: Sequence[set[int]], extras: Sequence[int]
) -> RestClasses:
    """Classes from the moments of readiness that each layer can bring about.

    Args:
        days: Length of the horizon.
        starts: Sorted starts of the shifts on each day.
        ready: Moments of readiness a layer (``days`` + 1) that begin there.
        extras: Slots of rest beyond readiness that some later rule compares with (weekly rest, after nights).
    """
    layers: list[list[int]] = []
    carried: set[int] = set()
    rested = []
    for layer in range(days + 1):
        values = carried | ready[layer]
        later = np.concatenate([*starts[layer:], np.zeros(0, dtype=np.int64)])
        later.sort()
        rested.append(int(later[0]) - max(0, *extras) if len(later) else 2**40)
        kept = _distinct(sorted(values), later, (0, *extras))
        layers.append([RESTED, *kept])
        carried = set(kept)
    width = max(len(x) for x in layers)
    table = np.full((days + 1, width), 2**40, dtype=np.int64)
    for layer, values_of in enumerate(layers):
        table[layer, : len(values_of)] = values_of
    count = np.array([len(x) for x in layers], dtype=np.int64)
    off = np.zeros((days + 1, width), dtype=np.int64)
    classes = RestClasses(table, count, off, np.array(rested, dtype=np.int64))
    for layer in range(days):
        for place in range(1, int(count[layer])):
            classes.after_off[layer, place] = classes.class_of(layer + 1, int(table[layer, place]))
    return classes


def _distinct(values: Sequence[int], later: NDArray[np.int64], extras: Sequence[int]) -> list[int]:
    """One value, the latest, of those that no later start tells apart; none of those that no start has to wait for."""
    kept: dict[tuple[int, ...], int] = {}
    for value in values:
        kept[tuple(int(np.searchsorted(later, value + extra)) for extra in extras)] = value
    return sorted(v for key, v in kept.items() if any(key))
