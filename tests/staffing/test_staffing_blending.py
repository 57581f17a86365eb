"""Deferred work in the slack of real-time work: absorbed, own, late."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from staffing_builders import email, forecast_of, plan_of, voice, week

from wfm.errors import ConfigError
from wfm.staffing import deferred_outlook, expected_service, require
from wfm.types import Calendar, OperatingModel, StaffingPolicy, Work

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


def test_the_plan_and_its_model_say_whether_to_blend() -> None:
    some = contacts(5)
    on, off = (replace(PLAN, staffing=StaffingPolicy(blend=b)) for b in (True, False))
    for plan, blend in (
        (PLAN, False),
        (on, True),
        (off, False),
        (replace(on, models={"test": {"blend": False}}), False),
        (replace(off, models={"test": {"blend": True}}), True),
        (replace(on, models={"test": {"blend": None}, "other": {"blend": False}}), True),
    ):
        found, told = require(some, plan, BOTH, NO_DAYS), require(some, PLAN, BOTH, NO_DAYS, blend=blend)
        assert found.frame.equals(told.frame)
        agents = found.frame[["work", "interval_start"]].assign(agents=found.frame["agents_required"])
        for answer in (expected_service, deferred_outlook):
            by_plan, by_hand = (
                answer(some, plan, BOTH, NO_DAYS, agents),
                answer(some, PLAN, BOTH, NO_DAYS, agents, blend=blend),
            )
            assert by_plan.equals(by_hand)


@pytest.mark.parametrize("blend", [False, True])
def test_a_backlog_at_the_start_is_staffed_and_in_time(blend: bool) -> None:
    many = contacts(5)
    backlog = {"billing/email": 30.0}
    plain = require(many, PLAN, BOTH, NO_DAYS, blend=blend, backlog_hours={"billing/email": 0.0})
    more = require(many, PLAN, BOTH, NO_DAYS, blend=blend, backlog_hours=backlog)
    voices = require(many, PLAN, OperatingModel("v", (Work("b", ("billing/voice",)),)), NO_DAYS)
    emails = (more.frame["load_erlangs"] - voices.frame["load_erlangs"]).to_numpy() / 4
    assert emails[: 4 * 12].sum() >= 30 - 1e-6  # what waits on Monday at 08:00 has four open hours, to 12:00
    assert more.frame["agents_required"].sum() > plain.frame["agents_required"].sum()
    agents = more.frame[["work", "interval_start"]].assign(agents=more.frame["agents_required"])
    outlook = deferred_outlook(many, PLAN, BOTH, NO_DAYS, agents, blend=blend, backlog_hours=backlog)
    assert outlook["late_hours"].tolist() == pytest.approx([0.0], abs=1e-6)
    kept = outlook["done_hours"] + outlook["backlog_hours"]
    assert kept.tolist() == pytest.approx((outlook["arriving_hours"] + 30).tolist())
    assert any("none will be late" in note for note in more.notes)


def test_a_backlog_of_a_queue_that_has_none_is_refused() -> None:
    for backlog in ({"billing/voice": 1.0}, {"billing/fax": 1.0}, {"billing/email": -1.0}):
        with pytest.raises(ConfigError, match="backlog of"):
            require(contacts(1), PLAN, BOTH, NO_DAYS, backlog_hours=backlog)


def test_the_notes_add_up_to_the_work_that_comes() -> None:
    note = next(n for n in require(contacts(5), PLAN, BOTH, NO_DAYS, blend=True).notes if "agent-hours" in n)
    total, absorbed, own = (float(n) for n in re.findall(r"\d+\.\d", note)[:3])
    assert total == pytest.approx(5 * 40 * 5 * 300 / 3600, abs=0.1)
    assert absorbed + own == pytest.approx(total, abs=0.1)
    assert absorbed > 0
    assert own > 0
    apart = next(n for n in require(contacts(5), PLAN, BOTH, NO_DAYS, blend=False).notes if "agent-hours" in n)
    assert "no blending" in apart
