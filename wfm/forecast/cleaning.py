"""What of a history can be learned from: opening pattern, gaps, outages and outliers, each flagged with its reason.

Nothing is dropped in silence. A closed interval is not an interval without demand; an interval that was not measured is
filled from the day's shape; a day that was not measured, or on which the lines were down, teaches nothing and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import pdtr, pdtrc

from wfm.forecast.days import QueueDays, weekdays
from wfm.forecast.hours import HoursChange, hours_change
from wfm.forecast.medians import running_median, weekday_medians
from wfm.forecast.opening import LEAST_ORDINARY, any_slot, open_pattern, typical_counts
from wfm.forecast.special_days import CLOSED, HOLIDAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfm.forecast.days import Bools, Floats, Ints

# Zero contacts where this many were expected happens once in e^12 = 160,000 intervals by chance.
OUTAGE_EXPECTED = 12.0
# Robust standard deviations from like days beyond which a day is an outlier, and the least log ratio that matters:
# a day within a quarter of its level is kept whatever the queue's regularity.
OUTLIER_SIGMAS, OUTLIER_RATIO = 5.0, 0.25
# Nor is a day an outlier that chance alone gives once in a hundred thousand days.
OUTLIER_CHANCE = 1e-5
# A run of unusual days as long as this is the new normal, not an outlier.
SHIFT_RUN = 4
# So is the same weekday, as many weeks in a row.
WEEKDAY_RUN = 2
# Largest share of a day that may be missing; the second where less than a quarter of the days (or a
# week) keep the first.
HALF_MISSING, MOST_MISSING, LEAST_WHOLE = 0.5, 0.9, 7


@dataclass(frozen=True, slots=True)
class Flag:
    """Something found in a day of history, and what was done about it."""

    day: int
    kind: str
    slots: int
    text: str


@dataclass(frozen=True)
class Cleaned:
    """History that can be learned from.

    ``counts`` has no NaN in the rows of ``known`` days: gaps inside a day are filled. ``totals`` is NaN on other days.
    ``normal`` days are known, open and not special. ``open_cells`` (7 x slots) is the regular weekly opening,
    ``hours`` says how it changed.
    """

    days: QueueDays
    kinds: Mapping[int, tuple[str, str]]
    counts: Floats
    totals: Floats
    known: Bools
    normal: Bools
    open_cells: Bools
    flags: tuple[Flag, ...]
    hours: tuple[str, ...] = ()

    @property
    def opened(self) -> Bools:
        """Whether the queue is open at all, by weekday."""
        return any_slot(self.open_cells)

    @property
    def open_days(self) -> Bools:
        """Whether each day of the history falls on an open weekday."""
        return np.asarray(self.opened[weekdays(self.days.numbers)])


def clean(days: QueueDays, kinds: Mapping[int, tuple[str, str]]) -> Cleaned:
    """Flag what cannot be learned from in the history of one queue.

    Args:
        days: The history.
        kinds: Special days by day number, see :func:`wfm.forecast.special_days.special_kinds`.
    """
    weekday = weekdays(days.numbers)
    special = _marked(days, kinds)
    holiday = _marked(days, (n for n, kind in kinds.items() if kind[0] in {HOLIDAY, CLOSED}))
    ordinary = ~special if (~special).sum() >= LEAST_ORDINARY else ~holiday
    raw, change = days, hours_change(days, weekday, ordinary)
    days = _as_if_now(days, change, weekday)
    open_cells = open_pattern(days, weekday, ordinary) & ~change.closed
    regular = open_cells[weekday]
    expected = typical_counts(days.counts, weekday, open_cells, ordinary)[weekday]
    flags: list[Flag] = []
    measured = _without_outages(days, regular, expected, ordinary, flags)
    counts, known = _filled(raw, measured, regular, expected, holiday, flags)
    totals = np.where(known, counts.sum(axis=1), np.nan)
    opened = any_slot(open_cells)[weekday]
    normal = known & opened & ordinary
    outliers = _outlier_days(days, totals, weekday, normal, flags)
    known, normal = known & ~outliers, normal & ~outliers
    totals = np.where(known, totals, np.nan)
    flags.sort(key=lambda f: (f.day, f.kind))
    told = tuple(change.notes(days))
    return Cleaned(days, kinds, counts, totals, known, normal, open_cells, tuple(flags), told)


def _marked(days: QueueDays, numbers: Iterable[int]) -> Bools:
    """Which rows of the history are days with these numbers."""
    marked = np.zeros(len(days.counts), dtype=bool)
    rows = np.fromiter(numbers, dtype=np.int64) - days.first
    marked[rows[(rows >= 0) & (rows < len(marked))]] = True
    return marked


def _as_if_now(days: QueueDays, change: HoursChange, weekday: Ints) -> QueueDays:
    """The history as if it had today's hours: nothing in cells that closed, nothing measured before a cell opened."""
    if not (change.closed.any() or change.opened.any()):
        return days
    before = np.arange(len(weekday))[:, None] < change.opened[weekday]
    counts = np.where(change.closed[weekday] & ~np.isnan(days.counts), 0.0, days.counts)
    return replace(days, counts=np.where(before, np.nan, counts))


