"""Judging a team finds what judging each of them alone finds: what is remembered for all is nobody's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import DAY, MONDAY, NIGHT, full_time, night, office, person, problem, roster
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.roster import check
from wfm.roster.rules import rules_from

AVAILABLE = ("daily", "mon-fri 07:00-23:00", "fri 22:00-06:00; sat,sun")
WEEKS = (MONDAY, date(2026, 10, 19), date(2026, 3, 23))  # plain, and before both clock changes
CONTRACT = full_time(
    max_start_variation_minutes=60, weekends_off=1, weekends_off_weeks=2, min_consecutive_days=2, max_hours_total=60
)
# What each of eight days holds: nothing, a night, a day shift on the family's clock or off it.
DAYS = st.lists(st.sampled_from(("", "22:00", "17:00", "09:00", "11:10")), min_size=8, max_size=8)
TEAMS = st.lists(st.tuples(st.sampled_from(AVAILABLE), DAYS), min_size=2, max_size=4)


def shifts_of(agent, first, days):
    for k, start in enumerate(days):
        if start:
            yield (night if start in ("22:00", "17:00") else office)(agent, first + timedelta(days=k), start)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(WEEKS), st.sampled_from(("nl-atw", "eu-wtd")), TEAMS)
def test_a_team_and_each_of_it_alone_are_judged_alike(first, preset, team):
    people = tuple(person(f"p{i}", available=available) for i, (available, _) in enumerate(team))
    posed = problem(people, first=first, shifts=(DAY, NIGHT), rules=rules_from(preset), contract=CONTRACT)
    each = [roster(*shifts_of(f"p{i}", first, days)) for i, (_, days) in enumerate(team)]
    alone = [
        found
        for agent, made in zip(people, each, strict=True)
        for found in check(made, replace(posed, agents=(agent,)), published=first)
    ]
    together = roster(*(s for made in each for s in made.shifts))
    assert check(together, posed, published=first) == tuple(alone)


def test_a_rest_asked_after_every_shift_holds_for_those_who_work_by_day():
    rules = rules_from("nl-atw", {"night_shift": {"series": 0}})
    asked = replace(rules, by_name={"night_shift": rules.by_name["night_shift"]})
    found = check(roster(office("ann", MONDAY), office("ann", MONDAY + timedelta(days=1))), problem(rules=asked))
    assert [v.message for v in found] == ["rest of 15.5 h after 0 night shifts in a row; the rule asks 46 h"]


@pytest.mark.parametrize("in_force", [0, 1])
def test_the_engine_asks_days_a_week_only_where_the_rule_holds(in_force):
    from wfm.roster import build_roster

    rules = rules_from("none", {"days_per_week": {"in_force": in_force}})
    contract = full_time(max_days_per_week=2, min_hours_per_week=32, max_hours_per_week=40)
    result = build_roster(problem(shifts=(DAY,), contract=contract, rules=rules), time_limit=5.0, iteration_limit=0)
    assert bool(result.not_rostered) == bool(in_force)
    assert result.violations == ()
