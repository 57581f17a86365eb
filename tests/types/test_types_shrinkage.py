"""Shrinkage by category and time of the week."""

from datetime import date

import numpy as np
import pytest

from wfm.errors import ConfigError
from wfm.intervals import IntervalGrid, WeekWindows
from wfm.types import Shrinkage, ShrinkageWindow

MONDAY = date(2026, 11, 16)
AUTUMN_SUNDAY = date(2026, 10, 25)
ZONE = "Europe/Amsterdam"


def week(first=MONDAY, days=7):
    return IntervalGrid.days(first, days, ZONE, 60)


def window(category, share, *rules):
    return ShrinkageWindow(category, WeekWindows.parse(list(rules)), share)


def test_without_times_every_interval_has_the_usual_shares():
    shrinkage = Shrinkage({"leave": 0.1}, {"sickness": 0.05, "lateness": 0.01})
    assert (shrinkage.on_the_day_at(week()) == shrinkage.on_the_day).all()
    assert shrinkage.total_at(week()) == pytest.approx(np.full(168, 0.16))


def test_a_share_holds_in_its_windows_alone_and_the_last_one_counts():
    times = (window("sickness", 0.09, "mon 08:00-18:00"), window("sickness", 0.02, "mon 12:00-14:00"))
    shrinkage = Shrinkage({"leave": 0.1}, {"sickness": 0.05, "lateness": 0.01}, times)
    monday = shrinkage.on_the_day_at(week())[:24]
    wanted = np.full(24, 0.06)
    wanted[8:18] = 0.10
    wanted[12:14] = 0.03
    assert monday == pytest.approx(wanted)
    assert shrinkage.on_the_day_at(week())[24:] == pytest.approx(np.full(144, 0.06))
    assert shrinkage.total_at(week())[:24] == pytest.approx(wanted + 0.1)
    assert (shrinkage.on_the_day, shrinkage.total) == pytest.approx((0.06, 0.16))


def test_planned_categories_by_time_do_not_touch_the_day():
    shrinkage = Shrinkage({"meetings": 0.02}, {"sickness": 0.05}, (window("meetings", 0.3, "wed 09:00-10:00"),))
    assert (shrinkage.on_the_day_at(week()) == 0.05).all()
    assert shrinkage.total_at(week())[2 * 24 + 9] == pytest.approx(0.35)


def test_the_night_of_the_clock_change_has_the_window_twice_where_the_hour_repeats():
    shrinkage = Shrinkage({}, {"sickness": 0.05}, (window("sickness", 0.2, "sun 02:00-03:00"),))
    shares = shrinkage.on_the_day_at(week(AUTUMN_SUNDAY, 1))
    assert shares.size == 25
    assert np.flatnonzero(shares > 0.1).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ((window("flu", 0.1, "mon 08:00-09:00"),), "unknown category 'flu'.*leave, sickness"),
        ((window("sickness", 0.95, "mon 08:00-09:00"),), "below 1 together"),
        ((window("sickness", -0.1, "mon 08:00-09:00"),), "not negative"),
    ],
)
def test_impossible_shares_are_refused(times, said):
    with pytest.raises(ConfigError, match=said):
        Shrinkage({"leave": 0.1}, {"sickness": 0.05}, times)


def test_a_category_of_both_kinds_has_no_share_by_time():
    with pytest.raises(ConfigError, match="one of them"):
        Shrinkage({"sickness": 0.1}, {"sickness": 0.05}, (window("sickness", 0.1, "mon 08:00-09:00"),))
