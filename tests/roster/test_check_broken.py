"""Broken files, notice, and the checker as a whole: independence, unknown rules, order."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import (
    ANY,
    MONDAY,
    broken_rules,
    free_contract,
    office,
    only,
    person,
    plan,
    problem,
    roster,
    shift,
)

from wfm.errors import ConfigError
from wfm.roster import check, rules_from
from wfm.roster.checker.judge import CHECKS
from wfm.roster.rules import PRESETS
from wfm.types import Activity, ActivityKind, RosterProblem, Rule, Rules, Shift


def posed(**changes: object) -> RosterProblem:
    return problem(rules=Rules("none", {}), contract=free_contract(), shifts=(ANY,), **changes)  # type: ignore[arg-type]


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def test_unknown_agent_is_named_once() -> None:
    (violation,) = check(roster(office("eve", MONDAY), office("eve", day(1)), office("ann", MONDAY)), posed())
    assert (violation.rule, violation.kind, violation.agent, violation.date) == ("unknown_agent", "data", "eve", MONDAY)


def test_shifts_that_overlap() -> None:
    across = shift("ann", MONDAY, "22:00", "06:00")
    assert broken_rules(roster(across, shift("ann", day(1), "06:00", "10:00")), posed()) == set()
    (violation,) = check(roster(across, shift("ann", day(1), "05:45", "10:00")), posed())
    assert (violation.rule, violation.kind) == ("no_overlap", "data")
    assert violation.message == "the shift from 2026-11-17 05:45 overlaps the one until 2026-11-17 06:00"


def test_shift_that_overlaps_the_published_past() -> None:
    past = (shift("ann", day(-1), "22:00", "06:00"),)
    assert broken_rules(roster(shift("ann", MONDAY, "05:45", "10:00")), posed(past=past)) == {"no_overlap"}


def test_short_shift_inside_a_long_one_overlaps_it() -> None:
    long, inner = shift("ann", MONDAY, "08:00", "16:00"), shift("ann", MONDAY, "09:00", "10:00")
    later = shift("ann", MONDAY, "15:00", "17:00")
    found = [v for v in check(roster(long, inner, later), posed()) if v.rule == "no_overlap"]
    assert len(found) == 2


def test_overlap_is_not_called_too_little_rest() -> None:
    made = roster(shift("ann", MONDAY, "08:00", "16:00"), shift("ann", MONDAY, "15:00", "20:00"))
    inside = replace(posed(), rules=only("daily_rest"))
    assert broken_rules(made, inside) == {"no_overlap"}


def test_date_that_is_not_the_day_the_shift_starts() -> None:
    wrong = replace(office("ann", MONDAY), date=day(1))
    assert broken_rules(roster(wrong), posed()) == {"shift_date"}
    after_midnight = shift("ann", day(1), "00:00", "08:00")
    assert broken_rules(roster(after_midnight), posed()) == set()


def test_shift_outside_the_days() -> None:
    assert broken_rules(roster(shift("ann", day(6), "22:00", "06:00")), posed()) == set()
    assert broken_rules(roster(office("ann", day(7))), posed()) == {"outside_horizon"}
    assert broken_rules(roster(office("ann", day(-1))), posed()) == {"outside_horizon"}


def test_times_off_the_grid() -> None:
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "16:07")), posed()) == {"off_grid"}
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "16:05")), posed(minutes=5)) == set()
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "16:00", ("10:07", 15))), posed()) == {"off_grid"}


def test_breaks_finer_than_the_requirement_are_on_the_grid() -> None:
    """Half-hour requirement, quarter-hour breaks: the family's minutes count too."""
    assert check(roster(*(office("ann", day(i)) for i in range(5))), problem(minutes=30)) == ()


def test_unknown_work_and_unpaid_work() -> None:
    assert broken_rules(roster(shift("ann", MONDAY, "08:00", "16:00", work="fax")), posed()) == {"unknown_work"}
    start = office("ann", MONDAY).start
    for kind in (ActivityKind.WORK, ActivityKind.TRAINING, ActivityKind.MEETING):
        unpaid = Shift("ann", MONDAY, (Activity(kind, start, start + timedelta(hours=4), "calls", paid=False),))
        assert broken_rules(roster(unpaid), posed()) == {"unpaid_work"}


def test_notice_is_judged_where_the_day_of_publishing_is_given() -> None:
    inside = replace(posed(), rules=only("notice"))
    made = roster(office("ann", day(1)), office("ann", day(3)))
    assert check(made, inside) == ()
    assert check(made, inside, published=day(-3)) == ()
    (late,) = check(made, inside, published=day(-2))
    assert (late.rule, late.date) == ("notice", day(1))
    assert late.message == "times published 2026-11-14, 3 days ahead; the rule asks 4"
    assert check(made, inside, pattern_published=day(1 - 28)) == ()
    (late,) = check(made, inside, pattern_published=day(2 - 28))
    assert late.message == "pattern published 2026-10-21, 27 days ahead; the rule asks 28"
    assert check(made, posed(), published=day(1)) == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_the_checker_knows_every_rule_of_every_preset(preset: str) -> None:
    asked = {name for name, rule in rules_from(preset).by_name.items() if rule.kind != "wish"}
    assert asked <= {*CHECKS, "notice"}


def test_a_rule_nobody_knows_is_refused_rather_than_passed_over() -> None:
    moon = Rule("full_moon", "law", {}, "Nobody works at full moon.")
    with pytest.raises(ConfigError, match="full_moon"):
        check(roster(), replace(posed(), rules=Rules("none", {"full_moon": moon})))


def test_rules_that_are_not_in_force_are_not_judged() -> None:
    made = roster(shift("ann", MONDAY, "00:00", "23:00"), shift("ann", day(1), "00:00", "23:00"))
    assert check(made, posed()) == ()
    assert len(broken_rules(made, replace(posed(), rules=plan().rules))) > 3


def test_violations_come_by_agent_and_day() -> None:
    people = (person("bob"), person("ann"))
    made = roster(*(shift(a, day(i), "08:00", "20:30") for a in ("bob", "ann") for i in (2, 0)))
    found = check(made, problem(people, rules=only("shift_length"), contract=free_contract(), shifts=(ANY,)))
    assert [(v.agent, v.date) for v in found] == [("ann", day(0)), ("ann", day(2)), ("bob", day(0)), ("bob", day(2))]


def test_the_checker_imports_nothing_of_the_engine() -> None:
    code = (
        "import sys; from wfm.roster import check; "
        "own = {n for n in sys.modules if n.startswith('wfm.roster.')}; "
        "print(*sorted(n for n in own if not n.startswith('wfm.roster.checker')), "
        "*(n for n in ('numba', 'ortools') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["wfm.roster.leave"]


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, wfm.roster; print(*(n for n in ('pandas', 'numpy', 'numba', 'ortools') if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
