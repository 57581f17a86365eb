"""The shape of a day: which share of a day's contacts falls in each slot, by weekday and by kind of special day.

Shapes are exponentially weighted sums of past days, pooled with like weekdays and smoothed along the day where counts
are small. How long the memory, how much pooling and how much smoothing is not a constant: each queue takes the
combination under which its own last four weeks were most likely (multinomial likelihood, given each day's total).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays
from wfm.forecast.special_days import HOLIDAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.cleaning import Cleaned
    from wfm.forecast.days import Bools, Floats, Ints
    from wfm.forecast.effects import DayEffects

# Half-lives in weeks: from the last month to the whole of two years.
HALF_LIVES = (4.0, 10.0, 26.0, 78.0)
# Pseudo-contacts of the pooled shape, as multiples of the number of open slots: none, some, all but the pooled shape.
POOLING = (0.0, 3.0, 30.0)
# Standard deviation of the smoothing kernel in minutes.
SMOOTHING = (0.0, 15.0, 30.0, 60.0)
# Days kept aside to choose by.
HELD_OUT = 28


def day_shapes(cleaned: Cleaned) -> Floats:
    """Shares of a normal day by weekday and slot (7 x slots): each open weekday sums to one, closed ones are zero."""
    rows = np.flatnonzero(cleaned.normal & (np.nan_to_num(cleaned.totals) > 0))
    numbers, counts = cleaned.days.numbers[rows], cleaned.counts[rows]
    settings = list(product(HALF_LIVES, POOLING, SMOOTHING))
    best = settings[len(settings) // 2]
    held = numbers >= cleaned.days.end - HELD_OUT
    if held.any() and (~held).sum() >= 7:
        weekly = _weekly_sums(numbers[~held], counts[~held], HALF_LIVES)
        judged = _weekly_sums(numbers[held], counts[held], (np.inf,))[0]
        best = settings[int(np.argmax(_likelihoods(judged, weekly, cleaned)))]
    half_life, pooling, smoothing = best
    sums = _weekly_sums(numbers, counts, (half_life,))[0]
    return _shares(_pooled(sums, cleaned.open_cells, pooling), cleaned, smoothing)


def _weekly_sums(numbers: Ints, counts: Floats, half_lives: tuple[float, ...]) -> Floats:
    """Counts by weekday and slot under each half-life in weeks (half-lives x 7 x slots); infinite ones never forget."""
    weight = 0.5 ** ((numbers.max() - numbers) / (7 * np.array(half_lives)[:, None]))
    sums = np.zeros((len(half_lives), 7, counts.shape[1]))
    weekday = weekdays(numbers)
    for w in np.unique(weekday):
        sums[:, w] = weight[:, weekday == w] @ counts[weekday == w]
    return sums


def _likelihoods(judged: Floats, weekly: Floats, cleaned: Cleaned) -> Floats:
    """Log likelihood of the counts ``judged`` (7 x slots) under every setting, in the order of the settings.

    All half-lives and poolings are smoothed together: it is linear.
    """
    pooled = np.stack([_pooled(weekly, cleaned.open_cells, pooling) for pooling in POOLING], axis=1)
    found = []
    for smoothing in SMOOTHING:
        logs = np.log(np.maximum(_shares(pooled, cleaned, smoothing), 1e-9))
        found.append((judged * logs).reshape(*logs.shape[:2], -1).sum(axis=-1))
    return np.asarray(np.stack(found, axis=-1).ravel())


def _pooled(sums: Floats, cells: Bools, pooling: float) -> Floats:
    """Sums by weekday and slot (the last two axes) that rest on those of like weekdays and of the whole week."""
    opened = cells.sum(axis=1)
    everything = sums.sum(axis=-2)
    mixed = sums.copy()
    for days in (slice(0, 5), slice(5, 7)):
        # Weekdays rest on all weekdays, Saturday and Sunday on each other, and both on the whole week.
        some = cells[days].any(axis=0)
        group = _resting(sums[..., days, :].sum(axis=-2), everything * some, pooling, some.sum())
        prior = np.where(cells[days], group[..., None, :], 0.0)
        mixed[..., days, :] = _resting(sums[..., days, :], prior, pooling, opened[days])
    return mixed


def _resting(counts: Floats, prior: Floats, pooling: float, slots: Ints) -> Floats:
    """Counts with ``pooling`` pseudo-contacts a slot in the shape of the prior, along the last axis."""
    total = prior.sum(axis=-1, keepdims=True)
    contacts = max(pooling, 1e-6) * slots[..., None] * prior
    # Where the prior has nothing, neither have the pseudo-contacts.
    return np.asarray(counts + contacts / np.where(total > 0, total, 1.0))


def _shares(sums: Floats, cleaned: Cleaned, smoothing: float) -> Floats:
    """Sums by weekday and slot (the last two axes), smoothed, as shares of their day."""
    cells = cleaned.open_cells
    # An open slot is never quite impossible: a hundredth of a contact a slot.
    mixed = np.where(cells, smoothed(sums, cells, smoothing / cleaned.days.minutes) + 0.01, 0.0)
    total = mixed.sum(axis=-1, keepdims=True)
    return np.asarray(mixed / np.where(total > 0, total, 1.0))


def smoothed(values: Floats, cells: Bools, sigma: float) -> Floats:
    """Gaussian means along the day (around midnight), over open slots only so that opening times stay sharp.

    Args:
        values: Weekdays x slots, with any axes before them.
        cells: Which slots are open, weekdays x slots.
        sigma: Standard deviation in slots.
    """
    if sigma <= 0:
        return values
    slots = values.shape[-1]
    places = np.arange(slots)
    weight = np.exp(-0.5 * (np.minimum(places, slots - places) / sigma) ** 2)
    kernel = weight[np.abs(places[:, None] - places[None, :])]
    inside = cells.astype(float)
    top, bottom = (values * inside) @ kernel, inside @ kernel
    return np.asarray(np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0))


def special_shape(kind: tuple[str, str], weekday: int, cleaned: Cleaned, effects: DayEffects, shapes: Floats) -> Floats:
    """Shape of a special day: that of past days of its kind, resting on a normal day's (Sunday's for such holidays).

    The normal shape counts as much as one average day: two past holidays outvote it, none leaves it.
    """
    look_like = 6 if kind[0] == HOLIDAY and effects.holiday_as == "Sunday" and shapes[6].any() else weekday
    reference: Floats = shapes[look_like]
    usable = set(cleaned.days.numbers[cleaned.known & cleaned.open_days].tolist())
    alike = [n - cleaned.days.first for n, k in cleaned.kinds.items() if k[0] == kind[0] and n in usable]
    alike = sorted(alike)[-12:]
    counts = cleaned.counts[alike].sum(axis=0) if alike else np.zeros(len(reference))
    if not counts.any() or not reference.any():
        return reference
    one_day = counts.sum() / len(alike)
    mixed = counts + one_day * reference
    return np.asarray(mixed / mixed.sum(), dtype=float)


def kinds_of(numbers: Ints, kinds: Mapping[int, tuple[str, str]]) -> list[tuple[str, str] | None]:
    """Kind and name of each day, None for normal days."""
    return [kinds.get(n) for n in numbers.tolist()]
