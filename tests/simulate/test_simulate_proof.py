"""The proof of a roster: honest beside the formulas, exact where the case is, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from wfm.errors import ConfigError, DataError
from wfm.forecast.distribution import default_spread, quantiles
from wfm.intervals import WeekWindows
from wfm.simulate import prove
from wfm.simulate.draws import day_factors, squared_cv
from wfm.simulate.on_duty import entries_of
from wfm.staffing import expected_service
from wfm.types import (
    Activity,
    ActivityKind,
    Agent,
    Availability,
    Calendar,
    DeferredGoal,
    Forecast,
    OperatingModel,
    Plan,
    Queue,
    QueuePlan,
    Roster,
    Rules,
    ServiceGoal,
    Shift,
    Shrinkage,
    Site,
    Weights,
    Work,
)
from wfm.types.contacts import QUANTILE_COLUMNS, Channel

DAY = date(2026, 11, 16)
MIDNIGHT = datetime(2026, 11, 16, tzinfo=UTC)
CALENDAR = Calendar()


def forecast_of(levels: dict[str, float], aht: float = 300.0, v: float = 1e-9, hours: int = 24) -> Forecast:
    frames = []
    for queue, level in levels.items():
        mean = np.full(hours * 4, level)
        bands = quantiles(mean, default_spread(v))
        frame = pd.DataFrame(
            {
                "queue": queue,
                "interval_start": pd.date_range(MIDNIGHT, periods=hours * 4, freq="15min"),
                "offered": mean,
                "aht_seconds": aht,
                "model": "made up",
            }
        )
        frames.append(frame.assign(**dict(zip(QUANTILE_COLUMNS, bands.T, strict=True))))
    return Forecast(pd.concat(frames), 15, "UTC")


def plan_of(**queues: QueuePlan) -> Plan:
    named = {q.queue.name: q for q in queues.values()}
    return Plan(Site("UTC"), named, Shrinkage(), {}, (), Rules("none", {}), Weights())


def queue_plan(channel: Channel = Channel.VOICE, department: str = "billing", **kw: object) -> QueuePlan:
    return QueuePlan(Queue(department, channel), WeekWindows.always(), patience_seconds=180.0, **kw)  # type: ignore[arg-type]


def agent(name: str, *skills: str, efficiency: float = 1.0) -> Agent:
    return Agent(name, name, "billing", "c", skills, Availability(WeekWindows.always()), efficiency)


def shift(name: str, work: str, hours: float = 24.0, rest: tuple[float, float] | None = None) -> Shift:
    at = [0.0, *(rest or ()), hours]
    kinds = [ActivityKind.WORK, ActivityKind.BREAK, ActivityKind.WORK] if rest else [ActivityKind.WORK]
    moments = [MIDNIGHT + timedelta(hours=h) for h in at]
    parts = zip(kinds, moments[:-1], moments[1:], strict=True)
    return Shift(name, DAY, tuple(Activity(k, a, b, work if k is ActivityKind.WORK else "") for k, a, b in parts))


def team(count: int, work: str = "billing") -> tuple[Roster, list[Agent]]:
    agents = [agent(f"a{i}", "billing") for i in range(count)]
    return Roster(tuple(shift(a.agent, work) for a in agents), "UTC"), agents


VOICE = OperatingModel("departmental", (Work("billing", ("billing/voice",), skills=("billing", "billing/voice")),))


def test_on_a_stable_day_it_says_what_the_formula_says() -> None:
    forecast, plan = forecast_of({"billing/voice": 30.0}), plan_of(voice=queue_plan())
    roster, agents = team(11)
    proof = prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=100)
    scheduled = pd.DataFrame({"work": "billing", "interval_start": forecast.frame["interval_start"], "agents": 11.0})
    formula = expected_service(forecast, plan, VOICE, CALENDAR, scheduled).iloc[0]
    settled = proof.frame.iloc[8:]
    assert settled["service_level"].mean() == pytest.approx(formula["service_level"], abs=0.01)
    assert settled["asa_seconds"].mean() == pytest.approx(formula["asa_seconds"], rel=0.06)
    assert settled["occupancy"].mean() == pytest.approx(formula["occupancy"], abs=0.01)
    assert (proof.frame["service_level_low"] <= proof.frame["service_level_high"]).all()
    assert proof.total.service_level_low < proof.total.service_level < proof.total.service_level_high


def test_intervals_without_people_will_miss() -> None:
    forecast, plan = forecast_of({"billing/voice": 8.0}), plan_of(voice=queue_plan())
    roster, agents = team(6)
    rested = Roster(tuple(shift(a.agent, "billing", rest=(12.0, 13.0)) for a in agents), "UTC")
    assert prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=40).missed_intervals == 0
    proof = prove(rested, forecast, plan, VOICE, agents, CALENDAR, replications=40)
    missed = proof.misses[proof.misses["measure"] == "service_level"]
    assert set(pd.date_range(MIDNIGHT + timedelta(hours=12), periods=4, freq="15min")) <= set(missed["interval_start"])
    assert missed["interval_start"].max() < MIDNIGHT + timedelta(hours=14)
    assert (missed["expected"] < missed["goal"]).all()
    noon = proof.frame[proof.frame["interval_start"] == MIDNIGHT + timedelta(hours=12)].iloc[0]
    assert np.isnan(noon["occupancy"])


def test_absence_and_uncertain_demand_cost_service() -> None:
    forecast, plan = forecast_of({"billing/voice": 30.0}, v=0.04), plan_of(voice=queue_plan())
    roster, agents = team(12)
    kw = {"replications": 60}
    calm = prove(roster, forecast, plan, VOICE, agents, CALENDAR, uncertain=False, **kw)
    drawn = prove(roster, forecast, plan, VOICE, agents, CALENDAR, **kw)
    ill = prove(roster, forecast, plan, VOICE, agents, CALENDAR, uncertain=False, absence=0.15, **kw)
    levels = [p.total.service_level for p in (calm, drawn, ill)]
    assert levels[1] < levels[0] - 0.01
    assert levels[2] < levels[0] - 0.05
    width = [p.total.service_level_high - p.total.service_level_low for p in (calm, drawn)]
    assert width[1] > 2 * width[0]


def test_skills_limit_who_takes_what() -> None:
    model = OperatingModel("own", (Work("billing", ("billing/chat", "billing/voice"), skills=("billing",)),))
    plan = plan_of(voice=queue_plan(), chat=queue_plan(Channel.CHAT, concurrency=2))
    forecast = forecast_of({"billing/voice": 5.0, "billing/chat": 5.0})
    agents = [agent(f"a{i}", "billing/voice") for i in range(8)]
    roster = Roster(tuple(shift(a.agent, "billing") for a in agents), "UTC")
    totals = {t.queue: t for t in prove(roster, forecast, plan, model, agents, CALENDAR, replications=5).totals}
    assert totals["billing/voice"].service_level > 0.9
    assert totals["billing/chat"].service_level == 0
    assert totals["billing/chat"].occupancy is None


def test_work_that_may_wait_fills_the_night_and_is_counted_late_without_people() -> None:
    model = OperatingModel("own", (Work("billing", ("billing/email", "billing/voice")),))
    mail = queue_plan(Channel.EMAIL, deferred=DeferredGoal(4.0))
    plan = plan_of(voice=queue_plan(goal=ServiceGoal(max_occupancy=None)), mail=mail)
    forecast = forecast_of({"billing/voice": 6.0, "billing/email": 5.0})
    few, some = team(3), team(7)
    late, fine = (
        prove(roster, forecast, plan, model, agents, CALENDAR, replications=10).totals[0]
        for roster, agents in (few, some)
    )
    assert fine.queue == "billing/email"
    assert fine.late == pytest.approx(0, abs=0.5)
    assert late.late > 50
    assert fine.asa_seconds is None


def test_second_line_is_a_queue_of_its_own() -> None:
    works = (
        Work("first line", ("billing/voice",), aht_factor=0.8),
        Work("billing second line", ("billing/voice",), 0.3, 1.1, ("billing",)),
    )
    entries = entries_of(OperatingModel("hybrid", works), ["billing/voice"])
    assert [e.name for e in entries] == ["billing/voice", "billing/voice (billing second line)"]
    agents = [agent(f"a{i}", "billing") for i in range(16)]
    on = ["first line"] * 10 + ["billing second line"] * 6
    roster = Roster(tuple(shift(a.agent, w) for a, w in zip(agents, on, strict=True)), "UTC")
    model, plan = OperatingModel("hybrid", works), plan_of(voice=queue_plan())
    proof = prove(roster, forecast_of({"billing/voice": 20.0}), plan, model, agents, CALENDAR, replications=20)
    first, second = proof.totals
    assert second.offered / first.offered == pytest.approx(0.3, abs=0.02)


def test_the_same_seed_gives_the_same_proof() -> None:
    forecast, plan = forecast_of({"billing/voice": 10.0}, v=0.02, hours=6), plan_of(voice=queue_plan())
    roster, agents = team(5)
    a, b, c = (prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=10, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(a.frame, b.frame)
    assert not a.frame["offered"].equals(c.frame["offered"])


def test_shifts_off_the_interval_are_played_to_the_minute() -> None:
    forecast, plan = forecast_of({"billing/voice": 6.0}, hours=8), plan_of(voice=queue_plan())
    agents = [agent(f"a{i}", "billing") for i in range(5)]
    roster = Roster(tuple(shift(a.agent, "billing", 8.0, (4.0, 4 + 5 / 60)) for a in agents), "UTC")
    proof = prove(roster, forecast, plan, VOICE, agents, CALENDAR, replications=20)
    assert len(proof.frame) == 32
    assert proof.total.offered == pytest.approx(6 * 32, rel=0.05)


def test_unknown_people_and_work_are_refused() -> None:
    forecast, plan = forecast_of({"billing/voice": 10.0}, hours=6), plan_of(voice=queue_plan())
    roster, agents = team(2)
    with pytest.raises(DataError, match="unknown agent"):
        prove(roster, forecast, plan, VOICE, agents[:1], CALENDAR)
    with pytest.raises(ConfigError, match="not one of"):
        prove(team(2, "other")[0], forecast, plan, VOICE, agents, CALENDAR)
    other = replace(VOICE, works=(Work("x", ("claims/voice",)),))
    with pytest.raises(ConfigError, match="none of the queues"):
        prove(roster, forecast, plan, other, agents, CALENDAR)


@pytest.mark.parametrize("v", [0.005, 0.05])
@pytest.mark.parametrize("level", [8.0, 60.0])
def test_bands_give_back_the_spread_they_were_made_from(v: float, level: float) -> None:
    mean = level * np.linspace(0.5, 1.5, 50)
    bands = quantiles(mean, default_spread(v), (0.1, 0.9))
    # Quantiles of a skew distribution read as normal ones; at eight contacts chance hides a small spread.
    assert squared_cv(mean, bands[:, 0], bands[:, 1]) == pytest.approx(v, rel=0.1, abs=0.005)


def test_day_factors_have_mean_one_the_variance_asked_and_go_by_name() -> None:
    both = day_factors(["a", "b"], [0.05, 0.0], 7, 4000, seed=3)
    assert both.shape == (4000, 2, 7)
    assert both[:, 0].mean() == pytest.approx(1, abs=0.005)
    assert both[:, 0].var() == pytest.approx(0.05, rel=0.05)
    assert (both[:, 1] == 1).all()
    np.testing.assert_array_equal(day_factors(["a"], [0.05], 7, 4000, seed=3)[:, 0], both[:, 0])
