"""Figures of a simulated roster: by queue, department, kind of work and time of day, each over all simulated weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.simulate.engine import ABANDONED, ANSWERED, EARLY, HANDLING, IN_TIME, OFFERED, WAIT_ANSWERED
from wfm.types.simulated_service import ServiceFigures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wfm.simulate.proving import PlayedRoster
    from wfm.simulate.run import SimulationResult
    from wfm.types import Plan
    from wfm.types.simulated_service import Kind

    Numbers = NDArray[np.float64]
    Mask = NDArray[np.bool_]

BAND = (0.05, 0.95)
TIME_BLOCK_HOURS = 2


@dataclass(frozen=True)
class PlayedWeeks:
    """A roster and what became of it in each simulated week."""

    played: PlayedRoster
    found: SimulationResult
    plan: Plan

    def total(self, where: Mask | None = None) -> ServiceFigures:
        """All contacts that cannot wait, of the intervals ``where``."""
        return self._figures("all", "all contacts", self._real_time(), where)

    def queues(self, where: Mask | None = None) -> tuple[ServiceFigures, ...]:
        """One a queue, by name."""
        return tuple(self._figures("queue", q, [q], where) for q in self._queues())

    def departments(self) -> tuple[ServiceFigures, ...]:
        """One a department that has contacts which cannot wait."""
        own: dict[str, list[str]] = {}
        for queue in self._real_time():
            own.setdefault(self.plan.queue(queue).queue.department, []).append(queue)
        return tuple(self._figures("department", name, queues) for name, queues in sorted(own.items()))

    def times(self) -> tuple[ServiceFigures, ...]:
        """One a block of local time of day in which contacts come, all days together."""
        block = self.played.grid.index.tz_convert(self.played.grid.zone).hour.to_numpy() // TIME_BLOCK_HOURS
        found = []
        for number in range(24 // TIME_BLOCK_HOURS):
            name = f"{number * TIME_BLOCK_HOURS:02d}:00-{(number + 1) * TIME_BLOCK_HOURS:02d}:00"
            figures = self._figures("time of day", name, self._real_time(), block == number)
            if figures.offered > 0:
                found.append(figures)
        return tuple(found)

    def works(self, works: Sequence[str]) -> tuple[ServiceFigures, ...]:
        """One a kind of work: the contacts that are its own (a second line's: those handed on), its people's time."""
        return tuple(self._of_work(name) for name in works)

    def _queues(self) -> list[str]:
        return sorted({e.queue for e in self.played.entries})

    def _real_time(self) -> list[str]:
        return [q for q in self._queues() if not self.plan.queue(q).is_deferred]

    def _of_work(self, work: str) -> ServiceFigures:
        entries = self.played.entries
        own = [i for i, e in enumerate(entries) if e.work == work and not self.plan.queue(e.queue).is_deferred]
        groups = [g for g, group in enumerate(self.found.scenario.groups) if group.name.partition(" ")[2] == work]
        goals = [(entries[i].queue, i) for i in own]
        return self._told("work", work, own, [], self._occupancy(groups, None), goals, None, deferred=False)

    def _figures(self, kind: Kind, name: str, queues: Sequence[str], where: Mask | None = None) -> ServiceFigures:
        entries = self.played.entries
        first = [i for i, e in enumerate(entries) if e.queue in queues and e.second_line_of is None]
        second = [i for i, e in enumerate(entries) if e.queue in queues and e.second_line_of is not None]
        names = {entries[i].name for i in [*first, *second]}
        groups = [g for g, group in enumerate(self.found.scenario.groups) if names & set(group.takes)]
        deferred = all(self.plan.queue(q).is_deferred for q in queues)
        goals = [(entries[i].queue, i) for i in first]
        return self._told(kind, name, first, second, self._occupancy(groups, where), goals, where, deferred=deferred)

    def _told(
        self,
        kind: Kind,
        name: str,
        first: list[int],
        second: list[int],
        occupancy: float | None,
        goals: list[tuple[str, int]],
        where: Mask | None,
        *,
        deferred: bool,
    ) -> ServiceFigures:
        here = self._counts(first, where)
        weeks = here.sum(axis=(1, 2))
        promised = weeks[:, OFFERED] - weeks[:, EARLY] if deferred else weeks[:, OFFERED]
        sums, behind = weeks.sum(axis=0), self._counts(second, where).sum(axis=(0, 1, 2))
        low, high = _band(weeks[:, IN_TIME], promised)
        aht, penalty = (None, None) if deferred else self._handling(here, first, behind, where)
        return ServiceFigures(
            kind=kind,
            name=name,
            offered=float(weeks[:, OFFERED].mean()),
            service_level=_share(sums[IN_TIME], promised.sum()),
            service_level_low=low,
            service_level_high=high,
            goal=None if deferred else self._goal(here, goals),
            asa_seconds=None if deferred else _share(sums[WAIT_ANSWERED], sums[ANSWERED]),
            abandonment=None if deferred else _share(sums[ABANDONED] + behind[ABANDONED], sums[OFFERED]),
            occupancy=occupancy,
            transfers=None if deferred else _share(behind[OFFERED], sums[ANSWERED]),
            aht_seconds=aht,
            aht_penalty=penalty,
            weeks=tuple(_share(top, bottom) for top, bottom in zip(weeks[:, IN_TIME], promised, strict=True)),
        )

    def _counts(self, entries: list[int], where: Mask | None) -> Numbers:
        counts = self.found.counts[:, entries]
        return counts if where is None else counts[:, :, where]

    def _handling(
        self, here: Numbers, first: list[int], behind: Numbers, where: Mask | None
    ) -> tuple[float | None, float | None]:
        """Mean handle time of a contact answered, and by how much it lies above that of specialists."""
        answered = here[..., ANSWERED]
        steps = self.found.scenario.steps_reported
        usual = 0.0
        for place, entry in enumerate(first):
            mean = self.found.scenario.over_time(self.found.scenario.queues[entry].aht_seconds)[::steps]
            mean = mean / self.played.entries[entry].aht_factor
            usual += float((answered[:, place] * (mean if where is None else mean[where])).sum())
        handling = float(here[..., HANDLING].sum() + behind[HANDLING])
        ratio = _share(handling, usual)
        return _share(handling, float(answered.sum())), None if ratio is None else ratio - 1

    def _goal(self, here: Numbers, goals: list[tuple[str, int]]) -> float | None:
        total = weight = 0.0
        for place, (queue, _) in enumerate(goals):
            level = self.plan.queue(queue).goal.service_level
            if level is not None:
                offered = float(here[:, place, :, OFFERED].sum())
                total, weight = total + level * offered, weight + offered
        return _share(total, weight)

    def _occupancy(self, groups: list[int], where: Mask | None) -> float | None:
        found = self.found
        busy, staffed = (found.busy_seconds + found.filling_seconds)[:, groups], found.staffed_seconds[:, groups]
        if where is not None:
            busy, staffed = busy[..., where], staffed[..., where]
        share = _share(float(busy.sum()), float(staffed.sum()))
        return None if share is None else min(1.0, share)


def _share(top: float, bottom: float) -> float | None:
    return float(top / bottom) if bottom > 0 else None


def _band(top: Numbers, bottom: Numbers) -> tuple[float | None, float | None]:
    """Where nine weeks in ten lie, of those that have contacts."""
    known = bottom > 0
    if not known.any():
        return None, None
    shares = np.sort(top[known] / bottom[known])
    low, high = (float(shares[round(end * (shares.size - 1))]) for end in BAND)
    return low, high
