"""What a missing agent costs customers: contacts no longer in time, by the same formulas as the requirement."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from staffing_builders import email, forecast_of, plan_of, voice, week

from wfm.staffing import contacts_at_stake, expected_service, require
from wfm.types import Calendar, OperatingModel, Work

NO_DAYS = Calendar()
CALLS = OperatingModel("test", (Work("calls", ("billing/voice",)),))


def test_a_missing_agent_costs_the_contacts_that_the_service_of_fewer_agents_loses():
    plan, forecast = plan_of(voice()), forecast_of(week(days=1), {"billing/voice": 50}, 180)
    frame = require(forecast, plan, CALLS, NO_DAYS).frame
    fewer = frame.assign(agents=0.85 * frame["agents_required"])[["work", "interval_start", "agents"]]
    service = expected_service(forecast, plan, CALLS, NO_DAYS, fewer)["service_level"]
    by_agent = 50 * (frame["service_level"] - service) / (0.15 * frame["agents_required"])
    found = contacts_at_stake(forecast, plan, CALLS, NO_DAYS)
    assert (found["contacts_at_stake"] > 0).all()
    assert found["contacts_at_stake"].to_numpy() == pytest.approx(by_agent.to_numpy())


def test_more_is_at_stake_where_more_customers_call():
    few, many = (
        contacts_at_stake(forecast_of(week(days=1), {"billing/voice": n}, 180), plan_of(voice()), CALLS, NO_DAYS)
        for n in (4, 120)
    )
    assert many["contacts_at_stake"].iloc[40] > few["contacts_at_stake"].iloc[40]


def test_work_that_may_wait_does_not_hide_what_callers_lose():
    both = OperatingModel("both", (Work("calls", ("billing/voice", "billing/email")),))
    forecast = forecast_of(week(days=1), {"billing/voice": 50, "billing/email": 20}, 180)
    mixed = contacts_at_stake(forecast, plan_of(voice(), email()), both, NO_DAYS)
    alone = contacts_at_stake(forecast_of(week(days=1), {"billing/voice": 50}, 180), plan_of(voice()), CALLS, NO_DAYS)
    pd.testing.assert_frame_equal(mixed, alone)


def test_nothing_is_known_where_nobody_calls_or_work_may_wait():
    nobody = contacts_at_stake(forecast_of(week(days=1), {"billing/voice": 0}, 180), plan_of(voice()), CALLS, NO_DAYS)
    mails = OperatingModel("mails", (Work("mails", ("billing/email",)),))
    waiting = contacts_at_stake(forecast_of(week(days=1), {"billing/email": 20}, 180), plan_of(email()), mails, NO_DAYS)
    assert np.isnan(nobody["contacts_at_stake"]).all()
    assert np.isnan(waiting["contacts_at_stake"]).all()
