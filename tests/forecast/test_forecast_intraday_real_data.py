"""The mark of the intraday update on real data: the rest of the day at noon, on days that run off plan."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from test_forecast_real_data import pytestmark as real_data
from test_forecast_real_data import read

from wfm.calendars import build_calendar
from wfm.forecast import forecast, reforecast
from wfm.intervals import IntervalGrid, local_instant, zone_of

pytestmark = real_data
# A morning outside its 80 % band is off plan.
OFF_PLAN = 1.2816


def rests_of_days(history, calendar, weeks):
    """A row a queue and day: how far the morning was off, and the errors of the rest of the day before and after."""
    zone = history.zone
    last = history.frame["interval_start"].max().tz_convert(zone).date() + timedelta(days=1)
    rows = []
    for week in range(weeks, 0, -1):
        first = last - timedelta(days=7 * week)
        made = forecast(history.before(first), IntervalGrid.days(first, 7, zone, 30), calendar)
        for offset in range(7):
            day = first + timedelta(days=offset)
            done = reforecast(made, history, local_instant(day, 720, zone_of(zone)))
            rows.append(_day(made, done, history, day))
    return pd.concat(rows)


def _day(made, done, history, day):
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


@pytest.mark.parametrize(
    ("name", "zone", "country", "year", "weeks"),
    [
        ("bank_na_2003_30min.csv", "America/New_York", "US", 2003, 8),
        ("insurer_fr_2011_30min.csv.gz", "Europe/Paris", "FR", 2011, 2),
    ],
)
def test_at_noon_the_rest_of_a_day_off_plan_errs_at_least_15_percent_less(name, zone, country, year, weeks):
    days = rests_of_days(read(name, zone), build_calendar(country, [year]), weeks)
    off = days[days["off"].abs() > OFF_PLAN]
    assert len(off) >= 10
    assert off["after"].sum() < 0.85 * off["before"].sum()
    assert days["after"].sum() < days["before"].sum()
