"""Agents by formula for any kind of work on one forecast, for studies that ask many times over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.blending import blended
from wfm.staffing.demand import queue_demands, work_demand
from wfm.staffing.groups import group_agents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import QueueDemand, WorkDemand
    from wfm.types import Calendar, Forecast, Plan, QueuePlan, Work

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class RealTimePart:
    """Contacts that share agents: their queues, Erlangs (each contact alone) and decimal agents in each interval."""

    queues: tuple[str, ...]
    load: Numbers
    agents: Numbers


@dataclass(frozen=True)
class DeferredPart:
    """Work that may wait: Erlangs and the decimal agents that do it, in each interval."""

    load: Numbers
    agents: Numbers


@dataclass(frozen=True)
class FormulaDemand:
    """The queues of a forecast on its grid, read once. ``blend`` is as in :func:`wfm.staffing.require`.

    ``queues`` are as forecast, ``staffed`` as the plan staffs for an uncertain forecast (a quantile; else the same).
    """

    grid: IntervalGrid
    queues: Mapping[str, QueueDemand]
    staffed: Mapping[str, QueueDemand]
    # Deferred work is levelled over the whole week: once for each work, however often it is asked for.
    _known: dict[tuple[Work, bool, bool], WorkDemand] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def agents(self, work: Work, *, blend: bool) -> Numbers:
        """Decimal agents of ``work`` in each interval, as :func:`wfm.staffing.require` finds them."""
        demand = self._work(work, self.staffed, blend)
        agents = np.zeros(self.grid.count)
        for group in demand.real_time:
            agents += group_agents(group, 60.0 * self.grid.minutes)
        for waiting in demand.deferred:
            agents += waiting.agents
        return agents

    def real_time(self, work: Work, *, blend: bool) -> dict[int, RealTimePart]:
        """The contacts of ``work`` that cannot wait, by how many an agent holds at a time."""
        return {
            group.concurrency: RealTimePart(
                tuple(m.queue for m in group.members),
                group.offered * group.aht_seconds / (60 * self.grid.minutes),
                group_agents(group, 60.0 * self.grid.minutes),
            )
            for group in self._work(work, self.staffed, blend).real_time
        }

    def deferred(self, work: Work, *, blend: bool) -> DeferredPart:
        """The work that may wait, of ``work``."""
        groups = self._work(work, self.staffed, blend).deferred
        nothing = np.zeros(self.grid.count)
        return DeferredPart(
            np.asarray(sum((g.work + g.in_slack for g in groups), nothing)),
            np.asarray(sum((g.agents for g in groups), nothing)),
        )

    def load(self, work: Work, *, blend: bool) -> Numbers:
        """Erlangs of ``work`` in each interval: handling time a unit of time, deferred work where it is done."""
        demand = self._work(work, self.queues, blend)
        load = np.zeros(self.grid.count)
        for group in demand.real_time:
            load += group.offered * group.aht_seconds / (60 * self.grid.minutes)
        for waiting in demand.deferred:
            load += waiting.work + waiting.in_slack
        return load

    def _work(self, work: Work, queues: Mapping[str, QueueDemand], blend: bool) -> WorkDemand:
        key = (work, queues is self.staffed, blend)
        if key not in self._known:
            demand = work_demand(work, dict(queues), self.grid)
            self._known[key] = blended(demand, 60.0 * self.grid.minutes) if blend else demand
        return self._known[key]

    @property
    def hours(self) -> float:
        """Length of an interval in hours."""
        return self.grid.minutes / 60


def formula_demand(
    forecast: Forecast, plan: Plan, calendar: Calendar, backlog_hours: Mapping[str, float] | None = None
) -> FormulaDemand:
    """The demand of ``forecast``; ``backlog_hours`` as :func:`wfm.staffing.require` takes them.

    Raises:
        ConfigError: A queue has no plan, or contacts without any handle time.
        DataError: The forecast is empty.
    """
    grid = forecast.grid
    queues, quantile = queue_demands(forecast, plan, calendar, grid, backlog_hours), plan.staffing.staffed_quantile
    staffed = queues
    if quantile is not None:
        staffed = queue_demands(forecast, plan, calendar, grid, backlog_hours, quantile=quantile)
    return FormulaDemand(grid, queues, staffed)


def without_occupancy_cap(plan: Plan) -> Plan:
    """The plan with service goals only: no real-time queue limits how busy agents may be."""
    queues = {name: _uncapped(queue) for name, queue in plan.queues.items()}
    defaults = None if plan.queue_defaults is None else _uncapped(plan.queue_defaults)
    return replace(plan, queues=queues, queue_defaults=defaults)


def _uncapped(queue: QueuePlan) -> QueuePlan:
    return replace(queue, goal=replace(queue.goal, max_occupancy=None))
