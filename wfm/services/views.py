"""What pages show: plain frozen data, ready for a template. Instants are UTC; ``zone`` tells where people read them.

Series run along ``grid``: one number an interval, None where it is not known. Shares are 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from wfm.intervals import IntervalGrid
    from wfm.types import NotRostered, Shift, SpecialDay, Violation
    from wfm.types.study import ScenarioFigures, Study

Series = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that needs a person: ``kind`` names it, the rest are the numbers of its sentence.

    Kinds: ``plan_missing``, ``agents_missing``, ``history_missing``, ``history_old`` (day: its last day),
    ``forecast_missing``, ``requirement_missing``, ``roster_missing``, ``roster_unpublished`` (version),
    ``short_intervals`` (count), ``violations`` (count), ``not_rostered`` (count). ``week`` is the first day of the week
    it is about.
    """

    kind: str
    week: date | None = None
    count: int | None = None
    day: date | None = None
    model: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class StartView:
    """The start page. ``weeks`` are the first days of weeks that hold a roster; ``next_shift`` is one's own."""

    site_name: str | None
    zone: str | None
    today: date
    weeks: tuple[date, ...]
    queues: tuple[str, ...]
    attention: tuple[Attention, ...]
    next_shift: Shift | None


@dataclass(frozen=True, slots=True)
class AgentRoster:
    """One row of the roster page. ``shifts`` start on a day of the week shown."""

    agent: str
    name: str
    department: str
    contract: str
    contract_hours: float
    paid_hours: float
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class WorkCoverage:
    """Agents required and scheduled on one kind of work along the grid; ``net`` is scheduled - required."""

    work: str
    required: tuple[float, ...]
    scheduled: tuple[float, ...]
    net: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """The roster page of a week. ``version`` is the latest of ``model``; ``in_force`` the published version, if any.

    ``total`` adds the kinds of work up; its net is the sum of the nets, so that a surplus on one kind of work hides
    nothing only when read with ``coverage``. The engine's report (status to ``violations``) is None or empty for a
    roster that came without one.
    """

    week: date
    days: tuple[date, ...]
    grid: IntervalGrid
    models: tuple[str, ...]
    model: str
    version: int
    state: Literal["draft", "published"]
    in_force: int | None
    saved_at: datetime
    saved_by: str
    published_at: datetime | None
    published_by: str | None
    agents: tuple[AgentRoster, ...]
    coverage: tuple[WorkCoverage, ...]
    total: WorkCoverage | None
    covered_share: float | None
    paid_hours: float
    status: str | None
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float | None
    terms: Mapping[str, float]
    violations: tuple[Violation, ...]
    not_rostered: tuple[NotRostered, ...]

    @property
    def zone(self) -> str:
        """Where people read its times."""
        return self.grid.zone


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A local day of a queue: what came in and what was forecast, None where unknown.

    ``band`` holds eight such days of ten; the forecast of the week on the page has it.
    """

    day: date
    actual: float | None
    forecast: float | None
    last_year: float | None
    special: tuple[SpecialDay, ...] = ()
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Scores of a model on past weeks, averaged over ``origins`` weeks. WAPE is a share; bias is signed."""

    model: str
    origins: int
    wape: float | None
    wape_naive: float | None
    mase: float | None
    bias: float | None
    coverage_80: float | None
    coverage_90: float | None


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The forecast page of a queue and week.

    ``history`` is what came in during this week (for a week of the past), ``last_year`` the week 364 days before,
    ``last_weeks`` the weeks 7, 14, 21 and 28 days before; all laid on this week's grid by local time of day.
    ``days`` are the eight weeks up to and including this one, ``week_days`` those of this week; ``week_band`` holds
    eight such weeks of ten, None where the forecast has no such band.
    """

    queue: str
    week: date
    grid: IntervalGrid
    queues: tuple[str, ...]
    weeks: tuple[date, ...]
    made_at: datetime | None
    model: str | None
    offered: Series
    quantiles: Mapping[str, Series]
    aht_seconds: Series
    history: Series
    last_year: Series
    last_weeks: tuple[Series, ...]
    days: tuple[DayTotal, ...]
    week_days: tuple[DayTotal, ...]
    week_band: tuple[float, float] | None
    accuracy: tuple[Accuracy, ...]
    notes: tuple[str, ...]

    @property
    def zone(self) -> str:
        """Where people read its times."""
        return self.grid.zone


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One card of the comparison. Differences are against the first scenario; None where one of the two is unknown."""

    figures: ScenarioFigures
    required_hours_difference: float
    fte_difference: float
    paid_hours_difference: float | None
    paid_cost_difference: float | None
    service_level_difference: float | None

    @property
    def model(self) -> str:
        """The operating model."""
        return self.figures.model


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The comparison page: a card a scenario; ``study`` is everything behind it."""

    saved_at: datetime
    scenarios: tuple[ScenarioView, ...]
    study: Study

    @property
    def zone(self) -> str:
        """Where people read its times."""
        return self.study.zone


@dataclass(frozen=True, slots=True)
class MyDay:
    """A day of one's own week; ``shifts`` is empty on a day off."""

    day: date
    shifts: tuple[Shift, ...]
    special: tuple[SpecialDay, ...] = ()


@dataclass(frozen=True, slots=True)
class MyWeek:
    """One's own week from the published roster. Where none is published, ``published`` is False and days are empty."""

    agent: str
    name: str
    week: date
    zone: str
    published: bool
    published_at: datetime | None
    version: int | None
    days: tuple[MyDay, ...]
    paid_hours: float
    contract_hours: float
    next_shift: Shift | None
    weeks: tuple[date, ...] = field(default=())
