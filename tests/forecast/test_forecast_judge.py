"""Scores of a published forecast by interval, day and week."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import ZONE, made_up

from wfm.errors import DataError
from wfm.forecast import forecast, score_forecast
from wfm.intervals import IntervalGrid
from wfm.types import Calendar, History

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=70)
TRUTH = made_up(days=84)


@pytest.fixture(scope="module")
def made():
    return forecast(TRUTH.before(AHEAD), IntervalGrid.days(AHEAD, 14, ZONE, 30), Calendar())


def test_sums_average_errors_away_and_intervals_come_close_to_chance(made):
    scores = score_forecast(made, TRUTH).set_index("by")
    assert scores.loc["interval", "wape"] > scores.loc["day", "wape"] >= scores.loc["week", "wape"] - 1e-12
    assert scores.loc["interval", "wape"] < 1.4 * scores.loc["interval", "floor"]
    # The spring change lies in between.
    assert scores["periods"].to_dict() == {"interval": 14 * 48 - 2, "day": 14, "week": 2}
    assert np.allclose(scores["bias"], scores["bias"].iloc[0])
    assert 0.7 < scores.loc["interval", "coverage_80"] < 0.9
    # Days and weeks have bands of their own.
    assert scores["coverage_80"].between(0, 1).all()


def test_what_was_not_measured_is_left_out_of_both_sides(made):
    half = History(TRUTH.frame[TRUTH.frame["interval_start"].dt.hour < 11], 30, ZONE)
    scores = score_forecast(made, half).set_index("by")
    assert abs(scores.loc["week", "bias"]) < 0.1


def test_nothing_in_common_and_other_lengths_are_refused(made):
    with pytest.raises(DataError, match="nothing that was forecast was measured"):
        score_forecast(made, TRUTH.before(AHEAD))
    with pytest.raises(DataError, match="own length"):
        score_forecast(replace(made, interval_minutes=15), TRUTH)
