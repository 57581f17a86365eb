"""A published roster found again on the engine's arrays: a search that begins with it ends no dearer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from builders import DAY, MONDAY, night, office, person, problem, roster

from wfm.roster import build_roster
from wfm.roster.engine import model_for
from wfm.roster.explain.present import present
from wfm.roster.placed import published_plan
from wfm.types import RosterProblem, Weights

NAMES = ("ann", "bob", "cid")
WEEK = [office(a, MONDAY + timedelta(days=d), "10:00" if a == "bob" else "08:00") for a in NAMES for d in range(5)]


def posed(**changes: object) -> RosterProblem:
    asked = problem(tuple(person(a) for a in NAMES), required=1.4, works=("calls", "mail"))
    return replace(asked, weights=Weights(change=0.5), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("iterations", [0, 2])
def test_a_search_ends_no_dearer_than_the_published_roster(iterations):
    asked = posed(published=roster(*WEEK))
    before = present(asked, roster(*WEEK))
    assert before.terms["change"] == pytest.approx(0.0)
    made = build_roster(asked, time_limit=60, gap=0.0, iteration_limit=iterations)
    assert made.objective <= before.cost + 1e-6


def test_tours_that_the_rules_forbid_are_not_begun_with():
    known = [*WEEK[:5], *(s for s in WEEK if s.agent == "bob"), office("bob", MONDAY + timedelta(days=5))]
    asked = posed(published=roster(*known, night("cid", MONDAY)), shifts=(DAY,))
    model, staff, slots = model_for(asked)
    plan = published_plan(asked, model, staff, slots)
    # Bob has a sixth day, and Cid's night is a shift that no family has: what is left is too few hours.
    assert [tour[0] > -2 for tour in plan.tour] == [True, False, False]
    assert plan.cover.sum() == pytest.approx(5 * (8.5 - 0.75) * 4)


def test_locked_shifts_of_the_published_roster_stand_in_it_once():
    asked = posed(published=roster(*WEEK), locks=(WEEK[0], WEEK[6]))
    model, staff, slots = model_for(asked)
    plan = published_plan(asked, model, staff, slots)
    assert (plan.tour[:, :5] >= 0).all()
    assert [int(row) for row in np.flatnonzero(model.locked)] == sorted([plan.tour[0, 0], plan.tour[1, 1]])
    whole = present(replace(asked, locks=()), roster(*WEEK)).plan.cover
    assert plan.cover == pytest.approx(whole)
