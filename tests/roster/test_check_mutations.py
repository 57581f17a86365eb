"""A legal roster with one thing changed: the checker names the rule, for that agent, whatever the roster was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    DAY,
    MONDAY,
    NIGHT,
    ZONE,
    at,
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
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.intervals import zone_of
from wfm.roster import check
from wfm.roster.leave import leave_shift
from wfm.types import Activity, ActivityKind, DateRange, Roster, RosterProblem, Shift

FRIDAY = MONDAY + timedelta(days=4)
ANN = person(available="mon-fri 06:00-24:00; sat 06:00-24:00; sun 06:00-24:00", leave=(DateRange(FRIDAY, FRIDAY),))
BOB = person("bob")
HOLIDAY = leave_shift(ANN, full_time(), FRIDAY, zone_of(ZONE))
STARTS = st.sampled_from(["07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00"])


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


@st.composite
def legal_weeks(draw: st.DrawFn) -> tuple[Roster, RosterProblem]:
    """Ann's four days and a day of leave, the first of them locked; Bob's five days or nights; both with a past."""
    ann = [office("ann", day(i), draw(STARTS)) for i in range(4)]
    if draw(st.booleans()):
        bob = [office("bob", day(i), draw(STARTS)) for i in range(5)]
    else:
        bob = [night("bob", day(i), draw(st.sampled_from(["21:30", "22:00"]))) for i in range(5)]
    past = tuple(office(a, day(i), draw(STARTS)) for a in ("ann", "bob") for i in range(-7, -2))
    posed = problem(
        (ANN, BOB),
        works=("calls", "mail"),
        efficiency={"ann": {"calls": 1.0}, "bob": {"calls": 1.0, "mail": 1.0}},
        past=past,
        locks=(ann[0],),
    )
    return roster(*ann, HOLIDAY, *bob), posed


Change = Callable[[tuple[Shift, ...], int], tuple[Shift, ...]]


def swap(index: int, make: Callable[[Shift], Shift]) -> Change:
    """Replace Ann's shift number ``index``, or where that is negative a drawn one of Tuesday to Thursday."""

    def change(shifts: tuple[Shift, ...], drawn: int) -> tuple[Shift, ...]:
        place = index if index >= 0 else 1 + drawn % 3
        return tuple(make(s) if i == place else s for i, s in enumerate(shifts))

    return change


def add(make: Callable[[int], Shift]) -> Change:
    return lambda shifts, drawn: (*shifts, make(drawn))


def stretched(made: Shift, hours: float) -> Shift:
    last = made.activities[-1]
    return replace(made, activities=(*made.activities[:-1], replace(last, end=last.end + timedelta(hours=hours))))


def moved(made: Shift, hours: float) -> Shift:
    by = timedelta(hours=hours)
    return replace(made, activities=tuple(replace(a, start=a.start + by, end=a.end + by) for a in made.activities))


def without_breaks(made: Shift) -> Shift:
    return replace(made, activities=(Activity(ActivityKind.WORK, made.start, made.end, "calls"),))


def with_first(made: Shift, **changes: object) -> Shift:
    first = replace(made.activities[0], **changes)  # type: ignore[arg-type]
    return replace(made, activities=(first, *made.activities[1:]))


# Ann's shifts come in order: 0 to 3 are Monday to Thursday (Monday locked), 4 is the day of leave.
MUTATIONS: dict[str, list[Change]] = {
    "shift_length": [swap(-1, lambda s: stretched(s, 4.25))],
    "weekly_hours": [
        lambda shifts, _: tuple(stretched(s, 6) if i < 5 and not s.is_leave else s for i, s in enumerate(shifts))
    ],
    "daily_rest": [
        lambda shifts, _: (*shifts[:1], office("ann", day(1), "16:00"), office("ann", day(2), "07:00"), *shifts[3:])
    ],
    "weekly_rest": [lambda shifts, _: (*shifts[:4], *(office("ann", day(i), "12:00") for i in (4, 5, 6)), *shifts[5:])],
    "breaks": [swap(-1, without_breaks)],
    "night_shift": [
        lambda shifts, _: (
            *shifts[:1],
            *(night("ann", day(i)) for i in (1, 2, 3)),
            shift("ann", day(5), "03:00", "07:00", ("04:30", 15)),
            *shifts[5:],
        ),
        swap(3, lambda s: night("ann", s.date, "21:00", hours=11)),
    ],
    "contract_hours": [
        lambda shifts, _: (*shifts[:2], *shifts[4:]),
        lambda shifts, _: (*shifts[:5], *(stretched(office("ann", day(i)), 0.5) for i in (5, 6)), *shifts[5:]),
    ],
    "days_per_week": [add(lambda n: office("ann", day(5 + n % 2)))],
    "consecutive_days": [lambda shifts, _: (*shifts[:4], *(office("ann", day(i)) for i in (4, 5, 6)), *shifts[5:])],
    "shift_length_contract": [
        swap(-1, lambda s: stretched(s, 1.75)),
        swap(-1, lambda s: shift("ann", s.date, "09:00", "11:45")),
    ],
    "availability": [
        swap(-1, lambda s: office("ann", s.date, "05:30")),
        swap(-1, lambda s: office("ann", s.date, "16:00")),
    ],
    "leave": [
        swap(4, lambda s: office("ann", s.date)),
        lambda shifts, _: (*shifts[:4], *shifts[5:]),
        swap(4, lambda s: stretched(s, -1)),
    ],
    "shift_family": [
        swap(-1, lambda s: moved(s, 0.25)),
        swap(-1, lambda s: stretched(s, 0.25)),
        swap(-1, without_breaks),
    ],
    "skills": [swap(-1, lambda s: with_first(s, work="mail"))],
    "one_shift_a_day": [add(lambda n: shift("ann", day(1 + n % 3), "21:00", "23:00"))],
    "locks": [swap(0, lambda s: moved(s, 0.5)), lambda shifts, _: shifts[1:]],
    "no_overlap": [lambda shifts, drawn: (*shifts, moved(shifts[1 + drawn % 3], 1))],
    "off_grid": [swap(-1, lambda s: moved(s, 0.1))],
    "shift_date": [swap(-1, lambda s: replace(s, date=s.date + timedelta(days=1)))],
    "outside_horizon": [add(lambda n: office("ann", day(8 + n)))],
    "unknown_work": [swap(-1, lambda s: with_first(s, work="fax"))],
    "unpaid_work": [swap(-1, lambda s: with_first(s, paid=False))],
}


