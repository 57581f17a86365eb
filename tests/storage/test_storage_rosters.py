"""Rosters, their versions and what is known about them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from builders_storage import AGENTS, MONDAY, NOW, ZONE, agent, frame_of, roster, save_site, shift
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from wfm.errors import ConflictError, DataError
from wfm.storage import read_session, write_session
from wfm.storage.results import load_result, result_of_roster, save_result
from wfm.storage.rosters import (
    latest_version,
    load_roster,
    periods,
    publish,
    published_shifts,
    roster_headers,
    save_roster,
)
from wfm.storage.tables import RosterRow
from wfm.types import Activity, ActivityKind, Coverage, NotRostered, Roster, RosterResult, Shift, Violation

SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture
def site(engine):
    with write_session(engine) as session:
        save_site(session, AGENTS)
    return engine


def save(site, one, model="pooled", first=MONDAY, last=SUNDAY, **more):
    with write_session(site) as session:
        return save_roster(session, one, model=model, first_day=first, last_day=last, author="planner", now=NOW, **more)


def put_in_force(site, header, now=NOW):
    with write_session(site) as session:
        return publish(session, header.id, by="planner", now=now)


@st.composite
def rosters(draw):
    """Any roster of the three agents: activities of any kind, paid or not, that follow each other."""
    shifts = []
    for identity in ("a1", "b2", "zed"):
        for offset in sorted(draw(st.sets(st.integers(0, 6), max_size=4))):
            day = MONDAY + timedelta(days=offset)
            start = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=UTC)
            activities = []
            for kind in draw(st.lists(st.sampled_from(ActivityKind), min_size=1, max_size=6)):
                end = start + timedelta(minutes=draw(st.integers(1, 300)), seconds=draw(st.integers(0, 59)))
                work = draw(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=8))
                activities.append(Activity(kind, start, end, work, draw(st.booleans())))
                start = end
            shifts.append(Shift(identity, day, tuple(activities)))
    return Roster(tuple(shifts), ZONE)


@given(rosters())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_roster_comes_out_as_it_went_in(site, stored):
    header = save(site, stored)
    with read_session(site) as session:
        found = load_roster(session, header.id)
    assert found == replace(stored, version=header.version)


def test_each_save_is_a_version_and_earlier_ones_stay(site):
    first = save(site, roster(shift("a1")))
    second = save(site, roster(shift("b2")), based_on=1)
    other = save(site, roster(shift("b2")), model="departmental")
    assert (first.version, second.version, other.version) == (1, 2, 1)
    with read_session(site) as session:
        assert load_roster(session, first.id).shifts == (shift("a1"),)
        assert load_roster(session, second.id) == Roster((shift("b2"),), ZONE, version=2)
        assert latest_version(session, "pooled", MONDAY) == 2
        assert [h.id for h in roster_headers(session, SUNDAY, SUNDAY)] == [other.id, second.id, first.id]
        assert roster_headers(session, MONDAY - timedelta(days=7), MONDAY - timedelta(days=1)) == ()


def test_an_edit_of_an_old_version_is_refused(site):
    save(site, roster())
    save(site, roster(), based_on=1)
    with pytest.raises(ConflictError, match="version 2"):
        save(site, roster(), based_on=1)
    with read_session(site) as session:
        assert latest_version(session, "pooled", MONDAY) == 2


def at_once(*actions):
    """What each action returns, or the conflict it meets, when all start at the same moment."""
    ready = Barrier(len(actions))

    def run(action):
        ready.wait()
        try:
            return action()
        except ConflictError as error:
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_of_two_planners_who_save_at_once_one_is_refused(site):
    save(site, roster())
    outcomes = at_once(*[lambda: save(site, roster(), based_on=1)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ConflictError", "RosterHeader"]
    with read_session(site) as session:
        assert latest_version(session, "pooled", MONDAY) == 2


def test_of_two_planners_who_publish_at_once_one_roster_is_in_force(site):
    """Both may succeed, one after the other; never are two in force."""
    headers = [save(site, roster()), save(site, roster(), model="departmental")]
    outcomes = at_once(*[partial(put_in_force, site, header) for header in headers])
    assert any(not isinstance(outcome, ConflictError) for outcome in outcomes)
    with read_session(site) as session:
        assert sum(h.in_force for h in roster_headers(session, MONDAY, SUNDAY)) == 1


def test_shifts_outside_the_period_or_of_strangers_are_refused(site):
    with pytest.raises(DataError, match="lies outside"):
        save(site, roster(shift(day=MONDAY - timedelta(days=1))))
    with pytest.raises(DataError, match="unknown agent"):
        save(site, roster(shift("nobody")))
    with read_session(site) as session:
        assert periods(session) == ()


def test_publishing_puts_one_version_in_force(site):
    first, second = save(site, roster(shift("a1"))), save(site, roster(shift("b2")))
    assert put_in_force(site, first).in_force
    later = NOW + timedelta(hours=1)
    published = put_in_force(site, second, later)
    assert (published.state, published.published_at, published.published_by) == ("published", later, "planner")
    with read_session(site) as session:
        new, old = roster_headers(session, MONDAY, SUNDAY)
        assert (old.in_force, old.superseded_at, old.state) == (False, later, "published")
        assert new.in_force
        assert published_shifts(session, "a1", MONDAY) == ()
        assert published_shifts(session, "b2", MONDAY) == (shift("b2"),)
        assert published_shifts(session, "b2", MONDAY + timedelta(days=1)) == ()
        assert load_roster(session, second.id).state == "published"


def test_publishing_another_model_replaces_the_one_in_force(site):
    first, other = save(site, roster(shift("a1"))), save(site, roster(shift("b2")), model="departmental")
    put_in_force(site, first)
    put_in_force(site, other)
    with read_session(site) as session:
        assert [h.in_force for h in roster_headers(session, MONDAY, SUNDAY)] == [True, False]


def test_drafts_are_in_nobodys_week(site):
    save(site, roster(shift("a1")))
    with read_session(site) as session:
        assert published_shifts(session, "a1", MONDAY) == ()
        assert periods(session) == ((MONDAY, SUNDAY),)
        assert periods(session, in_force=True) == ()


def test_what_is_published_cannot_be_published_again(site):
    header = save(site, roster())
    put_in_force(site, header)
    with pytest.raises(ConflictError, match="already, by planner"):
        put_in_force(site, header)


def test_a_period_that_overlaps_another_in_force_is_refused(site):
    put_in_force(site, save(site, roster()))
    two_weeks = save(site, roster(), first=MONDAY - timedelta(days=7))
    with pytest.raises(ConflictError, match="overlaps"):
        put_in_force(site, two_weeks)


def test_the_database_itself_allows_one_roster_in_force_a_period(site):
    first, second = save(site, roster()), save(site, roster())
    put_in_force(site, first)
    with pytest.raises(IntegrityError), write_session(site) as session:
        session.execute(update(RosterRow).where(RosterRow.id == second.id).values(published_at=NOW))


def test_rosters_of_agents_who_left_are_kept(site):
    header = save(site, roster(shift("a1")))
    with write_session(site) as session:
        save_site(session, (agent("b2"),))
    with read_session(site) as session:
        assert load_roster(session, header.id).shifts == (shift("a1"),)


def test_a_result_comes_out_as_it_went_in(site):
    one = roster()
    header = save(site, one)
    coverage = Coverage(frame_of(("billing", "sales"), "work", ("required", "scheduled"), days=8))
    stored = RosterResult(
        status="partial",
        roster=replace(one, version=header.version),
        objective=12.5,
        bound=12.0,
        gap=0.04,
        terms={"short": 2.5, "paid_hour": 10.0},
        coverage=coverage,
        violations=(
            Violation("daily_rest", "law", "a1", MONDAY, "rests 10 h, needs 11 h"),
            Violation("paid_hours", "contract", "b2", None, "works 30 h, at most 24 h"),
        ),
        not_rostered=(NotRostered("zed", ("daily_rest", "leave"), "on leave all week"),),
        seconds=1.5,
        first_roster_seconds=0.25,
        seed=7,
        versions={"wfm": "0.1.0"},
    )
    with write_session(site) as session:
        number = save_result(
            session,
            stored,
            model="pooled",
            first_day=MONDAY,
            zone=ZONE,
            roster_id=header.id,
            author="planner",
            now=NOW,
        )
    with read_session(site) as session:
        found = load_result(session, number)
        assert result_of_roster(session, header.id) == number
        assert load_result(session, number, with_roster=False).roster is None
    assert_frame_equal(found.coverage.frame, coverage.frame)
    assert replace(found, coverage=None) == replace(stored, coverage=None)


def test_a_result_without_a_roster_is_kept_too(site):
    reasons = tuple(NotRostered(a.agent, ("availability",), "never available") for a in AGENTS)
    stored = RosterResult("infeasible", None, None, None, None, {}, None, not_rostered=reasons)
    with write_session(site) as session:
        number = save_result(
            session, stored, model="pooled", first_day=MONDAY, zone=ZONE, roster_id=None, author="planner", now=NOW
        )
    with read_session(site) as session:
        assert load_result(session, number) == stored


def test_what_is_not_there_is_said_so(site):
    with read_session(site) as session:
        with pytest.raises(DataError, match="no such roster"):
            load_roster(session, 1)
        with pytest.raises(DataError, match="no such roster result"):
            load_result(session, 1)
        assert published_shifts(session, "a1", date(2026, 1, 1)) == ()
