"""Files in: one function a file, each giving a checked type or an error that names row, column and what to do."""

from wfm.io.events import read_events
from wfm.io.history import read_history
from wfm.io.interval_frames import read_forecast, read_requirement
from wfm.io.people import check_skills, read_agents
from wfm.io.rosters import read_roster
from wfm.io.wishes import read_wishes

__all__ = [
    "check_skills",
    "read_agents",
    "read_events",
    "read_forecast",
    "read_history",
    "read_requirement",
    "read_roster",
    "read_wishes",
]
