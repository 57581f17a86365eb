"""People there of those rostered, by the time of the week, in every place of the comparison."""

import numpy as np
import pandas as pd
import pytest
from small_demand import calendar, forecast_of

from wfm.compare.absence import present_share
from wfm.compare.scenarios import compare
from wfm.compare.transition import transition
from wfm.intervals import WeekWindows
from wfm.io.plan_file import parse_plan
from wfm.types import Shrinkage, ShrinkageWindow

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
[shrinkage.unplanned]
sickness = 0.1
[[contract]]
name = "full"
hours_per_week = 40
"""
MORNING = """
[[shrinkage.by_time]]
category = "sickness"
windows = ["mon 09:00-10:00"]
share = 0.5
"""
FORECAST = forecast_of({"a/voice": ([12] * 8, 300), "b/voice": ([12] * 8, 300)})  # from 09:00 local to 11:00


def test_shares_go_by_local_time_and_keep_the_index():
    away = Shrinkage({}, {"sickness": 0.1}, (ShrinkageWindow("sickness", WeekWindows.parse(["mon 09:00-10:00"]), 0.5),))
    starts = pd.Series(pd.to_datetime(["2026-11-16T09:00Z", "2026-11-16T08:45Z"]).as_unit("us"), index=[7, 3])
    found = present_share(away, starts, 15, "Europe/Paris")
    assert found.to_dict() == pytest.approx({7: 0.9, 3: 0.5})
    assert present_share(away, starts.iloc[:0], 15, "Europe/Paris").empty


def test_the_comparison_asks_for_people_by_the_absence_of_the_time():
    flat, timed = (compare(FORECAST, parse_plan(t), (), calendar(), models=("pooled",)) for t in (PLAN, PLAN + MORNING))
    agents = flat.scenarios[0].requirement.frame["agents_required"].to_numpy()
    away = np.repeat([0.5, 0.1], 4)
    assert timed.scenarios[0].required_hours == pytest.approx(float((agents / (1 - away)).sum()) / 4)
    assert timed.scenarios[0].required_hours > flat.scenarios[0].required_hours
    assert timed.scenarios[0].fte_required / flat.scenarios[0].fte_required == pytest.approx(
        (agents / (1 - away)).sum() / (agents / 0.9).sum()
    )


def test_the_transition_counts_the_same_people_as_the_comparison():
    plan = parse_plan(PLAN + MORNING)
    today = compare(FORECAST, plan, (), calendar(), models=("departmental",)).scenarios[0]
    months = transition(FORECAST, plan, (), calendar(), order=("a", "b")).months
    assert months[0].fte_needed == pytest.approx(today.fte_required)
