"""Agents by formula, work by work, are those of the requirement."""

import numpy as np
import pytest
from small_demand import calendar, forecast_of

from wfm.compare.formula_demand import formula_demand, without_occupancy_cap
from wfm.compare.operating_models import operating_model
from wfm.io.plan_file import parse_plan
from wfm.staffing import require

PLAN = """
[site]
zone = "Europe/Paris"
[queue_defaults]
aht_seconds = 300
[[queue]]
department = "a"
channel = "chat"
concurrency = 2
goal = { service_level = 0.8, threshold_seconds = 60 }
[[queue]]
department = "b"
channel = "email"
response_hours = 4
[model.pooled]
aht_factor = 1.1
"""
QUEUES = {"a/voice": ([20, 30, 10], 240), "a/chat": (12, 500), "b/voice": ([9, 0, 30], 400), "b/email": (6, 600)}


@pytest.mark.parametrize("blend", [True, False])
@pytest.mark.parametrize("uncertain", ["mean", "quantile", "expected"])
@pytest.mark.parametrize("name", ["departmental", "hybrid", "pooled"])
def test_agents_and_load_are_those_of_the_requirement(name, blend, uncertain):
    plan, forecast = parse_plan(PLAN + f'[staffing]\ndemand = "{uncertain}"\n'), forecast_of(QUEUES, spread=0.2)
    model = operating_model(plan, name, forecast.queues)
    demand = formula_demand(forecast, plan, calendar())
    frame = require(forecast, plan, model, calendar(), blend=blend).frame
    for work in model.works:
        rows = frame[frame["work"] == work.name]
        np.testing.assert_allclose(demand.agents(work, blend=blend), rows["agents_required"], atol=1e-12)
        np.testing.assert_allclose(demand.load(work, blend=blend), rows["load_erlangs"], atol=1e-12)


def test_without_the_cap_every_goal_but_the_occupancy_stays():
    plan = without_occupancy_cap(parse_plan(PLAN))
    assert plan.queue("a/voice").goal.max_occupancy is None
    assert plan.queue("a/chat").goal.max_occupancy is None
    assert plan.queue("a/chat").goal.threshold_seconds == 60
    assert plan.queue("b/email").is_deferred
