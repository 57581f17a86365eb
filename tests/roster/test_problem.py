from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from builders import AUTUMN_SUNDAY, MONDAY, ZONE, at, office, person, plan, pooled, requirement, roster

from wfm.errors import DataError
from wfm.intervals import WeekWindows
from wfm.roster import build_problem
from wfm.types import OperatingModel, QueuePlan, Requirement, Shrinkage, ShrinkageWindow, Weights, Work
from wfm.types.contacts import Channel, Queue


def test_required_agents_hold_the_unplanned_shrinkage_on_top() -> None:
    problem = build_problem(requirement(agents=9), (person(),), plan(), pooled())
    assert problem.required == pytest.approx(10.0)
    assert problem.grid.count == 7 * 96
    assert problem.works == ("calls",)


def test_the_roster_holds_more_where_more_people_stay_away() -> None:
    monday_morning = ShrinkageWindow("sickness", WeekWindows.parse(["mon 06:00-12:00"]), 0.25)
    away = Shrinkage(unplanned={"sickness": 0.1}, by_time=(monday_morning,))
    required = build_problem(requirement(agents=9), (person(),), plan(shrinkage=away), pooled()).required[0]
    assert required[4 * 6 : 4 * 12] == pytest.approx(12.0)
    assert required[: 4 * 6] == pytest.approx(10.0)
    assert required[4 * 12 :] == pytest.approx(10.0)


def test_grid_starts_at_local_midnight_and_keeps_the_clock_change() -> None:
    first = AUTUMN_SUNDAY - timedelta(days=6)
    problem = build_problem(requirement(first, 7), (person(),), plan(), pooled())
    assert problem.grid.count == 7 * 96 + 4
    assert problem.grid.start == at(first, "00:00")


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_grid_has_the_interval_of_the_requirement(minutes: int) -> None:
    problem = build_problem(requirement(minutes=minutes), (person(),), plan(), pooled())
    assert problem.grid.minutes == minutes


def test_shortfall_widths_are_shares_of_the_requirement_and_the_last_takes_all() -> None:
    made = build_problem(
        requirement(agents=9), (person(),), plan(weights=Weights(short=((0.1, 2.0), (0.3, 4.0), (1.0, 9.0)))), pooled()
    )
    assert made.shortfall_widths.shape == (1, made.grid.count, 3)
    assert made.shortfall_widths[0, 0, :2] == pytest.approx([1.0, 2.0])
    assert (made.shortfall_widths.sum(axis=2) > made.required).all()
    assert made.shortfall_prices[0, 5] == pytest.approx([2.0, 4.0, 9.0])


def test_one_price_holds_for_every_missing_agent() -> None:
    made = build_problem(requirement(), (person(),), plan(weights=Weights(short=((0.05, 3.0),))), pooled())
    assert (made.shortfall_widths.sum(axis=2) > made.required).all()


def test_closed_intervals_need_nobody_and_closed_days_complete_the_week() -> None:
    made = build_problem(requirement(days=5, hours=(9, 17)), (person(),), plan(), pooled())
    assert len(made.grid.local_dates) == 7
    day = made.required[0, :96]
    assert (day[: 9 * 4] == 0).all()
    assert (day[9 * 4 : 17 * 4] > 0).all()
    assert made.required[0, 5 * 96 :].sum() == 0


def test_first_and_days_choose_a_part() -> None:
    made = build_problem(requirement(days=14), (person(),), plan(), pooled(), first=MONDAY + timedelta(days=7), days=3)
    assert list(made.grid.local_dates) == [MONDAY + timedelta(days=7 + i) for i in range(3)]


def test_a_requirement_of_utc_days_is_cut_to_whole_local_days() -> None:
    made = build_problem(requirement(zone="UTC", days=7), (person(),), plan(), pooled())
    assert list(made.grid.local_dates) == [MONDAY + timedelta(days=i) for i in range(1, 7)]


def test_intervals_off_local_midnight_are_refused() -> None:
    frame = requirement().frame
    moved = Requirement(frame.assign(interval_start=frame["interval_start"] + timedelta(minutes=7)), 15, ZONE)
    with pytest.raises(DataError, match="15 minutes apart from local midnight"):
        build_problem(moved, (person(),), plan(), pooled(), first=MONDAY, days=7)


def test_days_without_any_interval_are_refused() -> None:
    with pytest.raises(DataError, match="no interval"):
        build_problem(requirement(), (person(),), plan(), pooled(), first=MONDAY + timedelta(days=30), days=7)
    with pytest.raises(DataError, match="ends before"):
        build_problem(requirement(), (person(),), plan(), pooled(), first=MONDAY + timedelta(days=30))


MODEL = OperatingModel(
    "hybrid",
    (
        Work("first line", ("billing/voice", "tech/voice"), skills=("billing", "tech", "first")),
        Work("billing second line", ("billing/voice", "billing/email"), skills=("billing/email",)),
        Work("tech second line", ("tech/voice",), skills=("tech/voice", "tech")),
    ),
)


