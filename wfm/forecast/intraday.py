"""The rest of the day, re-forecast after each interval from how the day has gone so far.

Contacts of a day are Poisson around rates that are uncertain together: the relative error of an interval's rate has the
variance v that the forecast's own quantiles imply, a share of it common to the whole day, the rest fading with the
time between two intervals. That is the day-rate model (Jongbloed and Koole 2001; Avramidis, Deslauriers and L'Ecuyer
2004) with the dependence within a day of Ibrahim and L'Ecuyer (2013). The best linear prediction of the rest of the day
given the counts so far shrinks what the morning says towards the forecast, the more the fewer contacts there were;
Shen and Huang (2008) reach the same by penalised least squares on factor scores. What remains uncertain shrinks with
it, and the quantiles narrow.

How much is common to the day, and how fast the rest fades, is learned by likelihood from the days of the forecast that
are over, against a weak prior; with none of them the prior holds. A morning that is far off any plan speaks for itself:
the variance of such a day is raised as far as its own likelihood asks, so that it is believed and its band is wide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.days import local_slots
from wfm.forecast.rescale import rate_variance, rescaled
from wfm.forecast.totals import in_step
from wfm.types.contacts import QUANTILE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wfm.forecast.days import Bools, Floats
    from wfm.types import Forecast, History

LEVELS = list(QUANTILE_COLUMNS)
# What is tried: multiples of the forecast's own variance, shares common to the day, hours in which the rest fades.
SCALES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
SHARES = (0.0, 0.25, 0.5, 0.75, 0.95)
FADES = (1.0, 3.0)
# The prior: centre and standard deviation of the scale (octaves) and of the share. It is worth a few days.
SHARE_CENTRE, SHARE_SPREAD, SCALE_SPREAD = 0.5, 0.3, 1.0
# The least rate variance: no forecast knows tomorrow to better than 3 %.
LEAST_VARIANCE = 0.001
# Zero contacts where this many were expected is an outage, not a quiet morning (see wfm.forecast.cleaning).
OUTAGE_EXPECTED = 12.0
# An updated interval keeps at least this share of its forecast: a linear prediction knows no zero.
LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class DayPattern:
    """How errors of a day hang together: multiple of the forecast's variance, share common to the day, fading hours."""

    scale: float = 1.0
    share: float = SHARE_CENTRE
    fade_hours: float = 3.0

    def correlation(self, hours: Floats) -> Floats:
        """Correlation of the rates' errors at these times of the day."""
        apart = np.abs(hours[:, None] - hours[None, :])
        return np.asarray(self.share + (1 - self.share) * np.exp(-apart / self.fade_hours), dtype=float)


@dataclass(frozen=True)
class DaySoFar:
    """One day of a queue: hours since midnight, means, quantiles, and counts (NaN where unmeasured or yet to come)."""

    hours: Floats
    mean: Floats
    levels: Floats
    counts: Floats

    @property
    def variance(self) -> float:
        """Rate variance of the day, from the quantiles of its intervals."""
        weight = self.mean**2
        v = rate_variance(self.mean, self.levels)
        return float(max((v * weight).sum() / weight.sum(), LEAST_VARIANCE)) if weight.sum() > 0 else LEAST_VARIANCE

    @property
    def seen(self) -> Bools:
        """Intervals that count: measured, expected to hold something, and not an outage."""
        known = ~np.isnan(self.counts) & (self.mean > 0)
        return np.asarray(known & ~((self.counts == 0) & (self.mean > OUTAGE_EXPECTED)), dtype=bool)


def learn_pattern(days: Sequence[DaySoFar]) -> DayPattern:
    """The pattern under which the days that are over were likeliest, against the prior."""
    grid = [DayPattern(*values) for values in product(SCALES, SHARES, FADES)]
    usable = [day for day in days if day.seen.sum() >= 2]
    return max(grid, key=lambda p: _prior(p) + sum(_likelihood(day, p) for day in usable))


def _prior(p: DayPattern) -> float:
    return float(-0.5 * ((np.log2(p.scale) / SCALE_SPREAD) ** 2 + ((p.share - SHARE_CENTRE) / SHARE_SPREAD) ** 2))


def _likelihood(day: DaySoFar, pattern: DayPattern) -> float:
    covariance, error = _covariance(day, pattern)
    root = np.linalg.cholesky(covariance)
    white = np.linalg.solve(root, error)
    return float(-np.log(np.diag(root)).sum() - 0.5 * white @ white)


def _covariance(day: DaySoFar, pattern: DayPattern) -> tuple[Floats, Floats]:
    """Covariance of the counts seen, and their errors."""
    seen = day.seen
    m = day.mean[seen]
    rate = pattern.scale * day.variance * pattern.correlation(day.hours[seen])
    return np.asarray(np.diag(m) + rate * m[:, None] * m[None, :]), day.counts[seen] - m


