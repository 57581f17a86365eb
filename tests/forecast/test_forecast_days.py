from datetime import date

import numpy as np
import pandas as pd
from forecast_data import ZONE, made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.forecast.days import day_number, day_of, local_slots, queue_days, weekday_of, weekdays
from wfm.intervals import IntervalGrid
from wfm.types import History


def matrix(history):
    return queue_days("service/voice", history.frame, history.zone, history.interval_minutes)


@given(st.dates(date(1999, 1, 1), date(2060, 1, 1)))
def test_day_numbers_come_back_as_the_same_day_and_weekday(day):
    assert day_of(day_number(day)) == day
    assert weekdays(np.array([day_number(day)]))[0] == day.weekday()


@settings(deadline=None, max_examples=20)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
    st.sampled_from([15, 30]),
)
def test_every_interval_falls_in_the_slot_its_clock_shows(day, zone, minutes):
    index = IntervalGrid.days(day, 3, zone, minutes).index
    days, slots = local_slots(index, zone, minutes)
    local = index.tz_convert(zone)
    assert [day_of(d) for d in days] == list(local.date)
    assert (slots == (local.hour * 60 + local.minute) // minutes).all()


def test_skipped_slots_of_the_spring_day_do_not_exist_and_hold_nothing():
    days = matrix(made_up(first=date(2025, 3, 24), days=14))
    row = day_number(date(2025, 3, 30)) - days.first
    assert np.flatnonzero(~days.exists[row]).tolist() == [4, 5]
    assert np.isnan(days.counts[row, 4:6]).all()
    assert days.exists.sum() == days.exists.size - 2


def test_a_repeated_slot_of_the_autumn_day_holds_the_mean_of_its_two_intervals():
    history = made_up(first=date(2025, 10, 20), days=14)
    frame = history.frame.copy()
    local = frame["interval_start"].dt.tz_convert(ZONE)
    twice = (local.dt.date == date(2025, 10, 26)) & (local.dt.hour == 2) & (local.dt.minute == 0)
    assert twice.sum() == 2
    frame.loc[twice, "offered"] = [10.0, 20.0]
    days = matrix(History(frame, 30, ZONE))
    assert days.counts[day_number(date(2025, 10, 26)) - days.first, 4] == 15.0


def test_handle_time_of_a_slot_is_weighted_by_contacts_handled():
    history = made_up(first=date(2025, 10, 20), days=14)
    frame = history.frame.copy()
    local = frame["interval_start"].dt.tz_convert(ZONE)
    twice = (local.dt.date == date(2025, 10, 26)) & (local.dt.hour == 2) & (local.dt.minute == 0)
    frame.loc[twice, ["handled", "aht_seconds"]] = [[1.0, 100.0], [3.0, 300.0]]
    days = matrix(History(frame, 30, ZONE))
    assert days.aht_seconds[day_number(date(2025, 10, 26)) - days.first, 4] == 250.0


def test_before_knows_nothing_of_later_days_and_until_adds_unmeasured_ones():
    days = matrix(made_up(days=30))
    early = days.before(days.first + 10)
    assert early.end == days.first + 10
    assert early.counts.shape == (10, 48)
    later = days.until(days.end + 3)
    assert np.isnan(later.counts[-3:]).all()
    assert (later.counts[:-3] == days.counts)[~np.isnan(days.counts)].all()
    assert days.until(days.first) is days


def test_a_missing_row_is_not_measured_rather_than_zero():
    history = made_up(days=20)
    cut = History(history.frame.drop(index=100), 30, ZONE)
    assert np.isnan(matrix(cut).counts).sum() == 1
    assert pd.isna(matrix(cut).counts.flat[100])


def test_the_weekday_of_one_day_is_that_of_the_calendar():
    numbers = [day_number(date(2024, 2, 29)), day_number(date(1969, 12, 30)), 0]
    assert [weekday_of(n) for n in numbers] == weekdays(np.array(numbers)).tolist() == [3, 1, 3]
