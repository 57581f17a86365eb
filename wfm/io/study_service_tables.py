"""Simulated service, who gains and who loses, bad weeks and the cross-skilling curve as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.data_table import TEXT, DataTable, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wfm.types.findings import CurvePoint
    from wfm.types.simulated_service import ServiceChange, ServiceFigures, Stress
    from wfm.types.study import ScenarioFigures, Study

# Title, field and number format of the figures of simulated service.
SERVICE = (
    ("contacts a week", "offered", ",.0f"),
    ("service level", "service_level", ".1%"),
    ("low", "service_level_low", ".1%"),
    ("high", "service_level_high", ".1%"),
    ("goal", "goal", ".0%"),
    ("answered after (s)", "asa_seconds", ",.0f"),
    ("hang up", "abandonment", ".1%"),
    ("occupancy", "occupancy", ".1%"),
    ("handed on", "transfers", ".1%"),
    ("handle time (s)", "aht_seconds", ",.0f"),
    ("longer by", "aht_penalty", "+.1%"),
)
KIND_ORDER = ("department", "queue", "time of day")
VERDICTS = {True: "loses", False: "gains", None: "may be chance"}


def simulated_table(study: Study, part: str) -> DataTable:
    """Simulated service with its bands, a row a model and queue (or department, or kind of work).

    Args:
        study: The study.
        part: ``queues``, ``departments`` or ``works``; of departments the first row of a model is all its contacts.
    """
    one = {"queues": "queue", "departments": "department", "works": "kind of work"}[part]
    rows = tuple(
        (scenario.model, figures.name, *(getattr(figures, field) for _, field, _ in SERVICE))
        for scenario in study.simulated
        for figures in _figures(scenario, part)
    )
    return DataTable(
        sheet=f"Service by {one}",
        caption=f"Simulated service by {one}; low and high hold nine of ten weeks",
        header=("model", one, *(title for title, _, _ in SERVICE)),
        rows=rows,
        forms=(TEXT, TEXT, *(form for _, _, form in SERVICE)),
    )


def _figures(scenario: ScenarioFigures, part: str) -> Iterable[ServiceFigures]:
    if scenario.simulated is None:
        return ()
    found: tuple[ServiceFigures, ...] = getattr(scenario.simulated, part)
    return (scenario.simulated.total, *found) if part == "departments" else found


def times_table(study: Study) -> DataTable:
    """Simulated service level by time of day: with its band a column a model."""
    scenarios = study.simulated
    levels = {s.model: {f.name: f for f in s.simulated.times} for s in scenarios if s.simulated is not None}
    names = list(dict.fromkeys(name for found in levels.values() for name in found))
    rows: list[tuple[Value, ...]] = []
    for name in names:
        cells: list[Value] = []
        for found in levels.values():
            figures = found.get(name)
            cells += [
                figures.service_level if figures else None,
                figures.service_level_low if figures else None,
                figures.service_level_high if figures else None,
            ]
        rows.append((name, *cells))
    columns = [column for model in levels for column in (model, f"{model}, low", f"{model}, high")]
    return DataTable(
        sheet="Service by time",
        caption="Simulated service level by time of day, all days together",
        header=("time of day", *columns),
        rows=tuple(rows),
        forms=(TEXT, *[".1%"] * len(columns)),
    )


def service_by(study: Study, models: Sequence[str], part: str) -> dict[str, dict[str, ServiceFigures]]:
    """Figures by name of the simulated models named; ``part`` is ``queues`` or ``times``."""
    return {s.model: {f.name: f for f in getattr(s.simulated, part)} for s in study.simulated if s.model in models}


def live_goals(found: Mapping[str, Mapping[str, ServiceFigures]]) -> dict[str, float | None]:
    """Queues whose contacts cannot wait, with their goals; all queues where none has a goal of service level."""
    figures = [f for by_name in found.values() for f in by_name.values()]
    goals: dict[str, float | None] = {
        f.name: f.goal for f in figures if f.asa_seconds is not None and f.goal is not None
    }
    return goals or dict.fromkeys((f.name for f in figures), None)


def stresses(study: Study) -> list[tuple[str, Stress]]:
    """Model and bad week, those of one bad week side by side."""
    found = [(s.model, t) for s in study.simulated if s.simulated is not None for t in s.simulated.stresses]
    names = list(dict.fromkeys(stress.name for _, stress in found))
    return sorted(found, key=lambda pair: names.index(pair[1].name))


def model_changes(study: Study, model: str, kind: str) -> list[ServiceChange]:
    """The changes of one kind under ``model``, worst first; times of day in their order. Nothing of those served alike.

    ``kind`` may have a hyphen for each blank.
    """
    found = [change for name, change in changes(study, kind.replace("-", " ")) if name == model]
    found = [change for change in found if (change.low, change.high) != (0.0, 0.0)]
    return sorted(found, key=lambda change: change.name) if kind.startswith("time") else found


def changes(study: Study, kind: str | None = None) -> list[tuple[str, ServiceChange]]:
    """Model and change against the first scenario, worst first; of one kind, or of all."""
    found = [
        (s.model, change)
        for s in study.simulated
        if s.simulated is not None
        for change in s.simulated.changes
        if kind in {None, change.kind}
    ]
    return sorted(found, key=lambda pair: pair[1].change)


def change_map(study: Study) -> dict[tuple[str, str], dict[str, ServiceChange]]:
    """The change of everybody under each model, by kind and name: departments, queues, times of day."""
    found = changes(study)
    names = {(c.kind, c.name) for _, c in found}
    order = sorted(names, key=lambda name: (KIND_ORDER.index(name[0]), name[1]))
    return {name: {model: c for model, c in found if (c.kind, c.name) == name} for name in order}


def change_map_table(study: Study) -> DataTable:
    """Change of the service level against the first scenario: a row a name, a column a model."""
    models = [s.model for s in study.simulated if s.simulated is not None and s.simulated.changes]
    rows = tuple(
        (kind, name, *(found[m].change if m in found else None for m in models))
        for (kind, name), found in change_map(study).items()
    )
    return DataTable(
        sheet="Service change",
        caption=f"Change of the service level against {study.models[0] if study.models else 'the first'}",
        header=("kind", "name", *models),
        rows=rows,
        forms=(TEXT, TEXT, *["+.1%"] * len(models)),
    )


def changes_table(study: Study, kind: str | None = None) -> DataTable:
    """Who loses and who gains against the first scenario, worst first; of one kind, or of all."""
    rows = tuple(
        (model, c.kind, c.name, c.before, c.after, c.change, c.low, c.high, VERDICTS[c.loses])
        for model, c in changes(study, kind)
    )
    first = study.models[0] if study.models else "the first"
    return DataTable(
        sheet="Who loses",
        caption=f"Service level against {first}, week by week; low and high are the 95 % interval of the change",
        header=("model", "kind", "name", "before", "after", "change", "low", "high", "so it"),
        rows=rows,
        forms=(TEXT, TEXT, TEXT, ".1%", ".1%", "+.1%", "+.1%", "+.1%", TEXT),
    )


def stress_table(study: Study) -> DataTable:
    """Service in bad weeks beside the usual ones."""
    rows = tuple(
        (
            s.model,
            stress.name,
            stress.usual.service_level,
            stress.stressed.service_level,
            stress.stressed.service_level_low,
            stress.stressed.service_level_high,
            stress.stressed.asa_seconds,
            stress.stressed.abandonment,
            stress.stressed.occupancy,
            stress.worst_queue,
            stress.worst_service_level,
            stress.meaning,
        )
        for s in study.simulated
        if s.simulated is not None
        for stress in s.simulated.stresses
    )
    return DataTable(
        sheet="Resilience",
        caption="Bad weeks on the same rosters and random numbers",
        header=(
            *("model", "bad week", "usual service level", "then", "low", "high", "answered after (s)", "hang up"),
            *("occupancy", "worst queue", "its service level", "what is changed"),
        ),
        rows=rows,
        forms=(TEXT, TEXT, *[".1%"] * 4, ",.0f", ".1%", ".1%", TEXT, ".1%", TEXT),
    )


KINDS = {"pairs": "pairs of departments", "chain": "a chain of departments", "generalists": "generalists for all"}


def curve_lines(study: Study) -> dict[tuple[str, bool], list[CurvePoint]]:
    """The points of each line of the curve, by kind and whether the occupancy cap holds, in order of their share."""
    lines: dict[tuple[str, bool], list[CurvePoint]] = {}
    for point in study.curve:
        lines.setdefault((point.kind, point.with_cap), []).append(point)
    return {key: sorted(points, key=lambda p: p.share) for key, points in lines.items()}


def curve_table(study: Study) -> DataTable:
    """Share of people cross-skilled against the agents needed."""
    rows = tuple(
        (KINDS[p.kind], "with" if p.with_cap else "without", p.share, p.agents_at_peak, p.hours)
        for points in curve_lines(study).values()
        for p in points
    )
    return DataTable(
        sheet="Curve",
        caption="Share of people cross-skilled against agents needed, found by simulation",
        header=("the cross-skilled serve", "occupancy cap", "share cross-skilled", "agents at the peak", "agent-hours"),
        rows=rows,
        forms=(TEXT, TEXT, ".0%", ",.1f", ",.0f"),
    )
