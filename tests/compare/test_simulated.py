"""The service of rosters by simulation: by queue, department and time, who loses, bad weeks; and pooling that hurts."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from small_demand import calendar, forecast_of

from wfm.cli.comparison_lines import LABEL, comparison_table
from wfm.compare import compare
from wfm.compare.operating_models import operating_model
from wfm.compare.scenarios import RosterLimits
from wfm.compare.service_words import service_words
from wfm.compare.simulated import Play, peak_intervals, service_changes, simulated_service
from wfm.compare.when_not import when_not_to_pool
from wfm.executors import open_executor
from wfm.intervals import IntervalGrid, WeekWindows
from wfm.io.comparison import comparison_document
from wfm.io.plan_file import parse_plan
from wfm.simulate import Scenario, SimulatedQueue, simulate
from wfm.simulate.on_duty import entries_of, group_taking, taken_by
from wfm.types import Activity, ActivityKind, Agent, Availability, Roster, Shift

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
patience_seconds = 120
[[contract]]
name = "full"
hours_per_week = 40
min_hours_per_week = 0
cost_per_hour = 30
[[shift]]
name = "day"
start = "08:00-10:00"
lengths_hours = [4, 6, 8]
[shrinkage.unplanned]
sickness = 0.05
"""
HOURS = 8
START = datetime.fromisoformat("2026-11-16T08:00+00:00")
FORECAST = forecast_of({"a/voice": ([12] * 4 * HOURS, 300), "b/voice": ([24] * 4 * HOURS, 200)}, spread=0.2)
PLAY = Play(weeks=30)


def people(**counts):
    windows = Availability(WeekWindows.parse(["daily 00:00-24:00"]))
    return tuple(
        Agent(f"{d}{i}", "made up", d, "full", (d,), windows, cost_per_hour=30.0)
        for d, n in counts.items()
        for i in range(n)
    )


def on_duty(agents, works):
    """Everybody all day on the kind of work named."""
    end = START + timedelta(hours=HOURS)
    shifts = (
        Shift(a.agent, START.date(), (Activity(ActivityKind.WORK, START, end, works.get(a.department, "pooled")),))
        for a in agents
    )
    return Roster(tuple(shifts), "Europe/Paris")


def served(name, agents, text="", forecast=FORECAST, **works):
    plan = parse_plan(PLAN + text)
    model = operating_model(plan, name, forecast.queues)
    return simulated_service(on_duty(agents, works), forecast, plan, model, agents, calendar(), PLAY)


AGENTS = people(a=6, b=7)


@pytest.fixture(scope="module")
def departmental():
    return served("departmental", AGENTS, a="a", b="b")


@pytest.fixture(scope="module")
def pooled():
    return served("pooled", AGENTS)


def test_parts_add_up_to_the_whole(departmental):
    total = departmental.total
    for part in (departmental.queues, departmental.departments, departmental.times):
        assert sum(f.offered for f in part) == pytest.approx(total.offered)
        mean = sum(f.offered * f.service_level for f in part) / total.offered
        assert mean == pytest.approx(total.service_level)
    assert total.offered == pytest.approx(36 * 4 * HOURS, rel=0.05)
    assert [t.name for t in departmental.times] == [
        "08:00-10:00",
        "10:00-12:00",
        "12:00-14:00",
        "14:00-16:00",
        "16:00-18:00",
    ]
    assert total.service_level_low < total.service_level < total.service_level_high
    assert (len(total.weeks), departmental.replications) == (30, 30)
    assert departmental.absence == pytest.approx(0.05)


def test_every_model_meets_the_same_contacts(departmental, pooled):
    assert [q.offered for q in departmental.queues] == [q.offered for q in pooled.queues]
    assert departmental.total.aht_seconds == pytest.approx(pooled.total.aht_seconds, rel=0.02)


def test_slower_generalists_show_as_penalty(pooled):
    slow = served("pooled", AGENTS, "[model.pooled]\naht_factor = 1.25\n")
    assert pooled.total.aht_penalty == pytest.approx(0, abs=1e-9)
    assert slow.total.aht_penalty == pytest.approx(0.25)
    assert slow.total.service_level < pooled.total.service_level
    assert slow.total.occupancy > pooled.total.occupancy