def _without_outages(days: QueueDays, regular: Bools, expected: Floats, rows: Bools, flags: list[Flag]) -> Floats:
    """Counts with NaN where an open interval had no contact at all though many were due on such a day."""
    counts = days.counts
    silent = regular & (counts == 0) & (expected > OUTAGE_EXPECTED) & rows[:, None]
    if silent.any():
        # A day of fewer contacts than usual was due fewer in every interval.
        with np.errstate(invalid="ignore", divide="ignore"):
            day_ratio = np.nansum(counts, axis=1) / np.where(np.isnan(counts), 0, expected).sum(axis=1)
        silent &= expected * np.clip(np.nan_to_num(day_ratio), 0, 1)[:, None] > OUTAGE_EXPECTED
    whole = regular.any(axis=1) & rows & ~(counts > 0).any(axis=1) & ~np.isnan(counts).all(axis=1)
    whole &= expected.sum(axis=1) > OUTAGE_EXPECTED
    if not (silent.any() or whole.any()):
        return counts
    for d in np.flatnonzero(silent.any(axis=1)):
        n = int(silent[d].sum())
        due = f"where at least {OUTAGE_EXPECTED:.0f} were due"
        text = f"{_open_intervals(n)} without any contact {due}: taken as outage"
        flags.append(Flag(days.first + int(d), "outage", n, text))
    for d in np.flatnonzero(whole):
        text = "an open day without any contact: taken as closed or down, not as a day without demand"
        flags.append(Flag(days.first + int(d), "outage day", int(regular[d].sum()), text))
    return np.where(silent | whole[:, None], np.nan, counts)


