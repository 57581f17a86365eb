"""Build a multi-activity instance with the engine, and have the result judged by the rules of the format."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from benchmarks.multi_activity import DAY_SLOTS, FIRST_SLOT, SLOT_MINUTES, read_instance
from benchmarks.multi_activity_judge import Duty, judge
from benchmarks.multi_activity_model import model_of
from wfm.roster.progress import Progress
from wfm.roster.team import TeamSearch

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.multi_activity import Instance
    from wfm.roster.model import Model
    from wfm.roster.progress import ProgressCallback
    from wfm.roster.respond import Plan

RESERVE = 3.0  # seconds kept for reading, judging and telling


def solve(path: Path, time_limit: float, seed: int, tell: ProgressCallback) -> dict[str, Any]:
    """Objective, bound, seconds and violations of the best roster found."""
    progress = Progress(max(time_limit - RESERVE, 1.0), 0.0, on_progress=tell)
    instance = read_instance(path)
    model, constant = model_of(instance)
    search = TeamSearch(model, progress, seed, constant=constant, whole_costs=True)
    search.run()
    cost, broken = judge(path, duties(instance, search.m, search.best))
    return {
        "instance": path.name,
        "objective": cost,
        "bound": progress.bound,
        "seconds": round(progress.seconds, 1),
        "violations": len(broken),
        "first_roster_seconds": progress.first_roster_seconds,
        "engine_objective": progress.best,
        "broken": list(broken[:20]),
    }


def duties(instance: Instance, m: Model, plan: Plan) -> dict[str, list[Duty]]:
    """The roster as the judge reads it."""
    roster: dict[str, list[Duty]] = {name: [] for name, _, _ in instance.staff}
    for number, (name, _, _) in enumerate(instance.staff):
        for s in plan.tour[number][plan.tour[number] >= 0]:
            works = plan.work[number, m.start[s] : m.end[s]]
            tasks = tuple((str(int(w) + 1), SLOT_MINUTES * len(list(run))) for w, run in groupby(works))
            day, slot = divmod(int(m.start[s]) + FIRST_SLOT, DAY_SLOTS)
            roster[name].append(Duty(day, slot * SLOT_MINUTES, tasks))
    return roster
