"""The gain of pooling by formula: the known figures, its parts, and when it is gone."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_demand import calendar, forecast_of

from wfm.compare.gain import gain
from wfm.compare.operating_models import operating_model
from wfm.io.plan_file import parse_plan
from wfm.staffing import expected_service, require

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
goal = { service_level = 0.8, threshold_seconds = 20, max_occupancy = 0.85 }
"""
DEPARTMENTS = ("a", "b", "c", "d", "e")


def like_departments(erlangs):
    """Five departments of so many Erlangs in a quarter-hour, 300 s a contact."""
    return forecast_of({f"{d}/voice": (erlangs * 3.0, 300) for d in DEPARTMENTS})


def found(forecast, text="", after="pooled", **options):
    return gain(forecast, parse_plan(PLAN + text), calendar(), "departmental", after, **options)


def erlang_c_agents(erlangs, threshold=20.0, aht=300.0, goal=0.8, cap=None):
    """Whole agents by the textbook sum in logarithms: nothing of the staffing stage."""
    n = math.floor(erlangs) + 1
    while True:
        logs = [k * math.log(erlangs) - math.lgamma(k + 1) for k in range(n + 1)]
        last = logs[-1] + math.log(n / (n - erlangs))
        wait = 1 / (1 + sum(math.exp(x - last) for x in logs[:-1]))
        level = 1 - wait * math.exp(-(n - erlangs) * threshold / aht)
        if level >= goal and (cap is None or erlangs / n <= cap):
            return n
        n += 1


@pytest.mark.parametrize(
    ("erlangs", "departmental", "pooled"), [(1, 15, 8), (5, 40, 30), (20, 125, 108), (100, 540, 513)]
)
def test_five_like_departments_need_the_published_agents(erlangs, departmental, pooled):
    assert 5 * erlang_c_agents(erlangs) == departmental
    assert erlang_c_agents(5 * erlangs) == pooled
    assert found(like_departments(erlangs), with_cap=False).peak.total == departmental - pooled
    assert found(like_departments(erlangs), with_cap=False).hours.total == pytest.approx((departmental - pooled) / 4)


@pytest.mark.parametrize("erlangs", [1, 5, 20, 50, 100])
def test_the_occupancy_cap_takes_what_large_teams_would_save(erlangs):
    saved = 5 * erlang_c_agents(erlangs, cap=0.85) - erlang_c_agents(5 * erlangs, cap=0.85)
    assert found(like_departments(erlangs)).peak.total == saved


def test_from_fifty_erlangs_a_department_on_the_cap_removes_most_of_the_saving():
    capped, free = found(like_departments(50)), found(like_departments(50), with_cap=False)
    assert capped.peak.total < free.peak.total / 2
    assert capped.break_even_slowdown < free.break_even_slowdown


@pytest.mark.parametrize("with_cap", [True, False])
def test_at_the_break_even_slowdown_nothing_is_saved(with_cap):
    found_gain = found(like_departments(5), with_cap=with_cap)
    slow = f"[model.pooled]\naht_factor = {found_gain.break_even:.6f}\n"
    at_break_even = found(like_departments(5), slow, with_cap=with_cap)
    saved = at_break_even.hours.work_content + at_break_even.hours.pooling
    assert saved == pytest.approx(0, abs=0.01)
    assert at_break_even.break_even == pytest.approx(1, abs=1e-3)
    assert at_break_even.break_even_slowdown == pytest.approx(found_gain.break_even_slowdown, abs=1e-3)


def test_break_even_slowdown_falls_with_size_from_a_quarter_to_a_twentieth():
    slowdowns = [found(like_departments(e), with_cap=False).break_even_slowdown for e in (5, 20, 100)]
    assert slowdowns == sorted(slowdowns, reverse=True)
    assert slowdowns[0] < 0.6
    assert 0.03 < slowdowns[2] < 0.08


def test_pooling_unlike_handle_times_makes_the_average_wait_a_third_longer():
    """Van Dijk and van der Sluis: 50 contacts an hour of 1 min and 5 of 10 min wait 4.55 min apart, 6.15 pooled."""
    forecast = forecast_of({"a/voice": ([50, 50], 60), "b/voice": (5, 600)}, minutes=60)
    plan = parse_plan(PLAN)

    def mean_wait(name, agents):
        model = operating_model(plan, name, forecast.queues)
        at = forecast.frame["interval_start"].unique()
        scheduled = pd.concat(
            pd.DataFrame({"work": w.name, "interval_start": at, "agents": agents}) for w in model.works
        )
        served = expected_service(forecast, plan, model, calendar(), scheduled)
        return float((served["asa_seconds"] * served["offered"]).sum() / served["offered"].sum())

    assert mean_wait("pooled", 2.0) / mean_wait("departmental", 1.0) == pytest.approx(6.15 / 4.55, rel=0.03)


