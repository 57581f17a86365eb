"""Whatever is missing and whenever it is told, no offer breaks a rule, the past, a lock or the limit of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_engine_obeys_checker import problems

from wfm.roster import build_roster, check, repair
from wfm.roster.repair_moves import same_course
from wfm.types import Absence, ActivityKind, Offer, RepairPrices, Roster, RosterProblem, Shift

QUARTER = timedelta(minutes=15)


def timeline(shifts: tuple[Shift, ...], before: datetime) -> set[tuple[object, ...]]:
    """What everybody does in each quarter-hour that ends by ``before``, absence taken for what was rostered."""
    found = set()
    for shift in shifts:
        for a in shift.activities:
            at = a.start
            while at < a.end and at + QUARTER <= before:
                found.add((shift.agent, at, a.kind, a.work))
                at += QUARTER
    return found


def assert_offer_holds(
    offer: Offer,
    published: Roster,
    posed: RosterProblem,
    absences: list[Absence],
    now: datetime,
    days: tuple[date, ...],
) -> None:
    # A past that people published may break a rule by itself: no offer may add to that.
    broken = {(v.agent, v.rule, v.date) for v in check(published, posed)}
    assert {(v.agent, v.rule, v.date) for v in check(offer.roster, posed)} <= broken
    assert {(v.agent, v.rule, v.date) for v in offer.violations} <= broken
    assert timeline(offer.roster.shifts, now) == timeline(published.shifts, now)
    for lock in posed.locks:
        hit = any(a.agent == lock.agent and a.start < lock.end and a.end > lock.start for a in absences)
        assert hit or lock in offer.roster.shifts
    old = {(s.agent, s.date): s for s in published.shifts}
    new = {(s.agent, s.date): s for s in offer.roster.shifts}
    for key, shift in old.items():
        if shift.start < now and not shift.is_leave:
            assert new[key].start == shift.start
    for key in new.keys() - old.keys():
        assert new[key].start >= now
    changed = {
        agent
        for agent, day in old.keys() | new.keys()
        if (agent, day) not in old or (agent, day) not in new or not same_course(old[agent, day], new[agent, day])
    }
    absent = {a.agent for a in absences}
    assert changed - absent == {t.agent for t in offer.touched}
    for (agent, day), shift in old.items():
        if agent in absent:
            assert shift.end == new[agent, day].end
            assert new[agent, day].paid_hours == pytest.approx(shift.paid_hours)
    for shift in new.values():
        for a in shift.activities:
            away = any(
                x.agent == shift.agent and max(x.start, now) + QUARTER * 2 <= a.start and a.end <= x.end
                for x in absences
            )
            assert not (away and a.kind is ActivityKind.WORK)
    for c in offer.changes:
        # A day that nobody misses only gives up work: breaks move there only with the shift's start or end.
        times = {x.kind.value for x in offer.changes if (x.agent, x.day) == (c.agent, c.day)}
        assert c.day in days or not times <= {"break_moved", "work_reassigned"}
    assert sum(offer.terms.values()) == pytest.approx(-offer.net)
    assert offer.gain - offer.price == pytest.approx(offer.net)
    paid = sum(c.price for c in offer.changes) + 10 * offer.people
    assert offer.price == pytest.approx(paid)


def assert_repairs_hold(data: st.DataObject, iterations: int) -> None:
    posed = data.draw(problems())
    published = build_roster(posed, time_limit=20, iteration_limit=0).roster
    work = [s for s in published.shifts if not s.is_leave] if published is not None else []
    assume(work)
    locks = tuple(data.draw(st.lists(st.sampled_from(work), max_size=2, unique=True)))
    posed = replace(posed, locks=locks)
    sick = data.draw(st.lists(st.sampled_from([s for s in work if s not in locks] or work), max_size=2, unique=True))
    absences = []
    for shift in sick:
        begin = shift.start + timedelta(minutes=data.draw(st.sampled_from([-60, 0, 0, 65, 180])))
        absences.append(Absence(shift.agent, begin, begin + timedelta(hours=data.draw(st.sampled_from([2, 9, 40])))))
    now = min(s.start for s in sick or work) + timedelta(minutes=data.draw(st.sampled_from([-4000, -300, -20, 5, 95])))
    posed = replace(posed, locks=tuple(s for s in locks if s.agent not in {a.agent for a in absences}))
    # Dear shortfall, so that much is worth changing.
    posed = replace(posed, shortfall_prices=posed.shortfall_prices * data.draw(st.sampled_from([1.0, 20.0])))
    result = repair(published, posed, absences, now=now, time_limit=20, iteration_limit=iterations)
    assert result.offers
    assert [o.number for o in result.offers] == list(range(1, len(result.offers) + 1))
    assert [o.net for o in result.offers] == sorted((o.net for o in result.offers), reverse=True)
    assert sum(o.kind == "accept" for o in result.offers) == 1
    for offer in result.offers:
        assert_offer_holds(offer, published, posed, absences, now, result.days)
        assert offer.people <= result.people_allowed
    if result.absences:
        assert result.people_allowed == 3 * len(result.absences)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_offers_of_random_repairs_hold(data: st.DataObject) -> None:
    assert_repairs_hold(data, iterations=30)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_offers_of_many_random_repairs_hold(data: st.DataObject) -> None:
    assert_repairs_hold(data, iterations=60)


def test_prices_have_their_documented_defaults() -> None:
    prices = RepairPrices()
    kinds = (prices.break_moved, prices.work_reassigned, prices.moved, prices.overtime, prices.early_leave)
    assert kinds == (1, 1, 5, 8, 8)
    assert (prices.swap, prices.called_in, prices.touched, prices.people_per_absence) == (15, 60, 10, 3)
