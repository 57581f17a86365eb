"""What a person asks to be changed in a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Literal

from wfm.errors import DataError

if TYPE_CHECKING:
    from datetime import date, datetime

ChangeKind = Literal["percent", "add", "total", "copy"]


@dataclass(frozen=True, slots=True)
class ForecastChange:
    """One change of a queue's forecast from ``start`` up to ``end`` (UTC), with who asked for it, why and when.

    Kinds: ``percent`` adds ``value`` percent to every interval (-100 or more); ``add`` adds ``value`` contacts in all,
    ``total`` sets their sum to ``value``, both spread by the shape of the forecast; ``copy`` takes the local day
    ``copied`` instead, wall-clock time by wall-clock time, times 1 + ``value`` / 100 where a value is given.

    Raises:
        DataError: The span is empty, or the value is missing or out of range, or nobody or no reason is named.
    """

    queue: str
    start: datetime
    end: datetime
    kind: ChangeKind
    value: float | None
    author: str
    reason: str
    made_at: datetime
    copied: date | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.end - self.start <= timedelta(0):
            raise DataError("a change lasts from an instant with an offset to a later one", value=f"{self.start}")
        if not self.author.strip() or not self.reason.strip():
            raise DataError("a change of a forecast names its author and its reason", value=self.queue)
        if self.kind == "copy":
            if self.copied is None:
                raise DataError("a copied day names the day to copy", value=self.queue)
        elif self.value is None:
            raise DataError("a change of a forecast has a value", value=f"{self.queue}, {self.kind}")
        if self.value is not None and not isfinite(self.value):
            raise DataError("a change of a forecast has a finite value", value=self.value, remedy="Write a number.")
        if self.value is not None and self.kind in {"percent", "copy"} and self.value < -100:
            raise DataError("a change below -100 percent", value=self.value, remedy="Write -100 to take all away.")
        if self.kind == "total" and self.value is not None and self.value < 0:
            raise DataError("a total below zero", value=self.value, remedy="Write 0 or more.")

    @property
    def in_words(self) -> str:
        """What is changed, for people."""
        value = self.value or 0.0
        if self.kind == "percent":
            return f"{value:+g} %"
        if self.kind == "add":
            return f"{value:+g} contacts"
        if self.kind == "total":
            return f"{value:g} contacts in all"
        return f"a copy of {self.copied}" + (f" {value:+g} %" if value else "")
