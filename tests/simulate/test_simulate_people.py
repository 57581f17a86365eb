"""The engine of single agents: against the counting engine, against formulas, and against small exact cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError
from wfm.simulate import AgentGroup, Duty, Scenario, SimulatedQueue, simulate
from wfm.simulate.deadlines import due_times
from wfm.simulate.scenario import EFFECTIVE
from wfm.staffing import chat, offered_with_retrials, service
from wfm.staffing.worked_off import work_off

HOUR = 3600.0


@settings(max_examples=30, deadline=None)
@given(
    staff=st.lists(st.integers(0, 6), min_size=6, max_size=6),
    more=st.lists(st.integers(0, 6), min_size=6, max_size=6),
    offered=st.tuples(st.floats(0, 60), st.floats(0, 60)),
    cv=st.sampled_from([0.3, 0.6, 1.0]),  # fixed times end together, and who is first then is chance
    patience=st.none() | st.floats(10, 2000),
    after=st.sampled_from([0.0, 30.0]),
)
def test_single_agents_tell_what_counted_ones_tell(
    staff: list[int], more: list[int], offered: tuple[float, float], cv: float, patience: float | None, after: float
) -> None:
    queues = (
        SimulatedQueue("a", offered[0], 300, cv, patience, transfer_to="b", transfer_share=0.2),
        SimulatedQueue("b", offered[1], 200, cv, patience),
    )
    # Where somebody leaves, the counting engine lets go whoever finishes first; so here people only come.
    groups = (
        AgentGroup("one", sorted(staff), {"a": 0, "b": 1}),
        AgentGroup("two", sorted(more), {"b": 0, "a": 1}, {"a": after}),
    )
    counted = Scenario(queues, groups, HOUR, 6)
    # A promise to a queue that has no contacts: nothing changes but the engine.
    idle = SimulatedQueue("mail", 0, 60, response_intervals=1)
    single = replace(counted, queues=(*queues, idle))
    assert single.needs_people
    assert not counted.needs_people
    by_count, one_by_one = (simulate(s, replications=1, seed=6) for s in (counted, single))
    np.testing.assert_allclose(one_by_one.counts[:, :2], by_count.counts, rtol=1e-9, atol=1e-5)
    # Of two free agents of the same rank who both just came, which takes the contact is open; not how many are busy.
    together = (found.busy_seconds.sum(axis=1) for found in (one_by_one, by_count))
    np.testing.assert_allclose(*together, rtol=1e-9, atol=1e-5)


@pytest.mark.parametrize(("agents", "offered", "concurrency"), [(3, 50, 3), (6, 75, 2), (2, 30, 5)])
def test_chats_follow_the_birth_death_formula(agents: int, offered: float, concurrency: int) -> None:
    queue = SimulatedQueue("chat", offered, 600, patience_seconds=240, threshold_seconds=60, concurrency=concurrency)
    scenario = Scenario((queue,), (AgentGroup("a", agents, {"chat": 0}),), HOUR, 300, warm_up=10)
    line = simulate(scenario, replications=20, seed=2).queues().iloc[0]
    truth = service(
        agents,
        offered,
        600,
        interval_seconds=HOUR,
        patience_seconds=240,
        threshold_seconds=60,
        concurrency=concurrency,
    )
    for name in ("service_level", "abandonment"):
        # Exponential work shared by a whole number of chats: the model of the formula, so within its noise.
        assert line[name] == pytest.approx(float(getattr(truth, name)), abs=1.6 * line[f"{name}_half_width"] + 1e-3)


def test_effective_concurrency_is_the_one_of_the_formula() -> None:
    assert EFFECTIVE == chat.EFFECTIVE


def test_a_call_takes_the_whole_agent_and_chats_share_one() -> None:
    chats = SimulatedQueue("chat", [12, 0, 0], 600, 0.0, concurrency=2, threshold_seconds=0.0)
    alone = Scenario((chats,), (AgentGroup("a", 1, {"chat": 0}),), HOUR, 3)
    found = simulate(alone, replications=50, seed=1)
    answered = found.counts[:, 0, :, 1].sum(axis=1)
    busy = found.busy_seconds.sum(axis=(1, 2))
    # Between all chats one at a time and all in pairs at 1.7.
    assert (busy <= answered * 600 + 1e-6).all()
    assert (busy >= answered * 600 / 1.7 - 1e-6).all()
    assert busy.sum() < 0.95 * answered.sum() * 600


def test_filling_keeps_agents_free_for_calls() -> None:
    queues = (SimulatedQueue("chat", 40, 600, concurrency=3), SimulatedQueue("call", 40, 300, patience_seconds=180))
    groups = (AgentGroup("a", 9, {"chat": 0, "call": 0}),)
    spread = Scenario(queues, groups, HOUR, 200, warm_up=10)
    levels = [
        simulate(s, replications=5, seed=1).queues().set_index("queue").loc["call", "service_level"]
        for s in (spread, replace(spread, fill_chats=True))
    ]
    assert levels[1] > levels[0] + 0.05


@pytest.mark.parametrize("retry_share", [0.3, 0.7])
def test_retrials_reach_the_fixed_point_of_erlang_x(retry_share: float) -> None:
    queue = SimulatedQueue("q", 100, 300, patience_seconds=120, retry_share=retry_share, retry_delay_seconds=8 * HOUR)
    scenario = Scenario((queue,), (AgentGroup("a", 8, {"q": 0}),), HOUR, 600, warm_up=200)
    found = simulate(scenario, replications=12, seed=3)
    kw = {"interval_seconds": HOUR, "patience_seconds": 120.0}
    total = float(offered_with_retrials(8, 100, 300, retry_share=retry_share, **kw))  # type: ignore[arg-type]
    line = found.queues().iloc[0]
    # Late, scattered second calls are as good as Poisson.
    assert line["offered"] / 400 == pytest.approx(total, rel=0.01)
    truth = service(8, total, 300, threshold_seconds=20, **kw)  # type: ignore[arg-type]
    assert line["abandonment"] == pytest.approx(float(truth.abandonment), abs=0.01)
    repeats, lost = found.repeated.sum(), found.counts[..., 3].sum()
    assert repeats / lost == pytest.approx(retry_share, rel=0.03)


def test_nobody_tries_again_who_was_answered() -> None:
    queue = SimulatedQueue("q", 60, 300, patience_seconds=1e7, retry_share=0.9, retry_delay_seconds=1.0)
    found = simulate(Scenario((queue,), (AgentGroup("a", 6, {"q": 0}),), HOUR, 50), replications=5)
    assert found.repeated.sum() == 0


def test_longest_idle_shares_contacts_between_equal_groups() -> None:
    queue = SimulatedQueue("q", 60, 300)
    groups = (AgentGroup("a", 10, {"q": 0}), AgentGroup("b", 10, {"q": 0}))
    listed = Scenario((queue,), groups, HOUR, 100)
    fair = simulate(replace(listed, longest_idle=True), replications=5).groups()["occupancy"]
    first = simulate(listed, replications=5).groups()["occupancy"]
    assert fair[0] == pytest.approx(fair[1], rel=0.03)
    assert first[0] > 3 * first[1]


def test_longest_idle_is_the_one_who_finished_first() -> None:
    """Two agents, contacts a minute apart that last 90 s: they take turns, whatever group they are in."""
    queue = SimulatedQueue("q", [60, 0], 5, 0.0)
    groups = tuple(AgentGroup(str(i), 1, {"q": 0}) for i in range(6))
    found = simulate(Scenario((queue,), groups, HOUR, 2, longest_idle=True), replications=30)
    contacts = found.busy_seconds.sum(axis=2) / 5
    # Nobody waits and nobody is passed over: in turn, so never more than one apart.
    assert found.queues()["service_level"][0] == 1
    assert (contacts.max(axis=1) - contacts.min(axis=1) <= 2 + 1e-6).all()


def test_work_that_may_wait_leaves_calls_as_they_are() -> None:
    call = SimulatedQueue("call", 60, 300, patience_seconds=180)
    mail = SimulatedQueue("mail", 10, 400, response_intervals=8)
    groups = (AgentGroup("a", 8, {"call": 0, "mail": 0}),)
    both = simulate(Scenario((call, mail), groups, HOUR, 48), replications=5, seed=4)
    groups = (AgentGroup("a", 8, {"call": 0}),)
    alone = simulate(Scenario((call,), groups, HOUR, 48), replications=5, seed=4)
    # It is put down when a call comes.
    np.testing.assert_allclose(both.counts[:, 0], alone.counts[:, 0], rtol=1e-9, atol=1e-5)
    done = both.counts[:, 1, :, 1].sum() * 400
    assert both.filling_seconds.sum() == pytest.approx(done, rel=0.1)
    idle = (both.staffed_seconds - both.busy_seconds - both.filling_seconds).sum()
    assert idle >= 0


def test_many_small_pieces_flow_as_the_fluid_plan_by_earliest_deadline() -> None:
    """Pieces of half a minute are nearly a fluid: done, late and left as ``work_off`` says."""
    is_open = np.tile(np.r_[np.ones(10), np.zeros(4)], 4).astype(bool)
    load = np.tile([3, 3, 5, 6, 5, 4, 3, 3, 2, 2, 1, 1, 0, 1], 4).astype(float)
    staff = np.where(is_open, 3, 0)
    queue = SimulatedQueue("mail", load * HOUR / 30, 30, 0.0, response_intervals=4, is_open=is_open)
    scenario = Scenario((queue,), (AgentGroup("a", staff, {"mail": 0}),), HOUR, load.size)
    found = simulate(scenario, replications=20, seed=1)
    fluid = work_off(load, is_open, 4, staff.astype(float))
    came, done, in_time, _, _, _, not_due, _ = found.counts[:, 0].sum(axis=1).mean(axis=0) * 30 / HOUR
    assert came == pytest.approx(load.sum(), rel=0.01)
    assert done == pytest.approx(fluid.done.sum(), rel=0.01)
    late = came - in_time - not_due
    assert late == pytest.approx(fluid.late.sum(), rel=0.05)
    assert 0.05 < late / came < 0.95
    np.testing.assert_allclose(found.filling_seconds.mean(axis=0)[0] / HOUR, fluid.done, atol=0.15)


def test_the_more_urgent_work_is_done_first() -> None:
    queues = (
        SimulatedQueue("slow", [100, 0, 0, 0, 0, 0], 60, 0.0, response_intervals=6),
        SimulatedQueue("fast", [100, 0, 0, 0, 0, 0], 60, 0.0, response_intervals=4),
    )
    staff = [0, 1, 1, 1, 1, 1]
    found = simulate(Scenario(queues, (AgentGroup("a", staff, {"slow": 0, "fast": 0}),), HOUR, 6), replications=20)
    took = found.counts[..., 4].sum(axis=(0, 2)) / found.counts[..., 1].sum(axis=(0, 2))
    assert took[1] < took[0] - HOUR
    assert found.counts[:, 1, :, 2].sum() == found.counts[:, 1, :, 0].sum()


def test_deadlines_follow_the_opening_clock() -> None:
    is_open = np.array([False, True, True, False, True, True, True])
    due, slope = due_times(is_open, 2, 10.0)
    # Before opening: the end of the second open interval; inside: the same point two open intervals on.
    assert due.tolist() == [30, 40, 50, 60, 60, np.inf, np.inf]
    assert slope.tolist() == [0, 1, 1, 0, 1, 1, 1]


def test_shifts_fall_out_as_a_binomial() -> None:
    posts = np.zeros((40, 4), dtype=np.int64)
    duty = Duty(posts, tuple(f"s{i}" for i in range(40)), absence=0.1)
    scenario = Scenario((SimulatedQueue("q", 10, 60),), (AgentGroup("a", 0, {"q": 0}),), HOUR, 4, duty=duty)
    found = simulate(scenario, replications=2000, seed=8)
    present = found.staffed_seconds[:, 0, 0] / HOUR
    assert (found.staffed_seconds == found.staffed_seconds[..., :1]).all()
    assert present.mean() == pytest.approx(36, abs=4 * np.sqrt(3.6 / 2000))
    assert present.var() == pytest.approx(3.6, rel=0.15)


def test_scenarios_share_absences_by_the_name_of_the_shift() -> None:
    names = tuple(f"s{i}" for i in range(20))
    queue, group = SimulatedQueue("q", 10, 60), AgentGroup("a", 0, {"q": 0})
    few, many = (
        Scenario((queue,), (group,), HOUR, 2, duty=Duty(np.zeros((n, 2), dtype=np.int64), names[:n], None, 0.3))
        for n in (10, 20)
    )
    a, b = (simulate(s, replications=50, seed=3).staffed_seconds[:, 0, 0] / HOUR for s in (few, many))
    assert (b >= a).all()
    assert (b - a <= 10).all()
    assert a.std() > 0.5


def test_shifts_with_breaks_are_the_same_as_counted_agents() -> None:
    posts = np.array([[0, 0, -1, 0], [0, -1, 0, 0], [-1, 0, 0, -1]])
    counted = (posts == 0).sum(axis=0)
    queue = SimulatedQueue("q", 20, 300, 1.0, 120)
    duty = Scenario((queue,), (AgentGroup("a", 0, {"q": 0}),), HOUR, 4, duty=Duty(posts, ("x", "y", "z")))
    plain = Scenario((queue,), (AgentGroup("a", counted, {"q": 0}),), HOUR, 4)
    a, b = simulate(duty, replications=3), simulate(plain, replications=3)
    np.testing.assert_array_equal(a.counts, b.counts)
    np.testing.assert_array_equal(a.staffed_seconds[:, 0] / HOUR, np.tile(counted, (3, 1)))


def test_slower_agents_take_longer() -> None:
    duty = Duty(np.zeros((50, 40), dtype=np.int64), tuple(map(str, range(50))), (1.25,) * 50)
    scenario = Scenario((SimulatedQueue("q", 60, 300),), (AgentGroup("a", 0, {"q": 0}),), HOUR, 40, duty=duty)
    found = simulate(scenario, replications=20)
    assert found.busy_seconds.sum() / found.counts[..., 1].sum() == pytest.approx(375, rel=0.02)


def test_intervals_can_be_reported_together() -> None:
    scenario = Scenario((SimulatedQueue("q", 20, 300),), (AgentGroup("a", [2, 3] * 6, {"q": 0}),), HOUR, 12)
    fine, coarse = simulate(scenario, replications=2), simulate(replace(scenario, steps_reported=4), replications=2)
    np.testing.assert_allclose(coarse.counts, fine.counts.reshape(2, 1, 3, 4, 8).sum(axis=3))
    with pytest.raises(ConfigError, match="steps_reported"):
        replace(scenario, steps_reported=5)


def test_a_backlog_longer_than_the_room_set_aside_is_kept() -> None:
    mail = SimulatedQueue("mail", [9000, 0], 1, 0.0, response_intervals=2)
    found = simulate(Scenario((mail,), (AgentGroup("a", [0, 2], {"mail": 0}),), HOUR, 2), replications=1)
    assert found.counts[0, 0, 0, 0] > 8000
    assert found.counts[0, 0, 0, 1] == pytest.approx(7200, abs=2)


def test_contacts_come_under_the_name_of_their_queue() -> None:
    a, b = SimulatedQueue("a", 20, 300), SimulatedQueue("b", 30, 300)
    group = AgentGroup("g", 9, {"a": 0, "b": 0})
    one, other = (simulate(Scenario(q, (group,), HOUR, 5), replications=3) for q in ((a, b), (b, a)))
    np.testing.assert_array_equal(one.counts[:, 0, :, 0], other.counts[:, 1, :, 0])


def test_each_contact_counts_the_handling_of_who_answered_it() -> None:
    queues = (SimulatedQueue("own", 30, 200), SimulatedQueue("other", 30, 400))
    groups = (
        AgentGroup("home", 3, {"own": 0}),
        AgentGroup("both", 4, {"own": 1, "other": 1}, aht_factors={"other": 1.5}),
    )
    for longest_idle in (False, True):
        found = simulate(Scenario(queues, groups, HOUR, 50, longest_idle=longest_idle), replications=4)
        handling = found.counts[..., 7].sum(axis=(0, 2)) / found.counts[..., 1].sum(axis=(0, 2))
        np.testing.assert_allclose(handling, [200, 600])
        assert found.busy_seconds.sum() == pytest.approx(found.counts[..., 7].sum(), rel=0.03)
