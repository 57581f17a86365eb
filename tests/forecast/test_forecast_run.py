"""The public verbs on made-up histories whose truth is known."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context

import numpy as np
import pandas as pd
import pytest
from forecast_data import OFFICE, WEEK, ZONE, day_totals, hump, joined, made_up

from wfm.calendars import build_calendar
from wfm.errors import DataError
from wfm.forecast import backtest, forecast
from wfm.intervals import IntervalGrid
from wfm.types import Calendar, History, SpecialDay
from wfm.types.contacts import QUANTILE_COLUMNS

FIRST = date(2025, 1, 6)
NOTHING = Calendar()


def ahead(history_days, days=14, minutes=30):
    return IntervalGrid.days(FIRST + timedelta(days=history_days), days, ZONE, minutes)


def test_a_regular_queue_is_forecast_within_six_percent_a_day():
    result = forecast(made_up(days=140), ahead(140), NOTHING)
    truth = 600 * WEEK[[d.weekday() for d in day_totals(result).index]]
    assert np.allclose(day_totals(result), truth, rtol=0.06)
    assert day_totals(result).sum() == pytest.approx(truth.sum(), rel=0.03)


def test_quantiles_are_ordered_never_negative_and_around_the_mean():
    frame = forecast(made_up(days=140), ahead(140), NOTHING).frame
    levels = frame[list(QUANTILE_COLUMNS)].to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()
    assert (levels >= 0).all()
    busy = frame["offered"] > 5
    assert (frame.loc[busy, "offered_p10"] < frame.loc[busy, "offered"]).all()
    assert (frame.loc[busy, "offered_p90"] > frame.loc[busy, "offered"]).all()


def test_bands_cover_what_they_promise_on_made_up_counts():
    scores = backtest(made_up(days=182, noise=0.08), NOTHING, weeks=1, origins=8)
    selected = scores[scores["model"] == "selected"]
    assert selected["coverage_80"].mean() == pytest.approx(0.8, abs=0.06)
    assert selected["coverage_90"].mean() == pytest.approx(0.9, abs=0.05)


def test_backtest_scores_every_candidate_and_selected_beats_naive():
    scores = backtest(made_up(days=140), NOTHING, weeks=1, origins=4)
    assert set(scores["model"]) == {
        "naive",
        "weighted_weeks",
        "regression",
        "seasonal_arima",
        "ets",
        "factors",
        "selected",
    }
    assert scores["origin"].nunique() == 4
    mean = scores.groupby("model")["wape"].mean()
    assert mean["selected"] < 0.85 * mean["naive"]
    assert (scores["wape_naive"] > 0).all()


def test_the_future_changes_no_backtest_of_the_past():
    """Honest origins: what comes after an origin's horizon must not move its scores."""
    calm = made_up(days=140)
    frame = calm.frame.copy()
    late = frame["interval_start"] >= pd.Timestamp(FIRST + timedelta(days=133), tz=ZONE)
    frame.loc[late, "offered"] *= 3
    wild = History(frame, 30, ZONE)
    before, after = (backtest(h, NOTHING, weeks=1, origins=3).drop(columns="seconds") for h in (calm, wild))
    last = max(before["origin"])
    pd.testing.assert_frame_equal(before[before["origin"] < last], after[after["origin"] < last])
    assert (before[before["origin"] == last]["wape"] < after[after["origin"] == last]["wape"]).all()


def test_history_inside_the_horizon_is_not_used():
    history = made_up(days=140)
    short = History(history.frame[history.frame["interval_start"] < ahead(112).start], 30, ZONE)
    long, cut = forecast(history, ahead(112), NOTHING), forecast(short, ahead(112), NOTHING)
    pd.testing.assert_frame_equal(long.frame, cut.frame)


@pytest.mark.slow
def test_processes_give_the_same_answer_as_serial():
    history = joined(made_up(days=84), made_up("claims/voice", days=84, seed=2))
    serial = forecast(history, ahead(84, 7), NOTHING)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parallel = forecast(history, ahead(84, 7), NOTHING, executor=pool)
    pd.testing.assert_frame_equal(serial.frame, parallel.frame)
    assert serial.notes == parallel.notes


def test_two_weeks_of_history_give_a_forecast_and_say_so():
    result = forecast(made_up(days=14), ahead(14, 7), NOTHING)
    assert day_totals(result).sum() == pytest.approx(600 * WEEK.sum(), rel=0.1)
    assert any("weeks of history" in note for note in result.notes["service/voice"])


def test_less_than_two_weeks_is_refused_by_name():
    with pytest.raises(DataError, match=r"service/voice has 13 days.*at least 14"):
        forecast(made_up(days=13), ahead(13), NOTHING)


def test_intervals_that_do_not_divide_each_other_are_refused():
    with pytest.raises(DataError, match="divide"):
        forecast(made_up(days=28, minutes=30), IntervalGrid.days(date(2025, 2, 3), 7, ZONE, 20), NOTHING)


