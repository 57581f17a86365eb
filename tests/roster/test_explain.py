"""Explanations: the right rule, people and numbers, against rosters whose reasons are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from builders import DAY, MONDAY, at, full_time, night, office, person, problem, roster, shift

from wfm.errors import DataError
from wfm.roster import build_roster, explain_roster, rules_from
from wfm.roster.explain.present import carried, present
from wfm.roster.explain.relax import rule_relaxations
from wfm.types import DateRange, RosterProblem

SATURDAY = MONDAY + timedelta(days=5)
TUESDAY = MONDAY + timedelta(days=1)
PLAIN = replace(DAY, breaks=(), lengths_minutes=(480,), earliest_start=540, latest_start=540)


def office_hours(posed: RosterProblem, agents: float, days: range = range(5)) -> RosterProblem:
    """Agents required from 09:00 to 17:00 on some days, nobody else; shifts need no break."""
    posed = replace(posed, rules=rules_from("nl-atw", {"breaks": {"in_force": 0}}))
    required = np.zeros_like(posed.required)
    local = posed.grid.index.tz_convert(posed.grid.zone)
    open_now = (local.hour >= 9) & (local.hour < 17) & np.isin(local.day_of_week, list(days))
    required[:, open_now] = agents
    return replace(posed, required=required, shortfall_widths=required[:, :, None] * [0.05, 0.1, 0.85] + [0, 0, 1.0])


def solved(posed: RosterProblem):
    return build_roster(posed, time_limit=20, iteration_limit=2).roster


def explained(posed: RosterProblem, made, when: str, day=TUESDAY):
    (told,) = explain_roster(posed, made, intervals=[("calls", at(day, when))], shifts=[], rules=False).intervals
    return told


@pytest.fixture(scope="module")
def on_leave():
    """Two people are needed on five days; one of two is away on Tuesday."""
    away = person("ann", leave=(DateRange(TUESDAY, TUESDAY),))
    contract = full_time(min_hours_per_week=16, max_hours_per_week=40)
    posed = office_hours(problem((away, person("bob")), shifts=(PLAIN,), contract=contract), 2.0)
    return posed, solved(posed)


def test_leave_is_named_as_the_cause_and_ending_it_ends_the_shortage(on_leave):
    told = explained(*on_leave, "10:00")
    assert (told.required, told.scheduled, told.short) == (2.0, 1.0, 1.0)
    assert [c.rule for c in told.causes] == ["leave"]
    assert told.smallest
    assert told.causes[0].freed.agent == "ann"
    assert told.people == {"at this work": 1, "on leave": 1}
    assert told.possible == 1.0
    assert told.cheapest is None
    best = told.reliefs[0]
    assert best.kind == "leave"
    assert "ann" in best.sentence
    assert best.short_after == 0.0
    # 8 hours less short; the leave that is worked instead was paid before.
    assert best.gained_hours == pytest.approx(8.0)
    assert best.saved > 0


def test_nobody_is_left_when_hours_are_used_up():
    contract = full_time(min_hours_per_week=16, max_hours_per_week=24, hours_per_week=24)
    posed = office_hours(problem((person("ann"), person("bob")), shifts=(PLAIN,), contract=contract), 2.0)
    made = solved(posed)
    short_day = next(d for d in range(5) if sum(s.date == MONDAY + timedelta(days=d) for s in made.shifts) < 2)
    told = explained(posed, made, "10:00", MONDAY + timedelta(days=short_day))
    assert {c.rule for c in told.causes} == {"contract_hours"}
    assert "24" in told.causes[0].sentence
    assert "agent" in {r.kind for r in told.reliefs if r.saved > 0}


def test_a_quarter_of_an_hour_is_not_worth_a_shift():
    contract = full_time(min_hours_per_week=0)
    posed = office_hours(problem((person("ann"),), contract=contract, shifts=(PLAIN,)), 1.0, range(5, 6))
    required = posed.required.copy()
    required[0, 40] = 0.2
    posed = replace(posed, required=required, shortfall_widths=required[:, :, None] * [0.05, 0.1, 0.85] + [0, 0, 1.0])
    made = roster(shift("ann", SATURDAY, "09:00", "17:00"))
    told = explained(posed, made, "10:00", MONDAY)
    assert told.causes == ()
    assert "prices" in told.sentence
    assert told.cheapest.agent == "ann"
    assert told.cheapest.cost > 7


def test_an_interval_that_is_not_short_says_so(on_leave):
    told = explained(*on_leave, "10:00", MONDAY)
    assert told.short == 0
    assert told.sentence == "The interval is not short."
    assert told.reliefs == ()


@pytest.mark.parametrize(("work", "when"), [("fax", "10:00"), ("calls", "10:07")])
def test_what_is_not_in_the_roster_is_refused(on_leave, work, when):
    with pytest.raises(DataError):
        explain_roster(*on_leave, intervals=[(work, at(TUESDAY, when))], shifts=[], rules=False)


def test_saturday_is_told_with_own_counts_beside_the_teams_and_who_else_could():
    people = (person("ann"), person("bob"), person("eve", available="mon-fri"))
    past = tuple(shift("ann", SATURDAY - timedelta(weeks=w), "09:00", "17:00") for w in (1, 2))
    contract = full_time(min_hours_per_week=8, max_hours_per_week=40)
    posed = office_hours(problem(people, shifts=(PLAIN,), past=past, contract=contract), 1.0, range(6))
    made = roster(
        shift("ann", SATURDAY, "09:00", "17:00"),
        shift("bob", MONDAY, "09:00", "17:00"),
        shift("eve", TUESDAY, "09:00", "17:00"),
    )
    (told,) = explain_roster(posed, made, intervals=[], shifts=[("ann", SATURDAY)], rules=False).shifts
    saturdays = next(c for c in told.counters if c.name == "Saturdays")
    assert (saturdays.own, saturdays.mean, saturdays.least, saturdays.most) == (3.0, 1.0, 0.0, 3.0)
    assert told.compared == 3
    assert [m.agent for m in told.others] == ["bob"]
    assert told.blocked == {"availability": ("eve",)}
    assert "Saturdays 3 (team 1.0, 0 to 3)" in told.sentence
    assert "bob" in told.sentence


def test_the_change_of_a_swap_is_the_change_of_the_objective():
    people = (person("ann"), person("bob"))
    contract = full_time(min_hours_per_week=0, max_hours_per_week=8, hours_per_week=8)
    posed = office_hours(problem(people, shifts=(PLAIN,), contract=contract), 1.0, range(5, 6))
    made = roster(shift("ann", SATURDAY, "09:00", "17:00"))
    (told,) = explain_roster(posed, made, intervals=[], shifts=[("ann", SATURDAY)], rules=False).shifts
    # Bob would do just the same; without anybody the day is short by 8 hours at 2 to 8 each, less 8 paid.
    assert told.others[0].cost == pytest.approx(0.0)
    assert told.without.cost == pytest.approx(8 * (0.05 * 2 + 0.1 * 4 + 0.85 * 8) - 8)


def test_a_free_day_is_told_with_the_best_shift_it_could_have():
    posed = office_hours(problem((person("ann"),), shifts=(PLAIN,), contract=full_time(min_hours_per_week=0)), 1.0)
    made = roster(shift("ann", MONDAY, "09:00", "17:00"))
    (told,) = explain_roster(posed, made, intervals=[], shifts=[("ann", SATURDAY)], rules=False).shifts
    assert told.start is None
    # The best week with that Saturday also has the working days that are missing, so it costs less than now.
    assert told.without.date == SATURDAY
    assert told.without.cost < 0


@pytest.mark.slow
def test_rules_cost_between_what_was_found_and_what_is_proven():
    team = tuple(person(f"p{i}") for i in range(4))
    tight = full_time(min_hours_per_week=16, max_hours_per_week=16, hours_per_week=16)
    posed = office_hours(problem(team, shifts=(PLAIN,), contract=tight), 3.0)
    told = explain_roster(posed, solved(posed), intervals=[], shifts=[])
    costs = {r.rule: r for r in told.rules}
    # 120 hours are asked, 64 may be worked: hours bind, and nothing else does.
    assert costs["contract_hours"].at_least > 100
    assert costs["contract_hours"].estimate > 100
    assert costs["weekly_rest"].at_least == pytest.approx(0.0, abs=1e-6)
    assert costs["weekly_rest"].estimate == pytest.approx(0.0, abs=1e-6)
    for cost in told.rules:
        assert cost.at_most is None or cost.at_most >= cost.at_least
    assert {r.kind for r in told.rules} == {"law", "contract", "wish"}
    assert sum(told.terms.values()) == pytest.approx(told.objective)


@pytest.mark.slow
def test_a_roster_on_the_arrays_has_its_own_terms_again():
    team = tuple(person(f"p{i}") for i in range(5))
    posed = problem(team, locks=(office("p1", TUESDAY, "10:00"),), past=(night("p2", MONDAY - timedelta(days=2)),))
    result = build_roster(posed, time_limit=20, iteration_limit=2)
    now = present(posed, result.roster)
    assert dict(now.terms) == pytest.approx(dict(result.terms))
    for name, easier in rule_relaxations(posed).items():
        if name != "locks":
            assert dict(carried(now, easier(posed)).terms) == pytest.approx(dict(result.terms))


def test_a_shift_edited_by_hand_stays_as_if_locked():
    odd = shift("ann", MONDAY, "09:10", "16:50")
    posed = problem((person("ann"),), shifts=(DAY,), minutes=5)
    now = present(posed, roster(odd, office("ann", TUESDAY)))
    assert now.problem.locks == (odd,)
    assert (now.plan.tour[0] >= 0).sum() == 2


def test_several_kinds_of_work_ask_for_a_skill_where_one_is_missing():
    people = (person("ann"), person("bob"))
    posed = problem(
        people, works=("calls", "mail"), shifts=(PLAIN,), efficiency={"ann": {"calls": 1.0}, "bob": {"mail": 1.0}},
        contract=full_time(min_hours_per_week=8, max_hours_per_week=40),
    )  # fmt: skip
    posed = office_hours(posed, 1.0)
    required = posed.required.copy()
    required[0] *= 2
    required[1] = 0
    posed = replace(posed, required=required, shortfall_widths=required[:, :, None] * [0.05, 0.1, 0.85] + [0, 0, 1.0])
    told = explained(posed, solved(posed), "10:00")
    assert {c.rule for c in told.causes} == {"skills"}
    learns = next(r for r in told.reliefs if r.kind == "skill")
    assert learns.sentence == "bob learns calls"
    assert learns.short_after == 0.0


def test_family_days_are_relieved_by_other_days():
    weekdays = replace(PLAIN, days=(0, 1, 2, 3, 4))
    contract = full_time(min_hours_per_week=0, max_hours_per_week=48, max_days_per_week=6)
    posed = office_hours(problem((person("ann"),), shifts=(weekdays,), contract=contract), 1.0, range(6))
    told = explained(posed, solved(posed), "10:00", SATURDAY)
    assert {c.rule for c in told.causes} == {"shift_family"}
    best = told.reliefs[0]
    assert best.kind == "shift_family"
    assert best.short_after == 0.0
