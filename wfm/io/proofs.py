"""proof.csv and the report of a simulated roster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfm.errors import DataError
from wfm.intervals import zone_of
from wfm.io.render import write_frame
from wfm.io.results import write_json
from wfm.types.proof import PROOF

if TYPE_CHECKING:
    from wfm.types import Proof, ProofTotal


def write_proof(proof: Proof, path: str | Path) -> None:
    """Write the columns of proof.csv, a row a queue and interval, times local with offset; whole or not at all.

    Raises:
        DataError: The file cannot be written.
    """
    write_frame(proof.frame[[*PROOF.key, *PROOF.numbers]], path, proof.zone)


def write_proof_report(proof: Proof, path: str | Path) -> None:
    """Write the totals of the week, a queue each, and the intervals that will miss a goal (JSON).

    Raises:
        DataError: The file cannot be written.
    """
    local = proof.misses["interval_start"].dt.tz_convert(zone_of(proof.zone))
    misses = proof.misses.assign(interval_start=[at.isoformat() for at in local]).to_dict("records")
    content = {
        "replications": proof.replications,
        "seed": proof.seed,
        "absence": proof.absence,
        "total": _total(proof.total),
        "queues": [_total(t) for t in proof.totals],
        "missed_intervals": proof.missed_intervals,
        "misses": misses,
        "notes": list(proof.notes),
    }
    write_json(content, path)


def read_left_hours(path: str | Path) -> dict[str, float]:
    """Agent-hours that each deferred queue left at the end, from a report of :func:`write_proof_report`.

    Raises:
        DataError: The file is missing or is no such report.
    """
    try:
        queues = json.loads(Path(path).read_text(encoding="utf-8"))["queues"]
        rows = [(str(q["queue"]), q["left_hours"]) for q in queues]
    except FileNotFoundError:
        raise DataError("there is no such file", file=str(path)) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise DataError(
            "not the report of a simulated roster", file=str(path), remedy="Make it with `wfm simulate --report`."
        ) from None
    # A second line's share of a queue is called "queue (work)": its deferred work belongs to one queue of the plan.
    found: dict[str, float] = {}
    for name, hours in rows:
        if hours is not None:
            queue = name.partition(" (")[0]
            found[queue] = found.get(queue, 0.0) + float(hours)
    return found


def _total(total: ProofTotal) -> dict[str, Any]:
    names = (
        "queue",
        "offered",
        "service_level",
        "service_level_low",
        "service_level_high",
        "asa_seconds",
        "abandonment",
        "occupancy",
        "late",
        "left_hours",
    )
    return {name: getattr(total, name) for name in names}
