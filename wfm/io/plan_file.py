"""Reads the plan file (TOML) into a :class:`~wfm.types.Plan`, naming the place of every fault."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfm.errors import ConfigError, DataError
from wfm.intervals import WeekWindows, zone_of
from wfm.types import (
    BreakRule,
    Channel,
    Contract,
    DeferredGoal,
    Pattern,
    Plan,
    Queue,
    QueuePlan,
    RepairPrices,
    ServiceGoal,
    ShiftFamily,
    Shrinkage,
    ShrinkageWindow,
    SimulationPolicy,
    Site,
    StaffingPolicy,
    Weights,
)

if TYPE_CHECKING:
    from wfm.io.plan_queues import QueueKeys, QueueTable, SiteTable
    from wfm.io.plan_rostering import BreakTable, ContractTable, ShiftTable
    from wfm.io.plan_schema import PlanFile
    from wfm.io.plan_staffing import ShrinkageTable

PLAYED = ("priority", "handle_cv", "retry_share", "retry_delay_seconds")  # keys of a queue that most plans leave out


def read_plan(path: str | Path) -> Plan:
    """The plan in the TOML file at ``path``.

    Raises:
        DataError: The file is missing or is not TOML.
        ConfigError: A key is unknown, missing or out of range; the message names the file and the key.
    """
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError("there is no such file", file=name, remedy="`wfm plan --example` prints a plan.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the file cannot be read as text: {error}", file=name) from None
    return parse_plan(text, name)


def parse_plan(text: str, name: str = "plan") -> Plan:
    """The plan in a TOML text; ``name`` is how messages call it. Raises as :func:`read_plan`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not a TOML file: {error}", file=name) from None
    try:
        return _plan(_validated(raw))
    except ConfigError as error:
        raise ConfigError(f"{name}: {error}") from None


def plan_schema() -> dict[str, Any]:
    """The JSON schema of the plan file."""
    from wfm.io.plan_schema import PlanFile

    return PlanFile.model_json_schema()


def example_plan() -> str:
    """A commented example of a plan file."""
    return resources.files("wfm.io").joinpath("plan_example.toml").read_text(encoding="utf-8")


def _validated(raw: dict[str, Any]) -> PlanFile:
    from pydantic import ValidationError

    from wfm.io.plan_schema import PlanFile

    try:
        return PlanFile.model_validate(raw)
    except ValidationError as error:
        faults = [_fault(raw, dict(fault)) for fault in error.errors()]
        more = f" And {len(faults) - 3} more." if len(faults) > 3 else ""
        raise ConfigError("; ".join(faults[:3]) + "." + more) from None


def _fault(raw: dict[str, Any], fault: dict[str, Any]) -> str:
    """One fault in words: the key's path, with the names of the tables on the way, and the value found."""
    path, here = "", raw
    for step in fault["loc"]:
        here = here[step] if isinstance(here, (list, dict)) and _has(here, step) else None  # type: ignore[assignment]
        label = f" ({here['name']})" if isinstance(step, int) and isinstance(here, dict) and "name" in here else ""
        path += f"[{step + 1}]{label}" if isinstance(step, int) else f"{'.' if path else ''}{step}"
    if fault["type"] == "missing":
        return f"{path} is missing"
    if fault["type"] == "extra_forbidden":
        return f"{path} is not a known key; `wfm plan --schema` lists them"
    message = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{path}: {message} (found {fault['input']!r})"


def _has(table: Any, step: Any) -> bool:
    return step in table if isinstance(table, dict) else isinstance(step, int) and step < len(table)


def _plan(file: PlanFile) -> Plan:
    from wfm.roster import rules_from

    contracts = [_contract(table) for table in file.contract]
    _refuse_repeats("contract", [c.name for c in contracts])
    _refuse_repeats("pattern", [p.name for p in file.pattern])
    _refuse_repeats("department", [d.name for d in file.department])
    queues = [(table.name or _queue_of(table, file).name, table) for table in file.queue]
    _refuse_repeats("queue", [name for name, _ in queues])
    return Plan(
        site=_site(file.site),
        queues={name: _queue_plan(table, file, _queue_of(table, file)) for name, table in queues},
        shrinkage=_shrinkage(file.shrinkage),
        contracts={c.name: c for c in contracts},
        shifts=tuple(_shift(table) for table in file.shift),
        rules=rules_from(file.rules.preset, file.rules.change),
        weights=_weights(file),
        models={name: table.model_dump() for name, table in file.model.items()},
        business_case=_business_case(file),
        queue_defaults=_defaults(file),
        centralise=_centralise(file),
        staffing=StaffingPolicy(**file.staffing.model_dump()),
        patterns={p.name: Pattern(p.name, p.first, tuple(tuple(week) for week in p.weeks)) for p in file.pattern},
        simulation=SimulationPolicy(**file.simulation.model_dump()),
        repair=_repair(file),
    )


def _business_case(file: PlanFile) -> dict[str, tuple[float, float, float]]:
    from wfm.compare.case_inputs import plan_ranges

    values = file.business_case.items()
    return plan_ranges({k: v if isinstance(v, float) else v.model_dump(exclude_none=True) for k, v in values})