def test_a_second_line_shows_as_transfers_and_second_handling():
    text = "[model.hybrid]\nfirst_line_share = 0.6\nfirst_line_aht_factor = 0.5\nsecond_line_aht_factor = 1.0\n"
    found = served("hybrid", people(a=4, b=4, c=8), text, a="a second line", b="b second line", c="first line")
    assert found.total.transfers == pytest.approx(0.4, abs=0.02)
    assert found.total.aht_penalty == pytest.approx(0.5 + 0.4 - 1, abs=0.03)
    assert {w.name: w.offered > 0 for w in found.works} == {
        "first line": True,
        "a second line": True,
        "b second line": True,
    }
    first = next(w for w in found.works if w.name == "first line")
    assert first.offered == pytest.approx(found.total.offered)


def test_cross_skilled_people_help_where_it_is_needed():
    """One department has too few people, the other idle ones: those who can do both bring the help, slower or not."""
    agents = people(a=8, b=5, c=2)
    lonely = served("departmental", agents, a="a", b="b", c="a")
    helped = served("pairs", agents, a="a", b="b", c="a+b")
    level = {q.name: q.service_level for q in lonely.queues}
    now = {q.name: q.service_level for q in helped.queues}
    assert now["b/voice"] > level["b/voice"] + 0.1
    both = next(w for w in helped.works if w.name == "a+b")
    assert both.occupancy > 0.5


def test_overflow_helps_the_short_department_at_the_cost_of_the_other():
    agents = people(a=7, b=5)
    alone = served("departmental", agents, a="a", b="b")
    shared = served("overflow", agents, a="a", b="b")
    changes = {c.name: c for c in service_changes(alone, shared) if c.kind == "queue"}
    assert changes["b/voice"].loses is False
    assert changes["a/voice"].loses is True
    assert changes["a/voice"].high < 0
    assert 0 < shared.total.aht_penalty < 0.1
    assert alone.total.aht_penalty == pytest.approx(0, abs=1e-9)


def test_sickness_and_a_higher_peak_make_service_worse(departmental):
    sick, peak = departmental.stresses
    assert (sick.name, peak.name) == ("10% sick", "+20% at the peak")
    for stress in (sick, peak):
        assert stress.stressed.service_level < stress.usual.service_level
        assert stress.worst_service_level <= stress.stressed.service_level
    assert sick.usual.service_level == departmental.total.service_level
    assert sick.stressed.offered == sick.usual.offered
    assert peak.stressed.offered == pytest.approx(1.2 * peak.usual.offered, rel=0.05)
    assert peak.usual.offered == pytest.approx(departmental.total.offered / 4, rel=0.05)


def test_a_larger_team_bears_a_bad_week_better(departmental, pooled):
    for alone, together in zip(departmental.stresses, pooled.stresses, strict=True):
        assert together.stressed.service_level > alone.stressed.service_level


def test_the_peak_is_the_two_busiest_hours_in_a_row_of_each_day():
    day = [0] * 24 + [10, 10, 30, 40, 40, 30, 30, 40, 40, 10] + [0] * 62
    forecast = forecast_of({"a/voice": (day * 2, 300)}, first="2026-11-15T23:00Z")
    grid = IntervalGrid(forecast.frame["interval_start"].min().to_pydatetime(), 15, 192, "Europe/Paris")
    found = np.flatnonzero(peak_intervals(forecast, parse_plan(PLAN), grid))
    assert list(found) == [*range(25, 33), *range(96 + 25, 96 + 33)] or list(found) == [
        *range(26, 34),
        *range(96 + 26, 96 + 34),
    ]
    assert sum(day[i % 96] for i in found) == 2 * sum([30, 40, 40, 30, 30, 40, 40, 10])


def test_the_same_service_is_no_loss(departmental):
    changes = service_changes(departmental, departmental)
    assert {c.change for c in changes} == {0.0}
    assert {c.loses for c in changes} == {None}


def test_a_small_loss_is_not_called_one(departmental):
    def less(figures, by):
        weeks = tuple(w - by - 1e-6 * i for i, w in enumerate(figures.weeks))
        return replace(figures, service_level=figures.service_level - by, weeks=weeks)

    for by, loses in ((0.004, None), (0.006, True)):
        other = replace(departmental, queues=tuple(less(q, by) for q in departmental.queues), departments=(), times=())
        assert {c.loses for c in service_changes(departmental, other)} == {loses}


DESIGNS = {"departmental": 4.55, "pooled": 6.15}


