"""What the roster page draws is what the roster says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from web_world import NOW, PASSWORD

from web.roster_data import (
    ALL,
    Group,
    coverage_of,
    coverage_rows,
    grid_data,
    rows_of,
    shortest_intervals,
    with_headings,
)
from wfm.services import roster_week
from wfm.services.users import authenticate
from wfm.storage import open_engine, read_session


@pytest.fixture(scope="module")
def view(world):
    engine = open_engine(world.url)
    planner = authenticate(engine, "planner", PASSWORD, now=NOW)
    with read_session(engine) as session:
        yield roster_week(session, planner, world.first, "departmental")
    engine.dispose()


def test_rows_stand_by_department_and_name(view):
    names = [(r.person.department, r.person.name) for r in rows_of(view, view.days)]
    assert len(names) == 10
    assert names == sorted(names)
    assert {d for d, _ in names} == {"billing", "support"}
    assert {r.person.department for r in rows_of(view, view.days, "billing")} == {"billing"}


def test_headings_count_the_agents_below_them(view):
    lines = with_headings(rows_of(view, view.days))
    assert [(line.department, line.count) for line in lines if isinstance(line, Group)] == [
        ("billing", 4),
        ("support", 6),
    ]
    assert not any(isinstance(line, Group) for line in with_headings(rows_of(view, view.days, "billing")))


def test_a_single_day_lists_who_works_first_by_start(view):
    day = view.days[1]
    rows = rows_of(view, [day], "support")
    starts = [r.shifts[0].start for r in rows if r.shifts and not r.shifts[0].is_leave]
    assert starts == sorted(starts)
    assert [bool(r.shifts) for r in rows] == sorted((bool(r.shifts) for r in rows), reverse=True)
    assert all(s.date == day for r in rows for s in r.shifts)


def test_surplus_on_one_work_does_not_hide_a_shortage_on_another(view):
    cover = coverage_of(view)
    billing, support = view.coverage
    for i in range(view.grid.count):
        missing = sum(max(0.0, c.required[i] - c.scheduled[i]) for c in (billing, support))
        assert cover["short"][i] == pytest.approx(missing, abs=0.011)
        net = cover["scheduled"][i] - cover["required"][i]
        assert cover["over"][i] - cover["short"][i] == pytest.approx(net, abs=0.03)


def test_coverage_of_one_work_is_that_work(view):
    cover = coverage_of(view, "support")
    assert cover["required"] == pytest.approx(view.coverage[1].required, abs=0.006)


def test_grid_holds_every_activity_at_its_minute(view):
    rows = rows_of(view, view.days)
    data = json.loads(json.dumps(grid_data(view, rows, view.days)))
    origin = view.grid.start
    for row, drawn in zip(rows, data["rows"], strict=True):
        assert drawn["name"] == row.person.name
        for shift, bar in zip(row.shifts, drawn["shifts"], strict=True):
            assert origin + timedelta(minutes=bar["start"]) == shift.start
            assert origin + timedelta(minutes=bar["end"]) == shift.end
            assert bar["leave"] == shift.is_leave
            for activity, part in zip(shift.activities, bar["activities"], strict=True):
                kind, start, end, work = part
                assert (kind, origin + timedelta(minutes=start)) == (activity.kind.value, activity.start)
                assert origin + timedelta(minutes=end) == activity.end
                assert (data["works"][work] if work is not None else "") == activity.work
    assert any(s["leave"] for r in data["rows"] for s in r["shifts"])
    assert any(a[0] == "meal" for r in data["rows"] for s in r["shifts"] for a in s["activities"])


def test_sunday_of_the_clock_change_has_its_extra_hour(view):
    data = grid_data(view, rows_of(view, view.days), view.days)
    sunday = data["segments"][6]
    opens = next(i for i, r in enumerate(view.coverage[1].required) if r > 0 and i * 15 >= 6 * 1440) * 15
    assert opens == 6 * 1440 + 10 * 60  # 09:00 is ten elapsed hours after midnight on that day
    assert sunday["from"] <= opens
    assert next(t["label"] for t in data["ticks"] if t["at"] == opens) == "09:00"


def test_table_lists_each_interval_in_which_something_happens(view):
    cover = coverage_of(view)
    rows = coverage_rows(view, cover)
    assert len(rows) == sum(1 for i in range(view.grid.count) if cover["required"][i] or cover["scheduled"][i])
    assert rows[0].label == "Mon 19 08:00"


def test_shortest_intervals_come_worst_first(view):
    short = shortest_intervals(view, view.days)
    missing = [n for _, _, n in short]
    assert missing == sorted(missing, reverse=True)
    for work, i, n in short:
        cover = next(c for c in view.coverage if c.work == work)
        assert n == pytest.approx(cover.required[i] - cover.scheduled[i])
    assert len(shortest_intervals(view, view.days, count=2)) <= 2
    assert ALL not in {c.work for c in view.coverage}
