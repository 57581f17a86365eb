"""Rules of the contract on hours, days, leave, skills and locks; legal beside least illegal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    AUTUMN_SUNDAY,
    MONDAY,
    ZONE,
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

from wfm.intervals import zone_of
from wfm.roster import check
from wfm.roster.leave import credited_leave_days, leave_shift
from wfm.types import Activity, ActivityKind, Agent, Contract, DateRange, RosterProblem, Shift


def posed(rule: str, contract: Contract, agent: Agent | None = None, **changes: object) -> RosterProblem:
    people = (agent or person(),)
    return problem(people, rules=only(rule, preset="none"), contract=contract, shifts=(ANY,), **changes)  # type: ignore[arg-type]


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def holiday(offset: int, agent: Agent | None = None, contract: Contract | None = None) -> Shift:
    return leave_shift(agent or person(), contract or full_time(), day(offset), zone_of(ZONE))


EIGHT = [shift("ann", day(i), "08:00", "16:00") for i in range(7)]


@pytest.mark.parametrize(("last", "broken"), [("08:30", True), ("08:45", False), ("16:00", False), ("16:15", True)])
def test_paid_hours_of_a_week_lie_within_the_contract(last: str, broken: bool) -> None:
    contract = full_time(min_hours_per_week=32.75, max_hours_per_week=40)
    made = roster(*EIGHT[:4], shift("ann", day(4), "08:00", last))
    assert broken_rules(made, posed("contract_hours", contract)) == ({"contract_hours"} if broken else set())


def test_least_hours_are_not_asked_of_an_agent_without_any_activity() -> None:
    assert broken_rules(roster(), posed("contract_hours", full_time())) == set()


def test_least_hours_are_asked_in_a_week_of_leave_only_of_those_who_work() -> None:
    agent = person(leave=(DateRange(day(0), day(0)),))
    inside = posed("contract_hours", full_time(), agent, days=14)
    assert broken_rules(roster(holiday(0)), inside) == set()
    second = [shift("ann", day(7 + i), "08:00", "16:00") for i in range(5)]
    assert broken_rules(roster(holiday(0), *second), inside) == {"contract_hours"}
    assert broken_rules(roster(*second), inside) == set()


def test_least_hours_are_asked_only_of_whole_weeks() -> None:
    contract = full_time(min_hours_per_week=32, max_hours_per_week=40)
    made = roster(*EIGHT[2:4])
    assert broken_rules(made, posed("contract_hours", contract, first=day(1), days=6)) == set()
    assert broken_rules(made, posed("contract_hours", contract)) == {"contract_hours"}


def test_each_week_of_a_longer_roster_is_judged_by_itself() -> None:
    contract = full_time(min_hours_per_week=32, max_hours_per_week=40)
    second = [shift("ann", day(7 + i), "08:00", "16:00") for i in range(6)]
    (violation,) = check(roster(*EIGHT[:4], *second), posed("contract_hours", contract, days=14))
    assert (violation.date, violation.kind) == (day(7), "contract")
    assert "48 paid hours in the week of 2026-11-23; the contract full-time allows 40" in violation.message


def test_credited_leave_counts_in_the_weeks_hours() -> None:
    contract = full_time(min_hours_per_week=40, max_hours_per_week=40)
    agent = person(leave=(DateRange(day(0), day(1)),))
    inside = posed("contract_hours", contract, agent)
    assert broken_rules(roster(holiday(0), holiday(1), *EIGHT[2:5]), inside) == set()
    assert broken_rules(roster(holiday(0), *EIGHT[2:5]), inside) == {"contract_hours"}
    assert broken_rules(roster(holiday(0), holiday(1), *EIGHT[2:6]), inside) == {"contract_hours"}


def test_published_days_of_the_same_week_count_toward_the_most() -> None:
    contract = full_time(max_hours_per_week=40)
    inside = posed("contract_hours", contract, first=day(3), days=4, past=tuple(EIGHT[:3]))
    assert broken_rules(roster(*EIGHT[3:5]), inside) == set()
    assert broken_rules(roster(*EIGHT[3:6]), inside) == {"contract_hours"}


def test_the_autumn_night_pays_its_ninth_hour() -> None:
    contract = full_time(hours_per_week=8, min_hours_per_week=0, max_hours_per_week=8)
    saturday = AUTUMN_SUNDAY - timedelta(days=1)
    inside = posed("contract_hours", contract, first=saturday - timedelta(days=5))
    assert broken_rules(roster(shift("ann", saturday - timedelta(days=1), "22:00", "06:00")), inside) == set()
    assert broken_rules(roster(shift("ann", saturday, "22:00", "06:00")), inside) == {"contract_hours"}


def test_days_a_week_count_work_and_leave() -> None:
    agent = person(leave=(DateRange(day(5), day(5)),))
    inside = posed("days_per_week", full_time(), agent)
    assert broken_rules(roster(*EIGHT[:5]), inside) == set()
    assert broken_rules(roster(*EIGHT[:6]), inside) == {"days_per_week"}
    assert broken_rules(roster(*EIGHT[:4], holiday(5)), inside) == set()
    assert broken_rules(roster(*EIGHT[:5], holiday(5)), inside) == {"days_per_week"}


def test_days_a_week_count_the_published_days() -> None:
    inside = posed("days_per_week", full_time(), first=day(3), days=4, past=tuple(EIGHT[:3]))
    assert broken_rules(roster(*EIGHT[3:5]), inside) == set()
    (violation,) = check(roster(*EIGHT[3:6]), inside)
    assert violation.message == "6 days in the week of 2026-11-16; the contract full-time allows 5"


def test_consecutive_days_look_back_and_end_at_leave() -> None:
    contract = full_time(max_consecutive_days=4)
    past = (office("ann", day(-1)),)
    inside = posed("consecutive_days", contract, past=past)
    assert broken_rules(roster(*EIGHT[:3]), inside) == set()
    (violation,) = check(roster(*EIGHT[:4]), inside)
    assert (violation.date, violation.message) == (
        day(3),
        "working day number 5 in a row; the contract full-time allows 4",
    )
    assert broken_rules(roster(*EIGHT[:2], holiday(2), *EIGHT[3:6]), inside) == set()
    assert broken_rules(roster(*EIGHT[1:5]), inside) == set()


def test_no_work_on_leave() -> None:
    agent = person(leave=(DateRange(day(2), day(2)),))
    inside = posed("leave", full_time(), agent)
    assert broken_rules(roster(EIGHT[1], holiday(2), EIGHT[3]), inside) == set()
    (violation,) = check(roster(EIGHT[1], EIGHT[2]), inside)
    assert (violation.date, violation.message) == (day(2), "a shift of work on a day of leave")


def test_credited_leave_stands_in_the_roster_with_its_hours() -> None:
    agent = person(leave=(DateRange(day(2), day(2)),))
    inside = posed("leave", full_time(), agent)
    (missing,) = check(roster(EIGHT[1]), inside)
    assert missing.message == "leave of 8 h is not in the roster"
    short = replace(
        holiday(2), activities=(replace(holiday(2).activities[0], end=holiday(2).start + timedelta(hours=4)),)
    )
    (violation,) = check(roster(short), inside)
    assert violation.message == "leave of 4 h; a day of leave credits 8"
    (unasked,) = check(roster(holiday(2), holiday(4)), inside)
    assert "that is no day of leave" in unasked.message


def test_a_week_of_leave_credits_five_days_and_no_weekend() -> None:
    agent = person(leave=(DateRange(day(0), day(6)),))
    inside = posed("leave", full_time(), agent)
    assert broken_rules(roster(*(holiday(i) for i in range(5))), inside) == set()
    (violation,) = check(roster(*(holiday(i) for i in range(6))), inside)
    assert "credited on other days of the week" in violation.message


@pytest.mark.parametrize(
    ("first", "last", "most", "credited"),
    [
        (0, 6, 5, [0, 1, 2, 3, 4]),
        (3, 9, 3, [3, 4, 5, 7, 8, 9]),
        (4, 6, 5, [4, 5, 6]),
        (5, 7, 1, [5, 7]),
    ],
)
def test_leave_is_credited_on_the_first_days_of_each_week(
    first: int, last: int, most: int, credited: list[int]
) -> None:
    agent = person(leave=(DateRange(day(first), day(last)),))
    days = credited_leave_days(agent, full_time(max_days_per_week=most), [day(i) for i in range(14)])
    assert [(d - MONDAY).days for d in days] == credited


def test_days_of_the_week_before_the_roster_use_up_the_credit() -> None:
    agent = person(leave=(DateRange(day(0), day(6)),))
    assert credited_leave_days(agent, full_time(), [day(i) for i in range(4, 7)]) == (day(4),)


def test_a_contract_without_hours_credits_no_leave() -> None:
    agent = person(leave=(DateRange(day(0), day(6)),))
    contract = full_time(hours_per_week=0, min_hours_per_week=0)
    assert credited_leave_days(agent, contract, [day(i) for i in range(7)]) == ()
    assert broken_rules(roster(), posed("leave", contract, agent)) == set()


def test_leave_inside_a_shift_of_work_is_named() -> None:
    start = EIGHT[0].start
    mixed = Shift(
        "ann",
        MONDAY,
        (
            Activity(ActivityKind.WORK, start, start + timedelta(hours=4), "calls"),
            Activity(ActivityKind.LEAVE, start + timedelta(hours=4), start + timedelta(hours=8)),
        ),
    )
    assert broken_rules(roster(mixed), posed("leave", full_time())) == {"leave"}


def test_only_work_with_a_skill() -> None:
    able = {"ann": {"calls": 1.0}, "bob": {"calls": 1.0, "mail": 0.7}}
    people = (person("ann"), person("bob"))
    inside = problem(
        people,
        rules=only("skills", preset="none"),
        contract=free_contract(),
        shifts=(ANY,),
        works=("calls", "mail"),
        efficiency=able,
    )
    assert broken_rules(roster(shift("bob", MONDAY, "08:00", "16:00", work="mail")), inside) == set()
    (violation,) = check(roster(shift("ann", MONDAY, "08:00", "16:00", work="mail")), inside)
    assert (violation.rule, violation.agent) == ("skills", "ann")
    assert "'mail'" in violation.message


def test_one_shift_a_day() -> None:
    inside = posed("one_shift_a_day", free_contract())
    two = [shift("ann", MONDAY, "08:00", "10:00"), shift("ann", MONDAY, "22:00", "23:00")]
    assert broken_rules(roster(*two), inside) == {"one_shift_a_day"}
    assert broken_rules(roster(two[0], shift("ann", day(1), "00:00", "01:00")), inside) == set()
    assert broken_rules(roster(two[0], holiday(0)), inside) == {"one_shift_a_day"}


def test_locked_shifts_stay_as_they_are() -> None:
    lock = shift("ann", MONDAY, "09:00", "13:00")
    inside = posed("locks", free_contract(), locks=(lock,))
    assert broken_rules(roster(lock, EIGHT[1]), inside) == set()
    (missing,) = check(roster(EIGHT[1]), inside)
    assert missing.message == "the locked shift from 2026-11-16 09:00 to 2026-11-16 13:00 is missing or changed"
    assert broken_rules(roster(), inside) == {"locks"}
    assert broken_rules(roster(shift("ann", MONDAY, "09:00", "13:00", ("11:00", 15))), inside) == {"locks"}


def test_locked_shifts_keep_the_law_but_not_the_shape() -> None:
    odd = shift("ann", MONDAY, "03:07", "03:37")
    agent = person(available="mon 09:00-17:00")
    inside = problem((agent,), contract=full_time(min_hours_per_week=0), locks=(odd,))
    assert broken_rules(roster(odd), inside) == set()
    unlocked = problem((agent,), contract=full_time(min_hours_per_week=0))
    assert broken_rules(roster(odd), unlocked) == {"shift_family", "shift_length_contract", "availability", "off_grid"}
    long = shift("ann", MONDAY, "08:00", "21:00", ("12:00", 45))
    assert broken_rules(roster(long), problem(locks=(long,), contract=full_time(min_hours_per_week=0))) == {
        "shift_length"
    }


def test_a_legal_week_of_the_tests_own_shifts_breaks_nothing() -> None:
    assert check(roster(*(office("ann", day(i)) for i in range(5))), problem()) == ()
    assert check(roster(*(night("ann", day(i)) for i in range(5))), problem()) == ()
