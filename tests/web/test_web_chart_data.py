"""What the charts of the forecast draw."""

from __future__ import annotations

import pytest
from web_world import NOW, PASSWORD

from web.forecast_data import day_chart, hourly_rows, interval_chart, special_runs, week_total
from wfm.services import forecast_view
from wfm.services.users import authenticate
from wfm.storage import open_engine, read_session


@pytest.fixture(scope="module")
def view(world):
    engine = open_engine(world.url)
    manager = authenticate(engine, "manager", PASSWORD, now=NOW)
    with read_session(engine) as session:
        yield forecast_view(session, manager, "support/voice", world.first)
    engine.dispose()


def test_intervals_leave_out_closed_hours_and_add_up(view):
    chart = interval_chart(view)
    assert (chart["times"][0], chart["times"][-1]) == ("09:00", "17:45")
    assert len(chart["forecast"]) == 7 * 36
    known = sum(v for v in view.offered if v is not None)
    assert sum(v for v in chart["forecast"] if v is not None) == pytest.approx(known, abs=0.5)
    assert all(low <= high for low, high in zip(chart["low"], chart["high"], strict=True))
    assert len(chart["last_weeks"]) == 4
    assert any(v for v in chart["last_weeks"][0])


def test_table_behind_the_chart_adds_up_to_the_days(view):
    rows = hourly_rows(view)
    assert [hour for hour, _ in rows] == [f"{h:02d}:00" for h in range(9, 18)]
    for column, day in enumerate(view.week_days):
        assert sum(values[column] or 0 for _, values in rows) == pytest.approx(day.forecast, rel=1e-6)


def test_day_chart_runs_from_history_into_the_forecast(view):
    chart = day_chart(view)
    assert len(chart["days"]) == 56
    assert chart["actual"][0] is not None
    assert chart["actual"][-1] is None
    assert chart["forecast"][-1] is not None
    assert chart["low"][0] is chart["high"][0] is None
    assert all(
        low <= mean <= high
        for low, mean, high in zip(*(chart[n][-5:] for n in ("low", "forecast", "high")), strict=True)
    )


def test_consecutive_days_of_one_name_are_one_mark():
    names = [["break"], ["break", "fair"], [], ["break"]]
    assert special_runs(names) == [
        {"name": "break", "first": 0, "last": 1},
        {"name": "fair", "first": 1, "last": 1},
        {"name": "break", "first": 3, "last": 3},
    ]


def test_total_of_nothing_known_is_unknown():
    assert week_total([None, None]) is None
    assert week_total([None, 0.0]) == 0.0
