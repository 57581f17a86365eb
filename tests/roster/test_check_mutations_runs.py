"""The rules that look over days and weeks: a legal fortnight with one thing changed, and the rule that is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from builders import MONDAY, full_time, night, office, person, problem, roster, rules_from
from hypothesis import given, settings
from hypothesis import strategies as st
from test_check_mutations import MUTATIONS

from wfm.roster import check
from wfm.roster.rules import PRESETS
from wfm.types import Pattern, RosterProblem, Shift

Numbers = Mapping[str, Mapping[str, float]]
Change = Callable[[list[Shift], int], list[Shift]]
WEEK = Pattern("week", MONDAY, (("work", "any", "any", "work", "any", "off", "off"),))


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


@dataclass(frozen=True)
class Case:
    """A rule, what makes it bind on ten shifts of eight paid hours from Monday to Friday, and a change that breaks it.

    ``past`` are days before the fortnight with the same shift; ``nights`` the fortnight's days with a night shift.
    """

    rule: str
    change: Change
    contract: Mapping[str, object] = field(default_factory=dict)
    preset: str = "nl-atw"
    numbers: Numbers = field(default_factory=dict)
    past: tuple[int, ...] = ()
    nights: tuple[int, ...] = ()
    pattern: str = ""
    published: tuple[int | None, int | None] = (None, None)
    works: tuple[int, ...] = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)


def moved(source: int, target: int) -> Change:
    """The shift of one day on another day."""

    def change(shifts: list[Shift], drawn: int) -> list[Shift]:
        by = timedelta(days=target - source)
        return [
            replace(
                s,
                date=s.date + by,
                activities=tuple(replace(a, start=a.start + by, end=a.end + by) for a in s.activities),
            )
            if s.date == day(source)
            else s
            for s in shifts
        ]

    return change


def both(first: Change, second: Change) -> Change:
    return lambda shifts, drawn: second(first(shifts, drawn), drawn)


def without(*days: int) -> Change:
    """Without the shift of one of the days."""
    return lambda shifts, drawn: [s for s in shifts if s.date != day(days[drawn % len(days)])]


def added(target: int, like: int = 0) -> Change:
    """A shift more, as that of another day."""
    return lambda shifts, drawn: [*shifts, *(s for s in moved(like, target)(shifts, drawn) if s.date == day(target))]


def longer(shifts: list[Shift], drawn: int) -> list[Shift]:
    """Half an hour more at the end of a drawn shift."""
    place = drawn % len(shifts)
    last = shifts[place].activities[-1]
    more = (*shifts[place].activities[:-1], replace(last, end=last.end + timedelta(minutes=30)))
    return [replace(s, activities=more) if i == place else s for i, s in enumerate(shifts)]


def later(shifts: list[Shift], drawn: int) -> list[Shift]:
    """A drawn shift two hours later."""
    place, by = drawn % len(shifts), timedelta(hours=2)
    moved_parts = tuple(replace(a, start=a.start + by, end=a.end + by) for a in shifts[place].activities)
    return [replace(s, activities=moved_parts) if i == place else s for i, s in enumerate(shifts)]


def later_before_work(shifts: list[Shift], drawn: int) -> list[Shift]:
    """A drawn shift two hours later, of those before another day at work: Friday's has the weekend to rest in."""
    followed = [i for i, s in enumerate(shifts) if any(o.date == s.date + timedelta(days=1) for o in shifts)]
    return later(shifts, followed[drawn % len(followed)])


def weeks_before(count: int) -> tuple[int, ...]:
    return tuple(-7 * w + d for w in range(1, count + 1) for d in range(5))


