"""Required agents by a peer, run by the Python of its own environment: ``python staffing_peer.py PEER < question``.

The question: contacts (``offered``) and handle times (``aht``, seconds) of intervals of 900 s, the ``service_level``
and its ``threshold`` in seconds. Peers answer one interval a call. Processor time of the calls alone is counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version


def pyworkforce(level: float, threshold: float) -> Callable[[float, float], int]:
    """Times in minutes."""
    from pyworkforce.queuing import ErlangC

    def agents(offered: float, aht: float) -> int:
        team = ErlangC(transactions=offered, aht=aht / 60, asa=threshold / 60, interval=15)
        return int(team.required_positions(level)["raw_positions"])

    return agents


def call_center_tools(level: float, threshold: float) -> Callable[[float, float], int]:
    """Contacts an hour; no limit on occupancy."""
    from call_center_tools import calc_staffing

    def agents(offered: float, aht: float) -> int:
        found = calc_staffing(
            4 * offered, aht, max_occupancy=1.0, target_answer_time=threshold, target_service_level=level
        )
        return int(found.agents)

    return agents


PEERS = {"pyworkforce": pyworkforce, "call-center-tools": call_center_tools}


def main(peer: str) -> None:
    """Answer the question."""
    question = json.load(sys.stdin)
    agents = PEERS[peer](question["service_level"], question["threshold"])
    pairs = list(zip(question["offered"], question["aht"], strict=True))
    agents(*pairs[0])
    start = time.process_time()
    found = [agents(offered, aht) for offered, aht in pairs]
    seconds = time.process_time() - start
    print(json.dumps({"version": version(peer), "agents": found, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1])
