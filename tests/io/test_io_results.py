"""result.json holds every key, plain JSON and no half-truths."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from wfm.io.write import write_json, write_result
from wfm.types import Activity, ActivityKind, Coverage, NotRostered, Roster, RosterResult, Shift, Violation

KEYS = [
    "status",
    "objective",
    "bound",
    "gap",
    "terms",
    "violations",
    "shortfall",
    "coverage",
    "seconds",
    "first_roster_seconds",
    "seed",
    "versions",
    "not_rostered",
]


def result():
    start = datetime(2026, 11, 16, 7, tzinfo=UTC)
    activity = Activity(ActivityKind.WORK, start, start + timedelta(hours=1), "a")
    index = pd.date_range(start, periods=4, freq="15min")
    frame = pd.DataFrame(
        {
            "work": ["a"] * 4 + ["b"] * 4,
            "interval_start": [*index, *index],
            "required": [2.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            "scheduled": [1.0, 0.5, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        }
    )
    return RosterResult(
        status="partial",
        roster=Roster((Shift("x", date(2026, 11, 16), (activity,)),), "Europe/Amsterdam"),
        objective=12.5,
        bound=None,
        gap=None,
        terms={"short": np.float64(10.5), "paid": 2.0},
        coverage=Coverage(frame),
        violations=(Violation("daily_rest", "law", "x", date(2026, 11, 16), "9 h rest, 11 h needed"),),
        not_rostered=(NotRostered("y", ("weekly_rest",), "no legal week"),),
        seconds=1.5,
        first_roster_seconds=0.2,
        seed=7,
        versions={"wfm": "0.1.0"},
    )


def test_result_json(tmp_path):
    path = tmp_path / "result.json"
    write_result(result(), path)
    read = json.loads(path.read_text())
    assert list(read) == KEYS
    assert read["terms"] == {"short": 10.5, "paid": 2.0}
    assert read["violations"][0]["date"] == "2026-11-16"
    assert read["not_rostered"] == [{"agent": "y", "rules": ["weekly_rest"], "reason": "no legal week"}]
    assert read["bound"] is None
    assert read["coverage"] == {"covered_share": 0.5, "by_work": {"a": 0.5, "b": 1.0}}
    assert read["shortfall"]["agent_hours"] == pytest.approx(2.5 / 4)
    assert read["shortfall"]["by_work"] == {"a": 0.625, "b": 0.0}
    assert read["shortfall"]["worst"] == {
        "work": "a",
        "interval_start": "2026-11-16T08:15:00+01:00",
        "required": 2.0,
        "scheduled": 0.5,
    }


def test_result_without_roster(tmp_path):
    path = tmp_path / "result.json"
    write_result(RosterResult("infeasible", None, None, None, None, {}, None), path)
    read = json.loads(path.read_text())
    assert list(read) == KEYS
    assert read["coverage"] is None
    assert read["shortfall"] is None


def test_json_turns_numpy_and_unknown_numbers_into_plain_json(tmp_path):
    path = tmp_path / "x.json"
    content = {"a": np.int64(3), "b": float("nan"), "c": np.float64("inf"), "d": (date(2026, 1, 2),), 5: np.bool_(True)}
    write_json(content, path)
    assert json.loads(path.read_text()) == {"a": 3, "b": None, "c": None, "d": ["2026-01-02"], "5": True}
