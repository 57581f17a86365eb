"""Whatever the problem, the engine's roster breaks no rule that the independent checker knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from builders import AUTUMN_SUNDAY, DAY, MONDAY, NIGHT, SPRING_SUNDAY, night, office, person, problem, roster
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wfm.roster import check, rules_from
from wfm.roster.engine import build_roster
from wfm.types import Agent, BreakRule, Contract, DateRange, Pattern, RosterProblem, Rules, Shift, ShiftFamily

EARLY = ShiftFamily("early", (0, 1, 2, 3, 4), 5 * 60, 7 * 60, 15, (360, 420, 480), (DAY.breaks[1],), 45)
WRAP = ShiftFamily("wrap", (2, 3, 4, 5, 6), 22 * 60, 26 * 60, 60, (300, 480, 600), NIGHT.breaks, 30)
TWO_PAUSES = tuple(BreakRule("break", 15, True, 300, earliest_minutes=e, latest_minutes=60) for e in (60, 180))
LONG = ShiftFamily(
    "long", tuple(range(7)), 6 * 60, 20 * 60, 120, (480, 600, 720, 750), (*TWO_PAUSES, DAY.breaks[1]), 60
)
FAMILIES = (DAY, NIGHT, EARLY, WRAP, LONG)
AVAILABLE = (
    "daily",
    "daily",
    "daily",
    "mon-fri 07:00-19:00",
    "daily 14:00-08:00",
    "tue-sun",
    "sat,sun; wed 09:00-18:00",
)
FIRSTS = (MONDAY, AUTUMN_SUNDAY - timedelta(days=6), SPRING_SUNDAY - timedelta(days=6), MONDAY + timedelta(days=2))
# What a contract may ask beyond hours, days and lengths; run lengths of one day keep to any limit of days in a row.
AGREED: tuple[dict[str, int], ...] = (
    {},
    {},
    {"min_consecutive_days_off": 2},
    {"weekends_off": 1, "weekends_off_weeks": 2},
    {"weekends_off": 1, "weekends_off_weeks": 1, "min_consecutive_days_off": 3},
    {"max_start_variation_minutes": 60},
    {"max_start_variation_minutes": 150, "min_consecutive_days_off": 2},
    {"max_hours_total": 60},
    {"min_hours_total": 30, "max_hours_total": 70},
)
CYCLES = (
    Pattern("half", MONDAY, (("work", "any", "any", "off", "any", "off", "off"),)),
    Pattern("turns", MONDAY, (("any",) * 5 + ("off",) * 2, ("off",) * 2 + ("any",) * 5)),
    Pattern("days", MONDAY, (("day", "any", "any", "any", "off", "any", "any"), ("any",) * 7)),
)
CHANGES = (
    {},
    {"daily_rest": {"hours": 13}},
    {"weekly_rest": {"hours": 48}},
    {"night_shift": {"max_in_row": 2, "series": 2}, "weekly_hours": {"max_hours": 36}},
    {"breaks": {"in_force": 0}, "night_shift": {"in_force": 0}},
    {"weekly_rest": {"in_force": 0}, "daily_rest": {"in_force": 0}, "consecutive_days": {"in_force": 0}},
)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    least = draw(st.sampled_from([0, 8, 16, 24, 32, 40]))
    run = draw(st.integers(1, 7))
    most = least + draw(st.sampled_from([0, 2, 8, 20]))
    return Contract(
        "full-time",
        (least + most) / 2,
        least,
        most,
        max_days_per_week=draw(st.integers(1, 7)),
        min_shift_hours=draw(st.sampled_from([3, 4, 6])),
        max_shift_hours=draw(st.sampled_from([8, 9, 10, 13])),
        max_consecutive_days=run,
        min_consecutive_days=min(run, draw(st.sampled_from([1, 1, 1, 2, 3]))),
        **draw(st.sampled_from(AGREED)),
    )


@st.composite
def teams(draw: st.DrawFn, first: date) -> tuple[Agent, ...]:
    people = []
    for number in range(draw(st.integers(1, 4))):
        begin = first + timedelta(days=draw(st.integers(-3, 10)))
        leave = (DateRange(begin, begin + timedelta(days=draw(st.integers(0, 6)))),) if draw(st.booleans()) else ()
        someone = person(f"a{number}", available=draw(st.sampled_from(AVAILABLE)), leave=leave)
        pattern = draw(st.sampled_from(["", "", "", *(p.name for p in CYCLES)]))
        people.append(replace(someone, pattern=pattern, pattern_week=draw(st.integers(0, 1))))
    return tuple(people)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    preset = draw(st.sampled_from(["nl-atw", "nl-atw", "nl-atw", "eu-wtd", "none"]))
    change = draw(st.sampled_from(CHANGES))
    known = rules_from(preset).by_name
    return rules_from(preset, {name: numbers for name, numbers in change.items() if name in known})


@st.composite
def pasts(draw: st.DrawFn, first: date, agents: tuple[Agent, ...]) -> tuple[Shift, ...]:
    """Weeks before the first day, as legal or not as people published them."""
    shifts: list[Shift] = []
    for agent in agents:
        weeks = draw(st.sampled_from([0, 1, 1, 4, 17]))
        pattern = draw(st.lists(st.sampled_from("....ddddnl"), min_size=7, max_size=7))
        for day in (first - timedelta(days=i) for i in range(1, 7 * weeks + 1)):
            kind = pattern[day.weekday()]
            if kind == "d":
                shifts.append(office(agent.agent, day))
            elif kind == "l":
                shifts.append(office(agent.agent, day, "15:00"))
            elif kind == "n":
                shifts.append(night(agent.agent, day))
    kept: list[Shift] = []
    for shift in roster(*shifts).shifts:
        if not kept or kept[-1].agent != shift.agent or kept[-1].end <= shift.start:
            kept.append(shift)
    return tuple(kept)


@st.composite
def problems(draw: st.DrawFn) -> RosterProblem:
    first = draw(st.sampled_from(FIRSTS))
    agents = draw(teams(first))
    works = ("calls",) if draw(st.booleans()) else ("calls", "mail")
    able = {a.agent: {w: draw(st.sampled_from([0.7, 1.0])) for w in works if draw(st.integers(0, 4))} for a in agents}
    posed = problem(
        tuple(replace(a, pattern="") for a in agents),
        first=first,
        days=draw(st.sampled_from([7, 7, 10, 14])),
        contract=draw(contracts()),
        shifts=tuple(draw(st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=3, unique=True))),
        rules=draw(rules()),
        past=draw(pasts(first, agents)),
        works=works,
        minutes=draw(st.sampled_from([15, 15, 30])),
        efficiency=able,
    )
    # Families are drawn, and a pattern may only name those that are there.
    cycles = [p for p in CYCLES if p.name != "days" or DAY in posed.shifts]
    names = {p.name for p in cycles}
    people = tuple(a if a.pattern in names else replace(a, pattern="") for a in agents)
    posed = replace(posed, agents=people, patterns={p.name: p for p in cycles})
    level = draw(st.floats(0.2, 3.0))
    hours = np.arange(posed.grid.count) * posed.grid.minutes / 60 % 24
    shape = level * (1 + np.sin((hours - draw(st.integers(0, 23))) * np.pi / 12))
    required = np.tile(shape, (len(works), 1))
    return replace(posed, required=required, shortfall_widths=required[:, :, None] * [0.05, 0.1, 0.85] + [0, 0, 1.0])


def assert_lawful(posed: RosterProblem, iterations: int) -> None:
    result = build_roster(posed, time_limit=20, iteration_limit=iterations)
    made = result.roster if result.roster is not None else roster()
    assert check(made, posed) == ()
    assert result.violations == ()
    left_out = {n.agent for n in result.not_rostered}
    # Who is left out keeps days of leave and locked shifts, and nothing else.
    assert not left_out & {s.agent for s in made.shifts if not s.is_leave and s not in posed.locks}
    assert sum(result.terms.values()) == pytest.approx(result.objective)
    days = set(posed.grid.local_dates)
    whole_week = any(d.weekday() == 0 and d + timedelta(days=6) in days for d in days)
    for agent in posed.agents:
        asked = whole_week and posed.contracts[agent.contract].min_hours_per_week > 0
        assert not asked or agent.agent in left_out | {s.agent for s in made.shifts}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_roster_of_a_random_problem_breaks_a_rule(posed: RosterProblem) -> None:
    assert_lawful(posed, iterations=2)


@pytest.mark.slow
@settings(max_examples=32, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_roster_of_many_random_problems_breaks_a_rule(posed: RosterProblem) -> None:
    assert_lawful(posed, iterations=3)


@pytest.mark.slow
@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_locked_shifts_stay_and_the_rest_is_legal_around_them(data: st.DataObject) -> None:
    """Locks from a legal roster of the same problem, so that a legal roster around them exists."""
    posed = data.draw(problems())
    first = build_roster(posed, time_limit=20, iteration_limit=0).roster
    work = [s for s in first.shifts if not s.is_leave] if first is not None else []
    locks = tuple(data.draw(st.lists(st.sampled_from(work), max_size=4, unique=True))) if work else ()
    assert_lawful(replace(posed, locks=locks), iterations=1)