def _filled(
    days: QueueDays, measured: Floats, regular: Bools, expected: Floats, holiday: Bools, flags: list[Flag]
) -> tuple[Floats, Bools]:
    """Counts with gaps filled by the day's own level x shape, and which days are known well enough to learn from."""
    missing = np.isnan(measured)
    gap = missing & regular
    counts, weight = np.where(missing, 0.0, measured), np.zeros(len(measured))
    some = np.flatnonzero(gap.any(axis=1))
    if len(some):
        due = expected[some]
        weight[some] = np.where(gap[some], due, 0).sum(axis=1) / np.maximum(due.sum(axis=1), 1e-12)
        seen_due = np.where(missing[some], 0, due).sum(axis=1)
        ratio = np.where(regular[some], counts[some], 0).sum(axis=1) / np.maximum(seen_due, 1e-12)
        counts[some] = np.where(gap[some], due * ratio[:, None], counts[some])
    # A closed holiday has no rows at all: that is an answer, not a gap.
    unmeasured = ~any_slot(~np.isnan(days.counts))
    shut = holiday & unmeasured
    counts[shut] = 0.0
    # Less than half a day's usual contacts seen: the rest cannot be told from it.
    # Where nearly all days are like that, a tenth must do.
    opened = any_slot(regular)
    whole = opened & ~unmeasured & (weight <= HALF_MISSING)
    enough = max(LEAST_WHOLE, int((opened & ~unmeasured).sum()) // 4)
    limit = HALF_MISSING if whole.sum() >= enough else MOST_MISSING
    known = (opened & ~unmeasured & (weight <= limit)) | shut | (~opened & ~unmeasured)
    for d in np.flatnonzero((gap & days.exists & np.isnan(days.counts)).any(axis=1) & ~shut):
        n = int((gap[d] & days.exists[d] & np.isnan(days.counts[d])).sum())
        if unmeasured[d]:
            flags.append(Flag(days.first + int(d), "missing day", n, "not measured: nothing learned from this day"))
        else:
            done = "filled from the rest of the day" if known[d] else "too much missing: nothing learned from this day"
            flags.append(Flag(days.first + int(d), "gap", n, f"{_open_intervals(n)} not measured: {done}"))
    return counts, known


def _open_intervals(count: int) -> str:
    return f"{count} open {'interval' if count == 1 else 'intervals'}"


def _outlier_days(days: QueueDays, totals: Floats, weekday: Ints, normal: Bools, flags: list[Flag]) -> Bools:
    """Normal days far from the like days around them, unless several in a row are."""
    outlier = np.zeros(len(totals), dtype=bool)
    rows = np.flatnonzero(normal)
    if len(rows) < 10:
        return outlier
    logs = np.log(totals[rows] + 0.5)
    centre = _local_centre(logs, weekday[rows])
    residual = logs - centre
    noise = 1.0 / np.sqrt(np.exp(centre) + 0.5)
    spread = np.maximum(1.4826 * np.median(np.abs(residual)), noise)
    odd = np.abs(residual) > np.maximum(OUTLIER_SIGMAS * spread, OUTLIER_RATIO)
    # Small counts are skewed in logs: a day of five contacts is without any once in 150 days, by chance alone.
    odd[odd] = _chance_of_so_far(totals[rows[odd]], np.exp(centre[odd]), below=residual[odd] < 0) < OUTLIER_CHANCE
    sign = np.sign(residual)
    odd &= ~(_in_long_run(odd, sign, SHIFT_RUN) | _weekday_has_changed(odd, sign, weekday[rows]))
    for i in np.flatnonzero(odd):
        d = int(rows[i])
        percent = 100 * (np.exp(residual[i]) - 1)
        kind, why = ("outage day", "far below") if residual[i] < 0 else ("outlier", "far above")
        text = f"{totals[d]:.0f} contacts, {abs(percent):.0f} % {why.split()[1]} like days: not learned from"
        flags.append(Flag(days.first + d, kind, 0, text))
        outlier[d] = True
    return outlier


def _chance_of_so_far(count: Floats, mean: Floats, *, below: Bools) -> Floats:
    """Chance of a Poisson count as small as this one (``below``), or as large."""
    as_large = np.where(count < 1, 1.0, pdtrc(np.maximum(np.floor(count - 1), 0.0), mean))
    return np.asarray(np.where(below, pdtr(np.floor(count), mean), as_large))


def _local_centre(logs: Floats, weekday: Ints) -> Floats:
    """Running median level (15 open days) plus the weekday's median deviation from it."""
    level = running_median(logs, 7)
    centre = level.copy()
    for _ in range(2):
        effect = weekday_medians(logs - level, weekday)
        level = running_median(logs - effect[weekday], 7)
        centre = level + effect[weekday]
    return centre


def _weekday_has_changed(odd: Bools, sign: Floats, weekday: Ints) -> Bools:
    """Days of a weekday that is odd for weeks on end in the same sense: Sundays are now such Sundays."""
    changed = np.zeros(len(odd), dtype=bool)
    for w in np.unique(weekday):
        mine = weekday == w
        changed[mine] = _in_long_run(odd[mine], sign[mine], WEEKDAY_RUN)
    return changed


def _in_long_run(odd: Bools, sign: Floats, least: int) -> Bools:
    if not odd.any():
        return np.zeros(len(odd), dtype=bool)
    starts = np.flatnonzero(np.append(True, (odd[1:] != odd[:-1]) | (sign[1:] != sign[:-1])))
    length = np.diff(np.append(starts, len(odd)))
    return np.asarray(odd & np.repeat(length >= least, length))
