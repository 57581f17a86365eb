"""The speed marks of the forecast on one core: a queue of two years by the quarter-hour, a hundred, and a backtest."""

from __future__ import annotations

import os
import time
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from wfm.calendars import build_calendar
from wfm.forecast import backtest, forecast
from wfm.intervals import IntervalGrid
from wfm.types import History

ZONE, MINUTES, DAYS = "Europe/Amsterdam", 15, 731
FIRST = date(2024, 11, 4)
WEEK = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])


def made_up(queues: int, seed: int = 1) -> History:
    """Two years of quarter-hours, open around the clock: level with a yearly wave and a drift, week, two-peak day."""
    random = np.random.default_rng(seed)
    grid = IntervalGrid.days(FIRST, DAYS, ZONE, MINUTES)
    local = grid.index.tz_convert(ZONE)
    hour = (local.hour + local.minute / 60).to_numpy(float)
    day = np.array([(d - FIRST).days for d in local.date])
    shape = 0.05 + np.exp(-(((hour - 10.5) / 2.5) ** 2)) + 0.8 * np.exp(-(((hour - 15.0) / 3.0) ** 2))
    shape /= shape.sum() / DAYS
    frames = []
    for q in range(queues):
        level = 50 * 40 ** (q / max(queues - 1, 1)) * np.exp(np.cumsum(random.normal(0, 0.012, DAYS)))
        wave = 1 + 0.15 * np.cos(2 * np.pi * np.arange(DAYS) / 365.25)
        mean = (level * wave * WEEK[np.arange(DAYS) % 7] * random.gamma(100, 0.01, DAYS))[day] * shape
        offered = random.poisson(mean).astype(float)
        frames.append(
            pd.DataFrame(
                {
                    "queue": f"queue {q:03d}",
                    "interval_start": grid.index,
                    "offered": offered,
                    "handled": offered,
                    "abandoned": 0.0,
                    "aht_seconds": np.where(offered > 0, random.normal(300, 30, len(mean)), np.nan),
                }
            )
        )
    return History(pd.concat(frames, ignore_index=True), MINUTES, ZONE)


def measure(queues: int = 100) -> dict[str, Any]:
    """Seconds of wall clock and of processor: fit and forecast four weeks (no origins, and four), and backtests."""
    calendar = build_calendar("NL", range(FIRST.year, FIRST.year + 4))
    first = FIRST + timedelta(days=DAYS)
    horizon = IntervalGrid.days(first, 28, ZONE, MINUTES)
    one, many = made_up(1), made_up(queues)
    forecast(one, horizon, calendar, origins=0)  # imports and caches
    result: dict[str, Any] = {}

    def timed(name: str, work: Any, rounds: int = 1, share: int = 1) -> None:
        best: list[tuple[float, float]] = []
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            best.append((time.perf_counter() - wall, time.process_time() - cpu))
        result[name] = {
            "wall_seconds": round(min(w for w, _ in best) / share, 3),
            "cpu_seconds": round(min(c for _, c in best) / share, 3),
        }

    timed("one_queue_fit_and_forecast", lambda: forecast(one, horizon, calendar, origins=0), 5)
    timed("one_queue_with_four_origins", lambda: forecast(one, horizon, calendar), 3)
    timed("one_queue_backtest_8_origins_1_week", lambda: backtest(one, calendar, weeks=1, origins=8), 3)
    timed("one_queue_backtest_8_origins_4_weeks", lambda: backtest(one, calendar, weeks=4, origins=8), 2)
    timed(f"{queues}_queues_fit_and_forecast", lambda: forecast(many, horizon, calendar, origins=0))
    timed(f"{queues}_queues_with_four_origins", lambda: forecast(many, horizon, calendar))
    result["threads"] = os.environ.get("OPENBLAS_NUM_THREADS", "not set")
    return result
