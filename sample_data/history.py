"""Draws two years of contacts a quarter-hour for every queue.

    contacts ~ Poisson(level x season x weekday x shape x special day x slow drift x day factors)

The day factors are gamma draws, one for the department and one for the queue: all quarter-hours of a day run high
or low together, which is what makes real counts more variable than Poisson.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data import shapes
from sample_data import special_days as special
from sample_data.organisation import (
    DEPARTMENTS,
    FIRST_DAY,
    INTERVAL_MINUTES,
    LAST_DAY,
    QUEUES,
    SLOTS_A_DAY,
    ZONE,
    QueueFacts,
    department,
)
from wfm.intervals import IntervalGrid, WeekWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEPARTMENT_DAY_CV = 0.05
QUEUE_DAY_CV = {"voice": 0.06, "chat": 0.08, "messaging": 0.10, "email": 0.09, "social": 0.15}
DRIFT_SHOCK, DRIFT_MEMORY = 0.012, 0.93  # slow, daily, on the log scale
HANDLE_TIME_CV = 0.9  # of a single contact
QUIET_ABANDONMENT = {"voice": 0.018, "chat": 0.025}
ABANDONMENT_SLOPE, ABANDONMENT_LIMIT = 0.35, 0.45


@dataclass(frozen=True)
class Days:
    """The local days of the history and, for every quarter-hour, its day, its place in the local day and its label."""

    dates: list[date]
    grid: IntervalGrid
    day: NDArray[np.int64]
    slot: NDArray[np.int64]
    label: NDArray[np.str_]

    @classmethod
    def between(cls, first: date, last: date) -> Days:
        """All quarter-hours from ``first`` to ``last``, clock changes included."""
        grid = IntervalGrid.days(first, (last - first).days + 1, ZONE, INTERVAL_MINUTES)
        local = grid.index.tz_convert(ZONE)
        midnight = local.tz_localize(None).normalize()
        day = (midnight - pd.Timestamp(first)).days.to_numpy().astype("int64")
        slot = ((local.hour * 60 + local.minute) // INTERVAL_MINUTES).to_numpy().astype("int64")
        label = np.array([instant.isoformat() for instant in local.to_pydatetime()])
        return cls(list(grid.local_dates), grid, day, slot, label)

    @property
    def from_end(self) -> NDArray[np.float64]:
        """Days until the end of the history, negative before it, one a date."""
        return np.array([(d - LAST_DAY).days for d in self.dates], dtype=float)


def draw_history(seed: int, first: date = FIRST_DAY, last: date = LAST_DAY) -> pd.DataFrame:
    """The history as a frame of text and whole numbers, sorted by queue and time.

    Args:
        seed: The same seed gives the same frame. A queue's draws do not depend on the other queues.
        first: First local day.
        last: Last local day.
    """
    days = Days.between(first, last)
    public = special.holidays()
    team = {d.name: _team_factor(d.name, len(days.dates), seed) for d in DEPARTMENTS}
    queues = sorted(QUEUES, key=lambda facts: facts.name)
    parts = [_draw_queue(facts, days, public, team[facts.department], seed) for facts in queues]
    return pd.concat(parts, ignore_index=True)


def _random(seed: int, what: str) -> np.random.Generator:
    return np.random.default_rng([seed, *what.encode()])


def _gamma_factor(random: np.random.Generator, cv: float, count: int) -> NDArray[np.float64]:
    factor: NDArray[np.float64] = random.gamma(1 / cv**2, cv**2, count)
    return factor


def _team_factor(name: str, count: int, seed: int) -> NDArray[np.float64]:
    """What moves all queues of a department together: a slow drift and a factor of the day."""
    random = _random(seed, name)
    shocks = random.normal(0, DRIFT_SHOCK, count)
    drift = np.zeros(count)
    for i in range(1, count):
        drift[i] = DRIFT_MEMORY * drift[i - 1] + shocks[i]
    factor: NDArray[np.float64] = np.exp(drift) * _gamma_factor(random, DEPARTMENT_DAY_CV, count)
    return factor


def expected_rate(facts: QueueFacts, days: Days, public: frozenset[date]) -> NDArray[np.float64]:
    """Contacts expected in every quarter-hour before any chance; NaN where the queue is closed."""
    open_mask = _open(facts, days, public)
    open_days = frozenset(w.weekday for w in WeekWindows.parse(department(facts.department).open).windows)
    like = [6 if d in public else d.weekday() for d in days.dates]  # holidays run like Sundays
    share = shapes.weekday_share(facts, open_days)
    level = facts.weekly * shapes.trend(days.from_end, facts.growth) * shapes.season(facts, days.dates)
    level *= [special.day_factor(facts.department, facts.is_real_time, d, public) for d in days.dates]
    per_weekday = np.array([_normalised(facts, weekday) for weekday in range(7)])
    weekday = np.array(like)[days.day]
    rate = level[days.day] * share[weekday] * per_weekday[weekday, days.slot]
    rate *= _outage(facts, days)
    result: NDArray[np.float64] = np.where(open_mask, rate, np.nan)
    return result


def _normalised(facts: QueueFacts, weekday: int) -> NDArray[np.float64]:
    """The local shape of a weekday, adding up to one over its opening hours (a whole day for work that may wait)."""
    shape = shapes.intraday(facts, weekday)
    if facts.is_real_time:
        inside = np.zeros(SLOTS_A_DAY, dtype=bool)
        for window in WeekWindows.parse(department(facts.department).open).windows:
            if window.weekday == weekday:
                inside[window.start // INTERVAL_MINUTES : window.end // INTERVAL_MINUTES] = True
        shape = np.where(inside, shape, 0.0)
    total = shape.sum()
    return shape / total if total else shape


def _open(facts: QueueFacts, days: Days, public: frozenset[date]) -> NDArray[np.bool_]:
    if not facts.is_real_time:
        return np.ones(days.grid.count, dtype=bool)
    place = department(facts.department)
    holiday = WeekWindows.parse(place.open_on_holidays)
    return days.grid.mask(WeekWindows.parse(place.open), instead=dict.fromkeys(public, holiday))


def _outage(facts: QueueFacts, days: Days) -> NDArray[np.float64]:
    factor = np.ones(days.grid.count)
    if special.OUTAGE_DAY not in days.dates:
        return factor
    today = days.day == days.dates.index(special.OUTAGE_DAY)
    during = today & np.isin(days.slot, special.OUTAGE_SLOTS)
    after = today & np.isin(days.slot, special.AFTER_OUTAGE_SLOTS)
    factor[during], factor[after] = (0.02, 1.40) if facts.is_real_time else (1.50, 1.20)
    return factor


def _draw_queue(
    facts: QueueFacts, days: Days, public: frozenset[date], team: NDArray[np.float64], seed: int
) -> pd.DataFrame:
    random = _random(seed, facts.name)
    expected = expected_rate(facts, days, public)
    own = _gamma_factor(random, QUEUE_DAY_CV[facts.channel], len(days.dates))
    offered = random.poisson(np.nan_to_num(expected) * (team * own)[days.day])
    abandoned = random.binomial(offered, _abandonment(facts, offered, expected))
    handled = offered - abandoned
    mean = shapes.handle_time(facts, days.from_end[days.day], days.slot)
    contacts = np.maximum(handled, 1)
    aht = random.gamma(contacts / HANDLE_TIME_CV**2, mean * HANDLE_TIME_CV**2 / contacts)
    keep = ~np.isnan(expected) & ~_lost(facts, days, random)
    aht_seconds = pd.array(np.maximum(np.rint(aht), 1).astype("int64"), dtype="Int64")
    aht_seconds[handled == 0] = pd.NA
    frame = pd.DataFrame(
        {
            "queue": facts.name,
            "interval_start": days.label,
            "offered": offered,
            "handled": handled,
            "abandoned": abandoned,
            "aht_seconds": aht_seconds,
        }
    )
    return frame[keep]


def _abandonment(facts: QueueFacts, offered: NDArray[np.int64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance that a customer gives up: it grows when an hour brings more than the staffing was made for."""
    if not facts.is_real_time:
        return np.zeros(len(offered))
    hour = np.ones(4)
    planned = np.convolve(np.nan_to_num(expected), hour, mode="same")
    load = np.convolve(offered, hour, mode="same") / np.maximum(planned, 1.0)
    chance = QUIET_ABANDONMENT[facts.channel] + ABANDONMENT_SLOPE * np.maximum(0.0, load - 1.05)
    limited: NDArray[np.float64] = np.minimum(chance, ABANDONMENT_LIMIT)
    return limited


def _lost(facts: QueueFacts, days: Days, random: np.random.Generator) -> NDArray[np.bool_]:
    lost = random.random(days.grid.count) < special.LOST_AT_RANDOM
    for gap in special.GAPS:
        if gap.queue in {"", facts.name} and gap.day in days.dates:
            start = days.dates.index(gap.day)
            lost |= (days.day == start) & np.isin(days.slot, gap.slots)
    return lost