@pytest.mark.parametrize("minutes", [15, 60])
def test_other_interval_lengths_keep_the_day_total(minutes):
    history = made_up(days=70)
    same, other = (forecast(history, ahead(70, 7, m), NOTHING) for m in (30, minutes))
    assert np.allclose(day_totals(same), day_totals(other))
    assert other.interval_minutes == minutes


def test_a_queue_without_any_contact_is_forecast_as_zero():
    history = made_up(days=60, level=0.0)
    result = forecast(history, ahead(60, 7), NOTHING)
    assert (result.frame[["offered", *QUANTILE_COLUMNS]] == 0).all().all()
    assert any("zero is forecast" in note for note in result.notes["service/voice"])


def test_five_contacts_a_day_are_forecast_without_bias():
    history = made_up(days=364, level=5.0, shape=hump(30, 0, 24))
    result = forecast(history, ahead(364, 28), NOTHING)
    assert day_totals(result).sum() == pytest.approx(4 * 5 * WEEK.sum(), rel=0.2)
    assert any("contacts a day" in note for note in result.notes["service/voice"])


def test_in_small_queues_the_medians_have_the_least_absolute_error():
    scores = backtest(made_up(days=364, level=9.0, noise=0, minutes=15), NOTHING, weeks=4, origins=2)
    selected = scores[scores["model"] == "selected"].mean(numeric_only=True)
    assert selected["wape_median"] == pytest.approx(1.0, abs=0.01)
    assert selected["wape"] > 1.5
    assert selected["wape_median"] < selected["wape_naive"]
    busy = backtest(made_up(days=140, level=6000.0, noise=0), NOTHING, weeks=1, origins=2)
    assert np.allclose(busy["wape_median"], busy["wape"], rtol=0.05)


def test_a_night_queue_stays_closed_by_day():
    night = hump(30, 22, 6)
    history = made_up(days=140, shape=night)
    result = forecast(history, ahead(140, 7), NOTHING)
    local = result.frame["interval_start"].dt.tz_convert(ZONE).dt.hour
    by_day = result.frame[(local >= 7) & (local < 21)]
    assert (by_day["offered"] == 0).all()
    assert (by_day["offered_p95"] == 0).all()
    assert result.frame["offered"].sum() == pytest.approx(600 * WEEK.sum(), rel=0.06)


@pytest.mark.parametrize("rows", ["zeros", "absent"])
def test_closed_weekends_are_forecast_as_closed(rows):
    history = made_up(days=140, week=OFFICE)
    if rows == "absent":
        local = history.frame["interval_start"].dt.tz_convert(ZONE)
        history = History(history.frame[(local.dt.day_of_week < 5) & (local.dt.hour >= 8)], 30, ZONE)
    totals = day_totals(forecast(history, ahead(140, 7), NOTHING))
    assert totals.iloc[5:].sum() == 0
    assert totals.sum() == pytest.approx(600 * OFFICE.sum(), rel=0.04)


def test_a_level_that_doubled_a_month_ago_is_followed():
    history = made_up(days=140, level=lambda d: 400.0 if d < 112 else 800.0)
    totals = day_totals(forecast(history, ahead(140, 7), NOTHING))
    assert totals.sum() == pytest.approx(800 * WEEK.sum(), rel=0.08)


def test_the_spring_day_has_no_skipped_hour_and_keeps_its_other_hours():
    history = made_up(days=83, shape=np.full(48, 1 / 48))
    result = forecast(history, IntervalGrid.days(date(2025, 3, 30), 1, ZONE, 30), NOTHING)
    assert len(result.frame) == 46
    usual = forecast(history, IntervalGrid.days(date(2025, 4, 6), 1, ZONE, 30), NOTHING)
    assert result.frame["offered"].sum() == pytest.approx(usual.frame["offered"].sum() * 23 / 24, rel=0.06)


def test_the_autumn_day_gives_both_hours_their_share():
    history = made_up(days=293, shape=np.full(48, 1 / 48))
    result = forecast(history, IntervalGrid.days(date(2025, 10, 26), 1, ZONE, 30), NOTHING)
    assert len(result.frame) == 50
    local = result.frame["interval_start"].dt.tz_convert(ZONE)
    repeated = result.frame[local.dt.hour == 2]["offered"].to_numpy()
    assert len(repeated) == 4
    assert np.allclose(repeated[:2], repeated[2:])


def test_history_across_both_clock_changes_is_learned_from():
    history = made_up(days=364, shape=np.full(48, 1 / 48))
    notes = forecast(history, ahead(364, 7), NOTHING).notes["service/voice"]
    assert not [note for note in notes if note.startswith(("gap", "missing"))]


HOLIDAYS = build_calendar("NL", [2024, 2025, 2026])


