"""Paid time that is not spent on contacts, by category and time of the week."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wfm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid, WeekWindows


@dataclass(frozen=True, slots=True)
class ShrinkageWindow:
    """The share of a category inside ``windows`` (local time), instead of its usual one."""

    category: str
    windows: WeekWindows
    share: float


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """Shares (0..1) of paid time that are not spent on contacts, by category.

    ``planned`` is rostered as such (leave, training, meetings) and so matters for hiring, not for the interval;
    ``unplanned`` (sickness, lateness) takes away people who were rostered, so the roster must hold them in addition.
    ``by_time`` gives categories another share at certain times; where windows overlap the last one counts.
    """

    planned: Mapping[str, float] = field(default_factory=dict)
    unplanned: Mapping[str, float] = field(default_factory=dict)
    by_time: tuple[ShrinkageWindow, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.by_time:
            if (entry.category in self.planned) == (entry.category in self.unplanned):
                known = ", ".join([*self.planned, *self.unplanned]) or "none"
                raise ConfigError(
                    f"shrinkage by time of an unknown category {entry.category!r}. Name it under planned or unplanned "
                    f"(one of them) first, with its usual share. Categories: {known}."
                )
        usual = [*self.planned.items(), *self.unplanned.items()]
        shares = [*(s for _, s in usual), *(e.share for e in self.by_time)]
        most = sum(max([s, *(e.share for e in self.by_time if e.category == name)]) for name, s in usual)
        if any(s < 0 for s in shares) or most >= 1:
            raise ConfigError("shrinkage shares are not negative and stay below 1 together. Write 5 % as 0.05.")

    @property
    def total(self) -> float:
        """All categories together, at usual times."""
        return sum(self.planned.values()) + sum(self.unplanned.values())

    @property
    def on_the_day(self) -> float:
        """The unplanned categories together, at usual times: what the roster has to absorb."""
        return sum(self.unplanned.values())

    def total_at(self, grid: IntervalGrid) -> NDArray[np.float64]:
        """All categories together in each interval."""
        return self._at(grid, self.planned) + self._at(grid, self.unplanned)

    def on_the_day_at(self, grid: IntervalGrid) -> NDArray[np.float64]:
        """The unplanned categories together in each interval: what the roster has to absorb there."""
        return self._at(grid, self.unplanned)

    def _at(self, grid: IntervalGrid, categories: Mapping[str, float]) -> NDArray[np.float64]:
        import numpy as np

        out = np.full(grid.count, sum(categories.values()))
        for category, usual in categories.items():
            share = np.full(grid.count, usual)
            for entry in self.by_time:
                if entry.category == category:
                    share[grid.mask(entry.windows)] = entry.share
            out += share - usual
        return out
