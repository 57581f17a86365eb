"""The plan file: what it says, what it leaves out, and what is wrong with it."""

import json

import pytest

from wfm.errors import ConfigError, DataError
from wfm.intervals import WeekWindows
from wfm.io.plan_file import example_plan, parse_plan, plan_schema, read_plan
from wfm.types import Channel, StaffingPolicy

SITE = '[site]\nzone = "Europe/Paris"\n'


def test_example_plan_is_read_whole():
    plan = parse_plan(example_plan())
    assert set(plan.queues) == {"billing/voice", "billing/chat", "billing/email"}
    assert plan.contracts["part-time"].min_hours_per_week == 24
    assert plan.rules.by_name["daily_rest"].parameters["hours"] == 12
    assert plan.shifts[0].paid_minutes(540) == 510


def test_a_zone_alone_is_a_plan():
    plan = parse_plan(SITE)
    assert plan.site.zone == "Europe/Paris"
    assert plan.queues == {}
    assert plan.rules.by_name.keys() == parse_plan(SITE + '[rules]\npreset = "none"').rules.by_name.keys()


def test_a_key_comes_from_the_queue_then_the_department_then_the_defaults():
    plan = parse_plan(
        SITE
        + """
[queue_defaults]
aht_seconds = 300
patience_seconds = 100
concurrency = 2
[[department]]
name = "claims"
aht_seconds = 400
patience_seconds = 200
[[queue]]
department = "claims"
channel = "chat"
aht_seconds = 500
"""
    )
    queue = plan.queue("claims/chat")
    assert (queue.aht_seconds, queue.patience_seconds, queue.concurrency) == (500, 200, 2)


def test_an_unlisted_queue_has_the_defaults_and_its_own_department():
    plan = parse_plan(SITE + "[queue_defaults]\naht_seconds = 240\n")
    assert plan.queue("Tech. Axa").queue.department == "Tech. Axa"
    assert plan.queue("claims/email").queue.channel is Channel.EMAIL


def test_an_unlisted_queue_without_defaults_is_named():
    with pytest.raises(ConfigError, match=r"no queue 'x'.*queue_defaults"):
        parse_plan(SITE).queue("x")


def test_an_empty_list_of_holiday_hours_means_closed_and_no_key_as_usual():
    plan = parse_plan(
        SITE
        + '[[department]]\nname = "a"\nopen_on_holidays = []\n'
        + '[[queue]]\ndepartment = "a"\n[[queue]]\ndepartment = "b"\n'
    )
    closed, usual = plan.queue("a/voice").open_on_holidays, plan.queue("b/voice").open_on_holidays
    assert closed is not None
    assert closed.windows == ()
    assert usual is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[site]\nzone = "Mars/Olympus"', "unknown time zone 'Mars/Olympus'"),
        ("[site]\nzon = 1", "site.zone is missing"),
        (SITE + "[colour]\na = 1", "colour is not a known key"),
        (SITE + '[[queue]]\ndepartment = "a"\ngoal = { service_level = 80 }', r"queue\[1\].goal.service_level"),
        (SITE + '[[queue]]\ndepartment = "a"\nchannel = "fax"', r"queue\[1\].channel"),
        (SITE + '[[queue]]\ndepartment = "a"\n[[queue]]\ndepartment = "a"', "queue 'a/voice' is listed twice"),
        (SITE + '[[shift]]\nname = "d"\nstart = "late"\nlengths_hours = [8]', "shift d: cannot read the start window"),
        (SITE + '[[department]]\nname = "a"\nopen = ["mon 25:00-26:00"]\n[[queue]]\ndepartment = "a"', "mon 25:00"),
        (SITE + "[shrinkage.unplanned]\nsickness = 0.6\n[shrinkage.planned]\nleave = 0.5", "below 1 together"),
        (SITE + "[rules.change]\nnaps = { hours = 1 }", "naps"),
        (SITE + '[[contract]]\nname = "c"\nhours_per_week = 40\nmax_hours_per_week = 30', "min <= hours <= max"),
    ],
)
def test_a_fault_is_named_with_its_place(text, said):
    with pytest.raises(ConfigError, match=said) as caught:
        parse_plan(text, "plan.toml")
    assert str(caught.value).startswith("plan.toml: ")


def test_a_file_that_is_not_toml_or_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere\.toml.*no such file"):
        read_plan(tmp_path / "nowhere.toml")
    with pytest.raises(DataError, match="not a TOML file"):
        parse_plan("[site", "plan.toml")


def test_every_key_has_a_description():
    schema = plan_schema()
    tables = [schema, *schema["$defs"].values()]
    bare = [
        f"{table['title']}.{key}"
        for table in tables
        for key, value in table.get("properties", {}).items()
        if not value.get("description")
    ]
    assert bare == []
    json.dumps(schema)


def test_staffing_keys_are_read_and_a_model_may_differ():
    plan = parse_plan(
        SITE + '[staffing]\nblend = true\ndemand = "quantile"\nquantile = 0.9\n[model.pooled]\nblend = false'
    )
    assert plan.staffing == StaffingPolicy(blend=True, demand="quantile", quantile=0.9)
    assert (plan.blends("departmental"), plan.blends("pooled")) == (True, False)
    assert parse_plan(SITE).staffing == StaffingPolicy()
    assert not parse_plan(SITE).blends("pooled")
    for wrong in ('demand = "median"', "quantile = 0.99", "blend = 3"):
        with pytest.raises(ConfigError, match="staffing"):
            parse_plan(SITE + "[staffing]\n" + wrong)


def test_shrinkage_by_time_is_read_and_its_faults_are_named():
    head = SITE + "[shrinkage.unplanned]\nsickness = 0.05\n[[shrinkage.by_time]]\n"
    entry = 'category = "sickness"\nwindows = ["mon 08:00-12:00"]\nshare = 0.1'
    plan = parse_plan(head + entry)
    assert [(e.category, e.share) for e in plan.shrinkage.by_time] == [("sickness", 0.1)]
    assert plan.shrinkage.by_time[0].windows == WeekWindows.parse(["mon 08:00-12:00"])
    for wrong, said in (
        (entry.replace("sickness", "flu"), "unknown category 'flu'"),
        (entry.replace("0.1", "10"), r"shrinkage.by_time\[1\].share"),
        (entry.replace("mon 08:00", "mon 08"), "mon 08"),
    ):
        with pytest.raises(ConfigError, match=said):
            parse_plan(head + wrong)
