"""The agents that a model asks for whose teams share contacts (cross-skilled people, overflow), found by simulation.

No formula holds for such a model. So it starts from what departments ask for by formula: their load, and the margin
above it. Simulation tells which part of the margin is still needed: the smallest with which every queue is served as
promised, or as the departments with their whole margin serve it in the same simulated contacts (a formula knows no
rush that is carried over from one interval to the next; nobody is asked to do better than it). The part is found for
each two hours; in between, the requirement follows the departments' own. Work that may wait keeps its agents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.compare.formula_demand import formula_demand, without_occupancy_cap
from wfm.compare.operating_models import departmental_base
from wfm.compare.shared_demand import played_contacts, shared_contacts, tightest_cap
from wfm.simulate import simulate
from wfm.simulate.goals import shortfalls
from wfm.staffing.chat import effective_concurrency
from wfm.types import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.compare.shared_demand import SharedContacts
    from wfm.types import Calendar, Forecast, OperatingModel, Plan

    Numbers = NDArray[np.float64]

CONTACTS = 350_000  # in a trial: the planned days are played so often that about as many come
FEWEST_WEEKS, MOST_WEEKS = 12, 400
BLOCK_MINUTES = 120
FIRST_PART, STEPS = 0.6, (0.3, 0.15)
"""The part of the margin tried first, and by how much the next trials go up or down, each block for itself."""
LARGEST_PART = 1.25
"""What is taken where the largest part tried is still too small."""
EXACT = 1e-9
TOLD = 0.03
"""Where that falls short by more than this share of a goal, a note says so: less is the noise of the simulation."""


@dataclass(frozen=True)
class SharedRequirement:
    """What one search finds: the requirement as the goals are, and as it were without a limit on occupancy."""

    with_cap: Requirement
    without_cap: Requirement


def shared_requirement(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    *,
    weeks: int | None = None,
    seed: int = 1,
) -> SharedRequirement:
    """Agents a kind of work and interval, as :func:`wfm.staffing.require` gives them where formulas hold.

    The simulation looks for what the service goals ask for. The limit on occupancy comes after it, and holds for all
    people together. Cross-skilled people are slower by the model's factor, and there are so many more of them. Service
    is left open (NaN): the simulation of the roster tells it.

    Args:
        forecast: Contacts and handle times.
        plan: Goals, opening hours, handle times where the forecast has none, shrinkage.
        model: A model that shares contacts.
        calendar: Public holidays, for the opening hours.
        weeks: Copies of the planned days that are played in a trial; as many as make 350,000 contacts without it.
        seed: Of the random numbers, the same in every trial.

    Raises:
        ConfigError: A queue has no plan, or contacts without any handle time.
        DataError: The forecast is empty.
    """
    demand = formula_demand(forecast, without_occupancy_cap(plan), calendar)
    base = departmental_base(model)
    blend = plan.blends(model.name)
    if weeks is None:
        live = sum(float(q.offered.sum()) for q in demand.staffed.values() if not q.plan.is_deferred)
        weeks = int(np.clip(CONTACTS / max(1.0, live), FEWEST_WEEKS, MOST_WEEKS))
    crew, teams = _crew(model), len(base.works)
    load, free, capped = (np.zeros((teams, demand.grid.count)) for _ in range(3))
    unmet = 0
    for contacts in shared_contacts(demand, base.works, blend=blend):
        found = _Search(contacts, model, plan, crew, demand, weeks, seed).needed()
        unmet = max(unmet, found.unmet_blocks)
        load += contacts.load * effective_concurrency(contacts.places)
        free += found.agents
        capped += _capped(found.agents, contacts.load, crew, tightest_cap(contacts, plan))
    # Blended work lies in the idle time of people, of which a limit on occupancy leaves more.
    waits = demand if not blend else formula_demand(forecast, plan, calendar)
    return SharedRequirement(
        with_cap=_requirement(model, plan, waits, crew, base, load, capped, unmet),
        without_cap=_requirement(model, plan, demand, crew, base, load, free, unmet),
    )


def _requirement(
    model: OperatingModel,
    plan: Plan,
    demand: FormulaDemand,
    crew: _Crew,
    base: OperatingModel,
    load: Numbers,
    agents: Numbers,
    unmet: int,
) -> Requirement:
    """The departments' real-time ``load`` and ``agents`` and their deferred work, handed out to the kinds of work."""
    waiting = [demand.deferred(work, blend=plan.blends(model.name)) for work in base.works]
    all_load = load + np.array([w.load for w in waiting])
    all_agents = agents + np.array([w.agents for w in waiting])
    rows = [_rows(n, crew.of(n, all_agents), crew.of(n, all_load), demand, plan) for n in crew.parts]
    frame = pd.concat(rows, ignore_index=True)
    return Requirement(frame, demand.grid.minutes, demand.grid.zone, model.name, _notes(unmet))


@dataclass(frozen=True)
class _Crew:
    """How each kind of work is staffed from the departments: ``parts`` of their agents, by kind of work and team."""

    parts: Mapping[str, Numbers]

    def of(self, work: str, teams: Numbers) -> Numbers:
        """Agents of ``work`` in each interval, out of ``teams`` (departments, intervals)."""
        return np.asarray(self.parts[work] @ teams)


