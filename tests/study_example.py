"""A comparison with every part of a study, small enough to reckon by hand, for the tests of those who show it.

Two departments, three models over a week of quarter-hours. Texts hold what a page must escape and a workbook guard.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from wfm.compare.business_case import business_case
from wfm.intervals import IntervalGrid
from wfm.types import Comparison, CurvePoint, Requirement, Scenario
from wfm.types.business_case import CaseFacts
from wfm.types.centralisation import Centralisation, Factor, QueueScore, Verdict
from wfm.types.gain import Gain, GainSplit, RosterFit
from wfm.types.simulated_service import ServiceChange, ServiceFigures, SimulatedService, Stress
from wfm.types.transition import Phase, TransitionMonth, TransitionPlan

ZONE, MONDAY, MINUTES = "Europe/Amsterdam", date(2026, 11, 16), 15
ODD = "=claims/<b>voice</b>"
QUEUES = ("billing/voice", ODD)
MODELS = {"departmental": 20.0, "chain": 17.0, "pooled": 16.0}  # agents at work from 8 to 18 on working days
TIMES = ("08:00-10:00", "10:00-12:00")


def example() -> Comparison:
    """The comparison: departmental is measured against; all but it have gains, cases and a transition."""
    others = tuple(MODELS)[1:]
    return Comparison(
        scenarios=tuple(_scenario(model, agents) for model, agents in MODELS.items()),
        offered=12_000.0,
        currency="EUR",
        advice=("pooled asks for 20.0% fewer hours than departmental.", "Do not choose pooled if it is slower."),
        gains=tuple(_gain(model, cap) for model in others for cap in (True, False)),
        cases=tuple(business_case(_facts(model)) for model in others),
        centralisation=_advice(),
        transitions=tuple(_transition(model) for model in others),
        curve=tuple(
            CurvePoint(kind, share, f"{kind} {share:.0%}", 20 - 4 * share - 2 * (not cap), 1000 - 200 * share, cap)
            for kind in ("pairs", "chain", "generalists")
            for cap in (True, False)
            for share in (0.0, 0.5, 1.0)
        ),
    )


def _scenario(model: str, agents: float) -> Scenario:
    index = IntervalGrid.days(MONDAY, 7, ZONE, MINUTES).index
    local = index.tz_convert(ZONE)
    busy = (local.hour >= 8) & (local.hour < 18) & (local.day_of_week < 5)
    at_work = np.where(busy, agents + (local.hour == 10), 0.0)
    frame = pd.DataFrame(
        {"work": model, "interval_start": index, "load_erlangs": at_work / 2, "agents_required": at_work,
         "fte_required": at_work * 1.4, "service_level": 0.8, "asa_seconds": 20.0, "occupancy": 0.8}
    )  # fmt: skip
    simulated = model != "departmental"
    return Scenario(
        model=model,
        requirement=Requirement(frame, MINUTES, ZONE, model),
        agents_at_peak=agents + 1,
        required_hours=50 * agents + 5,
        fte_required=2 * agents,
        required_cost=1_000 * agents,
        service_level=0.8,
        worst_work=ODD,
        worst_service_level=0.7,
        requirement_by="simulation" if model == "chain" else "formula",
        cross_skilled_share=0.5 if model == "chain" else None,
        simulated=SimulatedService(
            total=_figures("all", "all", 0.85),
            queues=tuple(_figures("queue", q, 0.8 + 0.1 * i) for i, q in enumerate(QUEUES)),
            departments=(_figures("department", "billing", 0.8), _figures("department", "claims", 0.9)),
            works=(_figures("work", model, 0.85),),
            times=tuple(_figures("time of day", t, 0.75 + 0.1 * i) for i, t in enumerate(TIMES)),
            stresses=(
                Stress("10 % sick", "one shift in ten falls out", _figures("all", "all", 0.85),
                       _figures("all", "all", 0.6), ODD, 0.5),
            ),
            changes=(
                ServiceChange("queue", ODD, 0.9, 0.8, -0.12, -0.08, True),
                ServiceChange("department", "billing", 0.8, 0.88, 0.05, 0.11, False),
                ServiceChange("time of day", TIMES[0], 0.75, 0.76, -0.02, 0.04, None),
            ) if simulated else (),
            replications=50,
            seed=1,
            absence=0.05,
        ),
    )  # fmt: skip


def _figures(kind: str, name: str, level: float) -> ServiceFigures:
    return ServiceFigures(
        kind, name, 600.0, level, level - 0.05, level + 0.04, goal=0.8, asa_seconds=12.5, abandonment=0.03,
        occupancy=0.78, transfers=0.0, aht_seconds=305.0, aht_penalty=0.02,
    )  # fmt: skip


def _gain(model: str, with_cap: bool) -> Gain:
    bonus = 0.0 if with_cap else 1.0
    return Gain(
        "departmental",
        model,
        with_cap,
        hours=GainSplit(150.0 + bonus, -10.0, 140.0 + bonus, 20.0),
        peak=GainSplit(4.0 + bonus, -0.5, 2.5 + bonus, 0.5, 1.5),
        break_even=1.2,
        slowdown_today=1.02,
        roster_fit=RosterFit(60.0, 20.0, 15.0, 10.0),
    )


def _facts(model: str) -> CaseFacts:
    work = {"voice": 1.0}
    return CaseFacts("departmental", model, 40.0, 2 * MODELS[model], 45.0, {"voice": 600_000.0}, work, 300.0, 60_000.0)


def _transition(model: str) -> TransitionPlan:
    phases = (Phase("pilot", 1, 3, ("billing",)), Phase("wave 1", 4, 6, ("claims",)))
    months = tuple(
        TransitionMonth(m, "pilot" if m < 4 else "wave 1", m / 6, 40.0 - 6 * m, 5.0 * m, 0.5, 1.0, 20.0, 42.0, 30.0)
        for m in range(7)
    )
    return TransitionPlan(model, phases, months, ("A training day is a full-time day.",))


def _advice() -> Centralisation:
    factors = (
        Factor("volume", 300.0, 1.0, "300 contacts a day: enough"),
        Factor("overlap", 0.4, 0.4, "40 % of its people already work for another department"),
    )
    return Centralisation(
        (
            QueueScore(QUEUES[0], "billing", 0.7, Verdict.CENTRALISE, "the score is at least 0.60", factors),
            QueueScore(ODD, "claims", 0.4, Verdict.SPECIALIST, "the score is below 0.45", factors),
        ),
        "billing",
        "begin with billing: a failure stays small.",
    )
