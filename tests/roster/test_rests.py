"""Classes of rest: who has rested for every later start is rested, whatever others did."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wfm.roster.rests import rest_classes

DAY = 96
MOMENTS = st.lists(st.integers(-DAY, 5 * DAY), min_size=1, max_size=8)


def test_a_day_off_rests_even_where_somebody_else_worked_on_it():
    starts = [np.array([day * DAY + 36]) for day in range(4)]
    # Ready 44 slots after a shift of 32 that began at 36; a weekly rest asks for 100 more.
    ready = [{-80}, *({day * DAY + 36 + 32 + 44} for day in range(4))]
    classes = rest_classes(4, starts, ready, (100,))
    assert classes.class_of(1, -80) == 0
    monday = classes.class_of(1, 112)
    assert monday > 0
    assert classes.after_off[1, monday] == 0


@given(MOMENTS, st.integers(0, 150), st.integers(0, 4))
def test_a_class_compares_with_later_starts_as_its_moments_do(moments, extra, layer):
    starts = [np.array([day * DAY + 28, day * DAY + 60]) for day in range(5)]
    ready = [set(moments) if k == layer else set() for k in range(6)]
    classes = rest_classes(5, starts, ready, (extra,))
    later = np.concatenate([*starts[layer:], np.zeros(0, dtype=np.int64)])
    for moment in moments:
        kept = classes.ready[layer, classes.class_of(layer, moment)]
        for start in later:
            assert (kept <= start) == (moment <= start)
            assert (kept + extra <= start) == (moment + extra <= start)
