"""Judge a roster of a multi-activity instance by the rules of the format alone: it shares nothing with the reader."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DAY = 24 * 60
BEGIN = 6 * 60  # minutes after the first midnight
SHORTEST, LONGEST = 6 * 60, 10 * 60
LEAST_ON_TASK = 60
REST = 14 * 60
MOST_DAYS = 5
WINDOWS = ((0, 0), (6 * 60, 10 * 60), (14 * 60, 18 * 60), (20 * 60, 23 * 60 + 45))


class Duty(NamedTuple):
    """A shift: its day (0 the first), the minute it starts, and (task, minutes) in order."""

    day: int
    start: int
    tasks: tuple[tuple[str, int], ...]

    @property
    def begin(self) -> int:
        """Minutes after the first midnight."""
        return self.day * DAY + self.start

    @property
    def minutes(self) -> int:
        """Length of the shift."""
        return sum(m for _, m in self.tasks)


def judge(path: Path, roster: Mapping[str, Sequence[Duty]]) -> tuple[int, tuple[str, ...]]:
    """Cost of over-cover and each hard rule that is broken. ``roster``: person -> shifts in order."""
    text = path.read_text(encoding="utf-8")
    horizon = int(_lines(text, "HORIZON")[0]) * DAY
    staff = [line.split(",") for line in _lines(text, "STAFF")]
    broken = [f"{who} is not on the staff" for who in set(roster) - {row[0] for row in staff}]
    for who, least, most in staff:
        broken += [f"{who}: {what}" for what in _person(roster.get(who, ()), int(least), int(most), horizon)]
    present: dict[tuple[str, int], int] = defaultdict(int)
    for duties in roster.values():
        for duty in duties:
            at = duty.begin
            for task, minutes in duty.tasks:
                for minute in range(at, at + minutes, 15):
                    present[task, minute] += 1
                at += minutes
    cost = 0
    for line in _lines(text, "COVER"):
        day, time, task, low, high = line.split(",")
        hours, minutes = map(int, time.split("-")[0].split(":"))
        have = present.pop((task, (int(day) - 1) * DAY + hours * 60 + minutes), 0)
        cost += max(0, have - int(high)) ** 2
        if have < int(low):
            broken.append(f"day {day} {time} task {task}: {have} at work, {low} needed")
    # Slots that the file does not list want nobody.
    cost += sum(have**2 for have in present.values())
    return cost, tuple(broken)


def _person(duties: Sequence[Duty], least: int, most: int, horizon: int) -> list[str]:
    broken = []
    for duty in duties:
        if not any(first <= duty.start <= last for first, last in WINDOWS) or duty.start % 15:
            broken.append(f"starts at minute {duty.start}")
        if not SHORTEST <= duty.minutes <= LONGEST:
            broken.append(f"a shift of {duty.minutes} minutes")
        if any(m < LEAST_ON_TASK or m % 15 for _, m in duty.tasks):
            broken.append("less than an hour on a task")
        if duty.begin < BEGIN or duty.begin + duty.minutes > horizon + BEGIN:
            broken.append("works outside the horizon")
    for before, after in pairwise(duties):
        if after.begin - before.begin - before.minutes < REST:
            broken.append(f"rests {after.begin - before.begin - before.minutes} minutes")
    days = "".join("1" if any(d.day == day for d in duties) else "0" for day in range(horizon // DAY + 1))
    if "1" * (MOST_DAYS + 1) in days:
        broken.append("more than five days in a row")
    minutes = sum(d.minutes for d in duties)
    if not least <= minutes <= most:
        broken.append(f"{minutes} minutes, not between {least} and {most}")
    return broken


def _lines(text: str, name: str) -> list[str]:
    block = re.split(r"SECTION_", text.split(f"SECTION_{name}\n", 1)[1].replace("\r", ""))[0]
    return [line.strip() for line in block.splitlines() if line.strip() and not line.startswith("#")]


def read_solution(path: Path) -> dict[str, list[Duty]]:
    """A published solution file."""
    roster = {}
    for employee in ET.parse(path).getroot().findall("Employee"):
        duties = []
        for shift in employee.findall("Shift"):
            hours, minutes, _ = (shift.findtext("Start") or "").split(":")
            tasks = tuple(
                (task.findtext("ID") or "", int(task.findtext("Length") or 0)) for task in shift.findall("Task")
            )
            duties.append(Duty(int(shift.findtext("Day") or 0), int(hours) * 60 + int(minutes), tasks))
        roster[employee.get("ID", "")] = sorted(duties)
    return roster
