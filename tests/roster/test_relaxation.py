"""The linear program over tours meets the bound from above, and its weights become legal rosters."""

from __future__ import annotations

import numpy as np
import pytest
from test_bound import posed_for

from wfm.roster.alike import alike
from wfm.roster.ascent import Ascent
from wfm.roster.bound import Prover
from wfm.roster.engine import model_for
from wfm.roster.linear import LinearProgram
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.pool import is_legal
from wfm.roster.progress import Progress
from wfm.roster.relaxation import Relaxation
from wfm.roster.respond import respond_all
from wfm.roster.whole import for_whole_agents


def generated(seed, works=1, efficiency=1.0, steps=30):
    model, constant = for_whole_agents(model_for(posed_for(seed, works, efficiency))[0])
    progress = Progress(600.0, 0.0)
    prover = Prover(model, alike(model, np.arange(len(model.skill))), constant)
    ascent = Ascent(model, prover, 1)
    for _ in range(45):
        assert ascent.step(progress)
    relaxation = Relaxation(model, prover, ascent, 1)
    assert relaxation.begin(progress)
    for _ in range(steps):
        if not relaxation.step(progress) or relaxation.solved(progress, 1e-6):
            break
    return model, constant, progress, relaxation


@pytest.mark.parametrize(("seed", "works", "efficiency"), [(1, 1, 1.0), (2, 2, 1.0), (5, 2, 0.8)])
def test_program_and_bound_meet(seed, works, efficiency):
    _, _, progress, relaxation = generated(seed, works, efficiency)
    # Where a work is done with two levels of efficiency the bound counts whole people, and the program parts of them.
    assert efficiency < 1 or relaxation.weights.cost >= progress.bound - 1e-6
    assert relaxation.solved(progress, 1e-3)


def test_weights_give_everybody_one_legal_tour():
    model, constant, progress, relaxation = generated(4, 2)
    plan = relaxation.rounded(np.random.default_rng(1))
    assert all(is_legal(model, i, plan.tour[i]) for i in range(len(model.skill)))
    legal = np.ones(len(model.skill), dtype=np.bool_)
    respond_all(model, room_for(model), plan, np.arange(len(model.skill)), legal)
    assert search_cost(model, plan) + constant >= progress.bound - 1e-6


def test_weights_of_a_group_add_up_to_its_agents():
    model, _, _, relaxation = generated(4)
    groups, tours = relaxation.prover.groups, relaxation.master.tours
    weight = relaxation.weights.weight
    summed = np.bincount(tours.group[: len(weight)], weight, len(groups.first))
    assert summed == pytest.approx(groups.count)
    assert sorted(groups.order) == list(range(len(model.skill)))


def test_like_agents_share_a_group_and_others_do_not():
    model = model_for(posed_for(3, 2))[0]
    groups = alike(model, np.arange(3))
    for members in groups.members:
        assert (model.allowed[members] == model.allowed[members[0]]).all()
        assert len(set(model.skill[members])) == 1
    assert len(groups.members) == len({int(c) for c in model.skill})


def test_forgetting_dear_columns_keeps_the_optimum(monkeypatch):
    _, _, _, relaxation = generated(2, 2, steps=2)
    master = relaxation.master
    weights, known = master.solve(lambda: False), len(master.tours.cost)
    monkeypatch.setattr("wfm.roster.master.MOST_COLUMNS", 20)
    kept = master.forget_dear(weights)
    assert len(kept.weight) == len(master.tours.cost) < known
    assert master.solve(lambda: False).cost == pytest.approx(weights.cost)


def test_program_solves_a_small_transport_by_hand():
    program = LinearProgram(np.array([3.0, 2.0]))
    program.add_columns(
        np.array([1.0, 2.0, 10.0, 10.0]),
        np.array([2.0, np.inf, np.inf, np.inf]),
        np.array([0, 0, 0, 1]),
        np.array([0, 1, 2, 3]),
        np.ones(4),
    )
    program.add_columns(np.array([4.0]), np.array([np.inf]), np.array([0, 1]), np.array([0, 0]), np.ones(2))
    solved = program.solve(lambda: False)
    assert solved.cost == pytest.approx(2 * 4.0 + 1.0)
    assert solved.value == pytest.approx([1.0, 0.0, 0.0, 0.0, 2.0])
