"""What to centralise: scores with reasons, what stays specialist, and where to begin."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_demand import calendar, forecast_of

from wfm.compare.centralise import centralise
from wfm.compare.centralise_limits import FACTORS, LIMITS, limits_with
from wfm.compare.operating_models import operating_model
from wfm.compare.queue_factors import QueueFacts, factors
from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.io.plan_file import parse_plan
from wfm.staffing import require
from wfm.types import Agent, Availability, OperatingModel, Work
from wfm.types.centralisation import Verdict

SITE = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
goal = { service_level = 0.8, threshold_seconds = 20 }
"""
RISING, FALLING = [10, 20, 30, 40], [40, 30, 20, 10]
THREE = {"a/voice": (RISING, 300), "b/voice": (FALLING, 300), "c/voice": (RISING, 900)}


def found(queues=THREE, text="", agents=()):
    advice = centralise(forecast_of(queues), parse_plan(SITE + text), agents, calendar())
    return advice, {score.queue: score for score in advice.queues}


def facts(**changes):
    usual = {
        "queue": "a/voice",
        "department": "a",
        "contacts_a_day": 80.0,
        "aht_seconds": 300.0,
        "others_aht_seconds": 300.0,
        "load": np.array([1.0, 2.0, 3.0, 2.0]),
        "others_load": np.array([5.0, 6.0, 9.0, 4.0]),
        "own_hours": 10.0,
        "saved_hours": 1.0,
    }
    return QueueFacts(**(usual | changes))


def test_every_factor_is_named_once_and_gives_a_reason():
    _, scores = found()
    for score in scores.values():
        assert tuple(f.name for f in score.factors) == FACTORS
        assert all(len(f.reason) > 10 for f in score.factors)


def test_the_gain_is_what_the_requirement_saves_when_the_queue_joins():
    plan, forecast = parse_plan(SITE + "[model.pooled]\naht_factor = 1.05\n"), forecast_of(THREE)
    _, scores = found(text="[model.pooled]\naht_factor = 1.05\n")

    def hours(queues, factor):
        model = OperatingModel("m", (Work("w", queues, aht_factor=factor),))
        return require(forecast, plan, model, calendar()).frame["agents_required"].sum() / 4

    alone, everything = hours(("a/voice",), 1.0), hours(tuple(THREE), 1.05)
    saved = alone + hours(("b/voice", "c/voice"), 1.05) - everything
    assert scores["a/voice"].factor("gain").value == pytest.approx(saved / alone)


def test_a_queue_that_peaks_when_others_do_not_scores_higher():
    _, scores = found()
    assert scores["b/voice"].factor("peaks").score == 1.0
    assert scores["b/voice"].factor("peaks").value < 0
    assert "partly at other times" in scores["b/voice"].factor("peaks").reason


def test_long_handling_speaks_against():
    _, scores = found()
    assert scores["c/voice"].factor("complexity").score == 0.0
    assert "900 s is longer than the others' 300 s (3.00 times)" in scores["c/voice"].factor("complexity").reason
    assert scores["a/voice"].factor("complexity").score == 1.0


def test_work_at_hours_when_nobody_else_works_overlaps_less():
    _, scores = found({"a/voice": ([10, 10, 10, 10], 300), "b/voice": ([0, 0, 0, 30], 300)})
    assert scores["a/voice"].factor("overlap").value == pytest.approx(0.25)
    assert scores["b/voice"].factor("overlap").value == pytest.approx(1.0)


def test_serious_impact_keeps_specialists_whatever_the_score():
    advice, scores = found(text="[centralise.impact]\na = 0.9\n")
    assert scores["a/voice"].verdict is Verdict.SPECIALIST
    assert "(impact 0.90)" in scores["a/voice"].because
    assert "a/voice" in advice.specialist
    assert not any("Customer impact counts as neutral" in note for note in advice.notes)


def test_a_queue_whose_joining_saves_nothing_stays():
    _, scores = found(text="[model.pooled]\naht_factor = 1.9\n")
    assert {s.verdict for s in scores.values()} == {Verdict.SPECIALIST}
    assert "saves no agents" in scores["a/voice"].because


def test_deferred_work_says_why_it_gains_nothing():
    text = (
        '[[queue]]\ndepartment = "d"\nchannel = "email"\nresponse_hours = 4\naht_seconds = 300\n'
        "[model.pooled]\naht_factor = 1.05\n"
    )
    advice, scores = found(THREE | {"d/email": (10, 300)}, text)
    assert scores["d/email"].verdict is Verdict.SPECIALIST
    assert "levelled as well by its own department" in scores["d/email"].because
    assert any("idle time between contacts is not used" in note for note in advice.notes)


def test_work_done_in_idle_time_leaves_no_agents_to_save():
    text = '[staffing]\nblend = true\n[[queue]]\ndepartment = "a"\nchannel = "email"\nresponse_hours = 4\n'
    advice, scores = found(THREE | {"a/email": (0.1, 300)}, text)
    assert "does it in idle time" in scores["a/email"].factor("gain").reason
    assert scores["a/email"].verdict is Verdict.SPECIALIST
    assert not any("is not used" in note for note in advice.notes)


