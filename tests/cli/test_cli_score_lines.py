"""What `wfm backtest` and `wfm score` print: numbers where there are some, a dash where there are none."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from shell import run
from small_site import ZONE

from wfm.cli.score_lines import accuracy_lines
from wfm.types import Forecast
from wfm.types.contacts import QUANTILE_COLUMNS, SCORE_COLUMNS

START, END = date(2026, 8, 3), date(2026, 10, 12)


def row_of(said, queue, *also):
    return next(line.split() for line in said.splitlines() if line.split()[: 1 + len(also)] == [queue, *also])


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Ten weeks: one queue as usual, one that never changes, one that nobody calls any more, one of three weeks."""
    starts = pd.date_range(START, END, freq="30min", inclusive="left")
    starts = starts[(starts.day_of_week < 5) & (starts.hour >= 9) & (starts.hour < 17)]
    counts = {
        "busy": np.random.default_rng(1).poisson(10, len(starts)),
        "constant": np.full(len(starts), 4),
        "silent": np.where(starts < "2026-08-20", 3, 0),
        "young": np.where(starts < "2026-09-21", -1, 5),
    }
    frames = [pd.DataFrame({"queue": q, "interval_start": starts, "offered": c}) for q, c in counts.items()]
    path = tmp_path_factory.mktemp("odd") / "history.csv"
    pd.concat(frames).query("offered >= 0").to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def backtest(history):
    out = history.parent / "scores.csv"
    return run("backtest", history, "--zone", ZONE, "--origins", 3, "--executor", "serial", "-o", out)


def test_ratios_without_an_error_to_divide_by_are_dashes(backtest):
    assert "nan" not in backtest
    busy = row_of(backtest, "busy")
    assert 0 < float(busy[3]) < 1
    assert busy[2].endswith("%")
    assert row_of(backtest, "constant") == ["constant", "0.0%", "0.0%", "-", "+0.0%", "100%", "-"]


def test_a_queue_in_which_nothing_came_has_no_error_at_all(backtest):
    assert row_of(backtest, "silent")[1:5] == ["-"] * 4


def test_a_queue_too_young_for_every_origin_is_named(backtest):
    assert " ".join(row_of(backtest, "young")) == "young - not scored: under two weeks of history before every origin"


def test_a_score_without_contacts_is_a_dash(history, tmp_path):
    old, made = tmp_path / "history.csv", tmp_path / "forecast.csv"
    pd.read_csv(history).query("queue != 'young'").to_csv(old, index=False)
    run("forecast", old, "--zone", ZONE, "--from", "2026-10-05", "--weeks", 1, "--executor", "serial", "-o", made)
    said = run("score", made, "--actuals", old, "--zone", ZONE)
    assert "nan" not in said
    assert row_of(said, "silent", "forecast", "interval")[3:6] == ["-"] * 3
    assert row_of(said, "busy", "forecast", "day")[3].endswith("%")


def forecast_of(scores, weights):
    starts = pd.date_range("2026-11-16T09:00Z", periods=1, freq="15min")
    frames = [
        pd.DataFrame(
            {"queue": q, "interval_start": starts, "offered": float(w), **dict.fromkeys(QUANTILE_COLUMNS, float(w))}
            | {"aht_seconds": 300.0, "model": "made up"}
        )
        for q, w in weights.items()
    ]
    columns = ["queue", "wape", "wape_naive", "coverage_80"]
    table = pd.DataFrame(scores, columns=columns).assign(model="selected", origin="2026-11-09")
    return Forecast(pd.concat(frames, ignore_index=True), 15, ZONE, scores=table.reindex(columns=SCORE_COLUMNS))


def test_the_accuracy_of_a_week_counts_queues_by_their_contacts_and_only_where_they_have_a_figure():
    none = float("nan")
    scores = [
        ("large", 0.2, 0.3, 0.80),
        ("small", 0.9, 0.8, 0.90),
        ("tiny", 1.1, 1.3, none),
        ("silent", none, none, none),
    ]
    lines = accuracy_lines(forecast_of(scores, {"large": 300, "small": 100, "tiny": 100, "silent": 10}))
    assert lines[0].endswith("510 contacts expected")
    # (300 x .2 + 100 x .9 + 100 x 1.1) / 500, and (300 x .8 + 100 x .9) / 400: the tiny queue has no band to judge.
    assert "(WAPE) 52.0%, seasonal naive 60.0%, on 1 past weeks" in lines[1]
    assert "better than naive on 2 of 3 queues; the 80 % band held 82% of the quarter-hours" in lines[2]


def test_an_accuracy_that_nothing_tells_is_a_dash():
    none = float("nan")
    lines = accuracy_lines(forecast_of([("silent", none, none, none)], {"silent": 1}))
    assert "(WAPE) -, seasonal naive -" in lines[1]
    assert "0 of 0 queues; the 80 % band held - of" in lines[2]
