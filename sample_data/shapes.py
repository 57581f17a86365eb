"""How demand is spread: over the year, the days of the week and the quarter-hours of a local day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sample_data.organisation import INTERVAL_MINUTES, SLOTS_A_DAY, QueueFacts, department

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEKDAY_REAL_TIME = (1.10, 1.05, 1.00, 0.98, 0.92, 0.30, 0.20)
WEEKDAY_DEFERRED = (1.10, 1.10, 1.05, 1.00, 0.90, 0.45, 0.35)
WEEKDAY_MESSAGING = (1.05, 1.05, 1.00, 1.00, 0.95, 0.30, 0.10)  # people look whether anyone is there

# (centre in local minutes, width in minutes, height) of each hump; the floor is added to all.
HUMPS_WEEKDAY = ((10 * 60 + 15, 110, 1.0), (14 * 60 + 30, 135, 0.82), (19 * 60 + 30, 95, 0.32))
HUMPS_MONDAY = ((10 * 60, 108, 1.02), (14 * 60 + 15, 135, 0.82), (19 * 60 + 30, 95, 0.30))
HUMPS_FRIDAY = ((10 * 60 + 15, 110, 1.0), (13 * 60 + 45, 115, 0.68), (19 * 60, 85, 0.22))
HUMPS_SATURDAY = ((11 * 60 + 30, 140, 1.0),)
HUMPS_SUNDAY = ((14 * 60, 180, 1.0),)
REAL_TIME_HUMPS = (HUMPS_MONDAY, *3 * (HUMPS_WEEKDAY,), HUMPS_FRIDAY, HUMPS_SATURDAY, HUMPS_SUNDAY)
HUMPS_WRITTEN = ((9 * 60 + 30, 110, 1.0), (14 * 60, 150, 0.75), (20 * 60 + 30, 110, 0.70))
HUMPS_WRITTEN_WEEKEND = ((12 * 60, 170, 0.8), (20 * 60, 130, 0.8))
FLOOR_REAL_TIME, FLOOR_WRITTEN = 0.12, 0.035
CHAT_IS_LATER_MINUTES = 45


def trend(days: NDArray[np.float64], growth: float) -> NDArray[np.float64]:
    """Level against the end of the history; ``days`` counts back from there and is 0 on the last day."""
    level: NDArray[np.float64] = np.exp(np.log1p(growth) * days / 365.25)
    return level


def season(facts: QueueFacts, dates: list[date]) -> NDArray[np.float64]:
    """The yearly season on each date: the department's months, joined by straight lines between their middles."""
    middles = (np.arange(12) + 0.5) * 365.25 / 12
    months = np.asarray(department(facts.department).months)
    position = np.array([d.timetuple().tm_yday - 0.5 for d in dates])
    level: NDArray[np.float64] = np.interp(position, middles, months / months.mean(), period=365.25)
    return level


def weekday_share(facts: QueueFacts, open_days: frozenset[int]) -> NDArray[np.float64]:
    """The share of the week's contacts that each weekday brings; nothing on days a real-time queue is closed."""
    written = WEEKDAY_MESSAGING if facts.channel == "messaging" else WEEKDAY_DEFERRED
    weights = np.array(WEEKDAY_REAL_TIME if facts.is_real_time else written)
    if facts.is_real_time:
        weights = np.where([d in open_days for d in range(7)], weights, 0.0)
    share: NDArray[np.float64] = weights / weights.sum()
    return share


def intraday(facts: QueueFacts, weekday: int) -> NDArray[np.float64]:
    """Relative demand of the 96 quarter-hours of a local day, around the clock and not yet normalised."""
    middle = (np.arange(SLOTS_A_DAY) + 0.5) * INTERVAL_MINUTES
    humps: tuple[tuple[int, int, float], ...]
    if facts.is_real_time:
        humps, floor = REAL_TIME_HUMPS[weekday], FLOOR_REAL_TIME
        shift = CHAT_IS_LATER_MINUTES if facts.channel == "chat" else 0
    else:
        humps, floor, shift = (HUMPS_WRITTEN if weekday < 5 else HUMPS_WRITTEN_WEEKEND), FLOOR_WRITTEN, 0
    shape = np.full(SLOTS_A_DAY, floor)
    for centre, width, height in humps:
        shape += height * np.exp(-0.5 * ((middle - centre - shift) / width) ** 2)
    return shape


def handle_time(facts: QueueFacts, days_from_end: NDArray[np.float64], slots: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean handle time at each moment: it drifts over the years and is longer in the evening than in the morning."""
    hours = (slots + 0.5) * INTERVAL_MINUTES / 60
    time_of_day = 1 + 0.05 * np.tanh((hours - 14) / 4)
    mean: NDArray[np.float64] = facts.aht_seconds * trend(days_from_end, facts.aht_drift) * time_of_day
    return mean
