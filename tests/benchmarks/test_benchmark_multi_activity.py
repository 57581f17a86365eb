"""The judge of multi-activity rosters on published solutions and on shifts made by hand; a small instance solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import multi_activity_model, multi_activity_run
from benchmarks.multi_activity_judge import Duty, judge, read_solution
from benchmarks.multi_activity_run import solve

PUBLISHED = Path("../shared/data/rostering/multi_activity")
SMALL = """
SECTION_HORIZON
2

SECTION_TASKS
2

SECTION_STAFF
1,360,600
2,360,600

SECTION_COVER
{cover}
"""


def written(path, cover):
    """A file with the least and most people of ``cover`` (task, quarter after the beginning)."""
    rows = []
    for quarter in range(192):
        minute = 360 + 15 * quarter
        clock = "{:02}:{:02}".format(*divmod(minute % 1440, 60))
        after = "{:02}:{:02}".format(*divmod((minute + 15) % 1440, 60))
        for task in (1, 2):
            least, most = cover(task, quarter)
            rows.append(f"{minute // 1440 + 1},{clock}-{after},{task},{least},{most}")
    path.write_text(SMALL.format(cover="\n".join(rows)))
    return path


@pytest.fixture
def small(tmp_path):
    """Task 1 wants one person from 06:00 to 09:00, task 2 one from 09:00 to 12:00 of the first day."""

    def cover(task, quarter):
        return (int((task == 1 and quarter < 12) or (task == 2 and 12 <= quarter < 24)),) * 2

    return written(tmp_path / "small.txt", cover)


@pytest.mark.real_data
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the public instances are not there")
@pytest.mark.parametrize(("instance", "solution", "cost"), [("1_7_10_1", "1a", 383), ("10_7_20_3", "10a", 193)])
def test_published_solutions_cost_what_is_published(instance, solution, cost):
    roster = read_solution(PUBLISHED / f"test_solution_{solution}.solution")
    assert judge(PUBLISHED / f"{instance}.txt", roster) == (cost, ())


BOTH = Duty(0, 360, (("1", 180), ("2", 180)))
AGAIN = Duty(1, 840, (("2", 360),))


def test_too_many_cost_their_square(small):
    assert judge(small, {"1": [BOTH], "2": [AGAIN]}) == (24, ())
    # Both at once: one too many in each of 24 slots; then both idle in the same 24 slots, two too many in each.
    assert judge(small, {"1": [BOTH], "2": [BOTH]}) == (24, ())
    assert judge(small, {"1": [BOTH, AGAIN], "2": [AGAIN]})[0] == 4 * 24


@pytest.mark.parametrize(
    ("duty", "broken"),
    [
        (Duty(0, 660, (("1", 360),)), "starts at minute 660"),
        (Duty(0, 360, (("1", 330),)), "a shift of 330 minutes"),
        (Duty(0, 360, (("1", 345), ("2", 15))), "less than an hour on a task"),
        (Duty(2, 360, (("1", 360),)), "works outside the horizon"),
        (Duty(1, 0, (("1", 360),)), None),
    ],
)
def test_each_hard_rule_is_seen(small, duty, broken):
    found = judge(small, {"1": [BOTH], "2": [duty]})[1]
    assert (found == ()) if broken is None else any(broken in text for text in found)


def test_rest_minutes_and_cover_are_hard(small):
    tired = judge(small, {"1": [BOTH, Duty(1, 0, (("1", 360),))], "2": [AGAIN]})[1]
    assert "1: rests 720 minutes" in tired
    assert "1: 720 minutes, not between 360 and 600" in tired
    assert "day 1 06:00-06:15 task 1: 0 at work, 1 needed" in judge(small, {"1": [AGAIN], "2": [AGAIN]})[1]


@pytest.mark.slow
def test_small_instance_is_solved_to_its_optimum(small):
    report = solve(small, 30.0, 1, lambda *_: None)
    # One person covers both tasks, the other is one too many in the 24 slots of the shortest shift.
    assert report["violations"] == 0
    assert report["objective"] == report["bound"] == 24


@pytest.mark.slow
def test_least_cover_holds_even_where_its_price_is_too_low(tmp_path, monkeypatch):
    """Both may work for nothing on the first day; 14:00 of the second wants one, and the shift's other slots nobody."""
    path = written(
        tmp_path / "lure.txt",
        lambda task, quarter: (0, 2 * (task == 1)) if quarter < 96 else (int(quarter == 128),) * 2,
    )
    prices = []

    def priced(instance, under=0.1):
        prices.append(under)
        return multi_activity_model.model_of(instance, under)

    monkeypatch.setattr(multi_activity_run, "model_of", priced)
    report = solve(path, 20.0, 1, lambda *_: None)
    assert prices == [0.1, multi_activity_run.DOMINANT]
    assert report["violations"] == 0
    # Task 2 wants one at 14:00 too, and nobody can do two tasks at once.
    assert report["objective"] == 2 * 23
