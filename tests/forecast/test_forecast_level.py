"""The level models, the error process and steps, on series whose truth is known."""

import numpy as np
import pytest
from scipy.signal import lfilter
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

from wfm.forecast.arma import arma_parameters
from wfm.forecast.days import weekdays
from wfm.forecast.level import (
    ModelFailure,
    _continued,
    _filtered,
    _with_future,
    damped_ets,
    regression,
    seasonal_arima,
    weighted_weeks,
)
from wfm.forecast.series import LevelSeries
from wfm.forecast.shift import WINDOW, _clearness_at, _regressed, find_step

MONDAY = 19_723  # 2024-01-01
EFFECT = np.log([1.2, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])
MODELS = (regression, seasonal_arima, damped_ets, weighted_weeks)


def series(weeks=20, level=7.0, noise=0.03, ahead=14, open_days=7, seed=0, trend=0.0, yearly=0.0):
    random = np.random.default_rng(seed)
    numbers = MONDAY + np.arange(7 * weeks + ahead)
    assert weekdays(numbers[:1])[0] == 0
    truth = level + EFFECT[weekdays(numbers)] + trend * np.arange(len(numbers))
    truth += yearly * np.cos(2 * np.pi * numbers / 365.2425)
    keep = weekdays(numbers) < open_days
    past = np.arange(len(numbers)) < 7 * weeks
    logs = truth[keep & past] + random.normal(0, noise, (keep & past).sum())
    return LevelSeries(numbers[keep & past], logs, numbers[keep & ~past], open_days), np.exp(truth[keep & ~past])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("open_days", [7, 5, 2, 1])
def test_every_model_finds_level_and_weekday(model, open_days):
    past, truth = series(weeks=30, open_days=open_days)
    assert np.allclose(model(past).totals, truth, rtol=0.08)


@pytest.mark.parametrize("model", MODELS)
def test_unknown_days_do_no_harm(model):
    past, truth = series()
    logs = past.logs.copy()
    logs[[3, 40, 41, 90, 138, 139]] = np.nan
    holes = LevelSeries(past.numbers, logs, past.future, past.period)
    assert np.allclose(model(holes).totals, truth, rtol=0.08)


@pytest.mark.parametrize("model", MODELS)
def test_a_start_gives_the_same_forecast_as_the_estimation_it_came_from(model):
    past, _ = series()
    first = model(past)
    assert np.allclose(model(past, first.parameters).totals, first.totals, rtol=1e-6)


def test_regression_knows_the_season_from_four_hundred_days_on():
    past, truth = series(weeks=100, ahead=56, yearly=0.3, noise=0.05)
    assert np.allclose(regression(past).totals, truth, rtol=0.12)


def test_totals_are_means_not_medians():
    """Log noise of 0.5 lifts the mean 13 % above the median; the smearing ratio puts it back."""
    past, truth = series(weeks=104, noise=0.5, ahead=28)
    assert regression(past).totals.sum() == pytest.approx(truth.sum() * np.exp(0.125), rel=0.1)


@pytest.mark.parametrize("steps", [0, 1, 28])
@pytest.mark.parametrize(
    ("order", "seasonal", "parameters"),
    [
        ((1, 0, 1), (0, 0, 0, 0), [0.9, -0.4, 0.02]),
        ((1, 1, 1), (0, 0, 0, 0), [0.9, -0.4, 0.02]),
        ((1, 0, 1), (0, 1, 1, 5), [0.9, -0.4, -0.8, 0.02]),
        ((1, 0, 1), (0, 1, 1, 7), [0.9, -0.4, -0.8, 0.02]),
    ],
)
def test_one_filter_gives_what_the_results_object_fits_and_forecasts(order, seasonal, parameters, steps):
    past, _ = series(weeks=12)
    values = past.logs.copy()
    values[[0, 30, 31, len(values) - 1]] = np.nan
    state = SARIMAX(values, order=order, seasonal_order=seasonal).filter(np.array(parameters), cov_type="none")
    expected = np.append(state.fittedvalues, state.forecast(steps) if steps else [])
    ours = _filtered(SARIMAX(_with_future(values, steps), order=order, seasonal_order=seasonal), np.array(parameters))
    assert np.allclose(ours, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("period", [7, 5, 1])
def test_a_damped_trend_goes_on_as_statsmodels_lets_it(period):
    past, _ = series(weeks=12, open_days=period, trend=0.01)
    season = {"seasonal": "add", "seasonal_periods": period} if period > 1 else {}
    how = {"error": "add", "trend": "add", "damped_trend": True, "initialization_method": "heuristic"}
    model = ETSModel(past.logs, **how, **season)
    parameters = np.array([0.3, 0.1, *([0.2] if period > 1 else []), 0.9])
    _, states = model.smooth(parameters, return_raw=True)
    expected = model.smooth(parameters).forecast(17)
    assert np.allclose(_continued(states, period, 0.9, 17), expected, rtol=1e-12)


def test_too_short_a_series_is_a_named_failure():
    past, _ = series(weeks=2)
    with pytest.raises(ModelFailure, match="seasonal_arima: fewer than three weeks"):
        seasonal_arima(past)


def test_least_squares_finds_what_exact_likelihood_finds():
    random = np.random.default_rng(5)
    values = lfilter([1.0, -0.5], [1.0, -0.9], random.normal(0, 0.1, 700))
    ours = arma_parameters(values, np.ones(700, dtype=bool))
    exact = SARIMAX(values, order=(1, 0, 1)).fit(disp=False).params
    assert np.allclose(ours[:2], exact[:2], atol=0.05)
    assert ours[2] == pytest.approx(exact[2], rel=0.05)


def test_a_lasting_step_is_found_where_it_is():
    random = np.random.default_rng(6)
    levels = random.normal(6, 0.05, 200)
    levels[150:] += 0.5
    step = find_step(levels)
    assert abs(step.position - 150) <= 1
    assert step.size == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("length", [19, 60, 79, 120])
def test_windows_cut_off_by_an_end_are_screened_at_once_as_one_by_one(length):
    levels = np.random.default_rng(8).normal(6, 0.05, length)
    levels[length - 9 :] += 0.4
    splits = np.arange(12, length - 5)
    one_by_one = []
    for split in splits:
        start = max(0, split - WINDOW)
        one_by_one.append(_regressed(levels[None, start : split + WINDOW], split - start)[1][0])
    assert np.allclose(_clearness_at(levels, splits), one_by_one, rtol=1e-9)


def test_a_step_in_a_window_that_the_end_cuts_off_is_found():
    levels = np.random.default_rng(9).normal(6, 0.05, 200)
    levels[189:] -= 0.5
    step = find_step(levels)
    assert step.position == 189
    assert step.size == pytest.approx(-0.5, abs=0.1)


def test_a_ramp_noise_and_a_short_burst_are_no_steps():
    random = np.random.default_rng(7)
    noise = random.normal(6, 0.05, 200)
    assert find_step(noise) is None
    assert find_step(noise + np.linspace(0, 0.8, 200)) is None
    burst = noise.copy()
    burst[120:130] += 0.6
    assert find_step(burst) is None
