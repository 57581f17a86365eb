"""What was said of a queue at one origin, and what came of it: small enough to keep and to travel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.combine import choices_left_out, choose, combined
from wfm.forecast.evidence import Evidence, handicap, normal_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.forecast.days import Floats
    from wfm.forecast.origin import Origin

# A step of the level shows within so many days; two found so close to each other are the same.
STEP_SHOWS, SAME_STEP = 14, 7


@dataclass(frozen=True)
class Said:
    """Every model's forecast at an origin, what it rested on, and what came.

    ``actual`` is NaN where nothing was measured, and in the future; ``means`` are by model, days x slots. Where a
    holiday is in doubt ``other`` has the means of the case that is less likely, and ``chance`` its chance by day.
    ``doubt`` is how much less certain each day is than a normal one. ``known_days`` normal days were known,
    ``parameters`` a model learns from them; ``step`` is the day of the last step of the level, None without.
    ``fallback`` is the rate variance of a day as long as no origin was tested, ``weekly_difference`` the scale of MASE,
    ``seconds`` how long each model took.
    """

    origin: Origin
    actual: Floats
    means: Mapping[str, Floats]
    other: Mapping[str, Floats] | None
    chance: Floats
    doubt: Floats
    known_days: int
    parameters: int
    step: int | None
    fallback: float
    weekly_difference: float
    seconds: Mapping[str, float]

    def alternative(self, names: Sequence[str], mean: Floats) -> tuple[Floats, Floats] | None:
        """The other case's combined mean, and its chance by day; None where it is the same."""
        if self.other is None:
            return None
        second = combined(self.other, names, mean)
        differs = (np.abs(second - mean) > 1e-9).any(axis=1)
        chance = np.where(differs, self.chance, 0.0)
        return (second, chance) if chance.any() else None

    def settled(self, step: int | None) -> Floats:
        """What came, without the days at a new level of which nothing was known.

        Args:
            step: The day of the last step of the level, as it is known now.
        """
        first = self.origin.first
        if step is None or first > step + STEP_SHOWS:
            return self.actual
        if self.step is not None and abs(self.step - step) <= SAME_STEP:
            return self.actual
        day = np.arange(first, first + len(self.actual))
        return np.where(day[:, None] >= step, np.nan, self.actual)


def chosen(past: Sequence[Said], now: Said) -> tuple[str, ...]:
    """The models that the automatic rule averages now."""
    return choose([(s.actual, s.means) for s in past], now.means)


def evidence(past: Sequence[Said], now: Said, model: str | None = None) -> list[Evidence]:
    """How a model did at past origins, as if each had known what is known now: the automatic rule, or the one named."""
    if model is None:
        names = choices_left_out([(s.actual, s.means) for s in past], now.means)
    else:
        names = [(model,)] * len(past)
    return [
        Evidence(
            normal_days(s.settled(now.step), s.doubt, now.fallback / 2),
            combined(s.means, used, s.actual),
            handicap(s.known_days, now.known_days, now.parameters),
        )
        for s, used in zip(past, names, strict=True)
    ]
