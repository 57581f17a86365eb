"""Explanations of a roster as JSON and as text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wfm.intervals import zone_of
from wfm.io.results import write_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from wfm.types.explanation import Explanation, IntervalExplanation, RuleCost, ShiftExplanation

MOST_RELIEFS = 8
MOST_OTHERS = 5
MOST_WISHES = 30
NOTHING = 0.005  # less is shown as 0


def explanation_content(explanation: Explanation, zone: str) -> dict[str, Any]:
    """The explanation as plain data; instants are local to ``zone`` with their offset."""
    content: dict[str, Any] = _local(asdict(explanation), zone_of(zone))
    return content


def write_explanation(explanation: Explanation, zone: str, path: str | Path) -> None:
    """Write the explanation as JSON; whole or not at all.

    Raises:
        DataError: The file cannot be written.
    """
    write_json(explanation_content(explanation, zone), path)


def _local(value: Any, zone: ZoneInfo) -> Any:
    from datetime import datetime

    if isinstance(value, datetime):
        return value.astimezone(zone)
    if isinstance(value, dict):
        return {k: _local(v, zone) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_local(v, zone) for v in value]
    return value


def explanation_lines(explanation: Explanation, zone: str) -> Iterator[str]:
    """The explanation as text, a line each. Costs are in units of the weights: 1 is about one paid agent-hour."""
    local = zone_of(zone)
    for interval in explanation.intervals:
        yield from _interval_lines(interval, local)
        yield ""
    for shift in explanation.shifts:
        yield from _shift_lines(shift)
        yield ""
    if explanation.rules:
        yield "What each rule and wish costs (in units of the weights; rules bind together, so costs do not add up):"
        yield f"  {'rule':<24}{'kind':<10}{'at least':>10}{'estimate':>10}{'at most':>10}"
        for rule in explanation.rules:
            yield _rule_line(rule)
    if explanation.wishes:
        yield ""
        yield "What each wish costs (denied: to grant it; granted: to have granted it):"
        for wish in explanation.wishes[:MOST_WISHES]:
            value = "" if wish.value is None else f" {wish.value:g}"
            cost = "no legal tour grants it" if wish.cost is None else f"{wish.cost:+.2f}"
            fate = "granted" if wish.granted else "denied "
            yield f"  {fate} {wish.agent} {wish.date} {wish.wish}{value}: {cost} (denying it counts {wish.price:.2f})"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"


def _interval_lines(told: IntervalExplanation, zone: ZoneInfo) -> Iterator[str]:
    yield (
        f"{told.work}, {_clock(told.interval_start, zone)}, {told.minutes} min: {told.scheduled:.1f} of "
        f"{told.required:.1f} agents, short {told.short:.1f}, which costs {told.cost:.2f}."
    )
    people = ", ".join(f"{count} {what}" for what, count in sorted(told.people.items(), key=lambda p: -p[1]))
    yield f"  Who can do it: {people}. At most {told.possible:.1f} agents could be there if nothing else mattered."
    yield f"  {told.sentence}"
    for cause in told.causes:
        freed = cause.freed
        who = f" Without it {freed.agent} could come, saving {-freed.cost:.2f}." if freed is not None else ""
        yield f"    {cause.rule}: {cause.sentence}{who}"
    if told.cheapest is not None:
        yield f"  Cheapest under every rule: {told.cheapest.agent} on {told.cheapest.date}, {told.cheapest.cost:+.2f}."
    if told.reliefs:
        yield "  What would help, cheapest first (one more person there then costs | saved in all | hours asked):"
    useful = [r for r in told.reliefs if abs(r.saved) >= NOTHING or r.short_after < told.short - NOTHING]
    for relief in useful[:MOST_RELIEFS]:
        one_more = "   none" if relief.one_more is None else f"{relief.one_more:+7.2f}"
        yield (
            f"    {one_more} | {relief.saved:7.2f} | {relief.asked_hours:5.1f} h  {relief.sentence}; "
            f"short {relief.short_after:.1f} after, {relief.gained_hours:+.1f} agent-hours covered"
        )


def _shift_lines(told: ShiftExplanation) -> Iterator[str]:
    yield told.sentence
    for counter in told.counters:
        yield (
            f"    {counter.name:<16}{counter.own:7.1f}   team {counter.mean:6.1f} "
            f"({counter.least:g} to {counter.most:g}, {told.compared} people)"
        )
    for move in told.others[:MOST_OTHERS]:
        yield f"    instead {move.agent}: {move.cost:+.2f}"


def _rule_line(told: RuleCost) -> str:
    numbers = (told.at_least, told.estimate, told.at_most)
    shown = "".join(f"{'-':>10}" if number is None else f"{number:10.2f}" for number in numbers)
    return f"  {told.rule:<24}{told.kind:<10}{shown}"
