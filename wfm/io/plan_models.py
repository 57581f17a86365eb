"""The keys of the plan file on operating models, the business case and what to centralise."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from wfm.compare.case_inputs import CASE_INPUTS
from wfm.compare.centralise_limits import FACTORS, LIMITS
from wfm.io.plan_table import NotNegative, Positive, Share, Table


class WorkTable(Table):
    """A kind of work in an operating model of the user's own."""

    name: str = Field(description="Name of the work.")
    queues: list[str] = Field(description="Queues or departments that belong to it.")
    share: Share = Field(1.0, description="Share of the queues' contacts that reach it.")
    aht_factor: Positive = Field(1.0, description="Handle time against the queues' own.")
    skills: list[str] | None = Field(None, description="Skills that qualify; the queues themselves without it.")
    helps: list[str] = Field(
        default_factory=list,
        description="Queues or departments of other works that its people take too, after their own. They count in "
        "the requirement by simulation and in the proof of a roster; formulas know nothing of help.",
    )
    help_after_seconds: NotNegative = Field(0, description="They help once a contact has waited so long.")


class ModelTable(Table):
    """How an operating model differs from the default of its name."""

    aht_factor: Positive = Field(1.0, description="Handle time of pooled generalists against specialists.")
    first_line_share: Share = Field(
        0.7, description="Share of real-time contacts that the first line resolves; 0.7 is an assumption to replace."
    )
    first_line_aht_factor: Positive = Field(0.8, description="Handle time in the first line (an assumption).")
    second_line_aht_factor: Positive = Field(1.1, description="Handle time in the second line (an assumption).")
    cross_skilled_share: Annotated[float, Field(gt=0, le=1)] | None = Field(
        None,
        description="Share of each department's people who are cross-skilled (pairs, chain, generalists); else 0.2.",
    )
    overflow_after_seconds: NotNegative | None = Field(
        None,
        description="Wait after which a contact goes to other teams' people too; without it, never (overflow: 60).",
    )
    overflow_aht_factor: Positive = Field(
        1.1, description="Handle time of a contact that another team takes over (an assumption)."
    )
    blend: bool | None = Field(
        None, description="Whether this model blends deferred work; as [staffing] blend says without it."
    )
    by: Literal["formula", "simulation"] | None = Field(
        None, description="How this model's agents are found; as [staffing] by says without it."
    )
    work: list[WorkTable] = Field(default_factory=list, description="The kinds of work of a model of your own.")


class RangeTable(Table):
    """An input of the business case that is not certain; what is left out keeps its default."""

    low: float | None = Field(None, description="Lowest value to reckon with.")
    expected: float | None = Field(None, description="Likely value.")
    high: float | None = Field(None, description="Highest value to reckon with.")


def document_inputs(schema: dict[str, Any]) -> None:
    """The inputs of the business case by name, so that the schema lists them like any other key."""
    value = schema.pop("additionalProperties")
    schema["additionalProperties"] = False
    schema["properties"] = {
        row.name: {
            **value,
            "description": f"{row.meaning} Unit: {row.unit}. Low {row.low:g}, expected {row.expected:g}, high "
            f"{row.high:g}. Source: {row.source}.",
        }
        for row in CASE_INPUTS
    }


class CentraliseTable(Table):
    """What decides which queues to centralise."""

    limit: dict[str, float] = Field(
        default_factory=dict,
        description="Limits of the scores that differ: "
        + " ".join(f"{x.name} ({x.value:g}): {x.meaning} Source: {x.source}." for x in LIMITS),
    )
    weight: dict[str, float] = Field(
        default_factory=dict, description=f"Weights of the factors that differ from 1: {', '.join(FACTORS)}."
    )
    impact: dict[str, Share] = Field(
        default_factory=dict, description="Harm a wrong answer does to customers, a queue or department; 0.5 without."
    )
    specialisation: dict[str, Share] = Field(
        default_factory=dict, description="Special knowledge it takes, a queue or department; from skills without it."
    )
