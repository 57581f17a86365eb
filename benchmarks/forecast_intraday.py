"""The mark of the intraday update: the error of the rest of the day at noon, before and after, on days off plan.

    python -m benchmarks.forecast_intraday

Each day of the last weeks is forecast with its week, the evening before the week; at noon the rest is re-forecast from
the morning's counts. A day is off plan if its morning lies outside its 80 % band.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from benchmarks.forecast_sets import load
from wfm.forecast import forecast, reforecast
from wfm.intervals import IntervalGrid, local_instant, zone_of

if TYPE_CHECKING:
    from wfm.types import Calendar, Forecast, History

# Standard deviations beyond which a morning is off plan: outside the 80 % band.
OFF_PLAN = 1.2816
WEEKS = {"bank": 8, "insurer": 2}


def rests_of_days(history: History, calendar: Calendar, weeks: int) -> pd.DataFrame:
    """A row a queue and day: how far the morning was off, and the errors of the rest of the day before and after."""
    zone = history.zone
    last = history.frame["interval_start"].max().tz_convert(zone).date() + timedelta(days=1)
    rows = []
    for week in range(weeks, 0, -1):
        first = last - timedelta(days=7 * week)
        made = forecast(history.before(first), IntervalGrid.days(first, 7, zone, history.interval_minutes), calendar)
        for offset in range(7):
            day = first + timedelta(days=offset)
            done = reforecast(made, history, local_instant(day, 720, zone_of(zone)))
            rows.append(_day(made, done, history, day))
    return pd.concat(rows)


def _day(made: Forecast, done: Forecast, history: History, day: date) -> pd.DataFrame:
    frame = made.frame.assign(new=done.frame["offered"]).merge(
        history.frame[["queue", "interval_start", "offered"]].rename(columns={"offered": "came"}),
        on=["queue", "interval_start"],
    )
    local = frame["interval_start"].dt.tz_convert(made.zone)
    frame = frame[(local.dt.date == day) & (frame["offered"] > 0)]
    morning = frame["interval_start"].dt.tz_convert(made.zone).dt.hour < 12
    v = ((frame["offered_p90"] - frame["offered_p10"]) / 2.563) ** 2 - frame["offered"]
    sums = frame.assign(
        v=v.clip(lower=0), m2=frame["offered"] ** 2,
        before=(frame["came"] - frame["offered"]).abs(), after=(frame["came"] - frame["new"]).abs(),
    )  # fmt: skip
    a, b = (sums[rows].groupby("queue")[["came", "offered", "before", "after"]].sum() for rows in (morning, ~morning))
    rate = sums.groupby("queue")["v"].sum() / sums.groupby("queue")["m2"].sum()
    off = (a["came"] - a["offered"]) / np.sqrt(a["offered"] + rate * a["offered"] ** 2)
    return b.assign(off=off).dropna()


def main() -> None:
    """Measure and print."""
    print("| set | days | of them off plan | rest of the day at noon, off plan | all days |")
    print("|---|---|---|---|---|")
    for name, weeks in WEEKS.items():
        data = load(name)
        if data is None:
            print(f"| {name} | its file is not here | | | |")
            continue
        days = rests_of_days(data.history, data.calendar, weeks)
        off = days[days["off"].abs() > OFF_PLAN]
        gains = [one["after"].sum() / one["before"].sum() - 1 for one in (off, days)]
        print(f"| {name} | {len(days)} | {len(off)} | {gains[0]:+.1%} | {gains[1]:+.1%} |")


if __name__ == "__main__":
    main()
