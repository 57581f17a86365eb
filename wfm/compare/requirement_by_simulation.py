"""The requirement of an operating model found by simulation: what its teams need together, not one formula at a time.

Formulas staff voice, chat and each line apart and add up the answers. Played together, agents of a work take all its
queues, a second line gets what the first passes on when it has it, and people who help another team are counted once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.compare.formula_demand import formula_demand
from wfm.simulate import required_by_simulation
from wfm.simulate.contacts import queues_of_plan, rate_factors
from wfm.simulate.engine import ANSWERED, IN_TIME, OFFERED, WAIT_ANSWERED
from wfm.simulate.on_duty import entries_of, group_taking, helped
from wfm.simulate.scenario import Scenario, effective_up_to
from wfm.staffing.blending import deferred_notes, placed_beside
from wfm.staffing.demand import work_demand
from wfm.staffing.groups import group_agents
from wfm.staffing.uncertain import offered_at
from wfm.types.requirement import Requirement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.simulate import SimulatedRequirement
    from wfm.simulate.on_duty import Entry
    from wfm.types import Calendar, Forecast, OperatingModel, Plan, ServiceGoal, Work

    Numbers = NDArray[np.float64]

BLOCK_MINUTES = 60


def simulated_requirement(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    *,
    replications: int = 16,
    seed: int = 1,
    executor: Executor | None = None,
    time_limit: float = 300.0,
    block_minutes: int = BLOCK_MINUTES,
    backlog_hours: Mapping[str, float] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Requirement:
    """Agents required a kind of work and interval, in decimals, found by simulation with search.

    The search starts from the formulas' answer. Inside a block agents keep its shape and every goal of every real-time
    queue holds on average over the block, in a simulation that the search did not see. Customers hang up as their
    patience says; agents of a work take all its queues, whoever is idle longest first. Deferred work is added as
    :func:`wfm.staffing.require` adds it; where the model blends, it goes into the idle time that the simulation leaves.

    Args:
        forecast: Contacts and handle times; what is staffed for is the plan's ``staffing.demand``.
        plan: Goals, opening hours, patience, shrinkage.
        model: Which queues each work holds.
        calendar: Public holidays, for the opening hours.
        replications: Replications a trial; more leave less to luck and ask for fewer agents.
        seed: Of the random numbers; the same seed gives the same answer, unless ``time_limit`` ends the search.
        executor: Where replications run.
        time_limit: Seconds after which the search keeps the best it has; ``notes`` then say so.
        block_minutes: Length of the blocks in which goals hold.
        backlog_hours: As :func:`wfm.staffing.require` takes it.
        say: Told how far the search is.

    Raises:
        ConfigError: A queue has no plan, contacts without any handle time, or a backlog that it cannot have.
        DataError: The forecast is empty.
    """
    until = time.monotonic() + time_limit
    demand = formula_demand(forecast, plan, calendar, backlog_hours)
    team = _Team.of(forecast, plan, model, calendar, demand)
    found = None
    if team.scenario is not None:
        found = required_by_simulation(
            team.scenario,
            team.goals,
            blocks=np.arange(demand.grid.count) * demand.grid.minutes // block_minutes,
            follow=True,
            replications=replications,
            seed=seed,
            rate_factors=team.factors(forecast, plan, replications, seed),
            max_simulations=10_000,
            stop=_stop(until, say),
            executor=executor,
        )
    frames, notes = [], []
    for work in model.works:
        rows, told = _rows(work, plan, demand, team, found, blend=plan.blends(model.name))
        frames.append(rows)
        notes += told
    if found is not None:
        notes += _notes(found, team, demand)
    frame = pd.concat(frames, ignore_index=True)
    return Requirement(frame, demand.grid.minutes, demand.grid.zone, model.name, tuple(dict.fromkeys(notes)))


@dataclass(frozen=True)
class _Team:
    """The real-time queues of a model with a group of agents for each work that holds some."""

    scenario: Scenario | None
    entries: tuple[Entry, ...]
    goals: Mapping[str, ServiceGoal]
    start: Mapping[str, Numbers]

    @classmethod
    def of(
        cls, forecast: Forecast, plan: Plan, model: OperatingModel, calendar: Calendar, demand: FormulaDemand
    ) -> _Team:
        grid = demand.grid
        entries = tuple(e for e in entries_of(model, forecast.queues) if not plan.queue(e.queue).is_deferred)
        if not entries:
            return cls(None, (), {}, {})
        start: dict[str, Numbers] = {}
        for work in model.works:
            if any(e.work == work.name for e in entries):
                groups = work_demand(work, dict(demand.staffed), grid).real_time
                start[work.name] = sum((group_agents(g, 60.0 * grid.minutes) for g in groups), np.zeros(grid.count))
        queues = queues_of_plan(entries, _staffed_for(forecast, plan), plan, calendar, grid, 1)
        works = {work.name: work for work in model.works}
        people = tuple(
            group_taking(name, agents, works[name], _taken(works[name], entries), entries, plan)
            for name, agents in start.items()
        )
        scenario = Scenario(
            queues,
            people,
            60.0 * grid.minutes,
            grid.count,
            longest_idle=plan.simulation.longest_idle,
            fill_chats=plan.simulation.chats == "fill",
            effective=effective_up_to(max(q.concurrency for q in queues)),
        )
        return cls(scenario, entries, {e.name: plan.queue(e.queue).goal for e in entries}, start)

    def factors(self, forecast: Forecast, plan: Plan, draws: int, seed: int) -> Numbers | None:
        """Draws of the arrival rates where the plan staffs for the forecast's whole distribution."""
        if plan.staffing.demand != "expected" or self.scenario is None:
            return None
        return rate_factors(self.entries, forecast, plan, forecast.grid, 1, draws, seed)

    @property
    def by_formula(self) -> float:
        """Agent-intervals by formula, each work for itself."""
        return float(sum(agents.sum() for agents in self.start.values()))


