"""How wide bands are, read from past origins: no special days, honest choices, and as of today's knowledge."""

from __future__ import annotations

import holidays
import numpy as np
import pytest
from forecast_data import origins

from wfm.forecast.band_fit import fit_bands
from wfm.forecast.bands import Excess, day_bands, interval_levels
from wfm.forecast.combine import choices_left_out, choose
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.effects import DayEffects, Sample, Scatter, doubt_of
from wfm.forecast.evidence import Evidence, handicap, normal_days
from wfm.forecast.observance import SELDOM_KEPT


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
    excess = Excess(np.zeros(7), np.array([0.1, 0, 0, 0, 0, 0, 0]))
    spread = default_spread(0.01)
    levels = interval_levels(mean, spread, excess=excess.of_days)
    width = levels[..., -1] - levels[..., 0]
    assert (width[0] > 2 * width[1]).all()
    total, days = day_bands(mean, levels, spread, excess=excess.of_days)
    assert days[0, -1] - days[0, 0] > 2 * (days[1, -1] - days[1, 0])
    assert excess.of_weeks(total, np.zeros(7, dtype=np.int64)) == pytest.approx([0.1 / 49])


def test_what_the_distance_adds_is_common_to_the_week():
    excess = Excess(np.repeat([-0.01, 0.01], 7), np.zeros(14))
    week = np.repeat([0, 1], 7)
    assert excess.of_weeks(np.full(14, 100.0), week) == pytest.approx([-0.01, 0.01])
    levels = interval_levels(np.full((14, 24), 50.0), default_spread(0.02), excess=excess.of_days)
    width = levels[..., -1] - levels[..., 0]
    assert (width[7:] > 1.2 * width[:7]).all()


@pytest.mark.parametrize("mean", [1.0, 6.0, 40.0])
def test_rate_variance_is_recovered_and_bands_cover(mean):
    random = np.random.default_rng(3)
    means = np.full((60, 48), mean)
    counts = random.poisson(random.gamma(1 / 0.05, 0.05 * means)).astype(float)
    spread = fit_bands([Evidence(counts, means)], 1.0).interval
    assert spread.v == pytest.approx(0.05, abs=0.04)
    band = quantiles(means, spread, (0.1, 0.9))
    if mean > 5:
        inside = ((counts >= band[..., 0]) & (counts <= band[..., 1])).mean()
        assert inside == pytest.approx(0.8, abs=0.03)


def test_bands_that_were_too_narrow_in_the_past_are_widened():
    random = np.random.default_rng(4)
    means = np.full((28, 48), 50.0)
    heavy = np.maximum(means + 12 * random.standard_t(2, means.shape), 0).round()
    fitted = fit_bands([Evidence(heavy, means)], 1.0).interval
    band = quantiles(means, fitted, (0.1, 0.9))
    assert ((heavy >= band[..., 0]) & (heavy <= band[..., 1])).mean() == pytest.approx(0.8, abs=0.04)


def test_without_past_origins_the_fallback_is_used_as_it_is():
    bands = fit_bands([], 0.09)
    assert (bands.interval.v, bands.day.v) == (0.09, 0.09)
    assert bands.interval.level(np.array([0.1, 0.5, 0.9])) == pytest.approx([0.1, 0.5, 0.9])
    assert fit_bands([], 0.09, 0.2).week.v == pytest.approx(0.018)


def test_unmeasured_intervals_are_no_evidence():
    means = np.full((10, 48), 20.0)
    assert fit_bands([Evidence(np.full_like(means, np.nan), means)], 0.09).interval.v == 0.09


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