def updated(day: DaySoFar, pattern: DayPattern, rest: Bools) -> tuple[Floats, Floats]:
    """Means and quantiles of the intervals ``rest`` given the counts so far.

    Args:
        day: The day; its counts in ``rest`` are not looked at.
        pattern: What past days taught; a day that fits it badly has its variance raised.
        rest: The intervals wanted.
    """
    mean, levels = day.mean[rest], day.levels[rest]
    so_far = replace(day, counts=np.where(rest, np.nan, day.counts))
    seen = so_far.seen
    if not seen.any() or not mean.any():
        return mean, levels
    raised = _raised(so_far, pattern)
    covariance, error = _covariance(so_far, raised)
    every = raised.scale * day.variance * raised.correlation(day.hours)
    # Covariance of the relative error of the rest with the counts seen.
    across = every[np.ix_(rest, seen)] * day.mean[seen][None, :]
    gain = np.linalg.solve(covariance, across.T).T
    new = mean * np.maximum(1 + gain @ error, LEAST_SHARE)
    left = np.clip(1 - (gain * across).sum(axis=1) / np.diag(every)[rest], 0.0, 1.0)
    return new, rescaled(mean, levels, new, rate_variance(mean, levels) * left * raised.scale / pattern.scale)


def _raised(day: DaySoFar, pattern: DayPattern) -> DayPattern:
    tries = [replace(pattern, scale=scale) for scale in SCALES if scale >= pattern.scale]
    prior = [-0.5 * (np.log2(p.scale / pattern.scale) / SCALE_SPREAD) ** 2 for p in tries]
    return max(zip(tries, prior, strict=True), key=lambda one: one[1] + _likelihood(day, one[0]))[0]


def reforecast(forecast: Forecast, actual: History, at: datetime) -> Forecast:
    """The forecast with the rest of the local day of ``at`` updated from what came in since its midnight.

    Intervals that end by ``at`` are taken as over if ``actual`` holds them; they and other days stay as they were
    forecast. Each queue gets a note of how its day runs.

    Args:
        forecast: The day's forecast; days of it that are over teach how errors hang together within a day.
        actual: What came in, in intervals of the same length.
        at: The present: an instant with an offset.

    Raises:
        DataError: ``at`` bears no offset or lies on no day of the forecast, or the interval lengths differ.
    """
    if at.tzinfo is None:
        raise DataError("the present is an instant with an offset", value=at)
    if forecast.interval_minutes != actual.interval_minutes:
        found = f"{forecast.interval_minutes} and {actual.interval_minutes} minutes"
        remedy = f"Bring actuals in intervals of {forecast.interval_minutes} minutes."
        raise DataError("forecast and actuals have intervals of one length", value=found, remedy=remedy)
    frame = forecast.frame
    starts = pd.DatetimeIndex(frame["interval_start"])
    day, _ = local_slots(starts, forecast.zone, forecast.interval_minutes)
    now = pd.Timestamp(at)
    today = int(local_slots(pd.DatetimeIndex([now]), forecast.zone, forecast.interval_minutes)[0][0])
    if not (day == today).any():
        asked, *held = (f"{t.tz_convert(forecast.zone):%Y-%m-%d}" for t in (now, starts.min(), starts.max()))
        raise DataError("the forecast does not hold this day", value=asked, remedy=f"It holds {' to '.join(held)}.")
    counts = _counts(forecast, actual)
    over = starts + pd.Timedelta(minutes=forecast.interval_minutes) <= now
    counts = np.where(over, counts, np.nan)
    mean, levels = frame["offered"].to_numpy(float).copy(), frame[LEVELS].to_numpy(float).copy()
    hours = starts.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64) / 3600.0
    notes = dict(forecast.notes)
    for queue in forecast.queues:
        mine = (frame["queue"] == queue).to_numpy()
        past = [_day(rows, hours, mean, levels, counts) for rows in _days_over(mine, day, today)]
        rows = np.flatnonzero(mine & (day == today))
        one = _day(rows, hours, mean, levels, counts)
        rest = ~over[rows]
        mean[rows[rest]], levels[rows[rest]] = updated(one, learn_pattern(past), rest)
        notes[queue] = (*notes.get(queue, ()), _note(one, rest, mean[rows[rest]]))
    columns = {name: levels[:, i] for i, name in enumerate(LEVELS)}
    return in_step(replace(forecast, frame=frame.assign(offered=mean, **columns), notes=notes, made_at=at))


def _counts(forecast: Forecast, actual: History) -> Floats:
    key = ["queue", "interval_start"]
    came = actual.frame[[*key, "offered"]].rename(columns={"offered": "came"})
    return np.asarray(forecast.frame[key].merge(came, on=key, how="left")["came"].to_numpy(float))


def _days_over(mine: np.ndarray, day: np.ndarray, today: int) -> list[np.ndarray]:
    return [np.flatnonzero(mine & (day == d)) for d in np.unique(day[mine]) if d < today]


def _day(rows: np.ndarray, hours: Floats, mean: Floats, levels: Floats, counts: Floats) -> DaySoFar:
    return DaySoFar(hours[rows] - hours[rows[0]], mean[rows], levels[rows], counts[rows])


def _note(day: DaySoFar, rest: Bools, new: Floats) -> str:
    seen = day.seen & ~rest
    if not seen.any():
        return "nothing measured today: the rest of the day is as forecast"
    came, due, before = day.counts[seen].sum(), day.mean[seen].sum(), day.mean[rest].sum()
    change = f"{100 * (new.sum() / before - 1):+z.0f} %" if before > 0 else "nothing left to expect"
    down = int((~np.isnan(day.counts) & ~day.seen & (day.mean > 0)).sum())
    outage = f"; {down} intervals without any contact taken as outage" if down else ""
    return f"{came:.0f} contacts so far where {due:.0f} were expected; the rest of the day: {change}{outage}"
