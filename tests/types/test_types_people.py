"""Agents, contracts, leave."""

from __future__ import annotations

from datetime import date

import pytest

from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.types import Agent, Availability, Contract, DateRange


def contract(**changes):
    return Contract(
        **{"name": "x", "hours_per_week": 36, "min_hours_per_week": 32, "max_hours_per_week": 40, **changes}
    )


def agent(**changes):
    start = {"agent": "a1", "name": "A", "department": "d", "contract": "x", "skills": ()}
    return Agent(**{**start, "availability": Availability(WeekWindows.always()), **changes})


def test_range_of_days_holds_both_ends():
    span = DateRange(date(2026, 11, 16), date(2026, 11, 18))
    assert [day for day in range(14, 21) if date(2026, 11, day) in span] == [16, 17, 18]
    with pytest.raises(ConfigError):
        DateRange(date(2026, 11, 18), date(2026, 11, 16))


def test_on_leave():
    days = Availability(WeekWindows.always(), (DateRange(date(2026, 11, 16), date(2026, 11, 17)),))
    assert days.on_leave(date(2026, 11, 17))
    assert not days.on_leave(date(2026, 11, 18))


def test_leave_day_credits_a_day_of_the_contract():
    assert contract(max_days_per_week=4).leave_day_hours == 9
    assert contract().leave_day_hours == pytest.approx(7.2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_hours_per_week": 37},
        {"max_hours_per_week": 35},
        {"min_hours_per_week": -1},
        {"max_days_per_week": 0},
        {"max_days_per_week": 8},
        {"max_consecutive_days": 0},
        {"min_shift_hours": 0},
        {"min_shift_hours": 11},
        {"max_shift_hours": 25},
    ],
)
def test_contract_that_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(ConfigError, match="contract x"):
        contract(**wrong)


@pytest.mark.parametrize("wrong", [{"agent": " "}, {"efficiency": 0}, {"efficiency": 2.1}, {"efficiency": -1}])
def test_agent_that_cannot_be_is_refused(wrong):
    with pytest.raises(ConfigError):
        agent(**wrong)


def test_agent_is_frozen():
    with pytest.raises(AttributeError):
        agent().efficiency = 2
