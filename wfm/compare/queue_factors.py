"""What speaks for and against centralising one queue, each as a score with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.types.centralisation import Factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NEUTRAL = 0.5
LEAST_HOURS = 0.05  # agent-hours: less is nothing


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What was measured of one queue, beside all others.

    ``load`` and ``others_load`` are Erlangs along one grid; ``own_hours`` the agent-hours that the queue costs its
    department's team; ``saved_hours`` what is saved when it joins one team of all others instead; ``deferred`` whether
    it may wait for hours. ``impact`` and ``specialisation`` are 0..1 as people entered them, ``cross_skilled_share``
    comes from the agents' skills; None where nobody said.
    """

    queue: str
    department: str
    contacts_a_day: float
    aht_seconds: float | None
    others_aht_seconds: float | None
    load: Numbers
    others_load: Numbers
    own_hours: float
    saved_hours: float
    deferred: bool = False
    impact: float | None = None
    specialisation: float | None = None
    cross_skilled_share: float | None = None


def factors(fact: QueueFacts, limits: Mapping[str, float]) -> tuple[Factor, ...]:
    """The seven factors, in the order of :data:`wfm.compare.centralise_limits.FACTORS`."""
    return (
        _volume(fact, limits),
        _complexity(fact, limits),
        _overlap(fact),
        _peaks(fact, limits),
        _gain(fact, limits),
        _impact(fact),
        _specialisation(fact),
    )


def _volume(fact: QueueFacts, limits: Mapping[str, float]) -> Factor:
    few, many = limits["few_contacts"], limits["many_contacts"]
    score = _rising(fact.contacts_a_day, few, many)
    size = "enough for" if score >= 1 else "hardly worth" if score <= 0 else "at the edge of"
    reason = f"{fact.contacts_a_day:,.0f} contacts a day: {size} contact-centre working (from {few:.0f} to {many:.0f})"
    return Factor("volume", fact.contacts_a_day, score, reason)


def _complexity(fact: QueueFacts, limits: Mapping[str, float]) -> Factor:
    if not fact.aht_seconds or not fact.others_aht_seconds:
        return Factor("complexity", None, NEUTRAL, "no handle time to compare with")
    ratio = fact.aht_seconds / fact.others_aht_seconds
    score = 1 - _rising(ratio, limits["usual_handling"], limits["long_handling"])
    kind = "no longer than" if ratio <= 1 else "longer than"
    times = f"{fact.aht_seconds:,.0f} s is {kind} the others' {fact.others_aht_seconds:,.0f} s"
    reason = f"handle time {times} ({ratio:.2f} times)"
    return Factor("complexity", ratio, score, reason)


def _overlap(fact: QueueFacts) -> Factor:
    total = float(fact.load.sum())
    if total <= 0:
        return Factor("overlap", None, NEUTRAL, "no work in these days")
    share = float(fact.load[fact.others_load > 0].sum()) / total
    return Factor("overlap", share, share, f"{share:.0%} of its work comes while others work too")


def _peaks(fact: QueueFacts, limits: Mapping[str, float]) -> Factor:
    """Correlation over the intervals in which both have work: at night and on Sundays all are alike."""
    both = (fact.load > 0) & (fact.others_load > 0)
    own, others = fact.load[both], fact.others_load[both]
    if own.size < 3 or np.ptp(own) <= 1e-9 * own.max() or np.ptp(others) <= 1e-9 * others.max():
        return Factor("peaks", None, NEUTRAL, "its work does not vary together with the others' in any way to measure")
    # As shares of their peaks, so that squares of the smallest loads do not vanish.
    correlation = float(np.corrcoef(own / own.max(), others / others.max())[0, 1])
    score = 1 - _rising(correlation, limits["apart"], limits["together"])
    when = "at the same time as" if score < 0.5 else "partly at other times than"
    return Factor("peaks", correlation, score, f"it peaks {when} the others (correlation {correlation:.2f})")


def _gain(fact: QueueFacts, limits: Mapping[str, float]) -> Factor:
    if fact.own_hours <= LEAST_HOURS:
        return Factor("gain", None, 0.0, "its department does it in idle time: there are no agents to save")
    share = fact.saved_hours / fact.own_hours
    score = _rising(share, 0.0, limits["full_gain"])
    hours = f"{fact.own_hours:,.1f} agent-hours it costs its department"
    if share > 0:
        reason = f"in one team with all others it saves {fact.saved_hours:,.1f} of the {hours} ({share:.0%})"
    else:
        reason = f"in one team with all others it costs {-fact.saved_hours:,.1f} hours on top of the {hours}"
    return Factor("gain", share, score, reason)


def _impact(fact: QueueFacts) -> Factor:
    if fact.impact is None:
        return Factor("impact", None, NEUTRAL, "impact of a wrong answer on customers: nobody said, neutral")
    return Factor("impact", fact.impact, 1 - fact.impact, f"impact of a wrong answer on customers: {fact.impact:.2f}")


def _specialisation(fact: QueueFacts) -> Factor:
    if fact.specialisation is not None:
        reason = f"special knowledge it takes: {fact.specialisation:.2f}"
        return Factor("specialisation", fact.specialisation, 1 - fact.specialisation, reason)
    if fact.cross_skilled_share is None:
        return Factor("specialisation", None, NEUTRAL, "special knowledge it takes: nobody said, neutral")
    reason = f"{fact.cross_skilled_share:.0%} of its people already work for another department too"
    return Factor("specialisation", 1 - fact.cross_skilled_share, fact.cross_skilled_share, reason)


def _rising(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high`` on, straight between."""
    if high <= low:
        return float(value >= high)
    return min(1.0, max(0.0, (value - low) / (high - low)))
