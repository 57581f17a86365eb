"""Mean handle time ahead: a level with drift, by weekday and time of day, weighted by contacts, robust to outliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekdays
from wfm.forecast.profile import smoothed

if TYPE_CHECKING:
    from wfm.forecast.days import Floats, Ints, QueueDays

# Two months' half-life for level and drift: handle times move with products and people, not with the week.
LEVEL_HALF_LIFE_DAYS = 56.0
# Half a year for the shape by weekday and time of day.
SHAPE_HALF_LIFE_DAYS = 182.0
# Contacts that the flat shape is worth: about what tells a 5 % difference apart at a coefficient of variation of 1.
PRIOR_CONTACTS = 400.0
# The drift goes on for about a month and then stops.
DRIFT_DAYS = 30.0
OUTLIER_SIGMAS = 4.0
SMOOTHING_MINUTES = 30.0


def handle_times(days: QueueDays, future: Ints) -> Floats:
    """Mean handle time in seconds by future day and slot; NaN throughout where the history has none."""
    weight = np.where(np.isnan(days.aht_seconds) | (days.aht_seconds <= 0), 0.0, days.handled)
    values = _within_reason(np.where(weight > 0, days.aht_seconds, 0.0), weight)
    if not weight.any():
        return np.full((len(future), days.counts.shape[1]), np.nan)
    weekday = weekdays(days.numbers)
    by_weekday = _weekday_factors(values, weight, weekday)
    level = _level(values / by_weekday[weekday][:, None], weight, days.numbers, future)
    shape = _time_of_day(values, weight, days)
    return np.asarray(level[:, None] * by_weekday[weekdays(future)][:, None] * shape[None, :])


def _within_reason(values: Floats, weight: Floats) -> Floats:
    """Values pulled in to four robust standard deviations of the logs (wrap-up left open over lunch, lost records).

    A value that is the mean of n contacts varies by the root of n less: limits are wider for single contacts.
    """
    some = weight > 0
    if some.sum() < 10:
        return values
    logs = np.log(values[some])
    middle = np.median(logs)
    root = np.sqrt(np.maximum(weight[some], 1.0))
    spread = 1.4826 * np.median(np.abs(logs - middle))
    noise = 1.4826 * np.median(np.abs(logs - middle) * root)
    limit = OUTLIER_SIGMAS * np.maximum(spread, noise / root)
    result = values.copy()
    result[some] = np.exp(np.clip(logs, middle - limit, middle + limit))
    return result


def _weekday_factors(values: Floats, weight: Floats, weekday: Ints) -> Floats:
    overall = (values * weight).sum() / weight.sum()
    factors = np.ones(7)
    for w in range(7):
        mine = weekday == w
        total = weight[mine].sum()
        factors[w] = ((values[mine] * weight[mine]).sum() / overall + PRIOR_CONTACTS) / (total + PRIOR_CONTACTS)
    return factors


def _level(values: Floats, weight: Floats, numbers: Ints, future: Ints) -> Floats:
    """Level and drift at the end of the history by discounted least squares over days; the drift fades out."""
    contacts = weight.sum(axis=1)
    some = contacts > 0
    daily = (values * weight).sum(axis=1)[some] / contacts[some]
    age = (numbers[some] - numbers[-1]).astype(float)
    w = contacts[some] * 0.5 ** (-age / LEVEL_HALF_LIFE_DAYS)
    centre = np.average(age, weights=w)
    mean = np.average(daily, weights=w)
    spread = np.average((age - centre) ** 2, weights=w)
    slope = np.average((age - centre) * (daily - mean), weights=w) / spread if spread > 0 else 0.0
    rest = daily - mean - slope * (age - centre)
    effective = w.sum() ** 2 / (w**2).sum()
    error = np.average(rest**2, weights=w) / (effective * spread) if spread > 0 else np.inf
    # A drift counts as far as it stands out of its own standard error.
    slope *= slope**2 / (slope**2 + error) if slope else 0.0
    ahead = DRIFT_DAYS * (1 - np.exp(-(future - numbers[-1]) / DRIFT_DAYS))
    level = mean - slope * centre + slope * ahead
    return np.asarray(np.clip(level, 0.5 * mean, 2.0 * mean), dtype=float)


def _time_of_day(values: Floats, weight: Floats, days: QueueDays) -> Floats:
    """Factor of each slot against its day's mean, smoothed; weighted by contacts so that the day's mean is kept."""
    contacts = weight.sum(axis=1, keepdims=True)
    daily = np.divide(
        (values * weight).sum(axis=1, keepdims=True), contacts, out=np.ones_like(contacts), where=contacts > 0
    )
    recent = 0.5 ** ((days.numbers[-1] - days.numbers) / SHAPE_HALF_LIFE_DAYS)[:, None]
    work = (recent * weight * values / daily).sum(axis=0)
    total = (recent * weight).sum(axis=0)
    cells = np.ones((1, len(total)), dtype=bool)
    sigma = SMOOTHING_MINUTES / days.minutes
    work, total = smoothed(work[None, :], cells, sigma)[0], smoothed(total[None, :], cells, sigma)[0]
    per_slot = PRIOR_CONTACTS * days.minutes / 60
    factor = (work + per_slot) / (total + per_slot)
    return np.asarray(factor * total.sum() / (factor * total).sum(), dtype=float)
