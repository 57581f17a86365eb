"""The search for small teams: the same course for the same seed whatever the clock says; legal; told as found."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from builders import DAY, NIGHT, full_time, person, problem

from wfm.roster import team
from wfm.roster.engine import model_for
from wfm.roster.outcome import search_cost
from wfm.roster.pool import is_legal
from wfm.roster.progress import Progress
from wfm.roster.team import TeamSearch


class Hasty(Progress):
    """A clock that is far beyond the limit at once, on a machine that goes on all the same."""

    @property
    def seconds(self) -> float:
        return 1e6 * (time.monotonic() - self.started)

    @property
    def seconds_left(self) -> float:
        return 1e6

    def stopped(self) -> bool:
        return self.iterations >= self.iteration_limit


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """One dive, then parts, and short choices: the course is the same, its turns are smaller."""
    for name, value in {"DIVES": 1, "CHOICE_LIMIT": 0.2, "PART_LIMIT": 0.1, "EXCHANGE_EFFORT": 1e6}.items():
        monkeypatch.setattr(team, name, value)


@pytest.fixture(scope="module")
def model():
    random = np.random.default_rng(5)
    contract = full_time(hours_per_week=20, min_hours_per_week=16, max_hours_per_week=24, max_days_per_week=3)
    people = tuple(person(f"p{i}") for i in range(3))
    posed = problem(people, contract=contract, minutes=30, shifts=(DAY, NIGHT), days=7)
    required = random.uniform(0, 3.0, posed.required.shape) * (random.random(posed.required.shape) < 0.5)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85])
    return model_for(replace(posed, required=required, shortfall_widths=widths))[0]


def searched(model, progress, **options):
    search = TeamSearch(model, progress, 3, **options)
    search.run()
    return search


@pytest.mark.slow
def test_same_seed_and_iterations_give_the_same_roster_on_a_slow_machine(model):
    slow = searched(model, Hasty(1e4, 0.0, iteration_limit=2))
    quick = searched(model, Progress(1e4, 0.0, iteration_limit=2))
    assert slow.progress.iterations == quick.progress.iterations > 0
    assert slow.progress.bound == quick.progress.bound
    assert all(np.array_equal(a, b) for a, b in zip(slow.best, quick.best, strict=True))


@pytest.mark.slow
def test_every_better_roster_is_told_once_and_legal(model):
    told = []
    search = searched(model, Progress(1e4, 0.0, iteration_limit=2), on_better=told.append)
    costs = [search_cost(search.m, plan) for plan in told]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs)
    assert search.cost == pytest.approx(costs[-1] + search.constant)
    assert all(is_legal(search.m, i, tour) for plan in told for i, tour in enumerate(plan.tour))
    assert search.progress.bound <= search.cost + 1e-6


def test_compilation_takes_nothing_from_the_time(model, monkeypatch):
    monkeypatch.setattr(team, "warm_up_tours", lambda *_: time.sleep(0.5))
    progress = Progress(60.0, 0.0)
    TeamSearch(model, progress, 1)
    assert progress.seconds < 0.4


@pytest.mark.parametrize(("gains", "turns"), [(0, team.PATIENCE), (1, 1 + team.PATIENCE), (99, 9)])
def test_exchange_goes_on_while_it_gains(model, monkeypatch, gains, turns):
    search = TeamSearch(model, Progress(1e4, 0.0), 1)
    search.cost = 1000.0
    told = []

    def keep(_):
        search.cost -= len(told) < gains
        told.append(search.cost)

    monkeypatch.setattr(search, "_keep", keep)
    monkeypatch.setattr(team.Improver, "step", lambda *_: None)
    search._exchange(np.arange(3), 9)
    assert len(told) == turns
