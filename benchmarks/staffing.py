"""Required agents for a year of quarter-hours of twenty queues, on one core: ours and, where installed, the peers.

    python -m benchmarks.staffing                     # everything; peers: pip install pyworkforce call-center-tools
    python -m benchmarks.staffing --engine-only --json

Both timed runs start from arrays in memory and end with arrays. A peer answers one interval a call, so it is timed on
a random sample of the intervals and scaled up. "right" is the share of a sample where the number of agents is the
least that meets the goal by Erlang's recursion in 30 digits.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from importlib.metadata import version

import mpmath
import numpy as np
from numpy.typing import NDArray

from wfm.staffing import agents_required
from wfm.types import ServiceGoal

Numbers = NDArray[np.float64]

QUEUES, INTERVALS, SECONDS = 20, 365 * 96, 900.0
PLAIN = ServiceGoal(0.8, 20.0, max_occupancy=None)
ALL_GOALS = ServiceGoal(0.8, 20.0, asa_seconds=30.0, max_abandonment=0.03, max_occupancy=0.85)
PATIENCE = 180.0
PEER_SAMPLE, CHECKED = 5_000, 300


def year(seed: int = 1) -> tuple[Numbers, Numbers]:
    """Contacts and handle times: peaks of 2 to 100 Erlangs, open around the clock, a night of a tenth of the peak."""
    rng = np.random.default_rng(seed)
    hour = np.arange(INTERVALS) % 96 / 4
    shape = 0.1 + 0.9 * np.clip(np.sin((hour - 7) / 12 * np.pi), 0, None)
    peak = np.geomspace(2, 100, QUEUES)[:, None]
    offered = rng.gamma(20, 1 / 20, (QUEUES, INTERVALS)) * shape * peak * SECONDS / 300
    return offered.ravel(), rng.normal(300, 15, QUEUES * INTERVALS)


def seconds_of(work: Callable[[], object], rounds: int = 5) -> float:
    """The least processor time of several rounds, after one that compiles."""
    work()
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def least_agents(offered: float, aht: float) -> int:
    """The least number of agents by the textbook recursion in 30 digits."""
    with mpmath.workdps(30):
        load = mpmath.mpf(offered) * mpmath.mpf(aht) / SECONDS
        inverse, n = mpmath.mpf(1), 0
        while True:
            n += 1
            inverse = 1 + n / load * inverse
            if n > load:
                waits = n / (load + (n - load) * inverse)
                if 1 - waits * mpmath.exp(-(n - load) * PLAIN.threshold_seconds / aht) >= PLAIN.service_level:
                    return n


def right_share(found: Numbers, offered: Numbers, aht: Numbers) -> float:
    """Share of the intervals where ``found`` is the least number."""
    truth = [least_agents(float(o), float(a)) for o, a in zip(offered, aht, strict=True)]
    return float(np.mean(np.asarray(truth) == found))


def pyworkforce_agents(offered: Numbers, aht: Numbers) -> Numbers:
    """One call an interval, times in minutes."""
    from pyworkforce.queuing import ErlangC

    goal = PLAIN.threshold_seconds / 60
    return np.array(
        [
            ErlangC(transactions=o, aht=a / 60, asa=goal, interval=15).required_positions(PLAIN.service_level)[
                "raw_positions"
            ]
            for o, a in zip(offered.tolist(), aht.tolist(), strict=True)
        ]
    )


def call_center_tools_agents(offered: Numbers, aht: Numbers) -> Numbers:
    """One call an interval."""
    from call_center_tools import calc_staffing

    return np.array(
        [
            calc_staffing(4 * o, a, max_occupancy=1.0, target_answer_time=20, target_service_level=0.8).agents
            for o, a in zip(offered.tolist(), aht.tolist(), strict=True)
        ]
    )


def peers(offered: Numbers, aht: Numbers) -> list[tuple[str, str]]:
    """A line for each peer: its name, and time, ratio base and correctness, or why there is none."""
    lines = []
    chosen = np.random.default_rng(2).choice(offered.size, PEER_SAMPLE, replace=False)
    for name, run in (("pyworkforce", pyworkforce_agents), ("call-center-tools", call_center_tools_agents)):
        try:
            start = time.process_time()
            found = run(offered[chosen], aht[chosen])
            took = (time.process_time() - start) * offered.size / PEER_SAMPLE
        except ImportError:
            lines.append((name, "not installed"))
            continue
        except Exception as error:
            lines.append((name, f"fails: {error!r}"))
            continue
        some = chosen[:CHECKED]
        right = right_share(found[:CHECKED], offered[some], aht[some])
        lines.append((f"{name} {version(name)}", f"{took:9.1f} s (scaled)  right {right:6.1%}"))
    return lines


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine-only", action="store_true", help="ours alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    offered, aht = year()

    def erlang_c() -> Numbers:
        return agents_required(offered, aht, PLAIN, interval_seconds=SECONDS, decimals=False)

    def erlang_a() -> Numbers:
        return agents_required(
            offered, aht, ALL_GOALS, interval_seconds=SECONDS, patience_seconds=PATIENCE, decimals=False
        )

    numbers = {"erlang_c_seconds": seconds_of(erlang_c), "erlang_a_seconds": seconds_of(erlang_a)}
    if options.json and options.engine_only:
        print(json.dumps(numbers))
        return
    right = right_share(
        erlang_c()[:: offered.size // CHECKED][:CHECKED],
        *(v[:: offered.size // CHECKED][:CHECKED] for v in (offered, aht)),
    )
    print(f"{offered.size:,} intervals, one core, mean load {float((offered * aht).mean()) / SECONDS:.1f} Erlangs")
    print(f"{'wfm, Erlang C':<28} {numbers['erlang_c_seconds']:9.3f} s           right {right:6.1%}")
    print(f"{'wfm, Erlang A, all goals':<28} {numbers['erlang_a_seconds']:9.3f} s")
    for name, line in [] if options.engine_only else peers(offered, aht):
        print(f"{name:<28} {line}")


if __name__ == "__main__":
    main()
