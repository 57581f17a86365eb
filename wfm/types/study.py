"""A comparison as its readers see it: every figure of the study, without requirements, rosters and frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wfm.types.findings import Findings, ModelFigures


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


@dataclass(frozen=True, kw_only=True)
class ScenarioFigures(ModelFigures):
    """A scenario as its readers see it; ``violations`` of its roster are counted."""

    intervals: AgentsByInterval
    status: str | None = None
    gap: float | None = None
    violations: int | None = None
    works: tuple[WorkFigures, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Study(Findings):
    """Scenarios on the same demand, the first being the one others are measured against, and what was found.

    ``zone`` is where people read its times.
    """

    zone: str
    scenarios: tuple[ScenarioFigures, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the scenarios, in order."""
        return tuple(scenario.model for scenario in self.scenarios)

    @property
    def simulated(self) -> tuple[ScenarioFigures, ...]:
        """The scenarios whose service was simulated."""
        return tuple(scenario for scenario in self.scenarios if scenario.simulated is not None)
