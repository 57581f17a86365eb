"""The judge of shift-scheduling rosters on rosters made by hand, and the engine on instances small enough to know."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from benchmarks import shift_scheduling_long
from benchmarks.shift_scheduling import read_instance
from benchmarks.shift_scheduling_generator import look_alike
from benchmarks.shift_scheduling_judge import judge
from benchmarks.shift_scheduling_long import LongSearch
from benchmarks.shift_scheduling_run import solve
from benchmarks.shift_scheduling_span import OFF, Span, whole
from benchmarks.shift_scheduling_states import Automata
from wfm.roster.progress import Progress
from wfm.roster.week_states import action

CURTOIS = Path("../shared/data/rostering/curtois")
HAND_MADE = """
SECTION_HORIZON
# days
{days}
SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutive, MinConsecutive, MinDaysOff, MaxWeekends
{staff}

SECTION_DAYS_OFF
ann,3

SECTION_SHIFT_ON_REQUESTS
ann,0,E,3
ann,1,E,2

SECTION_SHIFT_OFF_REQUESTS
ann,2,L,5

SECTION_COVER
0,E,1,100,1
0,L,1,50,2
1,E,0,100,7
6,L,1,10,1
"""
ANN = "ann,E=7|L=2,4000,900,3,2,2,1"


@pytest.fixture
def instance(tmp_path):
    def write(staff=ANN, days=7):
        path = tmp_path / "instance.txt"
        path.write_text(HAND_MADE.format(staff=staff, days=days))
        return path

    return write


def week(text: str) -> dict[str, list[str]]:
    return {"ann": ["" if c == "-" else c for c in text]}


def test_cost_counts_requests_and_cover_in_parts(instance):
    verdict = judge(instance(), week("EEL----"))
    assert verdict.violations == ()
    # Wanted shifts are worked, L on day 2 was not; day 0 lacks L, day 1 has E that nobody asked, day 6 lacks L.
    assert verdict.parts == {"wanted": 0, "unwanted": 5, "under": 60, "over": 7}
    assert verdict.cost == 72


@pytest.mark.parametrize(
    ("roster", "broken"),
    [
        ("EE-----", None),
        ("E--EE--", "works on day off 3"),
        ("LE-----", "E on day 1 follows L"),
        ("LLL----", "3 shifts L, 2 allowed"),
        ("E------", "480 minutes, not between 900 and 4000"),
        ("EEE-EEL", None),
        ("EE--E-E", "only 1 days in a row"),
        ("EE--EEE", None),
        ("EEE-EE-", None),
    ],
)
def test_each_hard_rule_is_seen(instance, roster, broken):
    staff = ANN.replace("900,3,2,2,1", "900,3,2,1,1")
    found = judge(instance(staff), week(roster)).violations
    assert (found == ()) if broken is None else any(broken in text for text in found)


def test_days_off_in_a_row_count_inside_the_horizon_only(instance):
    assert judge(instance(), week("-EEE---")).violations == ("ann: works on day off 3",)
    assert judge(instance(), week("EEE-EE-")).violations == ("ann: only 1 days off in a row",)


def test_weekends_are_counted_once_each(instance):
    verdict = judge(instance(ANN.replace("2,2,1", "2,2,0")), week("----EEE"))
    assert verdict.violations == ("ann: 1 weekends, 0 allowed",)


def test_roster_of_strangers_is_refused(instance):
    assert judge(instance(), {"bob": ["E"] * 7}).violations == (
        "bob is not on the staff",
        "ann has no roster of 7 days",
    )
    assert judge(instance(), week("X------")).violations == ("ann works a shift that does not exist",)


def test_engine_reaches_the_best_of_all_rosters(instance):
    path = instance(ANN + "\nbob,E=2|L=7,2400,960,4,1,2,0")
    every = [["" if c == "-" else c for c in plan] for plan in product("-EL", repeat=7)]
    # Each person's rules are judged alone first: the cost of cover is then that of legal pairs only.
    legal = {
        who: [p for p in every if not any(v.startswith(who) for v in judge(path, {"ann": p, "bob": p}).violations)]
        for who in ("ann", "bob")
    }
    best = min(_cost(ann, bob) for ann in map(tuple, legal["ann"]) for bob in map(tuple, legal["bob"]))
    report = solve(path, 20.0, 1, lambda *_: None)
    assert report["violations"] == 0
    assert report["objective"] == report["engine_objective"] == best
    # On a machine so busy that compiling takes the whole time there is no bound yet.
    assert report["bound"] is None or report["bound"] <= best


def _cost(ann: tuple[str, ...], bob: tuple[str, ...]) -> int:
    cost = 3 * (ann[0] != "E") + 2 * (ann[1] != "E") + 5 * (ann[2] == "L")
    for day, shift, required, under, over in (
        (0, "E", 1, 100, 1), (0, "L", 1, 50, 2), (1, "E", 0, 100, 7), (6, "L", 1, 10, 1),
    ):  # fmt: skip
        have = (ann[day] == shift) + (bob[day] == shift)
        cost += under * max(0, required - have) + over * max(0, have - required)
    return cost


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.skipif(not CURTOIS.is_dir(), reason="the public instances are not there")
def test_command_reaches_the_best_known_of_a_public_instance():
    command = [sys.executable, "-m", "benchmarks.public", "--instance", str(CURTOIS / "Instance2.txt"), "--json"]
    done = subprocess.run([*command, "--time-limit", "60"], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["objective"] == report["bound"] == 828
    assert report["violations"] == 0


@pytest.fixture
def long_instance(tmp_path, monkeypatch):
    """Half a year in windows, although it would go as a whole."""
    monkeypatch.setattr(shift_scheduling_long, "EFFORT", 1e5)
    path = tmp_path / "long.txt"
    path.write_text(look_alike(days=182, staff=12, kinds=4, seed=3))
    return path


@pytest.mark.slow
def test_long_horizon_is_built_in_windows_without_a_violation(long_instance):
    report = solve(long_instance, 10.0, 1, lambda *_: None)
    assert report["window_days"] is not None
    assert report["broken"] == []
    assert 0 < report["first_roster_seconds"] <= report["seconds"]
    assert report["engine_objective"] == report["objective"] < 182 * 4 * 200


@pytest.mark.parametrize(("shifts", "weekend_days"), [(3, 0), (9, 0), (13, 4)])
def test_minutes_that_are_short_come_from_weekdays_while_they_can(instance, shifts, weekend_days):
    """A weekend's shifts are missed at 90 each, but weekends are what other windows may need."""
    path = instance(f"ann,E=14|L=0,{480 * shifts},{480 * shifts},14,1,1,2", days=14)
    path.write_text(path.read_text() + "5,E,1,90,1\n12,E,1,90,1\n")
    search = LongSearch(read_instance(path), Progress(60.0, 0.0), 1, 14)
    search.roster[:] = OFF
    search._fill(0)
    worked = np.flatnonzero(search.roster[0] >= 0)
    assert len(worked) == shifts
    assert (worked % 7 >= 5).sum() == weekend_days


