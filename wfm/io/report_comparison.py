"""The comparison of operating models, as a section of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_parts import Picture, Section, Table, number
from wfm.io.report_svg import FIRST, SECOND, THIRD, figure, inline_svg

if TYPE_CHECKING:
    from wfm.types import Comparison, Scenario


def comparison_section(comparison: Comparison) -> Section | None:
    """Models side by side, as bars and as a table, with the advice in words; None for a single model."""
    if len(comparison.scenarios) < 2:
        return None
    caption = "The same demand, goals and people under each model."
    picture = Picture(_bars(comparison), caption, _table(comparison))
    return Section("comparison", "Operating models", tuple(comparison.advice), (picture,))


def _measures(comparison: Comparison) -> list[tuple[str, str, list[float | None]]]:
    """Title, number form and a value a scenario."""
    scenarios = comparison.scenarios
    return [
        ("agents at the peak", ",.1f", [s.agents_at_peak for s in scenarios]),
        ("agent-hours required", ",.0f", [s.required_hours for s in scenarios]),
        (f"cost of that ({comparison.currency})", ",.0f", [s.required_cost for s in scenarios]),
    ]


def _bars(comparison: Comparison) -> str:
    measures = [m for m in _measures(comparison) if all(value is not None for value in m[2])]
    models = [s.model for s in comparison.scenarios]
    colours = [(SECOND, FIRST, THIRD)[i % 3] for i in range(len(models))]
    places = np.arange(len(models))
    with figure(9, 0.7 + 0.38 * len(models)) as drawn:
        panels = drawn.subplots(1, len(measures), sharey=True, squeeze=False).ravel()
        for axes, (title, form, values) in zip(panels, measures, strict=True):
            known = [float(v) for v in values if v is not None]
            bars = axes.barh(places, known, color=colours, height=0.6)
            axes.bar_label(bars, [format(v, form) for v in known], padding=3)
            axes.set_title(title)
            axes.set_yticks(places, models)
            axes.set_xlim(0, 1.25 * max([*known, 1.0]))
            axes.set_xticks([])
            axes.grid(visible=False)
            axes.spines["bottom"].set_visible(False)
        panels[0].invert_yaxis()
        return inline_svg(drawn, "models", "Operating models side by side; numbers below.")


def _table(comparison: Comparison) -> Table:
    scenarios, currency = comparison.scenarios, comparison.currency
    rows = [
        *((title, *(number(v, form) for v in values)) for title, form, values in _measures(comparison)),
        _row("FTE with all shrinkage", scenarios, "fte_required", ",.1f"),
        _row("agents rostered", scenarios, "rostered_agents", ",d"),
        _row("paid hours", scenarios, "paid_hours", ",.0f"),
        _row(f"paid cost ({currency})", scenarios, "paid_cost", ",.0f"),
        _row(f"cost a contact ({currency})", scenarios, "cost_per_contact", ",.2f"),
        _row("requirement covered", scenarios, "covered_share", ".1%"),
        _row("service level expected", scenarios, "service_level", ".1%"),
        _row("speed of answer expected (s)", scenarios, "asa_seconds", ",.0f"),
        _row("occupancy expected", scenarios, "occupancy", ".1%"),
        ("served worst", *(_worst(s) for s in scenarios)),
        ("broken rules", *(str(len(s.result.violations)) if s.result else "–" for s in scenarios)),
    ]
    return Table("Operating models", ("", *(s.model for s in scenarios)), tuple(rows))


def _row(title: str, scenarios: tuple[Scenario, ...], attribute: str, form: str) -> tuple[str, ...]:
    return (title, *(number(getattr(s, attribute), form) for s in scenarios))


def _worst(scenario: Scenario) -> str:
    if scenario.worst_work is None:
        return number(None)
    return f"{scenario.worst_work} ({number(scenario.worst_service_level, '.1%')})"
