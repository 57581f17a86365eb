"""What simulation says of the scenarios, in plain words: service with its band, who loses, bad weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.types import Comparison, Scenario
    from wfm.types.simulated_service import ServiceChange, ServiceFigures

ENOUGH_LOSERS = 4  # in one sentence


def service_words(comparison: Comparison) -> tuple[str, ...]:
    """Sentences on the simulated service, who loses and bad weeks; none where nothing was simulated."""
    told = [s for s in comparison.scenarios if s.simulated is not None]
    if not told:
        return ()
    found = [_service(told)]
    found += [_losers(s, comparison.scenarios[0].model) for s in told if s is not comparison.scenarios[0]]
    found += _stresses(told)
    return tuple(found)


def _service(told: list[Scenario]) -> str:
    first = told[0].simulated
    assert first is not None  # noqa: S101 - the caller has looked
    levels = "; ".join(f"{s.model} {_level(s.simulated.total)}{_worst(s)}" for s in told if s.simulated)
    return (
        f"With the same people rostered, contacts answered in time over {first.replications} simulated weeks (nine in "
        f"ten of them): {levels}."
    )


def _level(figures: ServiceFigures) -> str:
    if figures.service_level is None:
        return "nothing offered"
    return f"{figures.service_level:.1%} ({figures.service_level_low:.1%} to {figures.service_level_high:.1%})"


def _worst(scenario: Scenario) -> str:
    worst = None if scenario.simulated is None else scenario.simulated.worst_department
    if worst is None or worst.service_level is None:
        return ""
    return f", worst {worst.name} {worst.service_level:.1%}"


def _losers(scenario: Scenario, base: str) -> str:
    assert scenario.simulated is not None  # noqa: S101 - the caller has looked
    losers = scenario.simulated.losers
    if not losers:
        return f"Under {scenario.model} nobody is certainly served worse than under {base}."
    named = ", ".join(_loser(c) for c in losers[:ENOUGH_LOSERS])
    more = f" and {len(losers) - ENOUGH_LOSERS} more" if len(losers) > ENOUGH_LOSERS else ""
    return f"Who loses under {scenario.model} against {base}: {named}{more} (service level)."


def _loser(change: ServiceChange) -> str:
    return f"{change.name} {change.before:.1%} to {change.after:.1%}"


def _stresses(told: list[Scenario]) -> list[str]:
    found = []
    for number, stress in enumerate(told[0].simulated.stresses if told[0].simulated else ()):
        parts = []
        for scenario in told:
            assert scenario.simulated is not None  # noqa: S101 - the caller has looked
            now = scenario.simulated.stresses[number]
            usual, bad = now.usual.service_level, now.stressed.service_level
            if usual is not None and bad is not None:
                parts.append(f"{scenario.model} {usual:.1%} to {bad:.1%}")
        if parts:
            found.append(f"Resilience, {stress.name} ({stress.meaning}): {', '.join(parts)} answered in time.")
    return found
