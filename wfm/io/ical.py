"""A calendar file (RFC 5545) for each agent, which any calendar program can import or subscribe to."""

from __future__ import annotations

import re
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from wfm.intervals import zone_of
from wfm.io.files import write_bytes
from wfm.io.vtimezone import vtimezone
from wfm.types import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from wfm.types import Agent, Roster, Shift

# Names the identities of events: an event keeps its identity as long as agent and date stay.
_EVENTS = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/wfm/wfm/calendar-event")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{i}" for p in ("com", "lpt") for i in range(1, 10))})
_LONGEST_NAME = 80


def write_ical(
    roster: Roster, agents: Sequence[Agent], directory: str | Path, *, stamp: datetime | None = None
) -> list[Path]:
    """Write one .ics file for each agent with a shift; agents of the roster that ``agents`` lacks keep their identity.

    Args:
        roster: The shifts.
        agents: The people, for their names.
        directory: Where the files go; made where missing. Files of the same names are replaced.
        stamp: When the roster was last changed; now without it.

    Returns:
        The paths, in the order of the agents' identities.

    Raises:
        DataError: A file cannot be written.
    """
    place = Path(directory)
    place.mkdir(parents=True, exist_ok=True)
    names = {agent.agent: agent.name for agent in agents}
    taken: set[str] = set()
    paths = []
    for agent in sorted({shift.agent for shift in roster.shifts}):
        name = names.get(agent, "") or agent
        path = place / _file_name(agent, name, taken)
        write_bytes(path, agent_calendar(roster, agent, name, stamp=stamp))
        paths.append(path)
    return paths


def agent_calendar(roster: Roster, agent: str, name: str, *, stamp: datetime | None = None) -> bytes:
    """The calendar of one agent as a file's bytes: an event a shift, its breaks in the description.

    An event's identity depends on agent and date alone, so that a later version of the roster moves the event in the
    reader's calendar instead of adding a second one. Draft rosters are marked tentative.
    """
    zone = zone_of(roster.zone)
    shifts = roster.of(agent)
    calendar = Calendar()
    calendar.add("PRODID", "-//wfm//roster//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("X-WR-CALNAME", f"Roster of {' '.join(name.split())}")  # one line: the library does not escape it
    if shifts:
        calendar.add_component(vtimezone(zone, shifts[0].start, shifts[-1].end))
    made = (stamp or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    seen: dict[object, int] = {}
    for shift in shifts:
        number = seen[shift.date] = seen.get(shift.date, 0) + 1
        event = _leave_event(shift) if shift.is_leave else _shift_event(shift, zone)
        event.add("UID", str(uuid.uuid5(_EVENTS, f"{agent}|{shift.date.isoformat()}|{number}")))
        event.add("DTSTAMP", made)
        event.add("SEQUENCE", roster.version - 1)
        event.add("STATUS", "CONFIRMED" if roster.state == "published" else "TENTATIVE")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _leave_event(shift: Shift) -> Event:
    """A day of leave as an all-day event: its hours are credited, not spent between two times."""
    event = Event()
    event.add("SUMMARY", "Leave")
    event.add("DTSTART", shift.date)
    event.add("DTEND", shift.date + timedelta(days=1))
    event.add("DESCRIPTION", f"{shift.paid_hours:.4g} hours credited")
    return event


def _shift_event(shift: Shift, zone: ZoneInfo) -> Event:
    works = list(dict.fromkeys(a.work for a in shift.activities if a.kind is ActivityKind.WORK and a.work))
    event = Event()
    event.add("SUMMARY", f"Shift ({', '.join(works)})" if works else "Shift")
    event.add("DTSTART", _moment(shift.start, zone))
    event.add("DTEND", _moment(shift.end, zone))
    lines = [
        f"{a.start.astimezone(zone):%H:%M}-{a.end.astimezone(zone):%H:%M} {a.kind.value}{'' if a.paid else ' (unpaid)'}"
        for a in shift.activities
        if a.kind is not ActivityKind.WORK
    ]
    event.add("DESCRIPTION", "\n".join([*lines, f"{shift.paid_hours:.4g} paid hours"]))
    return event


def _moment(instant: datetime, zone: ZoneInfo) -> datetime:
    """Local time, or UTC in the hour that the autumn change repeats: a local time there means its first occurrence."""
    local = instant.astimezone(zone)
    return instant.astimezone(UTC) if local.fold else local


def _file_name(agent: str, name: str, taken: set[str]) -> str:
    """A name that every file system takes and that no other agent of this roster has, upper and lower case alike."""
    plain = unicodedata.normalize("NFC", agent if name == agent else f"{agent}-{name}")
    stem = re.sub(r"[^\w.]+", "-", plain).strip("-._")[:_LONGEST_NAME].strip("-._") or "agent"
    if stem.split(".")[0].casefold() in _RESERVED:
        stem = f"agent-{stem}"
    candidates = (stem if i == 1 else f"{stem}-{i}" for i in count(1))
    chosen = next(c for c in candidates if c.casefold() not in taken)
    taken.add(chosen.casefold())
    return f"{chosen}.ics"
