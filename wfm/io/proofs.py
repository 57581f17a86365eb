"""proof.csv and the report of a simulated roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfm.intervals import zone_of
from wfm.io.render import write_frame
from wfm.io.results import write_json
from wfm.types.proof import PROOF

if TYPE_CHECKING:
    from pathlib import Path

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
    )
    return {name: getattr(total, name) for name in names}
