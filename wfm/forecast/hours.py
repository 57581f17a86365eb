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
    closed, opened = np.zeros((7, counts.shape[1]), dtype=bool), np.zeros((7, counts.shape[1]), dtype=np.int64)
    by_weekday = [np.flatnonzero(ordinary & (weekday == w)) for w in range(7)]
    busy = counts > 0
    used = np.array([busy[rows].any(axis=0) for rows in by_weekday], dtype=bool)
    live, totals = used.any(axis=1), counts.sum(axis=1, keepdims=True)
    for w in np.flatnonzero(live):
        rows = by_weekday[w]
        whole = _edges(totals, rows, LEAST_WEEKS, WEEKS_BESIDE)
        single = _edges(counts, rows, LEAST_WEEKS, WEEKS_BESIDE)
        closed[w] |= whole[0] | single[0]
        opened[w] = np.maximum(opened[w], np.maximum(whole[1], single[1]))
    # Monday to Friday together: weekends have hours of their own.
    office = live & (np.arange(7) < 5)
    rows = np.flatnonzero(ordinary & office[weekday])
    every = _edges(counts, rows, LEAST_DAYS, DAYS_BESIDE)
    closed |= every[0][None, :] & office[:, None]
    opened = np.where(office[:, None], np.maximum(opened, every[1][None, :]), opened)
    if closed[used].all():
        closed[:] = False
    # What is closed now has not opened; a queue that is altogether new has no change of hours.
    opened[closed] = 0
    if (opened[used] > 0).all():
        opened[:] = 0
    return HoursChange(closed, opened)


def _edges(counts: Floats, rows: Ints, least: int, beside: int) -> tuple[Bools, Ints]:
    """Columns that are silent by now, and the row from which a column that was silent is busy (0: it never was).

    Only the ``rows`` are looked at.
    """
    closed, opened = np.zeros(counts.shape[1], dtype=bool), np.zeros(counts.shape[1], dtype=np.int64)
    n = len(rows)
    if n < 2 * least:
        return closed, opened
    # What is busy at both ends has neither closed nor opened: of a large queue, that is all.
    columns = np.flatnonzero(~(_any_busy(counts, rows[:least]) & _any_busy(counts, rows[-least:])))
    if not len(columns):
        return closed, opened
    values = counts[np.ix_(rows, columns)]
    busy = values > 0
    # Nor has what was never used.
    ever = busy.any(axis=0)
    columns, values, busy = columns[ever], values[:, ever], busy[:, ever]
    first, last = busy.argmax(axis=0), n - 1 - busy[::-1].argmax(axis=0)
    # Sums of the rows before each row: a mean over any stretch is then a difference.
    upto = [np.vstack([np.zeros(len(columns)), np.cumsum(a, axis=0)]) for a in (busy, values)]
    # The last busy day itself was chosen for being busy: it is no evidence of what is usual; nor is the first.
    ended = _clear(n - 1 - last, np.maximum(last - beside, 0), last, upto, least)
    began = _clear(first, first + 1, np.minimum(first + 1 + beside, n), upto, least)
    closed[columns], opened[columns] = ended, np.where(began, rows[first], 0)
    return closed, opened


def _any_busy(counts: Floats, rows: Ints) -> Bools:
    """Columns with a contact in any of the rows."""
    return np.asarray((counts[rows] > 0).any(axis=0))


def _clear(silent: Ints, start: Ints, end: Ints, upto: list[Floats], least: int) -> Bools:
    """Whether chance cannot explain the silent rows beside the rows from ``start`` to before ``end``, by column."""
    count, column = end - start, np.arange(len(start))
    share, mean = ((a[end, column] - a[np.minimum(start, end), column]) / np.maximum(count, 1) for a in upto)
    enough = (silent >= least) & (count >= least - 1)
    return np.asarray(enough & (share >= BUSY_SHARE) & (silent * mean > SILENCE_EXPECTED), dtype=bool)
