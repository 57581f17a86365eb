"""The plan: queues by name, shrinkage, works, shift families, weights."""

from __future__ import annotations

import pytest

from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.types import (
    BreakRule,
    Channel,
    DeferredGoal,
    Plan,
    Queue,
    QueuePlan,
    Rule,
    Rules,
    ShiftFamily,
    Shrinkage,
    Site,
    Weights,
    Work,
)

ALWAYS = WeekWindows.always()


def plan(queues, defaults=None):
    return Plan(Site("UTC"), queues, Shrinkage(), {}, (), Rules("none", {}), Weights(), queue_defaults=defaults)


def test_queue_of_the_plan_comes_before_the_defaults():
    own = QueuePlan(Queue("billing"), ALWAYS, aht_seconds=100)
    defaults = QueuePlan(Queue("any"), ALWAYS, aht_seconds=300)
    assert plan({"billing/voice": own}, defaults).queue("billing/voice") is own
    assert plan({"billing/voice": own}, defaults).queue("sales/chat") == QueuePlan(
        Queue("sales", Channel.CHAT), ALWAYS, aht_seconds=300
    )


def test_name_without_a_channel_is_a_department_by_itself():
    defaults = QueuePlan(Queue("any"), ALWAYS)
    assert plan({}, defaults).queue("Tech. Axa").queue == Queue("Tech. Axa", Channel.VOICE)
    assert plan({}, defaults).queue("a/b").queue.department == "a/b"


def test_unknown_queue_without_defaults_lists_those_that_are_known():
    with pytest.raises(ConfigError, match="billing/voice"):
        plan({"billing/voice": QueuePlan(Queue("billing"), ALWAYS)}).queue("sales/voice")


def test_shrinkage_adds_up_and_stays_below_one():
    shrinkage = Shrinkage({"leave": 0.1, "training": 0.03}, {"sickness": 0.05})
    assert shrinkage.total == pytest.approx(0.18)
    assert shrinkage.on_the_day == pytest.approx(0.05)
    for wrong in ({"leave": 10}, {"leave": -0.1}, {"leave": 1.0}):
        with pytest.raises(ConfigError, match=r"0\.05"):
            Shrinkage(wrong)


@pytest.mark.parametrize("wrong", [{"share": 1.2}, {"share": -0.1}, {"aht_factor": 0}])
def test_work_out_of_range(wrong):
    with pytest.raises(ConfigError, match="work x"):
        Work("x", ("q",), **wrong)


@pytest.mark.parametrize("wrong", [(-1, 0.9), (4, 0), (4, 1.5)])
def test_deferred_goal_out_of_range(wrong):
    with pytest.raises(ConfigError):
        DeferredGoal(*wrong)


def family(**changes):
    start = {"name": "day", "days": (0,), "earliest_start": 480, "latest_start": 600, "step_minutes": 30}
    return ShiftFamily(**{**start, "lengths_minutes": (240, 510), **changes})


def test_breaks_and_paid_minutes_follow_the_length_of_the_shift():
    short, meal = BreakRule("break", 15, True, 240), BreakRule("meal", 30, False, 330)
    shifts = family(breaks=(short, meal))
    assert shifts.breaks_of(240) == (short,)
    assert shifts.breaks_of(510) == (short, meal)
    assert (shifts.paid_minutes(240), shifts.paid_minutes(510), shifts.paid_minutes(120)) == (240, 480, 120)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lengths_minutes": ()},
        {"lengths_minutes": (0,)},
        {"lengths_minutes": (1441,)},
        {"earliest_start": 700},
        {"earliest_start": -1},
        {"latest_start": 2 * 1440},
        {"step_minutes": 0},
    ],
)
def test_shift_family_that_cannot_be(wrong):
    with pytest.raises(ConfigError, match="shift day"):
        family(**wrong)


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"earliest_minutes": -1}, {"latest_minutes": -1}])
def test_break_that_cannot_be(wrong):
    with pytest.raises(ConfigError, match="meal"):
        BreakRule(**{"kind": "meal", "minutes": 30, "paid": False, "min_shift_minutes": 240, **wrong})


@pytest.mark.parametrize("short", [(), ((0.1, 4.0), (1.0, 2.0)), ((0.5, 1.0), (0.1, 2.0))])
def test_prices_of_shortfall_rise(short):
    with pytest.raises(ConfigError, match="rising"):
        Weights(short=short)


def test_rule_in_force_and_rule_that_is_absent():
    rules = Rules("x", {"daily_rest": Rule("daily_rest", "law", {"hours": 11}, "Rest 11 hours.")})
    assert rules.parameter("daily_rest", "hours") == 11
    assert rules.parameter("weekly_rest", "hours") is None
