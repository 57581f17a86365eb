"""The business case, the transition and what to centralise as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.data_table import TEXT, DataTable, Value

if TYPE_CHECKING:
    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation, QueueScore
    from wfm.types.transition import TransitionMonth, TransitionPlan

STAFF = (
    ("departments", "fte_departments"),
    ("new model", "fte_central"),
    ("dip", "fte_dip"),
    ("training", "fte_training"),
)
FLOWS = ("staff", "hiring", "training", "platform", "guidance", "self_service")


def case_table(case: BusinessCase, currency: str) -> DataTable:
    """Net present value, payback and return: low, expected, high."""
    outcomes = (case.low, case.expected, case.high)
    years = len(case.expected.months) // 12
    rows = (
        (f"net present value ({currency})", ",.0f", [o.npv for o in outcomes]),
        (f"cash flow of {years} years ({currency})", ",.0f", [o.net for o in outcomes]),
        ("paid back in month", "d", [o.payback_month for o in outcomes]),
        ("return on what is spent", ".0%", [o.roi for o in outcomes]),
        (
            f"lowest point of the cash flow ({currency})",
            ",.0f",
            [min(m.cumulative for m in o.months) for o in outcomes],
        ),
        ("full-time people at the end", ",.1f", [o.months[-1].fte_permanent for o in outcomes]),
    )
    return DataTable(
        sheet="Business case",
        caption=f"Business case: {case.facts.model_before} to {case.facts.model_after}",
        header=("", "low", "expected", "high"),
        rows=tuple((title, *values) for title, _, values in rows),
        forms=tuple(form for _, form, _ in rows),
        by_row=True,
    )


def cash_table(case: BusinessCase, currency: str) -> DataTable:
    """The cash flow by month: net and added up for low, expected and high, and what the expected net is made of."""
    months = zip(case.low.months, case.expected.months, case.high.months, strict=True)
    rows = tuple(
        (
            expected.month,
            low.net,
            expected.net,
            high.net,
            low.cumulative,
            expected.cumulative,
            high.cumulative,
            *(getattr(expected, flow) for flow in FLOWS),
            expected.fte_permanent,
        )
        for low, expected, high in months
    )
    return DataTable(
        sheet="Cash flow",
        caption=f"Cash flow by month ({currency}), {case.facts.model_before} to {case.facts.model_after}",
        header=(
            "month",
            *("net, low", "net, expected", "net, high"),
            *("added up, low", "added up, expected", "added up, high"),
            *(f"{flow.replace('_', '-')}, expected" for flow in FLOWS),
            "full-time people, expected",
        ),
        rows=rows,
        forms=("d", *[",.0f"] * (6 + len(FLOWS)), ",.1f"),
    )


def tornado_table(case: BusinessCase, currency: str) -> DataTable:
    """What each input alone does to the net present value, the largest first."""
    known = {row.name: row for row in case.inputs}
    rows = tuple(
        (
            known[b.name].words,
            known[b.name].unit,
            b.low,
            b.high,
            b.npv_at_low,
            b.npv_at_high,
            b.swing,
            known[b.name].meaning,
        )
        for b in case.tornado
    )
    at = f"net present value at low ({currency})"
    return DataTable(
        sheet="Tornado",
        caption="What the business case hangs on",
        header=("input", "unit", "low", "high", at, "at high", "between them", "meaning"),
        rows=rows,
        forms=(TEXT, TEXT, ",g", ",g", ",.0f", ",.0f", ",.0f", TEXT),
    )


def input_table(case: BusinessCase) -> DataTable:
    """Every assumption with its range and where it comes from."""
    rows = tuple((r.words, r.meaning, r.unit, r.low, r.expected, r.high, r.source, r.name) for r in case.inputs)
    return DataTable(
        sheet="Inputs",
        caption="Inputs of the business case and their sources",
        header=("input", "meaning", "unit", "low", "expected", "high", "source", "name in the plan"),
        rows=rows,
        forms=(TEXT, TEXT, TEXT, ",g", ",g", ",g", TEXT, TEXT),
        wordy=True,
    )


def staff(month: TransitionMonth) -> tuple[float, ...]:
    """Full-time people of a month, in the order of :data:`STAFF`."""
    return tuple(float(getattr(month, field)) for _, field in STAFF)


def staff_table(plan: TransitionPlan) -> DataTable:
    """Full-time people needed by month while both organisations run."""
    rows = tuple(
        (
            m.month,
            m.phase,
            *staff(m),
            m.fte_needed,
            m.fte_available,
            m.fte_short,
            m.training_days,
            m.training_days_possible,
        )
        for m in plan.months
    )
    return DataTable(
        sheet="Transition",
        caption=f"Full-time people by month on the way to {plan.model_after}",
        header=(
            "month",
            "phase",
            *(title for title, _ in STAFF),
            "needed",
            "under contract",
            "missing",
            "training days",
            "room for",
        ),
        rows=rows,
        forms=("d", TEXT, *[",.1f"] * (len(STAFF) + 2), "+,.1f", ",.0f", ",.0f"),
    )


def phase_table(plan: TransitionPlan) -> DataTable:
    """Pilot and waves, with their departments."""
    rows = tuple(
        (p.name, f"{p.first_month} to {p.last_month}", p.moves_in, ", ".join(p.departments)) for p in plan.phases
    )
    return DataTable(
        sheet="Phases",
        caption=f"Phases of the way to {plan.model_after}",
        header=("phase", "months", "works in the new model from month", "departments"),
        rows=rows,
        forms=(TEXT, TEXT, "d", TEXT),
        wordy=True,
    )


def score_table(advice: Centralisation) -> DataTable:
    """Every queue with its score, the verdict and what decided it."""
    rows = tuple((q.queue, q.department, q.verdict.value, q.score, q.because, _reasons(q)) for q in advice.queues)
    return DataTable(
        sheet="Centralise",
        caption="Queues by what speaks for one central team",
        header=("queue", "department", "advice", "score", "decided by", "reasons"),
        rows=rows,
        forms=(TEXT, TEXT, TEXT, ".2f", TEXT, TEXT),
        wordy=True,
    )


def _reasons(score: QueueScore) -> str:
    return "; ".join(factor.reason for factor in score.factors)


def factor_table(advice: Centralisation) -> DataTable:
    """The score of every factor, 0 to 1, a row a queue."""
    names = [factor.name for factor in advice.queues[0].factors] if advice.queues else []
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (q.queue, *(q.factor(name).score for name in names), q.score) for q in advice.queues
    )
    return DataTable(
        sheet="Factors",
        caption="How much each factor speaks for centralising (0 to 1)",
        header=("queue", *names, "weighted"),
        rows=rows,
        forms=(TEXT, *[".2f"] * (len(names) + 1)),
    )
