"""Prophet, as its documentation advises for sub-daily data.

"Sub-daily data" and "Data with regular gaps": only open intervals are fitted and forecast. "Seasonalities that depend
on other factors": one daily curve for Monday to Friday, one for the weekend, of order 8 (the default 4 cannot follow
opening time). "Multiplicative seasonality", because the swing of calls grows with their level. Holidays with the day
before and after; under two years of history a holiday's name has been seen once at most, so that all share one effect.
Forecasts below zero are cut. Bands are quantiles of 300 predictive samples.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from forecast_exchange import PeerTask, weekdays
from prophet import Prophet

TWO_YEARS = 700
SHADOWS = ("bridge day", "day before a holiday", "day after a holiday")


def forecast(task: PeerTask) -> dict[str, np.ndarray]:
    """Mean and bands."""
    cells = task.open_cells()
    past = _rows(task.numbers, cells, task.minutes)
    past["y"] = task.counts[past["day"] - task.first, past["slot"]]
    past = past.dropna(subset="y")
    ahead = _rows(task.future, cells, task.minutes)
    model = Prophet(
        growth="linear",
        daily_seasonality=False,
        weekly_seasonality=bool(len(set(weekdays(past["day"].to_numpy()))) > 1),
        yearly_seasonality="auto",
        seasonality_mode="multiplicative",
        holidays=_holidays(task),
        uncertainty_samples=300,
    )
    for name in ("weekday", "weekend"):
        if past[name].any():
            model.add_seasonality(f"daily_{name}", period=1, fourier_order=8, condition_name=name)
    np.random.seed(1)
    model.fit(past[["ds", "y", "weekday", "weekend"]])
    samples = model.predictive_samples(ahead[["ds", "weekday", "weekend"]])["yhat"]
    model.uncertainty_samples = 0
    mean = model.predict(ahead[["ds", "weekday", "weekend"]])["yhat"].to_numpy()
    bands = np.quantile(samples, (0.05, 0.10, 0.90, 0.95), axis=1)
    result = {}
    for part, values in zip(("mean", "p05", "p10", "p90", "p95"), (mean, *bands), strict=True):
        matrix = np.zeros((len(task.future), task.counts.shape[1]))
        matrix[ahead["day"] - task.future[0], ahead["slot"]] = np.maximum(values, 0.0)
        result[part] = matrix
    return result


def _rows(numbers: np.ndarray, cells: np.ndarray, minutes: int) -> pd.DataFrame:
    day, slot = np.nonzero(cells[weekdays(numbers)])
    number = np.asarray(numbers)[day]
    ds = pd.to_datetime(number, unit="D") + pd.to_timedelta(slot * minutes, unit="min")
    weekend = weekdays(number) >= 5
    return pd.DataFrame({"ds": ds, "day": number, "slot": slot, "weekday": ~weekend, "weekend": weekend})


def _holidays(task: PeerTask) -> pd.DataFrame | None:
    by_name = len(task.counts) >= TWO_YEARS
    rows = [
        {
            "ds": pd.Timestamp(day, unit="D"),
            "holiday": f"{kind}: {name}" if by_name else kind,
            "lower_window": -1 if kind == "holiday" else 0,
            "upper_window": 1 if kind == "holiday" else 0,
        }
        for day, (kind, name) in sorted(task.special.items())
        if kind not in SHADOWS and day <= task.future[-1] + 1
    ]
    return pd.DataFrame(rows) if rows else None


METHODS = {"prophet": forecast}