def test_efficiency_follows_skills_and_home_is_the_most_special_own_work() -> None:
    agents = (
        person("generalist", skills=("first",), department="billing", efficiency=0.8),
        person("clerk", skills=("billing/email",), department="billing"),
        person("technician", skills=("tech",), department="tech"),
        person("visitor", skills=("tech second line",), department="billing"),
        person("apprentice", skills=(), department="billing"),
    )
    made = build_problem(requirement(works=("first line", "tech second line")), agents, plan(), MODEL)
    assert made.works == ("first line", "billing second line", "tech second line")
    assert made.efficiency["generalist"] == {"first line": 0.8}
    assert set(made.efficiency["clerk"]) == {"billing second line"}
    assert set(made.efficiency["technician"]) == {"first line", "tech second line"}
    assert made.efficiency["apprentice"] == {}
    assert made.home == {
        "generalist": "first line",
        "clerk": "billing second line",
        "technician": "tech second line",
        "visitor": "tech second line",
    }
    assert len(made.agents) == 5


def test_unknown_skill_names_agent_and_skill() -> None:
    with pytest.raises(DataError) as error:
        build_problem(requirement(), (person("bob", skills=("saels",)),), plan(), pooled())
    assert "bob" in str(error.value)
    assert "saels" in str(error.value)
    assert "sales" in str(error.value)


def test_skill_in_a_queue_of_the_plan_outside_the_requirement_is_known() -> None:
    fax = QueuePlan(Queue("fax", Channel.EMAIL), WeekWindows.always())
    made = build_problem(requirement(), (person(skills=("fax",)),), plan(queues={"fax/email": fax}), pooled())
    assert made.efficiency["ann"] == {"calls": 1.0}


def test_agent_twice_or_unknown_contract_is_refused() -> None:
    with pytest.raises(DataError, match="twice"):
        build_problem(requirement(), (person(), person()), plan(), pooled())
    with pytest.raises(DataError, match="contract"):
        build_problem(requirement(), (person(contract="odd"),), plan(), pooled())


def test_work_that_the_model_does_not_have_is_refused() -> None:
    with pytest.raises(DataError, match="operating model"):
        build_problem(requirement(works=("mail",)), (person(),), plan(), pooled())


def test_past_keeps_only_what_lies_before_the_first_day() -> None:
    before, inside = office("ann", MONDAY - timedelta(days=1)), office("ann", MONDAY)
    made = build_problem(requirement(), (person(),), plan(), pooled(), past=roster(before, inside))
    assert made.past is not None
    assert made.past.shifts == (before,)


def test_locks_are_of_known_agents_and_inside_the_days() -> None:
    lock = office("ann", MONDAY)
    made = build_problem(requirement(), (person(),), plan(), pooled(), locks=(lock,))
    assert made.locks == (lock,)
    with pytest.raises(DataError, match="unknown agent"):
        build_problem(requirement(), (person(),), plan(), pooled(), locks=(office("eve", MONDAY),))
    with pytest.raises(DataError, match="outside the roster's days"):
        build_problem(requirement(), (person(),), plan(), pooled(), locks=(office("ann", MONDAY - timedelta(days=1)),))


def stakes(problem, contacts):
    """Contacts at stake: those given at nine on Monday, one everywhere else."""
    index = problem.grid.index
    frame = pd.DataFrame({"work": "calls", "interval_start": index, "contacts_at_stake": 1.0})
    frame.loc[index == at(MONDAY, "09:00"), "contacts_at_stake"] = contacts
    return frame


@pytest.mark.parametrize(("contacts", "times"), [(2.0, 2.0), (100.0, 3.0), (0.01, 0.5), (float("nan"), 1.0)])
def test_a_shortfall_costs_more_where_more_customers_wait_within_bounds(contacts, times):
    plain = build_problem(requirement(agents=9), (person(),), plan(), pooled())
    priced = build_problem(requirement(agents=9), (person(),), plan(), pooled(), stakes=stakes(plain, contacts))
    monday_nine = int((plain.grid.index == at(MONDAY, "09:00")).argmax())
    assert priced.shortfall_prices[0, monday_nine] == pytest.approx(
        times * plain.shortfall_prices[0, monday_nine], rel=0.2
    )
    assert priced.shortfall_prices[0, 0] == pytest.approx(plain.shortfall_prices[0, 0], rel=0.2)
    assert (priced.shortfall_widths == plain.shortfall_widths).all()
    assert (np.diff(priced.shortfall_prices, axis=2) >= 0).all()


def test_stakes_of_nothing_leave_the_prices_as_they_are():
    plain = build_problem(requirement(agents=9), (person(),), plan(), pooled())
    nothing = stakes(plain, float("nan")).assign(contacts_at_stake=float("nan"))
    priced = build_problem(requirement(agents=9), (person(),), plan(), pooled(), stakes=nothing)
    assert (priced.shortfall_prices == plain.shortfall_prices).all()
