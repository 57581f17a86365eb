"""Read a shift-scheduling instance (Curtois and Qu 2014): sections of comma-separated lines, comments with ``#``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """A kind of shift: its minutes and the kinds that may not follow it the next day."""

    name: str
    minutes: int
    not_before: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """The limits of one member of staff over the horizon."""

    name: str
    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_days_on: int
    least_days_on: int
    least_days_off: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True)
class Cover:
    """How many a day and kind needs, and the price of each one missing and each one too many."""

    required: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """A whole instance; requests are (person, day, kind) -> weight, day 0 is a Monday."""

    days: int
    kinds: tuple[Kind, ...]
    staff: tuple[Person, ...]
    wanted: Mapping[tuple[str, int, str], int]
    unwanted: Mapping[tuple[str, int, str], int]
    cover: Mapping[tuple[int, str], Cover]


def read_instance(path: Path) -> Instance:
    """The instance in a file."""
    sections = _sections(path)
    kinds = tuple(
        Kind(name, int(minutes), tuple(k for k in followers.split("|") if k))
        for name, minutes, followers in _rows(sections, "SHIFTS", 3)
    )
    off = {row[0]: frozenset(int(d) for d in row[1:] if d) for row in sections.get("DAYS_OFF", [])}
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        kinds=kinds,
        staff=tuple(_person(row, off) for row in _rows(sections, "STAFF", 8)),
        wanted=_requests(sections, "SHIFT_ON_REQUESTS"),
        unwanted=_requests(sections, "SHIFT_OFF_REQUESTS"),
        cover={
            (int(day), kind): Cover(int(required), int(under), int(over))
            for day, kind, required, under, over in _rows(sections, "COVER", 5)
        },
    )


def _sections(path: Path) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        line = text.strip()
        if line.startswith("SECTION_"):
            lines = found.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            lines.append([part.strip() for part in line.split(",")])
    return found


def _rows(sections: Mapping[str, list[list[str]]], name: str, width: int) -> Iterator[list[str]]:
    for row in sections.get(name, []):
        yield [*row, *[""] * (width - len(row))][:width]


def _person(row: list[str], off: Mapping[str, frozenset[int]]) -> Person:
    name, most_of, *numbers = row
    return Person(
        name,
        {kind: int(most) for kind, most in (part.split("=") for part in most_of.split("|") if part)},
        *(int(x) for x in numbers),
        days_off=off.get(name, frozenset()),
    )


def _requests(sections: Mapping[str, list[list[str]]], name: str) -> dict[tuple[str, int, str], int]:
    return {(who, int(day), kind): int(weight) for who, day, kind, weight in _rows(sections, name, 4)}
