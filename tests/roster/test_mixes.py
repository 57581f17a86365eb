"""Works chosen with the tours: the best of all ways to share them out, legal for every class, and never worse."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from builders import DAY, full_time, person, problem

from wfm.roster.cover_steps import parts_of
from wfm.roster.engine import model_for
from wfm.roster.mixes import counts, free_classes
from wfm.roster.model import room_for
from wfm.roster.outcome import total_cost
from wfm.roster.pool import Pool, pool_for
from wfm.roster.pool_program import program_for
from wfm.roster.recombine import solve, take_with_works
from wfm.roster.respond import copy_plan, empty_plan, respond_all
from wfm.roster.whole import for_whole_agents

ABLE = ({"calls": 1.0}, {"calls": 1.0, "mails": 0.9}, {"mails": 1.0, "calls": 0.9}, {"mails": 1.0})


def rostered(seed):
    """Four people of different skills, rostered by best response, everyone who can at mails."""
    random = np.random.default_rng(seed)
    people = tuple(person(f"p{i}", skills=tuple(can)) for i, can in enumerate(ABLE))
    able = {p.agent: can for p, can in zip(people, ABLE, strict=True)}
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    posed = problem(
        people, works=("calls", "mails"), efficiency=able, contract=contract, minutes=30, shifts=(DAY,), days=7
    )
    required = random.uniform(0, 2.0, posed.required.shape) * (random.random(posed.required.shape) < 0.6)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85])
    model, _ = for_whole_agents(model_for(replace(posed, required=required, shortfall_widths=widths))[0])
    plan, legal = empty_plan(model), np.ones(len(model.skill), dtype=np.bool_)
    respond_all(model, room_for(model), plan, np.arange(len(people)), legal)
    assert legal.all()
    for i, slot in zip(*np.nonzero(plan.work >= 0), strict=True):
        give(model, plan, i, slot, 1)
    return model, plan


def give(model, plan, agent, slot, work):
    old, skill = plan.work[agent, slot], model.skill[agent]
    if model.efficiency[skill, work] > 0:
        plan.cover[old, slot] -= model.efficiency[skill, old]
        plan.cover[work, slot] += model.efficiency[skill, work]
        plan.work[agent, slot] = work


def pool_of(model, plan, seed=1):
    price = np.full(model.required.shape, model.price_scale)
    return pool_for(
        model, [room_for(model)], plan, np.arange(len(plan.tour)), price, draws=2, noise=model.price_scale, seed=seed
    )


def with_best_works(model, plan):
    """The plan with the best works of all, slot by slot, for the people as they are on duty."""
    best = copy_plan(plan)
    for slot in range(model.required.shape[1]):
        on_duty = np.flatnonzero(plan.work[:, slot] >= 0)
        able = [np.flatnonzero(model.efficiency[model.skill[i]] > 0) for i in on_duty]
        tried = []
        for works in product(*able):
            for i, work in zip(on_duty, works, strict=True):
                give(model, best, i, slot, work)
            tried.append((total_cost(model, best), works))
        for i, work in zip(on_duty, min(tried)[1], strict=True):
            give(model, best, i, slot, work)
    return best


def give_tours(model, plan, pool, rows):
    mine = copy_plan(plan)
    for k in rows:
        i = pool.agent[k]
        for slot in range(mine.work.shape[1]):
            for work, sign in ((mine.work[i, slot], -1), (pool.work[k, slot], 1)):
                if work >= 0:
                    mine.cover[work, slot] += sign * model.efficiency[model.skill[i], work]
        mine.tour[i], mine.break_at[i], mine.work[i] = pool.tour[k], pool.break_at[k], pool.work[k]
    return mine


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_tours_and_works_together_are_the_best_of_all(seed):
    model, plan = rostered(seed)
    pool = pool_of(model, plan)
    program = program_for(model, plan, pool, free_works=True)
    rows = [[None, *np.flatnonzero(pool.agent == i)] for i in range(len(plan.tour))]
    touched = np.zeros(model.required.shape[1], dtype=bool)
    touched[program.mixes.slot] = True
    costs = []
    for choice in product(*rows):
        mine = give_tours(model, plan, pool, [k for k in choice if k is not None])
        costs.append(total_cost(model, with_best_works(model, mine)))
    take_with_works(model, plan, pool, program, solve(program, lambda: False))
    # Where no tour of the pool changes anything, works stay as they are.
    assert touched.sum() > 10
    assert total_cost(model, with_best_works(model, plan)) == pytest.approx(min(costs), abs=1e-6)


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_the_gain_is_what_the_plan_costs_less_and_everyone_does_only_what_they_can(seed):
    model, plan = rostered(seed)
    before, pool = total_cost(model, plan), pool_of(model, plan)
    program = program_for(model, plan, pool, free_works=True)
    gain = take_with_works(model, plan, pool, program, solve(program, lambda: False))
    assert gain > 0
    assert total_cost(model, plan) == pytest.approx(before - gain)
    cover = model.base_cover.copy()
    for i, slot in zip(*np.nonzero(plan.work >= 0), strict=True):
        assert model.efficiency[model.skill[i], plan.work[i, slot]] > 0
        cover[plan.work[i, slot], slot] += model.efficiency[model.skill[i], plan.work[i, slot]]
    assert plan.cover == pytest.approx(cover)


def test_keeping_every_tour_and_work_is_a_solution_with_the_cost_of_the_plan():
    model, plan = rostered(7)
    program = program_for(model, plan, pool_of(model, plan), free_works=True)
    activity = program.matrix @ program.start
    assert np.all(activity >= program.low - 1e-9)
    assert np.all(activity <= program.high + 1e-9)
    assert np.all(program.start <= program.most + 1e-9)
    assert len(program.mixes.now)
    now = counts(model, plan, free_classes(model))
    mixes = program.mixes
    assert np.array_equal(mixes.now, now[mixes.skill, mixes.slot, mixes.work])


def test_a_choice_that_costs_more_is_undone_with_its_works():
    model, plan = rostered(8)
    pool = pool_of(model, plan)
    program = program_for(model, plan, pool, free_works=True)
    best = solve(program, lambda: False)
    assert take_with_works(model, plan, pool, program, best) > 0
    after = copy_plan(plan)
    worse = program_for(model, plan, pool, free_works=True)
    values = np.rint(worse.start).astype(np.int64)
    values[0] = 1
    assert take_with_works(model, plan, pool, worse, values) == 0.0
    assert all(np.array_equal(a, b) for a, b in zip(plan, after, strict=True))


def test_nobody_is_free_where_a_work_must_last():
    model, plan = rostered(9)
    assert free_classes(model).sum() == 2
    strict = model._replace(least_stretch=4)
    assert not free_classes(strict).any()
    assert len(program_for(strict, plan, pool_of(model, plan), free_works=True).mixes.now) == 0


def test_an_agent_counts_in_as_few_parts_as_make_every_efficiency_whole():
    model, _ = rostered(1)
    assert parts_of(model).tolist() == [10, 10]
    halves = model._replace(efficiency=np.array([[1.0, 0.0], [0.5, 0.75]]))
    assert parts_of(halves).tolist() == [2, 4]
    thirds = model._replace(efficiency=np.array([[1 / 3, 1.0]]))
    assert parts_of(thirds).tolist() == [100, 1]


def test_a_pool_without_rows_leaves_the_plan_alone():
    model, plan = rostered(2)
    nobody = np.zeros(0, dtype=np.int64)
    pool = Pool(nobody, plan.tour[:0], plan.break_at[:0], plan.work[:0])
    program = program_for(model, plan, pool, free_works=True)
    assert take_with_works(model, plan, pool, program, solve(program, lambda: False)) == 0.0
