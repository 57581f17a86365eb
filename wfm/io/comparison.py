"""The comparison as a JSON document: what `wfm compare` writes and the database loads."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfm.errors import DataError
from wfm.io.comparison_service import curve_document, service_document
from wfm.io.comparison_study import study_document
from wfm.types.findings import ModelFigures

if TYPE_CHECKING:
    from wfm.types import Comparison, Scenario

FORMAT = 1
# Figures of a scenario, by the names of its fields.
FIGURES = tuple(f.name for f in fields(ModelFigures) if f.name not in {"model", "simulated"})


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data: figures a scenario, and agents required and scheduled an interval."""
    return {
        "format": FORMAT,
        "offered": comparison.offered,
        "currency": comparison.currency,
        "advice": list(comparison.advice),
        "scenarios": [_scenario(s) for s in comparison.scenarios],
        **study_document(comparison),
        "curve": curve_document(comparison),
    }


def write_comparison(comparison: Comparison, path: str | Path) -> None:
    """Write the document to ``path`` (or ``-`` for standard output), whole or not at all."""
    from wfm.io.files import write_bytes

    text = json.dumps(comparison_document(comparison), indent=1, ensure_ascii=False) + "\n"
    write_bytes(path, text.encode())


def read_comparison(path: str | Path) -> dict[str, Any]:
    """The document at ``path``.

    Raises:
        DataError: The file is missing, is not JSON, or is not a comparison of this format.
    """
    name = str(path)
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError("there is no such file", file=name, remedy="`wfm compare` makes one.") from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=name) from None
    except ValueError as error:
        raise DataError(f"not a JSON file: {error}", file=name) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT or "scenarios" not in document:
        raise DataError("not a comparison made by this version", file=name, remedy="Run `wfm compare` again.")
    return document


def _scenario(scenario: Scenario) -> dict[str, Any]:
    figures = {name: getattr(scenario, name) for name in FIGURES}
    result = scenario.result
    return {
        "model": scenario.model,
        **figures,
        "status": result.status if result else None,
        "gap": result.gap if result else None,
        "violations": len(result.violations) if result else None,
        "works": _works(scenario),
        "simulated": service_document(scenario.simulated),
        "intervals": _intervals(scenario),
    }


def _works(scenario: Scenario) -> list[dict[str, Any]]:
    """Agent-hours and peak of each kind of work, with the service its people are expected to give."""
    frame, hours = scenario.requirement.frame, scenario.requirement.interval_minutes / 60
    found = []
    for work, rows in frame.groupby("work"):
        entry: dict[str, Any] = {
            "work": str(work),
            "required_hours": float(rows["agents_required"].sum()) * hours,
            "agents_at_peak": float(rows["agents_required"].max()),
        }
        if scenario.service is not None:
            served = scenario.service[scenario.service["work"] == work]
            known = served[served["service_level"].notna() & (served["offered"] > 0)]
            weight = float(known["offered"].sum())
            entry["offered"] = float(served["offered"].sum())
            entry["service_level"] = (
                float((known["service_level"] * known["offered"]).sum()) / weight if weight else None
            )
        found.append(entry)
    return found


def _intervals(scenario: Scenario) -> dict[str, list[Any]]:
    """Agents to roster (absence included) and scheduled over all kinds of work, by interval."""
    result = scenario.result
    if result is not None and result.coverage is not None:
        total = result.coverage.frame.groupby("interval_start")[["required", "scheduled"]].sum()
    else:
        total = scenario.requirement.frame.groupby("interval_start")[["agents_required"]].sum()
        total = total.rename(columns={"agents_required": "required"})
    columns: dict[str, list[Any]] = {c: [round(float(v), 3) for v in total[c]] for c in total.columns}
    return {"interval_start": [stamp.isoformat() for stamp in total.index], **columns}
