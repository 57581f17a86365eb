"""Which queues to centralise: a score each, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do with a queue."""

    CENTRALISE = "centralise"
    FIRST_LINE = "first line"
    SPECIALIST = "keep specialist"


@dataclass(frozen=True, slots=True)
class Factor:
    """One aspect of a queue: what was measured, how much it speaks for centralising (0..1), and why, in words."""

    name: str
    value: float | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class QueueScore:
    """A queue's factors and their weighted mean; ``because`` names what decided the verdict."""

    queue: str
    department: str
    score: float
    verdict: Verdict
    because: str
    factors: tuple[Factor, ...]

    def factor(self, name: str) -> Factor:
        """The factor called ``name``."""
        return next(f for f in self.factors if f.name == name)


@dataclass(frozen=True, slots=True)
class Centralisation:
    """Queues by falling score, the department to begin with (None: no department suits), and remarks on the whole."""

    queues: tuple[QueueScore, ...]
    pilot: str | None
    pilot_reason: str
    notes: tuple[str, ...] = ()

    @property
    def specialist(self) -> tuple[str, ...]:
        """Queues that should stay with their specialists."""
        return tuple(q.queue for q in self.queues if q.verdict is Verdict.SPECIALIST)
