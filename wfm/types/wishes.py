"""Wishes of people about their shifts. A wish that is denied costs; it never makes a roster illegal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from wfm.errors import ConfigError

WishKind = Literal["off", "work", "early", "late", "shorter", "longer"]
WISH_KINDS: tuple[str, ...] = get_args(WishKind)
WITH_VALUE = ("early", "late", "shorter", "longer")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an agent would like on a day.

    ``off``: no shift. ``work``: a shift. ``early``: to start by the local hour ``value``; ``late``: not before it.
    ``shorter``: a shift of at most ``value`` hours from start to end; ``longer``: of at least so many. The last four
    ask nothing of a day off. ``day`` is a date, a weekday (0 is Monday) or None for every day. ``weight`` multiplies
    the plan's weight ``wish``.
    """

    agent: str
    kind: WishKind
    day: date | int | None = None
    value: float | None = None
    weight: float = 1.0
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in WISH_KINDS:
            raise ConfigError(f"a wish is {', '.join(WISH_KINDS)}, not {self.kind!r}.")
        if (self.value is None) == (self.kind in WITH_VALUE):
            need = "needs an hour or a number of hours" if self.kind in WITH_VALUE else "has no value"
            raise ConfigError(f"a wish {self.kind} of {self.agent} {need}.")
        if self.value is not None and not 0 <= self.value <= 48:
            raise ConfigError(f"the value of a wish of {self.agent} lies in 0..48 hours, not at {self.value:g}.")
        if not 0 <= self.weight <= 100:
            raise ConfigError(f"the weight of a wish of {self.agent} lies in 0..100, not at {self.weight:g}.")

    def on(self, day: date) -> bool:
        """Whether the wish speaks of a local day."""
        if self.day is None or isinstance(self.day, date):
            return self.day is None or self.day == day
        return self.day == day.weekday()

    def denied_by(self, start_hour: float, length_hours: float) -> bool:
        """Whether a shift that starts at a local hour of the day and lasts so long on the clock denies the wish."""
        value = 0.0 if self.value is None else self.value
        return {
            "off": True,
            "work": False,
            "early": start_hour > value,
            "late": start_hour < value,
            "shorter": length_hours > value,
            "longer": length_hours < value,
        }[self.kind]
