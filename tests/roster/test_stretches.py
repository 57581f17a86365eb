"""Works in stretches of a least length against every split there is."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest

from wfm.roster.stretches import split
from wfm.roster.values import FORBIDDEN


def best_split(value: np.ndarray, least: int) -> float:
    works, slots = value.shape
    return max(
        (
            sum(value[w, t] for t, w in enumerate(choice))
            for choice in product(range(works), repeat=slots)
            if all(len(list(run)) >= least for _, run in groupby(choice))
        ),
        default=FORBIDDEN,
    )


@pytest.mark.parametrize("least", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(5))
def test_split_is_the_best_there_is(least, seed):
    value = np.random.default_rng(seed).normal(0, 1, (2, 9))
    best, total, opened = np.zeros(9), np.zeros((2, 9)), np.zeros(2)
    split(value, 1, 9, least, best, total, opened)
    for length in range(1, 9):
        expected = best_split(value[:, 1 : 1 + length], least)
        assert best[length] == (pytest.approx(expected) if expected > FORBIDDEN else expected)
