"""Repair of a published roster: what is offered, what it costs, and what never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from builders import DAY, MONDAY, ZONE, at, full_time, office, person, problem, roster, shift

from wfm.errors import DataError
from wfm.roster import check, repair
from wfm.roster.repair_moves import same_course
from wfm.roster.repair_price import changes_of
from wfm.types import Absence, ActivityKind, ChangeKind, RepairPrices, RepairResult, Roster, RosterProblem, ShiftFamily

TUESDAY = MONDAY + timedelta(days=1)
# Nothing is dear: whatever gains cover is offered.
CHEAP = RepairPrices(
    break_moved=0.1, work_reassigned=0.1, moved=0.1, overtime=0.1, early_leave=0.1, swap=0.1, called_in=0.1, touched=0.1
)


def team(*names: str, **changes: object) -> RosterProblem:
    """One agent needed from 09:00 to 17:30 on weekdays; a contract that leaves room."""
    posed = problem(tuple(person(n) for n in names), contract=full_time(min_hours_per_week=0), shifts=(DAY,))
    local = posed.grid.index.tz_convert(ZONE)
    busy = (local.hour + local.minute / 60 >= 9) & (local.hour + local.minute / 60 < 17.5) & (local.day_of_week < 5)
    required = np.where(busy, 1.0, 0.0)[None, :]
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85]) + np.array([0.0, 0.0, 1.0])
    return replace(posed, required=required, shortfall_widths=widths, **changes)  # type: ignore[arg-type]


def sick(agent: str, day: date = MONDAY, start: str = "00:00", end: str = "24:00") -> Absence:
    return Absence(agent, at(day, start), at(day, end))


def offers_of(published: Roster, posed: RosterProblem, *absences: Absence, now: str = "08:05", **more) -> RepairResult:
    return repair(published, posed, absences, now=at(MONDAY, now), time_limit=60, **more)


def test_somebody_free_is_called_in_for_the_absent_where_cover_is_dear_enough():
    posed = team("ann", "bob")
    published = roster(office("ann", MONDAY), office("bob", TUESDAY))
    result = offers_of(published, posed, sick("ann"), now="05:00", prices=CHEAP)
    best = result.best
    assert {t.agent for t in best.touched} == {"bob"}
    assert ChangeKind.CALLED_IN in {c.kind for c in best.changes}
    # An hour goes to breaks, as it did in the shift that is lost.
    assert best.cover_gained_hours == pytest.approx(result.lost_hours, abs=0.8)
    assert check(best.roster, posed) == ()
    assert best.roster.version == published.version + 1


def test_accepting_the_shortfall_is_always_offered_with_its_price():
    posed = team("ann", "bob")
    published = roster(office("ann", MONDAY), office("bob", TUESDAY))
    dear = replace(CHEAP, called_in=1e6, overtime=1e6, moved=1e6, swap=1e6)
    result = offers_of(published, posed, sick("ann"), prices=dear)
    assert (result.best.kind, result.best.net, result.best.people) == ("accept", 0.0, 0)
    assert result.best.short_after_hours > result.short_before_hours
    others = [o for o in result.offers if o.kind != "accept"]
    assert all(o.net < 0 for o in others)


def test_the_absent_shift_keeps_its_shape_and_pay_and_gives_no_cover():
    posed = team("ann")
    published = roster(office("ann", MONDAY))
    result = offers_of(published, posed, sick("ann"))
    (left,) = result.best.roster.shifts
    assert left.paid_hours == published.shifts[0].paid_hours
    kinds = [a.kind for a in left.activities]
    assert ActivityKind.WORK not in kinds
    assert kinds.count(ActivityKind.ABSENCE) == 3
    assert check(result.best.roster, posed) == ()
    assert result.lost_hours == pytest.approx(7.75)


def test_who_goes_home_sick_keeps_the_hours_worked():
    posed = team("ann", "bob")
    published = roster(office("ann", MONDAY))
    result = offers_of(published, posed, sick("ann", start="12:10"), now="12:10")
    (left,) = (s for s in result.best.roster.shifts if s.agent == "ann")
    worked = [a for a in left.activities if a.kind is ActivityKind.WORK]
    assert max(a.end for a in worked) == at(MONDAY, "12:15")
    assert left.end == at(MONDAY, "17:30")


def test_a_shift_that_has_begun_keeps_its_start_and_what_was_done():
    posed = team("ann", "bob")
    published = roster(
        office("ann", MONDAY, "12:00"), shift("bob", MONDAY, "07:00", "13:00", ("09:00", 15), ("10:30", 30))
    )
    result = offers_of(published, posed, sick("ann"), now="10:40", prices=CHEAP)
    touched = [t for o in result.offers for t in o.touched if t.agent == "bob"]
    assert touched
    for person_touched in touched:
        (before,), (after,) = person_touched.before, person_touched.after
        assert after.start == before.start
        early = [a for a in after.activities if a.start < at(MONDAY, "10:45")]
        assert [a.start for a in early if a.kind is not ActivityKind.WORK] == [at(MONDAY, "09:00"), at(MONDAY, "10:30")]
        assert after.end >= at(MONDAY, "10:45")


def test_locked_shifts_and_shifts_with_training_stay():
    posed = team("ann", "bob", "cas")
    trained = office("cas", MONDAY)
    work = trained.activities[0]
    trained = replace(trained, activities=(replace(work, kind=ActivityKind.TRAINING, work=""), *trained.activities[1:]))
    published = roster(office("ann", MONDAY), office("bob", MONDAY), trained)
    posed = replace(posed, locks=(office("bob", MONDAY),))
    result = offers_of(published, posed, sick("ann"), prices=CHEAP)
    for offer in result.offers:
        assert office("bob", MONDAY) in offer.roster.shifts
        assert trained in offer.roster.shifts


def test_nobody_without_the_skill_or_on_leave_is_asked():
    agents = (person("ann"), person("bob"))
    posed = team("ann", "bob", agents=agents, efficiency={"ann": {"calls": 1.0}})
    assert not posed.efficiency.get("bob")
    result = offers_of(roster(office("ann", MONDAY)), posed, sick("ann"), now="05:00", prices=CHEAP)
    assert all(not o.touched for o in result.offers)


def test_nobody_is_called_in_within_the_lead_time():
    posed = team("ann", "bob")
    published = roster(office("ann", MONDAY))
    result = offers_of(published, posed, sick("ann"), prices=replace(CHEAP, lead_hours=4))
    starts = [t.after[0].start for o in result.offers for t in o.touched if o.changes]
    assert starts
    assert min(starts) >= at(MONDAY, "12:05")


def test_each_kind_of_change_has_its_price_and_factor_for_short_notice():
    was = office("ann", MONDAY)
    later = office("ann", MONDAY, "09:30")
    longer = shift("ann", MONDAY, "09:00", "18:00", ("11:00", 15), ("13:00", 30))
    shorter = shift("ann", MONDAY, "09:00", "15:00", ("11:00", 15), ("13:00", 30))
    paused = shift("ann", MONDAY, "09:00", "17:30", ("11:15", 15), ("13:00", 30))
    other = office("ann", MONDAY, work="mail")

    def priced(before, after, hours=200.0):
        found = changes_of(
            "ann", before, after, now=at(MONDAY, "09:00") - timedelta(hours=hours), prices=RepairPrices(),
            rules=problem().rules, zone=ZONE,
        )  # fmt: skip
        return {c.kind.value: c.price for c in found}

    assert priced([was], [was]) == {}
    assert priced([was], [paused]) == {"break_moved": 1}
    assert priced([was], [other]) == {"work_reassigned": 3}  # three stretches, breaks between them
    assert priced([was], [longer]) == {"moved": 5}
    assert priced([was], [shorter]) == {"early_leave": 8}
    assert priced([shorter], [was]) == {"overtime": 8}
    assert sum(priced([was], [later]).values()) == 5 + 2  # start and end, each up to 30 minutes; both pauses with them
    assert priced([], [was]) == {"called_in": 60}
    assert priced([was], []) == {"swap": 15}
    assert priced([], [was], hours=3) == {"called_in": 120}
    assert priced([], [was], hours=20) == {"called_in": 90}
    assert priced([], [was], hours=50) == {"called_in": 72}


def test_changes_of_times_within_the_notice_of_the_law_need_consent():
    found = changes_of(
        "ann",
        [],
        [office("ann", MONDAY)],
        now=at(MONDAY, "05:00"),
        prices=RepairPrices(),
        rules=problem().rules,
        zone=ZONE,
    )
    assert [c.consent for c in found] == [True]
    assert "called in on a day off, 09:00-17:30" in found[0].words


def test_work_of_people_with_several_skills_is_reassigned():
    able = {"ann": {"calls": 1.0}, "bob": {"calls": 1.0, "mail": 1.0}}
    one = team("ann", "bob")
    required = np.concatenate([one.required, 0.1 * one.required])
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85]) + np.array([0.0, 0.0, 1.0])
    prices = np.concatenate([one.shortfall_prices] * 2)
    posed = replace(
        one,
        works=("calls", "mail"),
        efficiency=able,
        required=required,
        shortfall_widths=widths,
        shortfall_prices=prices,
    )
    published = roster(office("ann", MONDAY), office("bob", MONDAY, work="mail"))
    result = offers_of(published, posed, sick("ann"))
    best = result.best
    assert {c.kind for c in best.changes} >= {ChangeKind.WORK_REASSIGNED}
    assert {a.work for s in best.roster.of("bob") for a in s.activities if a.kind is ActivityKind.WORK} == {"calls"}
    assert best.terms["work_reassigned"] > 0


def test_a_new_requirement_needs_no_absence():
    posed = team("ann", "bob")
    posed = replace(posed, required=2 * posed.required)
    published = roster(office("ann", MONDAY), office("ann", TUESDAY))
    result = offers_of(published, posed, now="05:00", prices=CHEAP, days=[TUESDAY])
    assert result.days == (TUESDAY,)
    assert result.best.cover_gained_hours > 6
    days = {s.date for s in result.best.roster.of("bob")}
    assert days == {TUESDAY}


def test_the_same_seed_and_limit_give_the_same_offers():
    posed = team("ann", "bob", "cas", "dan")
    published = roster(office("ann", MONDAY), office("bob", TUESDAY), office("cas", MONDAY, "07:00"))
    one = offers_of(published, posed, sick("ann"), prices=CHEAP, iteration_limit=20, seed=4)
    two = offers_of(published, posed, sick("ann"), prices=CHEAP, iteration_limit=20, seed=4)
    assert [o.words for o in one.offers] == [o.words for o in two.offers]
    assert one.evaluations == two.evaluations <= 20


def test_offers_come_as_they_are_found_and_a_person_can_stop():
    posed = team("ann", "bob", "cas")
    published = roster(office("ann", MONDAY))
    told: list[str] = []
    result = offers_of(
        published, posed, sick("ann"), on_offer=lambda o, _: told.append(o.kind), should_stop=lambda: True
    )
    assert told == ["accept"]
    assert [o.kind for o in result.offers] == ["accept"]


def test_cover_gained_by_interval_adds_up_and_every_reason_is_named():
    posed = team("ann", "bob")
    published = roster(office("ann", MONDAY), office("bob", TUESDAY))
    best = offers_of(published, posed, sick("ann"), now="05:00", prices=CHEAP).best
    assert sum(g.agent_hours for g in best.cover) == pytest.approx(best.cover_gained_hours)
    reasons = " ".join(best.touched[0].reasons)
    for word in ("can do calls", "paid hours in the week", "available", "of rest", "told 4"):
        assert word in reasons, reasons


def test_an_absence_without_a_shift_is_told_and_repairs_nothing():
    posed = team("ann", "bob")
    result = offers_of(roster(office("ann", MONDAY)), posed, sick("bob"))
    assert (result.absences, [a.agent for a in result.idle_absences]) == ((), ["bob"])
    assert [o.kind for o in result.offers] == ["accept"]


def test_a_published_roster_that_breaks_a_contract_rule_can_still_be_repaired():
    """A planner's own edit is a warning; offers add no violation and touch nobody into a new one."""
    posed = team("ann", "bob")
    odd = shift("bob", TUESDAY, "09:10", "17:40", ("11:10", 15), ("13:10", 30))
    published = roster(office("ann", MONDAY), odd)
    broken = {(v.agent, v.rule) for v in check(published, posed)}
    assert broken
    result = offers_of(published, posed, sick("ann"), now="05:00", prices=CHEAP)
    for offer in result.offers:
        assert {(v.agent, v.rule) for v in check(offer.roster, posed)} <= broken


