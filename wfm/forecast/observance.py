"""Whether a queue observes a public holiday: closed or quiet on it, or working as on any other day.

A public list says which days are holidays, not which of them a site keeps. On its past holidays a queue has shown it;
for those ahead the chance is a mean of what is known, from the general to the particular: the share of employers that
keep such a holiday, what this queue and the site's other queues did on holidays of that class, what they did on this
very holiday. The likelier case is forecast, for a mean of an open and a closed day is wrong in both; the band is that
of both cases, each with its chance, and a note says what was assumed. An event of the kind ``closed`` or ``working
day`` settles it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekday_of
from wfm.forecast.opening import any_slot
from wfm.forecast.special_days import public_holidays, special_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfm.forecast.days import Floats, Ints, QueueDays
    from wfm.types import Calendar

# Share of employers that close on the public holidays which most do not keep: Society for Human Resource Management,
# Holiday Schedules of 2015 to 2017 (some 500 employers a year; means of the three), and for Juneteenth Mercer's poll
# of 2023. Of the six others of the United States 92 to 97 % close; elsewhere the law says so.
SELDOM_KEPT = {
    "Martin Luther King Jr. Day": 0.37,
    "Washington's Birthday": 0.34,
    "Columbus Day": 0.14,
    "Veterans Day": 0.19,
    "Juneteenth National Independence Day": 0.39,
}
KEPT = 0.95
# Holidays that the share of employers counts for, and one holiday for what the other queues of the site did.
PRIOR_HOLIDAYS, SITE_HOLIDAYS = 2.0, 1.0
# A holiday with more than this share of a like day's contacts was worked; a queue keeps holidays where it had less than
# the second on one. Between them is a reduced day, whose size is learned.
WORKED_SHARE, KEPT_SHARE = 0.7, 0.5
# Contacts of a like day that make a share worth reading (a standard error of a fifth), weeks on either side in which
# like days are sought, and how many there must be.
LEAST_CONTACTS, NEAR_WEEKS, LEAST_LIKE = 25.0, 6, 3
# A case less likely than this has no place in a 90 % band.
DOUBT = 0.05
# Days on either side on which a holiday casts a shadow (bridge days included).
SHADOW = 2


@dataclass(frozen=True)
class Observance:
    """What a queue did on past holidays, by day number and name: True where it kept them."""

    kept: Mapping[int, bool] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def tally(self) -> Counter[tuple[str, bool]]:
        """How often each name was kept and not."""
        return Counter((self.names[day], kept) for day, kept in self.kept.items())


@dataclass(frozen=True)
class Settled:
    """The kinds of day that are forecast, and those of the other case where a holiday is in doubt.

    ``chance`` has the other case's chance by day number, for the holiday and the days in its shadow; ``doubts`` are the
    holidays: day number, name, chance that it is kept.
    """

    kinds: Mapping[int, tuple[str, str]]
    other: Mapping[int, tuple[str, str]] | None = None
    chance: Mapping[int, float] = field(default_factory=dict)
    doubts: tuple[tuple[int, str, float], ...] = ()

    def chances(self, future: Ints) -> Floats:
        """The other case's chance on each day."""
        return np.array([self.chance.get(day, 0.0) for day in future.tolist()])


def plain_name(name: str) -> str:
    """The name without the mark of a substitute day."""
    return name.removesuffix(" (observed)")


def observe(days: QueueDays, calendar: Calendar) -> Observance:
    """What the queue did on the holidays of its history, where it can be told."""
    holidays = {d: n for d, n in public_holidays(calendar, days.queue).items() if days.first <= d < days.end}
    off = frozenset(d - days.first for d in holidays)
    # On a weekend a quiet day is as usual, kept or not: it tells nothing.
    midweek = [d for d in holidays if weekday_of(d) < 5]
    measured, totals = any_slot(~np.isnan(days.counts)).tolist(), np.nansum(days.counts, axis=1).tolist()
    shares = {d: share for d in midweek if (share := _share(d - days.first, totals, measured, off)) is not None}
    keeps = any(share < KEPT_SHARE for share in shares.values())
    kept = {}
    for day, share in shares.items():
        # A queue that shows no holiday at all is not one that works on them: their effect, if any, is learned.
        telling = keeps or plain_name(holidays[day]) in SELDOM_KEPT
        if share <= WORKED_SHARE or telling:
            kept[day] = share <= WORKED_SHARE
    return Observance(kept, {d: plain_name(n) for d, n in holidays.items()})


