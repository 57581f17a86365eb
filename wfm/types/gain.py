"""What one operating model saves against another, and where the saving comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class GainSplit:
    """A difference (today's model less the other; negative: the other asks for more) in parts that add up to ``total``.

    ``work_content``: contacts' handling itself: longer handle times of generalists, second handling. ``pooling``: the
    margin above the load that a larger team can do without (negative where unlike handle times share a queue, or where
    the occupancy cap asks for it). ``rounding``: half people that every team rounds up. ``peak_smoothing``: teams whose
    peaks fall at different times; 0 where the sum over the intervals is split.
    """

    total: float
    work_content: float
    pooling: float
    rounding: float
    peak_smoothing: float = 0.0


@dataclass(frozen=True, slots=True)
class RosterFit:
    """How well the rosters of the same people follow each model's requirement, in agent-hours of the planned days.

    ``short`` is required and not covered, ``over`` rostered beyond what is required, both added up over intervals and
    kinds of work. One large curve is followed more closely than many small ones: that is a gain beyond the requirement.
    """

    short_before: float
    short_after: float
    over_before: float
    over_after: float

    @property
    def gain(self) -> float:
        """Agent-hours of the requirement that the roster covers more: positive where the other model fits better."""
        return self.short_before - self.short_after


@dataclass(frozen=True, slots=True)
class Gain:
    """One model against another by formula, in whole people of every team, at work (no absence).

    ``hours`` splits the agent-hours over all intervals, each team rounded up in each interval; ``peak`` the people that
    the teams must be able to field, each at its own peak.

    ``break_even``: the factor on the handle times of the other model (on top of the factors in the plan; a second
    line's own deferred work keeps its time) at which it asks for as many decimal agent-hours as today's; below 1 it
    already asks for more. None: beyond 0.1 to 10, or there
    is no work. ``slowdown_today`` is the factor of the plan on pooled work; 1 for other models. ``by`` tells how the
    other model's requirement was found; ``roster_fit`` compares the rosters (None where there are none; the same with
    and without the cap, since rosters are built for the goals as they are).
    """

    model_before: str
    model_after: str
    with_cap: bool
    hours: GainSplit
    peak: GainSplit
    break_even: float | None
    slowdown_today: float = 1.0
    by: Literal["formula", "simulation"] = "formula"
    roster_fit: RosterFit | None = None

    @property
    def break_even_slowdown(self) -> float | None:
        """How much longer handle times may be than specialists' before nothing is saved: 0.1 is 10 %."""
        return None if self.break_even is None else self.break_even * self.slowdown_today - 1
