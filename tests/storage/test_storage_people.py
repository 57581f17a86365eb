"""Agents, plans and users come out as they went in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders_storage import AGENTS, MONDAY, NOW, agent, save_site

from wfm.errors import ConflictError, DataError
from wfm.io.plan_file import example_plan, parse_plan
from wfm.storage import plans, read_session, users, write_session
from wfm.storage.comparisons import latest_comparison, save_comparison
from wfm.storage.people import agent_cards, load_agents, save_agents
from wfm.storage.tables.accounts import Role
from wfm.types import SpecialDay


@pytest.fixture
def site(engine):
    with write_session(engine) as session:
        save_site(session, AGENTS)
    return engine


def test_agents_come_out_as_they_went_in_and_in_their_order(site):
    with read_session(site) as session:
        assert load_agents(session) == AGENTS


def test_every_term_of_a_contract_and_the_pattern_of_an_agent_are_kept(site):
    terms = {
        "min_hours_total": 100.0, "max_hours_total": 160.0, "min_consecutive_days": 2, "min_consecutive_days_off": 2,
        "weekends_off": 1, "weekends_off_weeks": 3, "max_start_variation_minutes": 120,
    }  # fmt: skip
    follower = agent("rota", pattern="two weeks", pattern_week=1)
    with write_session(site) as session:
        text = plans.plan_text(session)
        plan = parse_plan(text)
        plan = replace(plan, contracts={n: replace(c, **terms) for n, c in plan.contracts.items()})
        plans.save_plan(session, text, plan, author="planner", now=NOW)
        save_agents(session, (follower,))
    with read_session(site) as session:
        assert plans.contracts(session) == plan.contracts
        assert load_agents(session) == (follower,)


def test_saving_a_team_again_changes_removes_and_adds(site):
    changed = (agent("new"), replace(AGENTS[1], skills=("sales",), name="Other name"), replace(AGENTS[0]))
    with write_session(site) as session:
        save_agents(session, changed)
    with read_session(site) as session:
        assert load_agents(session) == changed
        assert [c.agent for c in agent_cards(session)] == ["new", "a1", "zed"]
        assert {c.agent for c in agent_cards(session, also=("b2",))} == {"new", "a1", "zed", "b2"}
    with write_session(site) as session:
        save_agents(session, AGENTS)
    with read_session(site) as session:
        assert load_agents(session) == AGENTS


def test_an_agent_with_an_unknown_contract_or_listed_twice_is_refused(site):
    with pytest.raises(DataError, match="full-time"), write_session(site) as session:
        save_agents(session, (agent(contract="zero hours"),))
    with pytest.raises(DataError, match="twice"), write_session(site) as session:
        save_agents(session, (agent("x"), agent("x")))
    with read_session(site) as session:
        assert load_agents(session) == AGENTS


def test_the_plan_in_force_is_the_last_one_saved(site):
    text = example_plan().replace('name = "Example"', 'name = "Other"')
    with write_session(site) as session:
        plans.save_plan(session, text, parse_plan(text), author="planner", now=NOW)
    with read_session(site) as session:
        assert plans.plan_text(session) == text
        assert plans.site(session) == parse_plan(text).site
        assert plans.contracts(session) == parse_plan(text).contracts


def test_a_contract_in_use_cannot_leave_the_plan(site):
    text = example_plan()
    plan = parse_plan(text)
    without = {name: contract for name, contract in plan.contracts.items() if name != "part-time"}
    with pytest.raises(ConflictError, match="b2"), write_session(site) as session:
        plans.save_plan(session, text, replace(plan, contracts=without), author="planner", now=NOW)
    with write_session(site) as session:
        save_agents(session, AGENTS[:2])
    with pytest.raises(ConflictError, match="b2"), write_session(site) as session:
        plans.save_plan(session, text, replace(plan, contracts=without), author="planner", now=NOW)


def test_special_days_come_out_in_order(site):
    days = (SpecialDay(MONDAY, "campaign", "Autumn", ("sales",)), SpecialDay(MONDAY, "outage", "Phones"))
    with write_session(site) as session:
        plans.save_special_days(session, reversed(days))
    with read_session(site) as session:
        assert plans.special_days(session, MONDAY, MONDAY) == days


def test_a_comparison_is_kept_with_what_it_tells_of(site):
    document = {"format": 1, "scenarios": [{"model": "departmental", "fte_required": 10.5}, {"model": "pooled"}]}
    with write_session(site) as session:
        assert latest_comparison(session) is None
        save_comparison(session, document, requirements={}, results={}, author="planner", now=NOW)
    with read_session(site) as session:
        found = latest_comparison(session)
    assert (found.document, found.requirements, found.results) == (document, {}, {})


def test_user_names_and_agents_are_used_once(site):
    def add(session, name, linked):
        more = {"role": Role.AGENT, "password_hash": "x", "session_key": "y", "now": NOW}
        return users.add(session, name=name, agent=linked, **more)

    with write_session(site) as session:
        added = add(session, "ann", "a1")
    with read_session(site) as session:
        assert users.by_name(session, "ann") == users.by_id(session, added.id) == added
        assert users.every(session) == (added,)
        assert users.by_name(session, "bob") is None
    for name, linked, error in (("ann", None, ConflictError), ("bob", "a1", ConflictError), ("bob", "x", DataError)):
        with pytest.raises(error), write_session(site) as session:
            add(session, name, linked)
