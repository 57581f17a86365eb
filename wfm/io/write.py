"""Files out: one function a type, each writing the whole file or nothing."""

from wfm.io.events import write_events
from wfm.io.interval_frames import write_forecast, write_history, write_requirement, write_scores
from wfm.io.people import write_agents
from wfm.io.proofs import write_proof, write_proof_report
from wfm.io.results import write_json, write_result
from wfm.io.rosters import write_roster

__all__ = [
    "write_agents",
    "write_events",
    "write_forecast",
    "write_history",
    "write_json",
    "write_proof",
    "write_proof_report",
    "write_requirement",
    "write_result",
    "write_roster",
    "write_scores",
]
