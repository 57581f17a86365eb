"""Packing a frame into days and back changes nothing, in any zone and with any intervals missing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from wfm.errors import DataError
from wfm.intervals import IntervalGrid
from wfm.storage.packing import day_mean, day_sum, pack, unpack

ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
CHANGES = (date(2026, 3, 28), date(2026, 10, 24), date(2026, 4, 4), date(2026, 11, 1), date(2026, 7, 1))


@st.composite
def frames(draw):
    """Some intervals of some days of two names; the second number may be unknown."""
    zone, minutes = draw(st.sampled_from(ZONES)), draw(st.sampled_from((15, 30)))
    index = IntervalGrid.days(draw(st.sampled_from(CHANGES)), 3, zone, minutes).index
    parts = []
    for name in ("a", "b"):
        kept = index[sorted(draw(st.sets(st.integers(0, len(index) - 1), min_size=1, max_size=40)))]
        numbers = st.floats(0, 1e6, allow_subnormal=False)
        first = draw(st.lists(numbers, min_size=len(kept), max_size=len(kept)))
        second = draw(st.lists(numbers | st.just(np.nan), min_size=len(kept), max_size=len(kept)))
        names = pd.array([name] * len(kept), dtype="str")
        parts.append(pd.DataFrame({"name": names, "interval_start": kept, "first": first, "second": second}))
    return pd.concat(parts, ignore_index=True), minutes, zone


@given(frames())
@settings(max_examples=60, deadline=None)
def test_what_is_unpacked_is_what_was_packed(drawn):
    frame, minutes, zone = drawn
    days = list(pack(frame, ("name",), ("first", "second"), minutes, zone))
    local = frame["interval_start"].dt.tz_convert(zone).dt.date
    assert [(d.key[0], d.day) for d in days] == list(dict.fromkeys(zip(frame["name"], local, strict=True)))
    rows = [(day.key, day.first_interval, day.packed) for day in days]
    assert_frame_equal(unpack(rows, ("name",), ("first", "second"), minutes), frame)


def test_nothing_packs_into_nothing():
    empty = unpack([], ("name",), ("first",), 15)
    assert list(empty.columns) == ["name", "interval_start", "first"]
    assert list(pack(empty, ("name",), ("first",), 15, "UTC")) == []


def test_intervals_that_lie_on_no_common_grid_are_refused():
    start = pd.Timestamp("2026-11-16 09:00", tz="UTC")
    frame = pd.DataFrame({"name": ["a", "a"], "interval_start": [start, start + timedelta(minutes=20)], "first": 1.0})
    with pytest.raises(DataError, match="15 minutes apart"):
        list(pack(frame, ("name",), ("first",), 15, "UTC"))


def test_sums_and_means_of_a_day_leave_out_what_is_unknown():
    values = np.array([1.0, np.nan, 3.0])
    assert day_sum(values) == 4
    assert day_sum(np.array([np.nan])) is None
    assert day_mean(values, np.array([1.0, 9.0, 3.0])) == pytest.approx(2.5)
    assert day_mean(values, np.array([0.0, 9.0, 0.0])) is None
