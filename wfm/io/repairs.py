"""repair.json: the offers to repair a roster, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfm.intervals import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from wfm.types import Offer, RepairResult, Shift, Touched, Violation


def repair_report(result: RepairResult, taken: Offer | None, violations: Sequence[Violation]) -> dict[str, Any]:
    """The offers by rank and the one taken; ``violations`` are the checker's on its whole roster. Times are local."""
    zone = zone_of(result.published.zone)
    return {
        "now": _time(result.now, zone),
        "days": [str(d) for d in result.days],
        "absences": [
            {"agent": a.agent, "from": _time(a.start, zone), "to": _time(a.end, zone), "kind": a.kind}
            for a in result.absences
        ],
        "absences_without_shift": [a.agent for a in result.idle_absences],
        "lost_hours": result.lost_hours,
        "short_before_hours": result.short_before_hours,
        "people_allowed": result.people_allowed,
        "offers": [_offer(offer, zone) for offer in result.offers],
        "taken": None if taken is None else taken.number,
        "version": result.published.version + (taken is not None),
        "violations": [_violation(v) for v in violations],
        "seconds": result.seconds,
        "first_offer_seconds": result.first_offer_seconds,
        "evaluations": result.evaluations,
        "seed": result.seed,
    }


def _offer(offer: Offer, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "number": offer.number,
        "kind": offer.kind,
        "words": offer.words,
        "net": offer.net,
        "gain": offer.gain,
        "price": offer.price,
        "terms": dict(offer.terms),
        "cover_gained_hours": offer.cover_gained_hours,
        "short_after_hours": offer.short_after_hours,
        "people_touched": offer.people,
        "notice_hours": offer.notice_hours,
        "changes": [
            {
                "agent": c.agent,
                "date": str(c.day),
                "kind": c.kind.value,
                "words": c.words,
                "count": c.count,
                "price": c.price,
                "notice_hours": c.notice_hours,
                "notice_factor": c.factor,
                "needs_consent": c.consent,
            }
            for c in offer.changes
        ],
        "touched": [_touched(person, zone) for person in offer.touched],
        "cover": [
            {
                "work": g.work,
                "start": _time(g.start, zone),
                "end": _time(g.end, zone),
                "agents": g.agents,
                "agent_hours": g.agent_hours,
            }
            for g in offer.cover
        ],
        "violations": [_violation(v) for v in offer.violations],
    }


def _touched(person: Touched, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "agent": person.agent,
        "before": [_shift(s, zone) for s in person.before],
        "after": [_shift(s, zone) for s in person.after],
        "reasons": list(person.reasons),
    }


def _shift(shift: Shift, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "date": str(shift.date),
        "start": _time(shift.start, zone),
        "end": _time(shift.end, zone),
        "paid_hours": shift.paid_hours,
    }


def _violation(v: Violation) -> dict[str, Any]:
    day = None if v.date is None else str(v.date)
    return {"rule": v.rule, "kind": v.kind, "agent": v.agent, "date": day, "message": v.message}


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat()
