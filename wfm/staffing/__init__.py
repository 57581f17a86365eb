"""Staffing: from contacts to agents required, by Erlang formulas and the levelling of deferred work.

The functions are loaded when first used, because they bring numba and pandas with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.staffing.agents import agents_required
    from wfm.staffing.chat import effective_concurrency
    from wfm.staffing.deferred import backlog_agents, least_constant_agents, levelled_work
    from wfm.staffing.erlang import erlang_b, erlang_c, square_root_agents
    from wfm.staffing.expected import expected_service
    from wfm.staffing.queue_service import Service, service
    from wfm.staffing.requirement import require
    from wfm.staffing.retrials import load_with_retrials, offered_with_retrials
    from wfm.staffing.shrinkage import whole_agents, with_shrinkage
    from wfm.staffing.waits import wait_percentile

_HOME = {
    "Service": "queue_service",
    "agents_required": "agents",
    "backlog_agents": "deferred",
    "effective_concurrency": "chat",
    "erlang_b": "erlang",
    "erlang_c": "erlang",
    "expected_service": "expected",
    "least_constant_agents": "deferred",
    "levelled_work": "deferred",
    "load_with_retrials": "retrials",
    "offered_with_retrials": "retrials",
    "require": "requirement",
    "service": "queue_service",
    "square_root_agents": "erlang",
    "wait_percentile": "waits",
    "whole_agents": "shrinkage",
    "with_shrinkage": "shrinkage",
}

__all__ = [
    "Service",
    "agents_required",
    "backlog_agents",
    "effective_concurrency",
    "erlang_b",
    "erlang_c",
    "expected_service",
    "least_constant_agents",
    "levelled_work",
    "load_with_retrials",
    "offered_with_retrials",
    "require",
    "service",
    "square_root_agents",
    "wait_percentile",
    "whole_agents",
    "with_shrinkage",
]


def __getattr__(name: str) -> object:
    """The public function called ``name``, from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
