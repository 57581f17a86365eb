"""Opening hours that changed: what is closed now though the last half year knew it open, and what opened only lately.

A cell of the week (weekday and slot) that was busy and has been silent since is closed, if its silence is longer than
chance explains; one that was silent and is busy since has opened. Evidence is sought cell by cell, slot by slot from
Monday to Friday (closing an hour earlier), and weekday by weekday (no Saturdays any more): small queues show it only in
such sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import day_of

if TYPE_CHECKING:
    from wfm.forecast.days import Bools, Floats, Ints, QueueDays

# Silence where this many contacts were due happens once in e^12 = 160,000 times by chance.
SILENCE_EXPECTED = 12.0
# Least days of silence, and of contacts beside it: three of one weekday, two working weeks of a slot.
LEAST_WEEKS, LEAST_DAYS = 3, 10
# Share of the days beside the silence that are busy: what is only sometimes so may well not be for a season.
BUSY_SHARE = 0.85
# Weeks and days beside the silence from which it is told what was due: a season is no change of hours.
WEEKS_BESIDE, DAYS_BESIDE = 8, 40


@dataclass(frozen=True)
class HoursChange:
    """What changed: cells (7 x slots) closed now, and the row of the history from which a cell is open (0: always)."""

    closed: Bools
    opened: Ints

    def notes(self, days: QueueDays) -> list[str]:
        """In words."""
        names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        found = []
        for what, cells in (("closed by now", self.closed), ("open only lately", self.opened > 0)):
            if cells.any():
                slots = np.flatnonzero(cells.any(axis=0))
                start, end = int(slots[0]) * days.minutes, (int(slots[-1]) + 1) * days.minutes
                on = ", ".join(names[w] for w in np.flatnonzero(cells.any(axis=1)))
                since = ""
                if what.startswith("open"):
                    since = f" (since {day_of(days.first + int(self.opened[cells].min()))})"
                found.append(
                    f"opening hours changed: {on} between {start // 60:02d}:{start % 60:02d} and "
                    f"{end // 60:02d}:{end % 60:02d} {what}{since}; older days are read as if they had these hours"
                )
        return found


def hours_change(days: QueueDays, weekday: Ints, ordinary: Bools) -> HoursChange:
    """What changed in the hours of a queue; nothing where the whole queue fell silent.

    Args:
        days: The history.
        weekday: Weekday of each row.
        ordinary: Rows without anything special.
    """
    seen = ~np.isnan(days.counts)
    counts = np.where(seen, days.counts, 0.0)
    # Days after the last one that was measured are no silence: the history ends earlier than asked for.
    measured = np.flatnonzero(seen.any(axis=1))
    ordinary = ordinary & (np.arange(len(counts)) <= measured.max(initial=-1))
    by_weekday = [np.flatnonzero(ordinary & (weekday == w)) for w in range(7)]
    busy = counts > 0
    used = np.array([busy[rows].any(axis=0) for rows in by_weekday], dtype=bool)
    live, totals = used.any(axis=1), counts.sum(axis=1, keepdims=True)
    weeks = [_edges(values, by_weekday, LEAST_WEEKS, WEEKS_BESIDE) for values in (totals, counts)]
    closed, opened = weeks[0][0] | weeks[1][0], np.maximum(weeks[0][1], weeks[1][1])
    # Monday to Friday together: weekends have hours of their own.
    office = live & (np.arange(7) < 5)
    every = _edges(counts, [np.flatnonzero(ordinary & office[weekday])], LEAST_DAYS, DAYS_BESIDE)
    closed |= every[0] & office[:, None]
    opened = np.where(office[:, None], np.maximum(opened, every[1]), opened)
    if closed[used].all():
        closed[:] = False
    # What is closed now has not opened; a queue that is altogether new has no change of hours.
    opened[closed] = 0
    if (opened[used] > 0).all():
        opened[:] = 0
    return HoursChange(closed, opened)


def _edges(counts: Floats, groups: list[Ints], least: int, beside: int) -> tuple[Bools, Ints]:
    """Columns that are silent by now, and the row from which a column that was silent is busy (0: it never was).

    Each group of rows is looked at by itself: the answers are groups x columns.
    """
    closed, opened = (np.zeros((len(groups), counts.shape[1]), dtype=kind) for kind in (bool, np.int64))
    group, column = _silent_at_an_end(counts, groups, least)
    if not len(group):
        return closed, opened
    size = np.array([len(rows) for rows in groups])
    values = np.zeros((size.max(), len(group)))
    for g in np.unique(group):
        mine = np.flatnonzero(group == g)
        values[: size[g], mine] = counts[np.ix_(groups[g], column[mine])]
    busy = values > 0
    # What was never used has not changed either.
    ever = busy.any(axis=0)
    group, column, values, busy = group[ever], column[ever], values[:, ever], busy[:, ever]
    first, last = busy.argmax(axis=0), len(busy) - 1 - busy[::-1].argmax(axis=0)
    # Sums of the rows before each row: a mean over any stretch is then a difference.
    upto = [np.vstack([np.zeros(len(column)), np.cumsum(a, axis=0)]) for a in (busy, values)]
    # The last busy day itself was chosen for being busy: it is no evidence of what is usual; nor is the first.
    n = size[group]
    closed[group, column] = _clear(n - 1 - last, np.maximum(last - beside, 0), last, upto, least)
    began = _clear(first, first + 1, np.minimum(first + 1 + beside, n), upto, least)
    for i in np.flatnonzero(began):
        opened[group[i], column[i]] = groups[group[i]][first[i]]
    return closed, opened


def _silent_at_an_end(counts: Floats, groups: list[Ints], least: int) -> tuple[Ints, Ints]:
    """Group and column of what is silent in the first or the last ``least`` rows of a group that has twice as many.

    What is busy at both ends has neither closed nor opened: of a large queue, that is all.
    """
    long = [g for g, rows in enumerate(groups) if len(rows) >= 2 * least]
    if not long:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts, ends = np.stack([groups[g][:least] for g in long]), np.stack([groups[g][-least:] for g in long])
    busy = (counts[starts] > 0).any(axis=1) & (counts[ends] > 0).any(axis=1)
    at, column = np.nonzero(~busy)
    return np.array(long)[at], column


def _clear(silent: Ints, start: Ints, end: Ints, upto: list[Floats], least: int) -> Bools:
    """Whether chance cannot explain the silent rows beside the rows from ``start`` to before ``end``, by column."""
    count, column = end - start, np.arange(len(start))
    share, mean = ((a[end, column] - a[np.minimum(start, end), column]) / np.maximum(count, 1) for a in upto)
    enough = (silent >= least) & (count >= least - 1)
    return np.asarray(enough & (share >= BUSY_SHARE) & (silent * mean > SILENCE_EXPECTED), dtype=bool)
