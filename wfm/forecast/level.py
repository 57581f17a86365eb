"""Models of the daily level, each from a :class:`LevelSeries` to the contacts expected on its future days.

A model first estimates a few parameters by maximum likelihood (``statsmodels``); ``start`` are those of an earlier
origin, used as they are where they are given: a backtest then costs one estimation and many filters, and stays honest,
because an earlier origin knew less. A model that cannot be fitted raises :class:`ModelFailure`; the combination leaves
it out and names it.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import lfilter
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

from wfm.forecast.arma import arma_parameters
from wfm.forecast.days import weekdays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from wfm.forecast.days import Bools, Floats, Ints
    from wfm.forecast.series import LevelSeries

# A year must be seen once and a little more before what comes back every year can be told from a trend.
YEARLY_DAYS = 400
# Pairs of yearly waves: the shortest has a quarter of a year, slower than holidays and events, which have their own.
YEARLY_WAVES = 4
# Prior standard deviations of regression coefficients (log scale). Weekdays are as good as free; one yearly wave moves
# the level by some 20 % at most; weak priors, which only matter where the data say little.
WEEKDAY_SCALE, WAVE_SCALE, MONTH_SCALE = 1.0, 0.1, 0.05
# That of a year's growth.
TREND_SCALE = 0.3
YEAR = 365.2425
# Weeks that the seasonal model looks back: a year, so that what came before last season no longer counts.
SEASONAL_WEEKS = 53


class ModelFailure(Exception):  # noqa: N818 - it is a finding, caught and reported, not an error of the program
    """A model could not be fitted to a series; says why in words."""


@dataclass(frozen=True)
class LevelForecast:
    """Contacts expected on each future open day, and the parameters to start the next fit from."""

    totals: Floats
    parameters: Floats


def _estimated(name: str, values: Floats, known: Bools, season: int | None = None) -> Floats:
    parameters = arma_parameters(values, known, season)
    if parameters is None:
        raise ModelFailure(f"{name}: no finite estimate")
    return parameters


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """What goes wrong inside becomes a :class:`ModelFailure`; a fit that does not converge is one too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            yield
        except (ConvergenceWarning, RuntimeWarning, UserWarning) as warning:
            raise ModelFailure(f"{name}: {str(warning).strip()}") from warning
        except (ValueError, np.linalg.LinAlgError, ZeroDivisionError, FloatingPointError) as error:
            raise ModelFailure(f"{name}: {error}") from error