def mean_wait_minutes(name, text=""):
    """Two agents; 50 contacts of 1 minute and 5 of 10 minutes an hour, all fixed, nobody hangs up."""
    plan = parse_plan(PLAN + text)
    model = operating_model(plan, name, ("long/voice", "short/voice"))
    queues = (SimulatedQueue("short/voice", 50, 60, handle_cv=0), SimulatedQueue("long/voice", 5, 600, handle_cv=0))
    entries = entries_of(model, [q.name for q in queues])
    groups = []
    for work in model.works:
        taken = taken_by(work, entries, plan)
        groups.append(group_taking(work.name, 2 // len(model.works), work, taken, entries, plan))
    found = simulate(Scenario(queues, tuple(groups), 3600.0, 24 * 500, warm_up=240), replications=12, seed=3)
    total = found.counts.sum(axis=(0, 1, 2))
    return total[5] / (total[1] + total[3]) / 60


def test_pooling_unlike_work_hurts_by_a_third_and_overflow_does_not():
    """Van Dijk and van der Sluis 2008: separate 4.55 minutes, pooled 6.15 (35 % longer), two-way overflow 4.11."""
    found = {name: mean_wait_minutes(name) for name in DESIGNS}
    assert found == pytest.approx(DESIGNS, rel=0.03)
    assert found["pooled"] / found["departmental"] == pytest.approx(1.35, abs=0.03)
    free = "[model.overflow]\noverflow_after_seconds = 0\noverflow_aht_factor = 1.0\n"
    assert mean_wait_minutes("overflow", free) == pytest.approx(4.11, rel=0.03)


@pytest.fixture(scope="module")
def compared():
    said = []
    with open_executor("serial") as pool:
        found = compare(
            FORECAST,
            parse_plan(PLAN),
            people(a=8, b=9),
            calendar(),
            models=("departmental", "pairs", "pooled"),
            limits=RosterLimits(1.0, 0.2),
            executor=pool,
            play=PLAY,
            curve=True,
            say=said.append,
        )
    return found, said


def test_a_comparison_simulates_every_roster_on_the_same_contacts(compared):
    found, said = compared
    offered = {s.model: [q.offered for q in s.simulated.queues] for s in found.scenarios}
    assert offered["departmental"] == offered["pairs"] == offered["pooled"]
    assert found.scenarios[0].simulated.changes == ()
    assert all(s.simulated.changes for s in found.scenarios[1:])
    pairs = found.scenario("pairs")
    assert (pairs.requirement_by, pairs.cross_skilled_share, pairs.cross_skilled_agents) == ("simulation", 0.2, 4)
    assert (pairs.service, pairs.service_level) == (None, None)
    assert any("pairs: " in line and "simulated weeks" in line for line in said)


def test_a_comparison_tells_roster_fit_curve_and_when_not_to_pool(compared):
    found, _ = compared
    fit = next(g for g in found.gains if g.model_after == "pooled").roster_fit
    net = found.scenario("departmental").result.coverage.frame["net"]
    assert fit.short_before == pytest.approx(-net.clip(upper=0).sum() / 4)
    assert {p.kind for p in found.curve} == {"pairs", "chain", "generalists"}
    said = " ".join(found.advice)
    assert "When not to pool: " in said
    assert when_not_to_pool(found)[0] in said
    assert all(sentence in said for sentence in service_words(found))
    assert "Resilience, 10% sick" in said
    assert "Agents at the peak by share of people cross-skilled (chain): 0%" in said
    cases = {c.facts.model_after: c.facts for c in found.cases}
    assert (cases["pairs"].employees, cases["pooled"].employees) == (4, 17)


def test_the_table_has_a_row_for_every_figure_that_somebody_has(compared):
    found, _ = compared
    rows = {line[:LABEL].strip(): line[LABEL:].split() for line in comparison_table(found)[: -len(found.advice)]}
    total = found.scenario("pairs").simulated.total
    assert rows["service level, simulated"][1] == f"{total.service_level:.1%}"
    assert rows["people cross-skilled"] == ["-", "4", "-"]
    assert rows["service level by formula"][1] == "-"
    assert (
        rows["in time, 10% sick"][2] == f"{found.scenario('pooled').simulated.stresses[0].stressed.service_level:.1%}"
    )
    assert {"occupancy", "hang up", "cost a contact (EUR)", "hours covered by roster fit"} <= set(rows)


def test_the_document_holds_service_and_curve_without_single_weeks(compared):
    found, _ = compared
    document = json.loads(json.dumps(comparison_document(found)))
    pairs = document["scenarios"][1]
    assert pairs["requirement_by"] == "simulation"
    assert pairs["simulated"]["total"]["service_level"] == found.scenario("pairs").simulated.total.service_level
    assert "weeks" not in pairs["simulated"]["queues"][0]
    assert len(document["curve"]) == len(found.curve)
    assert document["gains"][0]["roster_fit"]["gain"] == found.gains[0].roster_fit.gain
