"""The one check of every frame that crosses a stage."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfm.errors import DataError
from wfm.types.frames import FrameContract

CONTRACT = FrameContract(
    "sample", key=("queue", "interval_start"), numbers=("offered", "aht"), may_be_nan=("aht",), texts=("model",)
)


def frame(**changes):
    index = pd.date_range("2026-11-16", periods=3, freq="15min", tz="UTC")
    columns = {
        "queue": ["b", "a", "a"],
        "interval_start": index,
        "offered": [1, 2, 3],
        "aht": [1.5, None, 2],
        "model": "m",
    }
    return pd.DataFrame({**columns, **changes})


def test_frame_comes_back_typed_sorted_and_without_other_columns():
    checked = CONTRACT.check(frame(extra=[1, 2, 3]))
    assert list(checked.columns) == ["queue", "interval_start", "offered", "aht", "model"]
    assert checked["queue"].tolist() == ["a", "a", "b"]
    assert checked.index.tolist() == [0, 1, 2]
    assert str(checked["interval_start"].dtype) == "datetime64[us, UTC]"
    assert checked[["offered", "aht"]].dtypes.tolist() == [np.dtype("float64")] * 2


def test_input_is_left_alone():
    given_frame = frame()
    before = given_frame.copy(deep=True)
    CONTRACT.check(given_frame)
    pd.testing.assert_frame_equal(given_frame, before)


def test_other_zones_and_units_become_utc_microseconds():
    local = frame()["interval_start"].dt.tz_convert("Europe/Amsterdam").astype("datetime64[ns, Europe/Amsterdam]")
    pd.testing.assert_frame_equal(CONTRACT.check(frame(interval_start=local)), CONTRACT.check(frame()))


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"offered": [1, -2, 3]}, "offered", "negative"),
        ({"offered": [1, None, 3]}, "offered", "missing"),
        ({"offered": [1, np.inf, 3]}, "offered", "infinite"),
        ({"aht": [1, np.inf, 3]}, "aht", "infinite"),
        ({"offered": ["1", "two", "3"]}, "offered", "holds numbers"),
        ({"interval_start": pd.date_range("2026-11-16", periods=3, freq="15min")}, "interval_start", "offset"),
        ({"interval_start": ["2026-11-16"] * 3}, "interval_start", "offset"),
        ({"queue": ["a", None, "b"]}, "queue", "without its key"),
    ],
)
def test_fault_names_the_column(changes, column, words):
    with pytest.raises(DataError, match=words) as caught:
        CONTRACT.check(frame(**changes))
    assert caught.value.column == column


def test_missing_instant_is_refused():
    broken = frame()
    broken.loc[1, "interval_start"] = pd.NaT
    with pytest.raises(DataError, match="without its key"):
        CONTRACT.check(broken)


@pytest.mark.parametrize("column", ["queue", "interval_start", "offered", "aht", "model"])
def test_missing_column(column):
    with pytest.raises(DataError, match=f"needs the column {column}"):
        CONTRACT.check(frame().drop(columns=column))


def test_repeated_key_is_refused_with_the_key():
    start = frame()["interval_start"].iloc[0]
    with pytest.raises(DataError, match="once each") as caught:
        CONTRACT.check(frame(queue=["a"] * 3, interval_start=[start] * 3))
    assert caught.value.value == ["a", str(start)]


def test_empty_frame_keeps_its_types():
    checked = CONTRACT.check(frame().iloc[:0])
    assert len(checked) == 0
    assert str(checked["interval_start"].dtype) == "datetime64[us, UTC]"


@given(st.permutations(range(6)))
def test_order_of_rows_does_not_matter(order):
    index = pd.date_range("2026-11-16", periods=3, freq="15min", tz="UTC")
    whole = pd.DataFrame(
        {
            "queue": ["a"] * 3 + ["b"] * 3,
            "interval_start": [*index, *index],
            "offered": range(6),
            "aht": 1.0,
            "model": "m",
        }
    )
    shuffled = whole.iloc[list(order)]
    pd.testing.assert_frame_equal(CONTRACT.check(shuffled), CONTRACT.check(whole))
    once = CONTRACT.check(shuffled)
    pd.testing.assert_frame_equal(CONTRACT.check(once), once)
