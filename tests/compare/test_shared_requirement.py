"""The requirement of teams that share contacts: between departments and pool; the pool where all can do all."""

import numpy as np
import pytest
from small_demand import calendar, forecast_of

from wfm.compare.curve import cross_skilling_curve, curve_tasks
from wfm.compare.gain import gain
from wfm.compare.operating_models import operating_model
from wfm.compare.required import required_scenario, requirement_of
from wfm.compare.shared_requirement import shared_requirement
from wfm.io.plan_file import parse_plan

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
goal = { max_occupancy = 1.0 }
[[contract]]
name = "full"
hours_per_week = 40
cost_per_hour = 30
"""
SHAPE = [20, 30, 40, 40, 30, 30, 20, 20] * 3
FORECAST = forecast_of({f"{d}/voice": (SHAPE, 300) for d in "abcd"})


def hours(name, text="", forecast=FORECAST):
    plan = parse_plan(PLAN + text)
    model = operating_model(plan, name, forecast.queues)
    needed = requirement_of(forecast, plan, model, calendar())
    return float(needed.frame["agents_required"].sum()) / 4


@pytest.fixture(scope="module")
def ends():
    return hours("departmental"), hours("pooled")


def test_everybody_cross_skilled_needs_what_the_formula_says_of_the_pool(ends):
    """A little more: the formula knows no rush that is carried over, and a pool has less room to work it off."""
    assert ends[1] < hours("generalists-100") < 1.03 * ends[1]


def test_a_fifth_of_generalists_brings_more_than_half_and_a_half_nearly_all(ends):
    departmental, pooled = ends[0], hours("generalists-100")
    brought = {share: (departmental - hours(f"generalists-{share}")) / (departmental - pooled) for share in (5, 20, 50)}
    assert brought[5] < brought[20]
    assert 0.5 < brought[20] < 0.95
    assert 0.9 < brought[50] < 1.1


def test_two_skills_each_in_a_chain_come_near_the_pool(ends):
    """Jordan and Graves 1995: a closed chain of two skills each brings most of what full flexibility does."""
    departmental, pooled = ends[0], hours("generalists-100")
    assert (departmental - hours("chain-100")) / (departmental - pooled) > 0.7
    assert hours("pairs-100") > hours("chain-100")


def test_overflow_saves_less_the_longer_contacts_wait_for_it(ends):
    found = [hours("overflow", f"[model.overflow]\noverflow_after_seconds = {s}\n") for s in (10, 60, 300)]
    assert ends[1] * 0.97 < found[0] < found[1] < found[2]
    assert found[2] == pytest.approx(ends[0], rel=0.02)


def test_slower_cross_skilled_people_cost_more_agents():
    plain, slow = (hours("generalists", f"[model.generalists]\naht_factor = {f}\n") for f in (1.0, 1.3))
    assert slow > plain * 1.02


def test_the_occupancy_cap_holds_over_all_people_together():
    plan = parse_plan(PLAN.replace("1.0 }", "0.8 }"))
    model = operating_model(plan, "generalists", FORECAST.queues)
    frame = shared_requirement(FORECAST, plan, model, calendar()).with_cap.frame
    together = frame.groupby("interval_start")[["load_erlangs", "agents_required"]].sum()
    assert (together["load_erlangs"] <= 0.8 * together["agents_required"] + 1e-6).all()


def test_work_that_may_wait_keeps_its_agents():
    plan = parse_plan(PLAN + '[[queue]]\ndepartment = "a"\nchannel = "email"\naht_seconds = 600\nresponse_hours = 2\n')
    both = forecast_of({"a/voice": (SHAPE, 300), "b/voice": (SHAPE, 300), "a/email": ([10] * 24, 600)})
    less = forecast_of({"a/voice": (SHAPE, 300), "b/voice": (SHAPE, 300)})
    found = []
    for forecast in (both, less):
        model = operating_model(plan, "pairs", forecast.queues)
        frame = shared_requirement(forecast, plan, model, calendar()).with_cap.frame
        found.append(frame.groupby("interval_start")["agents_required"].sum().to_numpy())
    np.testing.assert_allclose(found[0] - found[1], 10 * 600 / 900 / 0.9, rtol=1e-6)


def test_the_gain_of_a_shared_model_is_simulated_and_adds_up():
    plan = parse_plan(PLAN)
    found = gain(FORECAST, plan, calendar(), "departmental", "chain-50")
    assert found.by == "simulation"
    peak = found.peak
    assert peak.total == pytest.approx(peak.work_content + peak.pooling + peak.rounding + peak.peak_smoothing)
    assert found.hours.work_content == pytest.approx(0, abs=1e-6)
    assert found.break_even > 1


def test_the_curve_falls_from_the_departments_to_the_pool(ends):
    points = cross_skilling_curve(FORECAST, parse_plan(PLAN), calendar(), kinds=("generalists",), shares=(0.2, 1.0))
    labels = [(0.0, "departmental"), (0.2, "generalists-20"), (1.0, "generalists-100")]
    assert [(p.with_cap, p.share, p.model) for p in points] == [(c, *x) for c in (True, False) for x in labels]
    assert points[0].hours == pytest.approx(ends[0])
    assert points[0].hours > points[1].hours > points[2].hours
    assert points[0].agents_at_peak > points[1].agents_at_peak > points[2].agents_at_peak


def test_one_department_has_no_curve():
    forecast = forecast_of({"a/voice": (SHAPE, 300)})
    assert cross_skilling_curve(forecast, parse_plan(PLAN), calendar()) == ()


def test_chats_are_shared_like_calls():
    text = "".join(
        f'[[queue]]\ndepartment = "{d}"\nchannel = "chat"\nconcurrency = 3\naht_seconds = 600\n' for d in "ab"
    )
    forecast = forecast_of({"a/chat": (SHAPE, 600), "b/chat": (SHAPE, 600)})
    departmental, shared, pooled = (hours(n, text, forecast) for n in ("departmental", "pairs-100", "pooled"))
    assert pooled * 0.98 < shared < departmental


def test_one_search_tells_both_with_the_cap_and_without():
    tight, loose = (parse_plan(PLAN.replace("1.0 }", f"{cap} }}")) for cap in (0.7, 1.0))
    model = operating_model(tight, "generalists", FORECAST.queues)
    capped, free = (shared_requirement(FORECAST, plan, model, calendar()) for plan in (tight, loose))
    assert capped.without_cap.frame.equals(free.without_cap.frame)
    more = capped.with_cap.frame["agents_required"] - capped.without_cap.frame["agents_required"]
    assert (more >= 0).all()
    assert more.max() > 0.5


def test_a_slower_crew_is_capped_by_its_own_load():
    text = "[model.generalists]\naht_factor = 1.3\n"
    plan = parse_plan(PLAN.replace("1.0 }", "0.7 }") + text)
    model = operating_model(plan, "generalists", FORECAST.queues)
    frame = shared_requirement(FORECAST, plan, model, calendar()).with_cap.frame
    together = frame.groupby("interval_start")[["load_erlangs", "agents_required"]].sum()
    busy = (together["load_erlangs"] / together["agents_required"])[together["agents_required"] > 0]
    assert busy.to_numpy() == pytest.approx(0.7)


def test_what_a_scenario_has_found_is_no_point_to_find_again():
    plan = parse_plan(PLAN + "[model.chain]\naht_factor = 1.2\n[model.chain-50]\naht_factor = 1.1\n")
    known = [
        required_scenario(operating_model(plan, n, FORECAST.queues), FORECAST, plan, (), calendar())
        for n in ("departmental", "chain", "chain-50")
    ]
    found = curve_tasks(FORECAST, plan, calendar(), kinds=("chain",), shares=(0.2, 0.5, 1.0), known=known, say=print)
    assert set(found.known) == {"departmental", "chain-20", "chain-50"}
    points = {p.share: p for p in found.points() if p.with_cap}
    assert points[0.2].agents_at_peak == known[1].agents_at_peak
    assert points[0.5].hours == known[2].required_hours


def test_a_known_scenario_with_other_handle_times_is_not_taken_for_a_point():
    plan = parse_plan(PLAN + "[model.chain-20]\naht_factor = 1.2\n")
    chain = required_scenario(operating_model(plan, "chain", FORECAST.queues), FORECAST, plan, (), calendar())
    assert curve_tasks(FORECAST, plan, calendar(), kinds=("chain",), shares=(0.2,), known=[chain]).known == {}
