"""How an input of the business case reads: 25 % a year, EUR 8,000 a new agent, 12 months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.types.business_case import CaseInput

SMALL_AMOUNT = 100.0  # below it, cents are told


@dataclass(frozen=True, slots=True)
class Reading:
    """A value times ``scale`` with at most ``decimals``, between ``before`` and ``after``."""

    scale: float
    before: str
    after: str
    decimals: int

    def text(self, value: float) -> str:
        """The value in words."""
        return f"{self.before}{self.bare(value)}{self.after}"

    def between(self, low: float, high: float) -> str:
        """A range in words: ``15 to 40 % a year``."""
        return f"{self.before}{self.bare(low)} to {self.bare(high)}{self.after}"

    def bare(self, value: float) -> str:
        """The number alone, without zeros at its end."""
        text = f"{self.scale * value:,.{self.decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def reading(row: CaseInput, currency: str) -> Reading:
    """How values of the input read, from its unit: a share, an amount of money, or a number of something."""
    kind, _, rest = row.unit.partition(" ")
    if kind == "share":
        return Reading(100.0, "", f" % {rest}".rstrip(), 1)
    if kind == "amount":
        decimals = 2 if max(abs(row.low), abs(row.high)) < SMALL_AMOUNT else 0
        return Reading(1.0, f"{currency} ", f" {rest}".rstrip(), decimals)
    return Reading(1.0, "", f" {row.unit}", 2)
