"""Comparing operating models: the same demand departmental, hybrid and pooled.

The parts of the study have a module each, named as its function: ``gain``, ``centralise``, ``business_case``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.compare.operating_models import model_of_requirement, operating_model
    from wfm.compare.requirement_by_simulation import simulated_requirement
    from wfm.compare.scenarios import compare

__all__ = ["compare", "model_of_requirement", "operating_model", "simulated_requirement"]

_HOME = {
    "compare": "wfm.compare.scenarios",
    "model_of_requirement": "wfm.compare.operating_models",
    "operating_model": "wfm.compare.operating_models",
    "simulated_requirement": "wfm.compare.requirement_by_simulation",
}


def __getattr__(name: str) -> Any:
    """Load a public function where it is first used, so that importing the package stays cheap."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
