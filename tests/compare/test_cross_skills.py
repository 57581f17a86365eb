"""Models between departmental and pooled: who serves whom, who is trained, what overflows."""

from dataclasses import replace

import pytest

from wfm.compare.cross_skills import cross_skilling, trained
from wfm.compare.operating_models import model_of_requirement, models_to_compare, operating_model
from wfm.errors import ConfigError
from wfm.intervals import WeekWindows
from wfm.io.plan_file import parse_plan
from wfm.types import Agent, Availability

PLAN = """
[site]
zone = "Europe/Paris"
[[queue]]
department = "a"
aht_seconds = 300
[[queue]]
department = "b"
aht_seconds = 100
[[queue]]
department = "c"
aht_seconds = 200
[[queue]]
department = "d"
aht_seconds = 400
[[queue]]
department = "a"
channel = "email"
aht_seconds = 900
response_hours = 8
[model.pooled]
aht_factor = 1.05
"""
QUEUES = ("a/voice", "a/email", "b/voice", "c/voice", "d/voice")


@pytest.fixture
def plan():
    return parse_plan(PLAN)


def crossed(plan, name, queues=QUEUES):
    works = operating_model(plan, name, queues).works
    return {w.name: (set(w.helps), {h for h, _ in w.staffed_from}) for w in works if w.staffed_from}


def test_pairs_are_neighbours_by_handle_time(plan):
    found = crossed(plan, "pairs")
    assert found == {
        "b+c": ({"b/voice", "c/voice"}, {"b", "c"}),
        "a+d": ({"a/voice", "a/email", "d/voice"}, {"a", "d"}),
    }


def test_the_odd_one_out_of_the_pairs_helps_the_last(plan):
    found = crossed(plan, "pairs", [q for q in QUEUES if q[0] != "d"])
    assert found == {"b+c": ({"b/voice", "c/voice"}, {"b", "c"}), "c+a": ({"c/voice", "a/voice", "a/email"}, {"a"})}


def test_a_chain_closes(plan):
    found = crossed(plan, "chain")
    assert list(found) == ["b+c", "c+a", "a+d", "d+b"]
    assert [homes for _, homes in found.values()] == [{"b"}, {"c"}, {"a"}, {"d"}]


def test_a_chain_of_two_is_a_pair(plan):
    two = ("a/voice", "b/voice")
    assert crossed(plan, "chain", two) == crossed(plan, "pairs", two) == {"b+a": ({"a/voice", "b/voice"}, {"a", "b"})}


def test_generalists_serve_everybody_as_slowly_as_the_pool(plan):
    model = operating_model(plan, "generalists-30", QUEUES)
    (work,) = [w for w in model.works if w.staffed_from]
    assert (work.name, set(work.helps), work.help_aht_factor) == ("all departments", set(QUEUES), 1.05)
    assert dict(work.staffed_from) == dict.fromkeys("abcd", 0.3)
    assert model.shares_contacts


def test_the_share_comes_from_the_name_or_the_plan(plan):
    own = parse_plan(PLAN + "[model.chain]\ncross_skilled_share = 0.4\naht_factor = 1.2\n")
    assert cross_skilling(own, "chain").share == 0.4
    assert cross_skilling(own, "chain-15").share == 0.15
    assert cross_skilling(plan, "chain").share == 0.2
    assert operating_model(own, "chain-15", QUEUES).works[-1].help_aht_factor == 1.2
    with pytest.raises(ConfigError, match="between 1 and 100 percent"):
        cross_skilling(plan, "pairs-0")


def test_one_department_cannot_be_cross_skilled(plan):
    with pytest.raises(ConfigError, match="at least two departments"):
        operating_model(plan, "pairs", ["a/voice", "a/email"])
    assert models_to_compare(plan, ["a/voice"]) == ("departmental", "hybrid", "pooled")
    assert set(models_to_compare(plan, QUEUES)) >= {"pairs", "chain", "generalists", "overflow"}


def test_overflow_takes_the_others_live_contacts_after_the_wait_of_the_plan():
    plan = parse_plan(PLAN + "[model.departmental]\noverflow_after_seconds = 90\noverflow_aht_factor = 1.3\n")
    for name, seconds, factor in (("departmental", 90, 1.3), ("overflow", 60, 1.1)):
        a, *_ = operating_model(plan, name, QUEUES).works
        assert a.queues == ("a/email", "a/voice")
        assert (set(a.helps), a.help_after_seconds, a.help_aht_factor) == (
            {"b/voice", "c/voice", "d/voice"},
            seconds,
            factor,
        )


def test_where_everybody_takes_everything_nothing_overflows():
    for name in ("pooled", "hybrid"):
        plan = parse_plan(PLAN.replace("[model.pooled]\n", f"[model.{name}]\noverflow_after_seconds = 30\n"))
        with pytest.raises(ConfigError, match="queues of their own"):
            operating_model(plan, name, QUEUES)


def test_a_requirement_of_cross_skilled_people_is_not_taken_for_departments(plan):
    assert model_of_requirement(plan, ["a", "b", "c", "d"]).name == "departmental"
    assert model_of_requirement(plan, ["a", "b", "c", "d", "b+c", "a+d"]).name == "pairs"
    assert model_of_requirement(plan, ["a", "b", "c", "d", "all departments"]).name == "generalists"


def people(count=10):
    def one(department, i):
        windows = WeekWindows.parse(["daily 00:00-24:00"])
        return Agent(f"{department}{i}", "made up", department, "full", (department,), Availability(windows))

    return tuple(one(d, i) for d in "abcd" for i in range(count))


def test_a_share_of_each_departments_people_is_trained_evenly_over_the_list(plan):
    model = operating_model(plan, "generalists-30", QUEUES)
    now, count = trained(people(), model)
    assert count == 12
    moved = [a.agent for a in now if a.skills == ("all departments",)]
    assert [a for a in moved if a[0] == "b"] == ["b1", "b5", "b8"]
    assert [a.agent for a in now] == [a.agent for a in people()]


def test_those_who_can_already_do_it_are_trained_first(plan):
    agents = list(people())
    agents[9] = replace(agents[9], skills=("a", "d"))
    now, _ = trained(agents, operating_model(plan, "pairs-10", QUEUES))
    assert [a.agent for a in now if a.department == "a" and a.skills == ("a+d",)] == ["a9"]


def test_models_about_nobodys_skills_leave_the_people_alone(plan):
    for name in ("departmental", "hybrid", "pooled", "overflow"):
        assert trained(people(), operating_model(plan, name, QUEUES)) == (people(), None)
