"""A folder of files of a small made-up site, as `wfm demo` leaves one: written by `wfm.io`, planned by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from builders_storage import MONDAY, ZONE, agent, forecast, frame_of, history, shift

from wfm.intervals import IntervalGrid
from wfm.io.plan_file import example_plan
from wfm.io.totals_file import write_totals
from wfm.io.write import (
    write_agents,
    write_events,
    write_forecast,
    write_history,
    write_json,
    write_requirement,
    write_result,
    write_roster,
    write_scores,
)
from wfm.types import Requirement, Roster, RosterResult, SpecialDay
from wfm.types.contacts import QUANTILE_COLUMNS

AGENTS = (agent("zed", skills=("sales", "billing")), agent("a1"), agent("b2", contract="part-time"))
QUEUES = ("billing/voice", "billing/chat", "sales")
LAST_YEAR = MONDAY - timedelta(days=364)


def write_site(folder):
    """Every file that `wfm load` reads; history of eight weeks before and of the same weeks a year ago."""
    folder.mkdir(exist_ok=True)
    (folder / "plan.toml").write_text(example_plan(), encoding="utf-8")
    write_agents(AGENTS, folder / "agents.csv")
    write_events((SpecialDay(MONDAY, "campaign", "Autumn letter", ("sales",)),), folder / "events.csv")
    write_history(two_years(), folder / "history.csv.gz")
    write_forecast(forecast(queues=QUEUES), folder / "forecast.csv")
    write_scores(scores(), folder / "scores.csv")
    write_totals(replace(forecast(queues=QUEUES), totals=totals()), folder / "totals.csv")
    for model, works in (("departmental", ("billing", "sales")), ("pooled", ("pooled",))):
        write_requirement(flat_requirement(model, works), folder / f"requirement-{model}.csv")
        one = roster(works[0])
        write_roster(one, folder / f"roster-{model}.csv")
        write_result(result(one), folder / f"result-{model}.json")
    write_json(comparison(), folder / "comparison.json")
    return folder


def totals():
    """A Tuesday and the week of one queue, with their quantiles."""
    levels = {name: 400.0 + 10 * i for i, name in enumerate(QUANTILE_COLUMNS)}
    tuesday = {"queue": "sales", "by": "day", "first_day": MONDAY + timedelta(days=1), "offered": 435.0, **levels}
    return pd.DataFrame([tuesday, {**tuesday, "by": "week", "first_day": MONDAY, "offered_p90": 3000.0}])


def two_years():
    """Eight weeks up to the planned one, and the same a year ago."""
    recent = history(MONDAY - timedelta(days=56), 56, QUEUES)
    before = history(LAST_YEAR - timedelta(days=56), 64, QUEUES, seed=4)
    return replace(recent, frame=pd.concat([recent.frame, before.frame]))


def scores():
    """Two origins of two models and a queue."""
    rows = [
        ("sales", model, MONDAY - timedelta(days=7 * week), wape, 0.2, 0.9, -0.01, 0.8, 0.9, 0.5)
        for model, wape in (("naive", 0.2), ("selected", 0.1))
        for week in (1, 2)
    ]
    names = "queue model origin wape wape_naive mase bias coverage_80 coverage_90 seconds"
    return pd.DataFrame(rows, columns=names.split())


def flat_requirement(model, works):
    """Two agents on every work from 08:00 to 16:00 UTC on weekdays, nobody else."""
    numbers = ("load_erlangs", "agents_required", "fte_required", "service_level", "asa_seconds", "occupancy")
    frame = frame_of(works, "work", numbers)
    hours, days = frame["interval_start"].dt.hour, frame["interval_start"].dt.day_of_week
    frame["agents_required"] = 2.0 * ((hours >= 8) & (hours < 16) & (days < 5))
    return Requirement(frame, 15, ZONE, model)


def roster(work):
    """Five days of a1, three of b2, and one of zed."""
    days = [MONDAY + timedelta(days=i) for i in range(5)]
    shifts = [shift("a1", day, work=work) for day in days]
    shifts += [shift("b2", day, work=work) for day in days[:3]]
    return Roster((*shifts, shift("zed", days[0], work=work)), ZONE)


def result(one):
    """What an engine could have reported."""
    terms = {"short": 10.5, "paid_hour": 30.0}
    return RosterResult("feasible", one, 40.5, 40.0, 0.0125, terms, None, seconds=2.5, seed=3, versions={"wfm": "0.1"})


def comparison():
    """The document of two scenarios."""
    stamps = [t.isoformat() for t in IntervalGrid.days(MONDAY, 7, ZONE).index[32:64]]
    base = {
        "agents_at_peak": 4.0,
        "required_hours": 160.0,
        "fte_required": 5.0,
        "required_cost": 5000.0,
        "rostered_agents": 3,
        "paid_hours": 70.0,
        "paid_cost": 2200.0,
        "cost_per_contact": 1.1,
        "covered_share": 0.5,
        "service_level": 0.7,
        "asa_seconds": 40.0,
        "occupancy": 0.8,
        "worst_work": "sales",
        "worst_service_level": 0.6,
        "status": "feasible",
        "gap": 0.01,
        "violations": 0,
    }
    works = [
        {"work": "billing", "required_hours": 80.0, "agents_at_peak": 2.0, "offered": 900.0, "service_level": None}
    ]
    intervals = {"interval_start": stamps, "required": [4.0] * 32, "scheduled": [3.0] * 32}
    first = {"model": "departmental", **base, "works": works, "intervals": intervals}
    second = {**first, "model": "pooled", "fte_required": 4.5, "required_hours": 150.0, "service_level": None}
    second["intervals"] = {"interval_start": stamps[4:], "required": [3.5] * 28}
    document = {"format": 1, "offered": 2000.0, "currency": "EUR", "advice": ["Pool."], "scenarios": [first, second]}
    return json.loads(json.dumps(document))


YEAR_AGO = date(2025, 11, 17)
