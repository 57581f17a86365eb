"""The demonstration: sample data through every stage, into a folder of files and a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from wfm.compare.scenarios import RosterLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import date

    from wfm.planning import PlannedWeek
    from wfm.types import Agent, History, Plan

# Printed for whoever tries the demonstration; a database of one's own has no such users.
DEMO_PASSWORD = "demo-only-password"  # noqa: S105
DEMO_USERS = ("planner", "manager", "agent", "admin")


@dataclass(frozen=True)
class Demo:
    """What the demonstration made: the folder, the planned week and how long each step took."""

    directory: Path
    first: date
    week: PlannedWeek
    agents: tuple[Agent, ...]
    seconds: dict[str, float]


def run_demo(
    directory: Path,
    *,
    limits: RosterLimits | None = None,
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Demo:
    """Make the sample data, plan the week after it, and leave files, report and database in ``directory``.

    Args:
        directory: Made where it is not there; files of an earlier run are replaced.
        limits: Time, gap and seed of each roster.
        executor: Where independent work runs.
        say: Told, in words, what begins.
    """
    from wfm.planning import plan_week

    clock = _Clock()
    directory.mkdir(parents=True, exist_ok=True)
    say("sample data: two years of quarter-hours of a made-up organisation")
    history, plan, agents = _sample(directory)
    clock.lap("sample data")

    from wfm.io.read import read_events

    first = history.frame["interval_start"].max().tz_convert(plan.site.zone).date() + timedelta(days=1)
    week = plan_week(
        history,
        plan,
        agents,
        first,
        events=read_events(directory / "events.csv"),
        limits=limits or RosterLimits(seconds=30.0),
        executor=executor,
        say=say,
    )
    clock.lap("planning")

    say("files: tables, workbook, calendars, report")
    _write_files(directory, plan, history, agents, week)
    clock.lap("files")

    say("database: the same files, loaded; a user for each role")
    _fill_database(directory, first, agents)
    clock.lap("database")
    return Demo(directory, first, week, agents, clock.laps)


class _Clock:
    """Seconds of each step."""

    def __init__(self) -> None:
        self._last, self.laps = perf_counter(), dict[str, float]()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name], self._last = now - self._last, now


def _sample(directory: Path) -> tuple[History, Plan, tuple[Agent, ...]]:
    from sample_data.generate import generate
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_history

    generate(directory)
    plan = read_plan(directory / "plan.toml")
    history = read_history(directory / "history.csv.gz", zone=plan.site.zone)
    return history, plan, read_agents(directory / "agents.csv")


def _write_files(directory: Path, plan: Plan, history: History, agents: tuple[Agent, ...], week: PlannedWeek) -> None:
    from wfm.io.comparison import write_comparison
    from wfm.io.ical import write_ical
    from wfm.io.proofs import write_proof, write_proof_report
    from wfm.io.report import write_report
    from wfm.io.totals_file import write_totals
    from wfm.io.workbook import write_roster_workbook
    from wfm.io.write import write_forecast, write_requirement, write_result, write_roster, write_scores

    write_forecast(week.forecast, directory / "forecast.csv")
    if week.forecast.scores is not None:
        write_scores(week.forecast.scores, directory / "scores.csv")
    write_totals(week.forecast, directory / "totals.csv")
    for scenario in week.comparison.scenarios:
        write_requirement(scenario.requirement, directory / f"requirement-{scenario.model}.csv")
        if scenario.result is not None and scenario.result.roster is not None:
            write_roster(scenario.result.roster, directory / f"roster-{scenario.model}.csv")
            write_result(scenario.result, directory / f"result-{scenario.model}.json")
    if week.proof is not None:
        write_proof(week.proof, directory / "proof.csv")
        write_proof_report(week.proof, directory / "proof.json")
    write_comparison(week.comparison, directory / "comparison.json")
    if week.result.roster is not None:
        write_roster_workbook(week.result.roster, agents, directory / "roster.xlsx", coverage=week.result.coverage)
        write_ical(week.result.roster, agents, directory / "calendars")
    write_report(
        directory / "report.html", plan=plan, forecast=week.forecast, comparison=week.comparison, history=history
    )


def _fill_database(directory: Path, first: date, agents: tuple[Agent, ...]) -> None:
    """A new database with the files, a user for each role, and the pooled roster published by the planner."""
    from wfm.services import load, publish_roster
    from wfm.services.users import SYSTEM, add_user
    from wfm.storage import Role, open_engine, upgrade, write_session

    for suffix in ("", "-wal", "-shm"):
        (directory / f"wfm.db{suffix}").unlink(missing_ok=True)
    url = f"sqlite:///{directory / 'wfm.db'}"
    upgrade(url)
    engine = open_engine(url)
    with write_session(engine) as session:
        load(session, SYSTEM, directory)
        users = {
            name: add_user(
                session, SYSTEM, name, DEMO_PASSWORD, Role(name), agent=agents[0].agent if name == "agent" else None
            )
            for name in DEMO_USERS
        }
        publish_roster(session, users["planner"], first, "pooled", 1)
    engine.dispose()
