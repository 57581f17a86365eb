"""What another free library can say about the problem of the benchmark."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.types import RosterProblem


def pyworkforce(problem: RosterProblem) -> dict[str, Any]:
    """Why pyworkforce's roster (``rostering.binary_programming.MinHoursRoster``) cannot state a problem.

    It takes people needed a named shift and day, one list of shifts for everybody, one least number of hours for
    everybody and banned shifts by person and day.
    """
    try:
        found = version("pyworkforce")
    except PackageNotFoundError:
        found = None
    missing = [
        "people needed an interval: it takes people needed a shift and day, so somebody has to choose shifts first"
    ]
    if any(family.breaks for family in problem.shifts):
        missing.append("breaks inside shifts")
    if len({problem.contracts[a.contract] for a in problem.agents}) > 1:
        missing.append("hours by contract: it has one least number of hours for everybody and no most")
    if len(problem.works) > 1:
        missing.append("several kinds of work")
    missing.append("rest between shifts in hours, weekly rest, leave that counts as hours")
    return {"version": found, "installed": found is not None, "status": "cannot state the problem", "missing": missing}
