"""Build a shift-scheduling instance with the engine, and have the result judged by the rules of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.shift_scheduling import Instance, read_instance
from benchmarks.shift_scheduling_judge import judge
from benchmarks.shift_scheduling_long import LongSearch, window_days
from benchmarks.shift_scheduling_model import model_of
from benchmarks.shift_scheduling_span import OFF, rows_of, whole
from wfm.roster.progress import Progress
from wfm.roster.team import TeamSearch

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from wfm.roster.progress import ProgressCallback

RESERVE, RESERVED_SHARE = 3.0, 0.05  # seconds kept for starting, judging and telling, and at most this share


def solve(
    path: Path, time_limit: float, seed: int, tell: ProgressCallback, iteration_limit: int | None = None
) -> dict[str, Any]:
    """Objective, bound, seconds and violations of the best roster found."""
    progress = Progress(time_limit - min(RESERVE, RESERVED_SHARE * time_limit), 0.0, iteration_limit, tell)
    instance = read_instance(path)
    window = window_days(instance)
    if window is None:
        model, constant = model_of(instance, whole(instance))
        search = TeamSearch(model, progress, seed, constant=constant, whole_costs=True)
        search.run()
        roster = rows_of(whole(instance), len(instance.kinds), list(search.best.tour))
    else:
        long = LongSearch(instance, progress, seed, window)
        long.run()
        roster = long.roster
    verdict = judge(path, named(instance, roster))
    return {
        "instance": path.name,
        "objective": verdict.cost,
        "bound": progress.bound,
        "seconds": progress.seconds,
        "violations": len(verdict.violations),
        "first_roster_seconds": progress.first_roster_seconds,
        "engine_objective": progress.best,
        "window_days": window,
        "parts": dict(verdict.parts),
        "broken": list(verdict.violations[:20]),
    }


def named(instance: Instance, roster: NDArray[Any]) -> dict[str, list[str]]:
    """The roster [person, day] by names, as the judge reads it."""
    return {
        person.name: ["" if k == OFF else instance.kinds[k].name for k in roster[number]]
        for number, person in enumerate(instance.staff)
    }
