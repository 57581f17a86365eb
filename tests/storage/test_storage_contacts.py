"""History, forecasts and requirements come out as they went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from builders_storage import MONDAY, NOW, QUEUES, ZONE, forecast, history, requirement, save_site
from pandas.testing import assert_frame_equal
from sqlalchemy import func, select

from wfm.errors import DataError
from wfm.storage import read_session, write_session
from wfm.storage.forecasts import (
    forecast_days,
    forecast_headers,
    latest_forecast,
    load_forecast,
    save_forecast,
)
from wfm.storage.history import history_days, last_history_day, load_history, save_history
from wfm.storage.requirements import latest_requirements, load_requirement, save_requirement
from wfm.storage.tables import HistoryDayRow
from wfm.types.contacts import QUANTILE_COLUMNS, REQUIRED_SCORES, SCORE_COLUMNS, Adjustment


@pytest.fixture
def site(engine):
    with write_session(engine) as session:
        save_site(session)
    return engine


def store(site, *histories):
    with write_session(site) as session:
        for one in histories:
            save_history(session, one, author="planner", source="history.csv", now=NOW)


def test_history_comes_out_as_it_went_in(site):
    stored = history()
    store(site, stored)
    with read_session(site) as session:
        found = load_history(session)
    assert_frame_equal(found.frame, stored.frame)
    assert (found.interval_minutes, found.zone, found.notes) == (15, ZONE, ("made up",))


def test_history_keeps_intervals_without_a_row_apart_from_zeros(site):
    frame = history().frame
    frame = frame.assign(offered=frame["offered"].where(frame.index % 11 != 0, 0.0))
    stored = replace(history(), frame=frame[frame.index % 5 != 0])
    store(site, stored)
    with read_session(site) as session:
        assert_frame_equal(load_history(session).frame, stored.frame)


def test_a_later_import_replaces_the_intervals_that_it_holds_and_no_others(site):
    first, later = history(), history(date(2026, 10, 30), 5, ("billing/voice",), seed=9)
    half = replace(later, frame=later.frame[later.frame.index % 2 == 0])
    store(site, first, half)
    with read_session(site) as session:
        found = load_history(session).frame.set_index(["queue", "interval_start"])
    both = pd.concat([first.frame, half.frame]).drop_duplicates(["queue", "interval_start"], keep="last")
    wanted = both.sort_values(["queue", "interval_start"]).set_index(["queue", "interval_start"])
    assert_frame_equal(found, wanted)


def test_history_of_some_queues_and_days(site):
    stored = history()
    store(site, stored)
    day = date(2026, 10, 25)
    with read_session(site) as session:
        found = load_history(session, queues=["sales"], first=day, last=day).frame
        nothing = load_history(session, queues=["sales"], first=date(2030, 1, 1))
    assert nothing is None
    assert set(found["queue"]) == {"sales"}
    assert len(found) == 100, "the day of the autumn change has 25 hours"


@pytest.mark.parametrize(
    ("day", "intervals"), [(date(2026, 3, 29), 92), (date(2026, 7, 1), 96), (date(2026, 10, 25), 100)]
)
def test_a_row_is_a_local_day_also_when_clocks_change(site, day, intervals):
    store(site, history(day - timedelta(days=1), 3))
    with read_session(site) as session:
        rows = session.execute(select(HistoryDayRow.day, HistoryDayRow.intervals)).all()
    assert {n for d, n in rows if d == day} == {intervals}


def test_daily_totals_are_those_of_the_intervals(site):
    stored = history()
    store(site, stored)
    frame = stored.frame.assign(day=stored.frame["interval_start"].dt.tz_convert(ZONE).dt.date)
    for queue in QUEUES:
        with read_session(site) as session:
            found = history_days(session, queue, date(2026, 10, 20), date(2026, 10, 26))
        rows = frame[(frame["queue"] == queue) & frame["day"].between(date(2026, 10, 20), date(2026, 10, 26))]
        assert [d.day for d in found] == sorted(rows["day"].unique())
        for day in found:
            of_day = rows[rows["day"] == day.day]
            weights = of_day["offered"] if queue == "sales" else of_day["handled"]
            known = of_day["aht_seconds"].notna()
            aht = np.average(of_day["aht_seconds"][known], weights=weights[known])
            assert day.offered == pytest.approx(of_day["offered"].sum())
            assert day.aht_seconds == pytest.approx(aht)
            if queue == "sales":
                assert (day.handled, day.abandoned) == (None, None)
            else:
                assert day.handled == pytest.approx(of_day["handled"].sum())


def test_history_of_an_unknown_queue_another_grid_or_zone_is_refused_and_nothing_kept(site):
    stranger = history().frame.assign(queue="unknown")
    with pytest.raises(DataError, match="unknown queue"):
        store(site, history(), replace(history(), frame=stranger.drop_duplicates(["queue", "interval_start"])))
    with read_session(site) as session:
        assert session.scalar(select(func.count()).select_from(HistoryDayRow)) == 0
    store(site, history())
    with pytest.raises(DataError, match="interval length"):
        store(site, replace(history(), interval_minutes=30))
    with pytest.raises(DataError, match="time zone"):
        store(site, replace(history(), zone="UTC"))
    with pytest.raises(DataError, match="without a row"):
        store(site, replace(history(), frame=history().frame.iloc[:0]))


def test_intervals_off_the_grid_are_refused(site):
    frame = history().frame
    moved = frame.loc[10, "interval_start"] + pd.Timedelta(minutes=7)
    frame.loc[10, "interval_start"] = moved
    with pytest.raises(DataError, match="15 minutes apart"):
        store(site, replace(history(), frame=frame))


def test_the_last_day_of_history(site):
    with read_session(site) as session:
        assert last_history_day(session) is None
    store(site, history())
    with read_session(site) as session:
        assert last_history_day(session) == date(2026, 11, 1)


def scores():
    rows = [
        ("billing/voice", "naive", MONDAY - timedelta(days=7 * i), 0.2, 0.2, 1.0, -0.05, np.nan, 0.9, 0.1)
        for i in (1, 2)
    ]
    rows.append(("sales", "selected", None, 0.1, 0.2, np.nan, 0.01, 0.8, 0.9, np.nan))
    frame = pd.DataFrame(rows, columns=list(REQUIRED_SCORES)).reindex(columns=list(SCORE_COLUMNS))
    return frame.astype({"queue": "str", "model": "str"})


def save(site, one, save_one):
    with write_session(site) as session:
        return save_one(session, one, author="planner", now=NOW)


def test_a_forecast_comes_out_as_it_went_in(site):
    adjustment = Adjustment("sales", NOW, NOW + timedelta(days=1), 1.2, "planner", "campaign", NOW)
    notes = {"sales": ("short history",)}
    stored = forecast(made_at=NOW, scores=scores(), adjustments=(adjustment,), notes=notes)
    day = {"queue": "sales", "day": MONDAY, "level": 80.0, "change": 1.1, "weekday": 1.2, "yearly": 1.0}
    parts = pd.DataFrame([day | {"special_day": 1.0, "event": 0.9, "special": "Autumn letter (campaign)"}])
    week = {"queue": "sales", "by": "week", "first_day": MONDAY, "offered": 500.0}
    totals = pd.DataFrame([week | dict.fromkeys(QUANTILE_COLUMNS, 480.5)])
    texts = {"queue": "str"}
    stored = replace(
        stored, parts=parts.astype(texts | {"special": "str"}), totals=totals.astype(texts | {"by": "str"})
    )
    number = save(site, stored, save_forecast)
    with read_session(site) as session:
        found = load_forecast(session, number)
    assert_frame_equal(found.frame, stored.frame)
    assert_frame_equal(found.scores, stored.scores)
    assert_frame_equal(found.parts, stored.parts)
    assert_frame_equal(found.totals, stored.totals)
    for name in ("interval_minutes", "zone", "made_at", "adjustments", "notes"):
        assert getattr(found, name) == getattr(stored, name), name


def test_a_forecast_may_change_its_model_within_a_day(site):
    frame = forecast().frame
    stored = replace(forecast(), frame=frame.assign(model=frame["model"].where(frame.index % 3 != 0, "theta")))
    number = save(site, stored, save_forecast)
    with read_session(site) as session:
        assert_frame_equal(load_forecast(session, number).frame, stored.frame)


def test_a_forecast_of_one_queue(site):
    stored = forecast()
    number = save(site, stored, save_forecast)
    with read_session(site) as session:
        found = load_forecast(session, number, queues=["sales"]).frame
    wanted = stored.frame[stored.frame["queue"] == "sales"].reset_index(drop=True)
    assert_frame_equal(found, wanted)


def test_the_newest_forecast_of_a_queue_and_week(site):
    old = save(site, forecast(), save_forecast)
    new = save(site, forecast(queues=("sales",), seed=5), save_forecast)
    sunday = MONDAY + timedelta(days=6)
    with read_session(site) as session:
        assert latest_forecast(session, MONDAY, sunday).id == new
        assert latest_forecast(session, MONDAY, sunday, "sales").id == new
        assert latest_forecast(session, MONDAY, sunday, "billing/chat").id == old
        assert latest_forecast(session, MONDAY + timedelta(days=7), sunday + timedelta(days=7)) is None
        assert latest_forecast(session, MONDAY, sunday, "nothing") is None
        assert [h.id for h in forecast_headers(session)] == [new, old]
        days = forecast_days(session, "sales", MONDAY, sunday)
    frame = forecast(queues=("sales",), seed=5).frame
    assert sum(days.values()) == pytest.approx(frame["offered"].sum())
    assert list(days) == [MONDAY + timedelta(days=i) for i in range(7)]


def test_a_requirement_comes_out_as_it_went_in(site):
    stored = requirement()
    number = save(site, stored, save_requirement)
    with read_session(site) as session:
        found = load_requirement(session, number)
        assert latest_requirements(session, MONDAY, MONDAY) == {"departmental": number}
        assert latest_requirements(session, date(2030, 1, 1), date(2030, 1, 7)) == {}
    assert_frame_equal(found.frame, stored.frame)
    assert (found.model, found.zone, found.notes) == ("departmental", ZONE, ("made up",))


def test_what_is_not_there_is_said_so(site):
    with read_session(site) as session:
        with pytest.raises(DataError, match="no such forecast"):
            load_forecast(session, 1)
        with pytest.raises(DataError, match="no such requirement"):
            load_requirement(session, 1)
        assert load_history(session) is None
