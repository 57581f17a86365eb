"""Loading a folder of files into the database: all of them, or nothing when one cannot be used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfm.errors import ConfigError, DataError
from wfm.io.comparison import read_comparison
from wfm.io.parts_file import read_forecast_parts
from wfm.io.plan_file import parse_plan
from wfm.io.read import check_skills, read_agents, read_events, read_forecast, read_history, read_requirement
from wfm.io.score_file import read_scores
from wfm.io.totals_file import read_totals
from wfm.services.clock import moment
from wfm.services.loading_rosters import load_rosters
from wfm.services.roles import Permission, require
from wfm.storage import audit, plans
from wfm.storage.audit import AuditEntry
from wfm.storage.comparisons import save_comparison
from wfm.storage.forecasts import save_forecast
from wfm.storage.history import save_history
from wfm.storage.people import load_agents, save_agents
from wfm.storage.requirements import save_requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from wfm.storage.users import User
    from wfm.types import Agent, History, Plan, Requirement

ENDINGS = ("", ".gz")


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What was loaded: the files in order, each with what it held in words."""

    files: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        width = max((len(name) for name, _ in self.files), default=0)
        return "\n".join(f"{name:<{width}}  {content}" for name, content in self.files) or "nothing to load"


def load(session: Session, user: User, directory: str | Path, *, now: datetime | None = None) -> LoadSummary:
    """Load the files of a folder, those that are there.

    They are plan.toml, events.csv, agents.csv, history.csv, forecast.csv with scores.csv, requirement-MODEL.csv,
    roster-MODEL.csv with result-MODEL.json, and comparison.json. Any of the tables may end in .csv.gz. A plan must be
    there or loaded before.

    Raises:
        PermissionDenied: The user may not import.
        DataError: A file cannot be used, or the folder holds none.
        ConfigError: The plan file cannot be used, or there is none.
        ConflictError: The plan lacks a contract that somebody works under.
    """
    require(user, Permission.IMPORT_DATA)
    folder = Path(directory)
    if not folder.is_dir():
        raise DataError("there is no such folder", file=str(folder))
    loading = _Loading(session, user, folder, moment(now))
    plan = loading.plan()
    loading.events()
    loading.history(plan)
    loading.forecast(plan)
    loading.agents(plan)
    requirements = loading.requirements(plan)
    results = loading.rosters(plan, requirements)
    loading.comparison({model: number for model, (number, _) in requirements.items()}, results)
    if not loading.loaded:
        raise DataError("the folder holds no file that can be loaded", file=str(folder))
    return LoadSummary(tuple(loading.loaded))


