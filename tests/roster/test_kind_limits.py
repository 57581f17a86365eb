"""Limits on kinds of shift that are charged for instead of counted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from builders import full_time, person, problem
from test_pricing import arrays

from wfm.roster.pricing import NOTHING, best_tour
from wfm.types import ShiftFamily

ANY_DAY = tuple(range(7))
EARLY = ShiftFamily("early", ANY_DAY, 420, 420, 60, (300,))
LATE = ShiftFamily("late", ANY_DAY, 840, 840, 60, (300,))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [(2, -1), (1, 1), (0, 3)])
def test_tours_keep_the_limits_and_their_value_is_a_bound(most, seed):
    contract = full_time(hours_per_week=20, min_hours_per_week=0, max_hours_per_week=25, max_days_per_week=5)
    posed = problem((person("ann"),), days=5, minutes=60, shifts=(EARLY, LATE), contract=contract, rules=None)
    _, _, model, room = arrays(posed)
    kind = (model.clock > 10).astype(np.int64)
    limited = model._replace(kind=kind, kind_most=np.array([most], dtype=np.int64))
    worth = np.random.default_rng(seed).normal(1.0, 1.0, len(kind))
    room.value[:] = worth
    bound = best_tour(limited, room, 0)
    tour = room.tour[room.tour >= 0]
    assert all(limit < 0 or (kind[tour] == k).sum() <= limit for k, limit in enumerate(most))
    best = max(
        sum(worth[s] for s in choice if s >= 0)
        for choice in product(*([-1, *range(model.day_first[d], model.day_first[d + 1])] for d in range(5)))
        if all(limit < 0 or sum(s >= 0 and kind[s] == k for s in choice) <= limit for k, limit in enumerate(most))
    )
    assert worth[tour].sum() <= best + 1e-9 <= bound + 2e-9
    assert worth[tour].sum() >= 0.7 * best


def test_nothing_is_legal_when_the_hours_ask_for_more_than_the_limit():
    contract = full_time(hours_per_week=20, min_hours_per_week=20, max_hours_per_week=25, max_days_per_week=5)
    posed = problem((person("ann"),), minutes=60, shifts=(EARLY,), contract=contract, rules=None)
    _, _, model, room = arrays(posed)
    limited = model._replace(kind_most=np.array([[3]], dtype=np.int64))
    room.value[:] = 1.0
    assert best_tour(model, room, 0) > NOTHING
    room.value[:] = 1.0
    assert best_tour(limited, room, 0) <= NOTHING
