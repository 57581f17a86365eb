"""Judge a roster of a shift-scheduling instance by the rules of the format alone.

This shares nothing with the reader or the engine, on purpose: it reads the file by itself and knows rosters only as
names of shifts, so that a mistake in the mapping to the engine's model cannot hide here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OFF = ""


@dataclass(frozen=True)
class Verdict:
    """What a roster costs, in parts, and each hard rule that it breaks."""

    cost: int
    parts: Mapping[str, int]
    violations: tuple[str, ...]


def judge(path: Path, roster: Mapping[str, Sequence[str]]) -> Verdict:
    """Cost and violations of ``roster``: person -> the shift of each day, ``""`` for a day off."""
    blocks = _blocks(path)
    days = int(blocks["HORIZON"][0])
    shifts = {line.split(",")[0]: line.split(",") for line in blocks["SHIFTS"]}
    people = {line.split(",")[0]: line.split(",") for line in blocks["STAFF"]}
    strange = [f"{who} is not on the staff" for who in roster if who not in people]
    for who in people:
        if who not in roster or len(roster[who]) != days:
            strange.append(f"{who} has no roster of {days} days")
        elif set(roster[who]) - {OFF, *shifts}:
            strange.append(f"{who} works a shift that does not exist")
    if strange:
        return Verdict(0, {}, tuple(strange))
    broken = [f"{who}: {what}" for who, limits in people.items() for what in _person_rules(roster[who], limits, shifts)]
    for line in blocks.get("DAYS_OFF", []):
        who, *off = line.split(",")
        broken += [f"{who}: works on day off {d}" for d in off if d and roster[who][int(d)] != OFF]
    parts = {"wanted": 0, "unwanted": 0, "under": 0, "over": 0}
    for line in blocks.get("SHIFT_ON_REQUESTS", []):
        who, day, shift, weight = line.split(",")
        parts["wanted"] += int(weight) * (roster[who][int(day)] != shift)
    for line in blocks.get("SHIFT_OFF_REQUESTS", []):
        who, day, shift, weight = line.split(",")
        parts["unwanted"] += int(weight) * (roster[who][int(day)] == shift)
    for line in blocks.get("COVER", []):
        day, shift, required, under, over = line.split(",")
        working = sum(1 for plan in roster.values() if plan[int(day)] == shift)
        parts["under"] += int(under) * max(0, int(required) - working)
        parts["over"] += int(over) * max(0, working - int(required))
    return Verdict(sum(parts.values()), parts, tuple(broken))


def _blocks(path: Path) -> dict[str, list[str]]:
    text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
    found = {}
    for block in text.split("SECTION_")[1:]:
        name, *lines = block.splitlines()
        found[name.strip()] = [re.sub(r"\s", "", line) for line in lines if line.strip()]
    return found


def _person_rules(plan: Sequence[str], limits: Sequence[str], shifts: Mapping[str, Sequence[str]]) -> list[str]:
    most_of, (most, least, most_on, least_on, least_off, weekends) = limits[1], map(int, limits[2:8])
    broken = []
    for part in most_of.split("|"):
        shift, limit = part.split("=")
        if plan.count(shift) > int(limit):
            broken.append(f"{plan.count(shift)} shifts {shift}, {limit} allowed")
    minutes = sum(int(shifts[s][1]) for s in plan if s != OFF)
    if not least <= minutes <= most:
        broken.append(f"{minutes} minutes, not between {least} and {most}")
    for day in range(1, len(plan)):
        before, after = plan[day - 1], plan[day]
        if OFF not in (before, after) and after in shifts[before][2].split("|"):
            broken.append(f"{after} on day {day} follows {before}")
    pattern = "".join("0" if s == OFF else "1" for s in plan)
    broken += [f"{len(r)} days in a row" for r in re.findall("1+", pattern) if len(r) > most_on]
    # Runs that touch an end of the horizon may go on beyond it.
    inside = re.compile(r"(?<=0)1+(?=0)")
    broken += [f"only {len(r)} days in a row" for r in inside.findall(pattern) if len(r) < least_on]
    rests = re.compile(r"(?<=1)0+(?=1)")
    broken += [f"only {len(r)} days off in a row" for r in rests.findall(pattern) if len(r) < least_off]
    worked = sum("1" in pattern[saturday : saturday + 2] for saturday in range(5, len(pattern), 7))
    if worked > weekends:
        broken.append(f"{worked} weekends, {weekends} allowed")
    return broken
