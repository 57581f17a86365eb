"""The plain CP-SAT baseline builds legal rosters of the same problem, counted by the same code."""

from __future__ import annotations

import pytest

from benchmarks.forecast_peers import cache
from benchmarks.roster_cpsat import plain_cp_sat
from benchmarks.roster_peers import pyworkforce
from benchmarks.roster_problem import Size, make_problem
from wfm.roster import build_roster
from wfm.types import Roster


@pytest.mark.slow
def test_the_plain_model_rosters_a_tiny_team_legally_and_is_counted_as_ours():
    problem = make_problem(Size(agents=1, works=1, days=7, seed=2, minutes=30))
    found = plain_cp_sat(problem, time_limit=30.0)
    assert found["status"] in {"OPTIMAL", "FEASIBLE"}
    assert found["violations"] == 0
    # The same objective but for the change of starts, which the plain model leaves out.
    assert found["objective"] >= found["own_objective"] - 0.01
    assert found["bound"] <= found["own_objective"] + 1e-6


def test_a_model_that_cannot_be_built_in_the_time_is_said_so():
    found = plain_cp_sat(make_problem(Size(agents=2, works=1, days=7, seed=1)), time_limit=0.0)
    assert "no roster" in found["status"]


def test_several_kinds_of_work_have_no_place_in_pyworkforce():
    problem = make_problem(Size(agents=4, works=2, days=7, seed=1, minutes=30))
    said = pyworkforce(problem, Roster((), problem.grid.zone), seconds=1.0)
    assert said["status"] == "cannot state the problem"
    assert "several kinds of work" in said["missing"][0]


@pytest.mark.slow
@pytest.mark.skipif(not (cache() / "pyworkforce" / "installed").is_file(), reason="pyworkforce is not installed")
def test_pyworkforce_rosters_the_shifts_of_a_roster_and_is_counted_and_judged_as_ours():
    problem = make_problem(Size(agents=3, works=1, days=7, seed=1, minutes=30))
    made = build_roster(problem, time_limit=30, iteration_limit=0).roster
    said = pyworkforce(problem, made, seconds=5.0)
    given = said["given shifts"]
    assert said["status"] == "asked"
    assert given["people_days"] == sum(not s.is_leave for s in made.shifts)
    # The shifts are those of a legal roster, so there is an answer, which need not be legal.
    assert given["status"] in {"OPTIMAL", "FEASIBLE"}
    assert given["objective"] == pytest.approx(sum(given["terms"].values()))
    assert given["violations"] == sum(given["violations_by_rule"].values())
