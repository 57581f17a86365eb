"""The roster engine: a legal roster at once by best response, a proven bound by tour pricing, then improvement."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

import numpy as np

from wfm.roster.assign import keep_work
from wfm.roster.checker.judge import check
from wfm.roster.coverage import coverage_of, scheduled_agents
from wfm.roster.explain.left_out import why_not_rostered
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of
from wfm.roster.outcome import proven_cost, roster_of, terms_of
from wfm.roster.own_costs import own_costs
from wfm.roster.placed import published_plan
from wfm.roster.progress import Progress, gap_of
from wfm.roster.search import Search
from wfm.roster.slots import refined, slots_of
from wfm.roster.staff import staff_of
from wfm.types import RosterResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.progress import ProgressCallback
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem

    Status = Literal["optimal", "feasible", "partial", "infeasible"]


def build_roster(
    problem: RosterProblem,
    *,
    time_limit: float = 60.0,
    gap: float = 0.005,
    seed: int = 1,
    iteration_limit: int | None = None,
    on_progress: ProgressCallback | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> RosterResult:
    """The best roster found within the time, with a proven bound on the cost of any legal roster.

    Agents without a legal tour are left out and listed with the rules that clash; the others are always rostered.
    ``bound`` and ``gap`` speak of every term but the change of starts: (their cost - bound) / bound. That term is not
    negative, so the bound holds for the whole objective too.

    Args:
        problem: What to cover, with whom, under which rules.
        time_limit: Seconds after which the best so far is returned. The first legal roster is always completed.
        gap: Stop when the gap is proven to be this small.
        seed: The same seed and ``iteration_limit`` give the same roster.
        iteration_limit: Steps of improvement after the first roster, whatever the clock says; None for no limit.
        on_progress: Called with best, bound, gap (None where unknown), seconds and the phase.
        should_stop: Asked often; True ends the search and keeps the best.

    Returns:
        The result; ``roster`` is None and the status ``infeasible`` only where nobody could be rostered.

    Raises:
        ConfigError: The shift families need slots under five minutes, or the grid does not start at midnight.
    """
    progress = Progress(time_limit, gap, iteration_limit, on_progress, should_stop)
    model, staff, slots = model_for(problem)
    own = own_costs(problem, slots, staff)
    search = Search(model, progress, seed)
    search.constant += own.all_constants
    search.best = published_plan(problem, model, staff, slots)
    search.run()
    left_out = why_not_rostered(problem, [problem.agents[i] for i in np.flatnonzero(~search.legal)])
    plan = search.best
    keep_work(model, plan)
    roster = roster_of(problem, slots, staff, plan)
    terms = terms_of(model, plan, own)
    cost = proven_cost(terms)
    bound = None if progress.bound is None else min(progress.bound, cost)
    found = gap_of(cost, bound)
    nobody = bool(problem.agents) and not search.legal.any()
    return RosterResult(
        status=_status(nobody, bool(left_out), found, gap),
        roster=None if nobody and not roster.shifts else roster,
        objective=sum(terms.values()),
        bound=bound,
        gap=found,
        terms=terms,
        coverage=coverage_of(roster, problem),
        violations=check(roster, problem),
        not_rostered=left_out,
        seconds=progress.seconds,
        first_roster_seconds=progress.first_roster_seconds,
        seed=seed,
        versions={name: version(name) for name in ("ortools", "numpy", "numba")},
    )


def model_for(problem: RosterProblem) -> tuple[Model, Staff, Slots]:
    """The arrays of a problem, with the staff and slots they came from."""
    slots, limits = slots_of(problem), limits_of(problem.rules)
    staff = staff_of(problem, slots, limits)
    return model_of(problem, slots, staff, _settled_cover(problem, slots)), staff, slots


def _status(nobody: bool, partial: bool, found: float | None, asked: float) -> Status:
    if nobody:
        return "infeasible"
    if partial:
        return "partial"
    return "optimal" if found is not None and found <= asked else "feasible"


def _settled_cover(problem: RosterProblem, slots: Slots) -> NDArray[np.float64]:
    """Cover [work, padded slot] of locked shifts and of the night before the first day."""
    past = problem.past.shifts if problem.past is not None else ()
    spilling = [s for s in past if s.start < problem.grid.start < s.end]
    cover = np.zeros((len(problem.works), slots.padded))
    cover[:, : slots.count] = refined(scheduled_agents([*spilling, *problem.locks], problem), slots)
    return cover
