"""The rest of the day from how it has gone so far."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from forecast_data import ZONE, day_totals, joined, made_up

from wfm.errors import DataError
from wfm.forecast import forecast, reforecast
from wfm.forecast.intraday import DayPattern, DaySoFar, learn_pattern, updated
from wfm.intervals import IntervalGrid, local_instant, zone_of
from wfm.types import Calendar, History
from wfm.types.contacts import QUANTILE_COLUMNS

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=70)
TRUTH = made_up(days=84)
LEVELS = list(QUANTILE_COLUMNS)


def at(day, hour=0, minute=0):
    return local_instant(day, 60 * hour + minute, zone_of(ZONE))


def scaled(history, factor, day):
    """The same history with another size of one day."""
    rows = history.frame["interval_start"].dt.tz_convert(ZONE).dt.date == day
    return History(history.frame.assign(offered=history.frame["offered"] * np.where(rows, factor, 1.0)), 30, ZONE)


def rest_of(frame, day, hour):
    local = frame["interval_start"].dt.tz_convert(ZONE)
    return frame[(local.dt.date == day) & (local.dt.hour >= hour)]


@pytest.fixture(scope="module")
def made():
    return forecast(TRUTH.before(AHEAD), IntervalGrid.days(AHEAD, 14, ZONE, 30), Calendar())


@pytest.mark.parametrize("factor", [0.6, 1.5])
def test_a_day_off_plan_moves_the_rest_of_the_day_most_of_the_way_and_nothing_else(made, factor):
    actual = scaled(TRUTH, factor, AHEAD)
    done = reforecast(made, actual, at(AHEAD, 13))
    before, after = (rest_of(f.frame, AHEAD, 13)["offered"].sum() for f in (made, done))
    assert 0.6 < (after / before - 1) / (factor - 1) < 1.1
    outside = ~done.frame.index.isin(rest_of(done.frame, AHEAD, 13).index)
    pd.testing.assert_frame_equal(done.frame[outside], made.frame[outside])


def test_a_day_on_plan_stays_and_the_band_narrows_as_hours_pass(made):
    share = []
    for hour in (9, 12, 15):
        frame = rest_of(reforecast(made, TRUTH, at(AHEAD, hour)).frame, AHEAD, 16)
        busy = frame[frame["offered"] > 3]
        share.append(float(((busy["offered_p90"] - busy["offered_p10"]) / busy["offered"]).mean()))
    whole = rest_of(made.frame, AHEAD, 16).query("offered > 3")
    assert share[0] <= float(((whole["offered_p90"] - whole["offered_p10"]) / whole["offered"]).mean()) + 1e-9
    # By noon nearly all that the day can tell is known: what is left is noise.
    assert share[1] < share[0]
    assert share[2] == pytest.approx(share[1], rel=1e-3) or share[2] < share[1]
    changed = rest_of(reforecast(made, TRUTH, at(AHEAD, 13)).frame, AHEAD, 13)["offered"].sum()
    assert changed == pytest.approx(rest_of(made.frame, AHEAD, 13)["offered"].sum(), rel=0.08)


def test_few_contacts_move_the_forecast_less_than_many():
    small, large = made_up("small", days=84, level=20.0), made_up("large", days=84, level=2000.0, seed=2)
    both = joined(small, large)
    made = forecast(both.before(AHEAD), IntervalGrid.days(AHEAD, 7, ZONE, 30), Calendar())
    expected = made.frame.rename(columns={"offered": "came"})[["queue", "interval_start", "came"]]
    came = both.frame.merge(expected, on=["queue", "interval_start"], how="left")
    doubled = History(came.assign(offered=(1.5 * came["came"]).fillna(came["offered"])), 30, ZONE)
    done = reforecast(made, doubled, at(AHEAD, 12))
    before, after = (rest_of(f.frame, AHEAD, 12).groupby("queue")["offered"].sum() for f in (made, done))
    moved = after / before - 1
    assert 0 < moved["small"] < 0.8 * moved["large"]


def test_at_midnight_or_without_actuals_nothing_moves(made):
    for done in (reforecast(made, TRUTH, at(AHEAD)), reforecast(made, TRUTH.before(AHEAD), at(AHEAD, 15))):
        pd.testing.assert_frame_equal(done.frame, made.frame)
        assert done.notes["service/voice"][-1].startswith("nothing measured today")


def test_what_comes_after_the_present_is_not_used(made):
    wild = TRUTH.frame.assign(
        offered=TRUTH.frame["offered"].where(TRUTH.frame["interval_start"] < at(AHEAD, 12), 999.0)
    )
    calm, other = (reforecast(made, h, at(AHEAD, 12, 10)) for h in (TRUTH, History(wild, 30, ZONE)))
    pd.testing.assert_frame_equal(calm.frame, other.frame)


def test_lines_that_were_down_are_not_taken_for_a_quiet_day(made):
    local = TRUTH.frame["interval_start"].dt.tz_convert(ZONE)
    down = (local.dt.date == AHEAD) & local.dt.hour.between(9, 10)
    broken = History(TRUTH.frame.assign(offered=TRUTH.frame["offered"].where(~down, 0.0)), 30, ZONE)
    done = reforecast(made, broken, at(AHEAD, 13))
    assert "4 intervals without any contact taken as outage" in done.notes["service/voice"][-1]
    before, after = (rest_of(f.frame, AHEAD, 13)["offered"].sum() for f in (made, done))
    assert after == pytest.approx(before, rel=0.1)


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 10, 26)], ids=["spring", "autumn"])
def test_days_of_a_clock_change_are_updated_by_the_same_rule(day):
    truth = made_up(first=day - timedelta(days=70), days=77)
    made = forecast(truth.before(day), IntervalGrid.days(day, 7, ZONE, 30), Calendar())
    done = reforecast(made, scaled(truth, 1.5, day), at(day, 14))
    before, after = (rest_of(f.frame, day, 14)["offered"].sum() for f in (made, done))
    assert 1.1 < after / before < 1.6
    assert day_totals(done)[day] > day_totals(made)[day]


def test_days_that_are_over_teach_how_much_of_the_error_is_common():
    random = np.random.default_rng(5)
    hours, mean = np.arange(8.0, 18.0, 0.5), np.full(20, 100.0)
    levels = mean[:, None] + np.linspace(-25, 25, 7)[None, :]

    def day(common):
        rate = np.exp(random.normal(0, 0.2)) if common else np.repeat(np.exp(random.normal(0, 0.2, 10)), 2)
        return DaySoFar(hours, mean, levels, random.poisson(mean * rate).astype(float))

    together, apart = (learn_pattern([day(common) for _ in range(20)]) for common in (True, False))
    assert together.share >= 0.75
    assert apart.share <= 0.25
    assert learn_pattern([]) == DayPattern(1.0, 0.5, learn_pattern([]).fade_hours)


def test_a_silent_queue_never_falls_below_its_least_share():
    hours, mean = np.arange(8.0, 18.0, 0.5), np.full(20, 5.0)
    day = DaySoFar(hours, mean, mean[:, None] + np.linspace(-4, 6, 7)[None, :], np.where(hours < 16, 0.0, np.nan))
    new, levels = updated(day, DayPattern(4.0, 0.95, 3.0), hours >= 16)
    assert (new >= 0.05 * 5.0 - 1e-12).all()
    assert (levels >= 0).all()
    assert (np.diff(levels, axis=1) >= 0).all()


def test_a_present_outside_the_forecast_or_without_offset_is_refused(made):
    with pytest.raises(DataError, match=r"does not hold this day.*It holds 2025-03-17 to 2025-03-30"):
        reforecast(made, TRUTH, datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(DataError, match="offset"):
        reforecast(made, TRUTH, datetime(2025, 3, 17, 12))  # noqa: DTZ001 - refused for that
    with pytest.raises(DataError, match="one length"):
        reforecast(replace(made, interval_minutes=15), TRUTH, at(AHEAD, 12))
