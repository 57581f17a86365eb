"""The requirement: goals kept, queues pooled, hours respected, nothing lost in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from staffing_builders import OFFICE, email, forecast_of, plan_of, voice, week

from wfm.errors import ConfigError, DataError
from wfm.intervals import WeekWindows, zone_of
from wfm.staffing import agents_required, require
from wfm.types import (
    Calendar,
    Channel,
    Forecast,
    OperatingModel,
    ServiceGoal,
    Shrinkage,
    ShrinkageWindow,
    SpecialDay,
    Work,
)

CAPPED = ServiceGoal(0.8, 20, max_occupancy=0.85)
NO_DAYS = Calendar()


def model(*works: Work) -> OperatingModel:
    return OperatingModel("test", works)


def rows(requirement: object, work: str) -> pd.DataFrame:
    frame = requirement.frame  # type: ignore[attr-defined]
    return frame[frame["work"] == work].reset_index(drop=True)


def local_hour(frame: pd.DataFrame) -> pd.Series:
    local = frame["interval_start"].dt.tz_convert(zone_of("Europe/Amsterdam"))
    return local.dt.hour + local.dt.minute / 60


def test_one_queue_requires_what_erlang_c_says() -> None:
    grid = week(days=1)
    found = rows(
        require(
            forecast_of(grid, {"billing/voice": 50}, 180),
            plan_of(voice()),
            model(Work("b", ("billing/voice",))),
            NO_DAYS,
        ),
        "b",
    )
    exact = float(agents_required(50, 180, CAPPED, interval_seconds=900))
    assert len(found) == 96
    assert found["agents_required"].to_numpy() == pytest.approx(exact)
    assert found["load_erlangs"].to_numpy() == pytest.approx(10.0)
    assert found["service_level"].to_numpy() == pytest.approx(0.8, abs=1e-9)
    assert found["occupancy"].to_numpy() == pytest.approx(10 / exact)


def test_pooled_voice_queues_are_one_system() -> None:
    grid = week(days=1)
    forecast = forecast_of(grid, {"a/voice": 30, "b/voice": 60}, 300)
    found = require(forecast, plan_of(voice("a"), voice("b")), model(Work("p", ("a/voice", "b/voice"))), NO_DAYS)
    together = float(agents_required(90, 300, CAPPED, interval_seconds=900))
    apart = sum(float(agents_required(n, 300, CAPPED, interval_seconds=900)) for n in (30, 60))
    assert found.frame["agents_required"].to_numpy() == pytest.approx(together)
    assert together < apart


def test_pooling_unlike_handle_times_counts_the_longer_waits() -> None:
    grid = week(days=1)
    plan = plan_of(voice("quick", aht=60.0), voice("slow", aht=600.0))
    forecast = forecast_of(grid, {"quick/voice": 50, "slow/voice": 5})
    found = require(forecast, plan, model(Work("p", ("quick/voice", "slow/voice"))), NO_DAYS)
    mean = 6000 / 55
    plain = float(agents_required(55, mean, CAPPED, interval_seconds=900))
    stretch = 55 * (50 * 60**2 + 5 * 600**2) / 6000**2
    assert found.frame["agents_required"].to_numpy() == pytest.approx(
        float(agents_required(55, mean, CAPPED, interval_seconds=900, wait_stretch=stretch))
    )
    assert stretch > 3
    assert found.frame["agents_required"].iloc[0] > plain


def test_every_goal_of_a_pool_is_kept_where_its_queue_has_contacts() -> None:
    grid = week(days=1)
    strict, loose = ServiceGoal(0.95, 10, max_occupancy=None), ServiceGoal(0.7, 60, max_occupancy=None)
    half = np.where(np.arange(96) < 48, 0.0, 1.0)
    forecast = forecast_of(grid, {"a/voice": 20 * half, "b/voice": 20}, 300)
    plan = plan_of(voice("a", goal=strict), voice("b", goal=loose))
    found = require(forecast, plan, model(Work("p", ("a/voice", "b/voice"))), NO_DAYS)
    agents = found.frame["agents_required"].to_numpy()
    assert agents[:48] == pytest.approx(float(agents_required(20, 300, loose, interval_seconds=900)))
    assert agents[48:] == pytest.approx(float(agents_required(40, 300, strict, interval_seconds=900)))
    assert any("different goals" in note for note in found.notes)


def test_second_line_takes_its_share_at_its_own_handle_time() -> None:
    grid = week(days=1)
    forecast = forecast_of(grid, {"a/voice": 100, "a/email": 9}, 200)
    plan = plan_of(voice("a"), email("a", open_at="daily", hours=4))
    work = Work("second", ("a/voice",), share=0.3, aht_factor=1.5, whole=("a/email",))
    found = rows(require(forecast, plan, model(work), NO_DAYS), "second")
    assert found["load_erlangs"].to_numpy() == pytest.approx(30 * 300 / 900 + 9 * 200 / 900)


def test_abandonment_goal_with_known_patience_uses_erlang_a() -> None:
    grid = week(days=1)
    goal = ServiceGoal(0.8, 20, max_abandonment=0.05, max_occupancy=None)
    forecast = forecast_of(grid, {"a/voice": 50}, 180)
    work = model(Work("a", ("a/voice",)))
    known = require(forecast, plan_of(voice("a", goal=goal, patience=300)), work, NO_DAYS)
    unknown = require(forecast, plan_of(voice("a", goal=goal)), work, NO_DAYS)
    expected = float(agents_required(50, 180, goal, interval_seconds=900, patience_seconds=300))
    assert known.frame["agents_required"].to_numpy() == pytest.approx(expected)
    assert expected < unknown.frame["agents_required"].iloc[0]


def test_chat_needs_fewer_agents_for_more_at_a_time() -> None:
    grid = week(days=1)
    forecast = forecast_of(grid, {"a/chat": 30}, 600)
    needed = []
    for concurrency in (1, 2, 3):
        plan = plan_of(voice("a", channel=Channel.CHAT, concurrency=concurrency))
        needed.append(require(forecast, plan, model(Work("a", ("a/chat",))), NO_DAYS).frame["agents_required"].iloc[0])
    assert needed[0] > needed[1] > needed[2]


def test_concurrency_of_the_defaults_does_not_touch_the_telephone() -> None:
    grid = week(days=1)
    forecast = forecast_of(grid, {"a/voice": 30}, 600)
    work = model(Work("a", ("a/voice",)))
    plain = require(forecast, plan_of(voice("a")), work, NO_DAYS).frame
    pd.testing.assert_frame_equal(require(forecast, plan_of(voice("a", concurrency=3)), work, NO_DAYS).frame, plain)


def test_real_time_contacts_outside_opening_hours_are_named_and_not_staffed() -> None:
    forecast = forecast_of(week(), {"billing/voice": 10}, 300)
    found = require(forecast, plan_of(voice(open_at=OFFICE)), model(Work("b", ("billing/voice",))), NO_DAYS)
    frame = rows(found, "b")
    inside = local_hour(frame).between(8, 17.99) & (np.arange(len(frame)) < 5 * 96)
    assert (frame.loc[inside, "agents_required"] > 0).all()
    assert (frame.loc[~inside, "agents_required"] == 0).all()
    assert frame.loc[~inside, "service_level"].isna().all()
    assert found.notes == ("billing/voice: 4720.0 contacts forecast outside the opening hours are not staffed.",)


def test_deferred_work_of_the_weekend_is_done_on_monday() -> None:
    grid = week()
    weekend = (np.arange(grid.count) >= 5 * 96) * 1.0
    forecast = forecast_of(grid, {"billing/email": weekend}, 360)
    found = rows(require(forecast, plan_of(email(hours=5)), model(Work("b", ("billing/email",))), NO_DAYS), "b")
    work = 192 * 360 / 900
    assert found["load_erlangs"].sum() == pytest.approx(work)
    busy = np.flatnonzero(found["agents_required"])
    # The week repeats: its weekend lies there on Monday at eight, for five opening hours.
    assert busy[0] == 32
    assert busy[-1] == 32 + 20 - 1
    assert found["agents_required"].to_numpy()[busy] == pytest.approx(work / 20 / 0.9)
    assert found["service_level"].isna().all()
    assert found["occupancy"].to_numpy()[busy] == pytest.approx(0.9)


def test_parts_of_a_work_add_up() -> None:
    grid = week(days=5)
    offered = {"a/voice": 12, "a/chat": 6, "a/email": 4}
    forecast = forecast_of(grid, offered, 300)
    plan = plan_of(voice("a"), voice("a", channel=Channel.CHAT, concurrency=3), email("a"))
    whole = require(forecast, plan, model(Work("a", tuple(offered))), NO_DAYS)
    parts = [require(forecast, plan, model(Work("a", (q,))), NO_DAYS) for q in offered]
    total = sum(p.frame["agents_required"] for p in parts)
    assert whole.frame["agents_required"].to_numpy() == pytest.approx(total.to_numpy())


def test_holidays_have_opening_hours_of_their_own() -> None:
    forecast = forecast_of(week(), {"billing/voice": 10}, 300)
    calendar = Calendar((SpecialDay(date(2026, 11, 18), "holiday", "Founders' day"),))
    plan = plan_of(voice(open_at=OFFICE, holidays=""), voice("tech", open_at=OFFICE))
    frame = rows(require(forecast, plan, model(Work("b", ("billing/voice",))), calendar), "b")
    staffed = (frame["agents_required"] > 0).to_numpy().reshape(7, 96).sum(axis=1)
    assert staffed.tolist() == [40, 40, 0, 40, 40, 0, 0]


@pytest.mark.parametrize(("first", "intervals"), [(date(2026, 10, 19), 676), (date(2026, 3, 23), 668)])
def test_opening_hours_are_local_in_weeks_with_a_clock_change(first: date, intervals: int) -> None:
    forecast = forecast_of(week(first), {"billing/voice": 10}, 300)
    plan = plan_of(voice(open_at="daily 08:00-18:00"))
    frame = rows(require(forecast, plan, model(Work("b", ("billing/voice",))), NO_DAYS), "b")
    assert len(frame) == intervals
    staffed = frame["agents_required"] > 0
    assert staffed.sum() == 7 * 40
    assert local_hour(frame)[staffed].between(8, 17.99).all()


def test_shrinkage_is_added_to_the_agents_at_work() -> None:
    forecast = forecast_of(week(days=1), {"billing/voice": 10}, 300)
    shrinkage = Shrinkage({"leave": 0.2}, {"sickness": 0.1})
    found = require(forecast, plan_of(voice(), shrinkage=shrinkage), model(Work("b", ("billing/voice",))), NO_DAYS)
    assert found.frame["fte_required"].to_numpy() == pytest.approx(found.frame["agents_required"].to_numpy() / 0.7)


def test_handle_time_of_the_plan_is_used_and_said_where_the_forecast_has_none() -> None:
    forecast = forecast_of(week(days=1), {"billing/voice": 10})
    work = model(Work("b", ("billing/voice",)))
    found = require(forecast, plan_of(voice(aht=450)), work, NO_DAYS)
    assert found.frame["load_erlangs"].to_numpy() == pytest.approx(5.0)
    assert "billing/voice" in found.notes[0]
    with pytest.raises(ConfigError, match=r"billing/voice.*aht_seconds"):
        require(forecast, plan_of(voice(aht=None)), work, NO_DAYS)
    nothing = forecast_of(week(days=1), {"billing/voice": 0})
    assert (require(nothing, plan_of(voice(aht=None)), work, NO_DAYS).frame["agents_required"] == 0).all()


def test_intervals_that_the_forecast_leaves_out_have_no_contacts() -> None:
    forecast = forecast_of(week(days=1), {"billing/voice": 10}, 300)
    some = Forecast(forecast.frame.drop(index=range(10, 20)), 15, forecast.zone)
    frame = require(some, plan_of(voice()), model(Work("b", ("billing/voice",))), NO_DAYS).frame
    assert len(frame) == 96
    assert (frame["agents_required"].iloc[10:20] == 0).all()
    assert frame["service_level"].iloc[10:20].isna().all()


def test_a_queue_of_the_plan_without_a_forecast_is_named() -> None:
    plan = plan_of(voice("billing"), voice("claims"))
    works = model(Work("pooled", ("billing/voice",)))
    found = require(forecast_of(week(days=1), {"billing/voice": 50}, 180), plan, works, NO_DAYS)
    assert found.notes == ("in the plan without a forecast, so that nothing is staffed for it: claims/voice.",)


def test_unknown_queues_and_empty_forecasts_are_refused() -> None:
    forecast = forecast_of(week(days=1), {"sales/voice": 10}, 300)
    work = model(Work("b", ("sales/voice",)))
    with pytest.raises(ConfigError, match="sales/voice"):
        require(forecast, plan_of(voice("billing")), work, NO_DAYS)
    empty = replace(forecast, frame=forecast.frame.iloc[:0])
    with pytest.raises(DataError, match="no interval"):
        require(empty, plan_of(voice("sales")), work, NO_DAYS)


def test_email_without_a_response_time_is_said_to_be_staffed_as_real_time() -> None:
    forecast = forecast_of(week(days=1), {"billing/email": 10}, 300)
    plan = plan_of(voice("billing", channel=Channel.EMAIL))
    found = require(forecast, plan, model(Work("b", ("billing/email",))), NO_DAYS)
    assert any("response_hours" in note for note in found.notes)


def test_people_to_employ_follow_the_shrinkage_of_the_time() -> None:
    monday = ShrinkageWindow("leave", WeekWindows.parse(["mon 00:00-24:00"]), 0.4)
    plan = plan_of(voice(), shrinkage=Shrinkage({"leave": 0.1}, {"sickness": 0.1}, (monday,)))
    model = OperatingModel("m", (Work("b", ("billing/voice",)),))
    frame = require(forecast_of(week(), {"billing/voice": 6}, 300), plan, model, Calendar()).frame
    ratio = (frame["fte_required"] / frame["agents_required"]).to_numpy()
    assert ratio[:96] == pytest.approx(1 / 0.5)
    assert ratio[96:] == pytest.approx(1 / 0.8)