AVERAGE_4: Numbers = {"average_hours_4_weeks": {"max_hours": 40}}
CASES = (
    Case("contract_hours_total", longer, {"max_hours_total": 80.0}),
    Case("contract_hours_total", without(0, 4, 7, 11), {"min_hours_total": 80.0}),
    Case("min_consecutive_days", without(1, 3, 8, 10), {"min_consecutive_days": 3}, past=weeks_before(1)),
    Case("consecutive_days_off", without(1, 2, 3, 8, 9, 10), {"min_consecutive_days_off": 2}),
    Case("consecutive_days_off", both(without(0), moved(4, 5)), {"min_consecutive_days_off": 2}),
    Case("weekends_off", both(moved(4, 5), moved(11, 12)), {"weekends_off": 1, "weekends_off_weeks": 2}),
    Case("weekends_off", moved(4, 5), {"weekends_off": 1, "weekends_off_weeks": 2}, past=(-2,)),
    Case("start_variation", later, {"max_start_variation_minutes": 120}),
    Case("pattern", moved(3, 5), pattern="week"),
    Case("pattern", without(0, 3, 7, 10), pattern="week"),
    Case("average_hours_4_weeks", added(5), numbers=AVERAGE_4, past=weeks_before(3)),
    Case("average_hours_4_weeks", longer, numbers=AVERAGE_4, past=weeks_before(3)),
    Case(
        "average_hours_16_weeks",
        longer,
        numbers={"average_hours_16_weeks": {"max_hours": 40}},
        past=weeks_before(15),
    ),
    Case(
        "average_hours_17_weeks",
        longer,
        preset="eu-wtd",
        numbers={"average_hours_17_weeks": {"max_hours": 40}},
        past=weeks_before(16),
    ),
    Case(
        "night_average",
        added(12, like=0),
        numbers={"night_average": {"max_hours": 40, "weeks": 2, "min_nights": 2}},
        nights=(3, 4),
    ),
    Case(
        "night_average",
        added(12, like=0),
        preset="eu-wtd",
        numbers={"night_average": {"max_hours": 40, "weeks": 2}},
        nights=(4,),
    ),
    Case("sundays_free", moved(11, 13), numbers={"sundays_free": {"per_year": 51}}, past=(-8,)),
    Case("notice", added(0, like=1), published=(-3, None), works=(1, 2, 3, 4, 7, 8, 9, 10, 11)),
    Case("notice", added(0, like=1), published=(None, -27), works=(1, 2, 3, 4, 7, 8, 9, 10, 11)),
    Case("daily_rest", later_before_work, preset="eu-wtd", numbers={"daily_rest": {"hours": 15.5}}),
    Case(
        "weekly_rest",
        both(added(5), added(6)),
        preset="eu-wtd",
        contract={"max_days_per_week": 7, "max_consecutive_days": 14},
    ),
    Case("breaks", longer, preset="eu-wtd", numbers={"breaks": {"after_hours": 7.75, "minutes": 50}}),
)


def posed_by(case: Case, start: int) -> tuple[list[Shift], RosterProblem]:
    """The case's legal fortnight, all shifts from the same hour, and its problem."""
    clock = f"{start // 60:02d}:{start % 60:02d}"
    shifts = [night("ann", day(d)) if d in case.nights else office("ann", day(d), clock) for d in case.works]
    contract = full_time(
        **{"min_hours_per_week": 24, "max_hours_per_week": 60, "max_days_per_week": 6, "max_consecutive_days": 7}
        | dict(case.contract)
    )
    posed = problem(
        days=14,
        contract=contract,
        rules=rules_from(case.preset, case.numbers),
        past=tuple(office("ann", day(d), clock) for d in sorted(case.past)),
    )
    return shifts, replace(posed, agents=(replace(person(), pattern=case.pattern),), patterns={"week": WEEK})


def found_by(case: Case, shifts: list[Shift], posed: RosterProblem) -> set[str]:
    times, pattern = (None if d is None else day(d) for d in case.published)
    return {v.rule for v in check(roster(*shifts), posed, published=times, pattern_published=pattern)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
@settings(max_examples=8, deadline=None)
@given(start=st.sampled_from([7 * 60, 8 * 60, 9 * 60 + 30]), drawn=st.integers(0, 59))
def test_a_change_of_a_legal_fortnight_is_caught_by_the_right_rule_alone(case: Case, start: int, drawn: int) -> None:
    shifts, posed = posed_by(case, start)
    assert found_by(case, shifts, posed) == set()
    assert found_by(case, case.change(shifts, drawn), posed) == {case.rule}


def test_every_rule_of_law_and_contract_has_a_mutation() -> None:
    known = {r.name for preset in PRESETS for r in rules_from(preset).by_name.values() if r.kind != "wish"}
    assert known <= {case.rule for case in CASES} | set(MUTATIONS)
