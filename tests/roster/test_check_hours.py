"""Law on hours: each rule with a legal roster and the least illegal one beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    AUTUMN_SUNDAY,
    MONDAY,
    SPRING_SUNDAY,
    ZONE,
    broken_rules,
    free_contract,
    full_time,
    only,
    person,
    problem,
    roster,
    shift,
)

from wfm.intervals import zone_of
from wfm.roster import check
from wfm.roster.leave import leave_shift
from wfm.types import RosterProblem, Rules, Shift


def posed(rules: Rules, past: tuple[Shift, ...] = (), first: date = MONDAY, days: int = 7) -> RosterProblem:
    return problem(rules=rules, contract=free_contract(), shifts=(ANY,), past=past, first=first, days=days)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def block(first: date, *hours: float) -> tuple[Shift, ...]:
    """A shift from 08:00 of so many hours on each day from ``first``."""
    ends = [f"{8 + int(h):02d}:{round(60 * (h % 1)):02d}" for h in hours]
    return tuple(shift("ann", first + timedelta(days=i), "08:00", end) for i, end in enumerate(ends))


def weeks_before(weeks: int, *hours: float) -> tuple[Shift, ...]:
    """The same block in each of the weeks before MONDAY."""
    return tuple(s for w in range(1, weeks + 1) for s in block(MONDAY - timedelta(weeks=w), *hours))


@pytest.mark.parametrize(("hours", "broken"), [(12, set()), (12.25, {"shift_length"})])
def test_shift_of_more_than_twelve_paid_hours(hours: float, broken: set[str]) -> None:
    assert broken_rules(roster(*block(MONDAY, hours)), posed(only("shift_length"))) == broken


def test_unpaid_meal_is_no_hour_of_the_shift() -> None:
    made = roster(shift("ann", MONDAY, "08:00", "20:30", ("12:00", 30)))
    assert broken_rules(made, posed(only("shift_length"))) == set()


def test_night_of_the_autumn_change_pays_an_hour_more() -> None:
    saturday = AUTUMN_SUNDAY - timedelta(days=1)
    inside = posed(only("shift_length", shift_length={"max_hours": 8}), first=saturday - timedelta(days=5))
    (violation,) = check(roster(shift("ann", saturday, "22:00", "06:00")), inside)
    assert violation.message == "a shift of 9 paid hours; the rule allows 8"
    ordinary = roster(shift("ann", saturday - timedelta(days=1), "22:00", "06:00"))
    assert broken_rules(ordinary, inside) == set()


def test_night_of_the_spring_change_pays_an_hour_less() -> None:
    saturday = SPRING_SUNDAY - timedelta(days=1)
    inside = posed(only("shift_length", shift_length={"max_hours": 7}), first=saturday - timedelta(days=5))
    assert broken_rules(roster(shift("ann", saturday, "22:00", "06:00")), inside) == set()


@pytest.mark.parametrize(("last", "broken"), [(12, set()), (12.25, {"weekly_hours"})])
def test_week_of_more_than_sixty_hours(last: float, broken: set[str]) -> None:
    assert broken_rules(roster(*block(MONDAY, 12, 12, 12, 12, last)), posed(only("weekly_hours"))) == broken


def test_week_counts_the_published_days_before_the_first() -> None:
    inside = posed(only("weekly_hours"), block(MONDAY, 12, 12, 12), first=day(3), days=4)
    (violation,) = check(roster(*block(day(3), 12, 12, 0.25)), inside)
    assert (violation.rule, violation.date, violation.kind) == ("weekly_hours", MONDAY, "law")
    assert "60.25 paid hours" in violation.message
    assert broken_rules(roster(*block(day(3), 12, 12)), inside) == set()


def test_week_ends_on_sunday() -> None:
    """75 hours in six days, but at most 50 in either calendar week."""
    made = roster(*block(day(3), 12.5, 12.5, 12.5, 12.5, 12.5, 12.5))
    assert broken_rules(made, posed(only("weekly_hours"), days=14)) == set()


@pytest.mark.parametrize(
    ("preset", "name", "weeks", "own"),
    [
        ("nl-atw", "average_hours_4_weeks", 4, (12, 8)),  # 3 x 60 + 40 = 4 x 55, less 20
        ("nl-atw", "average_hours_16_weeks", 16, (8, 10)),  # 15 x 50 + 18 = 16 x 48
        ("eu-wtd", "average_hours_17_weeks", 17, (8, 8)),  # 16 x 50 + 16 = 17 x 48
    ],
)
def test_average_hours_look_back_over_the_published_weeks(
    preset: str, name: str, weeks: int, own: tuple[float, float]
) -> None:
    a_week = (12, 12, 12, 12, 12) if weeks == 4 else (10, 10, 10, 10, 10)
    extra = block(day(3), 10, 10) if weeks == 4 else ()
    inside = posed(only(name, preset=preset), weeks_before(weeks - 1, *a_week))
    assert broken_rules(roster(*block(MONDAY, *own), *extra), inside) == set()
    (violation,) = check(roster(*block(MONDAY, own[0], own[1] + 0.25), *extra), inside)
    assert (violation.rule, violation.date) == (name, MONDAY)


def test_average_takes_the_weeks_to_each_week_of_the_roster() -> None:
    """The second week is the fourth after three long ones; the first has only two before it."""
    past = weeks_before(2, 12, 12, 12, 12, 12)
    inside = posed(only("average_hours_4_weeks"), past, days=14)
    made = roster(*block(MONDAY, 12, 12, 12, 12, 12), *block(day(7), 12, 12, 12, 4.25))
    (violation,) = check(made, inside)
    assert violation.date == day(7)


def test_weeks_that_nobody_gave_count_as_none() -> None:
    made = roster(*block(MONDAY, 12, 12, 12, 12, 12))
    assert broken_rules(made, posed(only("average_hours_4_weeks", "average_hours_16_weeks"))) == set()


def test_a_roster_without_work_is_not_to_blame_for_the_past() -> None:
    inside = posed(only("average_hours_4_weeks"), weeks_before(3, 15, 15, 15, 15, 15))
    holiday = leave_shift(person(), full_time(), MONDAY, zone_of(ZONE))
    assert broken_rules(roster(holiday), inside) == set()
    assert broken_rules(roster(holiday, *block(day(1), 1)), inside) == {"average_hours_4_weeks"}


@pytest.mark.parametrize(("nights", "own", "broken"), [(16, 8, False), (16, 8.25, True), (15, 16, False)])
def test_who_works_many_nights_has_fewer_hours_on_average(nights: int, own: float, broken: bool) -> None:
    """16 nights of 8 h and 15 weeks of 24 h are 488 h: 8 h are left of 16 weeks of 31 h."""
    dates = [MONDAY - timedelta(weeks=1 + i // 2, days=-(i % 2)) for i in range(nights)]
    late = [shift("ann", d, "22:00", "06:00") for d in dates]
    early = [s for w in range(1, 16) for s in block(MONDAY + timedelta(days=4, weeks=-w), 12, 12)]
    inside = posed(only("night_average", night_average={"max_hours": 31}), (*late, *early))
    expected = {"night_average"} if broken else set()
    assert broken_rules(roster(*block(MONDAY, 4, own - 4)), inside) == expected


def test_european_night_worker_keeps_to_eight_hours_on_average() -> None:
    past = weeks_before(16, 9, 9, 9, 9, 9, 3)
    inside = posed(only("night_average", preset="eu-wtd"), past)
    days_only = roster(*block(MONDAY, 12, 12, 12, 12, 12))
    assert broken_rules(days_only, inside) == set()
    one_night = roster(*block(MONDAY, 12, 12, 12, 12), shift("ann", day(5), "22:00", "06:00"))
    assert broken_rules(one_night, inside) == {"night_average"}


def _sundays(count: int, *, evening_before: bool = False) -> tuple[Shift, ...]:
    """Work on the ``count`` Sundays before MONDAY, in the day or by the night from Saturday."""
    dates = [MONDAY - timedelta(days=1, weeks=w) for w in range(count)]
    if evening_before:
        return tuple(shift("ann", d - timedelta(days=1), "22:00", "06:00") for d in dates)
    return tuple(shift("ann", d, "10:00", "14:00") for d in dates)


@pytest.mark.parametrize("evening_before", [False, True])
def test_thirteen_sundays_in_a_year_are_free(evening_before: bool) -> None:
    own = roster(shift("ann", day(6), "10:00", "14:00"))
    rules = only("sundays_free")
    assert broken_rules(own, posed(rules, _sundays(38, evening_before=evening_before))) == set()
    (violation,) = check(own, posed(rules, _sundays(39, evening_before=evening_before)))
    assert (violation.rule, violation.date) == ("sundays_free", day(6))
    assert "40 Sundays worked" in violation.message


def test_sunday_of_more_than_a_year_ago_does_not_count() -> None:
    past = (*_sundays(38), shift("ann", MONDAY - timedelta(days=1, weeks=51), "10:00", "14:00"))
    own = roster(shift("ann", day(6), "10:00", "14:00"))
    assert broken_rules(own, posed(only("sundays_free"), past)) == set()


def test_shift_that_ends_at_midnight_leaves_the_sunday_free() -> None:
    past = _sundays(39)
    inside = posed(only("sundays_free"), past)
    assert broken_rules(roster(shift("ann", day(5), "16:00", "24:00")), inside) == set()
    assert broken_rules(roster(shift("ann", day(5), "16:15", "00:15")), inside) == {"sundays_free"}
