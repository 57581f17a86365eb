"""The simulated service of a scenario and the curve of cross-skilling as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.types import Comparison
    from wfm.types.simulated_service import ServiceChange, ServiceFigures, SimulatedService, Stress


def service_document(service: SimulatedService | None) -> dict[str, Any] | None:
    """The service, its fields by name (without the single weeks); None where nothing was simulated."""
    if service is None:
        return None
    return {
        "replications": service.replications,
        "seed": service.seed,
        "absence": service.absence,
        "total": _figures(service.total),
        **{part: [_figures(f) for f in getattr(service, part)] for part in ("queues", "departments", "works", "times")},
        "stresses": [_stress(s) for s in service.stresses],
        "changes": [_change(c) for c in service.changes],
    }


def curve_document(comparison: Comparison) -> list[dict[str, Any]]:
    """The points "share cross-skilled against agents needed"."""
    return [asdict(point) for point in comparison.curve]


def _figures(figures: ServiceFigures) -> dict[str, Any]:
    found = asdict(figures)
    del found["weeks"]
    return found


def _stress(stress: Stress) -> dict[str, Any]:
    return {**asdict(stress), "usual": _figures(stress.usual), "stressed": _figures(stress.stressed)}


def _change(change: ServiceChange) -> dict[str, Any]:
    return {**asdict(change), "change": change.change}
