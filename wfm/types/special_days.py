"""Special days: public holidays and the events that people announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A local day that is not like others. ``kind`` is ``holiday`` or the kind an events file gives (``campaign``).

    ``queues`` restricts it to some queues; empty means all.
    """

    day: date
    kind: str
    name: str
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days of a site, sorted by day."""

    days: tuple[SpecialDay, ...] = ()

    @property
    def holidays(self) -> frozenset[date]:
        """The public holidays."""
        return frozenset(d.day for d in self.days if d.kind == "holiday")

    def on(self, day: date) -> tuple[SpecialDay, ...]:
        """What is special about ``day``."""
        return tuple(d for d in self.days if d.day == day)