def test_specialisation_comes_from_the_word_of_the_plan_before_the_skills():
    agents = (
        Agent("x1", "X One", "a", "full", ("a/voice", "b/voice"), Availability(WeekWindows.always())),
        Agent("x2", "X Two", "a", "full", ("a",), Availability(WeekWindows.always())),
    )
    _, scores = found(agents=agents)
    assert scores["a/voice"].factor("specialisation").score == pytest.approx(0.5)
    assert scores["c/voice"].factor("specialisation").value is None
    _, scores = found(text='[centralise.specialisation]\n"a/voice" = 0.9\na = 0.1\n', agents=agents)
    assert scores["a/voice"].factor("specialisation").score == pytest.approx(0.1)


def test_pilot_is_small_enough_to_fail_and_large_enough_to_measure():
    even = {name: (RISING if name < "c" else FALLING, 300) for name in ("a", "b", "c", "d")}
    advice, _ = found(even)
    assert advice.pilot in even
    assert "25% of all work" in advice.pilot_reason
    none, _ = found(even, "[centralise.limit]\npilot_largest_share = 0.1\n")
    assert none.pilot is None
    assert "at most 10% of all work" in none.pilot_reason
    few, _ = found(even, "[centralise.limit]\npilot_contacts = 1000\n")
    assert few.pilot is None


def test_a_small_organisation_hears_the_rule_of_thumb():
    advice, _ = found(text="[centralise.limit]\nteam_agents = 100\n")
    plan, forecast = parse_plan(SITE), forecast_of(THREE)
    frame = require(forecast, plan, operating_model(plan, "departmental", forecast.queues), calendar()).frame
    peak = frame.groupby("interval_start")["agents_required"].sum().max()
    assert f"need {peak:.0f} agents at the peak" in advice.notes[0]
    large, _ = found()
    assert not any("rule of thumb" in note for note in large.notes)


def test_a_queue_without_contacts_is_left_out_and_one_queue_alone_is_scored():
    _, scores = found({"a/voice": (RISING, 300), "b/voice": (0, 300)})
    assert set(scores) == {"a/voice"}
    assert scores["a/voice"].factor("peaks").value is None


def test_limits_move_the_verdict():
    _, scores = found(text="[centralise.limit]\ncentralise_from = 1.0\nspecialist_below = 0\n")
    assert {s.verdict for s in scores.values()} == {Verdict.FIRST_LINE}


def test_weights_decide_the_mean():
    _, scores = found(text="[centralise.weight]\n" + "".join(f"{f} = 0\n" for f in FACTORS if f != "complexity"))
    assert scores["c/voice"].score == 0.0
    assert scores["a/voice"].score == 1.0


@settings(max_examples=60, deadline=None)
@example(contacts=60.0, ratio=1.0, saved=0.0, impact=0.5, load=[1e-308, 2e-308, 3e-308, 4e-308])
@given(
    contacts=st.floats(0, 1e4),
    ratio=st.floats(0.01, 100),
    saved=st.floats(-50, 10),
    impact=st.floats(0, 1),
    load=st.lists(st.floats(0, 50), min_size=4, max_size=4),
)
def test_scores_are_shares_and_more_of_a_good_thing_never_lowers_them(contacts, ratio, saved, impact, load):
    limits = limits_with({})
    fact = facts(
        contacts_a_day=contacts, aht_seconds=300 * ratio, saved_hours=saved, impact=impact, load=np.array(load)
    )
    more = facts(
        contacts_a_day=contacts + 10,
        aht_seconds=299 * ratio,
        saved_hours=saved + 1,
        impact=impact * 0.9,
        load=np.array(load),
    )
    for one, other in zip(factors(fact, limits), factors(more, limits), strict=True):
        assert 0 <= one.score <= other.score <= 1, one.name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[centralise.limit]\nmany_contact = 5", r"limit\.many_contact is not known\. Did you mean many_contacts"),
        ("[centralise.limit]\nmany_contacts = 5", "few_contacts 50 is above many_contacts 5"),
        ("[centralise.limit]\nfull_gain = 0", "full_gain is above 0"),
        ("[centralise.weight]\nvolume = -1", "weights are not negative"),
        ("[centralise.weight]\ncolour = 1", "colour is not known. It takes: volume, complexity"),
        ("[centralise.impact]\na = 3", "centralise.impact.a"),
    ],
)
def test_a_wrong_table_is_refused_with_the_plan(text, said):
    with pytest.raises(ConfigError, match=said):
        parse_plan(SITE + text, "plan.toml")


def test_an_unknown_queue_is_refused():
    with pytest.raises(ConfigError, match=r"centralise\.impact: unknown queue or department 'z'"):
        found(text="[centralise.impact]\nz = 0.5\n")


def test_every_limit_has_its_source():
    assert all(limit.source and limit.meaning.endswith(".") for limit in LIMITS)
