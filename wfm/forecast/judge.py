"""A published forecast against what came in: by interval, day and week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.scores import bias, coverage, poisson_floor, wape

if TYPE_CHECKING:
    from wfm.types import Forecast, History

FORECAST_SCORES = (
    "queue",
    "by",
    "periods",
    "offered",
    "expected",
    "wape",
    "floor",
    "bias",
    "coverage_80",
    "coverage_90",
)


def score_forecast(forecast: Forecast, actual: History) -> pd.DataFrame:
    """Scores of a forecast, as it was published.

    Intervals that were not measured are left out, from both sides. ``floor`` is the WAPE that chance alone would leave.
    Coverage is that of the intervals' bands; a forecast holds none of days and weeks, where it is NaN.

    Returns:
        One row a queue and ``by`` (interval, day, week), with :data:`FORECAST_SCORES`.

    Raises:
        DataError: The interval lengths differ, or nothing that was forecast was measured.
    """
    if forecast.interval_minutes != actual.interval_minutes:
        found = f"{forecast.interval_minutes} and {actual.interval_minutes} minutes"
        raise DataError("a forecast is scored on intervals of its own length", value=found)
    counts = actual.frame[["queue", "interval_start", "offered"]].rename(columns={"offered": "came"})
    both = forecast.frame.merge(counts, on=["queue", "interval_start"])
    if both.empty:
        raise DataError("nothing that was forecast was measured", remedy="Check queue names, days and the zone.")
    local = both["interval_start"].dt.tz_convert(forecast.zone).dt.tz_localize(None)
    both = both.assign(
        day=local.dt.normalize(), week=(local - pd.to_timedelta(local.dt.day_of_week, "D")).dt.normalize()
    )
    rows = []
    for queue, frame in both.groupby("queue", sort=True):
        rows.append(_scored(str(queue), "interval", frame))
        for by in ("day", "week"):
            sums = frame.groupby(by)[["offered", "came"]].sum()
            rows.append(_scored(str(queue), by, sums))
    return pd.DataFrame(rows, columns=list(FORECAST_SCORES))


def _scored(queue: str, by: str, frame: pd.DataFrame) -> dict[str, object]:
    came, expected = frame["came"].to_numpy(float), frame["offered"].to_numpy(float)
    bands = [float("nan")] * 2
    if by == "interval":
        pairs = (("offered_p10", "offered_p90"), ("offered_p05", "offered_p95"))
        low_high = [(frame[low].to_numpy(float), frame[high].to_numpy(float)) for low, high in pairs]
        bands = [coverage(came, low, high, expected) for low, high in low_high]
    return {
        "queue": queue,
        "by": by,
        "periods": len(came),
        "offered": float(came.sum()),
        "expected": float(expected.sum()),
        "wape": wape(came, expected),
        "floor": poisson_floor(np.asarray(came)),
        "bias": bias(came, expected),
        "coverage_80": bands[0],
        "coverage_90": bands[1],
    }
