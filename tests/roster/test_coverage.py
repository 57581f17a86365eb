from __future__ import annotations

from datetime import timedelta

import pytest
from builders import MONDAY, at, office, person, problem, roster, shift
from hypothesis import given
from hypothesis import strategies as st

from wfm.roster import coverage_of


def _scheduled(coverage, work: str = "calls") -> dict:
    rows = coverage.frame[coverage.frame["work"] == work]
    return dict(zip(rows["interval_start"], rows["scheduled"], strict=True))


def test_breaks_do_not_cover() -> None:
    coverage = coverage_of(roster(office("ann", MONDAY)), problem())
    found = _scheduled(coverage)
    assert found[at(MONDAY, "08:45")] == 0
    assert found[at(MONDAY, "09:00")] == 1
    assert found[at(MONDAY, "11:00")] == 0  # break
    assert found[at(MONDAY, "11:15")] == 1
    assert found[at(MONDAY, "13:00")] == 0  # meal
    assert found[at(MONDAY, "13:15")] == 0
    assert found[at(MONDAY, "17:15")] == 1
    assert found[at(MONDAY, "17:30")] == 0
    assert coverage.frame["required"].eq(2.0).all()
    assert sum(found.values()) == 8.5 * 4 - 3


def test_efficiency_counts_and_each_work_has_its_own_row() -> None:
    people = (person("ann", efficiency=0.7), person("bob"))
    able = {"ann": {"mail": 0.7}, "bob": {"calls": 1.0, "mail": 1.2}}
    posed = problem(people, works=("calls", "mail"), efficiency=able)
    made = roster(
        shift("ann", MONDAY, "08:00", "12:00", work="mail"),
        shift("bob", MONDAY, "08:00", "12:00", work="mail"),
        shift("ann", MONDAY + timedelta(days=1), "08:00", "12:00", work="calls"),
    )
    coverage = coverage_of(made, posed)
    assert _scheduled(coverage, "mail")[at(MONDAY, "08:00")] == pytest.approx(1.9)
    assert sum(_scheduled(coverage, "calls").values()) == 0  # no skill covers nothing


def test_part_of_an_interval_covers_that_part() -> None:
    posed = problem(minutes=30)
    found = _scheduled(coverage_of(roster(shift("ann", MONDAY, "08:15", "12:00", ("10:00", 15))), posed))
    assert found[at(MONDAY, "08:00")] == pytest.approx(0.5)
    assert found[at(MONDAY, "10:00")] == pytest.approx(0.5)
    assert found[at(MONDAY, "08:30")] == 1


def test_night_before_the_first_day_covers_and_the_last_is_cut() -> None:
    past = (shift("ann", MONDAY - timedelta(days=1), "22:00", "06:00"),)
    last = shift("ann", MONDAY + timedelta(days=6), "22:00", "06:00")
    found = _scheduled(coverage_of(roster(last), problem(past=past)))
    assert found[at(MONDAY, "05:45")] == 1
    assert found[at(MONDAY, "06:00")] == 0
    assert sum(found.values()) == 6 * 4 + 2 * 4


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 1435), st.integers(1, 900), st.floats(0.1, 2)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([5, 15, 30]),
)
def test_covered_time_is_the_time_at_work_times_efficiency(
    made: list[tuple[int, int, int, float]], minutes: int
) -> None:
    people = tuple(person(f"a{i}", efficiency=e) for i, (*_, e) in enumerate(made))
    posed = problem(people, minutes=minutes, days=9)
    shifts = []
    for i, (offset, start, length, _) in enumerate(made):
        end = start + length
        shifts.append(
            shift(
                f"a{i}",
                MONDAY + timedelta(days=offset),
                f"{start // 60:02d}:{start % 60:02d}",
                f"{end // 60:02d}:{end % 60:02d}",
            )
        )
    total = sum(_scheduled(coverage_of(roster(*shifts), posed)).values()) * minutes / 60
    assert total == pytest.approx(sum(e * length / 60 for _, _, length, e in made))
