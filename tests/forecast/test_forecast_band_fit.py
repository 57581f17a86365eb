"""How wide bands are, read from past origins: no special days, honest choices, and as of today's knowledge."""

from __future__ import annotations

import holidays
import numpy as np
import pytest

from wfm.forecast.band_fit import Evidence, fit_bands, handicap, normal_days
from wfm.forecast.bands import day_bands, interval_levels, week_doubt
from wfm.forecast.combine import choices_left_out, choose
from wfm.forecast.distribution import default_spread
from wfm.forecast.effects import DayEffects, Sample, Scatter, doubt_of
from wfm.forecast.observance import SELDOM_KEPT


def origins(level, count=4, *, days=28, week=0.0, day=0.0, own=0.0, seed=1):
    """Past origins of a queue whose rate varies by week, by day and by interval (squared coefficients of variation)."""
    random = np.random.default_rng(seed)

    def factor(v, shape):
        return random.gamma(1 / v, v, shape) if v else np.ones(shape)

    mean = np.full((days, 24), level / 24)
    rows = []
    for _ in range(count):
        weeks = np.repeat(factor(week, days // 7), 7)[:days, None]
        rows.append(Evidence(random.poisson(mean * weeks * factor(day, days)[:, None] * factor(own, mean.shape)), mean))
    return [Evidence(e.actual.astype(float), e.mean) for e in rows]


def test_the_variances_of_interval_day_and_week_are_told_apart():
    bands = fit_bands(origins(2000.0, 8, week=0.01, day=0.01, own=0.02), 0.05)
    assert bands.interval.v == pytest.approx(0.04, rel=0.35)
    assert bands.day.v == pytest.approx(0.02, rel=0.4)
    assert bands.week.v < bands.day.v


def test_a_queue_of_two_contacts_a_day_gets_the_usual_variance_not_what_chance_shows():
    found = [fit_bands(origins(2.0, seed=seed), 0.05).interval.v for seed in range(10)]
    assert max(found) < 0.25
    clear = [fit_bands(origins(2000.0, seed=seed), 0.05).interval.v for seed in range(10)]
    assert max(clear) < 0.005


def test_errors_of_an_origin_that_knew_little_count_for_less():
    assert handicap(26, 143, 12) == pytest.approx((1 + 12 / 26) / (1 + 12 / 143))
    assert handicap(100, 100, 12) == 1.0
    past = origins(2000.0, day=0.02)
    young = [Evidence(e.actual, e.mean, 1.5) for e in past]
    assert fit_bands(young, 0.05).interval.v == pytest.approx(fit_bands(past, 0.05).interval.v / 1.5, rel=0.05)


def test_special_days_are_no_evidence_on_normal_ones():
    actual = np.ones((14, 24))
    doubt = np.zeros(14)
    doubt[3] = 0.2
    kept = normal_days(actual, doubt, 0.01)
    assert np.isnan(kept[3]).all()
    assert not np.isnan(np.delete(kept, 3, axis=0)).any()
    assert normal_days(actual, np.full(14, 0.2), 0.01) is actual
    assert normal_days(actual, None, 0.01) is actual


def test_a_special_day_is_wider_and_its_week_a_little():
    mean = np.full((7, 24), 50.0)
    doubt = np.array([0.1, 0, 0, 0, 0, 0, 0])
    spread = default_spread(0.01)
    levels = interval_levels(mean, spread, doubt=doubt)
    width = levels[..., -1] - levels[..., 0]
    assert (width[0] > 2 * width[1]).all()
    total, days = day_bands(mean, levels, spread, doubt=doubt)
    assert days[0, -1] - days[0, 0] > 2 * (days[1, -1] - days[1, 0])
    assert week_doubt(total, np.zeros(7, dtype=np.int64), doubt) == pytest.approx([0.1 / 49])
    assert week_doubt(total, np.zeros(7, dtype=np.int64), None) is None


def test_doubt_is_what_like_days_differ_by_and_shrinks_with_their_number():
    alike = DayEffects({"holiday": Sample(8, -1.0, 0.0)}, {}, "reduced", False)
    calm = doubt_of(("holiday", "x"), alike, {("holiday", "reduced"): Sample(8, -1.0, 0.0, Scatter(0.07, 7))}, 0.01)
    varied = doubt_of(("holiday", "x"), alike, {("holiday", "reduced"): Sample(8, -1.0, 0.0, Scatter(2.8, 7))}, 0.01)
    assert calm < 0.01
    assert varied > 0.2
    named = DayEffects({"holiday": Sample(8, -1.0, 0.0)}, {("holiday", "x"): Sample(2, -1.0, 0.0)}, "reduced", False)
    sample = Sample(8, -1.0, 0.0, Scatter(2.8, 7), Scatter(0.04, 4))
    assert doubt_of(("holiday", "x"), named, {("holiday", "reduced"): sample}, 0.01) < varied / 5


def test_each_origin_is_judged_by_the_models_chosen_without_it():
    names = ("regression", "seasonal_arima", "ets", "factors")
    truth = np.full((7, 4), 10.0)

    def made(best):
        return {n: truth + (0.0 if n in best else 5.0) for n in names}

    past = [(truth, made(("regression", "ets")))] + [(truth, made(("factors", "ets")))] * 3
    past[0] = (truth, {n: truth + (0.0 if n in ("regression", "ets") else 20.0) for n in names})
    assert choose(past, past[0][1]) == ("ets", "regression")
    assert choices_left_out(past, past[0][1])[0] == ("ets", "factors")
    assert choices_left_out(past[:3], past[0][1]) == [choose(past[:3], past[0][1])] * 3


def test_the_holidays_seldom_kept_bear_the_names_of_the_public_list():
    names = set(holidays.country_holidays("US", years=[2003, 2024], language="en_US").values())
    assert set(SELDOM_KEPT) <= names
