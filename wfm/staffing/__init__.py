"""Staffing: from contacts to agents required, by Erlang formulas and the levelling of deferred work.

The functions are loaded when first used, because they bring numba and pandas with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.staffing.agents import agents_required
    from wfm.staffing.chat import effective_concurrency
    from wfm.staffing.choices import agent_hours, demand_choices, with_service_level
    from wfm.staffing.deferred import backlog_agents, least_constant_agents, levelled_work
    from wfm.staffing.erlang import erlang_b, erlang_c, square_root_agents
    from wfm.staffing.expected import expected_service
    from wfm.staffing.lines import state_probabilities
    from wfm.staffing.outlook import deferred_outlook, left_by_queue
    from wfm.staffing.queue_service import Service, service
    from wfm.staffing.requirement import require
    from wfm.staffing.retrials import load_with_retrials, offered_with_retrials
    from wfm.staffing.rostered import agents_at_work
    from wfm.staffing.shrinkage import whole_agents, with_shrinkage
    from wfm.staffing.stakes import contacts_at_stake
    from wfm.staffing.waits import wait_percentile
    from wfm.staffing.worked_off import WorkedOff, work_off

_HOME = {
    "Service": "queue_service",
    "WorkedOff": "worked_off",
    "agent_hours": "choices",
    "agents_at_work": "rostered",
    "agents_required": "agents",
    "backlog_agents": "deferred",
    "contacts_at_stake": "stakes",
    "deferred_outlook": "outlook",
    "demand_choices": "choices",
    "effective_concurrency": "chat",
    "erlang_b": "erlang",
    "erlang_c": "erlang",
    "expected_service": "expected",
    "least_constant_agents": "deferred",
    "left_by_queue": "outlook",
    "levelled_work": "deferred",
    "load_with_retrials": "retrials",
    "offered_with_retrials": "retrials",
    "require": "requirement",
    "service": "queue_service",
    "square_root_agents": "erlang",
    "state_probabilities": "lines",
    "wait_percentile": "waits",
    "whole_agents": "shrinkage",
    "with_service_level": "choices",
    "with_shrinkage": "shrinkage",
    "work_off": "worked_off",
}

__all__ = [
    "Service",
    "WorkedOff",
    "agent_hours",
    "agents_at_work",
    "agents_required",
    "backlog_agents",
    "contacts_at_stake",
    "deferred_outlook",
    "demand_choices",
    "effective_concurrency",
    "erlang_b",
    "erlang_c",
    "expected_service",
    "least_constant_agents",
    "left_by_queue",
    "levelled_work",
    "load_with_retrials",
    "offered_with_retrials",
    "require",
    "service",
    "square_root_agents",
    "state_probabilities",
    "wait_percentile",
    "whole_agents",
    "with_service_level",
    "with_shrinkage",
    "work_off",
]


def __getattr__(name: str) -> object:
    """The public function called ``name``, from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
