"""Comparing operating models: the same demand departmental, hybrid and pooled.

The parts of the study have a module each, named as its function: ``gain``, ``centralise``, ``business_case``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.compare.curve import cross_skilling_curve
    from wfm.compare.operating_models import model_of_requirement, operating_model
    from wfm.compare.required import requirement_of, stakes_of
    from wfm.compare.requirement_by_simulation import simulated_requirement
    from wfm.compare.scenarios import RosterLimits, compare
    from wfm.compare.simulated import Play

__all__ = [
    "Play",
    "RosterLimits",
    "compare",
    "cross_skilling_curve",
    "model_of_requirement",
    "operating_model",
    "requirement_of",
    "simulated_requirement",
    "stakes_of",
]

_HOME = {
    "Play": "wfm.compare.simulated",
    "RosterLimits": "wfm.compare.scenarios",
    "compare": "wfm.compare.scenarios",
    "cross_skilling_curve": "wfm.compare.curve",
    "model_of_requirement": "wfm.compare.operating_models",
    "operating_model": "wfm.compare.operating_models",
    "requirement_of": "wfm.compare.required",
    "stakes_of": "wfm.compare.required",
    "simulated_requirement": "wfm.compare.requirement_by_simulation",
}


def __getattr__(name: str) -> Any:
    """Load a public function where it is first used, so that importing the package stays cheap."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
