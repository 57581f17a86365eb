"""One paragraph that says when not to pool, with the numbers of this comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compare.operating_models import POOLED
from wfm.types.centralisation import Verdict

if TYPE_CHECKING:
    from wfm.types import Comparison, CurvePoint
    from wfm.types.gain import Gain

UNLIKE = 1.5  # handle times this many times apart are told
MOST_OF_IT = 0.8  # of the gain: a share of cross-skilled people that brings so much makes full pooling hard to defend
CAP_BITES = 0.1  # share of the saving that the occupancy cap takes before it is told


def when_not_to_pool(comparison: Comparison) -> tuple[str, ...]:
    """The paragraph, as one text; nothing where ``pooled`` is not compared with another model."""
    base = comparison.scenarios[0]
    pooled = comparison.scenario(POOLED)
    if pooled is None or pooled is base:
        return ()
    capped, free = (
        next((g for g in comparison.gains if g.model_after == POOLED and g.with_cap is cap), None)
        for cap in (True, False)
    )
    reasons = [*_slow(capped), *_cap(capped, free), *_unlike(comparison), *_losers(comparison), *_enough(comparison)]
    reasons += _specialists(comparison)
    if pooled.required_hours >= base.required_hours:
        reasons.insert(0, f"as planned here it asks for no fewer hours than {base.model}")
    return (f"When not to pool: {'; '.join(reasons)}." if reasons else "When not to pool: nothing found here.",)


def _slow(gain: Gain | None) -> list[str]:
    if gain is None or gain.break_even_slowdown is None or gain.break_even_slowdown <= 0:
        return []
    return [
        f"if people who do everything take {gain.break_even_slowdown:.0%} longer a contact than specialists, the whole "
        "saving is gone, and every percent before that takes its part"
    ]


def _cap(capped: Gain | None, free: Gain | None) -> list[str]:
    if capped is None or free is None or free.hours.total <= 0:
        return []
    taken = 1 - capped.hours.total / free.hours.total
    if taken < CAP_BITES:
        return []
    return [
        "where people may be no busier than the limit on occupancy, large departments gain little by growing: the "
        f"limit takes {min(1.0, taken):.0%} of the saving here"
    ]


def _unlike(comparison: Comparison) -> list[str]:
    """Short contacts that wait behind long ones: the classical case in which pooling makes the average wait longer."""
    served = comparison.scenarios[0].simulated
    if served is None:
        return []
    known = [(q.aht_seconds, q.name) for q in served.queues if q.aht_seconds and q.asa_seconds is not None]
    if len(known) < 2 or max(known)[0] < UNLIKE * min(known)[0]:
        return []
    (short, short_name), (long, long_name) = min(known), max(known)
    return [
        f"unlike work in one line makes short contacts wait behind long ones ({short_name} {short:,.0f} s, {long_name} "
        f"{long:,.0f} s): with one queue of each kind, pooling can lengthen the average wait by a third"
    ]


def _losers(comparison: Comparison) -> list[str]:
    pooled = comparison.scenario(POOLED)
    losers = pooled.simulated.losers if pooled is not None and pooled.simulated is not None else ()
    if not losers:
        return []
    worst = losers[0]
    return [f"{worst.name} would be served worse ({worst.before:.1%} to {worst.after:.1%} in time)"]


def _enough(comparison: Comparison) -> list[str]:
    """The smallest share of cross-skilled people that brings most of what all of them bring."""
    points = [p for p in comparison.curve if p.kind == "generalists" and p.with_cap]
    full = next((p for p in points if p.share == 1), None)
    none = next((p for p in points if p.share == 0), None)
    if full is None or none is None or none.hours <= full.hours:
        return []

    def brought(point: CurvePoint) -> float:
        return (none.hours - point.hours) / (none.hours - full.hours)

    enough = next((p for p in sorted(points, key=lambda p: p.share) if brought(p) >= MOST_OF_IT), full)
    if enough.share >= 1:
        return []
    return [
        f"not everybody need do everything: {enough.share:.0%} of the people trained for all departments bring "
        f"{min(1.0, brought(enough)):.0%} of the hours that training all of them saves"
    ]


def _specialists(comparison: Comparison) -> list[str]:
    advice = comparison.centralisation
    kept = [q.queue for q in advice.queues if q.verdict is Verdict.SPECIALIST] if advice is not None else []
    return [f"{len(kept)} queues gain nothing or need specialists ({', '.join(kept[:3])} ...)"] if len(kept) > 2 else []
