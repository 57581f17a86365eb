"""result.json: what the roster engine found, for people and for programs."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from wfm.intervals import zone_of
from wfm.io.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wfm.types import Coverage, RosterResult


def write_result(result: RosterResult, path: str | Path, explanation: Mapping[str, Any] | None = None) -> None:
    """Write result.json; whole or not at all. An unknown number is null.

    ``explanation`` (:func:`wfm.io.explanations.explanation_content`) is added where it was asked for.

    ``coverage`` holds covered_share (0..1) overall and by work; ``shortfall`` the agent-hours missing overall and by
    work and the interval where most agents are missing.

    Raises:
        DataError: The file cannot be written.
    """
    zone = result.roster.zone if result.roster else "UTC"
    content: dict[str, Any] = {
        "status": result.status,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "terms": dict(result.terms),
        "violations": [
            {"rule": v.rule, "kind": v.kind, "agent": v.agent, "date": v.date, "message": v.message}
            for v in result.violations
        ],
        "shortfall": None if result.coverage is None else _shortfall(result.coverage, zone),
        "coverage": None if result.coverage is None else _coverage(result.coverage),
        "seconds": result.seconds,
        "first_roster_seconds": result.first_roster_seconds,
        "seed": result.seed,
        "versions": dict(result.versions),
        "not_rostered": [{"agent": n.agent, "rules": list(n.rules), "reason": n.reason} for n in result.not_rostered],
    }
    if explanation is not None:
        content["explanation"] = explanation
    write_json(content, path)


def _coverage(coverage: Coverage) -> dict[str, Any]:
    frame = coverage.frame
    met = frame["required"].where(frame["required"] < frame["scheduled"], frame["scheduled"])
    sums = pd.DataFrame({"work": frame["work"], "required": frame["required"], "met": met}).groupby("work").sum()
    shares = (sums["met"] / sums["required"]).where(sums["required"] > 0, 1.0)
    return {"covered_share": coverage.covered_share, "by_work": shares.to_dict()}


def _shortfall(coverage: Coverage, zone: str) -> dict[str, Any]:
    frame = coverage.frame
    missing = (-frame["net"]).clip(lower=0)
    steps = frame["interval_start"].drop_duplicates().sort_values().diff().dropna()
    hours = steps.min().total_seconds() / 3600 if len(steps) else None
    by_work = missing.groupby(frame["work"]).sum()
    worst = frame.iloc[int(missing.to_numpy().argmax())] if missing.max() > 0 else None
    return {
        "agent_hours": None if hours is None else float(missing.sum()) * hours,
        "by_work": {} if hours is None else {str(work): float(n) * hours for work, n in by_work.items()},
        "worst": None
        if worst is None
        else {
            "work": worst["work"],
            "interval_start": worst["interval_start"].tz_convert(zone_of(zone)).isoformat(),
            "required": float(worst["required"]),
            "scheduled": float(worst["scheduled"]),
        },
    }


def write_json(content: Mapping[str, Any], path: str | Path) -> None:
    """Write JSON with keys in the order given; whole or not at all. NaN and infinities become null.

    Raises:
        DataError: The file cannot be written.
    """
    text = json.dumps(_plain(content), ensure_ascii=False, indent=2, allow_nan=False)
    write_bytes(path, f"{text}\n".encode())


def _plain(value: Any) -> Any:
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()  # a numpy number
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
