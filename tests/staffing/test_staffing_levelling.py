"""Deferred groups levelled together: in time, and never a greater peak than one after the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from wfm.staffing import levelled_work
from wfm.staffing.demand_types import DeferredGroup
from wfm.staffing.filling import poured
from wfm.staffing.levelling import _placed, levelled_together, worked_off

CAP = 0.8


def group(load: np.ndarray, is_open: np.ndarray, response: int, backlog: np.ndarray | None = None) -> DeferredGroup:
    work = levelled_work(load, is_open, response, backlog)
    return DeferredGroup(("q",), CAP, is_open, load, work, np.zeros(load.size), response, backlog)


@st.composite
def teams(draw: st.DrawFn) -> tuple[list[DeferredGroup], np.ndarray]:
    """Two or three groups on clocks of their own, some with a backlog, and the time that others have left."""
    n = draw(st.integers(3, 14))

    def amounts(most: float) -> np.ndarray:
        return np.array(draw(st.lists(st.floats(0, most), min_size=n, max_size=n)))

    groups = []
    for _ in range(draw(st.integers(2, 3))):
        is_open = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
        is_open[draw(st.integers(0, n - 1))] = True
        backlog = None
        response = draw(st.integers(1, n))
        if draw(st.booleans()):
            backlog = np.zeros(response)
            backlog[-1] = draw(st.floats(0, 20))
        groups.append(group(amounts(10), is_open, response, backlog))
    return groups, amounts(8)


def one_after_the_other(groups: list[DeferredGroup], slack: np.ndarray) -> list[DeferredGroup]:
    found: list[DeferredGroup] = []
    for one in sorted(groups, key=lambda g: g.response_intervals):
        found.append(_placed(one, slack))
        slack = np.maximum(0.0, slack - found[-1].in_slack)
    return found


def peak(groups: object) -> float:
    return float(sum(g.agents for g in groups).max())  # type: ignore[attr-defined]


@settings(max_examples=150, deadline=None)
@given(case=teams(), blend=st.booleans())
def test_nothing_gets_late_and_the_peak_is_never_above_that_of_groups_one_after_the_other(
    case: tuple[list[DeferredGroup], np.ndarray], blend: bool
) -> None:
    groups, slack = case
    together = levelled_together(groups, (lambda _: slack) if blend else None)
    apart = one_after_the_other(groups, slack if blend else np.zeros_like(slack))
    for one, other in zip(together, apart, strict=True):
        late = worked_off(other, other.work + other.in_slack).late.sum()
        found = worked_off(one, one.work + one.in_slack)
        assert found.late.sum() <= late + 1e-6
        assert (one.work[~one.is_open] == 0).all()
        assert min(one.work.min(), one.in_slack.min()) >= -1e-9
        if one.backlog is None:
            assert (one.work + one.in_slack).sum() == pytest.approx(one.arriving.sum(), abs=1e-6)
    assert peak(together) <= peak(apart) + 1e-4
    used = sum(g.in_slack for g in together)
    assert (used <= (slack if blend else 0.0) + 1e-6).all()


def least_peak(groups: list[DeferredGroup], slack: np.ndarray) -> float:
    """By linear programming: the least greatest number of agents with all work in time, on a clock that repeats.

    For every group: work in each interval and what waits at its start, no more than came in the response time before.
    """
    n, k = slack.size, len(groups)
    peak, width = k * 2 * n, k * 2 * n + 1
    equal, right, most = [], [], []
    for g, one in enumerate(groups):
        opens = np.flatnonzero(one.is_open)
        slot = {int(t): i for i, t in enumerate(opens)}
        come = np.zeros(opens.size)
        lump = np.zeros(opens.size)
        for t in range(n):
            at = int(np.searchsorted(opens, t)) % opens.size
            (come if one.is_open[t] else lump)[at] += one.arriving[t]
        response = int(one.response_intervals)
        for t in range(n):
            work, waits = g * 2 * n + t, g * 2 * n + n + t
            if t not in slot:
                equal += [np.eye(1, width, work)[0], np.eye(1, width, waits)[0]]
                right += [0.0, 0.0]
                continue
            i = slot[t]
            # What waits at the end of the interval, before the next lump: come in the last ``response`` intervals.
            following = g * 2 * n + n + int(opens[(i + 1) % opens.size])
            row = np.zeros(width)
            row[work] += 1.0
            row[waits] -= 1.0
            row[following] += 1.0
            equal.append(row)
            right.append(come[i] + lump[i])
            recent = sum(come[(i - j) % opens.size] for j in range(response))
            recent += sum(lump[(i - j) % opens.size] for j in range(response - 1))
            most.append((following, recent))
    bounds: list[tuple[float, float | None]] = [(0.0, None)] * width
    for column, value in most:
        bounds[column] = (0.0, value)
    upper = np.zeros((n, width))
    for t in range(n):
        upper[t, [g * 2 * n + t for g in range(k)]] = 1.0
        upper[t, peak] = -1.0
    cost = np.eye(1, width, peak)[0]
    found = linprog(cost, A_ub=upper, b_ub=slack, A_eq=np.array(equal), b_eq=right, bounds=bounds)
    return float(found.fun) / CAP


@settings(max_examples=80, deadline=None)
@given(case=teams(), blend=st.booleans())
def test_the_peak_of_groups_levelled_together_is_the_least_there_is(
    case: tuple[list[DeferredGroup], np.ndarray], blend: bool
) -> None:
    groups, slack = case
    n = slack.size
    repeating = []
    for g in groups:
        opens = int(g.is_open.sum())
        repeating.append(
            replace(group(g.arriving, g.is_open, min(int(g.response_intervals), opens)), queues=g.queues, backlog=None)
        )
    together = levelled_together(repeating, (lambda _: slack) if blend else None)
    assert peak(together) == pytest.approx(least_peak(repeating, slack if blend else np.zeros(n)), abs=1e-3)


def test_work_with_time_moves_out_of_the_way_of_work_without() -> None:
    n = 8
    urgent = group(np.array([0, 4.0, 0, 0, 0, 4.0, 0, 0]), np.ones(n, dtype=bool), 1)
    patient = group(np.full(n, 1.0), np.ones(n, dtype=bool), 6)
    both = levelled_together([urgent, patient])
    assert urgent.agents.max() + patient.agents.max() == pytest.approx(4 / CAP * 0.5 + 1 / CAP)
    assert peak(both) == pytest.approx(2.0 / CAP)
    assert sum(g.agents for g in both).min() == pytest.approx(2.0 / CAP)


def test_water_poured_into_a_wide_corridor_is_level_and_into_a_narrow_one_bends() -> None:
    others = np.array([3.0, 0.0, 1.0, 0.0])
    wide = np.array([0.0, 0, 0, 0, 8.0]), np.array([0.0, 8, 8, 8, 8])
    assert poured(*wide, others) == pytest.approx([0, 3, 2, 3])
    narrow = np.array([0.0, 2, 2, 2, 8.0]), np.array([0.0, 8, 8, 8, 8])
    assert poured(*narrow, others) == pytest.approx([2, 2 + 1 / 3, 1 + 1 / 3, 2 + 1 / 3])
    late = np.array([0.0, 0, 0, 0, 8.0]), np.array([0.0, 2, 2, 2, 8])
    assert poured(*late, others) == pytest.approx([0, 1.5, 0.5, 6])
