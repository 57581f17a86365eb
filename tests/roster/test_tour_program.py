"""The linear program over tours: its answer is proven by its own prices, with rows plain or as differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import DAY, NIGHT, full_time, person, problem

from wfm.roster.columns import ColumnPricer
from wfm.roster.engine import model_for
from wfm.roster.model import room_for
from wfm.roster.pool import pool_for
from wfm.roster.respond import cover_cost, empty_plan, respond_all
from wfm.roster.tour_program import TourProgram

AGENTS = 3


@pytest.fixture(scope="module", params=[1, 2])
def posed(request):
    """A model with drawn tours, some slots where nobody is required, and some cover settled beforehand."""
    random = np.random.default_rng(request.param)
    names = tuple(f"w{k}" for k in range(request.param))
    people = tuple(person(f"p{i}") for i in range(AGENTS))
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    able = {p.agent: dict.fromkeys(names, 0.9) for p in people}
    made = problem(people, works=names, efficiency=able, contract=contract, minutes=30, shifts=(DAY, NIGHT), days=7)
    required = random.uniform(0, 2.5, made.required.shape) * (random.random(made.required.shape) < 0.7)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85])
    model = model_for(replace(made, required=required, shortfall_widths=widths))[0]
    base = model.base_cover.copy()
    base[:, : required.shape[1]] += random.random(required.shape) < 0.1
    model = model._replace(base_cover=base)
    plan, legal = empty_plan(model), np.ones(AGENTS, dtype=np.bool_)
    respond_all(model, room_for(model), plan, np.arange(AGENTS), legal)
    price = np.full(required.shape, model.price_scale)
    pool = pool_for(
        model, [room_for(model)], plan, np.arange(AGENTS), price, draws=12, noise=2 * model.price_scale, seed=1
    )
    return model, pool, ColumnPricer(model).own_costs(pool)


def cover_of(model, pool):
    slots = model.required.shape[1]
    share = model.efficiency[model.skill[pool.agent]]
    return np.stack([share[:, w, None] * (pool.work[:, :slots] == w) for w in range(len(model.required))], axis=1)


def cost_of_cover(model, cover):
    total = 0.0
    for w, t in np.ndindex(*model.required.shape):
        missing = model.required[w, t] - cover[w, t]
        total += cover_cost(missing, model.short_width, model.short_price, w, t, model.over_price)
    return total


def assert_optimal(model, pool, own, solved, allowed):
    """What the weights cost is what the prices prove, and no tour allowed would earn anything."""
    slots = model.required.shape[1]
    cover, base = cover_of(model, pool), model.base_cover[:, :slots]
    assert np.all(solved.weight >= -1e-9)
    assert np.bincount(pool.agent, solved.weight, AGENTS) == pytest.approx(np.ones(AGENTS))
    spent = cost_of_cover(model, base + np.tensordot(solved.weight, cover, 1)) + solved.weight @ own
    assert solved.cost == pytest.approx(spent)
    worth = (cover * solved.price).sum(axis=(1, 2))
    assert np.all((own - worth - solved.agent_price[pool.agent])[allowed] >= -1e-6)
    proven = (solved.price * (model.required - base)).sum() + solved.agent_price.sum()
    for step in range(model.short_width.shape[2] - 1):
        proven -= (model.short_width[:, :, step] * np.maximum(solved.price - model.short_price[:, :, step], 0.0)).sum()
    assert solved.cost == pytest.approx(proven)


@pytest.mark.parametrize("plain", [False, True])
def test_weights_and_prices_prove_each_other(posed, plain):
    model, pool, own = posed
    # Shifts that end at once make rows plain; the program looks at nothing else of them.
    program = TourProgram(model._replace(end=model.start) if plain else model, model.skill, np.ones(AGENTS))
    half = len(own) // 2
    program.add(pool.agent[:half], pool.work[:half], own[:half])
    program.add(pool.agent[half:], pool.work[half:], own[half:])
    best = program.solve(lambda: False)
    assert_optimal(model, pool, own, best, np.ones(len(own), dtype=np.bool_))

    closed = np.flatnonzero(best.weight > 1e-6)[:2]
    program.close(closed)
    worse, still = program.solve(lambda: False), np.ones(len(own), dtype=np.bool_)
    still[closed] = False
    assert worse.weight[closed] == pytest.approx(0.0)
    assert worse.cost > best.cost
    assert_optimal(model, pool, own, worse, still)

    program.open_all()
    assert program.solve(lambda: False).cost == pytest.approx(best.cost)
