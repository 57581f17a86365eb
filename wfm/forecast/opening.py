"""When a queue is open, and what is usual in each cell of its week: read from the history, which rarely says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wfm.forecast.days import Bools, Floats, Ints, QueueDays

# The pattern of opening is read from the last half year: older hours may have been other hours.
PATTERN_DAYS = 182
# A weekday with less than this share of the busiest weekday's contacts is closed: strays, wrong numbers, tests.
CLOSED_SHARE = 0.005
# An interval is closed where none of its weekdays had a contact though at least this many were expected.
CLOSED_EVIDENCE = 6.0
# Slots on either side of a silent stretch that tell how many contacts were due in it.
EDGE = 4
# What is rarer than this is not chance.
CHANCE = 0.001
# Fewer days than this outside events, and event days count as ordinary: they are what is known.
LEAST_ORDINARY = 14


def any_slot(cells: Bools) -> Bools:
    """Whether anything is true in each row."""
    return np.asarray(cells.any(axis=1), dtype=bool)


def open_pattern(days: QueueDays, weekday: Ints, ordinary: Bools) -> Bools:
    """Cells of the week with regular contacts. A cell without any is closed only if chance cannot explain it."""
    recent = np.zeros(len(weekday), dtype=bool)
    recent[-PATTERN_DAYS:] = True
    rows = recent & ordinary
    if rows.sum() < LEAST_ORDINARY:
        rows = ordinary
    sums = np.zeros((7, days.counts.shape[1]))
    seen = np.zeros_like(sums)
    for w in range(7):
        sums[w], seen[w] = _sums(days.counts[rows & (weekday == w)])
    by_weekday = np.where(seen.any(axis=1), sums.sum(axis=1) / np.maximum(seen.max(axis=1), 1), 0.0)
    alive = by_weekday > CLOSED_SHARE * by_weekday.max()
    total = sums[alive].sum(axis=0)
    if not total.any():
        return np.zeros_like(sums, dtype=bool)
    shape = _neighbourhood_mean(total / total.sum())
    expected = shape[None, :] * sums.sum(axis=1)[:, None]
    stray = sums < CLOSED_SHARE * sums.max(axis=1, keepdims=True)
    expected *= seen / np.maximum(seen.mean(axis=1, keepdims=True), 1e-12)
    silent = (sums == 0) & (expected > CLOSED_EVIDENCE)
    noise = stray & (sums.max(axis=1, keepdims=True) > CLOSED_EVIDENCE / CLOSED_SHARE)
    nowhere = _silent_stretches(total)
    # Never measured: closed, unless so much is missing that chance explains it.
    number = np.array([(rows & (weekday == w)).sum() for w in range(7)])
    share = np.array([seen[w][seen[w] > 0].mean() / max(number[w], 1) if seen[w].any() else 1.0 for w in range(7)])
    unmeasured = (seen == 0) & ((1 - share) ** number < CHANCE)[:, None]
    return np.asarray(alive[:, None] & ~silent & ~noise & ~nowhere[None, :] & ~unmeasured, dtype=bool)


def _sums(counts: Floats) -> tuple[Floats, Ints]:
    """What was measured in each slot, and on how many days."""
    seen = ~np.isnan(counts)
    return np.where(seen, counts, 0.0).sum(axis=0), seen.sum(axis=0)


def _silent_stretches(total: Floats) -> Bools:
    """Slots inside a stretch without any contact, around the clock, that is too long for chance.

    What was due is read from the slots on either side: a queue of ten contacts a day has quarter-hours of the night in
    which half a year brought none.
    """
    n = len(total)
    inside = _neighbourhood_mean(total) == 0
    turn = int(np.argmax(total > 0))
    busy = np.flatnonzero(np.roll(total, -turn) > 0)
    values = np.roll(total, -turn)
    silent = np.zeros(n, dtype=bool)
    for start, end in zip(busy, np.append(busy[1:], n), strict=True):
        length = int(end - start) - 1
        if length < 3:
            continue
        beside = np.arange(1, EDGE + 1)
        due = length * np.concatenate([values[(start + 1 - beside) % n], values[(end - 1 + beside) % n]]).mean()
        silent[start + 1 : end] = due > CLOSED_EVIDENCE
    return np.asarray(inside & np.roll(silent, turn), dtype=bool)


def _neighbourhood_mean(values: Floats) -> Floats:
    """Mean of each slot with its neighbours, around the clock."""
    mean: Floats = (np.roll(values, 1) + values + np.roll(values, -1)) / 3
    return mean


def typical_counts(counts: Floats, weekday: Ints, open_cells: Bools, rows: Bools) -> Floats:
    """Mean count of each cell of the week, from all rows (rough: only to judge gaps and outages)."""
    typical = np.zeros((7, counts.shape[1]))
    never = np.zeros_like(typical, dtype=bool)
    for w in range(7):
        total, seen = _sums(counts[np.flatnonzero(rows & (weekday == w))[-26:]])
        typical[w] = total / np.maximum(seen, 1)
        never[w] = seen == 0
    # A cell that chance left unmeasured: what its slot is on other weekdays, scaled to the weekday.
    known = ~never
    slot = (typical * known).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    scale = (typical * known).sum(axis=1) / np.maximum((slot[None, :] * known).sum(axis=1), 1e-12)
    typical = np.where(never, slot[None, :] * scale[:, None], typical)
    return np.where(open_cells, typical, 0.0)
