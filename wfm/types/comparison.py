"""The comparison of operating models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.types.findings import Findings, ModelFigures
from wfm.types.frames import FrameContract

if TYPE_CHECKING:
    import pandas as pd

    from wfm.types.requirement import Requirement
    from wfm.types.roster import RosterResult

SERVICE = FrameContract(
    "service",
    key=("work", "interval_start"),
    numbers=("offered", "service_level", "asa_seconds", "occupancy"),
    may_be_nan=("service_level", "asa_seconds", "occupancy"),
)


@dataclass(frozen=True, kw_only=True)
class Scenario(ModelFigures):
    """One way of organising the same demand, with its requirement and, where one was asked for, its roster.

    ``requirement_without_cap`` is what the goals ask for without the limit on occupancy (None where the plan has the
    requirement simulated). ``service`` is by formula (:data:`SERVICE`). ``blend`` tells whether deferred work is done
    between real-time contacts, and ``other_blend_hours`` the ``required_hours`` if it were the other way round; None
    where no work is deferred or only simulation tells.
    """

    requirement: Requirement
    requirement_without_cap: Requirement | None = None
    result: RosterResult | None = None
    service: pd.DataFrame | None = None
    blend: bool | None = None
    other_blend_hours: float | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison(Findings):
    """Scenarios on the same demand, the first being the one others are measured against, and what was found.

    :mod:`wfm.compare.study` adds all that comes after the advice.
    """

    scenarios: tuple[Scenario, ...]

    def scenario(self, model: str) -> Scenario | None:
        """The scenario of the operating model called ``model``."""
        return next((s for s in self.scenarios if s.model == model), None)
