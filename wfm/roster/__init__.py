"""Rostering: weekly tours by column generation and best response, and the independent checker."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.roster.catalogue import rule_catalogue, rule_catalogue_markdown
    from wfm.roster.checker.judge import check
    from wfm.roster.coverage import coverage_of
    from wfm.roster.engine import build_roster
    from wfm.roster.explain.whole import explain_roster
    from wfm.roster.problem import build_problem
    from wfm.roster.repairing import repair
    from wfm.roster.rules import rules_from

__all__ = [
    "build_problem",
    "build_roster",
    "check",
    "coverage_of",
    "explain_roster",
    "repair",
    "rule_catalogue",
    "rule_catalogue_markdown",
    "rules_from",
]

# pandas, numba and OR-Tools load when a function that needs them is first asked for, not with the package.
_MODULE_OF = {
    "build_problem": "problem",
    "build_roster": "engine",
    "check": "checker.judge",
    "coverage_of": "coverage",
    "explain_roster": "explain.whole",
    "repair": "repairing",
    "rule_catalogue": "catalogue",
    "rule_catalogue_markdown": "catalogue",
    "rules_from": "rules",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
