"""forecast.csv, requirement.csv, scores.csv: columns, round trips, faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import DataError
from wfm.io.read import read_forecast, read_requirement
from wfm.io.write import write_forecast, write_requirement, write_scores
from wfm.types import Forecast, Requirement
from wfm.types.contacts import QUANTILE_COLUMNS

STARTS = ["2026-03-28T22:00Z", "2026-10-24T22:00Z", "2026-11-16T06:00Z"]
numbers = st.floats(0, 1e5).map(lambda x: round(x, 6))


@st.composite
def frames(draw, key, columns, unknown=()):
    count = draw(st.integers(2, 30))
    minutes = draw(st.sampled_from([15, 30]))
    index = pd.date_range(draw(st.sampled_from(STARTS)), periods=count, freq=f"{minutes}min")
    parts = []
    for name in draw(
        st.lists(st.sampled_from(["billing/voice", "=x", "sales é"]), min_size=1, max_size=2, unique=True)
    ):
        cells = {
            c: draw(st.lists(numbers | st.just(np.nan) if c in unknown else numbers, min_size=count, max_size=count))
            for c in columns
        }
        parts.append(pd.DataFrame({key: name, "interval_start": index, **cells}))
    return pd.concat(parts, ignore_index=True), minutes


files = st.sampled_from(["f.csv", "f.csv.gz", "f.xlsx", "f.parquet"])


@settings(max_examples=30, deadline=None)
@given(made=frames("queue", ("offered", *QUANTILE_COLUMNS, "aht_seconds"), ("aht_seconds",)), name=files)
def test_forecast_survives_writing_and_reading(tmp_path_factory, made, name):
    frame, minutes = made
    forecast = Forecast(frame.assign(model="ets"), minutes, "Europe/Amsterdam")
    path = tmp_path_factory.mktemp("forecast") / name
    write_forecast(forecast, path)
    again = read_forecast(path, zone="Europe/Amsterdam")
    pd.testing.assert_frame_equal(again.frame, forecast.frame, check_dtype=False, rtol=0, atol=1e-6)
    assert (again.interval_minutes, again.zone) == (minutes, "Europe/Amsterdam")


REQUIREMENT_COLUMNS = ("load_erlangs", "agents_required", "fte_required", "service_level", "asa_seconds", "occupancy")


@settings(max_examples=30, deadline=None)
@given(made=frames("work", REQUIREMENT_COLUMNS, REQUIREMENT_COLUMNS[3:]), name=files)
def test_requirement_survives_writing_and_reading(tmp_path_factory, made, name):
    frame, minutes = made
    requirement = Requirement(frame, minutes, "Europe/Amsterdam")
    path = tmp_path_factory.mktemp("requirement") / name
    write_requirement(requirement, path)
    again = read_requirement(path, zone="Europe/Amsterdam")
    pd.testing.assert_frame_equal(again.frame, requirement.frame, check_dtype=False, rtol=0, atol=1e-6)


def small_requirement():
    index = pd.date_range("2026-11-16T06:00Z", periods=3, freq="15min")
    cells = dict.fromkeys(REQUIREMENT_COLUMNS, 1.25)
    return Requirement(pd.DataFrame({"work": "pooled", "interval_start": index, **cells}), 15, "Europe/Amsterdam")


def test_columns_and_local_times_of_requirement_csv(tmp_path):
    path = tmp_path / "requirement.csv"
    write_requirement(small_requirement(), path)
    header, first, *_ = path.read_text().splitlines()
    assert header == "work,interval_start,load_erlangs,agents_required,fte_required,service_level,asa_seconds,occupancy"
    assert first == "pooled,2026-11-16T07:00:00+01:00,1.25,1.25,1.25,1.25,1.25,1.25"


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("07:15:00+01:00,1.25", "07:15:00+01:00,", 3, "load_erlangs"),
        ("07:15:00+01:00,1.25", "07:15:00+01:00,-1", 3, "load_erlangs"),
        ("07:30:00", "07:15:00", 4, "interval_start"),
        ("pooled,2026-11-16T07:30", ",2026-11-16T07:30", 4, "work"),
    ],
)
def test_fault_in_a_requirement_names_its_row(tmp_path, old, new, row, column):
    path = tmp_path / "requirement.csv"
    write_requirement(small_requirement(), path)
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        read_requirement(path, zone="Europe/Amsterdam")
    assert (caught.value.row, caught.value.column) == (row, column)


def test_forecast_without_quantiles_says_what_is_missing(tmp_path):
    path = tmp_path / "forecast.csv"
    path.write_text("queue,interval_start,offered\nq,2026-11-16T08:00Z,1\n")
    with pytest.raises(DataError, match=r"offered_p05, offered_p10.*aht_seconds, model are missing"):
        read_forecast(path)


def test_scores_have_their_columns_in_order(tmp_path):
    scores = pd.DataFrame(
        {
            "seconds": [0.5],
            "queue": ["q"],
            "model": ["selected"],
            "origin": [pd.Timestamp("2026-11-09")],
            **{key: [0.1] for key in ("wape", "wape_naive", "mase", "bias", "coverage_80", "coverage_90")},
        }
    )
    path = tmp_path / "scores.csv"
    write_scores(scores, path)
    header, row = path.read_text().splitlines()
    assert header == "queue,model,origin,wape,wape_naive,mase,bias,coverage_80,coverage_90,seconds"
    assert row == "q,selected,2026-11-09,0.1,0.1,0.1,0.1,0.1,0.1,0.5"
    with pytest.raises(DataError, match="mase"):
        write_scores(scores.drop(columns="mase"), path)
    assert path.read_text().splitlines()[1] == row
