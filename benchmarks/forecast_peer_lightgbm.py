"""LightGBM with lags and calendar, one model a queue.

For each week ahead k the features of a day are what was known k weeks before: the same slot k to k + 3 weeks ago (days
that are special left out), their mean, and how the last week's level stood to the four weeks' then. Rows of all leads
are stacked, k being a feature. With a Poisson objective the trees learn the log correction to the mean of the four like
days (``init_score``), so that they follow a level they have never seen, which trees alone cannot. Bands by the quantile
objective on the ratio to that mean. 300 trees of 31 leaves, rate 0.05, as its guide suggests for tables of this size.
"""

from __future__ import annotations

import lightgbm
import numpy as np
from forecast_exchange import PeerTask, weekdays

PARAMETERS = {
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.9,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
}
TREES, BAND_TREES = 300, 150
# Day of the year is a feature once a year has been seen; before, it would only tell train from test.
YEARLY_DAYS = 400
CATEGORIES = ("weekday", "kind")


def forecast(task: PeerTask) -> dict[str, np.ndarray]:
    """Mean and bands."""
    cells = task.open_cells()
    leads = range(1, len(task.future) // 7 + 1)
    source = np.vstack([task.counts, np.full((len(task.future), task.counts.shape[1]), np.nan)])
    numbers = task.first + np.arange(len(source))
    usual = source.copy()
    usual[[n in task.special for n in numbers]] = np.nan
    past, ahead = [], []
    for lead in leads:
        x, base, day, slot = _features(task, usual, numbers, cells, lead)
        y = source[day, slot]
        train = (day < len(task.counts)) & ~np.isnan(y)
        past.append((x[train], base[train], y[train]))
        wanted = (day >= len(task.counts)) & ((day - len(task.counts)) // 7 == lead - 1)
        ahead.append((x[wanted], base[wanted], day[wanted], slot[wanted]))
    x, base, y = (np.concatenate([p[i] for p in past]) for i in range(3))
    xf, basef, day, slot = (np.concatenate([a[i] for a in ahead]) for i in range(4))
    model = _train(x, y, {"objective": "poisson"}, TREES, init_score=np.log(base))
    found = {"mean": basef * np.exp(model.predict(xf, raw_score=True))}
    for part, level in (("p05", 0.05), ("p10", 0.10), ("p90", 0.90), ("p95", 0.95)):
        band = _train(x, y / base, {"objective": "quantile", "alpha": level}, BAND_TREES, weight=base)
        found[part] = basef * np.maximum(band.predict(xf), 0.0)
    result = {}
    for part, values in found.items():
        result[part] = np.zeros((len(task.future), task.counts.shape[1]))
        result[part][day - len(task.counts), slot] = values
    return result


def _train(x: np.ndarray, y: np.ndarray, objective: dict[str, object], trees: int, **extra: np.ndarray):  # noqa: ANN202
    columns = [0, 1]
    data = lightgbm.Dataset(x, y, categorical_feature=columns, params={"verbose": -1}, **extra)
    return lightgbm.train(PARAMETERS | objective, data, trees)


def _features(task: PeerTask, usual: np.ndarray, numbers: np.ndarray, cells: np.ndarray, lead: int):  # noqa: ANN202
    """Feature matrix, mean of the four like days, and row and slot, of every open cell with any like day."""
    n = len(usual)
    lags = np.full((4, *usual.shape), np.nan)
    for j in range(4):
        shift = 7 * (lead + j)
        if shift < n:
            lags[j, shift:] = usual[: n - shift]
    seen = (~np.isnan(lags)).sum(axis=0)
    base = np.where(seen > 0, np.nansum(lags, axis=0) / np.maximum(seen, 1), np.nan)
    totals = np.nansum(lags, axis=2)
    level = np.full(n, 1.0)
    for d in range(n):
        window = totals[:, max(0, d - 6) : d + 1].sum(axis=1)
        level[d] = window[0] / window.mean() if window.mean() > 0 else 1.0
    day, slot = np.nonzero(cells[weekdays(numbers)] & ~np.isnan(base))
    number = numbers[day]
    kinds = {kind: i + 1 for i, kind in enumerate(sorted({k for k, _ in task.special.values()}))}
    kind = np.array([kinds.get(task.special.get(int(d), ("", ""))[0], 0) for d in numbers])
    month = numbers.astype("datetime64[D]")
    in_month = (month - month.astype("datetime64[M]").astype("datetime64[D]")).astype(int)
    long = len(task.counts) >= YEARLY_DAYS
    year_day = (month - month.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) if long else np.zeros(n)
    columns = [weekdays(number), kind[day], slot, np.full(len(day), lead), *(lag[day, slot] for lag in lags)]
    columns += [base[day, slot], level[day], in_month[day], year_day[day]]
    # Half a contact of prior keeps the logarithm finite where four days in a row had none.
    return np.column_stack(columns).astype(float), np.maximum(base[day, slot], 0.125), day, slot


METHODS = {"lightgbm": forecast}
