"""Opening hours that changed lately: the forecast has today's hours, at today's level, and says so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import OFFICE, WEEK, ZONE, hump, joined, made_up

from wfm.forecast import forecast
from wfm.forecast.hours import _edges
from wfm.intervals import IntervalGrid
from wfm.types import Calendar

FIRST = date(2025, 1, 6)
WEEKS = 26


def changed(at_day, before, after, **more):
    """A history whose shape (shares of a day) changes on a day; both are of one level."""
    days = 7 * WEEKS
    one, two = (made_up(days=days, shape=shape, seed=3, **more) for shape in (before, after))
    local = one.frame["interval_start"].dt.tz_convert(ZONE)
    day = np.array([(d - FIRST).days for d in local.dt.date])
    frame = one.frame.copy()
    later = day >= at_day
    for column in ("offered", "handled"):
        frame[column] = np.where(later, two.frame[column], one.frame[column])
    return type(one)(frame, one.interval_minutes, one.zone)


def next_week(history):
    horizon = IntervalGrid.days(FIRST + timedelta(days=7 * WEEKS), 7, ZONE, history.interval_minutes)
    made = forecast(history, horizon, Calendar(()))
    frame = made.frame
    local = frame["interval_start"].dt.tz_convert(ZONE)
    return frame.assign(hour=local.dt.hour, weekday=local.dt.day_of_week), made.notes["service/voice"]


def test_an_hour_that_closed_a_month_ago_is_closed_and_the_level_is_that_of_the_rest():
    long = hump(opens=8, closes=20)
    short = np.where(np.arange(48) < 36, long, 0.0)
    frame, notes = next_week(changed(7 * (WEEKS - 4), long, short))
    assert frame.loc[frame["hour"] >= 18, "offered"].sum() == 0
    assert frame["offered"].sum() == pytest.approx(600 * WEEK.sum() * short.sum(), rel=0.06)
    assert any("18:00 and 20:00 closed by now" in note for note in notes)


def test_an_hour_that_opened_three_weeks_ago_is_forecast_whole():
    short = hump(opens=8, closes=18)
    longer = np.where(hump(opens=8, closes=20) > 0, short.max(), 0.0)
    longer = np.where(np.arange(48) < 36, short, longer)
    frame, notes = next_week(changed(7 * (WEEKS - 3), short, longer))
    expected = 600 * WEEK.sum() * longer[36:40].sum()
    assert frame.loc[frame["hour"].between(18, 19), "offered"].sum() == pytest.approx(expected, rel=0.12)
    assert any("open only lately" in note for note in notes)


def test_saturdays_that_closed_a_month_ago_are_closed():
    history = made_up(days=7 * WEEKS, seed=3)
    local = history.frame["interval_start"].dt.tz_convert(ZONE)
    day = np.array([(d - FIRST).days for d in local.dt.date])
    gone = (day >= 7 * (WEEKS - 4)) & (local.dt.day_of_week == 5).to_numpy()
    frame = history.frame.assign(offered=np.where(gone, 0.0, history.frame["offered"]))
    found, _ = next_week(type(history)(frame, history.interval_minutes, history.zone))
    assert found.loc[found["weekday"] == 5, "offered"].sum() == 0
    assert found.loc[found["weekday"] < 5, "offered"].sum() == pytest.approx(600 * WEEK[:5].sum(), rel=0.06)


def test_steady_hours_and_a_queue_that_begins_are_no_change():
    for history in (made_up(days=7 * WEEKS), made_up(days=7 * WEEKS, level=5.0), made_up(days=21, week=OFFICE)):
        horizon = IntervalGrid.days(FIRST + timedelta(days=7 * WEEKS), 7, ZONE, history.interval_minutes)
        notes = forecast(history, horizon, Calendar(())).notes["service/voice"]
        assert not any("opening hours" in note for note in notes)


def test_a_queue_whose_file_ends_before_the_others_has_not_closed():
    whole, short = made_up("a/voice", days=180), made_up("b/voice", days=165, seed=2)
    result = forecast(joined(whole, short), IntervalGrid.days(FIRST + timedelta(days=180), 7, ZONE, 30), Calendar())
    week = result.frame.groupby("queue")["offered"].sum()
    assert week["b/voice"] == pytest.approx(week["a/voice"], rel=0.06)
    assert not any("hours changed" in note for note in result.notes["b/voice"])


def test_each_group_of_rows_is_looked_at_by_itself_and_each_column_keeps_its_place():
    """Busy, closed, busy but for the middle, opened late, never used; every third row is of a group that is no such."""
    counts = np.full((120, 5), 9.0)
    counts[90:, 1] = 0
    counts[30:90, 2] = 0
    counts[:45, 3] = 0
    counts[:, 4] = 0
    counts[2::3] = 9.0
    groups = [np.arange(0, 120, 3), np.arange(1, 100, 3), np.arange(2, 120, 3), np.arange(5)]
    closed, opened = _edges(counts, groups, 3, 8)
    assert closed.tolist() == [[False, True, False, False, False]] * 2 + [[False] * 5] * 2
    assert opened.tolist() == [[0, 0, 0, 45, 0], [0, 0, 0, 46, 0], [0] * 5, [0] * 5]
