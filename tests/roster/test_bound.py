"""The bound is never above any legal roster's cost, and the cost for whole agents is the same cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import DAY, NIGHT, full_time, person, problem
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.roster import build_roster
from wfm.roster.alike import alike
from wfm.roster.ascent import Ascent
from wfm.roster.bound import Pricer, Prover, lagrangian_bound, price_limits
from wfm.roster.engine import model_for
from wfm.roster.improve import cover_total
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.progress import Progress
from wfm.roster.respond import empty_plan, respond_all
from wfm.roster.whole import for_whole_agents


def posed_for(seed, works=1, efficiency=1.0):
    random = np.random.default_rng(seed)
    people = tuple(person(f"p{i}") for i in range(3))
    names = tuple(f"w{k}" for k in range(works))
    can = {p.agent: {n: efficiency for n in names if random.random() < 0.7 or n == "w0"} for p in people}
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    posed = problem(people, works=names, efficiency=can, contract=contract, minutes=30, shifts=(DAY, NIGHT), days=7)
    required = random.uniform(0, 2.5, posed.required.shape) * (random.random(posed.required.shape) < 0.5)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85])
    return replace(posed, required=required, shortfall_widths=widths)


def random_plan(model, seed):
    plan, legal = empty_plan(model), np.ones(len(model.skill), dtype=np.bool_)
    respond_all(model, room_for(model), plan, np.random.default_rng(seed).permutation(len(legal)), legal)
    assert legal.all()
    return plan


@given(seed=st.integers(0, 1000), works=st.integers(1, 2), efficiency=st.sampled_from([1.0, 0.8]))
@settings(max_examples=12, deadline=None)
def test_any_prices_prove_a_bound_below_any_roster(seed, works, efficiency):
    whole, constant = for_whole_agents(model_for(posed_for(seed, works, efficiency))[0])
    plan = random_plan(whole, seed)
    low, high = price_limits(whole)
    price = np.random.default_rng(seed).uniform(low, high)
    agents = np.arange(len(whole.skill))
    priced = Pricer(whole, agents).price(price, lambda: False)
    bound = lagrangian_bound(whole, price, priced, agents) + constant
    assert bound <= search_cost(whole, plan) + constant + 1e-6


@given(seed=st.integers(0, 1000), efficiency=st.sampled_from([1.0, 0.8]))
@settings(max_examples=12, deadline=None)
def test_whole_agents_cost_the_same_at_every_roster(seed, efficiency):
    model = model_for(posed_for(seed, 2, efficiency))[0]
    whole, constant = for_whole_agents(model)
    plan = random_plan(model, seed)
    assert cover_total(whole, plan.cover) + constant == pytest.approx(cover_total(model, plan.cover))


def test_the_bound_rises_and_stays_below_the_roster():
    model = model_for(posed_for(5))[0]
    whole, constant = for_whole_agents(model)
    progress = Progress(60.0, 0.0)
    ascent = Ascent(whole, Prover(whole, alike(whole, np.arange(3)), constant), 1)
    seen = []
    for _ in range(60):
        assert ascent.step(progress)
        seen.append(progress.bound)
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
    assert seen[-1] <= search_cost(whole, random_plan(whole, 1)) + constant


@pytest.mark.parametrize("works", [1, 2])
def test_result_bound_lies_below_the_objective(works):
    result = build_roster(posed_for(7, works), time_limit=20, iteration_limit=4, gap=0.0)
    assert result.violations == ()
    assert result.bound <= result.objective
    assert result.gap == pytest.approx(
        (sum(v for k, v in result.terms.items() if k != "start_time_change") - result.bound) / result.bound
    )
