"""Shapes, factors, effects, combination, scores and handle time."""

from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import WEEK, hump, made_up
from scipy.stats import poisson

from wfm.forecast import scores
from wfm.forecast.cleaning import clean
from wfm.forecast.combine import choose, combined
from wfm.forecast.days import queue_days, weekdays
from wfm.forecast.effects import DayEffects, Sample, baseline, effect_of, measure_effects, pool_effects
from wfm.forecast.factors import _curves, _forecast_scores, factor_model
from wfm.forecast.handle_time import handle_times
from wfm.forecast.level import ModelFailure
from wfm.forecast.naive import naive
from wfm.forecast.profile import HALF_LIVES, POOLING, SMOOTHING, _likelihoods, day_shapes, smoothed

FIRST = date(2025, 1, 6)


def days_of(history):
    return queue_days("service/voice", history.frame, history.zone, history.interval_minutes)


def test_shapes_sum_to_one_and_find_the_truth():
    shapes = day_shapes(clean(days_of(made_up(days=280)), {}))
    assert np.allclose(shapes.sum(axis=1), 1)
    assert np.allclose(shapes, hump(), atol=0.004)


def test_shapes_of_a_quiet_queue_are_smoothed():
    cleaned = clean(days_of(made_up(days=280, level=8.0)), {})
    raw = cleaned.counts[weekdays(cleaned.days.numbers) == 6].sum(axis=0)
    shapes = day_shapes(cleaned)
    truth = hump()
    assert np.abs(shapes[6] - truth).sum() < 0.5 * np.abs(raw / raw.sum() - truth).sum()


def test_settings_are_judged_together_as_one_by_one():
    """Against the sums written out: a weekday rests on its group, that on the week; then smoothed, then its log."""
    cleaned = clean(days_of(made_up(days=280, level=30.0, week=np.array([1.2, 1.0, 1.0, 1.0, 0.9, 0.5, 0.0]))), {})
    cells = cleaned.open_cells
    weekly = np.random.default_rng(3).poisson(4.0, (len(HALF_LIVES), 7, 48)) * cells
    judged = np.random.default_rng(4).poisson(2.0, (7, 48)) * cells

    def judge(sums, pooling, smoothing):
        total = 0.0
        for w in np.flatnonzero(cells.any(axis=1)):
            group = slice(0, 5) if w < 5 else slice(5, 7)
            somewhere = cells[group].any(axis=0)
            week = sums.sum(axis=0) * somewhere
            prior = sums[group].sum(axis=0) + max(pooling, 1e-6) * somewhere.sum() * week / week.sum()
            prior = prior * cells[w]
            mixed = sums[w] + max(pooling, 1e-6) * cells[w].sum() * prior / prior.sum()
            mixed = smoothed(mixed[None], cells[w][None], smoothing / 30)[0] + 0.01
            share = np.where(cells[w], mixed, 0) / mixed[cells[w]].sum()
            total += judged[w][cells[w]] @ np.log(share[cells[w]])
        return total

    assert not cells[6].any()
    one_by_one = [judge(sums, p, s) for sums in weekly for p in POOLING for s in SMOOTHING]
    assert np.allclose(_likelihoods(judged, weekly.astype(float), cleaned), one_by_one, rtol=1e-12)


def test_smoothing_keeps_closed_slots_out():
    cells = np.zeros((1, 48), dtype=bool)
    cells[0, 16:36] = True
    values = np.where(cells, 5.0, 0.0)
    assert np.allclose(smoothed(values, cells, 3.0)[cells], 5.0)


@pytest.mark.parametrize("level", [6.0, 60.0, 6000.0])
def test_factor_model_is_unbiased_at_any_size(level):
    cleaned = clean(days_of(made_up(days=280, level=level, noise=0.05)), {})
    future = np.arange(cleaned.days.end, cleaned.days.end + 28)
    expected = factor_model(cleaned.counts, cleaned.days.numbers, future, day_shapes(cleaned))
    assert expected.sum() == pytest.approx(4 * level * WEEK.sum(), rel=0.15 if level < 10 else 0.06)


