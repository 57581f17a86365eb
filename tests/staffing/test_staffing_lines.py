"""A queue with a limited number of waiting places."""

from __future__ import annotations

import pytest

from wfm.staffing import erlang_b, state_probabilities


def test_without_waiting_places_it_is_erlang_b() -> None:
    for agents, load in ((1, 0.3), (14, 10.0), (900, 880.0)):
        assert state_probabilities(agents, 0, load)[-1] == pytest.approx(float(erlang_b(agents, load)), rel=1e-12)


def test_chances_add_up_and_nothing_stays_empty() -> None:
    assert state_probabilities(3, 5, 9.0).sum() == pytest.approx(1)
    assert state_probabilities(3, 5, 0.0).tolist() == [1.0, *[0.0] * 8]
    assert state_probabilities(0, 2, 1.0).tolist() == [0.0, 0.0, 1.0]
    with pytest.raises(ValueError, match="negative"):
        state_probabilities(-1, 0, 1.0)
