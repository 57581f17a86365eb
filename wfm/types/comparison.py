"""The comparison of operating models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.types.requirement import Requirement
    from wfm.types.roster import RosterResult


@dataclass(frozen=True)
class Scenario:
    """One way of organising the same demand. Hours are of the planned week; cost in the site's currency.

    ``service_level`` and ``asa_seconds`` are what the rostered staff is expected to give (by formula, weighted);
    ``worst_work`` is the kind of work with the lowest expected service level.
    """

    model: str
    requirement: Requirement
    result: RosterResult | None
    agents_at_peak: float
    required_hours: float
    fte_required: float
    rostered_agents: int | None
    paid_hours: float | None
    paid_cost: float | None
    cost_per_contact: float | None
    covered_share: float | None
    service_level: float | None
    asa_seconds: float | None
    occupancy: float | None
    worst_work: str | None
    worst_service_level: float | None


@dataclass(frozen=True)
class Comparison:
    """Scenarios on the same demand, the first being the one others are measured against; ``advice`` in plain words."""

    scenarios: tuple[Scenario, ...]
    offered: float
    currency: str
    advice: tuple[str, ...]

    def scenario(self, model: str) -> Scenario | None:
        """The scenario of the operating model called ``model``."""
        return next((s for s in self.scenarios if s.model == model), None)
