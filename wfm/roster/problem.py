"""From a requirement, people and a plan to the rostering problem that engine and checker work on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import DataError
from wfm.intervals import IntervalGrid, monday_of, zone_of
from wfm.types.problem import RosterProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from wfm.types.people import Agent
    from wfm.types.plan import OperatingModel, Plan, Work
    from wfm.types.requirement import Requirement
    from wfm.types.roster import Roster, Shift
    from wfm.types.wishes import Wish

STAKES = (0.5, 3.0)  # least and greatest multiple of a missing agent's price


def build_problem(
    requirement: Requirement,
    agents: Iterable[Agent],
    plan: Plan,
    model: OperatingModel,
    *,
    first: date | None = None,
    days: int | None = None,
    past: Roster | None = None,
    locks: Iterable[Shift] = (),
    wishes: Iterable[Wish] = (),
    published: Roster | None = None,
    stakes: pd.DataFrame | None = None,
) -> RosterProblem:
    """The problem of rostering ``agents`` against ``requirement`` under ``plan``.

    The grid has the requirement's interval. Agents to have at work are ``agents_required / (1 - unplanned shrinkage)``,
    the shrinkage of that time.

    Args:
        requirement: Agents required a kind of work and interval.
        agents: The people; one without a skill for any work stays in the problem, with no work to do.
        plan: Zone, shrinkage, contracts, shift families, rules and weights.
        model: Its works say which skills do which work.
        first: First local day of the roster; the first of the requirement when left out.
        days: Local days of the roster; the days the requirement covers when left out, completed to a week where it
            begins on a Monday and leaves out the last days (which are closed).
        past: Published shifts before ``first``, which rules on rest and averages look back on.
        locks: Shifts inside the roster's days that stay as they are.
        wishes: What people would like; those of days before ``first`` count in the ledger of fairness.
        published: The roster of these days that people know already, to change as little as pays.
        stakes: Contacts at stake for each missing agent (:func:`wfm.staffing.contacts_at_stake`), so that the same
            shortfall costs more where more customers wait; everywhere the same without it.

    Raises:
        DataError: The requirement holds a work that the model does not, or no interval of the days asked; an agent
            occurs twice, has an unknown skill or contract; a lock or wish is of an unknown agent; a lock lies outside.
    """
    people = tuple(agents)
    zone = plan.site.zone
    works = tuple(work.name for work in model.works)
    _refuse_unknown_works(requirement, works)
    _refuse_bad_agents(people, plan, model, requirement)
    if first is None or days is None:
        first, days = _days_covered(requirement, zone, first, days)
    grid = IntervalGrid.days(first, days, zone, requirement.interval_minutes)
    required = _required(requirement, works, grid) / (1 - plan.shrinkage.on_the_day_at(grid))
    widths, prices = shortfall_steps(required, plan.weights.short)
    if stakes is not None:
        prices *= relative_stakes(_by_slot(stakes, "contacts_at_stake", works, grid, np.nan), required)[:, :, None]
    efficiency = {a.agent: {w.name: a.efficiency for w in model.works if can_do(a, w)} for a in people}
    return RosterProblem(
        grid=grid,
        works=works,
        required=required,
        shortfall_widths=widths,
        shortfall_prices=prices,
        agents=people,
        contracts=plan.contracts,
        efficiency=efficiency,
        shifts=plan.shifts,
        rules=plan.rules,
        weights=plan.weights,
        home={a.agent: home for a in people if (home := _home(a, model.works)) is not None},
        past=_before(past, first),
        locks=_checked_locks(tuple(locks), people, grid),
        wishes=_checked_wishes(tuple(wishes), people),
        published=published,
        patterns=plan.patterns,
    )


def can_do(agent: Agent, work: Work) -> bool:
    """Whether the agent has a skill for the work: one of its skills or its name; everybody where it asks for none."""
    return not work.skills or bool({*work.skills, work.name} & set(agent.skills))


def shortfall_steps(
    required: NDArray[np.float64], short: Sequence[tuple[float, float]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Widths (agents) and prices (an agent-hour) of missing agents, each [work, slot, step].

    Step k reaches from the previous share of the requirement to its own. The last step takes all the rest and one agent
    more, so that its price holds however many are missing.
    """
    shares = np.array([share for share, _ in short])
    parts = np.diff(np.minimum(shares, 1.0), prepend=0.0)
    widths = required[:, :, None] * parts
    widths[:, :, -1] = required - widths[:, :, :-1].sum(axis=2) + 1.0
    prices = np.broadcast_to(np.array([price for _, price in short]), widths.shape).copy()
    return widths, prices


