"""What the charts of the comparison page draw: plain numbers and names, as JSON in the page. Shares are 0..1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfm.io.case_words import reading
from wfm.io.study_case_tables import STAFF, staff
from wfm.io.study_figures import measures
from wfm.io.study_parts import drawn_models
from wfm.io.study_service_tables import (
    KINDS,
    VERDICTS,
    change_map,
    curve_lines,
    live_goals,
    model_changes,
    service_by,
    stresses,
)
from wfm.io.study_tables import PARTS, hourly, saved_by_hour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wfm.io.study_parts import Drawing
    from wfm.types.business_case import BusinessCase
    from wfm.types.simulated_service import ServiceFigures
    from wfm.types.study import Study

TORNADO = 12  # bars: the rest hardly matters
Chart = dict[str, Any]


def models_chart(study: Study, drawing: Drawing) -> Chart:
    """The figures that a first look compares, a bar a model."""
    drawn = [m for m in measures(study) if m.drawn and all(m.of(s) is not None for s in study.scenarios)]
    return {
        "names": list(study.models),
        "panels": [
            {
                "name": m.title,
                "values": [m.of(s) for s in study.scenarios],
                "texts": [format(m.of(s), m.form) for s in study.scenarios],
            }
            for m in drawn
        ],
    }


def hours_chart(study: Study, drawing: Drawing) -> Chart:
    """Agents required by hour in each scenario; ``drawn`` are those whose lines are seen at first."""
    hours, columns = hourly(study)
    return {
        "days": [f"{day:%a} {day.day}" for day, _ in hours],
        "times": [f"{hour:02d}:00" for _, hour in hours],
        "drawn": drawn_models(list(columns), drawing.close),
        "scenarios": [
            {"model": model, "required": [round(value, 2) for value in values]} for model, values in columns.items()
        ],
    }


def saving_chart(study: Study, drawing: Drawing) -> Chart:
    """Agents that the model needs fewer than the first scenario, by local hour (rows) and day (columns)."""
    days, clock, cells = saved_by_hour(study, drawing.models[0])
    return {
        "days": [f"{day:%a} {day.day}" for day in days],
        "times": [f"{hour:02d}:00" for hour in clock],
        "cells": [[None if value is None else round(value, 2) for value in row] for row in cells],
    }


def losers_chart(study: Study, drawing: Drawing) -> Chart:
    """The change of everybody's service level under each model, with its verdict; None where nothing is known."""
    found = change_map(study)
    cells = [[changed.get(model) for model in drawing.models] for changed in found.values()]
    return {
        "names": [name for _, name in found],
        "kinds": [kind for kind, _ in found],
        "models": list(drawing.models),
        "cells": [[None if c is None else round(c.change, 4) for c in row] for row in cells],
        "verdicts": [[None if c is None else VERDICTS[c.loses] for c in row] for row in cells],
    }


def gain_chart(study: Study, drawing: Drawing) -> Chart:
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


def _case(study: Study, drawing: Drawing) -> BusinessCase:
    return next(case for case in study.cases if case.facts.model_after == drawing.models[0])


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


def transition_chart(study: Study, drawing: Drawing) -> Chart:
    """Full-time people a month, stacked, and what the contracts hold."""
    plan = next(p for p in study.transitions if p.model_after == drawing.models[0])
    return {
        "months": [m.month for m in plan.months],
        "phases": [m.phase for m in plan.months],
        "parts": [
            {"name": title, "values": [round(staff(m)[k], 1) for m in plan.months]}
            for k, (title, _) in enumerate(STAFF)
        ],
        "available": [None if m.fte_available is None else round(m.fte_available, 1) for m in plan.months],
    }


def scores_chart(study: Study, drawing: Drawing) -> Chart:
    """The score of each queue with its verdict."""
    queues = () if study.centralisation is None else study.centralisation.queues
    return {
        "queues": [q.queue for q in queues],
        "scores": [round(q.score, 3) for q in queues],
        "verdicts": [q.verdict.value for q in queues],
    }


def service_chart(study: Study, drawing: Drawing) -> Chart:
    """Simulated service by queue with its band, a series a model, and the goal of each queue."""
    found = service_by(study, drawing.models, "queues")
    goals = live_goals(found)
    return {"names": list(goals), "goals": list(goals.values()), "series": _series(study, found, list(goals))}


def times_chart(study: Study, drawing: Drawing) -> Chart:
    """Simulated service by time of day with its band, a series a model."""
    found = service_by(study, drawing.models, "times")
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    return {"names": names, "series": _series(study, found, names)}


def _series(study: Study, found: Mapping[str, Mapping[str, ServiceFigures]], names: list[str]) -> list[Chart]:
    """A series a model, with its place among all models, which is its colour."""
    return [
        {"name": m, "place": study.models.index(m), "points": _points(figures.get(n) for n in names)}
        for m, figures in found.items()
    ]


def _points(figures: Iterable[ServiceFigures | None]) -> list[list[float | None] | None]:
    """Service level, low and high; None where nothing is known."""
    return [
        None if f is None or f.service_level is None else [f.service_level, f.service_level_low, f.service_level_high]
        for f in figures
    ]


def changes_chart(study: Study, drawing: Drawing) -> Chart:
    """Who loses and who gains under a model: change, interval and verdict of one kind."""
    found = model_changes(study, drawing.models[0], drawing.name.removeprefix("changes-"))
    return {
        "names": [c.name for c in found],
        "points": [[c.change, c.low, c.high] for c in found],
        "verdicts": [VERDICTS[c.loses] for c in found],
    }


def stress_chart(study: Study, drawing: Drawing) -> Chart:
    """Service in usual and bad weeks, a row a bad week and model."""
    rows = stresses(study)
    return {
        "names": [f"{stress.name}: {model}" for model, stress in rows],
        "usual": [stress.usual.service_level for _, stress in rows],
        "points": _points(stress.stressed for _, stress in rows),
    }


def curve_chart(study: Study, drawing: Drawing) -> Chart:
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


CHARTS: Mapping[str, Callable[[Study, Drawing], Chart]] = {
    "models": models_chart,
    "hours": hours_chart,
    "saving": saving_chart,
    "service": service_chart,
    "times": times_chart,
    "losers": losers_chart,
    "changes-department": changes_chart,
    "changes-queue": changes_chart,
    "changes-time-of-day": changes_chart,
    "stress": stress_chart,
    "gain": gain_chart,
    "curve": curve_chart,
    "scores": scores_chart,
    "cash": lambda study, drawing: cash_charts(_case(study, drawing))[1],
    "cash-month": lambda study, drawing: cash_charts(_case(study, drawing))[0],
    "tornado": lambda study, drawing: tornado_chart(_case(study, drawing), study.currency),
    "transition": transition_chart,
}
