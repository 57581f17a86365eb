"""The data sets of the forecast benchmark, and the pieces of them that every method is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wfm.calendars import build_calendar
from wfm.forecast.days import day_number, queue_days
from wfm.forecast.omitted_zeros import with_zeros_restored
from wfm.forecast.special_days import special_kinds
from wfm.io.read import read_events, read_history

if TYPE_CHECKING:
    import pandas as pd

    from wfm.forecast.days import Floats, QueueDays
    from wfm.types import Calendar, History

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "forecasting"


@dataclass(frozen=True)
class DataSet:
    """A history with its calendar. ``title`` is how the tables call it."""

    name: str
    title: str
    history: History
    calendar: Calendar

    def only(self, queues: int | None) -> DataSet:
        """The same with at most so many queues, evenly chosen from the sorted names."""
        names = self.history.queues
        if queues is None or queues >= len(names):
            return self
        kept = [names[i * len(names) // queues] for i in range(queues)]
        frame = self.history.frame
        return replace(self, history=replace(self.history, frame=frame[frame["queue"].isin(kept)]))


@dataclass(frozen=True)
class Task:
    """One queue with the origins that are scored: what is known before each, and the days wanted.

    ``days`` are local days x slots; ``origins`` are day numbers, ``horizon`` in days; ``kinds`` says what is special.
    """

    days: QueueDays
    origins: tuple[int, ...]
    horizon: int
    kinds: dict[int, tuple[str, str]]

    def actual(self, origin: int) -> Floats:
        """Counts of the days wanted, NaN where nothing was measured."""
        result = np.full((self.horizon, self.days.counts.shape[1]), np.nan)
        rows = self.days.counts[origin - self.days.first :][: self.horizon]
        result[: len(rows)] = rows
        return result


def load(name: str) -> DataSet | None:
    """The data set called ``bank``, ``insurer`` or ``sample``; None where its file is not here."""
    if name == "sample":
        history = read_history(ROOT / "sample_data" / "history.csv.gz", zone="Europe/Amsterdam")
        calendar = build_calendar("NL", range(2024, 2028), events=read_events(ROOT / "sample_data" / "events.csv"))
        return DataSet(name, "20 queues of the sample data (made up)", history, calendar)
    file, zone, country, year, title = {
        "bank": ("bank_na_2003_30min.csv", "America/New_York", "US", 2003, "a bank, 1 queue, 34 weeks"),
        "insurer": ("insurer_fr_2011_30min.csv.gz", "Europe/Paris", "FR", 2011, "an insurer, 12 departments, 1 year"),
    }[name]
    if not (REAL / file).is_file():
        return None
    return DataSet(name, title, read_history(REAL / file, zone=zone), build_calendar(country, [year, year + 1]))


def tasks_of(data: DataSet, scores: pd.DataFrame, weeks: int) -> list[Task]:
    """The queues and origins that a backtest has scored."""
    result = []
    for queue, rows in data.history.frame.groupby("queue", sort=True):
        days = with_zeros_restored(queue_days(str(queue), rows, data.history.zone, data.history.interval_minutes))
        found = scores.loc[scores["queue"] == queue, "origin"].unique()
        origins = tuple(sorted(day_number(date.fromisoformat(str(o))) for o in found))
        if origins:
            result.append(Task(days, origins, 7 * weeks, special_kinds(data.calendar, str(queue))))
    return result
