"""The comparison as lines of text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfm.types import Comparison, Scenario
    from wfm.types.simulated_service import ServiceFigures

Rows = list[tuple[str, list[str]]]
LABEL, CELL = 29, 16


def comparison_table(comparison: Comparison) -> list[str]:
    """A row a figure, a column a model, the advice below; a figure that no model has is left out."""
    rows = [*_required(comparison), *_rostered(comparison), *_simulated(comparison), *_studied(comparison)]
    width = max([CELL, *(len(s.model) + 2 for s in comparison.scenarios)])
    lines = [" " * LABEL + "".join(f"{s.model:>{width}}" for s in comparison.scenarios)]
    told = [(label, cells) for label, cells in rows if any(cell != "-" for cell in cells)]
    lines += [f"{label:<{LABEL}}" + "".join(f"{cell:>{width}}" for cell in cells) for label, cells in told]
    return [*lines, *comparison.advice]


def _required(comparison: Comparison) -> Rows:
    return [
        _row(comparison, "agents at the peak", lambda s: s.agents_at_peak, ",.1f"),
        _row(comparison, "  peak, no occupancy cap", lambda s: s.agents_at_peak_without_cap, ",.1f"),
        _row(comparison, "agent-hours required", lambda s: s.required_hours, ",.0f"),
        _row(comparison, "  hours, no occupancy cap", lambda s: s.required_hours_without_cap, ",.0f"),
        _row(comparison, "FTE with all shrinkage", lambda s: s.fte_required, ",.1f"),
        _row(comparison, f"cost of that ({comparison.currency})", lambda s: s.required_cost, ",.0f"),
        _row(comparison, "people cross-skilled", lambda s: s.cross_skilled_agents, "d"),
    ]


def _rostered(comparison: Comparison) -> Rows:
    return [
        _row(comparison, "agents rostered", lambda s: s.rostered_agents, "d"),
        _row(comparison, "paid hours", lambda s: s.paid_hours, ",.0f"),
        _row(comparison, f"paid cost ({comparison.currency})", lambda s: s.paid_cost, ",.0f"),
        _row(comparison, f"cost a contact ({comparison.currency})", lambda s: s.cost_per_contact, ",.2f"),
        _row(comparison, "requirement covered", lambda s: s.covered_share, ".1%"),
        _row(comparison, "service level by formula", lambda s: s.service_level, ".1%"),
        _row(comparison, "speed of answer, formula (s)", lambda s: s.asa_seconds, ",.0f"),
        _row(comparison, "roster gap", lambda s: s.result.gap if s.result else None, ".2%"),
        _row(comparison, "rule violations", lambda s: len(s.result.violations) if s.result else None, "d"),
    ]


def _simulated(comparison: Comparison) -> Rows:
    def of(label: str, figure: Callable[[ServiceFigures], float | None], form: str) -> tuple[str, list[str]]:
        return _row(comparison, label, lambda s: figure(s.simulated.total) if s.simulated else None, form)

    return [
        of("service level, simulated", lambda t: t.service_level, ".1%"),
        of("  nine weeks in ten from", lambda t: t.service_level_low, ".1%"),
        of("  to", lambda t: t.service_level_high, ".1%"),
        of("speed of answer (s)", lambda t: t.asa_seconds, ",.1f"),
        of("hang up", lambda t: t.abandonment, ".1%"),
        of("occupancy", lambda t: t.occupancy, ".1%"),
        of("transfers", lambda t: t.transfers, ".1%"),
        of("handle time (s)", lambda t: t.aht_seconds, ",.0f"),
        of("  longer than specialists'", lambda t: t.aht_penalty, "+.1%"),
        ("worst department", [_worst(s) for s in comparison.scenarios]),
        ("  its service level", [_worst_level(s) for s in comparison.scenarios]),
        ("queues that lose", [_losers(s) for s in comparison.scenarios]),
        *_stressed(comparison),
    ]


def _stressed(comparison: Comparison) -> Rows:
    first = comparison.scenarios[0].simulated if comparison.scenarios else None
    found = []
    for number, stress in enumerate(first.stresses if first else ()):
        served = [
            s.simulated.stresses[number].stressed.service_level if s.simulated else None for s in comparison.scenarios
        ]
        found.append((f"in time, {stress.name}", ["-" if level is None else f"{level:.1%}" for level in served]))
    return found


def _studied(comparison: Comparison) -> Rows:
    """The gain and the business case against the first model, where they were studied."""
    gains = {g.model_after: g for g in comparison.gains if g.with_cap}
    free = {g.model_after: g for g in comparison.gains if not g.with_cap}
    cases = {c.facts.model_after: c.expected for c in comparison.cases}
    fits = {name: g.roster_fit for name, g in gains.items() if g.roster_fit is not None}
    money = comparison.currency
    return [
        _row(
            comparison,
            "people saved at peaks",
            lambda s: gains[s.model].peak.total if s.model in gains else None,
            "+.0f",
        ),
        _row(
            comparison,
            "  without occupancy cap",
            lambda s: free[s.model].peak.total if s.model in free else None,
            "+.0f",
        ),
        _row(
            comparison,
            "hours covered by roster fit",
            lambda s: fits[s.model].gain if s.model in fits else None,
            "+,.0f",
        ),
        _row(
            comparison,
            "slowdown without saving",
            lambda s: gains[s.model].break_even_slowdown if s.model in gains else None,
            "+.1%",
        ),
        _row(
            comparison,
            f"net present value ({money})",
            lambda s: cases[s.model].npv if s.model in cases else None,
            ",.0f",
        ),
        _row(
            comparison, "paid back in month", lambda s: cases[s.model].payback_month if s.model in cases else None, "d"
        ),
        _row(comparison, "return on investment", lambda s: cases[s.model].roi if s.model in cases else None, "+.0%"),
    ]


def _row(
    comparison: Comparison, label: str, figure: Callable[[Scenario], float | None], form: str
) -> tuple[str, list[str]]:
    values = [figure(s) for s in comparison.scenarios]
    return label, ["-" if value is None else format(value, form) for value in values]


def _worst(scenario: Scenario) -> str:
    worst = scenario.simulated.worst_department if scenario.simulated else None
    return "-" if worst is None else worst.name


def _worst_level(scenario: Scenario) -> str:
    worst = scenario.simulated.worst_department if scenario.simulated else None
    return "-" if worst is None or worst.service_level is None else f"{worst.service_level:.1%}"


def _losers(scenario: Scenario) -> str:
    if scenario.simulated is None or not scenario.simulated.changes:
        return "-"
    return str(sum(c.kind == "queue" for c in scenario.simulated.losers))
