"""The queues of a plan as the simulation plays them: contacts of the forecast, handle times, goals, opening hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.intervals import IntervalGrid, zone_of
from wfm.simulate.draws import day_factors, squared_cv
from wfm.simulate.on_duty import names_by_queue
from wfm.simulate.scenario import SimulatedQueue
from wfm.types import Channel
from wfm.types.plan import refuse_backlogs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wfm.simulate.on_duty import Entry
    from wfm.types import Calendar, Forecast, Plan, QueuePlan

    Numbers = NDArray[np.float64]


def queues_of_plan(
    entries: Sequence[Entry],
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    grid: IntervalGrid,
    steps: int,
    backlog_hours: Mapping[str, float] | None = None,
) -> tuple[SimulatedQueue, ...]:
    """Each entry as the engine plays it, on the grid with each interval cut into ``steps``.

    ``backlog_hours``: agent-hours of deferred queues that wait at the start, in as many pieces as they make at the
    queue's handle time, shared out over its kinds of work.

    Raises:
        ConfigError: A queue has no plan, contacts without any handle time, or a backlog that it cannot have.
    """
    waiting = backlog_hours or {}
    refuse_backlogs(waiting, forecast.queues, plan)
    second = names_by_queue(entries)
    shares = {e.second_line_of: e.share for e in entries if e.second_line_of is not None}
    found = []
    for entry in entries:
        own = plan.queue(entry.queue)
        offered, aht = contacts_of(forecast, entry.queue, own, grid)
        is_open = own.open_mask(grid, calendar)
        here = np.zeros(grid.count) if entry.second_line_of else offered * entry.share
        spread = np.repeat(here / steps, steps), np.repeat(aht * entry.aht_factor, steps)
        if own.deferred is not None:
            response = max(1, int(own.deferred.response_hours * 60 / grid.minutes * steps))
            found.append(
                SimulatedQueue(
                    entry.name,
                    *spread,
                    handle_cv=own.handle_cv,
                    response_intervals=response,
                    is_open=np.repeat(is_open, steps),
                    backlog=_pieces(waiting.get(entry.queue, 0.0) * entry.share, spread[1]),
                )
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
                handle_cv=own.handle_cv,
                retry_share=0.0 if own.patience_seconds is None else own.retry_share,
                retry_delay_seconds=own.retry_delay_seconds,
            )
        )
    return tuple(found)


def _pieces(hours: float, aht_seconds: Numbers) -> int:
    """Whole pieces that make so many hours at the handle time of the start (their mean one, where that is 0)."""
    known = aht_seconds[aht_seconds > 0]
    return round(hours * 3600 / float(known[0])) if hours > 0 and known.size else 0


def contacts_of(forecast: Forecast, queue: str, plan: QueuePlan, grid: IntervalGrid) -> tuple[Numbers, Numbers]:
    """Contacts and mean handle time in each interval of the grid; the plan's where the forecast knows none."""
    rows = forecast.frame[forecast.frame["queue"] == queue]
    slots = ((rows["interval_start"] - grid.index[0]).dt.total_seconds() // (60 * grid.minutes)).to_numpy(int)
    offered, aht = np.zeros(grid.count), np.full(grid.count, np.nan)
    offered[slots], aht[slots] = rows["offered"].to_numpy(), rows["aht_seconds"].to_numpy()
    if plan.aht_seconds is None and (np.isnan(aht) & (offered > 0)).any():
        raise ConfigError(f"queue {queue}: the forecast has no handle time. Give it aht_seconds in the plan file.")
    return offered, np.where(np.isnan(aht), plan.aht_seconds or 0.0, aht)


def rate_factors(
    entries: Sequence[Entry], forecast: Forecast, plan: Plan, grid: IntervalGrid, steps: int, draws: int, seed: int
) -> Numbers:
    """Factors on the rates, shape (draws, entries, steps): one a queue and local day, correlated as the plan says."""
    local = grid.index.tz_convert(zone_of(grid.zone)).normalize()
    days = list(local.unique())
    day = local.unique().get_indexer(local)
    names = forecast.queues
    v = []
    for queue in names:
        rows = forecast.frame[forecast.frame["queue"] == queue]
        v.append(squared_cv(rows["offered"], rows["offered_p10"], rows["offered_p90"]))
    drawn = day_factors(names, v, len(days), draws, seed, plan.simulation.day_correlation)
    place = [names.index(e.queue) for e in entries]
    return np.repeat(drawn[:, place][:, :, day], steps, axis=2)
