"""Why an agent has no legal week: the smallest set of rules that clash, with its numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import DAY, MONDAY, full_time, night, person, problem

from wfm.roster.explain.extremes import has_tour
from wfm.roster.explain.left_out import why_not_rostered
from wfm.roster.explain.relax import rule_relaxations, together
from wfm.roster.rules import rules_from
from wfm.types import DateRange, Pattern

FIVE = Pattern("five", MONDAY, (("day",) * 5 + ("off",) * 2,))
REST = Pattern("rest", MONDAY, (("off",) * 3 + ("any",) * 3 + ("off",),))


def posed(agent, pattern=None, **changes):
    base = problem((agent,), shifts=(DAY,), **changes)
    if pattern is None:
        return base
    return replace(base, agents=(replace(agent, pattern=pattern.name),), patterns={pattern.name: pattern})


FORTY = full_time(min_hours_per_week=40, max_hours_per_week=40)
CLASHES = {
    "two days": (
        posed(person("ann", available="mon,tue 08:00-17:00"), contract=FORTY),
        {"contract_hours", "availability"},
        ("asks 40 h a week", "2 days a week (mon tue 08:00-17:00)", "17 h at most, of at least 40 h"),
    ),
    "pattern and least of the week": (
        posed(person("ann"), REST, contract=FORTY),
        {"contract_hours", "pattern"},
        ("pattern rest has 0 days with a shift and 4 days off", "25.5 h at most, of at least 40 h"),
    ),
    "pattern and most of all days": (
        posed(person("ann"), FIVE, contract=full_time(min_hours_per_week=0, max_hours_total=15), days=14),
        {"contract_hours_total", "pattern"},
        ("asks at most 15 h over the roster", "40 h at least, of at most 15 h over the roster"),
    ),
    "pattern and availability": (
        posed(person("ann", available="mon-thu 07:00-20:00"), FIVE, contract=full_time(min_hours_per_week=0)),
        {"pattern", "availability"},
        ("4 days a week", "no shift of it is open to them on 2026-11-20"),
    ),
    "pattern and days": (
        posed(person("ann"), FIVE, contract=full_time(min_hours_per_week=0, max_days_per_week=4)),
        {"pattern", "days_per_week"},
        ("5 days with a shift", "at most 4 days a week"),
    ),
    "least of a week and most of all days": (
        posed(person("ann"), contract=full_time(min_hours_per_week=32, max_hours_per_week=40, max_hours_total=20)),
        {"contract_hours", "contract_hours_total"},
        ("asks 32 to 40 h a week", "asks at most 20 h over the roster", "32 h at least, of at most 20 h"),
    ),
    "hours between two sums of shifts": (
        posed(
            person("ann"), contract=full_time(min_hours_per_week=33.25, hours_per_week=33.25, max_hours_per_week=33.4)
        ),
        {"contract_hours"},
        ("33 h or 33.5 h are possible, and nothing between them in the week of 2026-11-16",),
    ),
    "availability beside leave": (
        posed(person("ann", available="mon,tue,wed 08:00-17:00", leave=(DateRange(MONDAY, MONDAY),)), contract=FORTY),
        {"contract_hours", "availability"},
        ("25.5 h at most, of at least 40 h in the week of 2026-11-16",),
    ),
    "leave and availability": (
        posed(
            person("ann", available="mon-thu 08:00-17:00", leave=(DateRange(MONDAY, MONDAY),)),
            contract=full_time(min_hours_per_week=34, hours_per_week=34),
        ),
        {"contract_hours", "leave", "availability"},
        ("on leave on 1 day", "25.5 h at most, of at least 27.2 h in the week of 2026-11-16, beside 6.8 h of leave"),
    ),
    "law on hours": (
        posed(person("ann"), contract=FORTY, rules=rules_from("nl-atw", {"weekly_hours": {"max_hours": 30}})),
        {"contract_hours", "weekly_hours"},
        ("A week holds at most 30 paid hours", "30 h at most, of at least 40 h"),
    ),
}


@pytest.mark.parametrize("case", CLASHES)
def test_the_smallest_set_is_named_in_words_with_its_numbers(case):
    asked, rules, words = CLASHES[case]
    (found,) = why_not_rostered(asked, asked.agents)
    assert set(found.rules) == rules, found
    for word in words:
        assert word in found.reason


@pytest.mark.parametrize("case", CLASHES)
def test_the_set_blocks_by_itself_and_none_of_it_can_be_left_out(case):
    asked, _, _ = CLASHES[case]
    (found,) = why_not_rostered(asked, asked.agents)
    relax = rule_relaxations(asked)

    def legal(kept):
        return has_tour(together(change for name, change in relax.items() if name not in kept)(asked))[0]

    assert not legal(set(found.rules))
    assert all(legal(set(found.rules) - {rule}) for rule in found.rules)


def test_locked_shifts_without_rest_between_them_name_the_rest():
    locks = (night("ann", MONDAY), night("ann", MONDAY.replace(day=17), start="14:00"))
    asked = problem((person("ann"),), locks=locks)
    (found,) = why_not_rostered(asked, asked.agents)
    assert "locks" in found.rules
    assert "locked on 2026-11-16, 2026-11-17" in found.reason


def test_agents_in_the_same_position_have_the_same_answer_and_the_unskilled_their_own():
    people = tuple(person(n, available="mon,tue 08:00-17:00") for n in ("ann", "bob"))
    asked = problem((*people, person("new")), contract=FORTY, efficiency={n: {"calls": 1.0} for n in ("ann", "bob")})
    ann, bob, new = why_not_rostered(asked, asked.agents)
    assert replace(ann, agent="bob") == bob
    assert new.rules == ("skills",)
