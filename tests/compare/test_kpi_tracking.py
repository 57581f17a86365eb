"""Figures before and after: the interval of the change, and no more certainty than there is."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wfm.compare.kpi_tracking import kpi_change, track
from wfm.errors import ConfigError
from wfm.types.kpi import KpiMeasure, nps_measure


def test_difference_of_shares_is_newcombes_published_example():
    """56 of 70 less 48 of 80: .0524 to .3339 (Newcombe 1998, table II, example a, method 10)."""
    change = kpi_change(KpiMeasure("fcr", 48 / 80, 80), KpiMeasure("fcr", 56 / 70, 70))
    assert (round(change.low, 4), round(change.high, 4)) == (0.0524, 0.3339)
    assert change.better is True
    assert change.words == "fcr: +20.0 points (+5.2 to +33.4 at 95.0% confidence): better."


@pytest.mark.parametrize(("p", "q"), [(0.7, 0.7), (0.6, 0.8), (0.05, 0.1), (0.02, 0.02)])
def test_the_interval_of_shares_covers_the_truth_as_often_as_it_says(p, q):
    n = 40
    weight = [[comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(n + 1)] for x in (p, q)]
    covered = 0.0
    for i in range(n + 1):
        for j in range(n + 1):
            both = weight[0][i] * weight[1][j]
            if both > 1e-9:
                found = kpi_change(KpiMeasure("csat", i / n, n), KpiMeasure("csat", j / n, n))
                covered += both * (found.low <= q - p <= found.high)
    assert 0.93 < covered <= 1


def test_difference_of_means_is_welchs_interval():
    draw = np.random.default_rng(1)
    before, after = draw.gamma(2, 150, 60), draw.gamma(2, 120, 45)
    found = kpi_change(
        *(KpiMeasure("aht_seconds", float(x.mean()), x.size, float(x.std(ddof=1))) for x in (before, after))
    )
    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_lower_handle_time_is_better_and_a_small_change_may_be_chance():
    def aht(value, count):
        return KpiMeasure("aht_seconds", value, count, 200.0)

    assert kpi_change(aht(300, 5_000), aht(280, 5_000)).better is True
    assert kpi_change(aht(280, 5_000), aht(300, 5_000)).better is False
    chance = kpi_change(aht(300, 50), aht(280, 50))
    assert chance.better is None
    assert "chance alone may explain it" in chance.words


def test_net_promoter_score_has_the_deviation_of_its_answers():
    found, answers = nps_measure(50, 30, 20), np.repeat([100.0, 0.0, -100.0], [50, 30, 20])
    assert (found.value, found.deviation) == (pytest.approx(30), pytest.approx(answers.std(ddof=1)))


def test_several_figures_hold_together_at_the_confidence_asked():
    before = [KpiMeasure("fcr", 0.7, 400), KpiMeasure("transfers", 0.2, 400), KpiMeasure("csat", 0.8, 90)]
    after = [KpiMeasure("transfers", 0.15, 400), KpiMeasure("fcr", 0.76, 400)]
    changes = track(before, after)
    assert [c.kpi for c in changes] == ["fcr", "transfers"]
    assert {c.confidence for c in changes} == {0.975}
    alone = kpi_change(before[0], after[1])
    assert changes[0].low < alone.low < alone.high < changes[0].high


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(200, 5_000), st.integers(200, 5_000))
def test_intervals_of_shares_hold_the_change_turn_with_it_and_stay_possible(i, j, n, m):
    before, after = KpiMeasure("fcr", i / n, n), KpiMeasure("fcr", j / m, m)
    one, back = kpi_change(before, after), kpi_change(after, before)
    assert -1 <= one.low <= one.change <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-back.high, -back.low))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: KpiMeasure("fcr", 80, 10), "Write 80 % as 0.8"),
        (lambda: KpiMeasure("mood", 1, 10), "unknown figure 'mood'. Use one of: fcr"),
        (lambda: KpiMeasure("aht_seconds", 300, 10), "give its standard deviation"),
        (lambda: KpiMeasure("fcr", 0.5, 0), "at least one observation"),
        (lambda: nps_measure(1, 0, 0), "at least two answers"),
        (lambda: kpi_change(KpiMeasure("fcr", 0.5, 9), KpiMeasure("csat", 0.5, 9)), "different figures"),
        (lambda: track([], [], confidence=95), "Write 95 % as 0.95"),
        (lambda: track([KpiMeasure("fcr", 0.5, 9)] * 2, []), "given once"),
    ],
)
def test_impossible_measures_are_refused(make, said):
    with pytest.raises(ConfigError, match=said):
        make()
