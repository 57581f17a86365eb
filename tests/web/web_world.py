"""A small made-up organisation, planned by the real stages and loaded by the real services, for the page tests."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from study_example import example

from wfm.compare.scenarios import RosterLimits
from wfm.intervals import IntervalGrid
from wfm.io.comparison import comparison_document, write_comparison
from wfm.io.plan_file import read_plan
from wfm.io.read import read_agents
from wfm.io.totals_file import write_totals
from wfm.io.write import write_forecast, write_history, write_requirement, write_result, write_roster
from wfm.planning import plan_week
from wfm.services import load, publish_roster
from wfm.services.users import SYSTEM, add_user, authenticate
from wfm.storage import Role, open_engine, upgrade, write_session
from wfm.storage.comparisons import save_comparison
from wfm.types import History

PASSWORD = "correct-horse-battery"
ROLES = ("agent", "planner", "manager", "admin")
FIRST = date(2026, 10, 19)  # the week whose Sunday has 25 hours
NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)

PLAN = """
[site]
name = "Heron Trust (made up)"
zone = "Europe/Amsterdam"
country = "NL"

[[department]]
name = "billing"
open = ["mon-fri 08:00-18:00"]

[[queue]]
department = "billing"
channel = "voice"

[[department]]
name = "support"
open = ["daily 09:00-18:00"]

[[queue]]
department = "support"
channel = "voice"

[shrinkage.unplanned]
sickness = 0.05

[[contract]]
name = "full"
hours_per_week = 36
min_hours_per_week = 24
max_hours_per_week = 40
cost_per_hour = 30

[rules]
preset = "nl-atw"

[[shift]]
name = "day"
days = "daily"
start = "08:00-12:00"
step_minutes = 60
lengths_hours = [6, 8.5]
breaks = [
  { kind = "break", minutes = 15, paid = true, min_shift_hours = 4, earliest_hours = 1, latest_hours = 1 },
  { kind = "meal", minutes = 30, paid = false, min_shift_hours = 5.5, earliest_hours = 2.5, latest_hours = 2 },
]

[model.departmental]
[model.pooled]
"""

AGENTS = """agent,name,department,contract,skills,efficiency,available,leave,cost_per_hour
B1,Bay One,billing,full,billing,1,daily,,
B2,Bay Two,billing,full,billing,1,daily,,
B3,Bay Three,billing,full,billing,1,daily,2026-10-19..2026-10-25,
B4,Bay Four,billing,full,billing,1,daily,,
S1,Sea One,support,full,support,1,daily,,
S2,Sea Two,support,full,support,1,daily,,
S3,Sea Three,support,full,support,1,daily,,
S4,Sea Four,support,full,support,1,daily,,
S5,Sea Five,support,full,support,1,daily,,
S6,"=Sea <b>""Six""</b>",support,full,support,1,daily,,
"""


@dataclass(frozen=True)
class World:
    """Where the data is: the database's address and the week planned. The pooled roster is published."""

    url: str
    first: date


def build_world(directory: Path) -> World:
    """Plan the week and load it: departmental as a draft, pooled published, one account a role; the agent is B1."""
    (directory / "plan.toml").write_text(PLAN)
    (directory / "agents.csv").write_text(AGENTS)
    plan, agents = read_plan(directory / "plan.toml"), read_agents(directory / "agents.csv")
    history = history_before(FIRST)
    week = plan_week(history, plan, agents, FIRST, limits=RosterLimits(seconds=3.0))
    write_history(history, directory / "history.csv.gz")
    write_forecast(week.forecast, directory / "forecast.csv")
    write_totals(week.forecast, directory / "totals.csv")
    for scenario in week.comparison.scenarios:
        write_requirement(scenario.requirement, directory / f"requirement-{scenario.model}.csv")
        write_roster(scenario.result.roster, directory / f"roster-{scenario.model}.csv")
        write_result(scenario.result, directory / f"result-{scenario.model}.json")
    write_comparison(week.comparison, directory / "comparison.json")
    return World(fill(f"sqlite:///{directory / 'wfm.db'}", directory), FIRST)


def fill(url: str, directory: Path) -> str:
    """Load the folder into a new database, add the accounts and publish the pooled roster."""
    upgrade(url)
    engine = open_engine(url)
    with write_session(engine) as session:
        load(session, SYSTEM, directory, now=NOW)
        for role in ROLES:
            add_user(session, SYSTEM, role, PASSWORD, Role(role), agent="B1" if role == "agent" else None, now=NOW)
    planner = authenticate(engine, "planner", PASSWORD, now=NOW)
    with write_session(engine) as session:
        publish_roster(session, planner, FIRST, "pooled", 1, now=NOW)
    engine.dispose()
    return url


def studied_copy(world: World, directory: Path) -> str:
    """The address of a copy of the world whose newest comparison is the example that has every part."""
    copy = directory / "wfm.db"
    with closing(sqlite3.connect(world.url.removeprefix("sqlite:///"))) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    engine = open_engine(f"sqlite:///{copy}")
    with write_session(engine) as session:
        save_comparison(session, comparison_document(example()), requirements={}, results={}, author="test", now=NOW)
    engine.dispose()
    return f"sqlite:///{copy}"


def history_before(first: date, weeks: int = 12) -> History:
    """Seeded Poisson counts by quarter-hour while the two queues are open."""
    random = np.random.default_rng(20261019)
    grid = IntervalGrid.days(first - timedelta(weeks=weeks), 7 * weeks, "Europe/Amsterdam")
    local = grid.index.tz_convert("Europe/Amsterdam")
    hour = local.hour + local.minute / 60
    frames = []
    for queue, opened, level, days in (("billing/voice", 8, 3.5, 5), ("support/voice", 9, 5.0, 7)):
        is_open = (hour >= opened) & (hour < 18) & (local.day_of_week < days)
        mean = np.where(is_open, level * (1 + 0.4 * np.sin((hour - opened) / (18 - opened) * np.pi)), 0.0)
        offered = random.poisson(mean).astype(float)
        counts = {"offered": offered, "handled": offered, "abandoned": 0.0, "aht_seconds": 300.0}
        frame = pd.DataFrame({"queue": queue, "interval_start": grid.index, **counts})
        frames.append(frame[is_open])
    return History(pd.concat(frames, ignore_index=True), 15, "Europe/Amsterdam")


def token_of(page: str) -> str:
    """The CSRF token in a page."""
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
