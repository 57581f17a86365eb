"""Required agents for a year of quarter-hours of twenty queues, on one core: ours and, where installed, the peers.

    python -m benchmarks.staffing                     # ours and the peers, each of them in an environment of its own
    python -m benchmarks.staffing --engine-only --json

Both timed runs start from arrays in memory and end with arrays; "frames" is Erlang C from a data frame to a data frame.
A peer answers one interval a call, so it is timed on a random sample of the intervals and scaled up. Ratios are to our
Erlang C. "right" is the share of a sample where the number of agents is the
least that meets the goal by Erlang's recursion in 30 digits.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.peer_process import ask
from wfm.staffing import agents_required
from wfm.types import ServiceGoal

Numbers = NDArray[np.float64]

QUEUES, INTERVALS, SECONDS = 20, 365 * 96, 900.0
PLAIN = ServiceGoal(0.8, 20.0, max_occupancy=None)
ALL_GOALS = ServiceGoal(0.8, 20.0, asa_seconds=30.0, max_abandonment=0.03, max_occupancy=0.85)
PATIENCE = 180.0
PEER_SAMPLE, CHECKED = 5_000, 300
PEERS = ("pyworkforce", "call-center-tools")


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


def peer_rows(offered: Numbers, aht: Numbers) -> list[dict[str, Any]]:
    """What each peer needs for all intervals, scaled up from a sample, and how often it is right; or why not."""
    rows: list[dict[str, Any]] = []
    chosen = np.random.default_rng(2).choice(offered.size, PEER_SAMPLE, replace=False)
    question = {
        "offered": offered[chosen].tolist(),
        "aht": aht[chosen].tolist(),
        "service_level": PLAIN.service_level,
        "threshold": PLAIN.threshold_seconds,
    }
    for name in PEERS:
        answer = ask(name, "staffing_peer.py", question)
        if isinstance(answer, str):
            rows.append({"name": name, "missing": answer})
            continue
        some = chosen[:CHECKED]
        right = right_share(np.asarray(answer["agents"][:CHECKED], dtype=float), offered[some], aht[some])
        seconds = answer["seconds"] * offered.size / PEER_SAMPLE
        rows.append({"name": f"{name} {answer['version']}", "seconds": seconds, "right": right})
    return rows


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
    frame = pd.DataFrame({"offered": offered, "aht_seconds": aht})

    def frames() -> pd.DataFrame:
        columns = (frame["offered"].to_numpy(), frame["aht_seconds"].to_numpy())
        return frame.assign(agents=agents_required(*columns, PLAIN, interval_seconds=SECONDS, decimals=False))

    rows = [] if options.engine_only else peer_rows(offered, aht)
    if options.json:
        print(json.dumps(numbers | {"frames_seconds": seconds_of(frames), "right": right, "peers": rows}))
        return
    print(f"{offered.size:,} intervals, one core, mean load {float((offered * aht).mean()) / SECONDS:.1f} Erlangs")
    print(f"{'wfm, Erlang C':<28} {numbers['erlang_c_seconds']:11.3f} s   right {right:6.1%}")
    print(f"{'wfm, Erlang C, frames':<28} {seconds_of(frames):11.3f} s")
    print(f"{'wfm, Erlang A, all goals':<28} {numbers['erlang_a_seconds']:11.3f} s")
    for row in rows:
        if "missing" in row:
            print(f"{row['name']:<28} {row['missing']}")
            continue
        ratio = row["seconds"] / numbers["erlang_c_seconds"]
        print(
            f"{row['name']:<28} {row['seconds']:11.1f} s   right {row['right']:6.1%}   ours {ratio:,.0f} times as fast"
        )


if __name__ == "__main__":
    main()
