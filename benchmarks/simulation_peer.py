"""A single queue by a peer, run by the Python of its own environment: ``python simulation_peer.py PEER < question``.

The question: ``load`` in Erlangs (handle times have mean 1), ``agents`` and ``contacts`` to play. Each peer plays it as
its own documentation models a queue. Processor time of the run alone is counted.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any


def simpy(load: float, agents: int, contacts: int) -> tuple[list[float], float]:
    """A resource with as many places as agents; a process for each contact."""
    import simpy as library

    rng = random.Random(1)
    env = library.Environment()
    desk = library.Resource(env, agents)
    waits: list[float] = []

    def contact() -> Iterator[Any]:
        came = env.now
        with desk.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(rng.expovariate(1))

    def arrivals() -> Iterator[Any]:
        for _ in range(contacts):
            yield env.timeout(rng.expovariate(load))
            env.process(contact())

    env.process(arrivals())
    start = time.process_time()
    env.run()
    return waits, time.process_time() - start


def ciw(load: float, agents: int, contacts: int) -> tuple[list[float], float]:
    """A network of one node."""
    import ciw as library

    network = library.create_network(
        arrival_distributions=[library.dists.Exponential(load)],
        service_distributions=[library.dists.Exponential(1.0)],
        number_of_servers=[agents],
    )
    library.seed(1)
    simulation = library.Simulation(network)
    start = time.process_time()
    simulation.simulate_until_max_customers(contacts, method="Finish")
    took = time.process_time() - start
    return [record.waiting_time for record in simulation.get_all_records()], took


PEERS = {"simpy": simpy, "ciw": ciw}


def main(peer: str) -> None:
    """Answer the question."""
    question = json.load(sys.stdin)
    waits, seconds = PEERS[peer](question["load"], question["agents"], question["contacts"])
    answer = {"version": version(peer), "per_second": len(waits) / seconds, "wait": sum(waits) / len(waits)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
