"""What chance leaves of coverage agrees with draws of errors that days and weeks share."""

import numpy as np
import pytest
from scipy.stats import norm

from benchmarks.forecast_chance import (
    answers_correlation,
    honest,
    independent_days,
    independent_weeks,
    sentences,
)
from benchmarks.forecast_sets import Task
from wfm.forecast.days import QueueDays

WEEKS = np.repeat(np.arange(4), 5)


def held_shares(band, draws=40_000):
    """Share of twenty days (four weeks) of an origin that an honest band holds, in each of many draws."""
    random = np.random.default_rng(8)
    origin, week, day = (random.normal(size=(draws, n)) for n in (1, 4, 20))
    error = 0.5 * origin + 0.5 * week[:, WEEKS] + np.sqrt(0.5) * day
    return (np.abs(error) < norm.ppf((1 + band) / 2)).mean(axis=1)


@pytest.mark.parametrize("band", [0.8, 0.9])
def test_days_of_an_origin_are_worth_as_many_independent_ones_as_their_draws_vary(band):
    shares = held_shares(band)
    assert shares.mean() == pytest.approx(band, abs=0.005)
    assert independent_days(WEEKS, band) == pytest.approx(band * (1 - band) / shares.var(), rel=0.05)
    assert 4 < independent_days(WEEKS, band) < 20


def test_answers_are_alike_as_far_as_errors_are():
    assert answers_correlation(0.0, 0.8) == 0
    assert 0 < answers_correlation(0.25, 0.8) < answers_correlation(0.5, 0.8) < 0.5
    assert independent_weeks(1, 0.8) == 1
    assert 2 < independent_weeks(4, 0.8) < 4


def test_more_origins_leave_less_to_chance():
    counts = np.full((28 * 8, 12), 5.0)
    days = QueueDays("q", 0, 120, counts, np.ones(counts.shape, dtype=bool), np.zeros(counts.shape), counts * np.nan)
    few, many = (honest([Task(days, tuple(28 * i for i in range(n)), 28, {})], 0.8) for n in (2, 8))
    assert [(h.by, h.periods) for h in few] == [("day", 56), ("week", 8)]
    for before, after in zip(few, many, strict=True):
        assert before.low <= after.low < 0.8 < after.high <= before.high
        assert after.worth == pytest.approx(4 * before.worth)
    assert few[1].high == 1.0
    assert sentences(few)[0].startswith("By chance an honest 80 % band holds ")
