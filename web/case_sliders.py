"""The business case with other values: one slider an input, the values in the address, the case found again."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Any

from web.formats import money, number
from web.study_charts import cash_charts, tornado_chart
from wfm.compare.business_case import case_with
from wfm.errors import DataError
from wfm.io.case_words import reading
from wfm.io.study_case_tables import case_table, cash_table, input_table, tornado_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.io.case_words import Reading
    from wfm.io.data_table import DataTable
    from wfm.types.business_case import BusinessCase, CaseInput

FIRST = 8  # sliders that are always seen: those that the case hangs on most
WIDER = 0.5  # of the range from low to high, that a slider goes beyond each end
CERTAIN = 0.5  # share of its value that a slider goes each way where the input has no range
STEPS = 50  # that a slider has at least


@dataclass(frozen=True, slots=True)
class Slider:
    """One input: where its slider begins and ends, the usual value and the one it stands at."""

    name: str
    title: str
    meaning: str
    least: float
    most: float
    step: float
    usual: float
    value: float
    reading: Reading

    @property
    def text(self) -> str:
        """The value it stands at, in words."""
        return self.reading.text(self.value)

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than usual."""
        return self.value != self.usual


def sliders(case: BusinessCase, values: Mapping[str, float], currency: str) -> tuple[list[Slider], list[Slider]]:
    """Those always seen (the term, and what the case hangs on most) and the others; ``values`` differ from usual."""
    order = ["years", *(bar.name for bar in case.tornado)]
    rows = sorted(case.inputs, key=lambda r: order.index(r.name) if r.name in order else len(order))
    found = [s for row in rows if (s := _slider(row, values, currency)) is not None]
    return found[: FIRST + 1], found[FIRST + 1 :]


def _slider(row: CaseInput, values: Mapping[str, float], currency: str) -> Slider | None:
    spread = row.high - row.low
    low, high = row.low - WIDER * spread, row.high + WIDER * spread
    if row.name == "years":
        low, high = row.least, row.most if row.most is not None else row.high
    elif spread == 0:
        low, high = (1 - CERTAIN) * row.expected, (1 + CERTAIN) * row.expected
    value = values.get(row.name, row.expected)
    low = min(value, max(row.least, low))
    high = max(value, high if row.most is None else min(row.most, high))
    if high <= low:
        return None
    step = _step(high - low, whole=row.unit in {"years", "months"})
    # A browser stands still on whole steps from the least value only: those must meet the usual value.
    below, above = (floor((span + 1e-9) / step) for span in (row.expected - low, high - row.expected))
    return Slider(
        row.name,
        row.words,
        row.meaning,
        least=_exact(row.expected - below * step),
        most=_exact(row.expected + above * step),
        step=step,
        usual=row.expected,
        value=value,
        reading=reading(row, currency),
    )


def _step(span: float, *, whole: bool) -> float:
    """A round step of which the span holds at least :data:`STEPS`; one, where parts make no sense."""
    if whole:
        return 1.0
    size = 10.0 ** floor(log10(span / STEPS))
    return next(_exact(f * size) for f in (5, 2, 1) if f * size <= span / STEPS * 1.000001)


def _exact(value: float) -> float:
    return float(f"{value:.10g}")


def values_in(arguments: Mapping[str, str], case: BusinessCase) -> dict[str, float]:
    """The inputs that the address names, where they differ from the case's own expected values.

    Raises:
        DataError: A value is no number or out of range.
    """
    found = {}
    for row in case.inputs:
        text = arguments.get(row.name, "").strip()
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        most = float("inf") if row.most is None else row.most
        if not row.least <= value <= most or value == float("inf") or (row.name == "years" and value != int(value)):
            remedy = f"It is a number from {row.least:g}{'' if row.most is None else f' to {row.most:g}'} ({row.unit})."
            fault = "the address names a value that the business case cannot take"
            raise DataError(fault, column=row.name, value=text, remedy=remedy)
        if value != row.expected:
            found[row.name] = value
    return found


@dataclass(frozen=True, slots=True)
class Headline:
    """What a manager asks for first: the figure, and what it is with the plan's own values where those differ."""

    name: str
    text: str
    usual: str


def headlines(case: BusinessCase, moved: BusinessCase, currency: str) -> list[Headline]:
    """Net present value, payback and return as expected."""
    return [
        Headline(title, now, "" if now == was else f"{was} with the plan's values")
        for (title, now), (_, was) in zip(_told(moved, currency), _told(case, currency), strict=True)
    ]


def _told(case: BusinessCase, currency: str) -> list[tuple[str, str]]:
    found, years = case.expected, len(case.expected.months) // 12
    month = "never" if found.payback_month is None else f"month {found.payback_month}"
    roi = "–" if found.roi is None else f"{number(100 * found.roi)} %"
    return [
        (f"Net present value, {years} years", money(found.npv, currency)),
        ("Paid back", month),
        ("Return on what is spent", roi),
        ("From low to high", f"{money(case.low.npv, currency)} to {money(case.high.npv, currency)}"),
    ]


def case_tables(case: BusinessCase, currency: str) -> tuple[DataTable, ...]:
    """Every table of the case that other values change."""
    return (
        case_table(case, currency),
        cash_table(case, currency),
        tornado_table(case, currency),
        input_table(case),
    )


def case_charts(case: BusinessCase, currency: str) -> dict[str, Any]:
    """The data of every chart of the case, by the chart's name."""
    by_month, added_up = cash_charts(case)
    return {"cash": added_up, "cash-month": by_month, "tornado": tornado_chart(case, currency)}


def moved_case(case: BusinessCase, values: Mapping[str, float]) -> BusinessCase:
    """The case with ``values`` expected; the same case where there are none."""
    return case_with(case, values) if values else case
