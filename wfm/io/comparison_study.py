"""The study behind a comparison as plain data: gains, business cases and what to centralise."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.types import Comparison
    from wfm.types.business_case import BusinessCase, CaseOutcome
    from wfm.types.centralisation import Centralisation
    from wfm.types.gain import Gain
    from wfm.types.transition import TransitionPlan


def study_document(comparison: Comparison) -> dict[str, Any]:
    """Keys ``gains``, ``business_cases``, ``transitions`` and ``centralisation`` (None where nothing was studied)."""
    advice = comparison.centralisation
    return {
        "gains": [_gain(gain) for gain in comparison.gains],
        "business_cases": [_case(case) for case in comparison.cases],
        "transitions": [_transition(plan) for plan in comparison.transitions],
        "centralisation": None if advice is None else _centralisation(advice),
    }


def _gain(gain: Gain) -> dict[str, Any]:
    fit = None if gain.roster_fit is None else {**asdict(gain.roster_fit), "gain": gain.roster_fit.gain}
    return {**asdict(gain), "roster_fit": fit, "break_even_slowdown": gain.break_even_slowdown}


def _case(case: BusinessCase) -> dict[str, Any]:
    return {
        "facts": _plain(asdict(case.facts)),
        "inputs": [asdict(row) for row in case.inputs],
        **{name: _outcome(getattr(case, name)) for name in ("low", "expected", "high")},
        "tornado": [asdict(bar) for bar in case.tornado],
        "notes": list(case.notes),
    }


def _outcome(outcome: CaseOutcome) -> dict[str, Any]:
    return {
        "values": dict(outcome.values),
        "npv": outcome.npv,
        "net": outcome.net,
        "payback_month": outcome.payback_month,
        "roi": outcome.roi,
        "months": _columns(outcome),
    }


def _columns(outcome: CaseOutcome) -> dict[str, list[float]]:
    """The cash flow by column, amounts to the cent and people to a thousandth."""
    rows = [{**asdict(month), "net": month.net} for month in outcome.months]
    return {name: [round(row[name], 3) for row in rows] for name in rows[0]}


def _transition(plan: TransitionPlan) -> dict[str, Any]:
    return {
        "model_after": plan.model_after,
        "phases": [{**asdict(phase), "moves_in": phase.moves_in} for phase in plan.phases],
        "months": [{**asdict(m), "fte_needed": m.fte_needed, "fte_short": m.fte_short} for m in plan.months],
        "notes": list(plan.notes),
    }


def _centralisation(advice: Centralisation) -> dict[str, Any]:
    return {
        "queues": [{**asdict(score), "verdict": score.verdict.value} for score in advice.queues],
        "pilot": advice.pilot,
        "pilot_reason": advice.pilot_reason,
        "notes": list(advice.notes),
    }


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    return {key: dict(value) if hasattr(value, "items") else value for key, value in table.items()}