def _taken(work: Work, entries: Sequence[Entry]) -> tuple[str, ...]:
    own = (e.name for e in entries if e.work == work.name)
    return (*own, *(e.name for e in helped(work, entries)))


def _staffed_for(forecast: Forecast, plan: Plan) -> Forecast:
    """The forecast with the quantile as its mean, where the plan staffs for one."""
    quantile = plan.staffing.staffed_quantile
    if quantile is None:
        return forecast
    return replace(forecast, frame=forecast.frame.assign(offered=offered_at(forecast.frame, quantile)))


def _stop(until: float, say: Callable[[str], None]) -> Callable[[], bool]:
    trials, start = 0, time.monotonic()

    def stop() -> bool:
        nonlocal trials
        trials += 1
        if trials % 10 == 0:
            say(f"simulated requirement: {trials} trials, {time.monotonic() - start:.0f} s")
        return time.monotonic() > until

    return stop


def _rows(
    work: Work, plan: Plan, demand: FormulaDemand, team: _Team, found: SimulatedRequirement | None, *, blend: bool
) -> tuple[pd.DataFrame, list[str]]:
    grid = demand.grid
    here = work_demand(work, dict(demand.staffed), grid)
    people, busy, level, wait = _real_time(work, team, found, grid.count)
    if blend:
        # Not the formulas' idle time: the one that the simulated agents have, on average over replications.
        occupancy = np.divide(busy, people, out=np.zeros_like(busy), where=people > 0)
        here = placed_beside(here, [(people, occupancy)])
    own = sum((g.agents for g in here.deferred), np.zeros(grid.count))
    load = sum((g.offered * g.aht_seconds / (60 * grid.minutes) for g in here.real_time), np.zeros(grid.count))
    deferred = sum((g.work + g.in_slack for g in here.deferred), np.zeros(grid.count))
    agents = people + own
    shrinkage = plan.shrinkage.total_at(grid)
    rows = pd.DataFrame(
        {
            "work": work.name,
            "interval_start": grid.index,
            "load_erlangs": load + deferred,
            "agents_required": agents,
            "fte_required": agents / (1 - shrinkage),
            "service_level": level,
            "asa_seconds": wait,
            "occupancy": np.minimum(1.0, _ratio(busy + deferred, agents)),
        }
    )
    return rows, [*deferred_notes(work.name, here, grid, blend=blend), *here.notes]


def _real_time(
    work: Work, team: _Team, found: SimulatedRequirement | None, count: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """People and busy people, service level and speed of answer of a work in each interval, as simulated."""
    if found is None or work.name not in team.start:
        nothing = np.full(count, np.nan)
        return np.zeros(count), np.zeros(count), nothing, nothing
    place = [i for i, e in enumerate(team.entries) if e.work == work.name]
    group = [g.name for g in found.scenario.groups].index(work.name)
    counts = found.result.counts[:, place].sum(axis=(0, 1))
    busy = found.result.busy_seconds[:, group].mean(axis=0) / found.scenario.interval_seconds
    people = found.agents[work.name]
    # Who finishes a contact after the end of work is busy though not at work.
    busy = np.minimum(busy, people)
    return (
        people,
        busy,
        _ratio(counts[:, IN_TIME], counts[:, OFFERED]),
        _ratio(counts[:, WAIT_ANSWERED], counts[:, ANSWERED]),
    )


def _notes(found: SimulatedRequirement, team: _Team, demand: FormulaDemand) -> list[str]:
    hours = demand.hours
    people = float(sum(a.sum() for a in found.agents.values())) * hours
    notes = [
        f"by simulation ({found.simulations} trials of {found.result.replications} replications): real-time contacts "
        f"ask for {people:,.1f} agent-hours; formulas added up say {team.by_formula * hours:,.1f}."
    ]
    if not found.finished:
        notes.append("the search was stopped by its time limit; more time may find fewer agents.")
    late = int((found.missed > 0).sum())
    if late:
        notes.append(f"in {late} blocks a goal is missed with these agents, by up to {found.missed.max():.1%} of it.")
    return notes


def _ratio(top: Numbers, bottom: Numbers) -> Numbers:
    out: Numbers = np.divide(top, bottom, out=np.full(np.shape(bottom), np.nan), where=bottom > 0)
    return out
