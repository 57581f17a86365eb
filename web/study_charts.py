"""What the charts of the study draw: plain numbers and names, as JSON in the page. Shares are 0..1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfm.io.case_words import reading
from wfm.io.study_case_tables import STAFF, staff
from wfm.io.study_service_tables import KINDS, VERDICTS, changes, curve_lines
from wfm.io.study_tables import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation
    from wfm.types.simulated_service import ServiceFigures
    from wfm.types.study import Study
    from wfm.types.transition import TransitionPlan

FEW = 3  # models that one chart still tells apart
TORNADO = 12  # bars: the rest hardly matters
Chart = dict[str, Any]


def gain_chart(study: Study) -> Chart:
    """People saved at the teams' peaks by cause, a bar a change, with and without the occupancy cap."""
    return {
        "names": [f"{g.model_after}, {'with' if g.with_cap else 'without'} cap" for g in study.gains],
        "totals": [round(g.peak.total, 2) for g in study.gains],
        "parts": [
            {"name": title, "values": [round(float(getattr(g.peak, field)), 2) for g in study.gains]}
            for title, field in PARTS
        ],
    }


def cash_charts(case: BusinessCase) -> tuple[Chart, Chart]:
    """The cash flow by month, and added up: low, expected and high."""
    outcomes = {"low": case.low, "expected": case.expected, "high": case.high}
    months = [m.month for m in case.expected.months]
    by_month = [{"name": name, "values": [round(m.net) for m in o.months]} for name, o in outcomes.items()]
    added_up = [{"name": name, "values": [round(m.cumulative) for m in o.months]} for name, o in outcomes.items()]
    paid = case.expected.payback_month
    return {"months": months, "lines": by_month}, {"months": months, "lines": added_up, "paid": paid}


def tornado_chart(case: BusinessCase, currency: str) -> Chart:
    """Net present value at both ends of each input, the largest swing first."""
    known = {row.name: row for row in case.inputs}
    return {
        "expected": round(case.expected.npv),
        "bars": [
            {
                "name": known[bar.name].words,
                "range": reading(known[bar.name], currency).between(bar.low, bar.high),
                "low": round(bar.npv_at_low),
                "high": round(bar.npv_at_high),
            }
            for bar in case.tornado[:TORNADO]
        ],
    }


def transition_chart(plan: TransitionPlan) -> Chart:
    """Full-time people a month, stacked, and what the contracts hold."""
    return {
        "months": [m.month for m in plan.months],
        "phases": [m.phase for m in plan.months],
        "parts": [
            {"name": title, "values": [round(staff(m)[k], 1) for m in plan.months]}
            for k, (title, _) in enumerate(STAFF)
        ],
        "available": [None if m.fte_available is None else round(m.fte_available, 1) for m in plan.months],
    }


def score_chart(advice: Centralisation) -> Chart:
    """The score of each queue with its verdict."""
    return {
        "queues": [q.queue for q in advice.queues],
        "scores": [round(q.score, 3) for q in advice.queues],
        "verdicts": [q.verdict.value for q in advice.queues],
    }


def shown_models(models: Sequence[str], against: str | None) -> list[str]:
    """Whose series a chart draws: all where they are few, else the first and the one looked at in detail."""
    few = len(models) <= FEW or against is None
    return list(models) if few else [m for k, m in enumerate(models) if k == 0 or m == against]


def service_chart(study: Study, against: str | None = None) -> Chart:
    """Simulated service by queue with its band, a series a model, and the goal of each queue.

    Queues whose contacts cannot wait, which are those with a goal of service level; all queues where none has one.
    """
    found = _series(study, "queues", against)
    names = list(dict.fromkeys(name for _, _, figures in found for name in figures))
    goals = {name: f.goal for _, _, figures in found for name, f in figures.items() if f.asa_seconds is not None}
    names = [name for name in names if goals.get(name) is not None] or names
    return {
        "names": names,
        "goals": [goals.get(name) for name in names],
        "series": [
            {"name": m, "place": k, "points": _points(figures.get(n) for n in names)} for k, m, figures in found
        ],
    }


def times_chart(study: Study, against: str | None = None) -> Chart:
    """Simulated service by time of day with its band, a series a model."""
    found = _series(study, "times", against)
    names = list(dict.fromkeys(name for _, _, figures in found for name in figures))
    return {
        "names": names,
        "series": [
            {"name": m, "place": k, "points": _points(figures.get(n) for n in names)} for k, m, figures in found
        ],
    }


def _series(study: Study, part: str, against: str | None) -> list[tuple[int, str, dict[str, ServiceFigures]]]:
    """Place among all models (their colour), name and figures by name of every model shown."""
    shown = shown_models([s.model for s in study.simulated], against)
    return [
        (study.models.index(s.model), s.model, {f.name: f for f in getattr(s.simulated, part)})
        for s in study.simulated
        if s.model in shown
    ]


def _points(figures: Iterable[ServiceFigures | None]) -> list[list[float | None] | None]:
    """Service level, low and high; None where nothing is known."""
    return [
        None if f is None or f.service_level is None else [f.service_level, f.service_level_low, f.service_level_high]
        for f in figures
    ]


def changes_chart(study: Study, model: str) -> Chart:
    """Who loses and who gains under ``model``: change, interval and verdict; queues, departments and times of day.

    Those served exactly alike are left out.
    """
    found = [c for name, c in changes(study) if name == model and (c.low, c.high) != (0.0, 0.0)]
    order = {"department": 0, "queue": 1, "time of day": 2}
    found.sort(key=lambda c: (order.get(c.kind, 3), c.name if c.kind == "time of day" else "", c.change))
    return {
        "names": [c.name for c in found],
        "kinds": [c.kind for c in found],
        "points": [[c.change, c.low, c.high] for c in found],
        "verdicts": [VERDICTS[c.loses] for c in found],
    }


def stress_chart(study: Study) -> Chart:
    """Service in usual and bad weeks, a row a bad week and model."""
    rows = [(t, s.model) for s in study.simulated if s.simulated is not None for t in s.simulated.stresses]
    names = list(dict.fromkeys(stress.name for stress, _ in rows))
    rows.sort(key=lambda row: names.index(row[0].name))
    return {
        "names": [f"{stress.name}: {model}" for stress, model in rows],
        "usual": [stress.usual.service_level for stress, _ in rows],
        "points": _points(stress.stressed for stress, _ in rows),
    }


def curve_chart(study: Study) -> Chart:
    """Share cross-skilled against agents at the peak, a line a kind, with and without the occupancy cap."""
    return {
        "lines": [
            {
                "name": f"{KINDS[kind]}{'' if with_cap else ', without cap'}",
                "kind": kind,
                "cap": with_cap,
                "points": [[p.share, round(p.agents_at_peak, 2)] for p in points],
            }
            for (kind, with_cap), points in curve_lines(study).items()
        ]
    }
