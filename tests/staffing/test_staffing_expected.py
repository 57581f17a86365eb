"""The service of a roster: the requirement read backwards, and honest answers for rosters that are too small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staffing_builders import OFFICE, email, forecast_of, plan_of, voice, week

from wfm.errors import DataError
from wfm.staffing import agents_required, expected_service, require, service
from wfm.staffing.served import split_agents
from wfm.types import Calendar, Channel, OperatingModel, ServiceGoal, Work

NO_DAYS = Calendar()
MODEL = OperatingModel("test", (Work("b", ("billing/voice", "billing/chat", "billing/email")),))
PLAN = plan_of(
    voice(patience=120), voice(channel=Channel.CHAT, concurrency=3, patience=200), email(open_at="daily", hours=2)
)


def scheduled(requirement: object, factor: float) -> pd.DataFrame:
    frame = requirement.frame  # type: ignore[attr-defined]
    return frame[["work", "interval_start"]].assign(agents=frame["agents_required"] * factor)


def forecast() -> object:
    return forecast_of(week(days=2), {"billing/voice": 20, "billing/chat": 10, "billing/email": 5}, 300)


def test_the_required_agents_give_what_the_requirement_promises() -> None:
    requirement = require(forecast(), PLAN, MODEL, NO_DAYS)
    found = expected_service(forecast(), PLAN, MODEL, NO_DAYS, scheduled(requirement, 1))
    for column in ("service_level", "asa_seconds", "occupancy"):
        np.testing.assert_allclose(found[column], requirement.frame[column])
    assert (found["service_level"] >= 0.8).all()
    assert (found["offered"] == 30).all()


def test_service_falls_as_the_roster_shrinks_and_never_vanishes_in_silence() -> None:
    requirement = require(forecast(), PLAN, MODEL, NO_DAYS)
    levels, waits = [], []
    for factor in (1.3, 1.0, 0.8, 0.6, 0.3, 0.0):
        found = expected_service(forecast(), PLAN, MODEL, NO_DAYS, scheduled(requirement, factor))
        assert found["service_level"].notna().all()
        assert found["asa_seconds"].notna().all()
        levels.append(found["service_level"].mean())
        waits.append(found["asa_seconds"].mean())
    assert levels == sorted(levels, reverse=True)
    assert waits == sorted(waits)
    assert levels[-1] == 0
    assert waits[-1] == 900


def test_voice_alone_is_erlang_a_with_the_patience_of_the_plan() -> None:
    model = OperatingModel("test", (Work("b", ("billing/voice",)),))
    contacts = forecast_of(week(days=1), {"billing/voice": 50}, 180)
    agents = require(contacts, PLAN, model, NO_DAYS).frame[["work", "interval_start"]].assign(agents=9.5)
    found = expected_service(contacts, PLAN, model, NO_DAYS, agents)
    truth = service(9.5, 50, 180, interval_seconds=900, patience_seconds=120)
    assert found["service_level"].to_numpy() == pytest.approx(float(truth.service_level))
    assert found["asa_seconds"].to_numpy() == pytest.approx(float(truth.asa_seconds))
    assert found["occupancy"].to_numpy() == pytest.approx(float(truth.occupancy))


def test_overload_without_patience_is_no_service_and_a_wait_of_the_interval() -> None:
    model = OperatingModel("test", (Work("b", ("billing/voice",)),))
    contacts = forecast_of(week(days=1), {"billing/voice": 50}, 180)
    agents = require(contacts, PLAN, model, NO_DAYS).frame[["work", "interval_start"]].assign(agents=10.0)
    found = expected_service(contacts, plan_of(voice()), model, NO_DAYS, agents)
    assert (found["service_level"] == 0).all()
    assert (found["asa_seconds"] == 900).all()
    assert (found["occupancy"] == 1).all()


def test_each_customer_is_measured_against_the_goal_of_the_own_queue() -> None:
    model = OperatingModel("test", (Work("p", ("a/voice", "b/voice")),))
    plan = plan_of(voice("a", goal=ServiceGoal(0.8, 10)), voice("b", goal=ServiceGoal(0.8, 60)))
    contacts = forecast_of(week(days=1), {"a/voice": 10, "b/voice": 30}, 180)
    agents = require(contacts, plan, model, NO_DAYS).frame[["work", "interval_start"]].assign(agents=9.0)
    found = expected_service(contacts, plan, model, NO_DAYS, agents)["service_level"].iloc[0]
    early, late = (
        float(service(9, 40, 180, interval_seconds=900, threshold_seconds=t).service_level) for t in (10, 60)
    )
    assert found == pytest.approx((10 * early + 30 * late) / 40)


def test_work_that_nobody_is_rostered_for_is_not_left_out() -> None:
    found = expected_service(
        forecast(), PLAN, MODEL, NO_DAYS, pd.DataFrame({"work": [], "interval_start": [], "agents": []})
    )
    assert len(found) == 192
    assert (found["service_level"] == 0).all()
    assert found["occupancy"].isna().all()


@settings(max_examples=100, deadline=None)
@given(agents=st.floats(0, 50), voice_need=st.floats(0, 20), chat_need=st.floats(0, 20), deferred=st.floats(0, 20))
def test_agents_are_split_without_loss_and_real_time_comes_first(
    agents: float, voice_need: float, chat_need: float, deferred: float
) -> None:
    real_time, later = split_agents(
        np.array([agents]),
        [np.array([voice_need]), np.array([chat_need])],
        [(np.array([deferred]), np.array([True]))],
    )
    need = voice_need + chat_need
    given_out = float(sum(real_time)[0] + later[0][0])
    assert given_out == pytest.approx(agents if need + deferred > 0 else 0.0)
    if need > 0:
        assert float(sum(real_time)[0]) >= min(agents, need) - 1e-9
        assert later[0][0] <= deferred + 1e-9


def test_a_repeated_row_and_a_missing_column_are_refused() -> None:
    requirement = require(forecast(), PLAN, MODEL, NO_DAYS)
    good = scheduled(requirement, 1)
    with pytest.raises(DataError, match="once"):
        expected_service(forecast(), PLAN, MODEL, NO_DAYS, pd.concat([good, good.iloc[:1]]))
    with pytest.raises(DataError, match="agents"):
        expected_service(forecast(), PLAN, MODEL, NO_DAYS, good.drop(columns="agents"))


def test_goals_are_met_when_the_roster_is_the_requirement_of_erlang_c() -> None:
    goal = ServiceGoal(0.9, 15, max_occupancy=None)
    model = OperatingModel("test", (Work("b", ("billing/voice",)),))
    contacts = forecast_of(week(days=1), {"billing/voice": np.linspace(0, 80, 96)}, 240)
    plan = plan_of(voice(goal=goal))
    requirement = require(contacts, plan, model, NO_DAYS)
    found = expected_service(contacts, plan, model, NO_DAYS, scheduled(requirement, 1))
    assert np.isnan(found["service_level"].iloc[0])
    assert found["service_level"].iloc[1:].to_numpy() == pytest.approx(0.9, abs=1e-9)
    exact = agents_required(np.linspace(0, 80, 96), 240, goal, interval_seconds=900)
    np.testing.assert_allclose(requirement.frame["agents_required"], exact)


def office_days(days: int) -> tuple[object, object]:
    """Written work that comes evenly in office hours, and its plan of four hours."""
    grid = week(days=days)
    local = grid.index.tz_convert(grid.zone)
    inside = (local.hour >= 8) & (local.hour < 18) & (local.day_of_week < 5)
    plan = plan_of(voice(open_at=OFFICE), email(hours=4, open_at=OFFICE))
    return forecast_of(grid, {"billing/voice": inside * 6.0, "billing/email": inside * 6.0}, 300), plan


def people(contacts: object, plan: object, written: np.ndarray) -> pd.DataFrame:
    """Those whom the calls require, and ``written`` more in office hours."""
    calls = require(contacts, plan, OperatingModel("v", (Work("b", ("billing/voice",)),)), NO_DAYS).frame  # type: ignore[arg-type]
    here = calls["agents_required"].to_numpy()
    return calls[["work", "interval_start"]].assign(agents=here + np.where(here > 0, written, 0.0))


BOTH = OperatingModel("test", (Work("b", ("billing/voice", "billing/email")),))


def test_work_left_on_one_day_is_carried_to_the_next_and_to_the_next_week() -> None:
    contacts, plan = office_days(14)
    # Half of the people the written work needs (2 Erlangs at 0.9) in the first week, twice as many in the second.
    some = np.where(np.arange(14 * 96) < 7 * 96, 1.0, 4.4)
    found = expected_service(  # type: ignore[arg-type]
        contacts, plan, BOTH, NO_DAYS, people(contacts, plan, some), backlog_hours={"billing/email": 0.0}
    )
    waits = found["backlog_hours"].to_numpy().reshape(14, 96)[:, -1]
    # Twenty hours of work come a day (2 Erlangs for ten hours), nine are done, and the weekend changes nothing.
    assert waits[:5] == pytest.approx([11, 22, 33, 44, 55])
    assert waits[5:7] == pytest.approx([55, 55])
    assert waits[7:12] == pytest.approx([35.4, 15.8, 0, 0, 0], abs=1e-6)
    daily = found["done_hours"].to_numpy().reshape(14, 96).sum(axis=1)
    assert daily[:5] == pytest.approx(9.0)
    assert daily[7] == pytest.approx(39.6)
    assert found["late_hours"].to_numpy().reshape(14, 96)[10:].sum() == pytest.approx(0.0, abs=1e-6)


def test_a_backlog_waits_at_the_start_and_costs_no_caller_the_service() -> None:
    contacts, plan = office_days(7)
    there = people(contacts, plan, np.full(7 * 96, 2.5))
    plain, more = (
        expected_service(contacts, plan, BOTH, NO_DAYS, there, backlog_hours={"billing/email": hours})  # type: ignore[arg-type]
        for hours in (0.0, 30.0)
    )
    assert more["backlog_hours"].iloc[0] == pytest.approx(30)
    assert more["late_hours"].sum() > plain["late_hours"].sum()
    assert more["done_hours"].sum() + more["backlog_hours"].iloc[-1] == pytest.approx(
        plain["done_hours"].sum() + plain["backlog_hours"].iloc[-1] + 30
    )
    # Beyond what calls require, two and a half agents work off 22.5 hours a day: 2.5 more than come.
    assert (more["service_level"].dropna() >= 0.8 - 1e-9).all()
    assert more["backlog_hours"].to_numpy().reshape(7, 96)[:5, -1] == pytest.approx([27.5, 25, 22.5, 20, 17.5])


def test_where_people_are_short_the_work_with_the_shorter_promise_comes_first() -> None:
    open_ = np.ones(3, dtype=bool)
    plans = [(np.array([1.0, 1.0, 0.0]), open_), (np.array([2.0, 0.0, 0.0]), open_)]
    calls = [np.full(3, 4.0)]
    real_time, later = split_agents(np.array([5.5, 5.5, 9.0]), calls, plans)
    assert later[0] == pytest.approx([1.0, 1.0, 0.0])
    assert later[1] == pytest.approx([0.5, 0.5, 1.0])
    assert real_time[0] == pytest.approx([4.0, 4.0, 8.0])
