"""Parts of a day that multiply to its contacts, and changes that add up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from forecast_data import OFFICE, WEEK, ZONE, day_totals, joined, made_up

from wfm.errors import DataError
from wfm.forecast import apply_changes, explain_change, explain_parts, forecast
from wfm.forecast.explain import FACTORS
from wfm.intervals import IntervalGrid, local_instant, zone_of
from wfm.types import Calendar, SpecialDay
from wfm.types.changes import ForecastChange

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=70)
EVENT, HOLIDAY = AHEAD + timedelta(days=2), AHEAD + timedelta(days=9)
PAST_EVENTS = [FIRST + timedelta(days=d) for d in (16, 37, 51)]
NOW = datetime(2025, 3, 14, tzinfo=UTC)


def calendar():
    events = [SpecialDay(d, "mailing", "mailing") for d in (*PAST_EVENTS, EVENT)]
    return Calendar((*events, SpecialDay(HOLIDAY, "holiday", "Feast")))


@pytest.fixture(scope="module")
def made():
    every = made_up(days=70, special=dict.fromkeys(PAST_EVENTS, 1.8), level=lambda d: 600.0)
    office = made_up("office/voice", days=70, week=OFFICE, seed=3)
    return forecast(joined(every, office), IntervalGrid.days(AHEAD, 14, ZONE, 30), calendar())


def product(parts):
    return parts[list(FACTORS)].prod(axis=1)


def test_parts_multiply_to_the_contacts_of_every_queue_and_day(made):
    parts = explain_parts(made)
    for queue in made.queues:
        mine = parts[parts["queue"] == queue].set_index("day")
        assert np.allclose(product(mine), mine["offered"], rtol=1e-9)
        assert np.allclose(mine["offered"], day_totals(made, queue).reindex(mine.index))


def test_each_part_says_what_was_put_in(made):
    parts = explain_parts(made)
    one = parts[parts["queue"] == "service/voice"].set_index("day")
    assert one["level"].iloc[0] == pytest.approx(600 * WEEK.mean(), rel=0.06)
    assert one.loc[EVENT, "event"] == pytest.approx(1.8, rel=0.12)
    assert one.loc[EVENT, "special"] == "mailing"
    assert one.loc[HOLIDAY, "special_day"] < 0.6
    assert one.loc[AHEAD, "weekday"] == pytest.approx(1.2 / WEEK.mean(), rel=0.06)
    assert one["yearly"].eq(1).all()
    assert one["change"].between(0.8, 1.2).all()
    office = parts[parts["queue"] == "office/voice"].set_index("day")
    assert office.loc[AHEAD + timedelta(days=5), "offered"] == 0
    assert office.loc[HOLIDAY, "special_day"] == 0


def test_a_season_is_named_after_a_year_of_history():
    season = made_up(days=800, level=lambda d: 600 * np.exp(0.3 * np.cos(2 * np.pi * d / 365.25)))
    first = FIRST + timedelta(days=800)
    parts = explain_parts(forecast(season, IntervalGrid.days(first, 42, ZONE, 30), Calendar(), origins=0))
    truth = [
        np.exp(0.3 * (np.cos(2 * np.pi * (800 + i) / 365.25) - np.cos(2 * np.pi * 786 / 365.25))) for i in range(42)
    ]
    assert np.allclose(product(parts), parts["offered"])
    assert np.abs(parts["yearly"] - truth).max() < 0.08


def test_changes_by_people_are_a_part_of_their_own(made):
    start, end = (local_instant(AHEAD + timedelta(days=d), 0, zone_of(ZONE)) for d in (0, 1))
    closed = [local_instant(HOLIDAY + timedelta(days=d), 0, zone_of(ZONE)) for d in (0, 1)]
    changes = [
        ForecastChange("service/voice", start, end, "percent", 25.0, "planner", "fair", NOW),
        ForecastChange("office/voice", *closed, "copy", None, "planner", "open after all", NOW, AHEAD),
    ]
    parts = explain_parts(apply_changes(made, changes), made).set_index(["queue", "day"])
    assert parts.loc[("service/voice", AHEAD), "adjustment"] == pytest.approx(1.25)
    assert parts.loc[("office/voice", HOLIDAY), "offered"] > 0
    assert np.allclose(product(parts), parts["offered"])


def test_a_clock_change_shows_as_hours():
    truth = made_up(first=date(2025, 8, 4), days=84, shape=np.full(48, 1 / 48))
    day = date(2025, 10, 26)
    made = forecast(truth.before(date(2025, 10, 20)), IntervalGrid.days(date(2025, 10, 20), 14, ZONE, 30), Calendar())
    hours = explain_parts(made).set_index("day")["hours"]
    assert hours[day] == pytest.approx(25 / 24, rel=0.01)
    assert (hours.drop(day) == 1).all()


def test_the_change_between_two_runs_adds_up_and_finds_its_cause(made):
    start, end = (local_instant(AHEAD + timedelta(days=d), 0, zone_of(ZONE)) for d in (0, 1))
    change = ForecastChange("service/voice", start, end, "percent", 25.0, "planner", "fair", NOW)
    before, after = explain_parts(made), explain_parts(apply_changes(made, [change]), made)
    # The later run also knows that the event is not to be, and that the holiday is not one.
    event = (after["queue"] == "service/voice") & (after["day"] == EVENT)
    without = after.loc[event, "offered"].item() / after.loc[event, "event"].item()
    after.loc[event, ["offered", "event"]] = [without, 1.0]
    office = (after["queue"] == "office/voice") & (after["day"] == HOLIDAY)
    after.loc[office, ["offered", "special_day"]] = [500.0, 1.0]
    found = explain_change(before, after).set_index(["queue", "day"])
    parts = found[[f"by_{name}" for name in FACTORS]]
    assert np.allclose(parts.sum(axis=1), found["change"])
    for day, cause in ((AHEAD, "by_adjustment"), (EVENT, "by_event")):
        assert found.loc[("service/voice", day), cause] == pytest.approx(found.loc[("service/voice", day), "change"])
    assert found.loc[("office/voice", HOLIDAY), "by_special_day"] == pytest.approx(500)
    assert (found["change"] != 0).sum() == 3


def test_a_forecast_that_was_read_cannot_be_explained(made):
    with pytest.raises(DataError, match="when it is made"):
        explain_parts(replace(made, parts=None))
