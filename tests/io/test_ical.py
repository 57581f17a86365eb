"""Calendar files, read back with a calendar library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from wfm.intervals import WeekWindows, local_instant
from wfm.io.ical import agent_calendar, write_ical
from wfm.io.vtimezone import vtimezone
from wfm.types import Activity, ActivityKind, Agent, Availability, Roster, Shift

ZONE = ZoneInfo("Europe/Amsterdam")
STAMP = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)


def agent(identity: str, name: str) -> Agent:
    return Agent(identity, name, "billing", "40h", ("billing",), Availability(WeekWindows.always()))


def shift(who: str, day: date, start: int, length: int, *, breaks: tuple[tuple[int, int], ...] = ()) -> Shift:
    """A shift from local minute ``start``; ``breaks`` are (minutes after the start, length), unpaid from 30 on."""
    begin, end = local_instant(day, start, ZONE), local_instant(day, start + length, ZONE)
    activities, here = [], begin
    for after, minutes in breaks:
        at = begin + timedelta(minutes=after)
        kind = ActivityKind.MEAL if minutes >= 30 else ActivityKind.BREAK
        activities.append(Activity(ActivityKind.WORK, here, at, "pooled"))
        here = at + timedelta(minutes=minutes)
        activities.append(Activity(kind, at, here, paid=minutes < 30))
    return Shift(who, day, (*activities, Activity(ActivityKind.WORK, here, end, "pooled")))


def leave(who: str, day: date, hours: float) -> Shift:
    begin = local_instant(day, 9 * 60, ZONE)
    return Shift(who, day, (Activity(ActivityKind.LEAVE, begin, begin + timedelta(hours=hours)),))


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_each_agent_has_a_file_with_its_own_shifts(tmp_path: Path) -> None:
    monday = date(2026, 11, 16)
    roster = Roster(
        (
            shift("A1", monday, 8 * 60, 510, breaks=((120, 15), (240, 30), (390, 15))),
            shift("A1", monday + timedelta(days=1), 9 * 60, 240),
            shift("A2", monday, 13 * 60, 480),
        ),
        "Europe/Amsterdam",
    )
    people = [agent("A1", "Amber Anchor"), agent("A2", "Azure Bucket"), agent("A3", "Jade Wheel")]
    paths = write_ical(roster, people, tmp_path / "new" / "calendars", stamp=STAMP)
    assert [p.name for p in paths] == ["A1-Amber-Anchor.ics", "A2-Azure-Bucket.ics"]
    first, second = events(paths[0].read_bytes())
    assert (first.start, first.end) == (
        datetime(2026, 11, 16, 8, tzinfo=ZONE),
        datetime(2026, 11, 16, 16, 30, tzinfo=ZONE),
    )
    assert first["SUMMARY"] == "Shift (pooled)"
    assert first["DESCRIPTION"].split("\n") == [
        "10:00-10:15 break",
        "12:00-12:30 meal (unpaid)",
        "14:30-14:45 break",
        "8 paid hours",
    ]
    assert second.start == datetime(2026, 11, 17, 9, tzinfo=ZONE)
    assert len(events(paths[1].read_bytes())) == 1


def test_lines_end_in_crlf_and_are_no_longer_than_75_octets(tmp_path: Path) -> None:
    roster = Roster((shift("A1", date(2026, 11, 16), 480, 510, breaks=((120, 15), (240, 30))),), "Europe/Amsterdam")
    data = agent_calendar(roster, "A1", "Ä" * 200, stamp=STAMP)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_an_event_keeps_its_identity_when_the_shift_moves() -> None:
    day = date(2026, 11, 16)
    before = Roster((shift("A1", day, 480, 510),), "Europe/Amsterdam", version=1)
    after = Roster((shift("A1", day, 600, 510),), "Europe/Amsterdam", version=2, state="published")
    (old,), (new,) = (events(agent_calendar(r, "A1", "A1", stamp=STAMP)) for r in (before, after))
    (other,) = events(agent_calendar(Roster((shift("A2", day, 480, 510),), "Europe/Amsterdam"), "A2", "A2"))
    assert old["UID"] == new["UID"] != other["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert (old["STATUS"], new["STATUS"]) == ("TENTATIVE", "CONFIRMED")


def test_the_same_roster_and_stamp_give_the_same_bytes() -> None:
    roster = Roster((shift("A1", date(2026, 11, 16), 480, 510),), "Europe/Amsterdam")
    assert agent_calendar(roster, "A1", "X", stamp=STAMP) == agent_calendar(roster, "A1", "X", stamp=STAMP)


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 10, 24), 9), (date(2026, 3, 28), 7), (date(2026, 11, 18), 8)])
def test_night_shift_keeps_its_elapsed_hours_on_clock_changes(night: date, hours: int) -> None:
    roster = Roster((shift("A1", night, 22 * 60, 8 * 60),), "Europe/Amsterdam")
    (event,) = events(agent_calendar(roster, "A1", "A1", stamp=STAMP))
    assert (event.start.hour, event.end.hour) == (22, 6)
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(hours=hours)
    assert f"{hours} paid hours" in event["DESCRIPTION"]


def test_a_shift_that_starts_in_the_repeated_hour_starts_at_that_instant() -> None:
    for start in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        work = Activity(ActivityKind.WORK, start, start + timedelta(hours=4), "pooled")
        roster = Roster((Shift("A1", date(2026, 10, 25), (work,)),), "Europe/Amsterdam")
        (event,) = events(agent_calendar(roster, "A1", "A1", stamp=STAMP))
        assert event.start.astimezone(UTC) == start


def test_a_day_of_leave_is_an_all_day_event() -> None:
    roster = Roster((leave("A1", date(2026, 11, 18), 7.2),), "Europe/Amsterdam")
    (event,) = events(agent_calendar(roster, "A1", "A1", stamp=STAMP))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Leave", "7.2 hours credited")
    assert (event.start, event.end) == (date(2026, 11, 18), date(2026, 11, 19))


def test_the_time_zone_definition_gives_every_instant_its_offset() -> None:
    # Onsets are in the time before the change (RFC 5545, 3.6.5): applied to UTC they must give the zone's own offsets.
    first, last = datetime(2026, 1, 5, tzinfo=UTC), datetime(2027, 2, 5, tzinfo=UTC)
    for name in ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"):
        zone = ZoneInfo(name)
        onsets = sorted(
            (part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
            for part in vtimezone(zone, first, last).subcomponents
        )
        for hours in range(0, 24 * 396):
            instant = first + timedelta(hours=hours)
            found = next(to for onset, to in reversed(onsets) if onset <= instant.replace(tzinfo=None))
            assert found == instant.astimezone(zone).utcoffset(), (name, instant)


def test_file_names_are_safe_and_never_collide(tmp_path: Path) -> None:
    day = date(2026, 11, 16)
    identities = ["a/b", "a:b", "A?B", "../up", "CON", ".", "x" * 300, "Zoë 木"]
    roster = Roster(tuple(shift(i, day, 480, 240) for i in identities), "Europe/Amsterdam")
    paths = write_ical(roster, [agent("CON", "CON")], tmp_path, stamp=STAMP)
    assert len({p.name.casefold() for p in paths}) == len(identities)
    assert all(p.parent == tmp_path and p.exists() for p in paths)
    assert {"agent-CON.ics", "up.ics", "Zoë-木.ics", "agent.ics"} <= {p.name for p in paths}
    assert max(len(p.name) for p in paths) <= 84


def test_special_characters_of_a_name_survive() -> None:
    roster = Roster((shift("A1", date(2026, 11, 16), 480, 240),), "Europe/Amsterdam")
    data = agent_calendar(roster, "A1", "Teal; Kettle, \\ the\nBEGIN:VEVENT", stamp=STAMP)
    calendar = icalendar.Calendar.from_ical(data)
    assert str(calendar["X-WR-CALNAME"]) == "Roster of Teal; Kettle, \\ the BEGIN:VEVENT"
    assert len(calendar.walk("VEVENT")) == 1
