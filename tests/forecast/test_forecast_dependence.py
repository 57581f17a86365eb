"""How much of a day's error is common to its week: what other queues saw is what a queue's own weeks rest on."""

from __future__ import annotations

import numpy as np
import pytest
from forecast_data import origins

from wfm.forecast.band_fit import COMMON, PRIOR_WEEKS, fit_bands
from wfm.forecast.dependence import LEAST_SHARE, WeekShare, of_others, week_share
from wfm.forecast.evidence import Evidence


def test_days_that_miss_each_for_itself_share_a_seventh():
    found = [week_share(origins(3000.0, day=0.02, seed=s)) for s in range(60)]
    assert np.average([f.share for f in found], weights=[f.weeks for f in found]) == pytest.approx(1 / 7, abs=0.05)


def test_weeks_that_miss_as_a_whole_share_everything():
    found = [week_share(origins(3000.0, week=0.02, seed=s)) for s in range(60)]
    assert np.average([f.share for f in found], weights=[f.weeks for f in found]) > 0.8


def test_weeks_of_small_queues_say_less():
    assert week_share(origins(5000.0, day=0.02)).weeks > 3 * week_share(origins(4.0, day=0.02)).weeks


def test_a_queue_without_evidence_says_nothing():
    assert week_share([]) == WeekShare(COMMON, 0.0)
    means = np.full((7, 4), 9.0)
    assert week_share([Evidence(np.full_like(means, np.nan), means)]).weeks == 0


def test_a_queue_is_told_what_the_others_saw_and_not_what_it_saw_itself():
    seen = [WeekShare(1.0, 16.0), WeekShare(0.2, 16.0), WeekShare(0.2, 16.0)]
    found = of_others(seen)
    assert found[0] == pytest.approx((0.2 * 32 + COMMON * PRIOR_WEEKS) / (32 + PRIOR_WEEKS))
    assert found[1] == found[2] > found[0]
    assert of_others(seen[:1]) == [COMMON]


def test_the_share_stays_between_independence_and_full_dependence():
    assert of_others([WeekShare(0.5, 1.0), WeekShare(-3.0, 50.0)])[0] == LEAST_SHARE
    assert of_others([WeekShare(0.5, 1.0), WeekShare(9.0, 50.0)])[0] == 1.0


def test_a_short_past_rests_on_the_share_it_is_given():
    past = origins(3000.0, 4, days=7, day=0.02)
    low, high = (fit_bands(past, 0.05, share).week.v for share in (1 / 7, 0.5))
    assert low < 0.7 * high
