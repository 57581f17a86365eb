import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from wfm.forecast.distribution import default_spread, quantiles

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@settings(deadline=None)
@given(st.lists(st.floats(0, 5000), min_size=1, max_size=30), st.floats(1e-4, 4.0))
def test_quantiles_never_cross_and_are_never_negative(means, v):
    levels = quantiles(np.array(means), default_spread(v))
    assert (levels >= 0).all()
    assert (np.diff(levels, axis=-1) >= 0).all()
    assert (levels[np.array(means) == 0] == 0).all()


@settings(deadline=None)
@given(st.floats(0.05, 9.0), st.floats(1e-3, 1.0))
def test_small_quantiles_lie_within_half_a_contact_of_the_exact_ones(mean, v):
    exact = nbinom.ppf(LEVELS, 1 / v, 1 / (1 + v * mean))
    assert (np.abs(quantiles(np.array([mean]), default_spread(v), LEVELS)[0] - exact) <= 0.6).all()


@pytest.mark.parametrize("mean", [12.0, 80.0, 1000.0])
def test_large_quantiles_are_those_of_the_negative_binomial(mean):
    exact = nbinom.ppf(LEVELS, 1 / 0.04, 1 / (1 + 0.04 * mean))
    assert np.allclose(quantiles(np.array([mean]), default_spread(0.04), LEVELS)[0], exact, rtol=0.02, atol=0.7)


def test_many_means_are_read_from_a_table_to_a_ten_thousandth():
    mean = np.geomspace(10.0, 5000.0, 1000)
    for v in (1e-4, 0.01, 0.5):
        every = quantiles(mean, default_spread(v))
        single = np.array([quantiles(mean[i : i + 1], default_spread(v))[0] for i in range(0, 1000, 37)])
        assert np.abs(every[::37] - single).max(axis=1) == pytest.approx(0, abs=5000 * 1e-4)
        assert (np.abs(every[::37] / single - 1) < 5e-4).all()
