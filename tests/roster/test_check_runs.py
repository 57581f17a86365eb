"""Hours in all, runs of days, weekends, starts and patterns: the checker's judgement, and the engine's rosters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    ANY,
    MONDAY,
    NIGHT,
    broken_rules,
    free_contract,
    full_time,
    office,
    only,
    person,
    problem,
    roster,
    shift,
)

from wfm.errors import ConfigError, DataError
from wfm.roster import build_roster, check
from wfm.types import DateRange, Pattern, Shift

RULES = (
    "contract_hours_total", "min_consecutive_days", "consecutive_days_off", "weekends_off", "start_variation",
    "pattern",
)  # fmt: skip


def day(offset: int):
    return MONDAY + timedelta(days=offset)


def work(*offsets: int, start: str = "09:00") -> tuple[Shift, ...]:
    return tuple(shift("ann", day(i), start, "17:00") for i in offsets)


def posed(days: int = 14, past: tuple[Shift, ...] = (), locks: tuple[Shift, ...] = (), **agreed: object):
    contract = replace(free_contract(), **agreed)  # type: ignore[arg-type]
    return problem(contract=contract, shifts=(ANY,), rules=only(*RULES), days=days, past=past, locks=locks)


def follows(weeks: tuple[tuple[str, ...], ...], **person_changes: object):
    cycle = Pattern("cycle", MONDAY, weeks)
    ann = replace(person("ann"), pattern="cycle", **person_changes)  # type: ignore[arg-type]
    base = replace(posed(), shifts=(ANY, NIGHT))
    return replace(base, agents=(ann,), patterns={"cycle": cycle})


def test_hours_of_all_days_lie_between_the_contracts():
    # Eight hours a day.
    for hours, good in (({"min_hours_total": 24}, 3), ({"max_hours_total": 24}, 3)):
        assert check(roster(*work(*range(good))), posed(**hours)) == ()
    (few,) = check(roster(*work(0, 1)), posed(min_hours_total=24))
    assert (few.rule, few.kind) == ("contract_hours_total", "contract")
    assert "16 paid hours" in few.message
    assert "asks 24" in few.message
    assert broken_rules(roster(*work(0, 1, 2, 3)), posed(max_hours_total=24)) == {"contract_hours_total"}
    # Of somebody who does not work nothing is asked.
    assert check(roster(), posed(min_hours_total=24)) == ()


def test_working_days_come_in_runs():
    asks = {"min_consecutive_days": 3}
    assert broken_rules(roster(*work(2, 3)), posed(**asks)) == {"min_consecutive_days"}
    assert check(roster(*work(2, 3, 4)), posed(**asks)) == ()
    # A run that may have begun before the first day, or goes on after the last, is not judged.
    assert check(roster(*work(0), *work(12, 13)), posed(**asks)) == ()
    # With a known past it is: Sunday was off.
    before = work(-4, -3, -2)
    assert broken_rules(roster(*work(0)), posed(past=before, **asks)) == {"min_consecutive_days"}
    assert check(roster(*work(0)), posed(past=work(-6, -2, -1), **asks)) == ()
    # Leave breaks a run; what is locked is nobody's choice.
    locked = work(2, 3)
    assert check(roster(*locked), posed(locks=locked, **asks)) == ()


def test_days_off_come_in_runs():
    asks = {"min_consecutive_days_off": 2}
    (found,) = check(roster(*work(0, 1, 3)), posed(**asks))
    assert (found.rule, found.date) == ("consecutive_days_off", day(3))
    assert check(roster(*work(0, 1, 4)), posed(**asks)) == ()
    assert broken_rules(roster(*work(0)), posed(past=work(-2), **asks)) == {"consecutive_days_off"}
    assert check(roster(*work(1)), posed(past=work(-2), **asks)) == ()


def test_weekends_off_are_counted_over_the_weeks_and_the_past():
    asks = {"weekends_off": 1, "weekends_off_weeks": 2}
    (found,) = check(roster(*work(5, 12)), posed(**asks))
    assert (found.rule, found.date) == ("weekends_off", day(12))
    assert "0 free weekends in the 2 weeks" in found.message
    assert check(roster(*work(5, 6)), posed(**asks)) == ()
    assert broken_rules(roster(*work(6)), posed(past=work(-2), **asks)) == {"weekends_off"}
    assert check(roster(*work(0)), posed(past=work(-9, -2), **asks)) == ()


def test_starts_of_a_week_lie_close():
    asks = {"max_start_variation_minutes": 60}
    apart = (*work(0), *work(1, start="10:00"))
    (found,) = check(roster(*apart), posed(**asks))
    assert found.rule == "start_variation"
    assert "60 minutes" in found.message
    assert check(roster(*work(0), *work(1, start="09:45")), posed(**asks)) == ()
    # Another week may be different.
    assert check(roster(*work(0), *work(8, start="12:00")), posed(**asks)) == ()


@pytest.mark.parametrize(
    ("weeks", "made", "said"),
    [
        ((("off",) * 7,), work(0), "day off of pattern cycle"),
        ((("any", "work", *("any",) * 5),), work(0), "pattern cycle asks work"),
        ((("any",) * 7, ("off",) * 7), work(7), "day off of pattern cycle"),
    ],
)
def test_patterns_are_kept(weeks, made, said):
    found = check(roster(*made), follows(weeks))
    assert {v.rule for v in found} == {"pattern"}
    assert said in found[0].message


def test_a_pattern_rotates_yields_to_leave_and_names_families():
    week = ("any", "off", "any", "any", "any", "any", "any")
    turns = (week, ("any",) * 7)
    assert broken_rules(roster(*work(1)), follows(turns)) == {"pattern"}
    assert check(roster(*work(1)), follows(turns, pattern_week=1)) == ()
    away = person("ann", leave=(DateRange(day(0), day(13)),)).availability
    assert check(roster(*work(0)), follows((("work",) * 7,), availability=away)) == ()
    assert broken_rules(roster(*work(0)), follows((("night", *("any",) * 6),))) == {"pattern"}


def test_what_makes_no_sense_is_refused():
    for wrong in (
        {"min_consecutive_days": 0}, {"weekends_off": 3, "weekends_off_weeks": 2}, {"max_start_variation_minutes": 0},
        {"min_hours_total": 50, "max_hours_total": 40}, {"min_consecutive_days": 5, "max_consecutive_days": 4},
    ):  # fmt: skip
        with pytest.raises(ConfigError):
            full_time(**wrong)
    with pytest.raises(ConfigError):
        Pattern("short", MONDAY, (("any",) * 6,))
    with pytest.raises(ConfigError):
        Pattern("tuesday", day(1), (("any",) * 7,))
    with pytest.raises(DataError, match="unknown day"):
        follows((("holiday",) * 7,))
    with pytest.raises(DataError, match="unknown pattern"):
        problem((replace(person("ann"), pattern="nowhere"),))


def build(asked):
    return build_roster(asked, time_limit=20, iteration_limit=1)


TEAM = tuple(person(f"p{i}") for i in range(3))


@pytest.mark.parametrize(
    "agreed",
    [
        {"min_consecutive_days": 3, "min_consecutive_days_off": 2}, {"weekends_off": 1, "weekends_off_weeks": 2},
        {"max_start_variation_minutes": 30}, {"max_hours_total": 70, "min_hours_total": 66},
    ],
)  # fmt: skip
def test_the_engine_rosters_by_the_contract(agreed):
    contract = full_time(min_hours_per_week=24, max_hours_per_week=48, **agreed)
    result = build(problem(TEAM, contract=contract, days=14))
    assert result.not_rostered == ()
    assert result.violations == ()
    assert {s.agent for s in result.roster.shifts} == {"p0", "p1", "p2"}
    if "max_hours_total" in agreed:
        assert all(66 <= sum(s.paid_hours for s in result.roster.of(a.agent)) <= 70 for a in TEAM)
    if "max_start_variation_minutes" in agreed:
        for agent in TEAM:
            first_week = [s for s in result.roster.of(agent.agent) if s.date < day(7)]
            assert len({(s.start.hour, s.start.minute) for s in first_week}) == 1


def test_the_engine_follows_a_rotating_pattern():
    cycle = Pattern("turns", MONDAY, (("day",) * 5 + ("off",) * 2, ("night",) * 4 + ("off",) * 3))
    people = tuple(replace(a, pattern="turns", pattern_week=k % 2) for k, a in enumerate(TEAM))
    base = problem(TEAM, days=14, contract=full_time(min_hours_per_week=24, max_hours_per_week=48))
    result = build(replace(base, agents=people, patterns={"turns": cycle}))
    assert result.violations == ()
    assert result.not_rostered == ()
    first = [s.date for s in result.roster.of("p0") if s.date < day(7)]
    assert first == [day(i) for i in range(5)]
    assert all(s.start.hour >= 19 for s in result.roster.of("p1") if s.date < day(7))


def test_who_cannot_keep_the_contract_is_named_with_the_rule():
    contract = full_time(min_hours_per_week=32, max_hours_per_week=40, max_hours_total=20)
    result = build(problem((person("ann"),), contract=contract))
    (left_out,) = result.not_rostered
    assert "contract_hours_total" in left_out.rules
    cycle = Pattern("never", MONDAY, (("off",) * 7,))
    base = problem((person("ann"), person("bob")), shifts=(NIGHT,))
    people = (replace(person("ann"), pattern="never"), person("bob"))
    result = build(replace(base, agents=people, patterns={"never": cycle}))
    (left_out,) = result.not_rostered
    assert left_out.agent == "ann"
    assert "pattern" in left_out.rules
    assert result.roster.of("bob")
    assert office("bob", MONDAY) not in result.roster.shifts