def regression(series: LevelSeries, start: Floats | None = None) -> LevelForecast:
    """Regression on the calendar with ARMA(1,1) errors: weekday, yearly waves (from 400 days), position in the month.

    Feasible generalised least squares (Cochrane and Orcutt 1949 with ARMA errors): coefficients by ridge, errors by a
    SARIMAX(1,0,1) on what is left, then coefficients again on the series that the ARMA filter whitens. It gives what
    SARIMAX with these regressors gives, at a tenth of its cost.
    """
    both = np.concatenate([series.numbers, series.future])
    design, scale = _design(both, long=_span(series) >= YEARLY_DAYS)
    past, ahead = design[: len(series.numbers)], design[len(series.numbers) :]
    known = series.known
    beta = ridge(past[known], series.logs[known], scale, 0.01)
    parameters = start
    if parameters is None:
        rest = np.where(np.isnan(series.logs), 0.0, series.logs - past @ beta)
        parameters = _estimated("regression", rest, ~np.isnan(series.logs))
    phi, theta, variance = parameters
    skip = min(10, len(series.logs) // 4)
    # The design is the same in both rounds; only the unknown days of the series are filled anew.
    white = lfilter([1.0, -phi], [1.0, theta], past, axis=0)[skip:]
    for _ in range(2):
        filled = np.where(np.isnan(series.logs), past @ beta, series.logs)
        beta = ridge(white, lfilter([1.0, -phi], [1.0, theta], filled)[skip:], scale, variance)
    with _failing("regression"):
        rest = _with_future(series.logs - past @ beta, series.steps)
        errors = _filtered(SARIMAX(rest, order=(1, 0, 1)), parameters)
        fitted, expected = past @ beta + errors[: len(past)], ahead @ beta + errors[len(past) :]
    return _finite("regression", series.to_totals(expected, fitted), parameters)


def _with_future(values: Floats, steps: int) -> Floats:
    """The values followed by as many unknown ones as there are days to forecast."""
    return np.append(values, np.full(steps, np.nan))


def _filtered(model: SARIMAX, parameters: Floats) -> Floats:
    """What is expected of each value, known the ones before it: the unknown ones at the end are the forecast.

    One pass of the Kalman filter itself, keeping only the predicted states: the results object of ``SARIMAX.filter``
    and the second pass of its ``forecast`` give the same numbers in four times the time.
    """
    model.update(parameters)
    for unused in ("forecast", "predicted_cov", "filtered", "likelihood", "gain", "smoothing", "std_forecast"):
        setattr(model.ssm, f"memory_no_{unused}", True)
    # The last state is that of the day after the last.
    states = model.ssm.filter().predicted_state[:, :-1]
    return np.asarray((model.ssm["design"] @ states)[0], dtype=float)


def _span(series: LevelSeries) -> int:
    return int(series.numbers[-1] - series.numbers[0]) if len(series.numbers) else 0


def _design(numbers: Ints, *, long: bool) -> tuple[Floats, Floats]:
    """Regressors of each day and the prior standard deviation of each one's coefficient."""
    weekday = weekdays(numbers)
    columns = [np.ones(len(numbers))]
    scale = [100.0]
    for w in np.unique(weekday):
        columns.append((weekday == w).astype(float))
        scale.append(WEEKDAY_SCALE)
    waves = list(_waves(2 * np.pi * numbers / YEAR, YEARLY_WAVES)) if long else []
    month = list(_waves(2 * np.pi * _share_of_month(numbers), 2))
    columns += [*waves, *month]
    scale += [WAVE_SCALE] * len(waves) + [MONTH_SCALE] * len(month)
    return np.column_stack(columns), np.array(scale)


def _waves(angle: NDArray[np.floating], count: int) -> Iterator[Floats]:
    for k in range(1, count + 1):
        yield np.cos(k * angle)
        yield np.sin(k * angle)


def _share_of_month(numbers: Ints) -> Floats:
    """How far into its month each day is, 0 to 1: bills and pay have dates."""
    days = np.asarray(numbers).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    first = month.astype("datetime64[D]").astype(np.int64)
    length = (month + 1).astype("datetime64[D]").astype(np.int64) - first
    return np.asarray((days.astype(np.int64) - first) / length, dtype=float)


def ridge(design: Floats, values: Floats, scale: Floats, variance: float) -> Floats:
    """Coefficients under priors of these standard deviations and noise of this variance."""
    gram = design.T @ design + np.diag(variance / scale**2)
    return np.asarray(np.linalg.solve(gram, design.T @ values), dtype=float)


def calendar_waves(numbers: Ints) -> Floats:
    """Yearly waves of each day: days x 2 :data:`YEARLY_WAVES`."""
    return np.column_stack(list(_waves(2 * np.pi * numbers / YEAR, YEARLY_WAVES)))


def yearly_wave(numbers: Ints, logs: Floats) -> Callable[[Ints], Floats] | None:
    """What comes back every year in logs of day totals (weekdays, months and a line taken out); None under 400 days."""
    if not len(numbers) or numbers[-1] - numbers[0] < YEARLY_DAYS:
        return None
    weekday = weekdays(numbers)
    columns = [(numbers - numbers[-1]) / YEAR] + [(weekday == w).astype(float) for w in np.unique(weekday)]
    scale = np.array([TREND_SCALE, *[100.0] * (len(columns) - 1), *[WAVE_SCALE] * (2 * YEARLY_WAVES)])
    beta = ridge(np.column_stack([*columns, calendar_waves(numbers)]), logs, scale, float(np.var(logs)) / 10)
    own = beta[len(columns) :]
    return lambda days: np.asarray(calendar_waves(days) @ own)


def seasonal_arima(series: LevelSeries, start: Floats | None = None) -> LevelForecast:
    """ARIMA(1,0,1)(0,1,1) with the week as season, on open days (a five-day queue has a season of five)."""
    if len(series.known) < 3 * series.period + 5:
        raise ModelFailure("seasonal_arima: fewer than three weeks and a few days of history")
    series = series.tail(SEASONAL_WEEKS)
    model = _seasonal(series)
    parameters = start
    if parameters is None:
        filled, season = series.filled(), series.period if series.period > 1 else 1
        known = ~np.isnan(series.logs)
        parameters = _estimated(
            "seasonal_arima",
            filled[season:] - filled[:-season],
            known[season:] & known[:-season],
            series.period if series.period > 1 else None,
        )
    with _failing("seasonal_arima"):
        logs = _filtered(model, parameters)
    fitted, expected = logs[: len(series.logs)], logs[len(series.logs) :]
    # The first weeks only start the seasonal differences.
    fitted[: 2 * series.period] = series.logs[: 2 * series.period]
    return _finite("seasonal_arima", series.to_totals(expected, fitted), parameters)


def _seasonal(series: LevelSeries) -> SARIMAX:
    values = _with_future(series.logs, series.steps)
    if series.period == 1:
        return SARIMAX(values, order=(1, 1, 1))
    return SARIMAX(values, order=(1, 0, 1), seasonal_order=(0, 1, 1, series.period))


def damped_ets(series: LevelSeries, start: Floats | None = None) -> LevelForecast:
    """Exponential smoothing with additive damped trend and weekly season on log totals (Hyndman et al. 2008)."""
    if len(series.known) < 2 * series.period + 5:
        raise ModelFailure("ets: fewer than two weeks and a few days of history")
    values = series.filled()
    if np.allclose(values[series.period :], values[: -series.period]):
        raise ModelFailure("ets: every week is the same, there is nothing to smooth")
    seasonal = series.period if series.period > 1 else None
    with _failing("ets"):
        model = ETSModel(
            values,
            error="add",
            trend="add",
            damped_trend=True,
            seasonal="add" if seasonal else None,
            seasonal_periods=seasonal,
            initialization_method="heuristic",
        )
        parameters = np.asarray(model.fit(disp=False, maxiter=100).params, dtype=float) if start is None else start
        fitted, states = model.smooth(parameters, return_raw=True)
        damping = float(parameters[model.param_names.index("damping_trend")])
        expected = _continued(states, series.period, damping, series.steps)
    return _finite("ets", series.to_totals(expected, fitted), parameters)


def _continued(states: Floats, period: int, damping: float, steps: int) -> Floats:
    """The forecast from the last states of a damped trend: level, the trend that fades, the season as it last was.

    Args:
        states: Days x (level, trend and, with a season, season).
        period: Days of a week.
        damping: What is left of the trend after each day.
        steps: Days to forecast.
    """
    level, trend = states[-1, :2]
    ahead = np.arange(1, steps + 1)
    expected: Floats = level + trend * np.cumsum(damping**ahead)
    if states.shape[1] > 2:
        expected = expected + states[-period:, 2][(ahead - 1) % period]
    return expected


def _finite(name: str, totals: Floats, parameters: Floats) -> LevelForecast:
    if not (np.isfinite(totals).all() and np.isfinite(parameters).all()):
        raise ModelFailure(f"{name}: no finite forecast")
    return LevelForecast(totals, parameters)


def weighted_weeks(series: LevelSeries, start: Floats | None = None) -> LevelForecast:
    """Mean of the same weekday's past totals, each week counting 0.7 of the one after it: about three weeks' memory."""
    totals = np.exp(series.logs[series.known])
    numbers = series.numbers[series.known]
    weekday = weekdays(numbers)
    weight = 0.7 ** ((numbers[-1] - numbers) / 7)
    overall = np.average(totals, weights=weight)
    means = np.full(7, overall)
    for w in np.unique(weekday):
        means[w] = np.average(totals[weekday == w], weights=weight[weekday == w])
    expected = means[weekdays(series.future)] - 0.5
    return LevelForecast(np.maximum(expected, 0.0), np.zeros(0))
