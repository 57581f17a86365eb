"""Law on night shifts, each part with a legal roster and the least illegal one beside it."""

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
from wfm.types import RosterProblem, Shift


def posed(past: tuple[Shift, ...] = (), first: date = MONDAY, days: int = 14, **changes: float) -> RosterProblem:
    rules = only("night_shift", night_shift=changes)
    return problem(rules=rules, contract=free_contract(), shifts=(ANY,), past=past, first=first, days=days)


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def nights(first: int, count: int, start: str = "22:00", end: str = "06:00") -> list[Shift]:
    return [shift("ann", day(first + i), start, end) for i in range(count)]


@pytest.mark.parametrize(
    ("start", "end", "broken"),
    [
        ("14:00", "01:00", False),  # eleven hours, one of them after midnight: no night shift
        ("14:00", "01:15", True),
        ("20:00", "06:00", False),
        ("19:45", "06:00", True),
        ("05:00", "16:00", False),
        ("04:45", "15:00", True),
        ("04:45", "14:45", False),
    ],
)
def test_night_shift_of_more_than_ten_hours(start: str, end: str, broken: bool) -> None:
    made = roster(shift("ann", MONDAY, start, end))
    assert broken_rules(made, posed()) == ({"night_shift"} if broken else set())


def test_night_of_the_autumn_change_is_an_hour_longer() -> None:
    saturday = AUTUMN_SUNDAY - timedelta(days=1)
    inside = posed(first=saturday - timedelta(days=5))
    assert broken_rules(roster(shift("ann", saturday, "21:00", "06:00")), inside) == set()
    (violation,) = check(roster(shift("ann", saturday, "20:45", "06:00")), inside)
    assert "10.25 paid hours" in violation.message


def test_night_of_the_spring_change_is_an_hour_shorter() -> None:
    saturday = SPRING_SUNDAY - timedelta(days=1)
    inside = posed(first=saturday - timedelta(days=5))
    assert broken_rules(roster(shift("ann", saturday, "19:00", "06:00")), inside) == set()
    assert broken_rules(roster(shift("ann", saturday, "18:45", "06:00")), inside) == {"night_shift"}


def test_fourteen_hours_of_rest_after_a_late_night() -> None:
    late = shift("ann", MONDAY, "20:00", "04:00")
    assert broken_rules(roster(late, shift("ann", day(1), "18:00", "22:00")), posed()) == set()
    (violation,) = check(roster(late, shift("ann", day(1), "17:45", "22:00")), posed())
    assert violation.message == ("rest of 13.75 h after the night shift that ends 2026-11-17 04:00; the rule asks 14 h")


def test_night_shift_that_ends_at_two_needs_no_longer_rest() -> None:
    early = shift("ann", MONDAY, "18:00", "02:00")
    assert broken_rules(roster(early, shift("ann", day(1), "13:00", "17:00")), posed()) == set()
    past_two = shift("ann", MONDAY, "18:00", "02:15")
    assert broken_rules(roster(past_two, shift("ann", day(1), "13:15", "17:00")), posed()) == {"night_shift"}


def test_morning_shift_that_begins_at_night_is_a_night_shift() -> None:
    early = shift("ann", MONDAY, "04:30", "12:00")
    assert broken_rules(roster(early, shift("ann", day(1), "01:45", "08:00")), posed()) == {"night_shift"}
    assert broken_rules(roster(early, shift("ann", day(1), "02:00", "08:00")), posed()) == set()


def test_forty_six_hours_after_three_nights_in_a_row() -> None:
    """Nights of Monday to Wednesday end on Thursday 06:00: the next shift begins on Saturday 04:00."""
    assert broken_rules(roster(*nights(0, 3), shift("ann", day(5), "04:00", "08:00")), posed()) == set()
    (violation,) = check(roster(*nights(0, 3), shift("ann", day(5), "03:45", "08:00")), posed())
    assert "rest of 45.75 h after 3 night shifts in a row" in violation.message
    assert broken_rules(roster(*nights(0, 2), shift("ann", day(4), "00:00", "04:00")), posed()) == set()


def test_a_free_night_after_three_does_not_continue_the_series() -> None:
    assert broken_rules(roster(*nights(0, 3), *nights(4, 1)), posed()) == {"night_shift"}


def test_series_continues_from_the_published_past() -> None:
    past = tuple(nights(-2, 2))
    made = roster(*nights(0, 1), shift("ann", day(2), "20:00", "23:00"))
    assert broken_rules(made, posed(past)) == {"night_shift"}
    assert broken_rules(made, posed(past[:1])) == set()


def test_at_most_seven_nights_in_a_row() -> None:
    assert broken_rules(roster(*nights(0, 7)), posed()) == set()
    (violation,) = check(roster(*nights(0, 8)), posed())
    assert (violation.date, violation.message) == (day(7), "night shift number 8 in a row; the rule allows 7")
    past = tuple(nights(-3, 3))
    assert broken_rules(roster(*nights(0, 4)), posed(past)) == set()
    assert broken_rules(roster(*nights(0, 5)), posed(past)) == {"night_shift"}


def _late_nights(count: int) -> tuple[Shift, ...]:
    """Pairs of nights in the weeks before MONDAY, the fifteen nearest first."""
    places = [(w, d) for d in (0, 1, 4) for w in range(1, 16)]
    return tuple(shift("ann", MONDAY + timedelta(weeks=-w, days=d), "22:00", "06:00") for w, d in places[:count])


def test_at_most_thirty_six_late_nights_in_sixteen_weeks() -> None:
    assert broken_rules(roster(*nights(1, 1)), posed(_late_nights(35))) == set()
    (violation,) = check(roster(*nights(1, 1)), posed(_late_nights(36), days=7))
    assert "37 late night shifts in the 16 weeks to 2026-11-22; the rule allows 36" in violation.message
    before_two = nights(1, 1, "18:00", "02:00")
    assert broken_rules(roster(*before_two), posed(_late_nights(36))) == set()
    long_ago = (*_late_nights(35), shift("ann", MONDAY - timedelta(weeks=16), "22:00", "06:00"))
    assert broken_rules(roster(*nights(1, 1)), posed(long_ago)) == set()


def test_a_night_that_begins_before_midnight_can_be_set() -> None:
    """From 23:00 to 06:00, more than three hours."""
    window = {"from_hour": 23, "to_hour": 6, "more_than_hours": 3}
    made = roster(shift("ann", MONDAY, "15:45", "02:00"))
    assert broken_rules(made, posed(**window, max_hours=10)) == set()
    assert broken_rules(roster(shift("ann", MONDAY, "15:45", "02:15")), posed(**window, max_hours=10)) == {
        "night_shift"
    }
