"""Rosters by pyworkforce, run by the Python of its own environment: ``python roster_peer.py pyworkforce < question``.

The question: ``days``, ``periods`` a day, ``coverage`` of each named shift (a 0 or 1 a period), ``required`` whole
people [day][period], ``paid`` slots of each shift, ``resources``, ``least_paid`` slots of each resource, ``banned``
[resource, shift, day], ``seconds`` for each step, ``workers``, and ``needed``: people [day] of each shift in a roster
that exists. ``MinHoursRoster`` says who works these (``given shifts``), and who works the shifts that
``MinAbsDifference`` chose for the requirement (``own shifts``).
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from typing import Any

FOUND = ("OPTIMAL", "FEASIBLE")


def main() -> None:
    """Answer the question."""
    question = json.load(sys.stdin)
    begun = time.monotonic()
    needed, choice = own_shifts(question)
    chosen = time.monotonic() - begun
    own = who_works(question, needed) if needed else {"status": "no shifts chosen"}
    own |= {"choice_of_shifts": choice, "choice_seconds": chosen}
    answer = {"own shifts": own, "given shifts": who_works(question, question["needed"])}
    print(json.dumps({"version": version("pyworkforce"), **answer}))


def own_shifts(question: dict[str, Any]) -> tuple[dict[str, list[int]], str]:
    """How many people each shift of each day gets, and the status."""
    from pyworkforce.scheduling import MinAbsDifference

    people = len(question["resources"])
    found = MinAbsDifference(
        num_days=question["days"],
        periods=question["periods"],
        shifts_coverage=question["coverage"],
        required_resources=question["required"],
        max_period_concurrency=people,
        max_shift_concurrency=people,
        max_search_time=float(question["seconds"]),
        num_search_workers=question["workers"],
    ).solve()
    needed: dict[str, list[int]] = {}
    for row in found["resources_shifts"] if found["status"] in FOUND else ():
        needed.setdefault(row["shift"], [0] * question["days"])[row["day"]] = row["resources"]
    return needed, found["status"]


def who_works(question: dict[str, Any], needed: dict[str, list[int]]) -> dict[str, Any]:
    """Who works the shifts, as [resource, shift, day], where it finds somebody for each."""
    from pyworkforce.rostering import MinHoursRoster

    begun = time.monotonic()
    shifts = [name for name, days in needed.items() if any(days)]
    made = MinHoursRoster(
        num_days=question["days"],
        resources=question["resources"],
        shifts=shifts,
        shifts_hours=[question["paid"][name] for name in shifts],
        min_working_hours=question["least_paid"],
        banned_shifts=[
            {"resource": who, "shift": name, "day": day} for who, name, day in question["banned"] if name in set(shifts)
        ],
        max_resting=question["days"],
        required_resources={name: needed[name] for name in shifts},
        max_search_time=float(question["seconds"]),
        num_search_workers=question["workers"],
    ).solve()
    answer = {
        "status": made["status"],
        "seconds": time.monotonic() - begun,
        "shifts": len(shifts),
        "people_days": sum(sum(needed[name]) for name in shifts),
    }
    if made["status"] in FOUND:
        answer["roster"] = [[r["resource"], r["shift"], r["day"]] for r in made["resource_shifts"]]
    return answer


if __name__ == "__main__":
    main()