def _share(row: int, totals: list[float], measured: list[bool], holidays: frozenset[int]) -> float | None:
    """Contacts of a day against the median of like days around it; None where it cannot be told. Days are rows."""
    near = [row + 7 * w for w in range(-NEAR_WEEKS, NEAR_WEEKS + 1) if w]
    rows = [n for n in near if 0 <= n < len(totals) and n not in holidays]
    seen = [n for n in rows if measured[n]]
    if len(seen) < LEAST_LIKE or len(seen) < 0.8 * len(rows):
        return None
    usual = median(totals[n] for n in seen)
    # A day without any row among measured ones was closed.
    return totals[row] / usual if usual >= LEAST_CONTACTS else None


def pool_observances(found: Iterable[Observance]) -> Counter[tuple[str, bool]]:
    """What all queues of a site did, by name of the holiday and whether it was kept."""
    total: Counter[tuple[str, bool]] = Counter()
    for one in found:
        total += one.tally()
    return total


def chance_kept(name: str, own: Counter[tuple[str, bool]], others: Counter[tuple[str, bool]]) -> float:
    """Chance that a holiday is kept, see the head of this module."""
    name = plain_name(name)
    seldom = name in SELDOM_KEPT
    prior = SELDOM_KEPT.get(name, KEPT)
    alike = [other for other, _ in (*own, *others) if (other in SELDOM_KEPT) == seldom]
    of_class = _updated(prior, PRIOR_HOLIDAYS, own, others, set(alike))
    return _updated(of_class, 1.0, own, others, {name})


def _updated(
    prior: float, worth: float, own: Counter[tuple[str, bool]], others: Counter[tuple[str, bool]], names: set[str]
) -> float:
    kept, seen = sum(own[n, True] for n in names), sum(own[n, k] for n in names for k in (True, False))
    by_others = sum(others[n, k] for n in names for k in (True, False))
    weight = SITE_HOLIDAYS if by_others else 0.0
    share = sum(others[n, True] for n in names) / by_others if by_others else 0.0
    return (worth * prior + kept + weight * share) / (worth + seen + weight)


def settle(
    calendar: Calendar, days: QueueDays, until: int, future_end: int, own: Observance, site: Counter[tuple[str, bool]]
) -> Settled:
    """Which holidays are taken as kept and as worked.

    Args:
        calendar: Special days.
        days: The history.
        until: Day number from which holidays are ahead.
        future_end: Day number after the last that is forecast.
        own: What the queue did, see :func:`observe`.
        site: What all queues did, this one included, see :func:`pool_observances`.
    """
    tally = own.tally()
    others = site - tally
    worked = {day for day, kept in own.kept.items() if not kept}
    flipped = set(worked)
    chance: dict[int, float] = {}
    doubts: list[tuple[int, str, float]] = []
    for day, name in public_holidays(calendar, days.queue).items():
        if not until <= day < future_end + SHADOW:
            continue
        p = chance_kept(name, tally, others)
        less = min(p, 1 - p)
        doubtful = less >= DOUBT and weekday_of(day) < 5
        if p < 0.5:
            worked.add(day)
        if (p < 0.5) != doubtful:
            flipped.add(day)
        if doubtful:
            doubts.append((day, plain_name(name), p))
            chance |= dict.fromkeys(range(day - SHADOW, day + SHADOW + 1), less)
    kinds = special_kinds(calendar, days.queue, frozenset(worked))
    if not doubts:
        return Settled(kinds)
    return Settled(kinds, special_kinds(calendar, days.queue, frozenset(flipped)), chance, tuple(doubts))
