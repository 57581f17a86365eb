"""Deferred work: in time, level, and all of it done."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.staffing import least_constant_agents, levelled_work


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


@settings(max_examples=200, deadline=None)
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
