"""The 140 made-up agents: contracts, skills, availability and leave.

Names are a colour and a thing, so that nobody can take them for people.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_data.organisation import DEPARTMENTS, PLANNED_MONDAY, department

COLUMNS = ("agent", "name", "department", "contract", "skills", "efficiency", "available", "leave", "cost_per_hour")
COLOURS = (
    "Amber", "Azure", "Beige", "Cobalt", "Copper", "Coral", "Crimson", "Indigo", "Ivory", "Jade", "Mauve", "Olive",
    "Scarlet", "Teal",
)  # fmt: skip
THINGS = ("Anchor", "Bucket", "Cushion", "Drawer", "Funnel", "Kettle", "Ladder", "Pencil", "Teapot", "Wheel")

# department: how many of each contract, in the order 40, 36, 32, 24 and 20 hours
CONTRACTS = ("40h", "36h", "32h", "24h", "20h")
TEAMS = {
    "billing": (7, 8, 10, 6, 4),
    "claims": (9, 10, 10, 6, 3),
    "contracts": (6, 6, 8, 6, 3),
    "support": (7, 9, 9, 6, 7),
}
SECOND_DEPARTMENT_SHARE = 0.25
TRAINEE_SHARE, TRAINEE_EFFICIENCY = 0.05, 0.8
SENIOR_SHARE, SENIOR_EFFICIENCY, SENIOR_COST = 0.08, 1.1, 36.0

# One in so many agents of a contract keeps a pattern other than the department's opening hours.
NO_WEEKEND, NO_WEDNESDAY, MORNINGS, FROM_ELEVEN = "no weekend", "no Wednesday", "mornings", "from eleven"
PATTERNS = {
    "40h": ("", "", NO_WEEKEND, ""),
    "36h": ("", NO_WEEKEND, "", ""),
    "32h": ("", NO_WEDNESDAY, "", NO_WEEKEND),
    "24h": (NO_WEDNESDAY, "", FROM_ELEVEN),
    "20h": ("student", MORNINGS, "student"),
}
FULL_WEEKS_OF_LEAVE = 6  # agents away for the whole planned week
SHORT_LEAVES = 6  # agents away for two days of it
LATER_LEAVES = 20  # agents with a week of leave after it


@dataclass(frozen=True)
class Person:
    """One row of agents.csv, all text."""

    agent: str
    name: str
    department: str
    contract: str
    skills: str
    efficiency: str
    available: str
    leave: str
    cost_per_hour: str


def draw_people(seed: int) -> tuple[Person, ...]:
    """The agents, in the order of their identities; the same seed gives the same people."""
    random = np.random.default_rng([seed, *b"people"])
    posts = [(d.name, c) for d in DEPARTMENTS for c, n in zip(CONTRACTS, TEAMS[d.name], strict=True) for _ in range(n)]
    names = [f"{colour} {thing}" for thing in THINGS for colour in COLOURS]
    leave = _draw_leave(random, len(posts))
    seen: dict[tuple[str, str], int] = {}
    people = []
    for i, (where, contract) in enumerate(posts):
        number = seen[where, contract] = seen.get((where, contract), -1) + 1
        pattern = PATTERNS[contract][number % len(PATTERNS[contract])]
        luck = random.random()
        is_trainee, is_senior = luck < TRAINEE_SHARE, luck > 1 - SENIOR_SHARE
        people.append(
            Person(
                agent=f"A{i + 1:03d}",
                name=names[i],
                department=where,
                contract=contract,
                skills=_skills(where, random, is_trainee),
                efficiency=f"{TRAINEE_EFFICIENCY if is_trainee else SENIOR_EFFICIENCY if is_senior else 1.0:.1f}",
                available="; ".join(_available(where, pattern)),
                leave=leave.get(i, ""),
                cost_per_hour=f"{SENIOR_COST:.2f}" if is_senior else "",
            )
        )
    return tuple(people)


def _skills(where: str, random: np.random.Generator, is_trainee: bool) -> str:
    """The own department; some know a second one. Trainees know the telephone and e-mail of their own."""
    other = str(random.choice([d.name for d in DEPARTMENTS if d.name != where]))
    has_second = random.random() < SECOND_DEPARTMENT_SHARE
    if is_trainee:
        return f"{where}/voice;{where}/email"
    return f"{where};{other}" if has_second else where


def _available(where: str, pattern: str) -> tuple[str, ...]:
    """When an agent can work: the department's opening hours, less what the pattern takes away."""
    hours = department(where).open
    closes = hours[0].split("-")[-1]
    weekend = hours[1:]
    if pattern == NO_WEEKEND:
        return hours[:1]
    if pattern == NO_WEDNESDAY:
        return (f"mon,tue,thu,fri 08:00-{closes}", *weekend)
    if pattern == MORNINGS:
        return ("mon-fri 08:00-13:00",)
    if pattern == FROM_ELEVEN:
        return (f"mon-fri 11:00-{closes}", *weekend)
    if pattern == "student":  # after classes; the contracts department closes early and lets them in after lunch
        return (f"mon-fri {'13:00' if closes == '18:00' else '16:00'}-{closes}", *weekend)
    return hours


def _draw_leave(random: np.random.Generator, count: int) -> dict[int, str]:
    """Leave by place in the list: whole weeks and pairs of days in the planned week, and weeks after it."""
    chosen = [int(i) for i in random.permutation(count)]
    week = PLANNED_MONDAY
    leave = {i: _span(week, 7) for i in chosen[:FULL_WEEKS_OF_LEAVE]}
    for i in chosen[FULL_WEEKS_OF_LEAVE:][:SHORT_LEAVES]:
        first = week + timedelta(days=int(random.integers(0, 4)))
        leave[i] = f"{first};{first + timedelta(days=1)}"
    for i in chosen[FULL_WEEKS_OF_LEAVE + SHORT_LEAVES :][:LATER_LEAVES]:
        leave[i] = _span(week + timedelta(days=7 * int(random.integers(1, 7))), 7)
    return leave


def _span(first: date, days: int) -> str:
    return f"{first}..{first + timedelta(days=days - 1)}"


def agents_csv(seed: int) -> str:
    """The text of agents.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([[getattr(person, column) for column in COLUMNS] for person in draw_people(seed)])
    return text.getvalue()
