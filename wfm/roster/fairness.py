"""The ledger of burdens: how often each had early, late, weekend and night shifts and denied wishes, fading with time.

A burden counts 1 on the day it is had and half as much every ``half_life_weeks``. It is the only thing kept about
people here: nothing about performance or behaviour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.roster.burdens import BURDENS, BurdenHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from wfm.types import RosterProblem, Shift
    from wfm.types.wishes import Wish

DENIED = "denied wishes"
HALF_LIFE_WEEKS = 6.0


def ledger(problem: RosterProblem) -> Mapping[str, Mapping[str, float]]:
    """Each agent's faded counts of the published past, by burden."""
    hours, zone = BurdenHours.of(problem.rules), zone_of(problem.grid.zone)
    counts = {a.agent: dict.fromkeys((*BURDENS, DENIED), 0.0) for a in problem.agents}
    fading = _fading(problem)
    by_agent: dict[str, list[Wish]] = {}
    for wish in problem.wishes:
        by_agent.setdefault(wish.agent, []).append(wish)
    for shift in problem.past.shifts if problem.past is not None else ():
        if shift.agent in counts and not shift.is_leave:
            faded = fading(shift)
            for burden in hours.of_shift(shift, zone):
                counts[shift.agent][burden] += faded
            wishes = by_agent.get(shift.agent, ())
            denied = sum(1 for wish in wishes if wish.on(shift.date) and denies(shift, wish, zone))
            counts[shift.agent][DENIED] += faded * denied
    return counts


def denies(shift: Shift, wish: Wish, zone: ZoneInfo) -> bool:
    """Whether a shift denies a wish that speaks of its day."""
    start = shift.start.astimezone(zone)
    end = shift.end.astimezone(zone)
    length = (end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds() / 3600
    return wish.denied_by(start.hour + start.minute / 60, length)


def _fading(problem: RosterProblem) -> Callable[[Shift], float]:
    first = problem.grid.local_dates[0]
    half_life = problem.rules.parameter("fairness_ledger", "half_life_weeks") or HALF_LIFE_WEEKS

    def faded(shift: Shift) -> float:
        weeks: float = (first - shift.date).days / 7
        return float(0.5 ** (weeks / half_life))

    return faded
