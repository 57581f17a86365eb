"""A queue with under two weeks of history is left out and named; the others are forecast."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from forecast_data import ZONE, joined, made_up

from wfm.errors import DataError
from wfm.forecast import add_queue, backtest, forecast, forecast_hierarchy
from wfm.forecast.new_queue import NewQueue
from wfm.forecast.queues import queues_before, too_young
from wfm.intervals import IntervalGrid
from wfm.types import Calendar

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=84)
WEEK = IntervalGrid.days(AHEAD, 7, ZONE, 30)


@pytest.fixture(scope="module")
def history():
    young = made_up("young/voice", first=AHEAD - timedelta(days=9), days=9)
    return joined(made_up(days=84), made_up("second/voice", days=84, seed=2), young)


def test_the_others_are_forecast_and_a_note_says_what_to_do(history):
    made = forecast(history, WEEK, Calendar(()))
    assert made.queues == ("second/voice", "service/voice")
    (note,) = made.notes["young/voice"]
    assert note.startswith("left out: 9 days of history before 2025-03-31, a forecast needs 14. Bring earlier history")
    old = forecast(history, WEEK, Calendar(())).frame
    apart = forecast(joined(made_up(days=84), made_up("second/voice", days=84, seed=2)), WEEK, Calendar(())).frame
    assert old["offered"].to_numpy() == pytest.approx(apart["offered"].to_numpy())


def test_it_can_be_given_a_level_by_hand(history):
    made = add_queue(forecast(history, WEEK, Calendar(())), NewQueue.parse("young/voice", "service/voice", "120/day"))
    assert "young/voice" in made.queues


@pytest.mark.parametrize("reconcile", [False, True])
def test_it_is_in_no_sum_and_still_named(history, reconcile):
    found = forecast_hierarchy(history, WEEK, Calendar(()), reconcile=reconcile)
    assert "young/voice" in found.queues.notes
    total = found.sums.frame.groupby("queue")["offered"].sum()
    assert total["total"] == pytest.approx(found.queues.frame["offered"].sum())


def test_a_backtest_scores_the_others(history):
    assert set(backtest(history, Calendar(()), weeks=1, origins=2)["queue"]) == {"second/voice", "service/voice"}


def test_days_are_counted_on_the_local_clock_and_before_the_forecast_only(history):
    assert too_young(history, ZONE) == {"young/voice": 9}
    before = AHEAD - timedelta(days=4)
    assert too_young(history, ZONE, (before - date(1970, 1, 1)).days) == {"young/voice": 5}
    assert [d.queue for d in queues_before(history, ZONE, None)] == ["second/voice", "service/voice"]


def test_nothing_left_is_one_clear_error():
    young = joined(*(made_up(f"q{i}/voice", days=i + 1) for i in range(5)))
    with pytest.raises(
        DataError, match=r"queue q0/voice has 1 day, q1/voice has 2 days, q2/voice has 3 days and 2 more"
    ):
        forecast(young, IntervalGrid.days(FIRST + timedelta(days=5), 7, ZONE, 30), Calendar(()))
