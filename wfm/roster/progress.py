"""What the engine tells while it works, and when it must stop."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    ProgressCallback = Callable[[float | None, float | None, float | None, float, str], None]


def gap_of(best: float | None, bound: float | None) -> float | None:
    """(best - bound) / bound; None where the bound is not known or not above zero."""
    if best is None or bound is None or bound <= 0:
        return None
    return max(0.0, (best - bound) / bound)


@dataclass
class Progress:
    """Best roster's cost and proven bound so far. ``iterations`` counts the steps that ``iteration_limit`` limits."""

    time_limit: float
    gap: float
    iteration_limit: int | None = None
    on_progress: ProgressCallback | None = None
    should_stop: Callable[[], bool] | None = None
    best: float | None = None
    bound: float | None = None
    iterations: int = 0
    first_roster_seconds: float | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def seconds_left(self) -> float:
        """Seconds before the time limit; 0 when it is reached."""
        return max(0.0, self.time_limit - self.seconds)

    @property
    def proven(self) -> bool:
        """Whether the gap asked for is reached."""
        gap = gap_of(self.best, self.bound)
        return gap is not None and gap <= self.gap

    def stopped(self) -> bool:
        """Whether someone asked to stop, or time or iterations are used up."""
        if self.should_stop is not None and self.should_stop():
            return True
        return self.seconds >= self.time_limit or (
            self.iteration_limit is not None and self.iterations >= self.iteration_limit
        )

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Time that does not count: compilation, once after installation."""
        before = time.monotonic()
        yield
        self.started += time.monotonic() - before

    def tell(self, phase: str) -> None:
        """Report where things stand."""
        if self.on_progress is not None:
            self.on_progress(self.best, self.bound, gap_of(self.best, self.bound), self.seconds, phase)
