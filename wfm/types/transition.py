"""The way from departments to another operating model: phases, and the staff each month needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A pilot or a wave. In its first month its people are trained; from the next on they work in the new model."""

    name: str
    first_month: int
    last_month: int
    departments: tuple[str, ...]

    @property
    def moves_in(self) -> int:
        """The first month in the new model."""
        return self.first_month + 1


@dataclass(frozen=True, slots=True)
class TransitionMonth:
    """Full-time people needed in a month, all shrinkage included, while both organisations run.

    ``fte_departments``: departments that have not moved; ``fte_central``: the new model for those that have;
    ``fte_dip``: to fill in for those just moved; ``fte_training``: away for training. ``fte_available`` is what the
    contracts hold, None without a list of agents. ``moved_share`` is the share of all handling time that has moved.
    ``training_days`` are asked for; ``training_days_possible`` is what the roster has room for in the month: the people
    beyond what the work asks for, and the share of paid time that the plan's planned shrinkage keeps for training; None
    without a list of agents.
    """

    month: int
    phase: str
    moved_share: float
    fte_departments: float
    fte_central: float
    fte_dip: float
    fte_training: float
    training_days: float
    fte_available: float | None
    training_days_possible: float | None = None

    @property
    def fte_needed(self) -> float:
        """Everything together."""
        return self.fte_departments + self.fte_central + self.fte_dip + self.fte_training

    @property
    def fte_short(self) -> float | None:
        """People missing (negative: to spare); None where nobody knows who there is."""
        return None if self.fte_available is None else self.fte_needed - self.fte_available


@dataclass(frozen=True, slots=True)
class TransitionPlan:
    """Phases in order and months from 0 (today) to the first month in which nobody is new any more."""

    model_after: str
    phases: tuple[Phase, ...]
    months: tuple[TransitionMonth, ...]
    notes: tuple[str, ...] = ()

    @property
    def migrated(self) -> tuple[float, ...]:
        """Share of the work that has moved by month 1, 2, ...: the pace of the business case."""
        return tuple(month.moved_share for month in self.months[1:])
