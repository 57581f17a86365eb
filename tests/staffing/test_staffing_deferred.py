"""Deferred work: in time, level, and all of it done."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wfm.staffing import least_constant_agents, levelled_work, work_off


def late_work(work: np.ndarray, load: np.ndarray, is_open: np.ndarray, response: int) -> float:
    """The most work past its time at the end of any interval, serving by earliest deadline, from the second lap on."""
    queue: list[list[float]] = []  # [due at the end of open interval, amount]
    clock, worst = 0, 0.0
    laps = 3 + response // max(1, int(is_open.sum()))
    for lap in range(laps):
        for slot in range(load.size):
            if not is_open[slot]:
                queue.append([clock + response - 1, load[slot]])
                continue
            # What flows in during this interval may be worked on within it, and is due response intervals on.
            queue.append([clock + response, load[slot]])
            left = work[slot]
            for item in queue:
                done = min(left, item[1])
                item[1] -= done
                left -= done
            if lap >= laps - 1:
                worst = max(worst, sum(i[1] for i in queue if i[0] <= clock))
            queue = [i for i in queue if i[1] > 1e-12]
            clock += 1
    return worst


workloads = st.lists(st.floats(0, 20), min_size=1, max_size=40)


@settings(max_examples=120, deadline=None)
@given(load=workloads, response=st.integers(1, 60), data=st.data())
def test_levelled_work_is_all_done_in_time(load: list[float], response: int, data: st.DataObject) -> None:
    is_open = np.array(data.draw(st.lists(st.booleans(), min_size=len(load), max_size=len(load))))
    arriving = np.array(load)
    work = levelled_work(arriving, is_open, response)
    assert (work >= 0).all()
    assert (work[~is_open] == 0).all()
    if is_open.any():
        assert work.sum() == pytest.approx(arriving.sum(), abs=1e-6)
        assert late_work(work, arriving, is_open, response) == pytest.approx(0, abs=1e-6)
    else:
        assert work.sum() == 0


@settings(max_examples=100, deadline=None)
@given(load=workloads, response=st.integers(1, 30))
def test_peak_of_levelled_work_is_the_least_constant_staffing(load: list[float], response: int) -> None:
    work = levelled_work(load, np.ones(len(load)), response)
    assert work.max() == pytest.approx(least_constant_agents(load, response), abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(load=workloads, response=st.integers(1, 20))
def test_more_time_never_needs_more_agents(load: list[float], response: int) -> None:
    assert least_constant_agents(load, response + 1) <= least_constant_agents(load, response) + 1e-9


def test_work_of_the_night_lies_there_when_the_doors_open() -> None:
    load = np.array([4.0, 0, 0, 0, 0, 0])
    is_open = np.array([False, True, True, True, True, False])
    assert levelled_work(load, is_open, 1) == pytest.approx([0, 4, 0, 0, 0, 0])
    assert levelled_work(load, is_open, 2) == pytest.approx([0, 2, 2, 0, 0, 0])
    assert levelled_work(load, is_open, 100) == pytest.approx([0, 1, 1, 1, 1, 0])


def test_a_backlog_is_worked_off_when_it_is_due() -> None:
    none = levelled_work(np.ones(8), np.ones(8), 4, backlog=[])
    some = levelled_work(np.ones(8), np.ones(8), 4, backlog=[0, 6])
    overdue = levelled_work(np.ones(8), np.ones(8), 4, backlog=[6])
    assert none.sum() <= 8
    assert some[:2].sum() >= 6 - 1e-9
    assert overdue[0] == pytest.approx(6)


def test_a_response_time_shorter_than_an_interval_means_at_once() -> None:
    load = np.array([1.0, 5.0, 2.0])
    assert least_constant_agents(load, 0) == 5
    assert least_constant_agents(load, 0, lump=[0, 1, 0]) == float("inf")
    assert levelled_work(load, np.ones(3), 0.2) == pytest.approx(levelled_work(load, np.ones(3), 1))


def needed_by_linear_program(load: np.ndarray, response: int, slack: np.ndarray) -> float:
    """The least own work (total) on the repeating clock, all of it in time, by HiGHS; response below the lap."""
    n = load.size
    # Own work and slack used in each interval, and what waits at its start: no more than has arrived in the
    # response time before, so nothing is late.
    most = [np.roll(load, -i)[n - response :].sum() for i in range(n)]
    balance = np.zeros((n, 3 * n))
    for i in range(n):
        balance[i, [i, n + i]] = 1.0
        balance[i, 2 * n + i] -= 1.0
        balance[i, 2 * n + (i + 1) % n] += 1.0
    cost = np.concatenate([np.ones(n), np.zeros(2 * n)])
    bounds = [(0, None)] * n + [(0, s) for s in slack] + [(0, m) for m in most]
    return float(linprog(cost, A_eq=balance, b_eq=load, bounds=bounds).fun)


@settings(max_examples=60, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 15)), min_size=2, max_size=16),
    response=st.integers(1, 12),
)
def test_own_staffing_beside_slack_is_the_least_and_in_time(pairs: list[tuple[float, float]], response: int) -> None:
    load, slack = (np.array(v) for v in zip(*pairs, strict=True))
    response = min(response, load.size - 1)
    is_open = np.ones(load.size)
    own = levelled_work(load, is_open, response, slack=slack)
    assert own.sum() == pytest.approx(needed_by_linear_program(load, response, slack), abs=1e-6)
    backlog = np.zeros(0)
    for _ in range(4):
        found = work_off(load, is_open, response, own + slack, backlog=backlog)
        backlog = found.backlog
    assert found.late.max() == pytest.approx(0, abs=1e-6)


def test_slack_that_is_plenty_leaves_nothing_to_staff() -> None:
    assert levelled_work(np.ones(10), np.ones(10), 3, slack=np.full(10, 1.0)) == pytest.approx(0)
    assert levelled_work(np.ones(10), np.ones(10), 3, slack=np.full(10, 0.4)) == pytest.approx(0.6)


@settings(max_examples=100, deadline=None)
@given(
    load=workloads,
    response=st.integers(1, 20),
    capacity=st.floats(0, 25),
    waiting=st.lists(st.floats(0, 10), max_size=30),
    data=st.data(),
)
def test_no_deferred_work_is_lost(
    load: list[float], response: int, capacity: float, waiting: list[float], data: st.DataObject
) -> None:
    is_open = np.array(data.draw(st.lists(st.booleans(), min_size=len(load), max_size=len(load))))
    found = work_off(load, is_open, response, np.full(len(load), capacity), backlog=waiting)
    assert found.done.sum() + found.backlog.sum() == pytest.approx(sum(load) + sum(waiting), abs=1e-6)
    assert (found.done <= capacity + 1e-9).all()
    assert (found.done[~is_open] == 0).all()


def test_work_is_late_once_its_time_is_over_and_the_rest_is_carried_over() -> None:
    found = work_off([4, 0, 0, 0], np.ones(4), 1, [1, 1, 1, 0])
    # Arriving in the first hour, due one hour after it: 2 of 4 are done by then.
    assert found.done == pytest.approx([1, 1, 1, 0])
    assert found.late == pytest.approx([0, 2, 0, 0])
    assert found.backlog == pytest.approx([1, 0])
    closed = work_off([4, 1], np.zeros(2), 3, [9, 9])
    assert closed.done.sum() == 0
    assert closed.backlog == pytest.approx([0, 0, 5, 0])