def _crew(model: OperatingModel) -> _Crew:
    """Cross-skilled people stand in for those they come from, slower by their factor."""
    teams = [w.name for w in model.works if not w.staffed_from]
    parts: dict[str, Numbers] = {w.name: np.array([float(w.name == t) for t in teams]) for w in model.works}
    for work in model.works:
        for home, share in work.staffed_from:
            here = teams.index(home)
            parts[home][here] -= share
            parts[work.name][here] += share * work.help_aht_factor
    return _Crew(parts)


@dataclass(frozen=True)
class _Needed:
    agents: Numbers  # (departments, intervals)
    unmet_blocks: int = 0


class _Search:
    """The part of the margin that is needed in each block; a trial plays one part everywhere."""

    def __init__(
        self,
        contacts: SharedContacts,
        model: OperatingModel,
        plan: Plan,
        crew: _Crew,
        demand: FormulaDemand,
        weeks: int,
        seed: int,
    ) -> None:
        self.contacts, self.model, self.plan, self.crew = contacts, model, plan, crew
        self.weeks, self.seed = weeks, seed
        self.seconds = 60.0 * demand.grid.minutes
        per_block = max(1, BLOCK_MINUTES // demand.grid.minutes)
        self.block_of = np.arange(demand.grid.count) // per_block

    def needed(self) -> _Needed:
        """Agents of each department, before cross-skilled people are taken out of it."""
        here = self.contacts
        margin = np.maximum(0.0, here.agents - here.load)
        if not margin.any():
            return _Needed(here.agents)
        bar = np.maximum(0.0, self._missed(departmental_base(self.model), here.agents))
        part = np.full(int(self.block_of[-1]) + 1, FIRST_PART)
        bounds = _Bounds.none(part.size)
        for step in (*STEPS, 0.0):
            short = (self._missed(self.model, self._crewed(part)) - bar).max(axis=0, initial=-1.0)
            bounds = bounds.after(part, short)
            part = part + np.where(short > EXACT, step, -step)
        part = bounds.between()
        return _Needed(here.load + part[self.block_of] * margin, bounds.unmet)

    def _crewed(self, part: Numbers) -> Numbers:
        here = self.contacts
        return np.asarray(here.load + part[self.block_of] * np.maximum(0.0, here.agents - here.load))

    def _missed(self, model: OperatingModel, teams: Numbers) -> Numbers:
        """By how much each goal is missed in each block, with ``teams`` staffed as ``model`` has it."""
        crew = _crew(model)
        agents = {w.name: crew.of(w.name, teams) for w in model.works}
        scenario = played_contacts(self.contacts, model, self.plan, agents, self.seconds, self.weeks)
        result = simulate(scenario, replications=1, seed=self.seed)
        return shortfalls(result, self.contacts.goals, np.tile(self.block_of, self.weeks))


def _capped(agents: Numbers, load: Numbers, crew: _Crew, cap: Numbers) -> Numbers:
    """More people, in proportion to the load, where all together would be busier than ``cap`` allows."""
    busy, people = (np.asarray(sum(crew.of(work, x) for work in crew.parts)) for x in (load, agents))
    spread = np.divide(people, busy, out=np.full_like(busy, np.inf), where=busy > 0)
    return np.asarray(agents + np.maximum(0.0, 1 / cap - spread) * load)


@dataclass(frozen=True)
class _Bounds:
    """In each block the largest part tried that is too small and the smallest that is enough, with what they miss."""

    low: Numbers
    missed: Numbers
    high: Numbers
    spare: Numbers

    @classmethod
    def none(cls, blocks: int) -> _Bounds:
        unknown = np.full(blocks, np.nan)
        return cls(unknown, unknown, unknown, unknown)

    def after(self, part: Numbers, short: Numbers) -> _Bounds:
        """With one more trial. They go up from too small and down from enough: the last of each kind is the closest."""
        small = short > EXACT
        return _Bounds(
            np.where(small, part, self.low),
            np.where(small, short, self.missed),
            np.where(small, self.high, part),
            np.where(small, self.spare, -short),
        )

    def between(self) -> Numbers:
        """The part at which nothing is missed any more, straight between the two."""
        spare = np.maximum(self.spare, 0.0)
        between = self.low + (self.high - self.low) * self.missed / (self.missed + spare)
        return np.where(np.isnan(self.high), LARGEST_PART, np.where(np.isnan(self.low), self.high, between))

    @property
    def unmet(self) -> int:
        """Blocks in which no part tried is enough."""
        return int((np.isnan(self.high) & (self.missed > TOLD)).sum())


def _notes(unmet: int) -> tuple[str, ...]:
    if not unmet:
        return ()
    return (
        f"in {unmet} blocks of two hours even the departments' whole margin above the load serves some queue less well "
        "than departments do.",
    )


def _rows(work: str, agents: Numbers, load: Numbers, demand: FormulaDemand, plan: Plan) -> pd.DataFrame:
    occupancy = np.divide(load, agents, out=np.full(agents.shape, np.nan), where=agents > 0)
    unknown = np.full(agents.shape, np.nan)
    return pd.DataFrame(
        {
            "work": work,
            "interval_start": demand.grid.index,
            "load_erlangs": load,
            "agents_required": agents,
            "fte_required": agents / (1 - plan.shrinkage.total_at(demand.grid)),
            "service_level": unknown,
            "asa_seconds": unknown,
            "occupancy": np.minimum(1.0, occupancy),
        }
    )
