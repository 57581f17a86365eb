"""The scenarios of a study as tables: figures, agents by hour, kinds of work, and where the gain comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.io.data_table import TEXT, DataTable, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wfm.types.study import ScenarioFigures, Study

    Hour = tuple[date, int]


def work_table(study: Study) -> DataTable:
    """Every kind of work of every scenario: what it asks for and the service to expect by formula."""
    rows = tuple(
        (s.model, w.work, w.offered, w.required_hours, w.agents_at_peak, w.service_level)
        for s in study.scenarios
        for w in s.works
    )
    return DataTable(
        sheet="Work",
        caption="Kinds of work under each model",
        header=("model", "work", "contacts", "agent-hours at work", "agents at its peak", "service level expected"),
        rows=rows,
        forms=(TEXT, TEXT, ",.0f", ",.0f", ",.1f", ".1%"),
    )


def hourly(study: Study) -> tuple[list[Hour], dict[str, list[float]]]:
    """Agents required by local day and hour, the mean of its intervals, a list a model; closed hours left out."""
    means = {s.model: _by_hour(s, study.zone) for s in study.scenarios}
    hours = dict.fromkeys(hour for found in means.values() for hour in found)
    shown = sorted(hour for hour in hours if any(found.get(hour, 0.0) > 0 for found in means.values()))
    return shown, {model: [found.get(hour, 0.0) for hour in shown] for model, found in means.items()}


def _by_hour(scenario: ScenarioFigures, zone: str) -> Mapping[Hour, float]:
    local = zone_of(zone)
    found: dict[Hour, list[float]] = {}
    for instant, agents in zip(scenario.intervals.interval_start, scenario.intervals.required, strict=True):
        wall = instant.astimezone(local)
        found.setdefault((wall.date(), wall.hour), []).append(agents)
    return {hour: sum(values) / len(values) for hour, values in found.items()}


def hours_table(study: Study) -> DataTable:
    """Agents to roster by day and hour, a column a model."""
    hours, columns = hourly(study)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (f"{day:%a %d %b} {hour:02d}:00", *(values[i] for values in columns.values()))
        for i, (day, hour) in enumerate(hours)
    )
    return DataTable(
        sheet="Hours",
        caption="Agents required by hour, absence on the day included",
        header=("hour", *columns),
        rows=rows,
        forms=(TEXT, *[",.1f"] * len(columns)),
    )


def saved_by_hour(study: Study, model: str) -> tuple[list[date], list[int], list[list[float | None]]]:
    """Agents that ``model`` needs fewer than the first scenario: days, hours, and a row of days for each hour.

    Positive is a saving; None where neither needs anybody.
    """
    hours, columns = hourly(study)
    first, other = columns[study.models[0]], columns[model]
    fewer = {hour: before - after for hour, before, after in zip(hours, first, other, strict=True) if before or after}
    days = list(dict.fromkeys(day for day, _ in hours))
    clock = sorted({hour for _, hour in fewer})
    return days, clock, [[fewer.get((day, hour)) for day in days] for hour in clock]


def saving_table(study: Study, model: str) -> DataTable:
    """Agents that ``model`` needs fewer than the first scenario, by hour (rows) and day (columns)."""
    days, clock, cells = saved_by_hour(study, model)
    return DataTable(
        sheet="Agents saved",
        caption=f"Agents that {model} needs fewer than {study.models[0]}, by hour and day",
        header=("hour", *(f"{day:%a %d %b}" for day in days)),
        rows=tuple((f"{hour:02d}:00", *row) for hour, row in zip(clock, cells, strict=True)),
        forms=(TEXT, *["+.1f"] * len(days)),
    )


PARTS = (
    ("by pooling", "pooling"),
    ("peaks apart", "peak_smoothing"),
    ("rounding", "rounding"),
    ("handle times", "work_content"),
)


def gain_table(study: Study) -> DataTable:
    """People at work saved at the teams' peaks, split by cause, with and without the occupancy cap."""
    rows: Sequence[tuple[Value, ...]] = [
        (
            f"{g.model_before} to {g.model_after}",
            "with" if g.with_cap else "without",
            g.peak.total,
            *(getattr(g.peak, field) for _, field in PARTS),
            g.break_even_slowdown,
        )
        for g in study.gains
    ]
    return DataTable(
        sheet="Gain",
        caption="People at work that the teams need at their peaks",
        header=(
            "change",
            "occupancy cap",
            "people saved",
            *(title for title, _ in PARTS),
            "slowdown at which nothing is saved",
        ),
        rows=tuple(rows),
        forms=(TEXT, TEXT, "+.0f", *["+.1f"] * len(PARTS), "+.1%"),
    )


def gain_hours_table(study: Study) -> DataTable:
    """Agent-hours saved over the planned days, split by cause."""
    rows = tuple(
        (
            f"{g.model_before} to {g.model_after}",
            "with" if g.with_cap else "without",
            g.hours.total,
            g.hours.pooling,
            g.hours.rounding,
            g.hours.work_content,
            None if g.roster_fit is None else g.roster_fit.gain,
        )
        for g in study.gains
    )
    return DataTable(
        sheet="Gain in hours",
        caption="Agent-hours at work saved over the planned days, every team rounded up in every interval",
        header=(
            *("change", "occupancy cap", "hours saved", "by pooling", "rounding", "handle times"),
            "on top: covered more by the roster",
        ),
        rows=rows,
        forms=(TEXT, TEXT, *["+,.0f"] * 5),
    )