def test_unlike_handle_times_gain_less_than_like_ones():
    unlike = forecast_of({"a/voice": (75, 60), "b/voice": (7.5, 600)})
    alike = forecast_of({"a/voice": (75, 60), "b/voice": (75, 60)})
    assert found(unlike, with_cap=False).hours.pooling < found(alike, with_cap=False).hours.pooling


def test_slower_generalists_show_as_work_content():
    slow = found(like_departments(20), "[model.pooled]\naht_factor = 1.1\n", with_cap=False)
    assert slow.hours.work_content == pytest.approx(-0.1 * 100 / 4)
    assert slow.slowdown_today == 1.1


def test_peaks_at_different_times_are_smoothed():
    apart = forecast_of({"a/voice": ([60, 6], 300), "b/voice": ([6, 60], 300)})
    together = forecast_of({"a/voice": ([60, 6], 300), "b/voice": ([60, 6], 300)})
    assert found(apart).peak.peak_smoothing > 10
    assert found(together).peak.peak_smoothing == 0
    assert found(apart).hours.peak_smoothing == 0


def test_hybrid_counts_its_second_handling_as_work():
    text = "[model.hybrid]\nfirst_line_share = 0.7\nfirst_line_aht_factor = 1\nsecond_line_aht_factor = 1\n"
    hybrid = found(like_departments(20), text, "hybrid", with_cap=False)
    assert hybrid.hours.work_content == pytest.approx(-0.3 * 100 / 4)


def test_the_same_model_gains_nothing_and_breaks_even_at_once():
    same = found(like_departments(5), after="departmental")
    assert (same.hours.total, same.peak.total) == (0, 0)
    assert same.break_even == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("blend", ["true", "false"])
def test_the_gain_is_that_of_the_requirement_blended_as_the_plan_says(blend):
    text = f"[staffing]\nblend = {blend}\n" + "".join(
        f'[[queue]]\ndepartment = "{d}"\nchannel = "email"\nresponse_hours = 1\n' for d in "ab"
    )
    forecast = forecast_of({"a/voice": ([9, 30], 300), "b/voice": (20, 300), "a/email": (4, 600), "b/email": (8, 600)})
    plan = parse_plan(PLAN + text)
    hours = [
        require(forecast, plan, operating_model(plan, name, forecast.queues), calendar()).frame["agents_required"].sum()
        for name in ("departmental", "pooled")
    ]
    split = gain(forecast, plan, calendar(), "departmental", "pooled").hours
    assert split.work_content + split.pooling == pytest.approx((hours[0] - hours[1]) / 4)


def test_without_contacts_there_is_no_break_even():
    nothing = found(forecast_of({"a/voice": (0, 300), "b/voice": (0, 300)}))
    assert (nothing.break_even, nothing.break_even_slowdown, nothing.hours.total) == (None, None, 0)


@settings(max_examples=40, deadline=None)
@given(
    contacts=st.lists(st.lists(st.floats(0, 60), min_size=3, max_size=3), min_size=2, max_size=4),
    aht=st.floats(60, 900),
    factor=st.floats(0.8, 1.4),
    with_cap=st.booleans(),
)
def test_parts_add_up_and_smoothing_is_never_negative(contacts, aht, factor, with_cap):
    forecast = forecast_of({f"{d}/voice": (own, aht) for d, own in zip(DEPARTMENTS, contacts, strict=False)})
    result = found(forecast, f"[model.pooled]\naht_factor = {factor}\n", with_cap=with_cap)
    for split in (result.hours, result.peak):
        parts = split.work_content + split.pooling + split.rounding + split.peak_smoothing
        assert parts == pytest.approx(split.total, abs=1e-9)
    assert result.peak.peak_smoothing >= 0
    if factor <= 1:
        assert result.hours.pooling + result.hours.work_content >= -1e-9
        assert np.isfinite(result.peak.total)
