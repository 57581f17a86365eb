"""The shape of a shift: family, breaks, length by the contract, availability; legal beside least illegal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    AUTUMN_SUNDAY,
    DAY,
    MEAL,
    MONDAY,
    NIGHT,
    PAUSE,
    SPRING_SUNDAY,
    broken_rules,
    free_contract,
    full_time,
    night,
    office,
    only,
    person,
    problem,
    roster,
    shift,
)

from wfm.roster import check
from wfm.types import Contract, RosterProblem, ShiftFamily


def posed(rule: str, *families: ShiftFamily, contract: Contract | None = None, **changes: object) -> RosterProblem:
    rules = only(rule, preset="none")
    return problem(rules=rules, contract=contract or free_contract(), shifts=families or (DAY, NIGHT), **changes)  # type: ignore[arg-type]


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


EARLIEST = ("09:00", 15), ("10:15", 30)


@pytest.mark.parametrize(
    ("start", "end", "breaks", "legal"),
    [
        ("07:00", "11:00", (("08:00", 15),), True),
        ("06:30", "10:30", (("07:30", 15),), False),  # before the window
        ("16:00", "20:00", (("17:00", 15),), True),
        ("16:30", "20:30", (("17:30", 15),), False),  # after the window
        ("07:15", "11:15", (("08:15", 15),), False),  # between the steps
        ("07:00", "12:00", (("08:00", 15),), False),  # no such length
        ("07:00", "13:00", EARLIEST, True),
        ("07:00", "13:00", (("09:00", 15), ("11:00", 30)), True),  # 90 minutes before the end
        ("07:00", "13:00", (("09:00", 15), ("11:15", 30)), False),
        ("07:00", "13:00", (("07:45", 15), ("10:15", 30)), False),  # less than 60 minutes after the start
        ("07:00", "13:00", (("08:30", 15), ("09:30", 30)), False),  # 45 minutes after the first
        ("07:00", "13:00", (("08:00", 15), ("08:45", 30)), False),  # less than 120 minutes after the start
        ("07:00", "13:00", (("09:00", 30), ("11:00", 15)), False),  # the meal comes second
        ("07:00", "13:00", (("09:00", 15),), False),
        ("07:00", "13:00", (("09:00", 15), ("10:15", 45)), False),
        ("07:00", "13:00", (), False),
    ],
)
def test_start_length_and_breaks_are_those_of_a_family(
    start: str, end: str, breaks: tuple[tuple[str, int], ...], legal: bool
) -> None:
    made = roster(shift("ann", MONDAY, start, end, *breaks))
    assert broken_rules(made, posed("shift_family", DAY)) == (set() if legal else {"shift_family"})


def test_messages_say_what_differs() -> None:
    inside = posed("shift_family", DAY)
    (no_family,) = check(roster(shift("ann", MONDAY, "07:15", "11:15")), inside)
    assert no_family.message == "no shift family starts 2026-11-16 07:15 and ends 2026-11-16 11:15"
    (breaks,) = check(roster(shift("ann", MONDAY, "07:00", "11:00", ("09:00", 30))), inside)
    assert breaks.message == (
        "breaks are not those of family day: found unpaid meal of 30 min, the family has paid break of 15 min"
    )
    (early,) = check(roster(shift("ann", MONDAY, "07:00", "11:00", ("07:45", 15))), inside)
    assert early.message.endswith("the break at 2026-11-16 07:45 lies less than 60 minutes after the start")
    (late,) = check(roster(shift("ann", MONDAY, "07:00", "11:00", ("10:00", 15))), inside)
    assert late.message.endswith("less than 60 minutes before the end")
    (near,) = check(roster(shift("ann", MONDAY, "07:00", "13:00", ("09:00", 15), ("10:00", 30))), inside)
    assert near.message.endswith("the meal at 2026-11-16 10:00 lies less than 60 minutes after the one before")


def test_a_paid_meal_is_not_an_unpaid_one() -> None:
    paid = replace(DAY, breaks=(PAUSE, replace(MEAL, paid=True)))
    assert broken_rules(roster(office("ann", MONDAY)), posed("shift_family", paid)) == {"shift_family"}
    assert broken_rules(roster(office("ann", MONDAY)), posed("shift_family", DAY)) == set()


def test_one_of_two_families_with_the_same_times_is_enough() -> None:
    without = replace(DAY, breaks=(), name="without breaks")
    assert broken_rules(roster(office("ann", MONDAY)), posed("shift_family", without)) == {"shift_family"}
    assert broken_rules(roster(office("ann", MONDAY)), posed("shift_family", without, DAY)) == set()


def test_a_family_starts_on_its_weekdays() -> None:
    weekdays = replace(DAY, days=(0, 1, 2, 3, 4))
    assert broken_rules(roster(office("ann", day(4))), posed("shift_family", weekdays)) == set()
    assert broken_rules(roster(office("ann", day(5))), posed("shift_family", weekdays)) == {"shift_family"}


def test_a_start_after_midnight_belongs_to_the_evening_before() -> None:
    late = ShiftFamily("late", (4,), 22 * 60, 25 * 60, 60, (240,))
    inside = posed("shift_family", late)
    assert broken_rules(roster(shift("ann", day(4), "22:00", "02:00")), inside) == set()
    assert broken_rules(roster(shift("ann", day(5), "01:00", "05:00")), inside) == set()
    assert broken_rules(roster(shift("ann", day(4), "01:00", "05:00")), inside) == {"shift_family"}
    assert broken_rules(roster(shift("ann", day(5), "22:00", "02:00")), inside) == {"shift_family"}


@pytest.mark.parametrize(("sunday", "paid"), [(AUTUMN_SUNDAY, 8.5), (SPRING_SUNDAY, 6.5)])
def test_a_night_over_a_clock_change_ends_at_its_time_on_the_clock(sunday: date, paid: float) -> None:
    saturday = sunday - timedelta(days=1)
    made = night("ann", saturday)
    assert made.paid_hours == paid
    eight_hours = replace(NIGHT, lengths_minutes=(480,))
    inside = posed("shift_family", eight_hours, first=saturday - timedelta(days=5))
    assert broken_rules(roster(made), inside) == set()
    eight_elapsed = replace(
        made, activities=(*made.activities[:-1], replace(made.activities[-1], end=made.start + timedelta(hours=8)))
    )
    assert broken_rules(roster(eight_elapsed), inside) == {"shift_family"}


def test_a_start_that_the_spring_change_skips_is_an_hour_later() -> None:
    early = ShiftFamily("early", (6,), 150, 150, 15, (240,))
    inside = posed("shift_family", early, first=SPRING_SUNDAY - timedelta(days=6))
    assert broken_rules(roster(shift("ann", SPRING_SUNDAY, "03:30", "06:30")), inside) == set()
    assert broken_rules(roster(shift("ann", SPRING_SUNDAY, "03:30", "07:30")), inside) == {"shift_family"}


@pytest.mark.parametrize(("end", "broken"), [("10:45", True), ("11:00", False), ("17:00", False), ("17:15", True)])
def test_length_on_the_clock_within_the_contract(end: str, broken: bool) -> None:
    contract = full_time(min_shift_hours=3, max_shift_hours=9)
    made = roster(shift("ann", MONDAY, "08:00", end, ("10:00", 30)))
    expected = {"shift_length_contract"} if broken else set()
    assert broken_rules(made, posed("shift_length_contract", ANY, contract=contract)) == expected
    assert broken_rules(made, posed("shift_length_contract", DAY, contract=contract)) == expected


@pytest.mark.parametrize("sunday", [AUTUMN_SUNDAY, SPRING_SUNDAY])
def test_a_clock_change_does_not_change_the_length_by_the_contract(sunday: date) -> None:
    saturday = sunday - timedelta(days=1)
    contract = full_time(min_shift_hours=8, max_shift_hours=8)
    inside = posed("shift_length_contract", contract=contract, first=saturday - timedelta(days=5))
    assert broken_rules(roster(night("ann", saturday)), inside) == set()
    assert broken_rules(roster(night("ann", saturday, hours=9)), inside) == {"shift_length_contract"}


@pytest.mark.parametrize(
    ("available", "start", "end", "legal"),
    [
        ("mon 09:00-17:00", "09:00", "17:00", True),
        ("mon 09:00-17:00", "08:45", "17:00", False),
        ("mon 09:00-17:00", "09:00", "17:15", False),
        ("tue 09:00-17:00", "09:00", "17:00", False),
        ("mon 09:00-12:00; mon 12:00-17:00", "09:00", "17:00", True),  # touching windows are one
        ("mon 09:00-12:00; mon 12:15-17:00", "09:00", "17:00", False),
        ("mon 09:00-14:00; mon 12:00-17:00", "09:00", "17:00", True),
        ("mon 20:00-07:00", "22:00", "06:00", True),
        ("mon 20:00-05:45", "22:00", "06:00", False),
        ("daily", "22:00", "06:00", True),
        ("mon", "22:00", "06:00", False),
        ("sun 22:00-06:00", "01:00", "05:00", True),
        ("", "09:00", "10:00", False),
    ],
)
def test_a_shift_lies_inside_one_window_of_availability(available: str, start: str, end: str, legal: bool) -> None:
    inside = problem(
        (person(available=available),),
        rules=only("availability", preset="none"),
        contract=free_contract(),
        shifts=(ANY,),
    )
    made = roster(shift("ann", MONDAY, start, end))
    assert broken_rules(made, inside) == (set() if legal else {"availability"})


def test_availability_touches_over_the_end_of_the_week() -> None:
    agent = person(available="sun 12:00-24:00; mon 00:00-08:00")
    inside = problem((agent,), rules=only("availability", preset="none"), contract=free_contract(), shifts=(ANY,))
    assert broken_rules(roster(shift("ann", day(6), "22:00", "06:00")), inside) == set()
    assert broken_rules(roster(shift("ann", day(6), "22:00", "08:15")), inside) == {"availability"}


@pytest.mark.parametrize("sunday", [AUTUMN_SUNDAY, SPRING_SUNDAY])
def test_availability_ends_at_its_time_on_the_clock(sunday: date) -> None:
    saturday = sunday - timedelta(days=1)
    inside = problem(
        (person(available="sat 22:00-06:00"),),
        rules=only("availability", preset="none"),
        contract=free_contract(),
        first=saturday - timedelta(days=5),
    )
    assert broken_rules(roster(shift("ann", saturday, "22:00", "06:00")), inside) == set()
    assert broken_rules(roster(shift("ann", saturday, "22:00", "06:15")), inside) == {"availability"}
    (violation,) = check(roster(shift("ann", saturday, "21:45", "06:00")), inside)
    assert "the agent is available sat 22:00-06:00" in violation.message
