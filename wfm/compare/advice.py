"""The comparison in plain words: what each model would change, for whom, and when not to pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compare.service_words import service_words

if TYPE_CHECKING:
    from wfm.types import Comparison, Scenario

TIE = 0.01  # requirements within a hundredth of each other: the forecast is not that sure


def advise(comparison: Comparison) -> tuple[str, ...]:
    """Sentences that a manager can quote, each with its numbers; the first scenario is the one compared with."""
    if not comparison.scenarios:
        return ()
    base, *others = comparison.scenarios
    sentences = [line for other in others for line in _against(base, other, comparison.currency)]
    if not others:
        return ()
    return (*sentences, *service_words(comparison), *_blending(comparison.scenarios), _limits(comparison.scenarios))


def _limits(scenarios: tuple[Scenario, ...]) -> str:
    by_simulation = [s.model for s in scenarios if s.requirement_by == "simulation"]
    how = f"by formula (of {', '.join(by_simulation)} by simulation)" if by_simulation else "by formula"
    if any(s.simulated for s in scenarios):
        return (
            f"Requirements are {how} for the planned days, the service is simulated through the rosters: neither says "
            "anything yet of the training it takes."
        )
    return f"These figures are {how} for the planned days: they say nothing yet of the training it takes."


def _blending(scenarios: tuple[Scenario, ...]) -> list[str]:
    """Which handling of deferred work is assumed, and what the other would ask for: it may outweigh the model."""
    told = [s for s in scenarios if s.blend is not None and s.other_blend_hours is not None]
    if not told:
        return []
    if len({s.blend for s in told}) > 1:
        return [
            "Blending differs: "
            + "; ".join(
                f"{s.model} {'blends deferred work' if s.blend else 'staffs it apart'} {_hours(s)}" for s in told
            )
            + "."
        ]
    assumed, other = (
        ("done between real-time contacts by the same people (blending)", "Staffed by agents of its own")
        if told[0].blend
        else ("staffed by agents of its own", "Done between real-time contacts by the same people (blending)")
    )
    hours = ", ".join(f"{s.model} {s.required_hours:,.0f} to {s.other_blend_hours:,.0f} hours" for s in told)
    return [f"Deferred work is assumed to be {assumed}. {other}, it would change the requirement: {hours}."]


def _hours(scenario: Scenario) -> str:
    return f"({scenario.required_hours:,.0f} hours; {scenario.other_blend_hours:,.0f} the other way)"


def _against(base: Scenario, other: Scenario, currency: str) -> list[str]:
    lines = [_requirement(base, other, currency)]
    known = base.service_level is not None and other.service_level is not None
    if known and (base.simulated is None or other.simulated is None):
        lines.append(_service(base, other))
    return lines


def _requirement(base: Scenario, other: Scenario, currency: str) -> str:
    change = other.required_hours / base.required_hours - 1 if base.required_hours else 0.0
    peak = f"{base.agents_at_peak:.1f} to {other.agents_at_peak:.1f} agents at the peak"
    if abs(change) < TIE:
        return f"{other.model} and {base.model} ask for the same hours within 1 %: do not reorganise to save staff."
    cost = ""
    if base.required_cost and other.required_cost is not None:
        cost = f", {currency} {abs(other.required_cost - base.required_cost):,.0f} a week"
    if change > 0:
        return (
            f"{other.model} asks for {change:.1%} more hours than {base.model} ({peak}{cost}): here it costs more than "
            "it brings. Longer handle times of generalists or a second handling outweigh the larger team."
        )
    return f"{other.model} asks for {-change:.1%} fewer hours than {base.model} ({peak}{cost})."


def _service(base: Scenario, other: Scenario) -> str:
    assert base.service_level is not None  # noqa: S101 - the caller has looked
    assert other.service_level is not None  # noqa: S101
    worst = ""
    if other.worst_work is not None and other.worst_service_level is not None and base.worst_work is not None:
        worst = (
            f"; worst served is {base.worst_work} with {base.worst_service_level:.0%} under {base.model} and "
            f"{other.worst_work} with {other.worst_service_level:.0%} under {other.model}"
        )
    return (
        f"With the same people rostered, {base.service_level:.1%} of contacts are answered in time under {base.model} "
        f"and {other.service_level:.1%} under {other.model}{worst}."
    )
