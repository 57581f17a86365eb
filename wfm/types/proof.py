"""The proof of a roster: the service that simulation says it will give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.types.frames import FrameContract

if TYPE_CHECKING:
    import pandas as pd

_MEASURES = ("service_level", "service_level_low", "service_level_high", "asa_seconds", "abandonment", "occupancy")

PROOF = FrameContract("proof", key=("queue", "interval_start"), numbers=("offered", *_MEASURES), may_be_nan=_MEASURES)

MISSES = FrameContract(
    "list of misses",
    key=("queue", "interval_start", "measure"),
    numbers=("offered", "goal", "expected"),
    may_be_nan=("expected",),
)


@dataclass(frozen=True, slots=True)
class ProofTotal:
    """One queue, or all real-time queues, over the whole horizon; None where there is nothing to speak of.

    ``service_level_low`` and ``service_level_high``: where nine replications in ten lie. ``late``: pieces of work that
    may wait that were not done when due (mean over replications); ``left_hours``: agent-hours of it that are left at
    the end, late or not, for the next week to begin with.
    """

    queue: str
    offered: float
    service_level: float | None
    service_level_low: float | None
    service_level_high: float | None
    asa_seconds: float | None = None
    abandonment: float | None = None
    occupancy: float | None = None
    late: float | None = None
    left_hours: float | None = None


@dataclass(frozen=True)
class Proof:
    """What a roster gives under a forecast, simulated ``replications`` times with absence and uncertain demand.

    ``frame`` follows :data:`PROOF`, a row a queue and interval: contacts offered (mean), service_level (share answered
    within the threshold; of work that may wait, share done when due), the band in which nine replications in ten lie,
    and for contacts asa_seconds and abandonment; occupancy is that of the agents at work who can take the queue, all
    their work together. NaN where nothing is offered or nobody is there. A second line is a queue of its own, called
    ``queue (work)``.

    ``misses`` follows :data:`MISSES`: intervals in which the expected value misses its goal by more than the noise of
    the simulation. ``totals``: a queue each; ``total``: all real-time contacts.
    """

    frame: pd.DataFrame
    misses: pd.DataFrame
    totals: tuple[ProofTotal, ...]
    total: ProofTotal
    interval_minutes: int
    zone: str
    replications: int
    seed: int
    absence: float
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", PROOF.check(self.frame))
        object.__setattr__(self, "misses", MISSES.check(self.misses))

    @property
    def missed_intervals(self) -> int:
        """Intervals in which at least one queue will miss a goal."""
        return int(self.misses["interval_start"].nunique())