def _centralise(file: PlanFile) -> dict[str, dict[str, float]]:
    from wfm.compare.centralise_limits import limits_with, weights_with

    limits_with(file.centralise.limit)
    weights_with(file.centralise.weight)
    return file.centralise.model_dump()


def _refuse_repeats(what: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ConfigError(f"{what} {repeated[0]!r} is listed twice. Give each {what} once.")


def _site(table: SiteTable) -> Site:
    zone_of(table.zone)
    return Site(
        zone=table.zone,
        name=table.name,
        country=table.country,
        subdivision=table.subdivision,
        currency=table.currency,
        week_start=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday").index(
            table.week_start
        ),
        interval_minutes=table.interval_minutes,
    )


def _queue_of(table: QueueTable, file: PlanFile) -> Queue:
    default = file.queue_defaults.channel if file.queue_defaults else Channel.VOICE
    return Queue(table.department, table.channel or default, table.language)


def _queue_plan(table: QueueKeys, file: PlanFile, queue: Queue) -> QueuePlan:
    """The plan of a queue; a key it does not set comes from its department, then from [queue_defaults]."""
    department = next((d for d in file.department if d.name == queue.department), None)
    levels = [level for level in (table, department, file.queue_defaults) if level is not None]

    def nearest(key: str) -> Any:
        return next((getattr(level, key) for level in levels if getattr(level, key) is not None), None)

    windows, on_holidays, goal = nearest("open"), nearest("open_on_holidays"), nearest("goal")
    hours = nearest("response_hours")
    return QueuePlan(
        queue=queue,
        open=WeekWindows.always() if windows is None else WeekWindows.parse(windows),
        open_on_holidays=None if on_holidays is None else WeekWindows.parse(on_holidays),
        aht_seconds=nearest("aht_seconds"),
        patience_seconds=nearest("patience_seconds"),
        goal=ServiceGoal() if goal is None else ServiceGoal(**goal.model_dump()),
        deferred=None if hours is None else DeferredGoal(response_hours=hours),
        concurrency=nearest("concurrency") or 1,
        **{key: value for key in PLAYED if (value := nearest(key)) is not None},
    )


def _defaults(file: PlanFile) -> QueuePlan | None:
    if file.queue_defaults is None:
        return None
    return _queue_plan(file.queue_defaults, file, Queue("", file.queue_defaults.channel))


def _shrinkage(table: ShrinkageTable) -> Shrinkage:
    windows = (ShrinkageWindow(t.category, WeekWindows.parse(t.windows), t.share) for t in table.by_time)
    return Shrinkage(planned=table.planned, unplanned=table.unplanned, by_time=tuple(windows))


def _contract(table: ContractTable) -> Contract:
    hours = table.hours_per_week
    least, most = table.min_hours_per_week, table.max_hours_per_week
    rest = table.model_dump(exclude={"min_hours_per_week", "max_hours_per_week"})
    return Contract(min_hours_per_week=hours if least is None else least, max_hours_per_week=most or hours, **rest)


def _shift(table: ShiftTable) -> ShiftFamily:
    earliest, latest = _start_window(table.name, table.start)
    return ShiftFamily(
        name=table.name,
        days=tuple(sorted({w.weekday for w in WeekWindows.parse([table.days]).windows})),
        earliest_start=earliest,
        latest_start=latest,
        step_minutes=table.step_minutes,
        lengths_minutes=tuple(sorted({round(60 * hours) for hours in table.lengths_hours})),
        breaks=tuple(_break(b) for b in table.breaks),
        break_spacing_minutes=table.break_spacing_minutes,
    )


def _start_window(name: str, text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{1,2}):(\d\d)(?:\s*-\s*(\d{1,2}):(\d\d))?\s*", text)
    if match is None:
        raise ConfigError(f"shift {name}: cannot read the start window {text!r}. Write it as '07:30-12:00'.")
    first = int(match[1]) * 60 + int(match[2])
    last = int(match[3]) * 60 + int(match[4]) if match[3] else first
    return first, last + (24 * 60 if last < first else 0)


def _break(table: BreakTable) -> BreakRule:
    return BreakRule(
        kind=table.kind,
        minutes=table.minutes,
        paid=table.paid,
        min_shift_minutes=round(60 * table.min_shift_hours),
        max_shift_minutes=round(60 * table.max_shift_hours),
        earliest_minutes=round(60 * table.earliest_hours),
        latest_minutes=round(60 * table.latest_hours),
    )


def _weights(file: PlanFile) -> Weights:
    table = file.weights
    short = Weights().short if table.short is None else tuple((s.up_to_share, s.price) for s in table.short)
    return Weights(short=short, **table.model_dump(exclude={"short"}))


def _repair(file: PlanFile) -> RepairPrices:
    table = file.repair
    steps = table.short_notice
    notice = RepairPrices().short_notice if steps is None else tuple((s.hours, s.factor) for s in steps)
    return RepairPrices(short_notice=notice, **table.model_dump(exclude={"short_notice"}))
