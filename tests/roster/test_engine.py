"""The engine as a whole: legal always, honest about who cannot be rostered, repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from builders import (
    AUTUMN_SUNDAY,
    DAY,
    MEAL,
    MONDAY,
    NIGHT,
    PAUSE,
    SPRING_SUNDAY,
    at,
    full_time,
    night,
    office,
    person,
    problem,
)

from wfm.roster import build_roster, check
from wfm.roster.rules import rules_from
from wfm.types import ActivityKind, DateRange, ShiftFamily

TEAM = tuple(person(f"p{i}") for i in range(6))


def build(posed, **options):
    return build_roster(posed, **{"time_limit": 5.0, "iteration_limit": 3, **options})


def test_every_agent_gets_a_legal_week():
    posed = problem(TEAM)
    result = build(posed)
    assert result.violations == ()
    assert check(result.roster, posed) == ()
    assert {s.agent for s in result.roster.shifts} == {a.agent for a in TEAM}
    assert result.status in {"feasible", "optimal"}


def test_terms_add_up_to_the_objective():
    result = build(problem(TEAM))
    assert sum(result.terms.values()) == pytest.approx(result.objective)
    hours = sum(s.paid_hours for s in result.roster.shifts)
    assert result.terms["paid_hours"] == pytest.approx(hours)


def test_shortfall_is_the_convex_price_of_the_coverage():
    posed = problem(TEAM, required=3.0)
    result = build(posed)
    net = result.coverage.frame["net"].to_numpy()
    missing, over = np.maximum(-net, 0), np.maximum(net, 0)
    first = np.minimum(missing, 0.05 * 3)
    second = np.minimum(missing - first, 0.1 * 3)
    price = 2 * first + 4 * second + 8 * (missing - first - second)
    assert result.terms["short"] == pytest.approx(price.sum() * 0.25)
    assert result.terms["over"] == pytest.approx(over.sum() * 0.25 * posed.weights.over)


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_grids_of_any_length(minutes):
    posed = problem(TEAM[:3], minutes=minutes, shifts=(DAY,))
    result = build(posed, iteration_limit=1)
    assert result.violations == ()
    assert len(result.coverage.frame) == 7 * 24 * 60 // minutes


@pytest.mark.parametrize(("sunday", "hours"), [(AUTUMN_SUNDAY, 9.0), (SPRING_SUNDAY, 7.0)])
def test_night_shift_over_a_clock_change_pays_elapsed_hours(sunday, hours):
    plain = ShiftFamily("night", tuple(range(7)), 22 * 60, 22 * 60, 30, (480,))
    posed = problem(
        (person(),), first=sunday - timedelta(days=6), shifts=(plain,), rules=rules_from("none"),
        contract=full_time(min_hours_per_week=0, max_hours_per_week=56, max_days_per_week=7, max_consecutive_days=7),
        required=5.0,
    )  # fmt: skip
    result = build(posed)
    saturday = next(s for s in result.roster.shifts if s.date == sunday - timedelta(days=1))
    assert saturday.paid_hours == hours
    assert saturday.end == at(sunday, "06:00")
    assert result.violations == ()


def test_round_the_clock_team_keeps_the_night_rules():
    posed = problem(tuple(person(f"p{i}") for i in range(12)), days=14)
    result = build(posed)
    assert any(s.start.hour >= 20 for s in result.roster.shifts)
    assert result.violations == ()


def test_agent_with_too_few_days_is_named_with_numbers_and_the_rest_is_rostered():
    short = person("short", available="mon,tue 08:00-17:00")
    posed = problem((*TEAM[:2], short), contract=full_time(min_hours_per_week=40, max_hours_per_week=40))
    result = build(posed)
    assert result.status == "partial"
    (left_out,) = result.not_rostered
    assert left_out.agent == "short"
    assert {"contract_hours", "availability"} <= set(left_out.rules)
    assert "2 days" in left_out.reason
    assert "40 h" in left_out.reason
    assert not result.roster.of("short")
    assert result.roster.of("p0")
    assert result.violations == ()


def test_agent_without_skill_is_named():
    posed = problem((*TEAM[:2], person("new")), efficiency={"p0": {"calls": 1.0}, "p1": {"calls": 1.0}})
    result = build(posed)
    assert [(n.agent, n.rules) for n in result.not_rostered] == [("new", ("skills",))]


def test_nobody_can_be_rostered():
    posed = problem((person("short", available="mon 08:00-12:00"),))
    result = build(posed)
    assert result.status == "infeasible"
    assert result.roster is None
    assert result.not_rostered[0].agent == "short"


def test_past_shifts_ask_for_rest_and_days_off():
    past = tuple(office("ann", MONDAY - timedelta(days=d)) for d in range(6, 0, -1))
    result = build(problem((person("ann"),), past=past, shifts=(DAY,)))
    assert min(s.date for s in result.roster.shifts) > MONDAY
    assert result.violations == ()


def test_rest_after_a_night_before_the_first_day():
    past = tuple(night("ann", MONDAY - timedelta(days=d)) for d in (3, 2, 1))
    posed = problem((person("ann"),), past=past, shifts=(DAY,), required=9.0)
    result = build(posed)
    first = min(result.roster.shifts, key=lambda s: s.start)
    assert first.start >= at(MONDAY, "06:00") + timedelta(hours=46)
    assert result.violations == ()


def test_locked_shifts_stay():
    lock = office("p1", MONDAY + timedelta(days=2), "10:00")
    posed = problem(TEAM[:2], locks=(lock,), shifts=(DAY,))
    result = build(posed)
    assert lock in result.roster.shifts
    assert result.violations == ()
    assert len([s for s in result.roster.of("p1") if s.date == lock.date]) == 1


def test_leave_is_rostered_with_credited_hours_and_counts():
    away = person("ann", leave=(DateRange(MONDAY, MONDAY + timedelta(days=1)),))
    result = build(problem((away, *TEAM[:1])))
    leave = [s for s in result.roster.of("ann") if s.is_leave]
    assert [s.date for s in leave] == [MONDAY, MONDAY + timedelta(days=1)]
    assert 32 <= sum(s.paid_hours for s in result.roster.of("ann")) <= 48
    assert result.violations == ()


def test_week_of_leave_needs_no_shift():
    away = person("ann", leave=(DateRange(MONDAY, MONDAY + timedelta(days=6)),))
    result = build(problem((away, *TEAM[:1])))
    assert len(result.roster.of("ann")) == 5
    assert result.not_rostered == ()


def test_multi_skilled_agents_go_where_they_are_missed():
    people = (person("a"), person("b"), person("c"))
    efficiency = {"a": {"calls": 1.0}, "b": {"calls": 1.0, "mail": 0.8}, "c": {"calls": 1.0, "mail": 1.0}}
    posed = problem(people, works=("calls", "mail"), required=1.0, efficiency=efficiency, shifts=(DAY,))
    result = build(replace(posed, home={p.agent: "calls" for p in people}))
    worked = {(s.agent, a.work) for s in result.roster.shifts for a in s.activities if a.kind is ActivityKind.WORK}
    assert ("a", "mail") not in worked
    assert {("b", "mail"), ("c", "mail")} & worked
    assert result.terms["away_from_home"] > 0
    assert result.violations == ()


def test_breaks_of_fifteen_minutes_on_a_half_hour_grid():
    family = ShiftFamily("day", tuple(range(7)), 480, 600, 30, (480,), (PAUSE, MEAL), 60)
    posed = problem(TEAM[:2], minutes=30, shifts=(family,))
    result = build(posed)
    pauses = [a for s in result.roster.shifts for a in s.activities if a.kind is ActivityKind.BREAK]
    assert pauses
    assert all(a.hours == 0.25 for a in pauses)
    assert result.violations == ()


SKILLS = {a.agent: {"calls": 1.0, "mail": 0.8} if i % 2 else {"mail": 1.0} for i, a in enumerate(TEAM)}


@pytest.mark.parametrize(
    "posed",
    [problem(TEAM), problem(TEAM, works=("calls", "mail"), required=1.3, efficiency=SKILLS)],
    ids=["one work", "two works"],
)
def test_same_seed_same_roster_and_iterations(posed):
    first, second = (build(posed, time_limit=60.0, iteration_limit=2) for _ in range(2))
    assert first.roster == second.roster
    assert first.objective == second.objective


def test_should_stop_ends_at_once_with_a_legal_roster():
    asked = []

    def stop() -> bool:
        asked.append(True)
        return True

    result = build(problem(TEAM), should_stop=stop, time_limit=60.0, iteration_limit=None)
    assert asked
    assert result.violations == ()
    assert result.seconds < 30


def test_progress_reports_a_roster_that_gets_better():
    seen = []
    build(problem(TEAM), on_progress=lambda *report: seen.append(report))
    best = [r[0] for r in seen if r[0] is not None]
    assert best == sorted(best, reverse=True)
    assert seen[0][4] == "first roster"


def test_single_day():
    posed = problem(TEAM, first=date(2026, 11, 18), days=1, shifts=(DAY, NIGHT))
    result = build(posed)
    assert result.violations == ()
    assert {s.date for s in result.roster.shifts} == {date(2026, 11, 18)}


def test_weekly_tours_stay_apart_over_four_weeks():
    posed = problem(TEAM[:3], days=28, shifts=(DAY,))
    result = build(posed, iteration_limit=1)
    assert result.violations == ()
    assert len({s.date.isocalendar().week for s in result.roster.shifts}) == 4
