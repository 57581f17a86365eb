"""A planned week through the library: each step from the one before."""

import pytest
from small_site import MONDAY, ZONE, write_site

from wfm.compare.scenarios import RosterLimits
from wfm.io.plan_file import read_plan
from wfm.io.read import read_agents, read_history
from wfm.judging import judge
from wfm.planning import plan_week, week_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    site = write_site(tmp_path_factory.mktemp("site"))
    plan, agents = read_plan(site / "plan.toml"), read_agents(site / "agents.csv")
    history = read_history(site / "history.csv", zone=ZONE)
    said = []
    week = plan_week(history, plan, agents, MONDAY, limits=RosterLimits(seconds=4.0), say=said.append)
    return plan, agents, week, said


def test_every_step_covers_the_planned_week(planned):
    plan, _, week, _ = planned
    grid = week_of(plan, MONDAY)
    for frame in (week.forecast.frame, week.requirement.frame):
        assert frame["interval_start"].min() == grid.start
        assert frame["interval_start"].max() == grid.index[-1]


def test_the_roster_is_the_one_compared_and_breaks_no_rule(planned):
    plan, agents, week, _ = planned
    pooled = week.comparison.scenario("pooled")
    assert pooled.result is week.result
    assert judge(week.result.roster, agents, plan) == ()


def test_pooled_needs_fewer_hours_than_departmental_on_the_same_demand(planned):
    *_, week, _ = planned
    departmental, pooled = week.comparison.scenarios
    assert (departmental.model, pooled.model) == ("departmental", "pooled")
    assert pooled.required_hours < departmental.required_hours
    assert pooled.agents_at_peak < departmental.agents_at_peak
    assert pooled.paid_hours == departmental.paid_hours == 12 * 32


def test_the_figures_of_a_scenario_follow_from_its_frames(planned):
    *_, week, _ = planned
    pooled = week.comparison.scenario("pooled")
    frame = pooled.requirement.frame
    assert pooled.required_hours == pytest.approx(frame["agents_required"].sum() * 0.5 / 0.95)
    assert pooled.fte_required == pytest.approx(frame["fte_required"].sum() * 0.5 / 32)
    assert pooled.paid_cost == pytest.approx(12 * 32 * 30)
    assert pooled.cost_per_contact == pytest.approx(pooled.paid_cost / week.forecast.frame["offered"].sum())
    assert 0 < pooled.service_level <= 1


def test_it_tells_what_begins(planned):
    *_, said = planned
    assert [line.split(":")[0] for line in said] == ["forecast", "staff", "roster", "prove", "compare"]


def test_the_roster_is_proven_before_anyone_publishes_it(planned):
    plan, _, week, _ = planned
    assert week.proof.replications == 100
    assert week.proof.absence == pytest.approx(plan.shrinkage.on_the_day)
    assert 0 < week.proof.total.service_level_low <= week.proof.total.service_level <= 1
    assert set(week.proof.misses["queue"]) <= set(week.forecast.queues)
