"""Contacts simulated a second, on one core: ours and the peers on the same model and load.

    python -m benchmarks.simulation                   # ours and the peers, each of them in an environment of its own
    python -m benchmarks.simulation --engine-only --json

Single queue: 48 Erlangs, 50 agents, nobody hangs up. Three skills: 20 Erlangs a queue, three groups of two skills
each (20, 20 and 24 agents), mean patience two handle times; simpy and ciw play the single queue. "wait" is the mean
wait over the handle time; the formula for the single queue says .347.
"""

from __future__ import annotations

import argparse
import json
import time

from benchmarks.peer_process import ask
from wfm.simulate import AgentGroup, Scenario, SimulatedQueue, simulate
from wfm.staffing import service

MINUTE = 60.0
LOAD, AGENTS = 48.0, 50
INTERVALS, PEER_CONTACTS = 40_000, 100_000
PEERS = ("simpy", "ciw")


def single_queue(intervals: int = INTERVALS) -> Scenario:
    """48 Erlangs at 50 agents."""
    queue = SimulatedQueue("calls", LOAD, MINUTE)
    return Scenario((queue,), (AgentGroup("all", AGENTS, {"calls": 0}),), MINUTE, intervals)


def three_skills(intervals: int = INTERVALS) -> Scenario:
    """Three queues, each with a home group and one that helps out."""
    queues = tuple(SimulatedQueue(name, 20, MINUTE, patience_seconds=2 * MINUTE) for name in "abc")
    groups = (
        AgentGroup("A", 20, {"a": 0, "b": 1}),
        AgentGroup("B", 20, {"b": 0, "c": 1}),
        AgentGroup("C", 24, {"c": 0, "a": 1}),
    )
    return Scenario(queues, groups, MINUTE, intervals)


def per_second(scenario: Scenario, rounds: int = 5) -> tuple[float, float]:
    """The most contacts a second of processor time, and the mean wait in handle times."""
    simulate(scenario, replications=1)
    best, wait = 0.0, 0.0
    for seed in range(rounds):
        start = time.process_time()
        found = simulate(scenario, replications=1, seed=seed)
        took = time.process_time() - start
        total = found.counts.sum(axis=(0, 1, 2))
        best = max(best, float(total[0]) / took)
        wait += float(total[5] / (total[1] + total[3])) / MINUTE / rounds
    return best, wait


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine-only", action="store_true", help="ours alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    single, three = per_second(single_queue()), per_second(three_skills())
    if options.json and options.engine_only:
        print(json.dumps({"single_queue_per_second": single[0], "three_skills_per_second": three[0]}))
        return
    truth = float(service(AGENTS, LOAD, MINUTE, interval_seconds=MINUTE).asa_seconds) / MINUTE
    question = {"load": LOAD, "agents": AGENTS, "contacts": PEER_CONTACTS}
    answers = {} if options.engine_only else {name: ask(name, "simulation_peer.py", question) for name in PEERS}
    if options.json:
        ours = {"single_queue_per_second": single[0], "three_skills_per_second": three[0], "wait": single[1]}
        print(json.dumps(ours | {"wait_by_formula": truth, "peers": answers}))
        return
    print(f"mean wait of the single queue by formula: {truth:.3f} handle times")
    print(f"{'wfm, single queue':<28} {single[0] / 1e6:8.2f} M contacts/s   wait {single[1]:.3f}")
    print(f"{'wfm, three skills':<28} {three[0] / 1e6:8.2f} M contacts/s   wait {three[1]:.3f}")
    for name, answer in answers.items():
        if isinstance(answer, str):
            print(f"{name:<28} {answer}")
            continue
        rate, wait = answer["per_second"], answer["wait"]
        ratio = f"ours {single[0] / rate:,.0f} times as fast"
        print(f"{name + ' ' + answer['version']:<28} {rate / 1e6:8.3f} M contacts/s   wait {wait:.3f}   {ratio}")


if __name__ == "__main__":
    main()
