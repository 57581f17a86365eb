"""What the engine does with people who come and go, skills, overflow, second lines; and that nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError
from wfm.simulate import AgentGroup, Scenario, SimulatedQueue, simulate
from wfm.staffing import service

HOUR = 3600.0


def one(agents: object, offered: object = 60.0, aht: object = 300.0, **kw: object) -> Scenario:
    queue = SimulatedQueue("q", offered, aht, **kw)  # type: ignore[arg-type]
    return Scenario((queue,), (AgentGroup("a", agents, {"q": 0}),), HOUR, 24)  # type: ignore[arg-type]


queues_strategy = st.lists(
    st.tuples(
        st.floats(0, 40), st.floats(5, 900), st.sampled_from([0.0, 0.7, 1.0, 2.0]), st.none() | st.floats(5, 900)
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(rows=queues_strategy, data=st.data())
def test_every_contact_is_answered_or_hangs_up_or_still_waits(
    rows: list[tuple[float, float, float, float | None]], data: st.DataObject
) -> None:
    names = [str(i) for i in range(len(rows))]
    queues = tuple(SimulatedQueue(n, o, a, cv, p) for n, (o, a, cv, p) in zip(names, rows, strict=True))
    groups = []
    for g in range(data.draw(st.integers(1, 3))):
        takes = data.draw(st.dictionaries(st.sampled_from(names), st.integers(0, 2), min_size=1))
        after = {n: 30.0 for n in takes if data.draw(st.booleans())}
        staff = data.draw(st.lists(st.integers(0, 8), min_size=12, max_size=12))
        groups.append(AgentGroup(str(g), staff, takes, after))
    found = simulate(Scenario(queues, tuple(groups), HOUR, 12), replications=2, seed=7)
    offered, answered, in_time, abandoned, waited, all_waited, early, _ = found.counts.sum(axis=2).transpose(2, 0, 1)
    assert (answered + abandoned <= offered).all()
    assert (in_time <= answered).all()
    assert (early <= abandoned).all()
    assert (waited >= 0).all()
    assert (all_waited >= waited - 1e-6).all()
    served = {n for g in groups for n in g.takes}
    for q, name in enumerate(names):
        if name not in served:
            assert (answered[:, q] == 0).all()
    for g, group in enumerate(groups):
        assert (found.busy_seconds[:, g].sum(axis=1) <= 24 * HOUR * 8).all()
        # Busy at most as many as ever were at work at once.
        assert (found.busy_seconds[:, g] <= max(group.agents) * HOUR + 1e-6).all()  # type: ignore[call-overload]


def test_with_agents_to_spare_nobody_waits_and_work_is_what_comes_in() -> None:
    found = simulate(one(200), replications=40)
    line = found.queues().iloc[0]
    assert line["service_level"] == 1
    assert line["asa_seconds"] == 0
    assert found.groups()["occupancy"].iloc[0] == pytest.approx(60 * 300 / HOUR / 200, rel=0.02)
    assert line["offered"] == pytest.approx(60 * 24, rel=0.02)


def test_without_agents_all_hang_up() -> None:
    line = simulate(one(0, patience_seconds=60.0), replications=10).queues().iloc[0]
    assert line["service_level"] == 0
    assert line["abandonment"] == pytest.approx(1.0, abs=0.01)
    assert np.isnan(line["asa_seconds"])
    assert line["wait_seconds"] == pytest.approx(60, rel=0.05)


def test_agents_who_leave_finish_the_contact_in_hand() -> None:
    staff = [2, *[0] * 23]
    found = simulate(one(staff, offered=[1000, *[0] * 23], aht=1800.0, handle_cv=0), replications=1)
    assert found.counts[0, 0, :, 1].sum() == 4
    busy = found.busy_seconds[0, 0]
    assert busy[0] <= 2 * HOUR
    assert busy.sum() == pytest.approx(4 * 1800)
    assert busy[1] > 0


def test_agents_who_come_take_those_who_wait() -> None:
    staff = [0, *[30] * 23]
    found = simulate(one(staff, offered=[20, *[0] * 23]), replications=20)
    total = found.counts.sum(axis=(0, 1, 2))
    assert total[1] == total[0]
    assert total[4] / total[1] == pytest.approx(HOUR / 2, rel=0.1)


def test_rates_and_handle_times_follow_the_clock() -> None:
    rate = np.r_[np.full(12, 10.0), np.full(12, 50.0)]
    aht = np.r_[np.full(12, 600.0), np.full(12, 60.0)]
    found = simulate(one(100, offered=rate, aht=aht), replications=60)
    np.testing.assert_allclose(found.counts[:, 0, :, 0].mean(axis=0), rate, rtol=0.25)
    halves = found.busy_seconds[:, 0].reshape(60, 2, 12).sum(axis=2).mean(axis=0)
    assert halves == pytest.approx([12 * 10 * 600, 12 * 50 * 60], rel=0.1)


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.0, 2.0])
def test_handle_times_have_the_mean_that_was_asked(cv: float) -> None:
    found = simulate(one(200, handle_cv=cv), replications=60)
    total = found.counts.sum(axis=(0, 1, 2))
    assert found.busy_seconds.sum() / total[1] == pytest.approx(300, rel=0.04)


def test_second_line_receives_its_share_after_the_first() -> None:
    queues = (
        SimulatedQueue("first", 100, 120, transfer_to="second", transfer_share=0.3),
        SimulatedQueue("second", 0, 600),
    )
    groups = (AgentGroup("a", 20, {"first": 0}), AgentGroup("b", 20, {"second": 0}))
    found = simulate(Scenario(queues, groups, HOUR, 48), replications=20)
    first, second = found.counts[..., 0].sum(axis=(0, 2))
    assert second / first == pytest.approx(0.3, rel=0.03)
    assert found.groups()["occupancy"].iloc[1] == pytest.approx(30 * 600 / HOUR / 20, rel=0.05)


def test_overflow_takes_only_contacts_that_waited_long_enough() -> None:
    queues = (SimulatedQueue("q", 60, 300, threshold_seconds=44.999),)
    groups = (AgentGroup("home", 0, {"q": 0}), AgentGroup("away", 50, {"q": 1}, {"q": 45.0}))
    found = simulate(Scenario(queues, groups, HOUR, 48), replications=3)
    line = found.queues().iloc[0]
    assert line["asa_seconds"] == pytest.approx(45.0)
    assert line["service_level"] == 0


def test_agents_take_their_first_rank_before_the_others() -> None:
    queues = (SimulatedQueue("vip", 30, 300), SimulatedQueue("rest", 30, 300))
    ranked = (AgentGroup("a", 6, {"vip": 0, "rest": 1}),)
    level = (AgentGroup("a", 6, {"vip": 0, "rest": 0}),)
    first = simulate(Scenario(queues, ranked, HOUR, 500, 20), replications=8).queues()["asa_seconds"]
    equal = simulate(Scenario(queues, level, HOUR, 500, 20), replications=8).queues()["asa_seconds"]
    assert first[0] < equal[0] < first[1]
    assert equal[0] == pytest.approx(equal[1], rel=0.05)
    both = service(6, 60, 300, interval_seconds=HOUR)
    assert float(np.mean(equal)) == pytest.approx(float(both.asa_seconds), rel=0.1)


def test_scenarios_meet_the_same_contacts() -> None:
    few, many = (simulate(one(n, patience_seconds=200.0), replications=4, seed=9) for n in (5, 9))
    np.testing.assert_array_equal(few.counts[..., 0], many.counts[..., 0])
    assert (many.counts[..., 2].sum(axis=2) >= few.counts[..., 2].sum(axis=2)).all()
    other = simulate(one(5, patience_seconds=200.0), replications=4, seed=10)
    assert (other.counts[..., 0] != few.counts[..., 0]).any()


def test_where_it_runs_does_not_change_the_result() -> None:
    here = simulate(one(6), replications=20, seed=4)
    with ThreadPoolExecutor(2) as pool:
        there = simulate(one(6), replications=20, seed=4, executor=pool)
    np.testing.assert_array_equal(here.counts, there.counts)
    np.testing.assert_array_equal(here.busy_seconds, there.busy_seconds)


@settings(max_examples=40, deadline=None)
@given(
    agents=st.integers(0, 12),
    offered=st.floats(0, 200),
    cv=st.sampled_from([0.0, 0.6, 1.0]),
    patience=st.none() | st.floats(10, 2000),
)
def test_the_short_way_for_one_queue_tells_what_the_engine_tells(
    agents: int, offered: float, cv: float, patience: float | None
) -> None:
    short = one(agents, offered=offered, handle_cv=cv, patience_seconds=patience)
    idle = replace(short, groups=(*short.groups, AgentGroup("idle", 0, {"q": 1})))
    quick, events = (simulate(s, replications=1, seed=6) for s in (short, idle))
    np.testing.assert_allclose(quick.counts, events.counts, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(quick.busy_seconds[:, 0], events.busy_seconds[:, 0], rtol=1e-9, atol=1e-6)


def test_a_line_longer_than_the_room_set_aside_is_not_cut_off() -> None:
    found = simulate(one([*[0] * 23, 5], offered=1000.0), replications=1)
    total = found.counts.sum(axis=(0, 1, 2))
    assert total[0] > 20_000
    assert total[1] > 50
    # First come, first served: those answered in the last hour came in the first.
    assert found.counts[0, 0, 1:, 1].sum() == 0


def test_replications_go_on_until_the_half_width_asked() -> None:
    rough = simulate(one(6), replications=8, seed=4)
    fine = simulate(one(6), replications=8, seed=4, half_width=0.01)
    assert fine.queues()["service_level_half_width"].max() <= 0.01
    assert fine.replications > rough.replications
    np.testing.assert_array_equal(fine.counts[:8], rough.counts)


def test_drawn_rates_widen_what_may_happen() -> None:
    draws = np.array([[0.5], [1.5]])
    found = simulate(one(8), replications=40, seed=4, rate_factors=draws)
    offered = found.counts[:, 0, :, 0].sum(axis=1)
    assert offered[::2].mean() == pytest.approx(0.5 * 60 * 24, rel=0.05)
    assert offered[1::2].mean() == pytest.approx(1.5 * 60 * 24, rel=0.05)


def test_scenarios_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ConfigError, match="unknown queue"):
        Scenario((SimulatedQueue("q", 1, 1),), (AgentGroup("a", 1, {"other": 0}),), HOUR, 1)
    with pytest.raises(ConfigError, match="whole"):
        simulate(one(1.5))
    with pytest.raises(ConfigError, match="patience"):
        SimulatedQueue("q", 1, 1, patience_seconds=0)
    with pytest.raises(ConfigError, match="together"):
        SimulatedQueue("q", 1, 1, transfer_to="x")
    with pytest.raises(ConfigError, match="rate_factors"):
        simulate(one(1), rate_factors=[[1.0, 1.0]])
    with pytest.raises(ConfigError, match="replications"):
        simulate(one(1), replications=0)
