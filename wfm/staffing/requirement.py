"""From a forecast to the agents each kind of work requires, interval by interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.staffing.blending import blended, deferred_notes
from wfm.staffing.demand import queue_demands, work_demand
from wfm.staffing.groups import group_agents
from wfm.staffing.served import work_service
from wfm.types.requirement import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.staffing.demand_types import QueueDemand, WorkDemand
    from wfm.types.contacts import Forecast
    from wfm.types.plan import OperatingModel, Plan, Work
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]


def require(
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    calendar: Calendar,
    *,
    blend: bool | None = None,
    backlog_hours: Mapping[str, float] | None = None,
) -> Requirement:
    """Agents required a kind of work and interval, with the service they are expected to give.

    Real-time queues of one work share agents: those on which an agent handles one contact at a time form one Erlang
    system (contacts add up, the handle time is their mean over contacts, longer waits from unlike handle times
    included), chat queues another for each concurrency. Every queue's goal is kept in every interval with contacts.
    Erlang C, or Erlang A where a goal limits abandonment and the patience is known. Deferred queues are levelled within
    their response time on their opening clock, at no more than their occupancy. The parts are added as decimals.

    The expected service counts customers who hang up wherever the patience is known, so it is often above the goal.

    The plan's ``staffing.demand`` says which contacts of an uncertain forecast are staffed for. Load and expected
    service are always those of the forecast itself: of its mean, or over its distribution (``expected``, by which only
    real-time queues differ: deferred work is evened out over hours).

    Args:
        forecast: Contacts and handle times.
        plan: Goals, opening hours, handle times where the forecast has none, shrinkage.
        model: Which queues each work holds.
        calendar: Public holidays, for the opening hours.
        blend: Whether the agents of a work's real-time queues do its deferred work between contacts, up to the
            occupancy that the deferred goal allows; a contact that comes interrupts it. Then only the rest of the
            deferred work needs agents of its own. ``notes`` say how much that is, and what will be late. As the plan
            says, without it.
        backlog_hours: Agent-hours of deferred queues that wait at the start, with their full response time left.
            Without it the forecast is taken to repeat: what its end leaves is what its start finds.

    Raises:
        ConfigError: A queue has no plan, contacts without any handle time, or a backlog that it cannot have.
        DataError: The forecast is empty.
    """
    grid = forecast.grid
    blend = plan.blends(model.name) if blend is None else blend
    queues = queue_demands(forecast, plan, calendar, grid, backlog_hours)
    quantile = plan.staffing.staffed_quantile
    staffed = queues
    if quantile is not None:
        staffed = queue_demands(forecast, plan, calendar, grid, backlog_hours, quantile=quantile)
    frames: list[pd.DataFrame] = []
    notes: list[str] = []
    for work in model.works:
        demand, planned_for = (_demand(work, q, grid, blend) for q in (queues, staffed))
        notes += deferred_notes(work.name, planned_for, grid, blend=blend)
        agents = _agents(planned_for, grid)
        frames.append(_rows(work.name, demand, agents, grid, plan.shrinkage.total_at(grid), blend=blend))
        notes += demand.notes
    planned = sorted(q.name for q in queues.values() if q.from_plan)
    if planned:
        names = ", ".join(planned)
        notes.append(f"the plan gives the handle time where the forecast has none: {names}.")
    unknown = sorted(set(plan.queues) - set(forecast.queues))
    if unknown:
        notes.append(f"in the plan without a forecast, so that nothing is staffed for it: {', '.join(unknown)}.")
    frame = pd.concat(frames, ignore_index=True)
    return Requirement(frame, grid.minutes, grid.zone, model.name, tuple(dict.fromkeys(notes)))


def _demand(work: Work, queues: dict[str, QueueDemand], grid: IntervalGrid, blend: bool) -> WorkDemand:
    demand = work_demand(work, queues, grid)
    return blended(demand, 60.0 * grid.minutes) if blend else demand


def _agents(demand: WorkDemand, grid: IntervalGrid) -> Numbers:
    agents = np.zeros(grid.count)
    for group in demand.real_time:
        agents += group_agents(group, 60.0 * grid.minutes)
    for waiting in demand.deferred:
        agents += waiting.agents
    return agents


def _rows(
    work: str, demand: WorkDemand, agents: Numbers, grid: IntervalGrid, shrinkage: Numbers, *, blend: bool
) -> pd.DataFrame:
    load = np.zeros(grid.count)
    for group in demand.real_time:
        load += group.offered * group.aht_seconds / (60 * grid.minutes)
    for waiting in demand.deferred:
        load += waiting.work + waiting.in_slack
    expected = work_service(demand, agents, grid, blend=blend)
    return pd.DataFrame(
        {
            "work": work,
            "interval_start": grid.index,
            "load_erlangs": load,
            "agents_required": agents,
            "fte_required": agents / (1 - shrinkage),
            "service_level": expected.service_level,
            "asa_seconds": expected.asa_seconds,
            "occupancy": expected.occupancy,
        }
    )
