"""A published forecast against what came in: by interval, day and week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.scores import LEAST_MEAN_80, LEAST_MEAN_90, bias, coverage, pinball, poisson_floor, wape
from wfm.types.contacts import QUANTILE_COLUMNS, QUANTILES

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
    "pinball",
)
BANDS = ("offered_p05", "offered_p10", "offered_p90", "offered_p95")
# A day or week counts for its band if this share of what was expected of it was measured.
WHOLE = 1 - 1e-6


def score_forecast(forecast: Forecast, actual: History) -> pd.DataFrame:
    """Scores of a forecast, as it was published.

    Intervals that were not measured are left out, from both sides. ``floor`` is the WAPE that chance alone would leave.
    Coverage of days and weeks is that of the forecast's totals, over those that were measured whole; NaN for a forecast
    that was read without totals. ``pinball`` is of intervals.

    Returns:
        One row a queue and ``by`` (interval, day, week), with :data:`FORECAST_SCORES`.

    Raises:
        DataError: The interval lengths differ, or nothing that was forecast was measured.
    """
    if forecast.interval_minutes != actual.interval_minutes:
        found = f"{forecast.interval_minutes} and {actual.interval_minutes} minutes"
        remedy = f"Bring actuals in intervals of {forecast.interval_minutes} minutes."
        raise DataError("a forecast is scored on intervals of its own length", value=found, remedy=remedy)
    counts = actual.frame[["queue", "interval_start", "offered"]].rename(columns={"offered": "came"})
    both = forecast.frame.merge(counts, on=["queue", "interval_start"])
    if both.empty:
        raise DataError("nothing that was forecast was measured", remedy="Check queue names, days and the zone.")
    local = both["interval_start"].dt.tz_convert(forecast.zone).dt.tz_localize(None)
    both = both.assign(
        day=local.dt.normalize(), week=(local - pd.to_timedelta(local.dt.day_of_week, "D")).dt.normalize()
    )
    rows = []
    totals = forecast.totals
    for queue, frame in both.groupby("queue", sort=True):
        rows.append(_scored(str(queue), "interval", frame, frame))
        for by in ("day", "week"):
            sums = frame.groupby(by)[["offered", "came"]].sum()
            banded = None if totals is None else _whole(sums, totals[(totals["queue"] == queue) & (totals["by"] == by)])
            rows.append(_scored(str(queue), by, sums, banded))
    return pd.DataFrame(rows, columns=list(FORECAST_SCORES))


def _whole(sums: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """The sums of periods that were measured whole, with the bands of the totals."""
    first = pd.to_datetime(totals["first_day"].astype(str))
    bands = totals[["offered", *BANDS]].rename(columns={"offered": "whole"}).set_index(first)
    both = sums.join(bands, how="inner")
    return both[both["offered"] >= WHOLE * both["whole"]]


def _scored(queue: str, by: str, frame: pd.DataFrame, banded: pd.DataFrame | None) -> dict[str, object]:
    came, expected = frame["came"].to_numpy(float), frame["offered"].to_numpy(float)
    bands = [float("nan")] * 2
    if banded is not None and len(banded):
        counts, means = banded["came"].to_numpy(float), banded["offered"].to_numpy(float)
        p05, p10, p90, p95 = (banded[name].to_numpy(float) for name in BANDS)
        bands = [coverage(counts, p10, p90, means, LEAST_MEAN_80), coverage(counts, p05, p95, means, LEAST_MEAN_90)]
    levels = frame[list(QUANTILE_COLUMNS)].to_numpy(float) if by == "interval" else None
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
        "pinball": float("nan") if levels is None else pinball(came, levels, QUANTILES),
    }
