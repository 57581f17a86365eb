"""Coverage over as many weeks as a data set has to give: a forecast made every week, with nothing known of its future.

Coverage is a frequency, and four origins are few: the days of an origin share their error. Half a year of weekly
origins is the measure to hold a band to: one week ahead, where each week is forecast once and what chance leaves can be
told, and as far ahead as the benchmark looks, where forecasts overlap.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from benchmarks.forecast_chance import Honest, honest, sentences
from benchmarks.forecast_scores import OURS, own_rows, shares, table
from benchmarks.forecast_sets import tasks_of
from wfm.errors import DataError
from wfm.forecast import backtest

if TYPE_CHECKING:
    from benchmarks.forecast_sets import DataSet

BANDS = (0.8, 0.9)


@dataclass(frozen=True)
class Weekly:
    """How often the bands of the automatic combination held, and its error against the naive forecast's.

    ``rel`` is the mean over queues, ``worst`` the largest. ``held`` has by band the shares of intervals, days and weeks
    in percent; ``origins`` is the most a queue had; ``chance`` is empty where forecasts of several weeks overlap.
    """

    weeks: int
    origins: int
    rel: float
    worst: float
    held: dict[float, str]
    chance: list[Honest]

    def as_json(self) -> dict[str, Any]:
        """For the benchmark's JSON."""
        return asdict(self) | {"held": {f"{100 * band:.0f}": text for band, text in self.held.items()}}

    def sentences(self) -> list[str]:
        """For people."""
        held = " and ".join(f"{text} % in the {100 * band:.0f} % band" for band, text in self.held.items())
        ahead = "a week" if self.weeks == 1 else f"{self.weeks} weeks"
        head = (
            f"Forecast every week of the last {self.origins}, {ahead} ahead: {held} (interval, day, week), "
            f"rel {self.rel:.3f}, worst queue {self.worst:.3f}."
        )
        return [head, *sentences(self.chance)]


def weekly(data: DataSet, origins: int, weeks: int = 1) -> Weekly:
    """The bands of ``origins`` weekly origins, or of as many as the history allows, each so many weeks ahead.

    Origins of a backtest lie as far apart as the horizon is long: starting it a week earlier again and again gives
    those between.
    """
    scores = pd.concat([_started(data, start, -(-(origins - start) // weeks), weeks) for start in range(weeks)])
    tasks = tasks_of(data, scores, weeks)
    ours = table(own_rows(scores, tasks)).loc[OURS["selected"]]
    held = {band: shares(ours, f"coverage_{100 * band:.0f}") for band in BANDS}
    chance = [one for band in BANDS for one in honest(tasks, band)] if weeks == 1 else []
    count = max(len(task.origins) for task in tasks)
    return Weekly(weeks, count, float(ours["rel"]), float(ours["worst"]), held, chance)


def _started(data: DataSet, weeks_earlier: int, origins: int, weeks: int) -> pd.DataFrame:
    """The scores of a backtest that ends so many weeks earlier; without rows where the history is too short for it."""
    frame = data.history.frame
    last = frame["interval_start"].max() - pd.Timedelta(weeks=weeks_earlier)
    earlier = replace(data.history, frame=frame[frame["interval_start"] <= last])
    try:
        return backtest(earlier, data.calendar, weeks=weeks, origins=origins)
    except DataError:
        if not weeks_earlier:
            raise
        return pd.DataFrame()