@pytest.mark.slow
def test_long_horizon_is_repeatable_by_iterations(long_instance):
    first, second = (solve(long_instance, 600.0, 1, lambda *_: None, iteration_limit=2) for _ in range(2))
    assert first["broken"] == []
    assert (first["objective"], first["parts"]) == (second["objective"], second["parts"])


def test_spans_of_the_same_shape_share_their_automata(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(look_alike(days=84, staff=12, kinds=4, seed=3))
    instance, automata = read_instance(path), Automata(shared=True)
    made = set()
    for first in (14, 21, 28):
        span = Span(first, first + 21, first + 14, whole(instance).fixed, whole(instance).budgets, 30)
        span = replace(span, budgets=tuple(replace(b, weekends=n % 3) for n, b in enumerate(span.budgets)))
        shared = automata.states_of(instance, span)
        alone = Automata().states_of(instance, span)
        made.add(len(automata.known))
        # Numbered in other ways, but the same days may be worked from each first state.
        for n in range(len(instance.staff)):
            assert _runs(shared, n) == _runs(alone, n)
    assert len(made) == 1


def _runs(states, person, days=8):
    """Which of all rows of days off and of kinds 0 and 3 someone may begin with."""
    table, legal = states.tables[states.automaton[person]], []
    for tried in product((None, 0, 3), repeat=days):
        state = states.first[person]
        for day, kind in enumerate(tried):
            state = table[day, state, 0 if kind is None else action(False, 0, 1, kind) + 2]
            if state < 0:
                break
        legal.append(state >= 0)
    return legal
