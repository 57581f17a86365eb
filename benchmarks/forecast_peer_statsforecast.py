"""statsforecast: MSTL on the intervals, and AutoARIMA with special days on the day totals times a profile.

MSTL takes the day and the week as seasons and its own default for the trend, AutoETS without a season. AutoARIMA, which
its tutorial on hourly data takes instead, searches the orders of a series of 17,000 half-hours by exact likelihood,
20 s a fit and more: an insurer's 48 fits never came to their end. It knows no special days: those of the
past are replaced by the like day a week before so that they teach nothing wrong; closed intervals are left out so that
the seasons are regular. AutoARIMA on log day totals has the week as season and one
regressor a kind of special day seen before; its total is spread by the mean profile of the weekday's last 13 weeks.
"""

from __future__ import annotations

import numpy as np
from forecast_exchange import PeerTask, weekdays
from statsforecast.models import MSTL, AutoARIMA

PROFILE_DAYS = 91
PARTS = {"mean": "mean", "p05": "lo-90", "p10": "lo-80", "p90": "hi-80", "p95": "hi-90"}


def _usual(task: PeerTask, cells: np.ndarray) -> np.ndarray:
    """Counts without special days or gaps: each replaced by the like day before it, the first ones by the one after."""
    counts = task.counts.copy()
    counts[[n in task.special for n in task.numbers]] = np.nan
    for start in range(7):
        block = counts[start::7]
        for order in (range(1, len(block)), range(len(block) - 2, -1, -1)):
            step = -1 if order.step > 0 else 1
            for i in order:
                block[i] = np.where(np.isnan(block[i]), block[i + step], block[i])
        counts[start::7] = block
    return np.where(cells[weekdays(task.numbers)], np.nan_to_num(counts), 0.0)


def mstl(task: PeerTask) -> dict[str, np.ndarray]:
    """Mean and bands."""
    cells = task.open_cells()
    opened, slots = cells.any(axis=1), np.flatnonzero(cells.any(axis=0))
    y = _usual(task, cells)[opened[weekdays(task.numbers)]][:, slots]
    ahead = opened[weekdays(task.future)]
    period = len(slots)
    seasons = [period, period * int(opened.sum())] if opened.sum() > 1 else [period]
    found = MSTL(season_length=seasons).forecast(y.ravel(), h=int(ahead.sum()) * period, level=[80, 90])
    result = {}
    for part, name in PARTS.items():
        matrix = np.zeros((len(task.future), task.counts.shape[1]))
        rows = np.zeros((int(ahead.sum()), task.counts.shape[1]))
        rows[:, slots] = np.maximum(np.asarray(found[name]).reshape(-1, period), 0.0)
        matrix[ahead] = rows
        result[part] = np.where(cells[weekdays(task.future)], matrix, 0.0)
    return result


def daily_arima(task: PeerTask) -> dict[str, np.ndarray]:
    """The mean only: bands of the day say nothing of its intervals."""
    cells = task.open_cells()
    opened = cells.any(axis=1)
    counts = np.where(np.isnan(task.counts), _usual(task, cells), task.counts)
    counts = np.where(cells[weekdays(task.numbers)], counts, 0.0)
    keep, ahead = opened[weekdays(task.numbers)], opened[weekdays(task.future)]
    numbers = np.concatenate([task.numbers[keep], task.future[ahead]])
    known = int(keep.sum())
    kinds = sorted({task.special[int(n)][0] for n in numbers[:known] if int(n) in task.special})
    dummies = np.array([[float(task.special.get(int(n), ("",))[0] == k) for k in kinds] for n in numbers])
    period = int(opened.sum())
    model = AutoARIMA(season_length=period if period > 1 else 1)
    logs = np.log(counts[keep].sum(axis=1) + 0.5)
    exogenous = {"X": dummies[:known], "X_future": dummies[known:]} if kinds else {}
    found = model.forecast(logs, h=int(ahead.sum()), **exogenous)
    totals = np.zeros(len(task.future))
    totals[ahead] = np.maximum(np.exp(np.asarray(found["mean"])) - 0.5, 0.0)
    recent = _usual(task, cells)[-PROFILE_DAYS:]
    shape = np.zeros(cells.shape)
    for w in range(7):
        shape[w] = recent[weekdays(task.numbers[-PROFILE_DAYS:]) == w].sum(axis=0)
    shape /= np.maximum(shape.sum(axis=1, keepdims=True), 1e-9)
    return {"mean": totals[:, None] * shape[weekdays(task.future)]}


METHODS = {"statsforecast MSTL": mstl, "statsforecast AutoARIMA x profile": daily_arima}
