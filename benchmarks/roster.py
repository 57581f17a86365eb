"""``python -m benchmarks.roster --agents 500 --work 3 --days 7 --seed 1 --time-limit 90 [--engine-only] [--json]``."""

from __future__ import annotations

import argparse
import json
import resource

from benchmarks.roster_problem import Size, make_problem
from wfm.roster import build_roster


def main() -> None:
    """Build one seeded roster and print what was reached."""
    parser = argparse.ArgumentParser(description="Build a roster for a seeded problem and report gap and time.")
    parser.add_argument("--agents", type=int, default=100)
    parser.add_argument("--work", type=int, default=1, help="kinds of work")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--minutes", type=int, default=15, help="length of an interval")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--gap", type=float, default=0.0, help="stop when this gap is proven")
    parser.add_argument("--engine-only", action="store_true", help="no baseline is run beside it")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args()
    problem = make_problem(Size(asked.agents, asked.work, asked.days, asked.seed, asked.minutes))
    result = build_roster(problem, time_limit=asked.time_limit, gap=asked.gap, seed=asked.seed)
    report = {
        "agents": asked.agents,
        "work": asked.work,
        "days": asked.days,
        "status": result.status,
        "gap": result.gap,
        "seconds": result.seconds,
        "first_roster_seconds": result.first_roster_seconds,
        "objective": result.objective,
        "bound": result.bound,
        "terms": dict(result.terms),
        "violations": len(result.violations),
        "not_rostered": len(result.not_rostered),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if not asked.engine_only:
        # Imported here, so that a run of the engine alone measures the engine's memory alone.
        from benchmarks.roster_cpsat import plain_cp_sat
        from benchmarks.roster_peers import pyworkforce

        plain = plain_cp_sat(problem, asked.time_limit)
        report["baselines"] = {"plain_cp_sat": plain}
        if result.roster is not None:
            report["baselines"]["pyworkforce"] = pyworkforce(problem, result.roster, asked.time_limit)
    print(json.dumps(report) if asked.json else "\n".join(f"{k}: {v}" for k, v in report.items()))


if __name__ == "__main__":
    main()
