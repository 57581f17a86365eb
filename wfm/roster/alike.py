"""Agents who can be exchanged for one another: one of them is priced, and the answer holds for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model


@dataclass(frozen=True)
class Alike:
    """Groups of like agents: ``first`` [group] stands for them, ``count`` [group] says how many they are.

    ``members`` holds each group's agents; ``order`` all agents, group by group.
    """

    first: NDArray[np.int64]
    count: NDArray[np.float64]
    members: tuple[NDArray[np.int64], ...]

    @property
    def order(self) -> NDArray[np.int64]:
        """All agents, those alike beside each other, and groups of the same skills too."""
        return np.concatenate(self.members) if self.members else np.zeros(0, dtype=np.int64)


def alike(m: Model, agents: NDArray[np.int64]) -> Alike:
    """The groups among ``agents``: the same skills, shifts, days off, hours, past and wishes.

    They come in order of skill, hours and days, so that neighbours differ little.
    """
    groups: dict[bytes, list[int]] = {}
    for i in agents:
        facts = [m.skill[i], m.automaton[i], m.own_ready[i], m.own_off[i], m.own_state[i]]
        rows = [np.array(facts), m.allowed[i], m.may_rest[i], m.least[i], m.most[i]]
        rows += [table[i] for table in (m.own_value, m.kind_most) if len(table)]
        groups.setdefault(b"|".join(row.tobytes() for row in rows), []).append(int(i))
    members = [np.array(found, dtype=np.int64) for found in groups.values()]
    members.sort(key=lambda g: (m.skill[g[0]], m.most[g[0], 0], m.allowed[g[0]].sum(), g[0]))
    return Alike(
        first=np.array([g[0] for g in members], dtype=np.int64),
        count=np.array([len(g) for g in members], dtype=np.float64),
        members=tuple(members),
    )
