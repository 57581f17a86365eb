"""The requirement: how many agents each kind of work needs in each interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.types.frames import FrameContract

if TYPE_CHECKING:
    import pandas as pd

REQUIREMENT = FrameContract(
    "requirement",
    key=("work", "interval_start"),
    numbers=(
        "load_erlangs",
        "agents_required",
        "fte_required",
        "service_level",
        "asa_seconds",
        "occupancy",
    ),
    may_be_nan=("service_level", "asa_seconds", "occupancy"),
)


@dataclass(frozen=True)
class Requirement:
    """Agents needed a kind of work and interval.

    ``frame`` follows :data:`REQUIREMENT`: load_erlangs (work content), agents_required (decimal, people at work on
    contacts), fte_required (the same with all shrinkage), and what that staffing is expected to give: service_level
    (share of contacts offered answered within the threshold; contact-weighted over the real-time queues of the work),
    asa_seconds, occupancy; NaN where nothing is offered or the work is deferred.
    ``model`` is the operating model's name; ``notes`` say what was assumed.
    """

    frame: pd.DataFrame
    interval_minutes: int
    zone: str
    model: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", REQUIREMENT.check(self.frame))

    @property
    def works(self) -> tuple[str, ...]:
        """Kinds of work, sorted."""
        return tuple(sorted(self.frame["work"].unique()))
