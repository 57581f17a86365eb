"""The choice from a pool: legal, exact, never worse, the same for the same seed, and stopped when asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from builders import DAY, NIGHT, full_time, person, problem

from wfm.roster import build_roster
from wfm.roster.engine import model_for
from wfm.roster.improve import agent_cost, cover_total
from wfm.roster.model import room_for
from wfm.roster.pool import EVERY_DAY, Pool, is_legal, pool_for
from wfm.roster.pool_program import program_for
from wfm.roster.progress import Progress
from wfm.roster.recombine import Recombiner, choose, swap, take
from wfm.roster.respond import copy_plan, empty_plan, respond_all
from wfm.roster.whole import for_whole_agents


def posed_for(seed, works=1, efficiency=1.0):
    random = np.random.default_rng(seed)
    people = tuple(person(f"p{i}") for i in range(3))
    names = tuple(f"w{k}" for k in range(works))
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    able = {p.agent: dict.fromkeys(names, efficiency) for p in people}
    posed = problem(people, works=names, efficiency=able, contract=contract, minutes=30, shifts=(DAY, NIGHT), days=7)
    required = random.uniform(0, 2.5, posed.required.shape) * (random.random(posed.required.shape) < 0.5)
    return replace(posed, required=required, shortfall_widths=required[:, :, None] * np.array([0.05, 0.1, 0.85]))


def rostered(seed, works=1, efficiency=1.0):
    model, _ = for_whole_agents(model_for(posed_for(seed, works, efficiency))[0])
    plan, legal = empty_plan(model), np.ones(len(model.skill), dtype=np.bool_)
    respond_all(model, room_for(model), plan, np.arange(3), legal)
    assert legal.all()
    return model, plan


def pool_of(model, plan, draws=6, day=EVERY_DAY, seed=1):
    price = np.full(model.required.shape, model.price_scale)
    rooms = [room_for(model) for _ in range(2)]
    noise = model.price_scale
    return pool_for(model, rooms, plan, np.arange(3), price, draws=draws, noise=noise, seed=seed, day=day)


def total(model, plan):
    return cover_total(model, plan.cover) + sum(agent_cost(model, plan, i) for i in range(len(plan.tour)))


def least_by_hand(model, plan, pool):
    """Every choice of one row, or none, for each agent."""
    rows = [[None, *np.flatnonzero(pool.agent == i)] for i in range(len(plan.tour))]
    costs = []
    for choice in product(*rows):
        chosen, mine = np.array([k for k in choice if k is not None], dtype=np.int64), copy_plan(plan)
        swap(model, mine, pool.agent[chosen], pool.tour[chosen], pool.break_at[chosen], pool.work[chosen])
        costs.append(total(model, mine))
    return min(costs)


@pytest.mark.parametrize(("seed", "works", "efficiency"), [(1, 1, 1.0), (2, 2, 1.0), (3, 2, 0.8)])
def test_choice_is_the_best_of_all_choices(seed, works, efficiency):
    model, plan = rostered(seed, works, efficiency)
    pool = pool_of(model, plan)
    expected = least_by_hand(model, plan, pool)
    before = total(model, plan)
    gain = take(model, plan, pool, choose(program_for(model, plan, pool), lambda: False))
    assert total(model, plan) == pytest.approx(expected, abs=1e-2)
    assert gain == pytest.approx(before - total(model, plan))


@pytest.mark.parametrize("efficiency", [1.0, 0.8])
def test_keeping_every_tour_is_a_solution_of_the_program(efficiency):
    model, plan = rostered(4, 2, efficiency)
    program = program_for(model, plan, pool_of(model, plan))
    activity = program.matrix @ program.start
    assert np.all(activity >= program.low - 1e-9)
    assert np.all(activity <= program.high + 1e-9)
    assert np.all(program.start <= program.most + 1e-9)
    assert np.all(program.start >= 0)


def test_worse_tours_are_undone():
    model, plan = rostered(5)
    pool = pool_of(model, plan, draws=20)
    before = copy_plan(plan)
    tried = 0
    for k in range(len(pool.agent)):
        tried += take(model, plan, pool, np.array([k])) == 0.0 and bool(
            np.any(pool.work[k] != plan.work[pool.agent[k]])
        )
        assert total(model, plan) <= total(model, before) + 1e-9
    assert tried


@pytest.mark.parametrize("day", [EVERY_DAY, 0, 3])
def test_pool_holds_legal_tours_only_and_leaves_the_plan_alone(day):
    model, plan = rostered(6, 2)
    before = copy_plan(plan)
    pool = pool_of(model, plan, draws=15, day=day)
    assert len(pool.agent) > 3
    assert all(is_legal(model, i, tour) for i, tour in zip(pool.agent, pool.tour, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(plan, before, strict=True))
    if day != EVERY_DAY:
        others = [d for d in range(7) if d != day]
        assert np.array_equal(pool.tour[:, others], plan.tour[pool.agent][:, others])
        assert np.array_equal(pool.break_at[:, others], plan.break_at[pool.agent][:, others])


def test_too_many_days_are_not_legal():
    model, plan = rostered(6)
    assert is_legal(model, 0, plan.tour[0])
    assert not is_legal(model, 0, model.day_first[:7].copy())


def test_same_seed_same_pool_whatever_the_threads():
    model, plan = rostered(7)
    price = np.full(model.required.shape, model.price_scale)
    pools = [
        pool_for(model, [room_for(model)] * n, plan, np.arange(3), price, draws=5, noise=0.2, seed=3) for n in (1, 1)
    ]
    pools.append(
        pool_for(model, [room_for(model) for _ in range(3)], plan, np.arange(3), price, draws=5, noise=0.2, seed=3)
    )
    for pool in pools[1:]:
        assert all(np.array_equal(a, b) for a, b in zip(pool, pools[0], strict=True))


def test_nothing_is_chosen_from_an_empty_or_unchanged_pool():
    model, plan = rostered(8)
    same = Pool(np.arange(3), plan.tour.copy(), plan.break_at.copy(), plan.work.copy())
    assert take(model, plan, same, choose(program_for(model, plan, same), lambda: False)) == 0.0


def test_stop_is_asked_before_every_agent_and_ends_the_step():
    model, plan = rostered(9)
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    progress = Progress(600.0, 0.0, should_stop=stop)
    before = total(model, plan)
    price = np.full(model.required.shape, model.price_scale)
    Recombiner(model, np.random.default_rng(1), np.arange(3)).step(plan, price, progress)
    assert 3 <= len(asked) <= 8
    assert total(model, plan) == before


def test_roster_after_recombination_is_legal_and_repeats():
    posed = posed_for(10, 2)
    first, second = (build_roster(posed, time_limit=600.0, iteration_limit=30, gap=0.0) for _ in range(2))
    assert first.violations == ()
    assert first.roster == second.roster
    assert first.bound <= first.objective