def test_an_unknown_agent_or_day_is_named():
    posed = team("ann")
    with pytest.raises(DataError, match="nobody"):
        offers_of(roster(office("ann", MONDAY)), posed, sick("zoe"))
    with pytest.raises(DataError, match="2026-12-01"):
        offers_of(roster(office("ann", MONDAY)), posed, days=[date(2026, 12, 1)])
    with pytest.raises(DataError, match="offset"):
        repair(roster(office("ann", MONDAY)), posed, now=at(MONDAY, "05:00").replace(tzinfo=None))


def test_shifts_differ_by_what_people_do_not_by_how_it_is_written():
    one = office("ann", MONDAY)
    first = one.activities[0]
    middle = first.start + timedelta(minutes=30)
    split = replace(one, activities=(replace(first, end=middle), replace(first, start=middle), *one.activities[1:]))
    assert same_course(one, split)
    assert not same_course(one, office("ann", MONDAY, work="mail"))


def test_a_night_shift_over_the_clock_change_is_repaired_in_elapsed_hours():
    from builders import AUTUMN_SUNDAY, NIGHT, night

    saturday = AUTUMN_SUNDAY - timedelta(days=1)
    first = saturday - timedelta(days=5)
    agents = (person("ann"), person("bob"))
    posed = problem(agents, first=first, contract=full_time(min_hours_per_week=0), shifts=(DAY, NIGHT), required=1.0)
    published = roster(night("ann", saturday))
    absence = Absence("ann", at(saturday, "00:00"), at(AUTUMN_SUNDAY, "24:00"))
    result = repair(published, posed, [absence], now=at(saturday, "10:00"), prices=CHEAP, time_limit=60)
    assert result.lost_hours == pytest.approx(8.25)
    assert isinstance(NIGHT, ShiftFamily)
    for offer in result.offers:
        assert check(offer.roster, posed) == ()