@pytest.mark.parametrize(("days", "slots"), [(364, 96), (12, 48), (40, 3)])
def test_curves_span_what_the_leading_singular_vectors_span(days, slots):
    mean = 20 * hump(1440 // slots if slots > 3 else 480)[:slots] * slots
    roots = np.sqrt(np.random.default_rng(2).poisson(mean, (days, slots)) + 0.25)
    curves, leading = _curves(roots), np.linalg.svd(roots)[2][:4]
    assert curves.shape == leading.T.shape
    assert np.allclose(curves @ curves.T, leading.T @ leading, atol=1e-10)


def test_scores_are_forecast_together_as_one_by_one():
    numbers = np.flatnonzero(np.random.default_rng(2).random(300) < 0.8)
    scores = np.random.default_rng(3).normal(size=(len(numbers), 3)) + np.linspace(0, 4, len(numbers))[:, None]
    future = np.arange(300, 328)
    past, ahead = _forecast_scores(scores, numbers, future)
    for k in range(3):
        alone = _forecast_scores(scores[:, [k]], numbers, future)
        assert np.allclose(past[:, [k]], alone[0])
        assert np.allclose(ahead[:, [k]], alone[1])


def test_factor_model_needs_ten_days():
    with pytest.raises(ModelFailure, match="ten days"):
        factor_model(np.ones((5, 48)), np.arange(5), np.arange(5, 7), np.full((7, 48), 1 / 48))


def test_naive_repeats_the_last_like_day_and_skips_special_ones():
    history = made_up(days=35, noise=0)
    days = days_of(history)
    last_monday = days.end - 7
    cleaned = clean(days, {last_monday: ("campaign", "mailing")})
    result = naive(cleaned, np.arange(days.end, days.end + 7))
    assert (result[0] == days.counts[-14]).all()
    assert (result[1] == days.counts[-6]).all()


def test_effect_of_few_days_is_shrunk_towards_other_queues():
    own = DayEffects({"campaign": Sample(1, 0.8, 0.001)}, {}, "closed", True)
    others = {("campaign", ""): Sample(10, 0.2, 0.01)}
    effect = effect_of(("campaign", "x"), own, others, 0.01)
    assert 0.2 < effect < 0.8
    many = DayEffects({"campaign": Sample(40, 0.8, 0.001)}, {}, "closed", True)
    assert effect_of(("campaign", "x"), many, others, 0.01) == pytest.approx(0.8, abs=0.03)


def test_holidays_that_look_like_sundays_are_recognised():
    holidays = [FIRST + timedelta(days=d) for d in (30, 58, 93)]
    history = made_up(days=140, special={d: WEEK[6] / WEEK[d.weekday()] for d in holidays})
    days = days_of(history)
    kinds = {days.first + (d - FIRST).days: ("holiday", f"day {i}") for i, d in enumerate(holidays)}
    cleaned = clean(days, kinds)
    effects = measure_effects(cleaned)
    assert effects == measure_effects(cleaned, baseline(cleaned))
    assert effects.holiday_as == "Sunday"
    assert effects.by_kind["holiday"].mean == pytest.approx(0.0, abs=0.1)


def test_pooling_weighs_queues_by_their_days():
    one = DayEffects({"campaign": Sample(3, 0.4, 0.0)}, {}, "closed", True)
    other = DayEffects({"campaign": Sample(1, 0.0, 0.0)}, {}, "closed", True)
    assert pool_effects([one, other])[("campaign", "")].mean == pytest.approx(0.3)


def origin(error):
    actual = np.full((7, 4), 10.0)
    return actual, {m: actual + e for m, e in error.items()}


def test_the_two_best_by_past_error_are_averaged():
    past = [origin({"regression": 3.0, "seasonal_arima": 1.0, "ets": 2.0, "factors": 9.0})] * 3
    available = past[0][1]
    assert choose(past, available) == ("ets", "seasonal_arima")
    assert (combined(available, ("ets", "seasonal_arima"), past[0][0]) == 11.5).all()


def test_under_three_origins_a_plain_mean_of_three_is_taken():
    past = [origin({"regression": 3.0, "seasonal_arima": 1.0, "ets": 2.0, "factors": 9.0})] * 2
    assert choose(past, past[0][1]) == ("regression", "factors", "ets")


def test_a_model_that_is_missing_now_is_not_chosen():
    past = [origin({"regression": 3.0, "seasonal_arima": 1.0, "ets": 2.0, "factors": 9.0})] * 3
    available = {k: v for k, v in past[0][1].items() if k != "seasonal_arima"}
    assert choose(past, available) == ("ets", "regression")


def test_scores_by_hand():
    actual, expected = np.array([10.0, 20.0, np.nan]), np.array([12.0, 16.0, 99.0])
    assert scores.wape(actual, expected) == pytest.approx(6 / 30)
    assert scores.bias(actual, expected) == pytest.approx(-2 / 30)
    assert scores.mase(actual, expected, 2.0) == pytest.approx(1.5)
    assert scores.coverage(actual, np.array([9.0, 21.0, 0.0]), np.array([11.0, 30.0, 0.0]), expected) == 0.5
    assert np.isnan(scores.wape(np.zeros(3), np.ones(3)))


@pytest.mark.parametrize("mean", [1.0, 5.0, 30.5])
def test_poisson_floor_is_the_mean_absolute_deviation(mean):
    n = np.arange(400)
    exact = (np.abs(n - mean) * poisson.pmf(n, mean)).sum() / mean
    assert scores.poisson_floor(np.full(10, mean)) == pytest.approx(exact)


def test_handle_time_follows_time_of_day_weekday_and_drift():
    slow = lambda day, slot: (300 + 0.5 * day) * np.where(slot >= 34, 1.1, 1.0)  # noqa: E731
    days = days_of(made_up(days=140, level=2000.0, shape=np.full(48, 1 / 48), aht=slow))
    future = np.arange(days.end, days.end + 7)
    result = handle_times(days, future)
    assert result.mean() == pytest.approx(372 * (1 + 0.1 * 14 / 48), rel=0.03)
    assert result[:, 40].mean() / result[:, 20].mean() == pytest.approx(1.1, rel=0.02)


def test_handle_time_shrugs_off_forgotten_wrap_up():
    random = np.random.default_rng(8)
    days = days_of(made_up(days=140, aht=lambda day, slot: random.normal(300, 20, len(day))))
    wild = days_of(
        made_up(
            days=140,
            aht=lambda day, slot: np.where(random.random(len(day)) < 0.01, 20_000, random.normal(300, 20, len(day))),
        )
    )
    future = np.arange(days.end, days.end + 7)
    assert handle_times(wild, future).mean() == pytest.approx(handle_times(days, future).mean(), rel=0.02)


def test_no_handle_times_give_nan():
    days = days_of(made_up(days=30))
    assert np.isnan(handle_times(days, np.arange(days.end, days.end + 2))).all()
