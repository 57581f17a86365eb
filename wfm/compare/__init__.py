"""Comparing operating models: the same demand departmental, hybrid and pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.compare.business_case import business_case, case_facts
    from wfm.compare.centralise import centralise
    from wfm.compare.operating_models import model_of_requirement, operating_model
    from wfm.compare.scenarios import compare

__all__ = ["business_case", "case_facts", "centralise", "compare", "model_of_requirement", "operating_model"]

_HOME = {
    "business_case": "wfm.compare.business_case",
    "case_facts": "wfm.compare.business_case",
    "centralise": "wfm.compare.centralise",
    "compare": "wfm.compare.scenarios",
    "model_of_requirement": "wfm.compare.operating_models",
    "operating_model": "wfm.compare.operating_models",
}


def __getattr__(name: str) -> Any:
    """Load a public function where it is first used, so that importing the package stays cheap."""
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
