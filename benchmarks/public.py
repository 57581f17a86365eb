"""``python -m benchmarks.public --instance FILE --time-limit 300 [--json]``: build a published instance."""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path

from benchmarks import multi_activity_run, shift_scheduling_run
from benchmarks.multi_activity import is_multi_activity


def main() -> None:
    """Build one public instance with the product's engine and print what an independent judge finds."""
    parser = argparse.ArgumentParser(description="Build a public rostering instance and judge the roster.")
    parser.add_argument("--instance", type=Path, required=True, help="file of the instance; its format is recognised")
    parser.add_argument("--time-limit", type=float, default=300.0, help="seconds")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and iteration limit give the same roster")
    parser.add_argument("--iteration-limit", type=int, help="turns of the search; by default the time alone decides")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--progress", action="store_true", help="tell on standard error how the search goes")
    asked = parser.parse_args()

    def tell(best: float | None, bound: float | None, gap: float | None, seconds: float, phase: str) -> None:
        if asked.progress:
            print(f"{seconds:7.1f} s  {phase:15} best {best}  bound {bound}  gap {gap}", file=sys.stderr, flush=True)

    solve = multi_activity_run.solve if is_multi_activity(asked.instance) else shift_scheduling_run.solve
    report = solve(asked.instance, asked.time_limit, asked.seed, tell, asked.iteration_limit)
    report["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(report) if asked.json else "\n".join(f"{k}: {v}" for k, v in report.items()))


if __name__ == "__main__":
    main()
