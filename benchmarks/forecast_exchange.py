"""Files between the benchmark and a peer in its own environment: numpy arrays and JSON. Imports numpy alone.

A folder holds ``tasks.json`` (a list, one entry a queue) and ``counts.npz`` (key ``0``, ``1``, ...: local days x slots,
NaN where nothing was measured). The peer writes ``answers.npz`` (keys ``method|queue|origin|part``) and
``answers.json`` (library versions, seconds and failures by ``method|queue|origin``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# What a method may answer: the mean, and the ends of its 80 and 90 % bands.
PARTS = ("mean", "p05", "p10", "p90", "p95")
# The files of an answer; the last says that all is there.
ANSWERS = ("answers.npz", "answers.json")


@dataclass(frozen=True)
class PeerTask:
    """One queue at one origin, as a peer sees it: nothing after the origin but the calendar.

    ``counts`` are the days before ``origin`` x slots, the first being day number ``first``; ``future`` the day numbers
    wanted; ``special`` maps day numbers to (kind, name), of the past and of the future.
    """

    counts: np.ndarray
    first: int
    minutes: int
    future: np.ndarray
    special: dict[int, tuple[str, str]]

    @property
    def numbers(self) -> np.ndarray:
        """Day number of each day of the history."""
        return self.first + np.arange(len(self.counts))

    def open_cells(self) -> np.ndarray:
        """7 x slots: where the last half year had contacts on normal days; the rest is closed and not modelled."""
        recent = (self.numbers >= self.future[0] - 182) & np.array([n not in self.special for n in self.numbers])
        cells = np.zeros((7, self.counts.shape[1]), dtype=bool)
        for w in range(7):
            rows = np.nan_to_num(self.counts[recent & (weekdays(self.numbers) == w)])
            cells[w] = rows.sum(axis=0) > 0
        total = np.array([np.nan_to_num(self.counts[weekdays(self.numbers) == w]).sum() for w in range(7)])
        return cells & (total > 0.005 * total.max())[:, None]


def weekdays(numbers: np.ndarray) -> np.ndarray:
    """Weekday of day numbers (days since 1970-01-01), 0 is Monday."""
    return (np.asarray(numbers) + 3) % 7


def write_tasks(folder: Path, tasks: list[dict[str, Any]], counts: list[np.ndarray]) -> None:
    """Write what a peer needs. Each task: queue, first, minutes, origins, horizon, special ([day, kind, name])."""
    (folder / "tasks.json").write_text(json.dumps(tasks))
    np.savez(folder / "counts.npz", **{str(i): c for i, c in enumerate(counts)})


def read_tasks(folder: Path) -> list[tuple[str, int, PeerTask]]:
    """Queue, origin and task, in order."""
    result = []
    with np.load(folder / "counts.npz") as counts:
        for i, task in enumerate(json.loads((folder / "tasks.json").read_text())):
            special = {int(day): (kind, name) for day, kind, name in task["special"]}
            whole = counts[str(i)]
            for origin in task["origins"]:
                future = np.arange(origin, origin + task["horizon"])
                known = whole[: max(0, origin - task["first"])]
                result.append((task["queue"], origin, PeerTask(known, task["first"], task["minutes"], future, special)))
    return result


def write_answers(folder: Path, answers: dict[str, np.ndarray], about: dict[str, Any]) -> None:
    """Write what a peer found; the JSON last, so that its presence says that all is there."""
    np.savez(folder / "answers.npz", **answers)
    (folder / "answers.json").write_text(json.dumps(about))


def read_answers(folder: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
    """What a peer found; None where it did not come to its end."""
    if not (folder / "answers.json").is_file():
        return None
    with np.load(folder / "answers.npz") as found:
        return {key: found[key] for key in found.files}, json.loads((folder / "answers.json").read_text())
