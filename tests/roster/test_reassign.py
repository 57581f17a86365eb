"""Works change hands where two agents have to move together."""

from __future__ import annotations

import numpy as np
import pytest
from test_bound import posed_for, random_plan

from wfm.roster.engine import model_for
from wfm.roster.outcome import total_cost
from wfm.roster.reassign import reassign
from wfm.roster.whole import for_whole_agents


@pytest.mark.parametrize("seed", range(6))
def test_the_gain_is_what_the_roster_costs_less_and_cover_stays_in_step(seed):
    model = for_whole_agents(model_for(posed_for(seed, 2, 0.8))[0])[0]
    plan = random_plan(model, seed)
    # Everyone at the first work that they can do: something is left to gain.
    for i, c in enumerate(model.skill):
        first = int(np.flatnonzero(model.efficiency[c] > 0)[0])
        for slot in np.flatnonzero(plan.work[i] >= 0):
            plan.cover[plan.work[i, slot], slot] -= model.efficiency[c, plan.work[i, slot]]
            plan.cover[first, slot] += model.efficiency[c, first]
            plan.work[i, slot] = first
    before = total_cost(model, plan)
    gain = reassign(model, plan)
    assert total_cost(model, plan) == pytest.approx(before - gain)
    assert gain >= 0
    cover = model.base_cover.copy()
    for i, slot in zip(*np.nonzero(plan.work >= 0), strict=True):
        cover[plan.work[i, slot], slot] += model.efficiency[model.skill[i], plan.work[i, slot]]
    assert plan.cover == pytest.approx(cover)


def test_nothing_is_gained_a_second_time():
    model = for_whole_agents(model_for(posed_for(3, 2, 0.8))[0])[0]
    plan = random_plan(model, 3)
    while reassign(model, plan) > 0:
        pass
    assert reassign(model, plan) == 0
