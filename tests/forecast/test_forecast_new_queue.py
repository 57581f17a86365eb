"""A queue without history borrows a shape; its level is the planner's."""

from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import OFFICE, ZONE, day_totals, joined, made_up

from wfm.errors import DataError
from wfm.forecast import add_queue, explain_parts, forecast
from wfm.forecast.explain import FACTORS
from wfm.forecast.new_queue import NewQueue
from wfm.intervals import IntervalGrid
from wfm.types import Calendar, SpecialDay

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=70)
FEAST = AHEAD + timedelta(days=9)


@pytest.fixture(scope="module")
def made():
    feast = Calendar((SpecialDay(FEAST, "holiday", "Feast"),))
    every = made_up(days=70, aht=lambda d, s: np.full(len(d), 300.0))
    both = joined(every, made_up("office/voice", days=70, week=OFFICE))
    return forecast(both, IntervalGrid.days(AHEAD, 14, ZONE, 30), feast)


@pytest.mark.parametrize(("level", "week"), [("120/day", 600.0), ("600/week", 600.0), ("60,5/Week", 60.5)])
def test_an_ordinary_week_has_the_level_given_and_the_shape_borrowed(made, level, week):
    done = add_queue(made, NewQueue.parse("chat", "office/voice", level))
    totals = day_totals(done, "chat")
    assert totals.iloc[:7].sum() == pytest.approx(week, rel=0.02)
    share = done.frame[done.frame["queue"] == "chat"]["offered"].to_numpy() / totals.sum()
    like = done.frame[done.frame["queue"] == "office/voice"]["offered"].to_numpy()
    assert np.allclose(share, like / like.sum())
    assert totals[FEAST] == 0
    assert "no history" in done.notes["chat"][0]


def test_the_band_is_honest_about_an_untested_level(made):
    frame = add_queue(made, NewQueue.parse("chat", "service/voice", "600/day")).frame
    busy = frame[frame["offered"] > 10]
    width = ((busy["offered_p90"] - busy["offered_p10"]) / busy["offered"]).groupby(busy["queue"]).mean()
    assert width["chat"] > 1.5 * width["service/voice"]
    assert (frame.loc[frame["queue"] == "chat", "aht_seconds"] > 0).all()


def test_its_parts_multiply_too(made):
    parts = explain_parts(add_queue(made, NewQueue.parse("chat", "office/voice", "120/day")))
    assert np.allclose(parts[list(FACTORS)].prod(axis=1), parts["offered"])
    assert "chat" in set(parts["queue"])


@pytest.mark.parametrize("level", ["120", "many/day", "0/day", "-3/day", "5/month"])
def test_a_level_that_cannot_be_read_is_refused(level):
    with pytest.raises(DataError, match="120/day"):
        NewQueue.parse("chat", "office/voice", level)


def test_a_known_name_and_an_unknown_like_are_refused(made):
    with pytest.raises(DataError, match="forecast of its own"):
        add_queue(made, NewQueue("office/voice", "service/voice", 10))
    with pytest.raises(DataError, match=r"Known: office/voice, service/voice"):
        add_queue(made, NewQueue("chat", "nobody", 10))
