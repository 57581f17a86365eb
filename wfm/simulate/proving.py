"""Prove a roster: play the forecast through the people on duty, many times, before anyone publishes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError, DataError
from wfm.intervals import IntervalGrid, zone_of
from wfm.simulate.draws import day_factors, squared_cv
from wfm.simulate.on_duty import duty_of, entries_of, names_by_queue, step_minutes
from wfm.simulate.proof_tables import proof_of
from wfm.simulate.run import simulate
from wfm.simulate.scenario import Scenario, SimulatedQueue, effective_up_to
from wfm.types import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from wfm.simulate.on_duty import Entry
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Proof, QueuePlan, Roster

    Numbers = NDArray[np.float64]


def prove(
    roster: Roster,
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    replications: int = 100,
    seed: int = 1,
    executor: Executor | None = None,
    absence: float | None = None,
    uncertain: bool = True,
) -> Proof:
    """The service that ``roster`` will give under ``forecast``, interval by interval, simulated.

    Contacts come at a rate drawn around the forecast for each queue and day; agents come, break and go as rostered, at
    their own efficiency, and shifts fall out at random; calls and chats go to those with the fewest skills first, then
    to who is idle longest, chats to who chats already; work that may wait is done in idle time by earliest deadline and
    put down when a contact comes. Handle times are exponential. The week begins without backlog.

    Args:
        roster: Who works when on what.
        forecast: Contacts, their quantiles and handle times.
        plan: Goals, patience, opening hours, shrinkage.
        model: The operating model of the roster.
        agents: Skills and efficiency of those on the roster.
        calendar: Public holidays, for the opening hours.
        replications: How many weeks to play.
        seed: Of the random numbers: the same seed, the same contacts and absences, whatever the roster.
        executor: Where batches of replications run.
        absence: Share of shifts that fall out; the plan's unplanned shrinkage by default.
        uncertain: Whether rates are drawn from the forecast's distribution; otherwise they are its mean.

    Raises:
        ConfigError: A queue has no plan or no handle time, or the roster holds work that the model does not.
        DataError: The forecast is empty, or the roster names an unknown agent.
    """
    grid = _grid(forecast)
    entries = entries_of(model, forecast.queues)
    if not entries:
        raise ConfigError("the model holds none of the queues of the forecast.")
    step = step_minutes(roster, grid)
    steps = grid.minutes // step
    missing = plan.shrinkage.on_the_day if absence is None else absence
    groups, duty = duty_of(roster, agents, plan, model, entries, grid, step, missing)
    queues = _queues(entries, forecast, plan, calendar, grid, steps)
    scenario = Scenario(
        queues,
        groups,
        60.0 * step,
        grid.count * steps,
        duty=duty,
        longest_idle=True,
        fill_chats=True,
        effective=effective_up_to(max(q.concurrency for q in queues)),
        steps_reported=steps,
    )
    factors = _factors(entries, forecast, grid, steps, replications, seed) if uncertain else None
    found = simulate(scenario, replications=replications, seed=seed, rate_factors=factors, executor=executor)
    notes = [f"{q}: no work of {model.name} holds it." for q in forecast.queues if q not in {e.queue for e in entries}]
    return replace(proof_of(found, entries, plan, grid), absence=missing, notes=tuple(notes))


def _grid(forecast: Forecast) -> IntervalGrid:
    starts = forecast.frame["interval_start"]
    if starts.empty:
        raise DataError("the forecast holds no interval")
    first, last = starts.min(), starts.max()
    count = int((last - first).total_seconds()) // (60 * forecast.interval_minutes) + 1
    return IntervalGrid(first.to_pydatetime(), forecast.interval_minutes, count, forecast.zone)


def _queues(
    entries: Sequence[Entry], forecast: Forecast, plan: Plan, calendar: Calendar, grid: IntervalGrid, steps: int
) -> tuple[SimulatedQueue, ...]:
    second = names_by_queue(entries)
    shares = {e.second_line_of: e.share for e in entries if e.second_line_of is not None}
    found = []
    for entry in entries:
        own = plan.queue(entry.queue)
        offered, aht = _contacts(forecast, entry.queue, own, grid)
        is_open = _opening(own, calendar, grid)
        here = np.zeros(grid.count) if entry.second_line_of else offered * entry.share
        spread = np.repeat(here / steps, steps), np.repeat(aht * entry.aht_factor, steps)
        if own.deferred is not None:
            response = max(1, int(own.deferred.response_hours * 60 / grid.minutes * steps))
            found.append(
                SimulatedQueue(entry.name, *spread, response_intervals=response, is_open=np.repeat(is_open, steps))
            )
            continue
        handed_on = entry.name if entry.second_line_of is None and entry.name in second else None
        found.append(
            SimulatedQueue(
                entry.name,
                np.where(np.repeat(is_open, steps), spread[0], 0.0),
                spread[1],
                patience_seconds=own.patience_seconds,
                threshold_seconds=own.goal.threshold_seconds,
                transfer_to=second[handed_on] if handed_on else None,
                transfer_share=shares[handed_on] if handed_on else 0.0,
                concurrency=1 if own.queue.channel is Channel.VOICE else own.concurrency,
            )
        )
    return tuple(found)


def _contacts(forecast: Forecast, queue: str, plan: QueuePlan, grid: IntervalGrid) -> tuple[Numbers, Numbers]:
    """Contacts and mean handle time in each interval of the grid; the plan's where the forecast knows none."""
    rows = forecast.frame[forecast.frame["queue"] == queue]
    slots = ((rows["interval_start"] - grid.index[0]).dt.total_seconds() // (60 * grid.minutes)).to_numpy(int)
    offered, aht = np.zeros(grid.count), np.full(grid.count, np.nan)
    offered[slots], aht[slots] = rows["offered"].to_numpy(), rows["aht_seconds"].to_numpy()
    if plan.aht_seconds is None and (np.isnan(aht) & (offered > 0)).any():
        raise ConfigError(f"queue {queue}: the forecast has no handle time. Give it aht_seconds in the plan file.")
    return offered, np.where(np.isnan(aht), plan.aht_seconds or 0.0, aht)


def _opening(plan: QueuePlan, calendar: Calendar, grid: IntervalGrid) -> NDArray[np.bool_]:
    if plan.open_on_holidays is None:
        return grid.mask(plan.open)
    return grid.mask(plan.open, instead=dict.fromkeys(calendar.holidays, plan.open_on_holidays))


def _factors(
    entries: Sequence[Entry], forecast: Forecast, grid: IntervalGrid, steps: int, draws: int, seed: int
) -> Numbers:
    """Factors on the rates, shape (draws, entries, steps): one a queue and local day."""
    local = grid.index.tz_convert(zone_of(grid.zone)).normalize()
    days = list(local.unique())
    day = local.unique().get_indexer(local)
    names = forecast.queues
    v = []
    for queue in names:
        rows = forecast.frame[forecast.frame["queue"] == queue]
        v.append(squared_cv(rows["offered"], rows["offered_p10"], rows["offered_p90"]))
    drawn = day_factors(names, v, len(days), draws, seed)
    place = [names.index(e.queue) for e in entries]
    return np.repeat(drawn[:, place][:, :, day], steps, axis=2)
