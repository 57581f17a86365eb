"""Read a multi-activity instance (Qu and Curtois 2020): staff with minutes, cover from Min to Max a slot and task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SLOT_MINUTES = 15
DAY_SLOTS = 96
FIRST_SLOT = 24  # the horizon begins at 06:00


@dataclass(frozen=True)
class Instance:
    """``least`` and ``most`` [task, slot] people wanted; slot 0 begins at 06:00 of the first day."""

    days: int
    staff: tuple[tuple[str, int, int], ...]
    least: NDArray[np.int64]
    most: NDArray[np.int64]


def is_multi_activity(path: Path) -> bool:
    """Whether a file holds such an instance: it alone has a section of tasks."""
    return "SECTION_TASKS" in path.read_text(encoding="utf-8")


def read_instance(path: Path) -> Instance:
    """The instance in a file."""
    section, numbers = "", {"SECTION_HORIZON": 0, "SECTION_TASKS": 0}
    staff: list[tuple[str, int, int]] = []
    cover: list[tuple[int, int, int, int]] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        line = text.strip()
        if line.startswith("SECTION_"):
            section = line
        elif line and not line.startswith("#"):
            parts = line.split(",")
            if section in numbers:
                numbers[section] = int(line)
            elif section == "SECTION_STAFF":
                staff.append((parts[0], int(parts[1]), int(parts[2])))
            else:
                hour, minute = parts[1].split("-")[0].split(":")
                slot = (int(parts[0]) - 1) * DAY_SLOTS + (int(hour) * 60 + int(minute)) // SLOT_MINUTES - FIRST_SLOT
                cover.append((int(parts[2]) - 1, slot, int(parts[3]), int(parts[4])))
    days, tasks = numbers["SECTION_HORIZON"], numbers["SECTION_TASKS"]
    least, most = np.zeros((2, tasks, days * DAY_SLOTS), dtype=np.int64)
    for task, slot, low, high in cover:
        least[task, slot], most[task, slot] = low, high
    return Instance(days, tuple(staff), least, most)
