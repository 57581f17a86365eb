"""Deferred work in the slack of real-time work: absorbed, own, late."""

from __future__ import annotations

import numpy as np
import pytest
from staffing_builders import email, forecast_of, plan_of, voice, week

from wfm.staffing import deferred_outlook, expected_service, require
from wfm.types import Calendar, OperatingModel, Work

NO_DAYS = Calendar()
BOTH = OperatingModel("test", (Work("b", ("billing/voice", "billing/email")),))
OPEN = "mon-fri 08:00-18:00"
PLAN = plan_of(voice(open_at=OPEN), email(hours=4, open_at=OPEN))


def office(per_interval: float) -> np.ndarray:
    grid = week()
    local = grid.index.tz_convert(grid.zone)
    is_open = (local.hour >= 8) & (local.hour < 18) & (local.day_of_week < 5)
    return np.asarray(is_open * per_interval, dtype=float)


def contacts(emails: float) -> object:
    return forecast_of(week(), {"billing/voice": office(6), "billing/email": office(emails)}, 300)


def test_little_deferred_work_fits_between_calls() -> None:
    few = contacts(1)
    blended, apart = require(few, PLAN, BOTH, NO_DAYS, blend=True), require(few, PLAN, BOTH, NO_DAYS)
    voice_only = require(few, PLAN, OperatingModel("v", (Work("b", ("billing/voice",)),)), NO_DAYS)
    np.testing.assert_allclose(blended.frame["agents_required"], voice_only.frame["agents_required"], atol=1e-9)
    assert apart.frame["agents_required"].sum() > blended.frame["agents_required"].sum()
    assert blended.frame["load_erlangs"].sum() == pytest.approx(apart.frame["load_erlangs"].sum())
    assert blended.frame["occupancy"].max() <= 0.9 + 1e-9
    assert any("16.7 fit between real-time contacts and 0.0 need" in note for note in blended.notes)


def test_much_deferred_work_needs_agents_of_its_own_for_what_does_not_fit() -> None:
    many = contacts(12)
    blended, apart = require(many, PLAN, BOTH, NO_DAYS, blend=True), require(many, PLAN, BOTH, NO_DAYS)
    voice_only = require(many, PLAN, OperatingModel("v", (Work("b", ("billing/voice",)),)), NO_DAYS)
    both, voices, total = (r.frame["agents_required"].sum() for r in (blended, voice_only, apart))
    assert voices < both < total
    # Evenly loaded hours: every agent works at .9, so nothing is gained or lost but idle time.
    busy = many.frame["offered"].sum() * 300 / 900  # type: ignore[attr-defined]
    assert both == pytest.approx(busy / 0.9)


def test_the_blended_requirement_leaves_nothing_late() -> None:
    many = contacts(5)
    requirement = require(many, PLAN, BOTH, NO_DAYS, blend=True)
    agents = requirement.frame[["work", "interval_start"]].assign(agents=requirement.frame["agents_required"])
    outlook = deferred_outlook(many, PLAN, BOTH, NO_DAYS, agents, blend=True)
    assert outlook["late_hours"].tolist() == pytest.approx([0.0], abs=1e-9)
    assert (outlook["done_hours"] + outlook["backlog_hours"]).tolist() == pytest.approx(
        outlook["arriving_hours"].tolist()
    )
    served = expected_service(many, PLAN, BOTH, NO_DAYS, agents, blend=True)
    np.testing.assert_allclose(served["service_level"], requirement.frame["service_level"])
    np.testing.assert_allclose(served["occupancy"], requirement.frame["occupancy"])


def test_a_roster_that_is_too_small_leaves_deferred_work_late_and_not_the_calls() -> None:
    many = contacts(5)
    requirement = require(many, PLAN, BOTH, NO_DAYS)
    voice_only = require(many, PLAN, OperatingModel("v", (Work("b", ("billing/voice",)),)), NO_DAYS)
    agents = requirement.frame[["work", "interval_start"]].assign(agents=voice_only.frame["agents_required"])
    outlook = deferred_outlook(many, PLAN, BOTH, NO_DAYS, agents)
    arriving = float(outlook["arriving_hours"].iloc[0])
    assert outlook["done_hours"].iloc[0] == pytest.approx(0)
    assert 0.9 * arriving < outlook["late_hours"].iloc[0] < arriving
    served = expected_service(many, PLAN, BOTH, NO_DAYS, agents)
    assert (served["service_level"].dropna() >= 0.8 - 1e-9).all()


def test_backlog_of_last_week_is_part_of_the_outlook() -> None:
    many = contacts(5)
    requirement = require(many, PLAN, BOTH, NO_DAYS)
    agents = requirement.frame[["work", "interval_start"]].assign(agents=requirement.frame["agents_required"])
    plain = deferred_outlook(many, PLAN, BOTH, NO_DAYS, agents)
    more = deferred_outlook(many, PLAN, BOTH, NO_DAYS, agents, backlog_hours={"billing/email": 40.0})
    kept = (plain["done_hours"] + plain["backlog_hours"]).iloc[0]
    assert (more["done_hours"] + more["backlog_hours"]).iloc[0] == pytest.approx(kept + 40)
    assert more["late_hours"].iloc[0] > plain["late_hours"].iloc[0]
