"""Hours over several weeks are shared out within what each week can reach, and never against the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import DAY, MONDAY, full_time, person, problem
from hypothesis import given
from hypothesis import strategies as st

from wfm.roster import build_roster
from wfm.roster.hour_shares import within_total
from wfm.types import DateRange, Pattern

WEEK = timedelta(days=7)
AUTUMN = date(2026, 10, 19)  # the first of these weeks ends with the clock change


def build(agent, contract, pattern=None):
    posed = problem((agent,), shifts=(DAY,), contract=contract, days=28, required=1.0)
    if pattern:
        posed = replace(posed, agents=(replace(agent, pattern=pattern.name),), patterns={pattern.name: pattern})
    result = build_roster(posed, time_limit=20.0, iteration_limit=0)
    assert result.violations == ()
    return result


@pytest.mark.parametrize("first", [MONDAY, AUTUMN])
def test_a_total_that_only_full_weeks_reach_is_rostered(first):
    contract = full_time(min_hours_per_week=0, max_hours_per_week=48, min_hours_total=4 * 42.5)
    base = problem(first=first, shifts=(replace(DAY, latest_start=14 * 60),), contract=contract, days=28)
    result = build_roster(base, time_limit=20.0, iteration_limit=0)
    assert (result.not_rostered, result.violations) == ((), ())
    assert sum(s.paid_hours for s in result.roster.shifts) == 170


def test_weeks_of_a_rotating_pattern_have_the_hours_that_they_can_hold():
    turns = Pattern("turns", MONDAY, (("work",) * 5 + ("off",) * 2, ("off",) * 4 + ("work", "any", "off")))
    contract = full_time(min_hours_per_week=0, max_hours_per_week=45, min_hours_total=88, max_hours_total=90)
    result = build(person("ann"), contract, turns)
    assert result.not_rostered == ()
    assert 88 <= sum(s.paid_hours for s in result.roster.shifts) <= 90


def test_part_of_a_week_on_leave_moves_hours_to_the_other_weeks():
    away = person("ann", available="mon-wed 08:00-17:30", leave=(DateRange(MONDAY, MONDAY + timedelta(days=1)),))
    contract = full_time(hours_per_week=20, min_hours_per_week=0, max_hours_per_week=30, min_hours_total=92)
    result = build(away, contract)
    assert result.not_rostered == ()


def test_more_than_the_days_can_hold_is_named():
    contract = full_time(min_hours_per_week=0, max_hours_per_week=48, min_hours_total=4 * 42.5 + 1)
    (left_out,) = build(person("ann"), contract).not_rostered
    assert set(left_out.rules) == {"contract_hours_total", "days_per_week"}
    assert "170 h at most, of at least 171 h over the roster" in left_out.reason


def test_busy_weeks_have_more_of_the_hours():
    contract = full_time(min_hours_total=140.0, max_hours_total=148.0)
    shares = within_total([(24.0, 48.0)] * 4, [(0.0, 45.0)] * 4, [1.2, 1.0, 0.8, 1.0], contract, 0.0)
    assert shares == [(42.0, 44.0), (35.0, 37.0), (28.0, 30.0), (35.0, 37.0)]


hours = st.integers(0, 60).map(float)


demand = st.floats(0.1, 100.0)
weeks_of = st.lists(st.tuples(hours, hours, hours, hours, demand), min_size=1, max_size=6)


@given(weeks_of, hours, hours, st.integers(0, 20))
def test_any_hours_inside_the_shares_keep_the_total(weeks, least, room, leave):
    bounds = [(min(a, b), max(a, b)) for a, b, *_ in weeks]
    reach = [(min(c, d), max(c, d)) for _, _, c, d, _ in weeks]
    contract = full_time(min_hours_total=least * len(weeks), max_hours_total=(least + room) * len(weeks))
    shares = within_total(bounds, reach, [w[4] for w in weeks], contract, float(leave))
    if any(high < low for low, high in shares):
        return
    assert sum(low for low, _ in shares) >= contract.min_hours_total - leave - 1e-6
    assert sum(high for _, high in shares) <= contract.max_hours_total - leave + 1e-6
    assert all(high <= b[1] for (_, high), b in zip(shares, bounds, strict=True))
