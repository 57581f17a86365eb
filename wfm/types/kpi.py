"""What an organisation measures before a change and after it, with the confidence of the difference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from wfm.errors import ConfigError


class KpiKind(StrEnum):
    """A share of contacts or people, or a mean over them."""

    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure to follow; ``higher_is_better`` tells which way is good."""

    name: str
    kind: KpiKind
    unit: str
    higher_is_better: bool
    meaning: str


KPIS: tuple[Kpi, ...] = (
    Kpi("fcr", KpiKind.SHARE, "share of contacts", True, "Resolved at the first contact."),
    Kpi("transfers", KpiKind.SHARE, "share of contacts", False, "Passed on to somebody else."),
    Kpi("csat", KpiKind.SHARE, "share of answers", True, "Customers who call themselves satisfied."),
    Kpi("esat", KpiKind.SHARE, "share of answers", True, "Employees who call themselves satisfied."),
    Kpi("aht_seconds", KpiKind.MEAN, "seconds", False, "Handle time of a contact."),
    Kpi("nps", KpiKind.MEAN, "points, -100 to 100", True, "Promoters less detractors; 100, 0 or -100 an answer."),
    Kpi("staffing_per_contact", KpiKind.MEAN, "paid hours a contact", False, "Mean over days of paid hours a contact."),
)


@dataclass(frozen=True, slots=True)
class KpiMeasure:
    """A figure as measured: its value over ``count`` contacts, answers or days; ``deviation`` for means only."""

    kpi: str
    value: float
    count: int
    deviation: float | None = None

    def __post_init__(self) -> None:
        kpi = kpi_named(self.kpi)
        if not isfinite(self.value) or self.count < 1:
            raise ConfigError(f"{self.kpi}: a value is finite and comes from at least one observation.")
        if kpi.kind is KpiKind.SHARE and not 0 <= self.value <= 1:
            raise ConfigError(f"{self.kpi} is a share from 0 to 1, not {self.value:g}. Write 80 % as 0.8.")
        if kpi.kind is KpiKind.MEAN and (self.deviation is None or self.deviation < 0 or self.count < 2):
            raise ConfigError(f"{self.kpi} is a mean: give its standard deviation and at least two observations.")


@dataclass(frozen=True, slots=True)
class KpiChange:
    """After less before, with the interval in which the true change lies at the given confidence.

    ``better``: True or False where the interval leaves 0 out, None where chance alone may explain the change.
    """

    kpi: str
    before: KpiMeasure
    after: KpiMeasure
    change: float
    low: float
    high: float
    confidence: float
    better: bool | None
    words: str


def kpi_named(name: str) -> Kpi:
    """The figure called ``name``.

    Raises:
        ConfigError: There is none.
    """
    found = next((kpi for kpi in KPIS if kpi.name == name), None)
    if found is None:
        raise ConfigError(f"unknown figure {name!r}. Use one of: {', '.join(k.name for k in KPIS)}.")
    return found


def nps_measure(promoters: int, passives: int, detractors: int) -> KpiMeasure:
    """The net promoter score of so many answers, with its standard deviation."""
    count = promoters + passives + detractors
    if count < 2 or min(promoters, passives, detractors) < 0:
        raise ConfigError("nps needs at least two answers, and no negative counts.")
    mean = (promoters - detractors) / count
    variance = ((promoters + detractors) / count - mean * mean) * count / (count - 1)
    return KpiMeasure("nps", 100 * mean, count, 100 * max(0.0, variance) ** 0.5)
