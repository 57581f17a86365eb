"""Simulated service, who gains and who loses, bad weeks and the cross-skilling curve as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.data_table import TEXT, DataTable, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.types.findings import CurvePoint
    from wfm.types.simulated_service import ServiceChange, ServiceFigures
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


def changes_table(study: Study) -> DataTable:
    """Who loses and who gains against the first scenario, worst first."""
    rows = tuple(
        (model, c.kind, c.name, c.before, c.after, c.change, c.low, c.high, VERDICTS[c.loses])
        for model, c in changes(study)
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
