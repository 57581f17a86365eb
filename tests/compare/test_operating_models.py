"""Operating models: which work exists, what reaches it, who can do it."""

import pytest

from wfm.compare.operating_models import model_of_requirement, operating_model
from wfm.errors import ConfigError
from wfm.io.plan_file import parse_plan

PLAN = """
[site]
zone = "Europe/Amsterdam"
[[queue]]
department = "billing"
channel = "voice"
[[queue]]
department = "billing"
channel = "email"
response_hours = 8
[[queue]]
department = "claims"
channel = "voice"
[model.pooled]
aht_factor = 1.05
[model.hybrid]
first_line_share = 0.6
[model.regional]
work = [ { name = "north", queues = ["billing"] }, { name = "south", queues = ["claims/voice"], aht_factor = 1.2 } ]
"""
QUEUES = ("billing/voice", "billing/email", "claims/voice")


@pytest.fixture
def plan():
    return parse_plan(PLAN)


def test_departmental_has_one_work_a_department(plan):
    model = operating_model(plan, "departmental", QUEUES)
    assert {w.name: w.queues for w in model.works} == {
        "billing": ("billing/email", "billing/voice"),
        "claims": ("claims/voice",),
    }
    assert "billing" in model.works[0].skills


def test_pooled_is_one_work_that_everybody_can_do(plan):
    (work,) = operating_model(plan, "pooled", QUEUES).works
    assert (len(work.queues), work.aht_factor, work.skills) == (3, 1.05, ())


def test_hybrid_passes_on_what_the_first_line_does_not_resolve(plan):
    first, billing, claims = operating_model(plan, "hybrid", QUEUES).works
    assert first.queues == ("billing/voice", "claims/voice")
    assert [(p.queue, round(p.share, 6)) for p in billing.parts] == [("billing/voice", 0.4), ("billing/email", 1.0)]
    assert claims.share == pytest.approx(0.4)


def test_every_contact_of_a_deferred_queue_reaches_exactly_one_work(plan):
    for name in ("departmental", "pooled", "hybrid"):
        parts = [p for w in operating_model(plan, name, QUEUES).works for p in w.parts if p.queue == "billing/email"]
        assert [p.share for p in parts] == [1.0], name


def test_own_model_takes_queues_and_departments(plan):
    north, south = operating_model(plan, "regional", QUEUES).works
    assert north.queues == ("billing/email", "billing/voice")
    assert south.aht_factor == 1.2


def test_unknown_model_and_unknown_queue_are_named(plan):
    with pytest.raises(
        ConfigError,
        match=r"unknown model 'matrix'.*departmental, hybrid, pairs, chain, generalists, overflow, pooled, regional",
    ):
        operating_model(plan, "matrix", QUEUES)
    wrong = parse_plan(PLAN.replace('"claims/voice"], aht', '"sales"], aht'))
    with pytest.raises(ConfigError, match="work south: unknown queue or department 'sales'"):
        operating_model(wrong, "regional", QUEUES)


def test_a_requirement_tells_its_model(plan):
    assert model_of_requirement(plan, ["pooled"]).name == "pooled"
    assert model_of_requirement(plan, ["billing", "claims"]).name == "departmental"
    assert model_of_requirement(plan, ["first line", "billing second line"]).name == "hybrid"
    with pytest.raises(ConfigError, match="no model of the plan has the kinds of work elsewhere"):
        model_of_requirement(plan, ["elsewhere"])


def test_a_requirement_of_unlisted_queues_is_departmental():
    plan = parse_plan('[site]\nzone = "Europe/Paris"\n[queue_defaults]\naht_seconds = 300\n')
    model = model_of_requirement(plan, ["CAT", "Tech. Axa"])
    assert [w.queues for w in model.works] == [("CAT",), ("Tech. Axa",)]
    assert model_of_requirement(plan, ["pooled"]).name == "pooled"