class _Loading:
    """One run: each method loads one kind of file, audits it and notes it for the summary."""

    def __init__(self, session: Session, user: User, folder: Path, now: datetime) -> None:
        self.session, self.user, self.folder, self.now = session, user, folder, now
        self.loaded: list[tuple[str, str]] = []
        self._history: History | None = None

    def plan(self) -> Plan:
        """The plan of the folder, put in force, or the stored one.

        The history is read here too, before the first statement: a write session takes SQLite's only write lock with
        it, and reading a million rows would keep everybody else waiting.
        """
        path, history = self._find("plan.toml"), self._find("history.csv")
        text = None if path is None else _text(path)
        given = None if text is None else parse_plan(text, str(path))
        if given is not None and history is not None:
            self._history = read_history(history, zone=given.site.zone)
        before = plans.plan_text(self.session)
        if path is None or text is None or given is None:
            if before is None:
                raise ConfigError(f"no plan is loaded and {self.folder} has no plan.toml.")
            return parse_plan(before, "the stored plan")
        if text != before:
            plans.save_plan(self.session, text, given, author=self.user.name, now=self.now)
            self._audit("plan", "plan.toml", _digest(before), _digest(text))
        self._note(path, f"{len(given.queues)} queues, {len(given.contracts)} contracts")
        return given

    def events(self) -> None:
        path = self._find("events.csv")
        if path is None:
            return
        events = read_events(path)
        plans.save_special_days(self.session, events)
        self._audit("special days", path.name, None, {"days": len(events)})
        self._note(path, f"{len(events)} special days")

    def agents(self, plan: Plan) -> None:
        path = self._find("agents.csv")
        if path is None:
            return
        agents = read_agents(path)
        before = load_agents(self.session)
        try:
            # Before any queue is known, a skill cannot be told from a typing error.
            queues = plans.queue_departments(self.session)
            check_skills(agents, {*queues, *queues.values()} if queues else {s for a in agents for s in a.skills})
            save_agents(self.session, agents)
        except DataError as error:
            raise (error if error.file else error.in_file(str(path))) from None
        self._audit("agents", path.name, {"agents": len(before)}, _changes(before, agents))
        self._note(path, f"{len(agents)} agents")

    def history(self, plan: Plan) -> None:
        path = self._find("history.csv")
        if path is None:
            return
        history = self._history or read_history(path, zone=plan.site.zone)
        self._queues(plan, history.queues)
        save_history(self.session, history, author=self.user.name, source=path.name, now=self.now)
        rows = len(history.frame)
        self._audit("history", path.name, None, {"rows": rows, "queues": len(history.queues)})
        self._note(path, f"{rows} intervals of {len(history.queues)} queues")

    def forecast(self, plan: Plan) -> None:
        path, scores = self._find("forecast.csv"), self._find("scores.csv")
        if path is None:
            return
        forecast = read_forecast(path, zone=plan.site.zone)
        if scores is not None:
            forecast = replace(forecast, scores=read_scores(scores))
        parts, totals = self._find("parts.csv"), self._find("totals.csv")
        if parts is not None:
            forecast = replace(forecast, parts=read_forecast_parts(parts))
        if totals is not None:
            forecast = replace(forecast, totals=read_totals(totals))
        self._queues(plan, forecast.queues)
        number = save_forecast(self.session, forecast, author=self.user.name, now=self.now)
        offered = float(forecast.frame["offered"].sum())
        self._audit("forecast", str(number), None, {"queues": len(forecast.queues), "offered": offered})
        self._note(path, f"{offered:.0f} contacts expected on {len(forecast.queues)} queues")

    def requirements(self, plan: Plan) -> dict[str, tuple[int, Requirement]]:
        """Ids and requirements of the folder, by operating model."""
        found: dict[str, tuple[int, Requirement]] = {}
        for model, path in self._models("requirement"):
            requirement = replace(read_requirement(path, zone=plan.site.zone), model=model)
            number = save_requirement(self.session, requirement, author=self.user.name, now=self.now)
            found[model] = number, requirement
            peak = requirement.frame.groupby("interval_start")["agents_required"].sum().max()
            self._audit("requirement", str(number), None, {"model": model, "works": list(requirement.works)})
            self._note(path, f"{len(requirement.works)} kinds of work, {peak:.1f} agents at peak")
        return found

    def rosters(self, plan: Plan, requirements: dict[str, tuple[int, Requirement]]) -> dict[str, int]:
        """Ids of the results of the folder's rosters, by operating model."""
        files = {model: (path, self._find(f"result-{model}.json")) for model, path in self._models("roster")}
        given = {model: requirement for model, (_, requirement) in requirements.items()}
        results: dict[str, int] = {}
        for loaded in load_rosters(self.session, files, plan, given, author=self.user.name, now=self.now):
            results |= {} if loaded.result_id is None else {loaded.model: loaded.result_id}
            header = loaded.header
            after = {"version": header.version, "shifts": loaded.shifts, "violations": loaded.violations}
            self._audit("roster", f"{header.first_day} {header.model}", None, after)
            self._note(loaded.path, f"{loaded.shifts} shifts, version {header.version}")
        return results

    def comparison(self, requirements: dict[str, int], results: dict[str, int]) -> None:
        path = self._find("comparison.json")
        if path is None:
            return
        document = read_comparison(path)
        number = save_comparison(
            self.session,
            document,
            requirements=requirements,
            results=results,
            author=self.user.name,
            now=self.now,
        )
        models = [scenario["model"] for scenario in document["scenarios"]]
        self._audit("comparison", str(number), None, {"models": models})
        self._note(path, ", ".join(models))

    def _queues(self, plan: Plan, names: Iterable[str]) -> None:
        plans.ensure_queues(self.session, {name: plan.queue(name).queue for name in names})

    def _find(self, name: str) -> Path | None:
        return next((path for end in ENDINGS if (path := self.folder / f"{name}{end}").is_file()), None)

    def _models(self, kind: str) -> list[tuple[str, Path]]:
        """Operating models and files of a kind, by name."""
        paths = sorted(path for end in ENDINGS for path in self.folder.glob(f"{kind}-*.csv{end}"))
        return [(path.name.removeprefix(f"{kind}-").partition(".csv")[0], path) for path in paths]

    def _audit(self, subject: str, number: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        audit.record(self.session, AuditEntry(self.now, self.user.name, "load", subject, number, before, after))

    def _note(self, path: Path, content: str) -> None:
        self.loaded.append((path.name, content))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(path)) from None


def _digest(text: str | None) -> dict[str, Any] | None:
    return None if text is None else {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def _changes(before: Sequence[Agent], after: Sequence[Agent]) -> dict[str, Any]:
    """Who was added, removed or changed, by identity."""
    old, new = {a.agent: a for a in before}, {a.agent: a for a in after}
    return {
        "agents": len(after),
        "added": sorted(new.keys() - old.keys()),
        "removed": sorted(old.keys() - new.keys()),
        "changed": sorted(agent for agent in old.keys() & new.keys() if old[agent] != new[agent]),
    }
