"""What the plan says about playing contacts reaches the engine: routing, help, priorities, retrials, backlog, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from test_simulate_proof import CALENDAR, MIDNIGHT, VOICE, agent, forecast_of, plan_of, queue_plan, shift, team

from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.simulate import AgentGroup, Scenario, SimulatedQueue, prove, simulate
from wfm.simulate.draws import day_factors
from wfm.types import DeferredGoal, OperatingModel, Roster, Shrinkage, ShrinkageWindow, SimulationPolicy, Work
from wfm.types.contacts import Channel

MAIL = {"channel": Channel.EMAIL, "deferred": DeferredGoal(4.0)}


def level(proof: object, queue: str) -> float:
    return next(t.service_level for t in proof.totals if t.queue == queue)  # type: ignore[attr-defined]


def two_departments(**policy: object) -> tuple[object, object, OperatingModel]:
    plan = plan_of(a=queue_plan(department="billing"), b=queue_plan(department="claims"))
    forecast = forecast_of({"billing/voice": 16.0, "claims/voice": 4.0})
    pooled = OperatingModel("pooled", (Work("pooled", ("billing/voice", "claims/voice")),))
    return replace(plan, simulation=SimulationPolicy(**policy)), forecast, pooled  # type: ignore[arg-type]


def people(work: str, billing: int, claims: int, *skills: str) -> tuple[Roster, list[object]]:
    agents = [replace(agent(f"b{i}", "billing", *skills), department="billing") for i in range(billing)]
    agents += [replace(agent(f"c{i}", "claims", *skills), department="claims") for i in range(claims)]
    of = {"billing": work or "billing", "claims": work or "claims"}
    return Roster(tuple(shift(a.agent, of[a.department]) for a in agents), "UTC"), agents


def test_home_first_with_overflow_lies_between_teams_apart_and_anyone() -> None:
    plan, forecast, pooled = two_departments(first="home", overflow_seconds=60)
    roster, agents = people("pooled", 6, 3)
    run = {"replications": 30, "uncertain": False}
    overflow = prove(roster, forecast, plan, pooled, agents, CALENDAR, **run)
    never = replace(plan, simulation=SimulationPolicy(first="home", overflow_seconds=1e6))
    apart = prove(roster, forecast, never, pooled, agents, CALENDAR, **run)
    anyone = prove(
        roster, forecast, replace(plan, simulation=SimulationPolicy(first="anyone")), pooled, agents, CALENDAR, **run
    )
    levels = [level(p, "billing/voice") for p in (apart, overflow, anyone)]
    assert levels[0] + 0.01 < min(levels[1:])
    # Who helps others has less time for the customers at home.
    assert level(overflow, "claims/voice") < level(apart, "claims/voice")


def test_people_help_another_work_after_its_contacts_have_waited() -> None:
    plan, forecast, _ = two_departments()
    alone = (
        Work("billing", ("billing/voice",), skills=("billing",)),
        Work("claims", ("claims/voice",), skills=("claims",)),
    )
    roster, agents = people("", 5, 5, "billing", "claims")
    run = {"replications": 30, "uncertain": False}
    found = []
    for after in (None, 30.0, 0.0):
        claims = alone[1] if after is None else replace(alone[1], helps=("billing/voice",), help_after_seconds=after)
        found.append(prove(roster, forecast, plan, OperatingModel("own", (alone[0], claims)), agents, CALENDAR, **run))
    apart, later, at_once = (level(p, "billing/voice") for p in found)
    assert apart + 0.05 < at_once
    assert apart < later < at_once
    # Without a skill in it nobody helps.
    unskilled = [replace(a, skills=(a.department,)) for a in agents]
    model = OperatingModel("own", (alone[0], replace(alone[1], helps=("billing/voice",))))
    again = prove(roster, forecast, plan, model, unskilled, CALENDAR, **run)
    assert level(again, "billing/voice") == pytest.approx(apart, abs=1e-9)


def test_the_queue_of_the_lower_priority_number_is_served_first() -> None:
    plan, forecast, pooled = two_departments()
    urgent = replace(plan, queues=plan.queues | {"claims/voice": replace(plan.queues["claims/voice"], priority=1)})
    roster, agents = people("pooled", 4, 3)
    before, after = (
        prove(roster, forecast, p, pooled, agents, CALENDAR, replications=20, uncertain=False) for p in (plan, urgent)
    )
    assert level(after, "claims/voice") > level(before, "claims/voice") + 0.05
    assert level(after, "billing/voice") < level(before, "billing/voice")


def test_those_who_try_again_come_again_and_unlike_handle_times_make_longer_waits() -> None:
    forecast, plan = forecast_of({"billing/voice": 30.0}), plan_of(voice=queue_plan())
    roster, agents = team(11)

    def total(**keys: float | None) -> object:
        here = plan_of(voice=replace(plan.queues["billing/voice"], **keys))
        return prove(roster, forecast, here, VOICE, agents, CALENDAR, replications=30, uncertain=False).total

    plain, again = total(), total(retry_share=0.5)
    assert again.offered > plain.offered * 1.01  # type: ignore[attr-defined]
    patient, unlike = (total(patience_seconds=None, handle_cv=cv) for cv in (1.0, 2.0))  # type: ignore[arg-type]
    assert unlike.asa_seconds > patient.asa_seconds * 1.3  # type: ignore[attr-defined]


def test_a_piece_of_work_that_is_not_put_down_makes_callers_wait() -> None:
    model = OperatingModel("own", (Work("billing", ("billing/email", "billing/voice")),))
    plan = plan_of(voice=queue_plan(), mail=queue_plan(**MAIL))
    forecast = forecast_of({"billing/voice": 6.0, "billing/email": 3.0})
    roster, agents = team(4)
    stubborn = replace(plan, simulation=SimulationPolicy(interrupt_deferred=False))
    kept, put_down = (
        prove(roster, forecast, p, model, agents, CALENDAR, replications=20, uncertain=False) for p in (stubborn, plan)
    )
    assert level(kept, "billing/voice") < level(put_down, "billing/voice") - 0.03
    assert level(kept, "billing/email") > 0.99


def test_what_one_week_leaves_the_next_begins_with() -> None:
    model = OperatingModel("own", (Work("billing", ("billing/email",)),))
    plan, forecast = plan_of(mail=queue_plan(**MAIL)), forecast_of({"billing/email": 9.0}, aht=600.0)
    roster, agents = team(3)
    none, some = (
        prove(roster, forecast, plan, model, agents, CALENDAR, replications=10, uncertain=False, backlog_hours=waiting)
        for waiting in (None, {"billing/email": 24.0})
    )
    assert some.totals[0].offered == pytest.approx(none.totals[0].offered + 24 * 6)
    # Work is what it is: what comes in and lay there, less what three people do in a day.
    assert none.totals[0].left_hours == pytest.approx(9 * 96 / 6 - 72, rel=0.05)
    assert some.totals[0].left_hours == pytest.approx(none.totals[0].left_hours + 24, rel=0.05)
    assert any("144 pieces wait at the start" in note for note in some.notes)
    with pytest.raises(ConfigError, match="no such deferred queue"):
        prove(roster, forecast, plan, model, agents, CALENDAR, backlog_hours={"billing/voice": 1.0})


def test_busy_days_are_busy_for_several_queues_at_once() -> None:
    factors = day_factors(("a", "b"), (0.04, 0.09), 7, 4_000, 1, correlation=0.6)
    assert factors.mean(axis=(0, 2)) == pytest.approx([1, 1], abs=0.01)
    assert factors.var(axis=(0, 2)) == pytest.approx([0.04, 0.09], rel=0.05)
    assert np.corrcoef(factors[:, 0].ravel(), factors[:, 1].ravel())[0, 1] == pytest.approx(0.6, abs=0.03)
    assert np.corrcoef(factors[:, 0, 0], factors[:, 0, 1])[0, 1] == pytest.approx(0, abs=0.05)
    forecast, plan = forecast_of({"billing/voice": 16.0, "claims/voice": 16.0}, v=0.04), two_departments()[0]
    roster, agents = people("pooled", 7, 6)
    pooled = two_departments()[2]
    widths = []
    for correlation in (0.0, 1.0):
        here = replace(plan, simulation=SimulationPolicy(day_correlation=correlation))
        total = prove(roster, forecast, here, pooled, agents, CALENDAR, replications=60).total
        widths.append(total.service_level_high - total.service_level_low)
    assert widths[1] > widths[0] * 1.1


def test_absence_follows_the_time_of_the_shift() -> None:
    ill = Shrinkage({}, {"sickness": 0.0}, (ShrinkageWindow("sickness", WeekWindows.parse(["mon 00:00-12:00"]), 0.4),))
    plan = replace(plan_of(voice=queue_plan()), shrinkage=ill)
    agents = [agent(f"a{i}", "billing") for i in range(24)]
    early = [shift(a.agent, "billing", hours=12) for a in agents[:12]]
    late = [replace_start(shift(a.agent, "billing", hours=24), 12) for a in agents[12:]]
    proof = prove(
        Roster((*early, *late), "UTC"), forecast_of({"billing/voice": 30.0}), plan, VOICE, agents, CALENDAR,
        replications=40, uncertain=False,
    )  # fmt: skip
    noon = MIDNIGHT + timedelta(hours=12)
    halves = proof.frame.groupby(proof.frame["interval_start"] < noon)["service_level"].mean()
    assert halves[True] < halves[False] - 0.3
    assert proof.absence == pytest.approx(0.2)


def replace_start(whole: object, hours: int) -> object:
    activity = whole.activities[0]  # type: ignore[attr-defined]
    return replace(whole, activities=(replace(activity, start=activity.start + timedelta(hours=hours)),))  # type: ignore[type-var]


def test_replications_go_on_to_the_half_width_asked_for() -> None:
    forecast, plan = forecast_of({"billing/voice": 30.0}, v=0.02), plan_of(voice=queue_plan())
    roster, agents = team(11)
    few = prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=4)
    enough = prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=4, half_width=0.01)
    assert few.replications == 4 < enough.replications


def test_decimal_agents_are_whole_ones_in_turn() -> None:
    queue = SimulatedQueue("q", 30.0, 300.0)
    scenario = Scenario((queue,), (AgentGroup("a", 11.25, {"q": 0}),), 900.0, 40, fractions=True)
    staffed = simulate(scenario, replications=16).staffed_seconds[:, 0, 0] / 900
    assert set(staffed) == {11.0, 12.0}
    assert staffed.mean() == pytest.approx(11.25)
    with pytest.raises(ConfigError, match="whole numbers"):
        simulate(replace(scenario, fractions=False), replications=1)
