"""The way to another model: phases in time, and the staff each month needs while both organisations run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_demand import calendar, forecast_of

from wfm.compare.scenarios import compare
from wfm.compare.transition import WEEKS_A_MONTH, Pace, _even_groups, transition
from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.io.plan_file import parse_plan
from wfm.types import Agent, Availability

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
[shrinkage.planned]
leave = 0.1
[shrinkage.unplanned]
sickness = 0.05
[[contract]]
name = "full"
hours_per_week = 40
[[contract]]
name = "half"
hours_per_week = 20
[model.hybrid]
first_line_share = 0.8
"""
FORECAST = forecast_of({f"{d}/voice": ([n] * 40, 300) for d, n in (("a", 10), ("b", 20), ("c", 30), ("d", 15))})


def person(number, department, contract):
    return Agent(f"x{number}", f"X {number}", department, contract, (department,), Availability(WeekWindows.always()))


AGENTS = tuple(person(i, "abcd"[i % 4], "full" if i % 2 else "half") for i in range(24))


def planned(order="abcd", agents=AGENTS, **options):
    return transition(FORECAST, parse_plan(PLAN), agents, calendar(), order=tuple(order), **options)


@pytest.mark.parametrize("after", ["pooled", "hybrid"])
def test_it_begins_with_todays_staff_and_ends_with_the_models(after):
    found = planned(after=after)
    side_by_side = compare(FORECAST, parse_plan(PLAN), (), calendar(), models=("departmental", after))
    assert found.months[0].fte_needed == pytest.approx(side_by_side.scenarios[0].fte_required)
    assert found.months[-1].fte_needed == pytest.approx(side_by_side.scenarios[1].fte_required)
    assert (found.months[0].phase, found.months[-1].moved_share) == ("today", 1.0)


def test_a_pilot_alone_brings_no_gain_of_pooling():
    found = planned()
    pilot, today = found.months[3], found.months[0]
    assert pilot.fte_departments + pilot.fte_central == pytest.approx(today.fte_needed)
    assert pilot.fte_needed > today.fte_needed


def test_phases_follow_one_another_and_cover_every_department_once():
    found = planned()
    assert [(p.first_month, p.last_month) for p in found.phases] == [(1, 3), (4, 6), (7, 9), (10, 12)]
    assert [d for p in found.phases for d in p.departments] == list("abcd")
    assert [p.name for p in found.phases] == ["pilot", "wave 1", "wave 2", "wave 3"]


def test_a_short_term_has_fewer_and_larger_waves():
    found = planned(pace=Pace(total_months=6))
    assert [p.departments for p in found.phases] == [("a",), ("b", "c", "d")]
    assert found.phases[-1].last_month == 6


def test_time_that_so_few_departments_do_not_need_is_told():
    found = planned(pace=Pace(total_months=18))
    assert found.phases[-1].last_month == 12
    assert "12 months are enough where 18 were given" in found.notes[0]
    assert not any("are enough" in note for note in planned().notes)


def test_training_takes_the_days_of_those_who_move_next():
    found = planned()
    days = {m.month: m.training_days for m in found.months if m.training_days}
    assert days == {1: 30.0, 4: 30.0, 7: 30.0, 10: 30.0}
    assert found.months[1].fte_training == pytest.approx(30 / (5 * WEEKS_A_MONTH))
    assert found.months[1].moved_share == 0


def test_the_dip_is_that_of_those_just_moved():
    found = planned(pace=Pace(productivity_dip=0.2, dip_months=2))
    dips = {m.month: m.fte_dip for m in found.months}
    assert dips[1] == 0
    assert dips[2] == pytest.approx(found.months[2].fte_central * 0.25)
    assert dips[4] == 0
    assert dips[5] == pytest.approx(found.months[5].fte_central * 20 / 30 * 0.25)


def test_contracts_tell_what_is_missing():
    found = planned()
    assert found.months[0].fte_available == pytest.approx(18.0)
    assert found.months[2].fte_short == pytest.approx(found.months[2].fte_needed - 18.0)
    assert "full-time people short" in found.notes[-1]
    nobody = planned(agents=())
    assert nobody.months[0].fte_short is None
    assert "No agents were given" in nobody.notes[-1]


def test_the_pace_feeds_the_business_case():
    moved = planned().migrated
    assert moved[:2] == (0.0, pytest.approx(10 / 75))
    assert list(moved) == sorted(moved)
    assert moved[-1] == 1.0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.integers(1, 7))
def test_waves_are_as_even_as_runs_can_be(sizes, count):
    count = min(count, len(sizes))
    names = [str(i) for i in range(len(sizes))]
    work = dict(zip(names, map(float, sizes), strict=True))
    groups = _even_groups(names, work, count)
    assert [n for g in groups for n in g] == names
    assert len(groups) == count
    assert all(groups)
    largest = max(sum(work[n] for n in g) for g in groups)
    assert largest == best_by_trying(sizes, count)


def best_by_trying(sizes, count):
    if count == 1:
        return sum(sizes)
    return min(
        max(sum(sizes[:cut]), best_by_trying(sizes[cut:], count - 1)) for cut in range(1, len(sizes) - count + 2)
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: planned("abc"), "every department once: a, b, c, d"),
        (lambda: Pace(pilot_months=1), "at least 2 months"),
        (lambda: Pace(total_months=4), "at least one wave"),
        (lambda: Pace(productivity_dip=1), "share below 1"),
    ],
)
def test_an_impossible_plan_is_refused(make, said):
    with pytest.raises(ConfigError, match=said):
        make()


def test_a_model_of_ones_own_work_cannot_be_reached_by_parts():
    own = PLAN + '[model.own]\nwork = [ { name = "w", queues = ["a", "b", "c", "d"] } ]\n'
    with pytest.raises(ConfigError, match="kinds of work of its own"):
        transition(FORECAST, parse_plan(own), (), calendar(), order=tuple("abcd"), after="own")


def test_training_days_come_from_the_rosters_room():
    """The room is who is not needed, and the time that the plan sets aside for training."""
    found = planned()
    for month in found.months:
        work = month.fte_departments + month.fte_central + month.fte_dip
        assert month.training_days_possible == pytest.approx(max(0, month.fte_available - work) * 5 * WEEKS_A_MONTH)
    aside = transition(
        FORECAST,
        parse_plan(PLAN.replace("leave = 0.1", "leave = 0.07\ntraining = 0.03")),
        AGENTS,
        calendar(),
        order=tuple("abcd"),
    )
    first = aside.months[0]
    work = first.fte_departments + first.fte_central
    more = 0.03 * min(first.fte_available, work) * 5 * WEEKS_A_MONTH
    assert first.training_days_possible == pytest.approx(found.months[0].training_days_possible + more)


def test_training_beyond_the_rosters_room_is_told():
    crowded = planned(pace=Pace(training_days=400))
    month = next(m for m in crowded.months if m.training_days)
    assert f"month {month.month} asks for {month.training_days:.0f}" in " ".join(crowded.notes)
    many = tuple(person(i, "abcd"[i % 4], "full") for i in range(200))
    assert "The roster has room for every training day." in planned(agents=many).notes
