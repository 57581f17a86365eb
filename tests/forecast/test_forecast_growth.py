"""A forecast is less certain the further ahead it looks: how much is read from past weeks, resting on a prior."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import ZONE, made_up
from hypothesis import given
from hypothesis import strategies as st

from wfm.forecast import forecast
from wfm.forecast.evidence import Compared
from wfm.forecast.growth import EACH_WEEK, Growth, fit_growth
from wfm.intervals import IntervalGrid
from wfm.types import Calendar


def weeks(first, each, origins, mean=5000.0, seed=1, handicap=1.0):
    """Past origins of four weeks each whose rate variance is ``first`` in the first and grows by ``each``."""
    random = np.random.default_rng(seed)
    ahead = np.tile(np.arange(4.0), origins)
    v = handicap * (first + each * ahead)
    came = random.poisson(mean * random.gamma(1 / v, v)).astype(float)
    return Compared(came, np.full(len(ahead), mean), np.full(len(ahead), handicap), ahead)


@pytest.mark.parametrize("each", [0.0, 0.002, 0.006])
def test_growth_is_recovered_from_many_weeks(each):
    found = fit_growth(weeks(0.004, each, 4000), 0.004 + 1.5 * each)
    assert found.centre == pytest.approx(1.5)
    assert found.slope == pytest.approx(each, abs=0.0008)


def test_a_few_weeks_move_the_prior_only_a_little():
    v = 0.01
    prior = EACH_WEEK * v / (1 + 1.5 * EACH_WEEK)
    slopes = [fit_growth(weeks(v, 0.0, 4, seed=s), v).slope for s in range(40)]
    assert 0.3 * prior < np.mean(slopes) < prior
    assert fit_growth(weeks(v, 0.0, 400), v).slope < 0.4 * prior


def test_the_prior_makes_each_week_add_half_of_the_first():
    one = Compared(np.array([100.0]), np.array([100.0]), np.ones(1), np.zeros(1))
    growth = fit_growth(one, 0.02)
    assert growth == Growth(EACH_WEEK * 0.02, 0.0)
    assert growth.ratio(0.02, np.arange(4.0)) == pytest.approx([1, 1.5, 2, 2.5])


def test_handicaps_are_taken_out_of_the_growth():
    plain, young = (fit_growth(weeks(0.004, 0.004, 4000, handicap=h), 0.01) for h in (1.0, 1.4))
    assert young.slope == pytest.approx(plain.slope, rel=0.15)


@given(st.floats(1e-4, 1.0), st.integers(0, 500))
def test_the_variance_stays_above_zero_and_never_falls_with_the_distance(v, seed):
    ratio = fit_growth(weeks(v, 0.0, 3, seed=seed), v).ratio(v, np.arange(8.0))
    assert (ratio > 0).all()
    assert (np.diff(ratio) >= 0).all()


def test_nothing_measured_leaves_the_prior():
    none = np.zeros(0)
    assert fit_growth(Compared(none, none, none, none), 0.02) == Growth(EACH_WEEK * 0.02, 0.0)


def test_bands_of_a_wandering_level_open_with_the_distance():
    walk = np.exp(np.cumsum(np.random.default_rng(5).normal(0, 0.03, 280)))
    history = made_up(days=280, level=lambda d: 900.0 * walk[d], noise=0.0)
    ahead = date(2025, 1, 6) + timedelta(days=280)
    made = forecast(history, IntervalGrid.days(ahead, 28, ZONE, 30), Calendar(()))
    week = made.totals[made.totals["by"] == "week"]
    width = ((week["offered_p90"] - week["offered_p10"]) / week["offered"]).to_numpy()
    assert (np.diff(width) > 0).all()
    assert width[3] > 1.4 * width[0]