def test_two_people_exchange_shifts_where_their_skills_differ():
    agents = tuple(person(n) for n in ("ann", "bob", "cas"))
    able = {"ann": {"mail": 1.0}, "bob": {"calls": 1.0}, "cas": {"mail": 1.0}}
    posed = problem(
        agents, contract=full_time(min_hours_per_week=0), shifts=(DAY,), works=("calls", "mail"), required=0.0
    )
    local = posed.grid.index.tz_convert(ZONE)
    hour = local.hour + local.minute / 60
    required = posed.required.copy()
    # Mail is wanted in the morning, calls in the late afternoon; who does mail works late, who does calls works early.
    required[1] = np.where((local.day_of_week == 0) & (hour >= 7) & (hour < 13), 1.0, 0.0)
    required[0] = np.where((local.day_of_week == 0) & (hour >= 15.5) & (hour < 20), 1.0, 0.0)
    widths = required[:, :, None] * np.array([0.05, 0.1, 0.85]) + np.array([0.0, 0.0, 1.0])
    posed = replace(posed, efficiency=able, required=required, shortfall_widths=widths)
    published = roster(
        office("ann", MONDAY, "07:00", work="mail"),
        office("bob", MONDAY, "07:00"),
        office("cas", MONDAY, "11:30", work="mail"),
    )
    prices = replace(CHEAP, moved=50, overtime=50, early_leave=50, swap=15)
    result = offers_of(published, posed, sick("ann"), now="05:00", prices=prices)
    swap = next(o for o in result.offers if o.kind == "swap")
    assert {(c.agent, c.kind, c.price) for c in swap.changes} == {
        ("bob", ChangeKind.SWAP, 7.5 * 2),
        ("cas", ChangeKind.SWAP, 7.5 * 2),
    }
    new = {s.agent: s for s in swap.roster.shifts}
    assert (new["cas"].start, new["bob"].start) == (at(MONDAY, "07:00"), at(MONDAY, "11:30"))
    assert swap.cover_gained_hours > 4
    assert "swaps with Cas (cas)" in swap.words
    assert check(swap.roster, posed) == ()
