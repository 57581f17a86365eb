"""The business case of a change of operating model, as sections of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.case_words import reading
from wfm.io.report_parts import Picture, Section
from wfm.io.report_svg import FIRST, MUTED, SECOND, THIRD, figure, inline_svg
from wfm.io.study_case_tables import case_table, cash_table, input_table, tornado_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types.business_case import BusinessCase

BARS = 12  # of a tornado: the rest hardly matters


def case_section(case: BusinessCase, currency: str) -> Section:
    """What it brings in three figures a column, the cash flow by month, and what it hangs on."""
    pictures = (
        Picture(
            _cash(case), f"Cash flow, {currency}: by month (left), added up (right).", cash_table(case, currency).text()
        ),
        Picture(
            _tornado(case, currency),
            "Net present value as one input alone moves.",
            tornado_table(case, currency).text(),
        ),
    )
    title = f"Business case: {case.facts.model_before} to {case.facts.model_after}"
    first = (case_table(case, currency).text(),)
    return Section(_identity("case", case), title, case.notes, pictures, first=first)


def input_section(cases: Sequence[BusinessCase]) -> Section:
    """Every assumption with its source, once for all cases that share them."""
    distinct = {case.inputs: case for case in cases}
    text = "What the business cases assume; the plan file's [business_case] changes each by its name."
    return Section(
        "inputs",
        "Assumptions and their sources",
        (text,),
        tables=tuple(input_table(c).text() for c in distinct.values()),
    )


def _identity(prefix: str, case: BusinessCase) -> str:
    return f"{prefix}-{case.facts.model_after}".replace(" ", "-")


def _cash(case: BusinessCase) -> str:
    outcomes = (
        ("high", case.high, THIRD, "--"),
        ("expected", case.expected, FIRST, "-"),
        ("low", case.low, SECOND, ":"),
    )
    with figure(9, 2.9) as drawn:
        by_month, added_up = drawn.subplots(1, 2)
        for label, outcome, colour, dash in outcomes:
            months = [m.month for m in outcome.months]
            by_month.plot(months, [m.net for m in outcome.months], color=colour, linestyle=dash, label=label)
            added_up.plot(months, [m.cumulative for m in outcome.months], color=colour, linestyle=dash, label=label)
        for axes, title in ((by_month, "a month"), (added_up, "added up")):
            axes.axhline(0, color=MUTED, linewidth=0.8)
            axes.set_title(title)
            axes.set_xlabel("month")
            axes.set_xticks(range(0, len(case.expected.months), 12))
            axes.yaxis.set_major_formatter(lambda value, _: _short(value))
        paid = case.expected.payback_month
        if paid is not None:
            added_up.axvline(paid, color=MUTED, linewidth=0.8, linestyle="--")
            added_up.annotate(
                f"paid back in month {paid} ", (paid, 1), xycoords=("data", "axes fraction"), va="top", ha="right"
            )
        added_up.legend(loc="lower right")
        return inline_svg(drawn, _identity("cash", case), "Cash flow low, expected and high; numbers below.")


def _tornado(case: BusinessCase, currency: str) -> str:
    bars = case.tornado[:BARS]
    places = np.arange(len(bars))
    with figure(9, 0.8 + 0.28 * max(1, len(bars))) as drawn:
        axes = drawn.subplots()
        for end, colour in (("npv_at_low", SECOND), ("npv_at_high", FIRST)):
            widths = [getattr(bar, end) - case.expected.npv for bar in bars]
            label = f"input {end.removeprefix('npv_at_')}"
            axes.barh(places, widths, left=case.expected.npv, color=colour, height=0.6, label=label)
        axes.axvline(case.expected.npv, color=MUTED, linewidth=0.8)
        known = {row.name: row for row in case.inputs}
        ranges = [reading(known[b.name], currency).between(b.low, b.high) for b in bars]
        axes.set_yticks(places, [f"{known[b.name].words} ({r})" for b, r in zip(bars, ranges, strict=True)])
        axes.invert_yaxis()
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
        axes.xaxis.set_major_formatter(lambda value, _: _short(value))
        axes.set_xlabel(f"net present value ({currency})")
        axes.legend(loc="lower right")
        return inline_svg(
            drawn, _identity("tornado", case), "Net present value as one input alone moves; numbers below."
        )


def _short(amount: float) -> str:
    """An amount on an axis: 1.5 M, 250 k."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{amount / size:,.4g} {unit}"
    return f"{amount:,.0f}"
