"""Column generation for small teams: its first bound, when it gives up, and whether it leads anywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import DAY, NIGHT, full_time, person, problem

from wfm.roster.engine import model_for
from wfm.roster.generation import STALLED, Generation
from wfm.roster.model import room_for
from wfm.roster.outcome import search_cost
from wfm.roster.progress import Progress
from wfm.roster.respond import empty_plan, respond_all
from wfm.roster.tour_program import Weights

AGENTS = 3


@pytest.fixture(scope="module", params=[1, 2, 3])
def model(request):
    random = np.random.default_rng(request.param)
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    posed = problem(
        tuple(person(f"p{i}") for i in range(AGENTS)), contract=contract, minutes=30, shifts=(DAY, NIGHT), days=7
    )
    required = random.uniform(0, 2.5, posed.required.shape) * (random.random(posed.required.shape) < 0.5)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85])
    return model_for(replace(posed, required=required, shortfall_widths=widths))[0]


@pytest.fixture
def generation(model):
    return Generation(model, np.arange(AGENTS), Progress(60.0, 0.0))


def a_roster(model):
    plan = empty_plan(model)
    respond_all(model, room_for(model), plan, np.arange(AGENTS), np.ones(AGENTS, dtype=np.bool_))
    return plan


def test_the_first_bound_is_the_best_of_a_flat_price_and_below_a_roster(model, generation):
    generation.prove_flat()
    found = generation.bound
    bends = np.unique(np.append(model.short_price[model.short_width > 0], -model.over_price))
    assert len(bends) > 2
    every = [generation._flat_bound(float(flat)) for flat in bends]
    assert found == pytest.approx(max(every))
    assert found < search_cost(model, a_roster(model))


def test_tours_of_the_flat_prices_are_kept_for_everybody(model, generation):
    generation.prove_flat()
    assert set(generation.agent) == set(range(AGENTS))


def test_a_program_whose_cost_and_bound_stay_is_given_up(model, generation, monkeypatch):
    generation.add_plan(a_roster(model))
    still = Weights(
        100.0, np.ones(AGENTS), np.full(model.required.shape, model.price_scale), np.full(AGENTS, -model.price_scale)
    )
    rounds = []
    monkeypatch.setattr(generation, "_solve", lambda: rounds.append(1) or still)
    monkeypatch.setattr(generation, "add", lambda _: 1)
    assert not generation.prove(lambda *_: False, rounds=10 * STALLED)
    assert STALLED < len(rounds) <= STALLED + 2


def test_a_program_leads_below_a_cost_only_when_its_own_is_less(model, generation):
    assert not generation.leads_below(np.inf)
    generation.add_plan(a_roster(model))
    assert generation.prove(lambda *_: False, rounds=1000)
    assert generation.leads_below(generation.solved.cost + 0.1)
    assert not generation.leads_below(generation.solved.cost)