def relative_stakes(stakes: NDArray[np.float64], required: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contacts at stake [work, slot] as multiples of their mean over the agents required, within bounds.

    1 where nothing is known (deferred work), so that the weights keep their scale. No shortfall becomes cheaper than
    half its price, or quiet hours would not be worth a paid hour, nor dearer than three times.
    """
    known = np.isfinite(stakes) & (required > 0)
    total = float(required[known].sum())
    mean = float((stakes[known] * required[known]).sum()) / total if total > 0 else 0.0
    factor = np.ones(stakes.shape)
    if mean > 0:
        factor[known] = np.clip(stakes[known] / mean, *STAKES)
    return factor


def _refuse_unknown_works(requirement: Requirement, works: Sequence[str]) -> None:
    for work in requirement.works:
        if work not in works:
            raise DataError(
                "the requirement holds work that the operating model does not",
                column="work",
                value=work,
                remedy=f"The model has: {', '.join(works)}. Make the requirement with the same --model.",
            )


def _refuse_bad_agents(agents: Sequence[Agent], plan: Plan, model: OperatingModel, requirement: Requirement) -> None:
    known = _known_skills(plan, model, requirement)
    # A plan that lists no queue takes any name as one: then a name cannot be told from a typing error.
    any_name = plan.queue_defaults is not None and not plan.queues
    seen: set[str] = set()
    for agent in agents:
        if agent.agent in seen:
            raise DataError("an agent is listed twice", column="agent", value=agent.agent)
        seen.add(agent.agent)
        for skill in agent.skills:
            if skill not in known and not any_name:
                raise DataError(
                    f"agent {agent.agent} has a skill that is no queue, department or work of the plan",
                    column="skills",
                    value=skill,
                    remedy=f"Known: {_some(sorted(known))}.",
                )


def _known_skills(plan: Plan, model: OperatingModel, requirement: Requirement) -> set[str]:
    known = {*requirement.works, *plan.queues, *(q.queue.department for q in plan.queues.values())}
    for work in model.works:
        known |= {work.name, *work.skills, *work.queues, *(queue.partition("/")[0] for queue in work.queues)}
    return known


def _some(names: Sequence[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _home(agent: Agent, works: Sequence[Work]) -> str | None:
    """The work that is the agent's own: of the agent's department and of the fewest queues, so the most special one."""
    own = [w for w in works if can_do(agent, w)]
    mine = [w for w in own if agent.department == w.name or agent.department in _departments(w)]
    best = min(mine or own, key=lambda w: len(w.queues), default=None)
    return None if best is None else best.name


def _departments(work: Work) -> Collection[str]:
    return {*work.skills, *(queue.partition("/")[0] for queue in work.queues)}


def _days_covered(requirement: Requirement, zone: str, first: date | None, days: int | None) -> tuple[date, int]:
    starts = requirement.frame["interval_start"]
    if starts.empty:
        raise DataError("the requirement holds no interval", remedy="Give a requirement of at least one day.")
    length = timedelta(minutes=requirement.interval_minutes)
    begin, end = starts.min().to_pydatetime(), starts.max().to_pydatetime() + length
    touched = IntervalGrid(begin, requirement.interval_minutes, round((end - begin) / length), zone)
    dates = list(touched.local_dates)
    if len(dates) > 1 and starts.nunique() == touched.count:
        # A requirement without gaps that begins or ends inside a local day (a file of UTC days) is cut to whole days.
        dates = [d for d in dates if _wholly_inside(d, zone, touched)] or dates
    first = first or dates[0]
    count = (dates[-1] - first).days + 1
    if first == monday_of(first) and count % 7 >= 5:
        # Closed days at the end of the week have no rows, but the contract's week holds them.
        count += 7 - count % 7
    days = count if days is None else days
    if days <= 0:
        raise DataError("the requirement ends before the first day asked", value=str(first))
    return first, days


def _wholly_inside(day: date, zone: str, grid: IntervalGrid) -> bool:
    whole = IntervalGrid.days(day, 1, zone, grid.minutes)
    return grid.start <= whole.start and whole.end <= grid.end


def _required(requirement: Requirement, works: Sequence[str], grid: IntervalGrid) -> NDArray[np.float64]:
    """Agents required [work, slot]; an interval without a row needs nobody."""
    return _by_slot(requirement.frame, "agents_required", works, grid, 0.0)


def _by_slot(
    frame: pd.DataFrame, column: str, works: Sequence[str], grid: IntervalGrid, otherwise: float
) -> NDArray[np.float64]:
    """A column [work, slot]; ``otherwise`` where no row is."""
    exact = ((frame["interval_start"] - grid.start) / np.timedelta64(grid.minutes, "m")).to_numpy(dtype="float64")
    slots = np.round(exact).astype("int64")
    off = np.flatnonzero(exact != slots)
    if off.size:
        raise DataError(
            f"the requirement's intervals do not lie {grid.minutes} minutes apart from local midnight",
            column="interval_start",
            value=str(frame["interval_start"].iloc[int(off[0])]),
        )
    inside = (slots >= 0) & (slots < grid.count)
    if not inside.any():
        dates = grid.local_dates
        raise DataError(f"the requirement has no interval from {dates[0]} to {dates[-1]}")
    rows = frame["work"].map({work: i for i, work in enumerate(works)}).to_numpy(dtype="int64")
    found = np.full((len(works), grid.count), otherwise)
    found[rows[inside], slots[inside]] = frame[column].to_numpy()[inside]
    return found


def _before(past: Roster | None, first: date) -> Roster | None:
    return None if past is None else replace(past, shifts=tuple(s for s in past.shifts if s.date < first))


def _checked_wishes(wishes: tuple[Wish, ...], agents: Sequence[Agent]) -> tuple[Wish, ...]:
    known = {agent.agent for agent in agents}
    for wish in wishes:
        if wish.agent not in known:
            raise DataError("a wish is of an unknown agent", column="agent", value=wish.agent)
    return wishes


def _checked_locks(locks: tuple[Shift, ...], agents: Sequence[Agent], grid: IntervalGrid) -> tuple[Shift, ...]:
    known = {agent.agent for agent in agents}
    local = zone_of(grid.zone)
    for lock in locks:
        if lock.agent not in known:
            raise DataError("a locked shift is of an unknown agent", column="agent", value=lock.agent)
        if not grid.start <= lock.start < grid.end:
            begins = lock.start.astimezone(local)
            raise DataError(f"a locked shift of {lock.agent} starts outside the roster's days", value=str(begins))
    return locks
