"""What pages show, to whom."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from builders_storage import MONDAY, NOW, ZONE, forecast, roster, shift
from site_files import LAST_YEAR, two_years
from sqlalchemy import event

from wfm.errors import ConflictError, DataError, PermissionDenied
from wfm.intervals import IntervalGrid
from wfm.io.plan_file import example_plan, parse_plan
from wfm.services import (
    audit_log,
    comparison_view,
    forecast_view,
    my_week,
    publish_roster,
    roster_week,
    start_view,
)
from wfm.services.roles import Permission, allows
from wfm.services.users import SYSTEM, list_users
from wfm.storage import Role, read_session, write_session
from wfm.storage.history import save_history
from wfm.storage.rosters import save_roster

WEDNESDAY, SUNDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=6)
SERVICES = {
    "roster_week": lambda s, u: roster_week(s, u, MONDAY),
    "forecast_view": lambda s, u: forecast_view(s, u, None, None),
    "comparison_view": comparison_view,
    "publish_roster": lambda s, u: publish_roster(s, u, MONDAY, "pooled", 1, now=NOW),
    "list_users": list_users,
    "audit_log": audit_log,
    "start_view": lambda s, u: start_view(s, u, MONDAY, now=NOW),
    "my_week": lambda s, u: my_week(s, u, MONDAY, now=NOW),
}
MAY = {
    "roster_week": {"planner", "manager"},
    "forecast_view": {"planner", "manager"},
    "comparison_view": {"planner", "manager"},
    "publish_roster": {"planner"},
    "list_users": {"admin"},
    "audit_log": {"admin"},
    "start_view": {"agent", "planner", "manager", "admin"},
    "my_week": {"agent", "planner", "manager", "admin"},
}


def publish(engine, user, model="pooled", version=1):
    with write_session(engine) as session:
        return publish_roster(session, user, WEDNESDAY, model, version, now=NOW)


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_serves_its_roles_and_no_other(loaded, people, service):
    served = set()
    for role in Role:
        try:
            with write_session(loaded) as session:
                SERVICES[service](session, people[role.value])
            served.add(role.value)
        except PermissionDenied:
            pass
    assert served == MAY[service]


def test_a_deactivated_user_is_served_nothing(loaded, people):
    for service in SERVICES.keys() - {"start_view"}:
        for user in people.values():
            with pytest.raises(PermissionDenied), write_session(loaded) as session:
                SERVICES[service](session, replace(user, active=False))


def test_no_permission_is_held_by_an_unknown_role():
    assert not any(allows("boss", permission) for permission in Permission)
    assert all(any(allows(role, permission) for role in Role) for permission in Permission)


def test_the_roster_week_shows_agents_shifts_and_coverage(loaded, people):
    with read_session(loaded) as session:
        view = roster_week(session, people["planner"], WEDNESDAY, "departmental")
    assert (view.week, view.days[-1], view.zone) == (MONDAY, SUNDAY, ZONE)
    assert view.grid == IntervalGrid.days(MONDAY, 7, ZONE)
    assert (view.models, view.model, view.version) == (("departmental", "pooled"), "departmental", 1)
    assert (view.state, view.in_force, view.saved_by) == ("draft", None, "system")
    assert [(a.agent, len(a.shifts), a.paid_hours) for a in view.agents] == [
        ("zed", 1, 7.5),
        ("a1", 5, 37.5),
        ("b2", 3, 22.5),
    ]
    assert view.agents[2].contract_hours == 24
    assert view.paid_hours == 67.5
    assert [w.work for w in view.coverage] == ["billing", "sales"]
    assert all(len(w.net) == view.grid.count for w in (*view.coverage, view.total))


def test_coverage_is_required_against_scheduled_by_interval(loaded, people):
    with read_session(loaded) as session:
        view = roster_week(session, people["planner"], MONDAY, "departmental")
    billing, sales = view.coverage
    slot = view.grid.slot(datetime.fromisoformat("2026-11-16T09:00:00+00:00"))
    present = 2.0 / (1 - parse_plan(example_plan()).shrinkage.on_the_day_at(view.grid)[slot])
    assert billing.required[slot] == pytest.approx(present)
    assert billing.scheduled[slot] == pytest.approx(3.0)
    assert (sales.required[slot], sales.scheduled[slot]) == (pytest.approx(present), 0.0)
    assert billing.net[slot] == pytest.approx(3 - present)
    assert view.total.net[slot] == pytest.approx(3 - 2 * present)
    met = sum(min(r, s) for w in view.coverage for r, s in zip(w.required, w.scheduled, strict=True))
    assert view.covered_share == pytest.approx(met / sum(view.total.required))


def test_another_week_or_model_has_no_roster(loaded, people):
    with read_session(loaded) as session:
        assert roster_week(session, people["planner"], MONDAY - timedelta(days=1)) is None
        assert roster_week(session, people["planner"], MONDAY, "hybrid") is None


def test_the_page_opens_on_the_published_model(loaded, people):
    planner = people["planner"]
    with read_session(loaded) as session:
        assert roster_week(session, planner, MONDAY).model == "pooled", "saved last"
    publish(loaded, planner, "departmental")
    with read_session(loaded) as session:
        assert roster_week(session, planner, MONDAY).model == "departmental"


def test_publishing_is_seen_and_audited(loaded, people):
    view = publish(loaded, people["planner"])
    assert (view.state, view.published_by, view.published_at, view.in_force) == ("published", "planner", NOW, 1)
    publish(loaded, people["planner"], "departmental")
    with read_session(loaded) as session:
        second, first = audit_log(session, people["admin"], 2)
    assert (first.at, first.actor, first.action, first.subject_id) == (NOW, "planner", "publish", f"{MONDAY} pooled")
    assert (first.before, first.after) == (None, {"model": "pooled", "version": 1, "state": "published"})
    assert second.before == first.after


def test_publishing_a_version_that_is_no_longer_the_latest_is_refused(loaded, people):
    with write_session(loaded) as session:
        save_roster(
            session,
            roster(),
            model="pooled",
            first_day=MONDAY,
            last_day=SUNDAY,
            author="other planner",
            now=NOW,
            based_on=1,
        )
    with pytest.raises(ConflictError, match="other planner has saved version 2"):
        publish(loaded, people["planner"], version=1)
    assert publish(loaded, people["planner"], version=2).in_force == 2
    with pytest.raises(ConflictError, match="already"):
        publish(loaded, people["planner"], version=2)
    with pytest.raises(DataError, match="hybrid"):
        publish(loaded, people["planner"], "hybrid")


def test_ones_own_week_comes_from_the_published_roster_only(loaded, people):
    with read_session(loaded) as session:
        before = my_week(session, people["agent"], WEDNESDAY, now=NOW)
    assert (before.published, before.next_shift, before.weeks) == (False, None, ())
    assert all(day.shifts == () for day in before.days)
    publish(loaded, people["planner"])
    with read_session(loaded) as session:
        view = my_week(session, people["agent"], WEDNESDAY, now=NOW)
    assert (view.agent, view.week, view.zone, view.published_at, view.version) == ("a1", MONDAY, ZONE, NOW, 1)
    assert [len(day.shifts) for day in view.days] == [1, 1, 1, 1, 1, 0, 0]
    assert view.days[0].shifts == (shift("a1", work="pooled"),)
    assert (view.paid_hours, view.contract_hours) == (37.5, 40)
    assert view.next_shift == shift("a1", work="pooled")
    assert view.weeks == (MONDAY,)
    assert [s.name for s in view.days[0].special] == ["Autumn letter"]


def test_the_next_shift_is_the_one_going_on_or_to_come(loaded, people):
    publish(loaded, people["planner"])
    during = datetime.fromisoformat("2026-11-16T15:59:00+00:00")
    with read_session(loaded) as session:
        assert my_week(session, people["agent"], MONDAY, now=during).next_shift.date == MONDAY
        after = my_week(session, people["agent"], MONDAY, now=during + timedelta(minutes=1))
        assert after.next_shift.date == MONDAY + timedelta(days=1)
        assert my_week(session, people["agent"], MONDAY, now=during + timedelta(days=7)).next_shift is None


def test_nobody_sees_the_week_of_somebody_else(loaded, people):
    publish(loaded, people["planner"])
    with read_session(loaded) as session:
        for name in ("agent", "planner", "manager", "admin"):
            assert my_week(session, people[name], MONDAY, "b2", now=NOW) is None
            assert my_week(session, people[name], MONDAY, "no such agent", now=NOW) is None
        assert my_week(session, people["other"], MONDAY, "b2", now=NOW).agent == "b2"
        assert my_week(session, people["planner"], MONDAY, now=NOW) is None


def test_the_forecast_stands_beside_history_and_last_year(loaded, people):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", WEDNESDAY)
    rows = forecast(queues=("billing/chat", "billing/voice", "sales")).frame.query("queue == 'sales'")
    assert view.offered == pytest.approx(rows["offered"].round(6).tolist())
    assert view.quantiles["offered_p90"] == pytest.approx(rows["offered_p90"].round(6).tolist())
    assert [v is None for v in view.aht_seconds] == rows["aht_seconds"].isna().tolist()
    assert view.history == (None,) * 672, "the week is to come"
    past = two_years().frame.query("queue == 'sales'").set_index("interval_start")["offered"].round(6)
    assert view.last_year == pytest.approx(past.reindex(view.grid.index - pd.Timedelta(days=364)).tolist())
    for weeks, series in enumerate(view.last_weeks, 1):
        known = past.reindex(view.grid.index - pd.Timedelta(days=7 * weeks))
        wanted = [None if pd.isna(v) else v for v in known]
        if weeks != 4:  # four weeks back lies across the autumn change, see below
            assert series == pytest.approx(wanted)
    assert (view.model, view.queues) == ("ets", ("billing/chat", "billing/email", "billing/voice", "sales"))
    assert (view.weeks, view.made_at) == ((MONDAY,), NOW)


def test_past_weeks_are_laid_over_by_local_time_of_day(loaded, people):
    """The week of 26 October lies after the change, that of 19 October holds it: 08:00 stands over 08:00."""
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", date(2026, 10, 26))
    past = two_years().frame.query("queue == 'sales'").set_index("interval_start")["offered"].round(6)
    for day in range(7):
        for clock in ("01:45", "02:00", "02:45", "03:00", "08:00"):
            now = pd.Timestamp(f"{view.days[-7 + day].day} {clock}", tz=ZONE)
            before = (now.tz_localize(None) - pd.Timedelta(days=7)).tz_localize(ZONE, ambiguous=True)
            slot = view.grid.slot(now.tz_convert("UTC").to_pydatetime())
            assert view.last_weeks[0][slot] == pytest.approx(past[before.tz_convert("UTC")])
    assert view.history == pytest.approx(past.reindex(view.grid.index).tolist())
    assert view.offered == (None,) * 672


@pytest.mark.parametrize(("week", "count"), [(date(2026, 10, 19), 676), (date(2026, 3, 23), 668)])
def test_a_week_with_a_clock_change_has_its_own_number_of_intervals(loaded, people, week, count):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", week)
    assert view.grid.count == count
    assert {len(series) for series in (view.offered, view.history, view.last_year, *view.last_weeks)} == {count}


def test_daily_totals_hold_eight_weeks_with_last_year_and_special_days(loaded, people):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", MONDAY)
        other = forecast_view(session, people["planner"], "billing/chat", MONDAY)
    assert [d.day for d in view.days] == [MONDAY + timedelta(days=i) for i in range(-49, 7)]
    assert view.week_days == view.days[-7:]
    frame = two_years().frame.query("queue == 'sales'")
    totals = frame.groupby(frame["interval_start"].dt.tz_convert(ZONE).dt.date)["offered"].sum()
    expected = forecast().frame.query("queue == 'sales'")["offered"].sum()
    assert sum(d.forecast for d in view.week_days) == pytest.approx(expected, abs=0.01)
    for day in view.days:
        assert (day.actual is None) == (day.day >= MONDAY)
        if day.actual is not None:
            assert day.actual == pytest.approx(totals[day.day], abs=1e-3)
        assert day.last_year == pytest.approx(totals[day.day - timedelta(days=364)], abs=1e-3)
    assert [s.name for s in view.week_days[0].special] == ["Autumn letter"]
    assert other.week_days[0].special == (), "the letter is about sales"


def test_accuracy_is_the_mean_of_past_weeks_by_model(loaded, people):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", MONDAY)
        assert forecast_view(session, people["planner"], "billing/chat", MONDAY).accuracy == ()
    assert [(a.model, a.origins) for a in view.accuracy] == [("naive", 2), ("selected", 2)]
    assert view.accuracy[1].wape == pytest.approx(0.1)
    assert view.accuracy[1].bias == pytest.approx(-0.01)


def test_days_and_the_week_have_bands_where_the_forecast_has_them(loaded, people):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", MONDAY)
        assert forecast_view(session, people["planner"], "billing/chat", MONDAY).week_band is None
        assert forecast_view(session, people["planner"], "sales", date(2026, 10, 26)).week_band is None
    assert view.week_band == (410.0, 3000.0)
    assert [d.band for d in view.week_days] == [None, (410.0, 450.0), *[None] * 5]
    assert not any(d.band for d in view.days[:-7])


def test_the_forecast_page_opens_on_the_first_queue_and_forecast_week(loaded, people):
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"])
        assert (view.queue, view.week) == ("billing/chat", MONDAY)
        assert forecast_view(session, people["planner"], "nothing") is None
        assert forecast_view(session, people["planner"], "sales", date(2031, 1, 6)).offered[0] is None


def test_the_comparison_shows_differences_from_the_first_scenario(loaded, people):
    with read_session(loaded) as session:
        view = comparison_view(session, people["manager"])
    first, second = view.scenarios
    assert (view.study.offered, view.study.currency, view.study.advice, view.zone) == (2000, "EUR", ("Pool.",), ZONE)
    assert (first.fte_difference, first.paid_cost_difference) == (0, 0)
    assert (second.fte_difference, second.required_hours_difference) == (-0.5, -10)
    assert second.service_level_difference is None, "one of the two is unknown"
    agents = [s.figures.intervals for s in (first, second)]
    assert [a.required for a in agents] == [(4.0,) * 32, (3.5,) * 28]
    assert [a.scheduled for a in agents] == [(3.0,) * 32, None]
    assert [w.work for w in first.figures.works] == ["billing"]


def kinds(engine, user, today=MONDAY):
    with read_session(engine) as session:
        view = start_view(session, user, today, now=NOW)
    return view, {(a.kind, a.week) for a in view.attention}


def test_the_start_page_of_a_planner_says_what_needs_doing(loaded, people):
    view, found = kinds(loaded, people["planner"])
    after = MONDAY + timedelta(days=7)
    assert found >= {("roster_unpublished", MONDAY), ("short_intervals", MONDAY), ("violations", MONDAY)}
    assert found >= {("forecast_missing", after), ("roster_missing", after)}
    assert not {kind for kind, _ in found} & {"history_old", "agents_missing", "plan_missing"}
    assert (view.site_name, view.zone, view.weeks) == ("Example", ZONE, (MONDAY,))
    publish(loaded, people["planner"])
    _, found = kinds(loaded, people["planner"])
    assert ("roster_unpublished", MONDAY) not in found
    _, later = kinds(loaded, people["planner"], MONDAY + timedelta(days=60))
    assert ("history_old", None) in later


def test_the_start_page_of_an_agent_shows_their_next_shift_and_nothing_else(loaded, people):
    view, found = kinds(loaded, people["agent"])
    assert (found, view.next_shift, view.weeks, view.queues) == (set(), None, (), ())
    publish(loaded, people["planner"])
    view, found = kinds(loaded, people["agent"])
    assert (found, view.next_shift, view.weeks) == (set(), shift("a1", work="pooled"), (MONDAY,))


def test_an_administrator_sees_nothing_of_rosters_and_forecasts(loaded, people):
    view, found = kinds(loaded, people["admin"], MONDAY + timedelta(days=60))
    assert found == {("history_old", None)}
    assert (view.weeks, view.queues) == ((), ())


def test_every_page_of_an_empty_database_says_that_nothing_is_there(engine):
    planner = replace(SYSTEM, role=Role.PLANNER, agent="a1")
    with read_session(engine) as session:
        view = start_view(session, planner, MONDAY, now=NOW)
        assert [a.kind for a in view.attention] == ["plan_missing"]
        assert roster_week(session, planner, MONDAY) is None
        assert forecast_view(session, planner) is None
        assert comparison_view(session, planner) is None
        assert my_week(session, planner, MONDAY, now=NOW) is None


@pytest.mark.parametrize("service", ["roster_week", "forecast_view", "comparison_view", "start_view", "my_week"])
def test_a_page_asks_the_database_a_few_questions_however_many_agents_there_are(loaded, people, service):
    publish(loaded, people["planner"])
    asked = []
    event.listen(loaded, "before_cursor_execute", lambda *args: asked.append(args[2]))
    user = people["agent"] if service == "my_week" else people["planner"]
    with read_session(loaded) as session:
        SERVICES[service](session, user)
    assert 0 < len(asked) <= 24, asked


def test_short_intervals_are_those_that_miss_half_an_agent(loaded, people):
    with read_session(loaded) as session:
        view = roster_week(session, people["planner"], MONDAY)
        start = start_view(session, people["planner"], MONDAY, now=NOW)
    short = next(a for a in start.attention if a.kind == "short_intervals")
    assert short.count == sum(net <= -0.5 for work in view.coverage for net in work.net)
    assert (short.model, short.version) == (view.model, view.version)


def test_views_hold_no_rows_of_the_database(loaded, people):
    with read_session(loaded) as session:
        views = [
            roster_week(session, people["planner"], MONDAY),
            forecast_view(session, people["planner"]),
            comparison_view(session, people["planner"]),
            start_view(session, people["planner"], MONDAY, now=NOW),
        ]
    for view in views:
        for field in fields(view):
            assert not hasattr(getattr(view, field.name), "_sa_instance_state")
        assert repr(view), "reads every field after the session is closed"


def test_history_of_another_day_extends_the_forecast_page(loaded, people):
    more = replace(two_years(), frame=two_years().frame)
    shifted = more.frame.assign(interval_start=more.frame["interval_start"] + pd.Timedelta(days=7))
    with write_session(loaded) as session:
        save_history(session, replace(more, frame=shifted), author="planner", source="later.csv", now=NOW)
    with read_session(loaded) as session:
        view = forecast_view(session, people["planner"], "sales", MONDAY)
    assert None not in view.history
    assert LAST_YEAR.weekday() == 0
