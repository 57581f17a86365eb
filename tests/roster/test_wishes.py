"""Wishes, the ledger of fairness and changes to a published roster: weighed as said, reported, inside the bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from builders import DAY, MONDAY, at, full_time, office, person, problem, roster, shift

from wfm.errors import ConfigError
from wfm.roster import build_roster, explain_roster, rules_from
from wfm.roster.fairness import DENIED, ledger
from wfm.types import RosterProblem, Wish

SATURDAY = MONDAY + timedelta(days=5)
PLAIN = replace(DAY, breaks=(), lengths_minutes=(480,), earliest_start=540, latest_start=540)
PAIR = (person("ann"), person("bob"))
FREE = {"breaks": {"in_force": 0}}


def one_on_saturday(**changes: object) -> RosterProblem:
    """One of two is needed on Saturday; both may have one shift of 8 hours or none."""
    contract = full_time(min_hours_per_week=0, max_hours_per_week=8, hours_per_week=8)
    posed = problem(PAIR, shifts=(PLAIN,), contract=contract, rules=rules_from("nl-atw", FREE))
    required = np.zeros_like(posed.required)
    local = posed.grid.index.tz_convert(posed.grid.zone)
    required[:, (local.day_of_week == 5) & (local.hour >= 9) & (local.hour < 17)] = 1.0
    widths = required[:, :, None] * [0.05, 0.1, 0.85] + [0, 0, 1.0]
    return replace(posed, required=required, shortfall_widths=widths, **changes)  # type: ignore[arg-type]


def built(posed: RosterProblem):
    return build_roster(posed, time_limit=20, gap=0.0, iteration_limit=24)


@pytest.mark.parametrize(("unwilling", "other"), [("ann", "bob"), ("bob", "ann")])
def test_who_wishes_the_day_off_gets_it(unwilling, other):
    result = built(one_on_saturday(wishes=(Wish(unwilling, "off", SATURDAY),)))
    assert [s.agent for s in result.roster.shifts] == [other]
    assert result.terms["wishes"] == 0.0


def test_a_denied_wish_costs_its_weight_and_the_bound_knows():
    wishes = (Wish("ann", "off", 5, weight=2.0), Wish("bob", "off", None, weight=3.0))
    result = built(one_on_saturday(wishes=wishes))
    assert [s.agent for s in result.roster.shifts] == ["ann"]
    assert result.terms["wishes"] == pytest.approx(2.0)
    assert sum(result.terms.values()) == pytest.approx(result.objective)
    assert result.bound <= result.objective + 1e-9
    assert result.gap == pytest.approx(0.0, abs=0.02)


def test_a_wish_to_work_is_given_where_it_costs_less_than_the_wish():
    dear = built(one_on_saturday(wishes=(Wish("ann", "work", MONDAY, weight=20.0), Wish("bob", "work", SATURDAY))))
    assert {(s.agent, s.date) for s in dear.roster.shifts} == {("ann", MONDAY), ("bob", SATURDAY)}
    assert dear.terms["wishes"] == pytest.approx(0.0)
    cheap = built(one_on_saturday(wishes=(Wish("ann", "work", MONDAY, weight=2.0),)))
    assert len(cheap.roster.shifts) == 1
    assert cheap.terms["wishes"] in (pytest.approx(0.0), pytest.approx(2.0))


@pytest.mark.parametrize(
    ("kind", "value", "start", "hours", "denied"),
    [
        ("early", 9.0, 9.0, 8, False), ("early", 9.0, 9.5, 8, True), ("late", 9.0, 9.0, 8, False),
        ("late", 9.0, 8.5, 8, True), ("shorter", 6, 9, 6, False), ("shorter", 6, 9, 7, True),
        ("longer", 6, 9, 6, False), ("longer", 6, 9, 4, True), ("off", None, 9, 8, True), ("work", None, 9, 8, False),
    ],
)  # fmt: skip
def test_what_denies_a_wish(kind, value, start, hours, denied):
    assert Wish("ann", kind, MONDAY, value).denied_by(start, hours) is denied


@pytest.mark.parametrize("wrong", [("off", 9.0), ("early", None), ("early", 49.0), ("sleep", None)])
def test_wishes_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ConfigError):
        Wish("ann", wrong[0], MONDAY, wrong[1])


def test_who_had_more_weekends_gets_fewer():
    for tired, other in (("ann", "bob"), ("bob", "ann")):
        past = tuple(shift(tired, SATURDAY - timedelta(weeks=w), "09:00", "17:00") for w in (1, 2, 3))
        result = built(one_on_saturday(past=roster(*past)))
        assert [s.agent for s in result.roster.shifts] == [other]
        assert result.terms["fairness"] == 0.0


def test_the_ledger_fades_by_half_each_half_life():
    past = (
        shift("ann", MONDAY - timedelta(weeks=6), "06:00", "14:00"),
        shift("ann", MONDAY - timedelta(weeks=12), "13:00", "21:00"),
    )
    wishes = (Wish("ann", "late", None, 9.0),)
    counts = ledger(one_on_saturday(past=roster(*past), wishes=wishes))
    assert counts["ann"] == pytest.approx({"early": 0.5, "late": 0.25, "weekend": 0.0, "night": 0.0, DENIED: 0.5})
    assert set(counts["bob"].values()) == {0.0}


def test_fairness_costs_the_excess_over_the_mean_of_those_who_can():
    past = tuple(shift("ann", SATURDAY - timedelta(weeks=w), "09:00", "17:00") for w in (1, 2))
    only_ann = replace(one_on_saturday(past=roster(*past)), agents=(person("ann"), person("bob", available="mon-fri")))
    result = built(only_ann)
    # Nobody but Ann can work on weekends: she is the mean, so the shift is no burden more than to others.
    assert result.terms["fairness"] == 0.0
    both = replace(one_on_saturday(past=roster(*past)), locks=())
    had = sum(0.5 ** ((MONDAY - s.date).days / 7 / 6) for s in past)
    asked = replace(both, wishes=(Wish("bob", "off", SATURDAY, weight=9.0),))
    result = built(asked)
    assert [s.agent for s in result.roster.shifts] == ["ann"]
    assert result.terms["fairness"] == pytest.approx(0.2 * had / 2)


def test_the_published_roster_stays_where_nothing_pays():
    for known in ("ann", "bob"):
        result = built(one_on_saturday(published=roster(shift(known, SATURDAY, "09:00", "17:00"))))
        assert [s.agent for s in result.roster.shifts] == [known]
        assert result.terms["change"] == pytest.approx(0.0)


def test_each_changed_day_costs():
    known = roster(shift("ann", SATURDAY, "09:00", "17:00"))
    away = replace(one_on_saturday(published=known), agents=(person("ann", available="mon-fri"), person("bob")))
    result = built(away)
    assert [s.agent for s in result.roster.shifts] == ["bob"]
    # Ann's shift went, Bob's came.
    assert result.terms["change"] == pytest.approx(2.0)
    assert result.bound <= result.objective + 1e-9


def test_rules_switch_wishes_off():
    off = rules_from("nl-atw", {**FREE, "wishes": {"in_force": 0}, "published_roster": {"in_force": 0}})
    wishes = tuple(Wish(a, "off", SATURDAY, weight=50.0) for a in ("ann", "bob"))
    result = built(one_on_saturday(wishes=wishes, rules=off, published=roster(office("ann", MONDAY))))
    assert result.terms["wishes"] == result.terms["change"] == 0.0
    assert len(result.roster.shifts) == 1
    assert result.roster.shifts[0].start == at(SATURDAY, "09:00")


def test_each_wish_is_told_with_its_cost():
    wishes = (Wish("ann", "off", SATURDAY, weight=2.0, reason="wedding"), Wish("bob", "off", SATURDAY, weight=3.0))
    posed = one_on_saturday(wishes=wishes)
    made = roster(shift("ann", SATURDAY, "09:00", "17:00"))
    denied, granted = explain_roster(posed, made, intervals=[], shifts=[]).wishes
    assert (denied.agent, denied.granted, denied.reason) == ("ann", False, "wedding")
    # Nobody else moves: the day is short then, 8 hours at 2 to 8 each, less 8 paid and the wish's 2.
    assert denied.cost == pytest.approx(8 * (0.05 * 2 + 0.1 * 4 + 0.85 * 8) - 8 - 2)
    assert (granted.agent, granted.granted, granted.price) == ("bob", True, 3.0)
    assert granted.cost == pytest.approx(0.0)
