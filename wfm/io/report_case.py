"""The business case of a change of operating model, as pictures of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.case_words import reading
from wfm.io.report_svg import FIRST, MUTED, SECOND, THIRD, figure, inline_svg

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.business_case import BusinessCase
    from wfm.types.study import Study

BARS = 12  # of a tornado: the rest hardly matters
HALF, HEIGHT = 4.5, 2.7  # inches of a picture of half the width


def _case(study: Study, drawing: Drawing) -> BusinessCase:
    return next(case for case in study.cases if case.facts.model_after == drawing.models[0])


def _identity(drawing: Drawing) -> str:
    return f"{drawing.name}-{drawing.models[0]}".replace(" ", "-")


def draw_cash(study: Study, drawing: Drawing) -> str:
    """The cash flow added up: low, expected and high."""
    return _cash(_case(study, drawing), drawing, "cumulative")


def draw_cash_month(study: Study, drawing: Drawing) -> str:
    """The cash flow by month: low, expected and high."""
    return _cash(_case(study, drawing), drawing, "net")


def _cash(case: BusinessCase, drawing: Drawing, field: str) -> str:
    outcomes = (
        ("high", case.high, THIRD, "--"),
        ("expected", case.expected, FIRST, "-"),
        ("low", case.low, SECOND, ":"),
    )
    with figure(HALF, HEIGHT) as drawn:
        axes = drawn.subplots()
        for label, outcome, colour, dash in outcomes:
            values = [float(getattr(m, field)) for m in outcome.months]
            axes.plot([m.month for m in outcome.months], values, color=colour, linestyle=dash, label=label)
        axes.axhline(0, color=MUTED, linewidth=0.8)
        axes.set_xlabel("month")
        axes.set_xticks(range(0, len(case.expected.months), 12))
        axes.yaxis.set_major_formatter(lambda value, _: _short(value))
        if field == "cumulative" and case.expected.payback_month is not None:
            axes.axvline(case.expected.payback_month, color=MUTED, linewidth=0.8, linestyle="--")
        axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, _identity(drawing), drawing.label)


def draw_tornado(study: Study, drawing: Drawing) -> str:
    """Net present value at both ends of each input, the largest swing first."""
    case, currency = _case(study, drawing), study.currency
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
        return inline_svg(drawn, _identity(drawing), drawing.label)


def _short(amount: float) -> str:
    """An amount on an axis: 1.5 M, 250 k."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{amount / size:,.4g} {unit}"
    return f"{amount:,.0f}"
