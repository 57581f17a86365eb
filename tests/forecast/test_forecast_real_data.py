"""Marks on real data: the share of the naive error that remains, and what bands cover.

The files are read from beside the repository; they are not part of it.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wfm.calendars import build_calendar
from wfm.forecast import backtest
from wfm.types import History

DATA = Path(__file__).parents[3] / "shared" / "data" / "forecasting"
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/forecasting is not here"),
]


def read(name, zone):
    frame = pd.read_csv(DATA / name, parse_dates=["timestamp"])
    local = frame["timestamp"].dt.tz_localize(zone, ambiguous=np.ones(len(frame), dtype=bool), nonexistent="NaT")
    frame = frame.assign(interval_start=local.dt.tz_convert("UTC"), offered=frame["volume"])
    frame = frame.dropna(subset="interval_start").assign(handled=np.nan, abandoned=np.nan, aht_seconds=np.nan)
    return History(frame, 30, zone)


def ratio(selected):
    """Mean over queues of the error relative to the naive forecast with special days."""
    by_queue = selected.groupby("queue")[["wape", "wape_naive"]].mean()
    return (by_queue["wape"] / by_queue["wape_naive"]).mean()


@pytest.mark.parametrize(("weeks", "origins"), [(1, 8), (4, 4)])
def test_bank_beats_the_naive_forecast_by_more_than_a_quarter(weeks, origins):
    history = read("bank_na_2003_30min.csv", "America/New_York")
    scores = backtest(history, build_calendar("US", [2003]), weeks=weeks, origins=origins)
    assert ratio(scores[scores["model"] == "selected"]) <= 0.74


@pytest.mark.parametrize(("weeks", "origins"), [(1, 8), (4, 4)])
def test_insurer_beats_the_naive_forecast_by_a_fifth_with_honest_bands(weeks, origins):
    history = read("insurer_fr_2011_30min.csv.gz", "Europe/Paris")
    scores = backtest(history, build_calendar("FR", [2011]), weeks=weeks, origins=origins)
    selected = scores[scores["model"] == "selected"]
    assert ratio(selected) < 0.8
    within_the_marks(selected, "", "_day")
    worst = selected.groupby("queue")[["wape", "wape_naive"]].mean()
    assert (worst["wape"] <= 1.02 * worst["wape_naive"]).all()


# A few weeks whose errors go together cannot tell whether bands of weeks are right: half a year of them can.
@pytest.mark.parametrize(
    ("name", "zone", "country"),
    [
        ("bank_na_2003_30min.csv", "America/New_York", "US"),
        ("insurer_fr_2011_30min.csv.gz", "Europe/Paris", "FR"),
    ],
)
def test_bands_of_intervals_days_and_weeks_hold_what_they_promise_over_half_a_year(name, zone, country):
    calendar = build_calendar(country, [2003, 2011])
    scores = backtest(read(name, zone), calendar, weeks=1, origins=26)
    within_the_marks(scores[scores["model"] == "selected"], "", "_day", "_week")


def within_the_marks(selected, *periods):
    for by in periods:
        assert 0.77 < selected[f"coverage_80{by}"].mean() < 0.83, by
        assert 0.87 < selected[f"coverage_90{by}"].mean() < 0.93, by
