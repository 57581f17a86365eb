"""Coverage over as many weeks as a data set has to give: each forecast one week ahead, with nothing known of it.

Coverage is a frequency, and four origins are few: the days of an origin share their error. Half a year of weekly
origins is the measure to hold a band to; what chance leaves of it stands beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.forecast_chance import Honest, honest, sentences
from benchmarks.forecast_scores import OURS, own_rows, shares, table
from benchmarks.forecast_sets import tasks_of
from wfm.forecast import backtest

if TYPE_CHECKING:
    from benchmarks.forecast_sets import DataSet

BANDS = (0.8, 0.9)


@dataclass(frozen=True)
class Weekly:
    """How often the bands of the automatic combination held, and its error against the naive forecast's.

    ``held`` has by band the shares of intervals, days and weeks in percent; ``origins`` is the most a queue had.
    """

    origins: int
    rel: float
    held: dict[float, str]
    chance: list[Honest]

    def as_json(self) -> dict[str, Any]:
        """For the benchmark's JSON."""
        return asdict(self) | {"held": {f"{100 * band:.0f}": text for band, text in self.held.items()}}

    def sentences(self) -> list[str]:
        """For people."""
        held = " and ".join(f"{text} % in the {100 * band:.0f} % band" for band, text in self.held.items())
        head = (
            f"Over the last {self.origins} weeks, each forecast one week ahead: {held} (interval, day, week), "
            f"rel {self.rel:.3f}."
        )
        return [head, *sentences(self.chance)]


def weekly(data: DataSet, origins: int) -> Weekly:
    """The bands of ``origins`` weekly origins, or of as many as the history allows."""
    scores = backtest(data.history, data.calendar, weeks=1, origins=origins)
    tasks = tasks_of(data, scores, 1)
    ours = table(own_rows(scores, tasks)).loc[OURS["selected"]]
    held = {band: shares(ours, f"coverage_{100 * band:.0f}") for band in BANDS}
    chance = [one for band in BANDS for one in honest(tasks, band)]
    return Weekly(max(len(task.origins) for task in tasks), float(ours["rel"]), held, chance)
