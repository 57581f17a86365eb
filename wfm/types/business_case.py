"""The business case of moving from one operating model to another. Amounts are in the site's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from wfm.errors import ConfigError


@dataclass(frozen=True, slots=True)
class CaseInput:
    """One assumption of the business case: its likely value, the range it may lie in, and where it comes from.

    ``low <= expected <= high`` lie between ``least`` and ``most``, what makes sense at all (``most`` None: no limit).
    ``title`` is what people call it.
    """

    name: str
    unit: str
    low: float
    expected: float
    high: float
    meaning: str
    source: str
    least: float = 0.0
    most: float | None = None
    title: str = ""

    @property
    def words(self) -> str:
        """What people call it; the name, read as words, where it has no title."""
        return self.title or self.name.replace("_", " ")

    def __post_init__(self) -> None:
        if not all(isfinite(value) for value in (self.low, self.expected, self.high)):
            raise ConfigError(f"business_case.{self.name} is a finite number ({self.unit}).")
        if not self.low <= self.expected <= self.high:
            raise ConfigError(
                f"business_case.{self.name}: low {self.low:g}, expected {self.expected:g} and high {self.high:g} "
                "are not in rising order."
            )
        if self.low < self.least or (self.most is not None and self.high > self.most):
            limit = f"from {self.least:g} to {self.most:g}" if self.most is not None else f"of at least {self.least:g}"
            wrong = self.low if self.low < self.least else self.high
            share = " Write 5 % as 0.05." if "share" in self.unit else ""
            raise ConfigError(f"business_case.{self.name} is a number {limit} ({self.unit}), not {wrong:g}.{share}")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the comparison knows and the case starts from; the planned days stand for the whole term.

    Args:
        model_before: Operating model of today.
        model_after: Operating model moved to.
        fte_before: Full-time people, all shrinkage included, that today's model asks for.
        fte_after: The same for the other model.
        employees: People to train (heads, not full-time people).
        contacts_a_year: Contacts offered a year by channel.
        work_share: Share of the handling time by channel; the shares add up to 1.
        aht_seconds: Mean handle time over all contacts.
        agent_cost_a_year: Employer's cost of a full-time agent; None where the plan names no cost.
        people_moved: Share of the people whose work changes: the cross-skilled, where only they are trained; else all.
            Higher wages, leavers because of the move and the dip concern them alone.
    """

    model_before: str
    model_after: str
    fte_before: float
    fte_after: float
    employees: float
    contacts_a_year: Mapping[str, float]
    work_share: Mapping[str, float]
    aht_seconds: float
    agent_cost_a_year: float | None = None
    people_moved: float = 1.0


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """One month of the cash flow; month 0 holds what is paid before anything moves. Savings positive, costs negative.

    ``fte_planned`` is what the work asks for without the dip, ``fte_permanent`` who is employed (nobody is dismissed:
    the number falls only as people leave), ``fte_temporary`` hired on top for the dip.
    """

    month: int
    migrated_share: float
    fte_planned: float
    fte_permanent: float
    fte_temporary: float
    staff: float
    hiring: float
    training: float
    platform: float
    guidance: float
    self_service: float
    cumulative: float
    cumulative_discounted: float

    @property
    def net(self) -> float:
        """The month's cash flow."""
        return self.staff + self.hiring + self.training + self.platform + self.guidance + self.self_service


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The case under one set of values.

    ``payback_month``: first month from which the cumulative cash flow stays at or above 0; None within the term: never.
    ``roi``: net cash flow over the term per unit spent on platform, guidance and training; None where nothing is spent.
    """

    values: Mapping[str, float]
    months: tuple[CaseMonth, ...]
    npv: float
    payback_month: int | None
    roi: float | None

    @property
    def net(self) -> float:
        """Cash flow over the whole term, not discounted."""
        return self.months[-1].cumulative


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """What one input alone does to the net present value, between its low and its high value."""

    name: str
    low: float
    high: float
    npv_at_low: float
    npv_at_high: float

    @property
    def swing(self) -> float:
        """How far apart the ends lie."""
        return abs(self.npv_at_high - self.npv_at_low)


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """Cash flow, payback, net present value and return of one change of operating model.

    ``expected`` takes every input at its expected value. ``low`` and ``high`` take every input at once at the end that
    is worse, or better, for the net present value by itself: the outer limits, both unlikely. ``tornado``: inputs by
    falling swing around the expected case, those without a range left out.
    """

    facts: CaseFacts
    inputs: tuple[CaseInput, ...]
    low: CaseOutcome
    expected: CaseOutcome
    high: CaseOutcome
    tornado: tuple[TornadoBar, ...]
    notes: tuple[str, ...] = field(default=())
