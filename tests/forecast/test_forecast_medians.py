"""Medians of day series against the plain ones."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wfm.forecast.medians import running_median, weekday_medians

VALUES = st.lists(st.tuples(st.integers(0, 6), st.floats(-10, 10)), max_size=40)


@given(VALUES)
def test_weekday_medians_are_the_medians_of_each_weekday(rows):
    weekday, values = np.array([w for w, _ in rows], dtype=np.int64), np.array([v for _, v in rows], dtype=float)
    found = weekday_medians(values, weekday)
    for w in range(7):
        mine = values[weekday == w]
        assert found[w] == np.median(mine) if len(mine) else np.isnan(found[w])


def test_a_running_median_ignores_a_burst_and_follows_a_step():
    values = np.r_[np.full(20, 1.0), [9.0, 9.0], np.full(20, 1.0), np.full(20, 5.0)]
    found = running_median(values, 3)
    assert (found[:42] == 1).all()
    assert (found[42:] == 5).all()
