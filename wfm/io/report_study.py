"""The study behind the comparison, as sections of the report: gain, business case, transition, what to centralise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_parts import Picture, Section, Table, number
from wfm.io.report_svg import FIRST, MUTED, SECOND, THIRD, figure, inline_svg

if TYPE_CHECKING:
    from wfm.types import Comparison
    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation
    from wfm.types.gain import Gain
    from wfm.types.transition import TransitionMonth, TransitionPlan

BARS = 10  # of a tornado: the rest hardly matters
STAFF = ("departments", "new model", "dip", "training")


def study_sections(comparison: Comparison) -> list[Section]:
    """Sections for what was studied; none for a comparison without a study."""
    found = []
    if comparison.gains:
        found.append(Section("gain", "Where the gain comes from", tables=(_gain_table(comparison.gains),)))
    found += [_case_section(case, comparison.currency) for case in comparison.cases]
    found += [_transition_section(plan) for plan in comparison.transitions]
    if comparison.centralisation is not None and comparison.centralisation.queues:
        found.append(_centralise_section(comparison.centralisation))
    return found


def _gain_table(gains: tuple[Gain, ...]) -> Table:
    rows = [
        (
            f"{g.model_before} to {g.model_after}",
            "with" if g.with_cap else "without",
            number(g.peak.total, "+.0f"),
            number(g.peak.pooling, "+.1f"),
            number(g.peak.peak_smoothing, "+.1f"),
            number(g.peak.rounding, "+.1f"),
            number(g.peak.work_content, "+.1f"),
            number(g.break_even_slowdown, "+.1%"),
        )
        for g in gains
    ]
    header = (
        "change",
        "occupancy cap",
        "people saved",
        "by pooling",
        "peaks apart",
        "rounding",
        "handle times",
        "slowdown at which nothing is saved",
    )
    return Table("People at work that the teams need at their peaks", header, tuple(rows))


def _case_section(case: BusinessCase, currency: str) -> Section:
    model = case.facts.model_after
    pictures = (
        Picture(_cash(case), f"Cash flow added up, {currency}, by month.", _case_table(case, currency)),
        Picture(_tornado(case), "Net present value as one input alone moves.", _tornado_table(case, currency)),
    )
    title = f"Business case: {case.facts.model_before} to {model}"
    return Section(f"case-{model}".replace(" ", "-"), title, case.notes, pictures, (_input_table(case),))


def _cash(case: BusinessCase) -> str:
    with figure(9, 2.6) as drawn:
        axes = drawn.subplots()
        for label, outcome, colour in (
            ("high", case.high, THIRD),
            ("expected", case.expected, FIRST),
            ("low", case.low, SECOND),
        ):
            axes.plot(
                [m.month for m in outcome.months], [m.cumulative for m in outcome.months], color=colour, label=label
            )
        axes.axhline(0, color=MUTED, linewidth=0.8)
        axes.set_xlabel("month")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.legend()
        name = f"cash-{case.facts.model_after}".replace(" ", "-")
        return inline_svg(drawn, name, "Cumulative cash flow, low, expected and high; numbers below.")


def _tornado(case: BusinessCase) -> str:
    bars = case.tornado[:BARS]
    places = np.arange(len(bars))
    with figure(9, 0.7 + 0.28 * max(1, len(bars))) as drawn:
        axes = drawn.subplots()
        for end, colour in (("npv_at_low", SECOND), ("npv_at_high", FIRST)):
            widths = [getattr(bar, end) - case.expected.npv for bar in bars]
            label = f"input {end.removeprefix('npv_at_')}"
            axes.barh(places, widths, left=case.expected.npv, color=colour, height=0.6, label=label)
        axes.set_yticks(places, [bar.name for bar in bars])
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.legend(loc="lower right")
        name = f"tornado-{case.facts.model_after}".replace(" ", "-")
        return inline_svg(drawn, name, "Net present value as one input alone moves; numbers below.")


def _case_table(case: BusinessCase, currency: str) -> Table:
    outcomes = (case.low, case.expected, case.high)
    years = len(case.expected.months) // 12
    rows = [
        (f"net present value ({currency})", *(number(o.npv) for o in outcomes)),
        (f"cash flow of {years} years ({currency})", *(number(o.net) for o in outcomes)),
        ("paid back in month", *(number(o.payback_month, "d") for o in outcomes)),
        ("return on what is spent", *(number(o.roi, ".0%") for o in outcomes)),
        ("lowest point of the cash flow", *(number(min(m.cumulative for m in o.months)) for o in outcomes)),
        ("full-time people at the end", *(number(o.months[-1].fte_permanent, ".1f") for o in outcomes)),
    ]
    return Table("Business case", ("", "low", "expected", "high"), tuple(rows))


def _tornado_table(case: BusinessCase, currency: str) -> Table:
    rows = [(b.name, f"{b.low:g}", f"{b.high:g}", number(b.npv_at_low), number(b.npv_at_high)) for b in case.tornado]
    header = ("input", "low", "high", f"net present value at low ({currency})", "at high")
    return Table("What the business case hangs on", header, tuple(rows))


def _input_table(case: BusinessCase) -> Table:
    rows = [
        (row.name, row.meaning, row.unit, f"{row.low:,g}", f"{row.expected:,g}", f"{row.high:,g}", row.source)
        for row in case.inputs
    ]
    header = ("input", "meaning", "unit", "low", "expected", "high", "source")
    return Table("Inputs and their sources", header, tuple(rows), texts=True)


def _transition_section(plan: TransitionPlan) -> Section:
    """Staff a month as stacked bars, and the phases with their departments."""
    months = [(str(m.month), m.phase, *(number(v, ".1f") for v in _staff(m))) for m in plan.months]
    header = ("month", "phase", *STAFF, "needed", "under contract", "training days")
    staff = Table("Full-time people by month", header, tuple(months))
    phases = tuple(
        (p.name, f"{p.first_month} to {p.last_month}", str(p.moves_in), ", ".join(p.departments)) for p in plan.phases
    )
    listed = Table("Phases", ("phase", "months", "works in the new model from", "departments"), phases, texts=True)
    picture = Picture(_staff_bars(plan), "Full-time people needed while both organisations run.", staff)
    identity = f"transition-{plan.model_after}".replace(" ", "-")
    return Section(identity, f"Transition to {plan.model_after}", plan.notes, (picture,), (listed,))


def _staff(month: TransitionMonth) -> tuple[float | None, ...]:
    return (
        month.fte_departments,
        month.fte_central,
        month.fte_dip,
        month.fte_training,
        month.fte_needed,
        month.fte_available,
        month.training_days,
    )


def _staff_bars(plan: TransitionPlan) -> str:
    places = np.array([m.month for m in plan.months])
    with figure(9, 2.6) as drawn:
        axes = drawn.subplots()
        base = np.zeros(len(places))
        for column, (label, colour) in enumerate(zip(STAFF, (SECOND, FIRST, THIRD, MUTED), strict=True)):
            heights = np.array([_staff(m)[column] for m in plan.months], dtype=float)
            axes.bar(places, heights, bottom=base, color=colour, width=0.8, label=label)
            base += heights
        axes.set_xlabel("month")
        axes.set_ylim(0, 1.3 * max(1.0, float(base.max())))
        axes.legend(ncols=4, loc="upper left")
        name = f"staff-{plan.model_after}".replace(" ", "-")
        return inline_svg(drawn, name, "Full-time people by month; numbers below.")


def _centralise_section(advice: Centralisation) -> Section:
    rows = [
        (q.queue, q.verdict.value, f"{q.score:.2f}", f"{q.because}. {'; '.join(f.reason for f in q.factors)}.")
        for q in advice.queues
    ]
    table = Table(
        "Queues by what speaks for one central team", ("queue", "advice", "score", "because"), tuple(rows), True
    )
    words = (f"Pilot: {advice.pilot_reason}", *advice.notes)
    return Section("centralise", "What to centralise", words, tables=(table,))
