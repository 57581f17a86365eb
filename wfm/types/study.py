"""A comparison as its readers see it: every figure of the study, without requirements, rosters and frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wfm.types.business_case import BusinessCase
from wfm.types.centralisation import Centralisation
from wfm.types.comparison import CurvePoint
from wfm.types.gain import Gain
from wfm.types.simulated_service import SimulatedService
from wfm.types.transition import TransitionPlan


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """A kind of work in a scenario: what it asks for and the service its people should give by formula."""

    work: str
    required_hours: float
    agents_at_peak: float
    offered: float | None = None
    service_level: float | None = None


@dataclass(frozen=True, slots=True)
class AgentsByInterval:
    """Agents over all kinds of work: to roster (absence included), and scheduled where a roster was asked for."""

    interval_start: tuple[datetime, ...]
    required: tuple[float, ...]
    scheduled: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """The figures of a scenario, named and in the units of :class:`wfm.types.Scenario`; ``violations`` are counted."""

    model: str
    agents_at_peak: float
    required_hours: float
    fte_required: float
    intervals: AgentsByInterval
    required_cost: float | None = None
    agents_at_peak_without_cap: float | None = None
    required_hours_without_cap: float | None = None
    fte_required_without_cap: float | None = None
    rostered_agents: int | None = None
    paid_hours: float | None = None
    paid_cost: float | None = None
    cost_per_contact: float | None = None
    covered_share: float | None = None
    service_level: float | None = None
    asa_seconds: float | None = None
    occupancy: float | None = None
    worst_work: str | None = None
    worst_service_level: float | None = None
    status: str | None = None
    gap: float | None = None
    violations: int | None = None
    requirement_by: str = "formula"
    cross_skilled_share: float | None = None
    cross_skilled_agents: int | None = None
    overflow_after_seconds: float | None = None
    works: tuple[WorkFigures, ...] = ()
    simulated: SimulatedService | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """Scenarios on the same demand, the first being the one others are measured against, and what was studied.

    ``zone`` is where people read its times. The rest is named as in :class:`wfm.types.Comparison`.
    """

    zone: str
    offered: float
    currency: str
    scenarios: tuple[ScenarioFigures, ...]
    advice: tuple[str, ...] = ()
    gains: tuple[Gain, ...] = ()
    cases: tuple[BusinessCase, ...] = ()
    centralisation: Centralisation | None = None
    transitions: tuple[TransitionPlan, ...] = ()
    curve: tuple[CurvePoint, ...] = ()

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the scenarios, in order."""
        return tuple(scenario.model for scenario in self.scenarios)

    @property
    def simulated(self) -> tuple[ScenarioFigures, ...]:
        """The scenarios whose service was simulated."""
        return tuple(scenario for scenario in self.scenarios if scenario.simulated is not None)
