"""Offers of a repair weigh what people wish and who has had more of the burdens, and report both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import MONDAY, ZONE, office, roster
from test_repair import CHEAP, TUESDAY, offers_of, sick, team

from wfm.roster.explain.present import present
from wfm.roster.own_ledger import OwnLedger
from wfm.types import Roster, Wish

PUBLISHED = roster(office("ann", MONDAY), office("bob", TUESDAY), office("cid", TUESDAY))


def called_in(posed, **more):
    return offers_of(PUBLISHED, posed, sick("ann"), now="05:00", prices=CHEAP, **more).best


@pytest.mark.parametrize(("unwilling", "other"), [("bob", "cid"), ("cid", "bob")])
def test_who_wished_the_day_off_is_not_called_in_where_somebody_else_would_do(unwilling, other):
    best = called_in(team("ann", "bob", "cid", wishes=(Wish(unwilling, "off", MONDAY, weight=3.0),)))
    assert {t.agent for t in best.touched} == {other}
    assert best.terms["wishes"] == 0.0


def test_a_wish_denied_by_an_offer_costs_its_weight_in_points():
    wishes = tuple(Wish(a, "off", MONDAY, weight=3.0) for a in ("bob", "cid"))
    best = called_in(team("ann", "bob", "cid", wishes=wishes))
    assert best.people == 1
    assert best.terms["wishes"] == pytest.approx(3.0 * CHEAP.objective)
    assert sum(best.terms.values()) == pytest.approx(-best.net)
    granted = called_in(team("ann", "bob", "cid", wishes=(Wish("bob", "work", MONDAY, weight=3.0),)))
    assert {t.agent for t in granted.touched} == {"bob"}
    assert granted.terms["wishes"] == pytest.approx(-3.0 * CHEAP.objective)


@pytest.mark.parametrize(("tired", "other"), [("bob", "cid"), ("cid", "bob")])
def test_who_has_had_more_weekends_is_not_called_in_for_another(tired, other):
    saturday = MONDAY + timedelta(days=5)
    past = tuple(office(tired, saturday - timedelta(weeks=w)) for w in (1, 2, 3))
    posed = team("ann", "bob", "cid", past=Roster(past, ZONE))
    published = roster(office("ann", saturday), office("bob", TUESDAY), office("cid", TUESDAY))
    required = posed.required.copy()
    required[:, :] = posed.required[:, :].max()
    posed = replace(posed, required=required)
    best = offers_of(published, posed, sick("ann", saturday), now="05:00", prices=CHEAP, people=1).best
    assert {t.agent for t in best.touched} == {other}
    assert best.terms["fairness"] == pytest.approx(0.0)


def test_what_the_ledger_counts_is_what_the_engine_counts():
    saturday = MONDAY + timedelta(days=5)
    past = tuple(office("bob", saturday - timedelta(weeks=w)) for w in (1, 2, 3))
    wishes = (
        Wish("bob", "off", 5), Wish("ann", "work", MONDAY + timedelta(days=2)), Wish("bob", "early", None, 8.0),
        Wish("cid", "shorter", None, 6.0, weight=2.0), Wish("ann", "longer", 0, 9.0),
    )  # fmt: skip
    posed = team("ann", "bob", "cid", wishes=wishes, past=Roster(past, ZONE))
    made = roster(office("ann", MONDAY), office("bob", saturday), office("cid", TUESDAY, "08:00"))
    now = present(posed, made)
    ledger = OwnLedger(posed, now.slots, now.staff)
    found = {
        "wishes": sum(ledger.wishes(a.agent, made.of(a.agent)) for a in posed.agents),
        "fairness": sum(ledger.fairness(a.agent, made.of(a.agent)) for a in posed.agents),
    }
    assert found == pytest.approx({name: now.terms[name] for name in found})
    assert min(found.values()) > 0
