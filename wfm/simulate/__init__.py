"""Simulation: what no formula covers, played contact by contact.

The functions are loaded when first used, because they bring numba and pandas with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.simulate.proving import prove
    from wfm.simulate.requirement import SimulatedRequirement, required_by_simulation
    from wfm.simulate.run import SimulationResult, simulate
    from wfm.simulate.scenario import AgentGroup, Duty, Scenario, SimulatedQueue

_HOME = {
    "AgentGroup": "scenario",
    "Duty": "scenario",
    "Scenario": "scenario",
    "SimulatedQueue": "scenario",
    "SimulatedRequirement": "requirement",
    "SimulationResult": "run",
    "required_by_simulation": "requirement",
    "prove": "proving",
    "simulate": "run",
}

__all__ = [
    "AgentGroup",
    "Duty",
    "Scenario",
    "SimulatedQueue",
    "SimulatedRequirement",
    "SimulationResult",
    "prove",
    "required_by_simulation",
    "simulate",
]


def __getattr__(name: str) -> object:
    """The public name, from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