def holidays_as(factor, first=FIRST, days=350):
    every = [d for d in HOLIDAYS.holidays if first <= d < first + timedelta(days=days)]
    return dict.fromkeys(every, factor)


def test_a_holiday_on_which_the_queue_was_always_closed_is_forecast_closed():
    history = made_up(days=350, special=holidays_as(0.0))
    totals = day_totals(forecast(history, IntervalGrid.days(date(2025, 12, 22), 7, ZONE, 30), HOLIDAYS))
    assert totals[date(2025, 12, 25)] == 0
    assert totals[date(2025, 12, 24)] > 400


def test_a_reduced_holiday_is_forecast_reduced():
    history = made_up(days=350, week=np.ones(7), special=holidays_as(0.5))
    totals = day_totals(forecast(history, IntervalGrid.days(date(2025, 12, 22), 7, ZONE, 30), HOLIDAYS))
    assert totals[date(2025, 12, 25)] == pytest.approx(300, rel=0.15)
    assert totals[date(2025, 12, 23)] == pytest.approx(600, rel=0.1)


def test_a_holiday_never_seen_looks_like_sunday_and_the_note_says_so():
    history = made_up(first=date(2025, 6, 16), days=180)
    result = forecast(history, IntervalGrid.days(date(2025, 12, 22), 7, ZONE, 30), HOLIDAYS)
    totals = day_totals(result)
    assert totals[date(2025, 12, 25)] == pytest.approx(600 * WEEK[6], rel=0.15)
    assert any("no public holiday in the history" in note for note in result.notes["service/voice"])


def test_a_campaign_learned_from_three_like_days_lifts_the_fourth():
    days = [FIRST + timedelta(days=d) for d in (36, 64, 92)]
    coming = FIRST + timedelta(days=141)
    calendar = Calendar(tuple(SpecialDay(d, "campaign", "mailing") for d in [*days, coming]))
    history = made_up(days=140, special=dict.fromkeys(days, 1.5))
    with_it, without = (
        day_totals(forecast(history, ahead(140, 7), c)) for c in (calendar, Calendar(calendar.days[:3]))
    )
    assert 1.3 < with_it[coming] / without[coming] < 1.6
    assert with_it[coming + timedelta(days=2)] == pytest.approx(without[coming + timedelta(days=2)], rel=0.02)


def test_an_event_of_another_queue_changes_nothing():
    coming = FIRST + timedelta(days=141)
    calendar = Calendar((SpecialDay(coming, "campaign", "mailing", ("claims/voice",)),))
    history = made_up(days=140)
    pd.testing.assert_frame_equal(
        forecast(history, ahead(140, 7), calendar).frame, forecast(history, ahead(140, 7), NOTHING).frame
    )


def test_a_campaign_unknown_to_one_queue_is_learned_from_the_others():
    days = [FIRST + timedelta(days=d) for d in (36, 64, 92)]
    coming = FIRST + timedelta(days=141)
    others = ("a/voice", "b/voice")
    calendar = Calendar(
        (*(SpecialDay(d, "campaign", "mailing", others) for d in days), SpecialDay(coming, "campaign", "mailing"))
    )
    known = [made_up(q, days=140, seed=i, special=dict.fromkeys(days, 1.6)) for i, q in enumerate(others)]
    history = joined(*known, made_up("c/voice", days=140, seed=9))
    result = forecast(history, ahead(140, 7), calendar)
    usual = 600 * WEEK[coming.weekday()]
    assert day_totals(result, "c/voice")[coming] > 1.2 * usual
    assert any("no like day" in note for note in result.notes["c/voice"])


def test_handle_times_are_forecast_where_known_and_nan_elsewhere():
    history = joined(
        made_up(days=140, aht=lambda day, slot: np.full(len(day), 300.0)),
        made_up("claims/voice", days=140),
    )
    frame = forecast(history, ahead(140, 7), NOTHING).frame
    known = frame[frame["queue"] == "service/voice"]["aht_seconds"]
    assert np.allclose(known, 300, rtol=1e-6)
    assert frame[frame["queue"] == "claims/voice"]["aht_seconds"].isna().all()


def test_a_model_that_does_not_converge_is_left_out_and_named(monkeypatch):
    import warnings

    from statsmodels.tools.sm_exceptions import ConvergenceWarning
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    def unconverged(*_, **__):
        warnings.warn("Maximum Likelihood optimization failed to converge.", ConvergenceWarning, stacklevel=2)
        raise AssertionError("the warning is an error inside a model")

    history = made_up(days=140)
    whole = forecast(history, ahead(140), NOTHING)
    monkeypatch.setattr(ETSModel, "fit", unconverged)
    result = forecast(history, ahead(140), NOTHING)
    assert any(note.startswith("left out: ets: Maximum Likelihood") for note in result.notes["service/voice"])
    assert "ets" not in result.frame["model"].iloc[0]
    assert result.frame["offered"].sum() == pytest.approx(whole.frame["offered"].sum(), rel=0.05)
