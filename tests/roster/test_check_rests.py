"""Law on rest: daily, weekly and breaks, each with a legal roster and the least illegal one beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    AUTUMN_SUNDAY,
    MONDAY,
    SPRING_SUNDAY,
    broken_rules,
    free_contract,
    only,
    problem,
    roster,
    shift,
)

from wfm.roster import check
from wfm.types import RosterProblem, Rules, Shift


def posed(rules: Rules, past: tuple[Shift, ...] = (), first: date = MONDAY, days: int = 14) -> RosterProblem:
    return problem(rules=rules, contract=free_contract(), shifts=(ANY,), past=past, first=first, days=days, minutes=5)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def test_eleven_hours_between_two_shifts() -> None:
    late = shift("ann", MONDAY, "14:00", "22:00")
    inside = posed(only("daily_rest"))
    assert broken_rules(roster(late, shift("ann", day(1), "09:00", "17:00")), inside) == set()
    (violation,) = check(roster(late, shift("ann", day(1), "08:45", "17:00")), inside)
    assert (violation.rule, violation.kind, violation.date) == ("daily_rest", "law", day(1))
    assert violation.message == ("rest of 10.75 h between 2026-11-16 22:00 and 2026-11-17 08:45; the rule asks 11 h")


def test_rest_after_a_shift_across_midnight_begins_when_it_ends() -> None:
    across = shift("ann", MONDAY, "18:00", "02:00")
    inside = posed(only("daily_rest"))
    assert broken_rules(roster(across, shift("ann", day(1), "13:00", "17:00")), inside) == set()
    assert broken_rules(roster(across, shift("ann", day(1), "12:45", "17:00")), inside) == {"daily_rest"}


def test_rest_looks_back_on_the_published_past() -> None:
    past = (shift("ann", day(-1), "14:00", "23:00"),)
    inside = posed(only("daily_rest"), past)
    assert broken_rules(roster(shift("ann", MONDAY, "10:00", "17:00")), inside) == set()
    assert broken_rules(roster(shift("ann", MONDAY, "09:45", "17:00")), inside) == {"daily_rest"}


def test_a_short_rest_inside_the_past_is_not_the_rosters_fault() -> None:
    past = (shift("ann", day(-2), "14:00", "23:00"), shift("ann", day(-1), "07:00", "15:00"))
    assert broken_rules(roster(shift("ann", MONDAY, "09:00", "17:00")), posed(only("daily_rest"), past)) == set()


@pytest.mark.parametrize(
    ("sunday", "start", "broken"),
    [
        (AUTUMN_SUNDAY, "08:00", set()),  # 22:00 to 08:00 lasts eleven hours on this night
        (AUTUMN_SUNDAY, "07:45", {"daily_rest"}),
        (SPRING_SUNDAY, "10:00", set()),
        (SPRING_SUNDAY, "09:45", {"daily_rest"}),
    ],
)
def test_rest_over_a_clock_change_is_elapsed_time(sunday: date, start: str, broken: set[str]) -> None:
    saturday = sunday - timedelta(days=1)
    made = roster(shift("ann", saturday, "14:00", "22:00"), shift("ann", sunday, start, "17:00"))
    assert broken_rules(made, posed(only("daily_rest"), first=saturday - timedelta(days=5))) == broken


def test_short_rest_where_allowed_once_in_seven_days() -> None:
    rules = only("daily_rest", daily_rest={"allow_short": 1})
    short = (shift("ann", MONDAY, "14:00", "23:00"), shift("ann", day(1), "07:00", "15:00"))
    assert broken_rules(roster(*short), posed(rules)) == set()
    too_short = (short[0], shift("ann", day(1), "06:45", "15:00"))
    assert broken_rules(roster(*too_short), posed(rules)) == {"daily_rest"}
    six_days_on = (shift("ann", day(6), "14:00", "23:00"), shift("ann", day(7), "08:00", "15:00"))
    assert broken_rules(roster(*short, *six_days_on), posed(rules)) == {"daily_rest"}
    week_on = (shift("ann", day(7), "14:00", "23:00"), shift("ann", day(8), "08:00", "15:00"))
    assert broken_rules(roster(*short, *week_on), posed(rules)) == set()


def _daily(first: int, last: int, start: str = "08:00", end: str = "16:00") -> list[Shift]:
    return [shift("ann", day(i), start, end) for i in range(first, last + 1)]


def test_thirty_six_hours_in_seven_days() -> None:
    """From Monday 08:00 the seven days end the next Monday 08:00: rest from Saturday 20:00 is 36 hours."""
    inside = posed(only("weekly_rest"))
    legal = [*_daily(0, 4), shift("ann", day(5), "08:00", "20:00"), *_daily(7, 8)]
    assert broken_rules(roster(*legal), inside) == set()
    (violation,) = check(roster(*_daily(0, 4), shift("ann", day(5), "08:00", "20:15"), *_daily(7, 8)), inside)
    assert (violation.rule, violation.kind) == ("weekly_rest", "law")
    assert "35.75 h; the rule asks 36 h" in violation.message


def test_rest_in_the_middle_of_the_week_counts() -> None:
    made = roster(*_daily(0, 2), *_daily(4, 9))
    assert broken_rules(made, posed(only("weekly_rest"))) == set()


def test_seven_days_of_work_leave_no_rest_even_where_nothing_follows() -> None:
    assert broken_rules(roster(*_daily(0, 6)), posed(only("weekly_rest"), days=7)) == {"weekly_rest"}
    assert broken_rules(roster(*_daily(0, 5)), posed(only("weekly_rest"), days=7)) == set()


def test_weekly_rest_counts_the_days_worked_before_the_roster() -> None:
    past = tuple(_daily(-4, -1))
    inside = posed(only("weekly_rest"), past)
    assert broken_rules(roster(*_daily(0, 1)), inside) == set()
    assert broken_rules(roster(*_daily(0, 2)), inside) == {"weekly_rest"}
    assert broken_rules(roster(*_daily(4, 5)), posed(only("weekly_rest"), tuple(_daily(-7, -1)))) == set()


def test_weekly_rest_over_the_autumn_change_is_elapsed_time() -> None:
    monday = AUTUMN_SUNDAY - timedelta(days=6)
    week = [shift("ann", monday + timedelta(days=i), "08:00", "16:00") for i in range(5)]
    inside = posed(only("weekly_rest"), first=monday)
    # The seven times 24 hours from Monday 08:00 end at 07:00 on the next Monday: 36 h before it is Saturday 20:00.
    saturday = monday + timedelta(days=5)
    assert broken_rules(roster(*week, shift("ann", saturday, "08:00", "20:00")), inside) == set()
    assert broken_rules(roster(*week, shift("ann", saturday, "08:00", "20:15")), inside) == {"weekly_rest"}


def test_split_rest_where_allowed() -> None:
    """Ten days of work with two rests of 40 and 32 hours: none of 36 h in the seven days from day 3."""
    rests_of_32 = [
        *_daily(0, 2),  # rest of 40 h: Wednesday 16:00 to Friday 08:00
        *_daily(4, 9),
        shift("ann", day(10), "08:00", "16:00"),  # Thursday 16:00 to Saturday 00:00 is 32 h
        shift("ann", day(12), "00:00", "08:00"),
    ]
    plain, split = only("weekly_rest"), only("weekly_rest", weekly_rest={"allow_split": 1})
    assert broken_rules(roster(*rests_of_32), posed(plain)) == {"weekly_rest"}
    assert broken_rules(roster(*rests_of_32), posed(split)) == set()
    shorter = [*rests_of_32[:-2], shift("ann", day(10), "08:00", "16:15"), rests_of_32[-1], *_daily(13, 17)]
    assert broken_rules(roster(*shorter), posed(split, days=21)) == {"weekly_rest"}


def test_european_weekly_rest_is_thirty_five_hours() -> None:
    inside = posed(only("weekly_rest", preset="eu-wtd"))
    saturday = shift("ann", day(5), "08:00", "21:00")
    assert broken_rules(roster(*_daily(0, 4), saturday, *_daily(7, 8)), inside) == set()
    saturday = shift("ann", day(5), "08:00", "21:15")
    assert broken_rules(roster(*_daily(0, 4), saturday, *_daily(7, 8)), inside) == {"weekly_rest"}


@pytest.mark.parametrize(
    ("end", "breaks", "legal"),
    [
        ("13:30", (), True),  # 5.5 h of work are not more than 5.5
        ("13:45", (), False),
        ("14:00", (("11:00", 15),), False),  # 5.75 h of work
        ("13:45", (("11:00", 15),), True),  # 5.5 h of work
        ("14:30", (("11:00", 15), ("12:00", 15)), True),
        ("14:30", (("11:00", 30),), True),
        ("14:30", (("10:00", 10), ("11:00", 10), ("12:00", 10)), False),  # parts are too short
        ("14:30", (("10:00", 10), ("11:00", 20)), False),
        ("18:30", (("11:00", 30),), True),  # 10 h of work
        ("18:45", (("11:00", 30),), False),
        ("19:00", (("11:00", 30), ("15:00", 15)), True),
        ("19:00", (("11:00", 30), ("15:00", 10)), False),
    ],
)
def test_breaks_for_the_hours_of_work(end: str, breaks: tuple[tuple[str, int], ...], legal: bool) -> None:
    made = roster(shift("ann", MONDAY, "08:00", end, *breaks))
    assert broken_rules(made, posed(only("breaks"))) == (set() if legal else {"breaks"})


def test_break_and_meal_that_touch_are_one_part() -> None:
    made = roster(shift("ann", MONDAY, "08:00", "15:00", ("11:00", 10), ("11:10", 20)))
    assert broken_rules(made, posed(only("breaks"))) == set()


def test_break_rule_of_the_directive_begins_after_six_hours() -> None:
    rules = only("breaks", preset="eu-wtd")
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "14:00")), posed(rules)) == set()
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "14:15")), posed(rules)) == {"breaks"}
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "18:15", ("12:00", 15))), posed(rules)) == set()


def test_a_changed_number_holds() -> None:
    late, early = shift("ann", MONDAY, "14:00", "22:00"), shift("ann", day(1), "09:00", "17:00")
    rules = only("daily_rest", daily_rest={"hours": 12})
    (violation,) = check(roster(late, early), posed(rules))
    assert "rest of 11 h" in violation.message
    assert "asks 12 h" in violation.message
