"""A year or two ahead: what is known of level, trend and season, and bands that own up to the rest."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from forecast_data import OFFICE, ZONE, made_up

from wfm.cli import main
from wfm.errors import DataError
from wfm.forecast import forecast_months
from wfm.io.write import write_history
from wfm.types import Calendar, SpecialDay
from wfm.types.contacts import QUANTILE_COLUMNS

FIRST = date(2022, 1, 3)
NOTHING = Calendar()
LEVELS = list(QUANTILE_COLUMNS)


def season(d, growth=0.0):
    return 600 * np.exp(0.2 * np.cos(2 * np.pi * d / 365.25) + growth * d / 365.25)


def site(days, growth=0.0, seed=1, **more):
    return made_up(
        first=FIRST,
        days=days,
        level=lambda d: season(d, growth),
        shape=np.full(24, 1 / 24),
        minutes=60,
        seed=seed,
        **more,
    )


def truth_by_month(result, growth=0.0):
    from forecast_data import WEEK

    days = [FIRST + timedelta(days=d) for d in range(2200)]
    frame = pd.DataFrame({"month": [d.replace(day=1) for d in days], "day": days})
    frame["offered"] = [season(i, growth) * WEEK[d.weekday()] for i, d in enumerate(days)]
    frame = frame[frame["day"] >= min(result.days["period"])]
    return frame.groupby("month")["offered"].sum()


@pytest.fixture(scope="module")
def three_years():
    return site(1095, growth=0.08)


@pytest.fixture(scope="module")
def made(three_years):
    return forecast_months(three_years, NOTHING, date(2025, 1, 6), 12, {"low": -0.1, "high": 0.1})


def test_months_of_a_growing_seasonal_queue_are_within_six_percent(made):
    months = made.months[made.months["scenario"] == "expected"].set_index("period")["offered"].iloc[:-1]
    truth = truth_by_month(made, 0.08).reindex(months.index)
    assert np.abs(months / truth - 1).max() < 0.06
    assert "growth of +" in made.notes["service/voice"][0]


def test_months_are_the_sums_of_their_days_and_bands_hold_the_truth(made):
    days = made.days[made.days["scenario"] == "expected"]
    sums = days.groupby([d.replace(day=1) for d in days["period"]])["offered"].sum()
    months = made.months[made.months["scenario"] == "expected"].set_index("period")
    assert np.allclose(months["offered"], sums)
    truth = truth_by_month(made, 0.08).reindex(months.index).iloc[:-1]
    inside = (months["offered_p05"].iloc[:-1] <= truth) & (truth <= months["offered_p95"].iloc[:-1])
    assert inside.mean() >= 0.8
    assert (np.diff(made.days[LEVELS].to_numpy(), axis=1) >= 0).all()


def test_bands_grow_with_the_distance(made):
    months = made.months[made.months["scenario"] == "expected"]
    width = ((months["offered_p90"] - months["offered_p10"]) / months["offered"]).to_numpy()
    assert width[10] > 1.2 * width[0]


def test_scenarios_grow_from_the_first_day_at_their_rate(made):
    days = made.days.pivot_table(index="period", columns="scenario", values="offered")
    assert days["high"].iloc[0] == pytest.approx(days["expected"].iloc[0])
    assert days["high"].iloc[-1] / days["expected"].iloc[-1] == pytest.approx(1.1 ** (364 / 365.2425), rel=1e-3)
    assert (days["low"] <= days["expected"]).all()


def test_half_a_year_assumes_no_season_and_no_growth_and_says_so_with_a_wide_band(made):
    short = forecast_months(site(182), NOTHING, FIRST + timedelta(days=182), 12)
    note = short.notes["service/voice"][0]
    assert "no season" in note
    assert "growth is not assumed" in note
    wide, narrow = (((m["offered_p90"] - m["offered_p10"]) / m["offered"]).iloc[6] for m in (short.months, made.months))
    assert wide > 1.5 * narrow
    months = short.months.set_index("period").iloc[1:-1]
    truth = truth_by_month(short).reindex(months.index)
    assert ((months["offered_p05"] <= truth) & (truth <= months["offered_p95"])).mean() >= 0.8


def test_closed_days_holidays_and_events_are_known():
    past = {date(2022, 5, 9): 2.0, date(2022, 9, 12): 2.0, date(2023, 5, 8): 2.0}
    history = made_up(first=FIRST, days=560, week=OFFICE, minutes=60, shape=np.full(24, 1 / 24), special=past)
    event, feast = date(2024, 5, 13), date(2024, 12, 25)
    days = [SpecialDay(d, "mailing", "mailing") for d in (*past, event)]
    calendar = Calendar((*days, SpecialDay(feast, "holiday", "Feast")))
    first = FIRST + timedelta(days=560)
    found = forecast_months(history, calendar, first, 24).days.set_index("period")["offered"]
    assert found[event] == pytest.approx(2 * found[event + timedelta(days=7)], rel=0.15)
    assert found[feast] == 0
    assert all(value == 0 for day, value in found.items() if day.weekday() >= 5)
    assert len(found) in {730, 731}


def test_too_little_history_and_numbers_out_of_range_are_refused():
    with pytest.raises(DataError, match="three months"):
        forecast_months(site(56), NOTHING, FIRST + timedelta(days=56), 12)
    with pytest.raises(DataError, match="1 to 36"):
        forecast_months(site(120), NOTHING, FIRST + timedelta(days=120), 40)
    with pytest.raises(DataError, match="growth"):
        forecast_months(site(120), NOTHING, FIRST + timedelta(days=120), 12, {"none": -1.0})


def with_more(history, **queues):
    """The history with the last rows of its queue again, as other queues: so many days of each, or none of contacts."""
    day = history.frame["interval_start"].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
    frames = [history.frame]
    for queue, (days, factor) in queues.items():
        mine = history.frame[day > day.max() - timedelta(days=days)]
        frames.append(mine.assign(queue=queue, offered=mine["offered"] * factor, handled=mine["handled"] * factor))
    return replace(history, frame=pd.concat(frames, ignore_index=True))


def test_a_queue_of_too_few_days_is_left_out_and_named_and_the_others_stay_as_they_were():
    first = FIRST + timedelta(days=120)
    alone = forecast_months(site(120), NOTHING, first, 3)
    many = with_more(site(120), young=(40, 1), newborn=(5, 1), silent=(120, 0))
    made = forecast_months(many, NOTHING, first, 3)
    pd.testing.assert_frame_equal(made.months, alone.months)
    pd.testing.assert_frame_equal(made.days, alone.days)
    assert set(made.left_out) == {"young", "newborn", "silent"}
    assert "left out: 40 days of history; a long range needs 60 normal days" in made.notes["young"][0]
    assert "left out: 5 days" in made.notes["newborn"][0]
    assert "left out: 0 normal days with contacts" in made.notes["silent"][0]
    assert "add its contacts by hand" in made.notes["silent"][0]
    assert made.notes["service/voice"] == alone.notes["service/voice"]


def test_a_queue_that_begins_after_the_first_day_is_left_out_as_well():
    history = with_more(site(150), later=(20, 1))
    made = forecast_months(history, NOTHING, FIRST + timedelta(days=120), 3)
    assert made.left_out == ("later",)
    assert "left out: 0 days of history" in made.notes["later"][0]
    assert set(made.days["queue"]) == {"service/voice"}


def test_no_queue_left_is_an_error_that_counts_the_days_of_each():
    with pytest.raises(DataError, match=r"no queue has enough history: service/voice has 40 days.*young has 5 days"):
        forecast_months(with_more(site(40), young=(5, 1)), NOTHING, FIRST + timedelta(days=40), 12)


def test_few_days_over_years_leave_the_growth_as_uncertain_as_it_was():
    history = site(881)
    day = history.frame["interval_start"].dt.tz_convert(ZONE).dt.day_of_year
    sparse = replace(history, frame=history.frame[day % 12 == 0])
    made = forecast_months(sparse, NOTHING, FIRST + timedelta(days=881), 3)
    assert "(standard error 30.0%)" in made.notes["service/voice"][0]
    assert np.isfinite(made.months[["offered", *LEVELS]].to_numpy()).all()


def test_the_command_tells_who_is_left_out_and_writes_the_others(tmp_path):
    write_history(with_more(site(120), young=(20, 1)), tmp_path / "history.csv")
    arguments = ("long-range", tmp_path / "history.csv", "--zone", ZONE, "--months", 2, "-o", tmp_path / "out.csv")
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    assert set(pd.read_csv(tmp_path / "out.csv")["queue"]) == {"service/voice"}
    assert "note: young: left out: 20 days of history" in done.output
    assert done.output.strip().endswith("in 1 of 2 queues")


def test_the_command_writes_months_and_days_with_scenarios(tmp_path):
    write_history(site(182), tmp_path / "history.csv")
    for by, rows in (("month", 2 * 18), ("day", None)):
        arguments = ["long-range", tmp_path / "history.csv", "--zone", ZONE, "--months", 18, "--by", by]
        done = CliRunner().invoke(
            main, [str(a) for a in (*arguments, "--growth", "high=10%", "-o", tmp_path / "out.csv")]
        )
        assert done.exit_code == 0, done.output
        frame = pd.read_csv(tmp_path / "out.csv")
        assert set(frame["scenario"]) == {"expected", "high"}
        assert rows is None or len(frame) == rows
        assert frame["period"].min() == "2022-08-01"
    assert "high: " in done.output
    bad = CliRunner().invoke(
        main, ["long-range", str(tmp_path / "history.csv"), "--growth", "much", "-o", str(tmp_path / "x.csv")]
    )
    assert bad.exit_code == 2
    assert "high=5" in bad.output


def test_weeks_between_the_history_and_the_horizon_are_not_taken_for_closed_days():
    history = made_up(first=date(2024, 11, 11), days=735, week=OFFICE)
    next_day = history.frame["interval_start"].max().tz_convert(ZONE).date() + timedelta(days=1)
    soon, later = (forecast_months(history, NOTHING, next_day + timedelta(days=gap), 3) for gap in (0, 16))
    a_day = [r.days[r.days["offered"] > 0]["offered"].mean() for r in (soon, later)]
    assert a_day[1] == pytest.approx(a_day[0], rel=0.03)
    assert (later.days["offered"] > 0).mean() == pytest.approx(5 / 7, abs=0.02)


def test_two_calendar_years_with_holidays_at_both_ends_are_two_years():
    first = date(2024, 1, 1)
    off = [date(2024, 1, 1), *[date(2025, 12, d) for d in range(24, 32)]]
    history = made_up(first=first, days=731, level=lambda d: 600 * 1.1 ** (d / 365.25), special=dict.fromkeys(off, 0.5))
    calendar = Calendar(tuple(SpecialDay(day, "school holiday", "break") for day in off))
    notes = forecast_months(history, calendar, date(2026, 1, 1), 3).notes["service/voice"]
    assert "long range from 2.0 years of history: growth of +" in notes[0]
