"""Small made-up things to store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd

from wfm.intervals import IntervalGrid, WeekWindows
from wfm.io.plan_file import example_plan, parse_plan
from wfm.storage import plans
from wfm.storage.people import save_agents
from wfm.types import (
    Activity,
    ActivityKind,
    Agent,
    Availability,
    Channel,
    DateRange,
    Forecast,
    History,
    Queue,
    Requirement,
    Roster,
    Shift,
)
from wfm.types.contacts import QUANTILE_COLUMNS

NOW = datetime(2026, 11, 14, 9, tzinfo=UTC)
ZONE = "Europe/Amsterdam"
MONDAY = date(2026, 11, 16)
QUEUES = {
    "billing/voice": Queue("billing", Channel.VOICE),
    "billing/chat": Queue("billing", Channel.CHAT),
    "sales": Queue("sales", Channel.VOICE),
}


def save_site(session, agents=()):
    """The example plan, three queues and some agents."""
    text = example_plan()
    plans.save_plan(session, text, parse_plan(text), author="planner", now=NOW)
    plans.ensure_queues(session, QUEUES)
    save_agents(session, agents)


def agent(identity="a1", **changes):
    """A full-timer of billing."""
    values = {
        "agent": identity,
        "name": f"Agent {identity}",
        "department": "billing",
        "contract": "full-time",
        "skills": ("billing",),
        "availability": Availability(WeekWindows.always()),
    }
    return Agent(**{**values, **changes})


AGENTS = (
    agent("zed", skills=("sales", "billing/voice"), efficiency=0.7, cost_per_hour=33.5),
    agent(
        "a1",
        availability=Availability(
            WeekWindows.parse("mon-fri 08:00-17:00; sat 22:00-06:00"),
            (DateRange(MONDAY, MONDAY), DateRange(date(2026, 12, 24), date(2027, 1, 1))),
        ),
    ),
    agent("b2", contract="part-time", skills=()),
)


def frame_of(names, column, numbers, first=MONDAY, days=7, minutes=15, seed=1, **texts):
    """A frame of random numbers for every name and interval."""
    index = IntervalGrid.days(first, days, ZONE, minutes).index
    rng = np.random.default_rng(seed)
    rows = len(names) * len(index)
    return pd.DataFrame(
        {
            column: pd.array(np.repeat(sorted(names), len(index)).tolist(), dtype="str"),
            "interval_start": np.tile(index, len(names)),
            **{name: rng.gamma(2.0, 3.0, rows) for name in numbers},
            **{name: pd.array([text] * rows, dtype="str") for name, text in texts.items()},
        }
    )


def history(first=date(2026, 10, 19), days=14, queues=tuple(QUEUES), seed=1, **changes):
    """A history with unknown numbers here and there; two weeks across the autumn change by default."""
    frame = frame_of(queues, "queue", ("offered", "handled", "abandoned", "aht_seconds"), first, days, seed=seed)
    frame.loc[::7, "aht_seconds"] = np.nan
    frame.loc[frame["queue"] == "sales", ["handled", "abandoned"]] = np.nan
    return History(frame, **{"interval_minutes": 15, "zone": ZONE, "notes": ("made up",), **changes})


def forecast(first=MONDAY, days=7, queues=tuple(QUEUES), seed=2, model="ets", **changes):
    """A forecast of every queue."""
    frame = frame_of(
        queues, "queue", ("offered", *QUANTILE_COLUMNS, "aht_seconds"), first, days, seed=seed, model=model
    )
    frame.loc[::9, "aht_seconds"] = np.nan
    return Forecast(frame, **{"interval_minutes": 15, "zone": ZONE, **changes})


def requirement(first=MONDAY, days=7, works=("billing", "sales"), model="departmental", seed=3):
    """A requirement of every work."""
    numbers = ("load_erlangs", "agents_required", "fte_required", "service_level", "asa_seconds", "occupancy")
    frame = frame_of(works, "work", numbers, first, days, seed=seed)
    frame.loc[::5, ["service_level", "asa_seconds", "occupancy"]] = np.nan
    return Requirement(frame, 15, ZONE, model, ("made up",))


def shift(identity="a1", day=MONDAY, hour=8, hours=8, work="billing"):
    """A shift with a paid break and an unpaid meal; ``hour`` is UTC."""
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    middle, end = start + timedelta(hours=hours / 2), start + timedelta(hours=hours)
    quarter = timedelta(minutes=15)
    return Shift(
        identity,
        day,
        (
            Activity(ActivityKind.WORK, start, middle - 2 * quarter, work),
            Activity(ActivityKind.BREAK, middle - 2 * quarter, middle - quarter),
            Activity(ActivityKind.WORK, middle - quarter, middle, work),
            Activity(ActivityKind.MEAL, middle, middle + 2 * quarter, paid=False),
            Activity(ActivityKind.WORK, middle + 2 * quarter, end, work),
        ),
    )


def roster(*shifts, **changes):
    """A roster of some shifts."""
    return Roster(shifts or (shift("a1"), shift("b2", MONDAY + timedelta(days=1))), **{"zone": ZONE, **changes})
