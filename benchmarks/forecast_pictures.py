"""Pictures of a benchmark: the error of every method, and a week of one queue with the bands of its forecast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
import pandas as pd

from benchmarks.forecast_scores import OURS
from wfm.forecast import forecast
from wfm.intervals import IntervalGrid

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from benchmarks.forecast_sets import DataSet

matplotlib.use("Agg")
from matplotlib import pyplot as plt

OWN, CANDIDATE, PEER, FLOOR = "#1b6ca8", "#8fbbe0", "#b0b7bf", "#c0392b"


def draw(data: DataSet, found: dict[str, Any], weeks: int, stem: Path) -> None:
    """``<stem>_methods.png`` and ``<stem>_weeks.png``."""
    figure, axes = plt.subplots(figsize=(9, 0.36 * len(found["table"]) + 1.4), layout="constrained")
    methods(axes, found["table"], data.title)
    figure.savefig(stem.parent / f"{stem.name}_methods.png", dpi=110)
    plt.close(figure)
    figure, axes = plt.subplots(figsize=(11, 3.6), layout="constrained")
    last_weeks(axes, data, found["rows"], weeks)
    figure.savefig(stem.parent / f"{stem.name}_weeks.png", dpi=110)
    plt.close(figure)


def methods(axes: Axes, result: pd.DataFrame, title: str) -> None:
    """WAPE of every method as bars, ours in colour, with the Poisson floor."""
    ordered = result.iloc[::-1]
    colours = [_colour(str(name)) for name in ordered.index]
    axes.barh(ordered.index, 100 * ordered["wape"], color=colours)
    for i, value in enumerate(ordered["wape"]):
        axes.text(100 * value, i, f" {100 * value:.1f}", va="center", fontsize=8)
    axes.axvline(100 * float(result["floor"].iloc[0]), color=FLOOR, lw=1, ls="--")
    axes.set_title(f"{title}: WAPE in % by method (dashed: what chance alone leaves)", fontsize=10, loc="left")
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def last_weeks(axes: Axes, data: DataSet, rows: pd.DataFrame, weeks: int) -> None:
    """The busiest queue's last origin: the counts that came and the forecast made before, with its bands."""
    own = rows[rows["method"] == OURS["selected"]]
    queue = str(own.groupby("queue")["contacts"].sum().idxmax())
    first = date.fromisoformat(str(own.loc[own["queue"] == queue, "origin"].max()))
    history = data.history
    frame = history.frame[history.frame["queue"] == queue]
    days = min(7 * weeks, 7)
    grid = IntervalGrid.days(first, days, history.zone, history.interval_minutes)
    made = forecast(replace(history, frame=frame).before(first), grid, data.calendar).frame.set_index("interval_start")
    actual = frame.set_index("interval_start")["offered"].reindex(grid.index)
    local = grid.index.tz_convert(history.zone).tz_localize(None)
    for low, high, shade in (("offered_p05", "offered_p95", 0.15), ("offered_p10", "offered_p90", 0.25)):
        axes.fill_between(local, made[low], made[high], color=OWN, alpha=shade, lw=0)
    axes.plot(local, made["offered"], color=OWN, lw=1.2, label="forecast, with 80 and 90 % bands")
    axes.plot(local, actual, ".", color="black", ms=2.5, label="contacts that came")
    axes.set_xlim(np.datetime64(first), np.datetime64(first + timedelta(days=days)))
    axes.set_ylim(bottom=0)
    axes.set_title(f"{queue}: the week from {first}, forecast the evening before", fontsize=10, loc="left")
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)


def _colour(method: str) -> str:
    if method == OURS["selected"]:
        return OWN
    return CANDIDATE if "candidate" in method else PEER