@given(legal_weeks())
def test_the_unchanged_weeks_are_legal(case: tuple[Roster, RosterProblem]) -> None:
    assert check(*case) == ()


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, changes in MUTATIONS.items() for change in changes]
)
@settings(max_examples=12)
@given(case=legal_weeks(), drawn=st.integers(0, 5))
def test_a_changed_roster_is_caught_by_the_right_rule(
    rule: str, change: Change, case: tuple[Roster, RosterProblem], drawn: int
) -> None:
    made, posed = case
    found = check(roster(*change(made.shifts, drawn)), posed)
    assert rule in {violation.rule for violation in found if violation.agent == "ann"}
    assert {violation.agent for violation in found} == {"ann"}


@given(legal_weeks(), st.integers(0, 8))
def test_a_shift_of_a_stranger_is_caught(case: tuple[Roster, RosterProblem], place: int) -> None:
    made, posed = case
    stranger = replace(made.shifts[place], agent="eve")
    found = check(roster(*made.shifts, stranger), posed)
    assert [(v.rule, v.agent) for v in found] == [("unknown_agent", "eve")]


WORKDAY = st.tuples(st.integers(20, 60), st.integers(8, 60))  # start and length in quarter-hours


@given(st.lists(st.one_of(st.none(), WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY), min_size=21, max_size=21))
@settings(max_examples=150)
def test_weekly_rest_agrees_with_a_count_of_quarter_hours(days: list[tuple[int, int] | None]) -> None:
    """A second way to judge the rule: mark every quarter-hour of work and look for 144 free ones in each window."""
    shifts: list[Shift] = []
    for offset, workday in enumerate(days, start=-7):
        begin, length = workday or (0, 0)
        end = begin + length
        if workday is None or (shifts and at(day(offset), f"{begin // 4:02d}:{15 * (begin % 4):02d}") < shifts[-1].end):
            continue
        times = (f"{quarter // 4:02d}:{15 * (quarter % 4):02d}" for quarter in (begin, end))
        shifts.append(shift("ann", day(offset), *times))
    past = tuple(s for s in shifts if s.date < MONDAY)
    own = [s for s in shifts if s.date >= MONDAY]
    posed = problem(rules=only("weekly_rest"), contract=free_contract(), shifts=(ANY,), past=past, days=14)
    origin = min((s.start for s in shifts), default=posed.grid.start)
    busy = [False] * (50 * 96)
    spans = [[int((t - origin).total_seconds() // 900) for t in (s.start, s.end)] for s in shifts]
    for begin, end in spans:
        busy[begin:end] = [True] * (end - begin)
    broken = False
    for begin, _end in spans:
        window = busy[begin : begin + 7 * 96]
        runs = "".join("x" if b else "." for b in window).split("x")
        has_own = any(begin <= int((s.start - origin).total_seconds() // 900) < begin + 7 * 96 for s in own)
        broken = broken or (has_own and max(len(run) for run in runs) < 36 * 4)
    assert bool(check(roster(*own), posed)) == broken


@given(st.permutations(range(10)))
def test_the_order_of_shifts_in_the_file_does_not_matter(order: list[int]) -> None:
    shifts = [office(a, day(i), "08:00" if i % 2 else "16:00") for a in ("ann", "bob") for i in range(5)]
    posed = problem((BOB, person()), shifts=(DAY, NIGHT))
    assert check(roster(*(shifts[i] for i in order)), posed) == check(roster(*shifts), posed)


@given(st.integers(-20, 12))
def test_the_week_of_the_year_does_not_matter_but_for_the_clock(weeks: int) -> None:
    def broken_in_week(by: int) -> set[str]:
        first = MONDAY + timedelta(weeks=by)
        made = [office("ann", first + timedelta(days=i), "16:00" if i == 2 else "08:00") for i in range(6)]
        return {violation.rule for violation in check(roster(*made), problem(first=first))}

    assert broken_in_week(weeks) == {"daily_rest", "days_per_week"}
