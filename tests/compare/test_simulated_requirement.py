"""The requirement of a model by simulation: no more than formulas added up, and the goals hold when played."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_demand import calendar, forecast_of

from wfm.compare import operating_model, simulated_requirement
from wfm.intervals import WeekWindows
from wfm.simulate import AgentGroup, Scenario, simulate
from wfm.simulate.contacts import queues_of_plan
from wfm.simulate.goals import shortfalls
from wfm.simulate.on_duty import entries_of
from wfm.simulate.scenario import effective_up_to
from wfm.staffing import require
from wfm.types import (
    Channel,
    DeferredGoal,
    Plan,
    Queue,
    QueuePlan,
    Rules,
    ServiceGoal,
    Shrinkage,
    Site,
    StaffingPolicy,
    Weights,
)

HOURS = 4
CHATS = ServiceGoal(0.8, 60, max_occupancy=0.85)


def plan_of(**keys: object) -> Plan:
    queues = {}
    for department in ("billing", "claims"):
        for channel, more in (
            (Channel.VOICE, {"patience_seconds": 180.0}),
            (Channel.CHAT, {"patience_seconds": 240.0, "concurrency": 3, "goal": CHATS}),
            (Channel.EMAIL, {"deferred": DeferredGoal(2.0)}),
        ):
            queue = Queue(department, channel)
            queues[queue.name] = QueuePlan(queue, WeekWindows.always(), **more)  # type: ignore[arg-type]
    return Plan(Site("UTC"), queues, Shrinkage({}, {"sickness": 0.05}), {}, (), Rules("none", {}), Weights(), **keys)  # type: ignore[arg-type]


def demand(scale: float = 1.0) -> object:
    contacts = np.repeat([14.0, 22.0, 18.0, 8.0], 4) * scale
    each = {"voice": 300, "chat": 600, "email": 400}
    return forecast_of(
        {
            f"{d}/{c}": (contacts * part, aht)
            for d in ("billing", "claims")
            for (c, aht), part in zip(each.items(), (1, 0.4, 0.3), strict=True)
        },
        zone="UTC",
        spread=0.3,
    )


def hours(requirement: object) -> float:
    return float(requirement.frame["agents_required"].sum()) / 4  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["hybrid", "departmental"])
def test_never_more_than_formulas_added_up_and_the_goals_hold_when_played_afresh(name: str) -> None:
    forecast, plan = demand(), plan_of()
    model = operating_model(plan, name, forecast.queues)
    found = simulated_requirement(forecast, plan, model, calendar(), replications=16)
    formula = require(forecast, plan, model, calendar())
    assert hours(found) < hours(formula)
    assert found.frame[["work", "interval_start", "load_erlangs"]].equals(
        formula.frame[["work", "interval_start", "load_erlangs"]]
    )
    # The agents for real-time contacts alone, played with numbers that neither search nor judge has seen.
    entries = tuple(e for e in entries_of(model, forecast.queues) if not plan.queue(e.queue).is_deferred)
    queues = queues_of_plan(entries, forecast, plan, calendar(), forecast.grid, 1)
    deferred = replace(forecast, frame=forecast.frame[forecast.frame["queue"].str.endswith("email")])
    email = require(deferred, plan, operating_model(plan, name, forecast.queues), calendar()).frame
    own = found.frame.set_index("work")["agents_required"] - email.set_index("work")["agents_required"]
    groups = tuple(
        AgentGroup(work, own[work].to_numpy(), {e.name: 0 for e in entries if e.work == work})
        for work in dict.fromkeys(e.work for e in entries)
    )
    scenario = Scenario(
        queues, groups, 900.0, 16, longest_idle=True, fill_chats=True, effective=effective_up_to(3), fractions=True
    )
    fresh = simulate(scenario, replications=160, seed=77)
    goals = {e.name: plan.queue(e.queue).goal for e in entries}
    assert shortfalls(fresh, goals, np.repeat(np.arange(HOURS), 4)).max() < 0.06
    assert shortfalls(fresh, goals, np.zeros(16, dtype=np.int64)).max() <= 0.005


def test_the_same_seed_gives_the_same_answer_and_the_notes_tell_both_sums() -> None:
    forecast, plan = demand(0.5), plan_of()
    model = operating_model(plan, "hybrid", forecast.queues)
    first, second = (simulated_requirement(forecast, plan, model, calendar(), replications=8, seed=3) for _ in range(2))
    assert first.frame.equals(second.frame)
    assert any("formulas added up say" in note for note in first.notes)
    assert not any("stopped" in note for note in first.notes)


def test_a_search_without_time_says_so_and_keeps_what_it_has() -> None:
    forecast, plan = demand(0.5), plan_of()
    model = operating_model(plan, "hybrid", forecast.queues)
    found = simulated_requirement(forecast, plan, model, calendar(), replications=4, time_limit=0)
    assert any("stopped by its time limit" in note for note in found.notes)
    assert hours(found) > 0


def test_an_uncertain_forecast_asks_for_more() -> None:
    forecast = demand(0.5)
    by = {}
    for choice in ("mean", "quantile", "expected"):
        plan = plan_of(staffing=StaffingPolicy(demand=choice))  # type: ignore[arg-type]
        model = operating_model(plan, "pooled", forecast.queues)
        by[choice] = hours(simulated_requirement(forecast, plan, model, calendar(), replications=16))
    assert by["quantile"] > by["mean"] * 1.03
    assert by["expected"] > by["mean"]


def test_blended_deferred_work_goes_into_the_idle_time_of_the_simulation() -> None:
    forecast = demand(0.5)
    apart, blended = (
        simulated_requirement(
            forecast,
            plan_of(staffing=StaffingPolicy(blend=blend)),
            operating_model(plan_of(), "pooled", forecast.queues),
            calendar(),
            replications=8,
        )
        for blend in (False, True)
    )
    assert hours(blended) < hours(apart)
    assert any("fit between real-time contacts" in note for note in blended.notes)


def test_only_deferred_work_needs_no_simulation() -> None:
    forecast, plan = demand(), plan_of()
    mail = replace(forecast, frame=forecast.frame[forecast.frame["queue"].str.endswith("email")])
    model = operating_model(plan, "pooled", mail.queues)
    assert simulated_requirement(mail, plan, model, calendar()).frame["agents_required"].to_numpy() == pytest.approx(
        require(mail, plan, model, calendar()).frame["agents_required"].to_numpy()
    )
