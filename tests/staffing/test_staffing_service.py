"""Service from agents: definitions, the edges of the range, and what is said where there is nothing to say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.staffing import offered_with_retrials, service, wait_percentile
from wfm.staffing.chat import effective_table

SHARES = (
    "service_level",
    "service_level_answered",
    "service_level_virtual",
    "service_level_without_early",
    "wait_probability",
    "abandonment",
    "occupancy",
)


def test_four_definitions_of_one_systems_service_level() -> None:
    found = service(50, 48, 60, interval_seconds=60, threshold_seconds=20, patience_seconds=120)
    assert [
        round(float(v), 3)
        for v in (
            found.service_level,
            found.service_level_answered,
            found.service_level_virtual,
            found.service_level_without_early,
        )
    ] == [0.943, 0.973, 0.968, 0.972]


@pytest.mark.parametrize("patience", [None, 1.0, 60.0, 3600.0, 2.6e6])
def test_no_answer_is_missing_over_the_whole_range(patience: float | None) -> None:
    load, ratio, threshold = np.meshgrid(
        [1e-3, 0.02, 0.5, 1, 7, 60, 900, 2e4, 1e5], [0.5, 0.8, 0.99, 1.0, 1.01, 1.3, 2.0], [0, 0.5, 20, 3600, 604800]
    )
    agents = np.ceil(load * ratio)
    found = service(agents, load, 200.0, interval_seconds=200.0, threshold_seconds=threshold, patience_seconds=patience)
    for name in SHARES:
        values = getattr(found, name)
        assert np.isfinite(values).all(), name
        assert ((values >= 0) & (values <= 1 + 1e-15)).all(), name
    stable = agents > load if patience is None else np.ones_like(load, dtype=bool)
    np.testing.assert_array_equal(found.stable, stable)
    np.testing.assert_array_equal(np.isfinite(found.wait_seconds), stable)
    assert not np.isnan(found.asa_seconds).any()


def test_overload_without_patience_is_called_unstable() -> None:
    found = service([9.0, 10.0, 9.5, 0.0], 10, 60, interval_seconds=60)
    assert not found.stable.any()
    assert (found.service_level == 0).all()
    assert (found.wait_probability == 1).all()
    assert (found.asa_seconds == math.inf).all()
    assert (found.occupancy == 1).all()


def test_overload_with_patience_loses_what_is_too_much() -> None:
    found = service(100, 200, 60, interval_seconds=60, patience_seconds=600)
    assert float(found.abandonment) == pytest.approx(0.5, abs=1e-6)
    assert float(found.asa_seconds) == pytest.approx(600 * math.log(2), rel=0.01)
    assert float(found.occupancy) == pytest.approx(1.0)


def test_no_contacts_break_no_promise() -> None:
    found = service([5, 0], [0, 0], 60, interval_seconds=60, patience_seconds=[0, 60])
    assert (found.service_level == 1).all()
    assert (found.asa_seconds == 0).all()
    assert (found.occupancy == 0).all()
    assert float(service(5, 10, 0, interval_seconds=60).service_level) == 1


def test_contacts_without_agents_all_hang_up() -> None:
    found = service(0, 10, 60, interval_seconds=60, patience_seconds=90)
    assert float(found.abandonment) == 1
    assert float(found.service_level) == 0
    assert float(found.wait_seconds) == pytest.approx(90)
    assert float(found.asa_seconds) == math.inf
    assert found.stable


@settings(max_examples=150, deadline=None)
@given(
    load=st.floats(0.01, 500),
    agents=st.floats(0, 700),
    more=st.floats(0.001, 3),
    patience=st.none() | st.floats(0.02, 50),
    concurrency=st.sampled_from([1, 2, 4]),
)
def test_more_agents_never_serve_worse(
    load: float, agents: float, more: float, patience: float | None, concurrency: int
) -> None:
    kw = {"interval_seconds": 1.0, "threshold_seconds": 0.1, "patience_seconds": patience, "concurrency": concurrency}
    few, many = service(agents, load, 1.0, **kw), service(agents + more, load, 1.0, **kw)
    assert many.service_level >= few.service_level - 1e-12
    assert many.abandonment <= few.abandonment + 1e-12
    assert many.asa_seconds <= few.asa_seconds * (1 + 1e-9)


def test_endless_patience_is_erlang_c() -> None:
    kw = {"interval_seconds": 1800.0, "threshold_seconds": 20.0}
    patient = service(13, 100, 180, **kw)
    nearly = service(13, 100, 180, patience_seconds=1e13, **kw)
    assert float(nearly.service_level) == pytest.approx(float(patient.service_level), abs=1e-8)
    assert float(nearly.asa_seconds) == pytest.approx(float(patient.asa_seconds), rel=1e-6)


def test_percentile_is_where_that_share_has_waited_no_longer() -> None:
    for patience in (None, 120.0):
        at = float(wait_percentile(0.9, 50, 48, 60, interval_seconds=60, patience_seconds=patience, of="virtual"))
        found = service(50, 48, 60, interval_seconds=60, threshold_seconds=at, patience_seconds=patience)
        assert float(found.service_level_virtual) == pytest.approx(0.9, abs=1e-12)
    closed_form = 60 * math.log(float(found.wait_probability) / 0.1)
    assert closed_form > 0
    assert float(wait_percentile(0.5, 60, 30, 60, interval_seconds=60)) == 0
    assert float(wait_percentile(0.9, 30, 30, 60, interval_seconds=60)) == math.inf
    assert float(wait_percentile(0.9, 0, 30, 60, interval_seconds=60, patience_seconds=100)) == pytest.approx(
        100 * math.log(10)
    )


def test_chat_with_one_at_a_time_is_a_telephone_queue() -> None:
    table = effective_table(1)
    assert list(table) == [0.0, 1.0]
    voice = service(7, 60, 300, interval_seconds=3600, patience_seconds=120)
    by_chain = chain(7, 5.0, (0.0, 1.0), 0.4)
    assert float(voice.abandonment) == pytest.approx(by_chain[0], rel=1e-9)


@pytest.mark.parametrize("concurrency", [2, 3, 5, 7])
def test_chat_is_its_birth_and_death_chain(concurrency: int) -> None:
    kw = {"interval_seconds": 3600.0, "concurrency": concurrency}
    found = service(6, 90, 600, patience_seconds=120, **kw)
    abandons, in_handling = chain(6, 15.0, tuple(effective_table(concurrency)), 0.2)
    assert float(found.abandonment) == pytest.approx(abandons, rel=1e-9)
    assert float(found.in_handling) == pytest.approx(in_handling, rel=1e-9)
    many = service(5000, 90_000, 600, patience_seconds=120, **kw)
    assert np.isfinite(many.in_handling)


def chain(agents: int, load: float, effective: tuple[float, ...], patience: float) -> tuple[float, float]:
    """Abandonment and mean contacts in handling, state by state; in handle times."""
    places = agents * (len(effective) - 1)
    weights = [1.0]
    for k in range(1, places + 2000):
        q, r = divmod(min(k, places), agents)
        nxt = effective[q + 1] if r else 0.0
        rate = (agents - r) * effective[q] + r * nxt + max(0, k - places) / patience
        weights.append(weights[-1] * load / rate)
    total = sum(weights)
    leaving = sum(w * (k - places) / patience for k, w in enumerate(weights) if k > places) / total
    return leaving / load, sum(w * min(k, places) for k, w in enumerate(weights)) / total


def test_callers_who_try_again_add_to_the_load() -> None:
    kw = {"interval_seconds": 1800.0, "patience_seconds": 60.0}
    total = float(offered_with_retrials(10, 100, 180, retry_share=0.5, **kw))
    lost = float(service(10, total, 180, **kw).abandonment)
    assert total == pytest.approx(100 + 0.5 * lost * total, rel=1e-12)
    assert total > 100
    assert float(offered_with_retrials(10, 100, 180, retry_share=0.0, **kw)) == 100
    with pytest.raises(ValueError, match="retry_share"):
        offered_with_retrials(10, 100, 180, retry_share=1.0, **kw)
