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

RESERVE, RESERVED_SHARE = 3.0, 0.05  # seconds kept for starting, judging and telling, and at most this share
COVERED_BY = 0.8  # share of the time by which the least cover must hold, or it becomes all that counts
DOMINANT = 1e4  # what a missing person costs then


def solve(
    path: Path, time_limit: float, seed: int, tell: ProgressCallback, iteration_limit: int | None = None
) -> dict[str, Any]:
    """Objective, bound, seconds and violations of the best roster found.

    The least cover is a rule of the format and a price in the model: a moderate one, since prices of slots would be
    wild with a high one. Where it does not hold late in the search, the rest of the time goes to it alone.
    """
    limit = time_limit - min(RESERVE, RESERVED_SHARE * time_limit)
    progress = Progress(limit, 0.0, iteration_limit, tell)
    instance = read_instance(path)
    model, constant = model_of(instance)
    covered = _Covered(instance)
    late = COVERED_BY * limit
    progress.should_stop = lambda: progress.seconds > late and not covered.found
    search = TeamSearch(model, progress, seed, constant=constant, whole_costs=True, on_better=covered.note)
    search.run()
    if not covered.found:
        rest = Progress(limit, 0.0, iteration_limit, tell, started=progress.started)
        search = TeamSearch(
            model_of(instance, DOMINANT)[0], rest, seed, constant=constant, plan=search.best, on_better=covered.note
        )
        rest.should_stop = lambda: covered.found
        search.run()
    cost, broken = judge(path, duties(instance, model, covered.plan or search.best))
    return {
        "instance": path.name,
        "objective": cost,
        "bound": progress.bound,
        "seconds": progress.seconds,
        "violations": len(broken),
        "first_roster_seconds": progress.first_roster_seconds,
        "engine_objective": progress.best,
        "broken": list(broken[:20]),
    }


class _Covered:
    """The best roster so far in which every slot has its least cover."""

    def __init__(self, instance: Instance) -> None:
        self._least = instance.least
        self.plan: Plan | None = None

    @property
    def found(self) -> bool:
        """Whether there is one."""
        return self.plan is not None

    def note(self, plan: Plan) -> None:
        """Keep a roster that costs less than all before, if it is covered."""
        if (plan.cover[:, : self._least.shape[1]] > self._least - 0.5).all():
            self.plan = plan


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
