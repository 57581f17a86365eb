"""Shifts in elapsed time, rosters in order, coverage shares, scenarios by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from wfm.errors import DataError
from wfm.intervals import local_instant
from wfm.types import Activity, ActivityKind, Comparison, Coverage, Requirement, Roster, Scenario, Shift, SpecialDay
from wfm.types.special_days import Calendar

START = datetime(2026, 11, 16, 7, tzinfo=UTC)


def activity(kind, first_hour, last_hour, **more):
    return Activity(ActivityKind(kind), START + timedelta(hours=first_hour), START + timedelta(hours=last_hour), **more)


def shift(*activities, agent="a", day=date(2026, 11, 16)):
    return Shift(agent, day, activities)


def test_shift_knows_its_ends_and_its_paid_hours():
    whole = shift(activity("work", 0, 4), activity("meal", 4, 4.5, paid=False), activity("work", 4.5, 8.5))
    assert (whole.start, whole.end) == (START, START + timedelta(hours=8.5))
    assert whole.paid_hours == 8
    assert not whole.is_leave
    assert shift(activity("leave", 0, 8)).is_leave


@pytest.mark.parametrize(
    "activities",
    [
        (),
        (activity("work", 0, 1), activity("work", 2, 3)),
        (activity("work", 0, 2), activity("work", 1, 3)),
        (activity("work", 1, 1),),
        (activity("work", 2, 1),),
    ],
)
def test_shift_that_cannot_be_is_refused(activities):
    with pytest.raises(DataError):
        shift(*activities)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 24), 9), (date(2026, 3, 28), 7), (date(2026, 11, 16), 8)])
def test_night_shift_pays_elapsed_hours_at_clock_changes(day, hours):
    zone = ZoneInfo("Europe/Amsterdam")
    night = Activity(ActivityKind.WORK, local_instant(day, 22 * 60, zone), local_instant(day, 30 * 60, zone), "q")
    assert Shift("a", day, (night,)).paid_hours == hours


def test_roster_is_sorted_by_agent_and_start():
    late, early = shift(activity("work", 5, 6)), shift(activity("work", 0, 1))
    other = shift(activity("work", 0, 1), agent="A")
    roster = Roster((late, early, other), "UTC")
    assert roster.shifts == (other, early, late)
    assert roster.of("a") == (early, late)
    assert roster.of("nobody") == ()


def coverage(required, scheduled):
    index = pd.date_range(START, periods=len(required), freq="15min")
    return Coverage(pd.DataFrame({"work": "w", "interval_start": index, "required": required, "scheduled": scheduled}))


def test_coverage_counts_what_is_met_and_not_what_is_too_much():
    found = coverage([2.0, 2.0, 0.0], [1.0, 9.0, 5.0])
    assert found.covered_share == 0.75
    assert found.frame["net"].tolist() == [-1.0, 7.0, 5.0]
    assert coverage([0.0], [0.0]).covered_share == 1.0


def test_requirement_may_not_know_service_where_nothing_is_offered():
    index = pd.date_range(START, periods=1, freq="15min")
    known = {"load_erlangs": 0.0, "agents_required": 0.0, "fte_required": 0.0}
    unknown = dict.fromkeys(("service_level", "asa_seconds", "occupancy"))
    requirement = Requirement(pd.DataFrame({"work": "w", "interval_start": index, **known, **unknown}), 15, "UTC")
    assert requirement.works == ("w",)
    with pytest.raises(DataError, match="missing"):
        Requirement(requirement.frame.assign(agents_required=None), 15, "UTC")


def test_scenario_by_model():
    index = pd.date_range(START, periods=1, freq="15min")
    numbers = dict.fromkeys(
        ("load_erlangs", "agents_required", "fte_required", "service_level", "asa_seconds", "occupancy"), 1
    )
    requirement = Requirement(pd.DataFrame({"work": "w", "interval_start": index, **numbers}), 15, "UTC")
    pooled = Scenario(model="pooled", requirement=requirement, agents_at_peak=1, required_hours=1, fte_required=1)
    comparison = Comparison(scenarios=(pooled,), offered=10.0, currency="EUR")
    assert comparison.scenario("pooled") is pooled
    assert comparison.scenario("hybrid") is None


def test_calendar_finds_days_and_holidays():
    holiday = SpecialDay(date(2026, 12, 25), "holiday", "Christmas")
    campaign = SpecialDay(date(2026, 12, 25), "campaign", "Gifts")
    calendar = Calendar((holiday, campaign))
    assert calendar.on(date(2026, 12, 25)) == (holiday, campaign)
    assert calendar.on(date(2026, 12, 24)) == ()
    assert calendar.holidays == {date(2026, 12, 25)}
