"""Prices of levels prove bounds that no roster beats, and better ones than prices of parts of agents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bound import posed_for, random_plan

from wfm.roster.alike import alike
from wfm.roster.bound import Pricer, Prover, lagrangian_bound, price_limits
from wfm.roster.engine import model_for
from wfm.roster.levels import ANY, NONE, levels_of, lifted, limits, lowered
from wfm.roster.outcome import search_cost
from wfm.roster.progress import Progress
from wfm.roster.whole import for_whole_agents


def mixed(seed, shares):
    """Three agents and two works; the i-th agent does the second work with the i-th share."""
    posed = posed_for(seed, 2)
    can = {a.agent: {"w0": 1.0, "w1": e} for a, e in zip(posed.agents, shares, strict=True)}
    return for_whole_agents(model_for(replace(posed, efficiency=can))[0])


@given(seed=st.integers(0, 1000), shares=st.sampled_from([(1.0, 0.9, 0.9), (0.8, 0.8, 0.8), (1.0, 0.9, 0.7)]))
@settings(max_examples=12, deadline=None)
def test_any_prices_of_levels_prove_a_bound_below_any_roster(seed, shares):
    model, constant = mixed(seed, shares)
    plan = random_plan(model, seed)
    prover = Prover(model, alike(model, np.arange(3)), constant)
    price = np.random.default_rng(seed).uniform(*limits(model, prover.levels))
    progress = Progress(60.0, 0.0)
    prover.prove(price, progress)
    assert progress.bound <= search_cost(model, plan) + constant + 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_counting_in_whole_people_proves_no_less_at_the_same_prices(seed):
    model, constant = mixed(seed, (1.0, 0.9, 0.9))
    agents, progress = np.arange(3), Progress(60.0, 0.0)
    price = np.random.default_rng(seed).uniform(*price_limits(model))
    parts = lagrangian_bound(model, price, Pricer(model, agents).price(price, lambda: False), agents) + constant
    prover = Prover(model, alike(model, agents), constant)
    prover.prove(lifted(prover.levels, price), progress)
    assert progress.bound >= parts - 1e-6


def test_a_work_has_a_level_for_each_of_two_efficiencies_and_parts_for_more():
    model, _ = mixed(1, (1.0, 0.9, 0.9))
    levels = levels_of(model, np.arange(3))
    assert levels.work.tolist() == [0, 1, 1]
    assert levels.share.tolist() == [1.0, 0.9, 1.0]
    assert levels.most.tolist() == [3, 2, 1]
    assert levels.second.tolist() == [NONE, 2]
    many = levels_of(mixed(1, (1.0, 0.9, 0.7))[0], np.arange(3))
    assert many.most[many.first[1]] == ANY


def test_prices_go_up_to_levels_and_back():
    model, _ = mixed(2, (1.0, 0.9, 0.9))
    levels = levels_of(model, np.arange(3))
    price = np.random.default_rng(1).random(model.required.shape)
    assert lowered(levels, lifted(levels, price)) == pytest.approx(price)
