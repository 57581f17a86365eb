"""``python -m benchmarks.repair --agents 500 --absent 10 --seed 1 [--work 3] [--json]``.

A seeded team with a roster; on Monday at 08:05 some of those who work that day are absent. Reported is the best offer
that changes something: how soon it came, what it gains, whom it touches, and the checker's word on the whole roster.
"""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.roster_problem import MONDAY, ZONE, Size, make_problem
from wfm.intervals import local_instant, zone_of
from wfm.roster import build_roster, check, repair
from wfm.types import Absence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types import RepairResult, Roster, RosterProblem

NOW_MINUTE = 8 * 60 + 5


def absences_of(published: Roster, count: int, seed: int) -> tuple[Absence, ...]:
    """``count`` of those who work on Monday, drawn by the seed, absent for that day."""
    zone = zone_of(ZONE)
    there = sorted({s.agent for s in published.shifts if s.date == MONDAY and not s.is_leave})
    drawn = np.random.default_rng(seed).choice(len(there), size=min(count, len(there)), replace=False)
    first, last = local_instant(MONDAY, 0, zone), local_instant(MONDAY + timedelta(days=1), 0, zone)
    return tuple(Absence(there[i], first, last) for i in sorted(drawn))


def report_of(result: RepairResult, problem: RosterProblem) -> dict[str, object]:
    """The keys of the benchmark, of the best offer that changes something (accepting the shortfall where none does)."""
    offer = next((o for o in result.offers if o.changes), result.best)
    return {
        "seconds": result.seconds,
        "first_offer_seconds": result.first_offer_seconds,
        "touched": offer.people,
        "touched_per_absence": offer.people / max(1, len(result.absences)),
        "most_touched_per_absence": max(o.people for o in result.offers) / max(1, len(result.absences)),
        "violations": len(check(offer.roster, problem)),
        "cover_gained_hours": offer.cover_gained_hours,
        "lost_hours": result.lost_hours,
        "net": offer.net,
        "gain": offer.gain,
        "price": offer.price,
        "terms": dict(offer.terms),
        "offers": [{"kind": o.kind, "net": o.net, "people": o.people} for o in result.offers],
        "evaluations": result.evaluations,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Repair one seeded roster and print what was reached."""
    parser = argparse.ArgumentParser(description="Repair a seeded roster after absences and report time and cover.")
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--absent", type=int, default=10)
    parser.add_argument("--work", type=int, default=1, help="kinds of work")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roster-steps", type=int, default=1, help="steps of improvement of the published roster")
    parser.add_argument("--roster-seconds", type=float, default=30.0, help="most seconds that the published one takes")
    parser.add_argument("--time-limit", type=float, default=9.0, help="seconds of repair")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args(arguments)
    problem = make_problem(Size(asked.agents, asked.work, 7, asked.seed))
    built = build_roster(problem, time_limit=asked.roster_seconds, iteration_limit=asked.roster_steps, seed=asked.seed)
    if built.roster is None:
        raise SystemExit("nobody could be rostered")
    now = local_instant(MONDAY, NOW_MINUTE, zone_of(ZONE))
    absences = absences_of(built.roster, asked.absent, asked.seed)
    result = repair(built.roster, problem, absences, now=now, seed=asked.seed, time_limit=asked.time_limit)
    report = {"agents": asked.agents, "absent": len(absences), "work": asked.work, **report_of(result, problem)}
    print(json.dumps(report) if asked.json else "\n".join(f"{k}: {v}" for k, v in report.items()))


if __name__ == "__main__":
    main()
