"""From a forecast and a plan to the demand of each kind of work: queues on the grid, merged into groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.intervals import IntervalGrid
from wfm.staffing.deferred import levelled_work, whole_response
from wfm.staffing.demand_types import DeferredGroup, Member, QueueDemand, RealTimeGroup, WorkDemand
from wfm.staffing.levelling import levelled_together
from wfm.staffing.uncertain import offered_at, offered_draws
from wfm.types.contacts import Channel
from wfm.types.plan import refuse_backlogs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from wfm.types.contacts import Forecast
    from wfm.types.plan import Plan, QueuePlan, Work, WorkPart
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]
    Mask = NDArray[np.bool_]


_PATIENT_CHANNELS = (Channel.EMAIL, Channel.SOCIAL)


def queue_demands(
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    grid: IntervalGrid,
    backlog_hours: Mapping[str, float] | None = None,
    *,
    quantile: float | None = None,
) -> dict[str, QueueDemand]:
    """Every queue of the forecast on the grid, with its opening hours (and distribution, if the plan asks for it).

    Args:
        forecast: Contacts and handle times.
        plan: Opening hours, handle times, goals.
        calendar: Public holidays.
        grid: All intervals of the forecast.
        backlog_hours: Agent-hours waiting at the start, a deferred queue.
        quantile: Contacts are this quantile of the forecast; its mean without it.

    Raises:
        ConfigError: A queue has no plan, contacts without any handle time, or a backlog that it cannot have.
    """
    waiting = backlog_hours or {}
    refuse_backlogs(waiting, forecast.queues, plan)
    out: dict[str, QueueDemand] = {}
    for name, rows in forecast.frame.groupby("queue", sort=True):
        queue = str(name)
        own = plan.queue(queue)
        since = (rows["interval_start"] - grid.index[0]).dt.total_seconds()
        slots = np.asarray(since // (60 * grid.minutes), dtype=np.intp)
        offered, aht = np.zeros(grid.count), np.full(grid.count, np.nan)
        offered[slots] = rows["offered"].to_numpy() if quantile is None else offered_at(rows, quantile)
        aht[slots] = rows["aht_seconds"].to_numpy()
        from_plan = bool(np.any(np.isnan(aht) & (offered > 0)))
        aht = _handle_time(queue, own, from_plan, aht)
        backlog = waiting[queue] * 60 / grid.minutes if queue in waiting else None
        is_open = own.open_mask(grid, calendar)
        draws = _draws(rows, slots, grid) if plan.staffing.demand == "expected" and not own.is_deferred else None
        out[queue] = QueueDemand(queue, own, offered, aht, is_open, from_plan, backlog, draws)
    return out


def _draws(rows: pd.DataFrame, slots: NDArray[np.intp], grid: IntervalGrid) -> Numbers:
    known = offered_draws(rows)
    out = np.zeros((len(known), grid.count))
    out[:, slots] = known
    return out


def work_demand(work: Work, queues: dict[str, QueueDemand], grid: IntervalGrid) -> WorkDemand:
    """The queues of ``work``, merged into groups that one formula answers for.

    Real-time queues are merged by the contacts an agent handles at a time, so voice with voice (and with chat of
    concurrency 1), chat with chat; deferred queues by response time, occupancy and opening hours, whose work is then
    levelled together. A queue without forecast adds nothing.
    """
    parts = [(p, queues[p.queue]) for p in work.parts if p.queue in queues]
    notes = [f"{work.name}: queue {p.queue} has no forecast." for p in work.parts if p.queue not in queues]
    real_time = [(p, q) for p, q in parts if not q.plan.is_deferred]
    notes += [note for _, q in parts for note in _left_out(q, grid)]
    by_concurrency: dict[int, list[Member]] = {}
    for part, queue in real_time:
        by_concurrency.setdefault(_at_a_time(queue.plan), []).append(_member(part, queue))
    groups = tuple(RealTimeGroup(c, tuple(m)) for c, m in sorted(by_concurrency.items()))
    notes += _group_notes(work.name, groups)
    deferred = _deferred_groups([(p, q) for p, q in parts if q.plan.is_deferred], grid)
    return WorkDemand(groups, deferred, tuple(notes))


def _at_a_time(plan: QueuePlan) -> int:
    return 1 if plan.queue.channel is Channel.VOICE else plan.concurrency


def _member(part: WorkPart, queue: QueueDemand) -> Member:
    return Member(
        queue.name,
        queue.plan.goal,
        np.where(queue.is_open, queue.offered * part.share, 0.0),
        queue.aht_seconds * part.aht_factor,
        queue.plan.patience_seconds,
        None if queue.draws is None else np.where(queue.is_open, queue.draws * part.share, 0.0),
        queue.plan.retry_share,
    )


def _deferred_groups(parts: Sequence[tuple[WorkPart, QueueDemand]], grid: IntervalGrid) -> tuple[DeferredGroup, ...]:
    merged: dict[tuple[float, float, bytes], list[tuple[WorkPart, QueueDemand]]] = {}
    for part, queue in parts:
        goal = queue.plan.deferred
        assert goal is not None  # noqa: S101 - the caller has looked
        merged.setdefault((goal.response_hours, goal.max_occupancy, queue.is_open.tobytes()), []).append((part, queue))
    groups = []
    for (hours, occupancy, _), own in merged.items():
        arriving = np.zeros(grid.count)
        for part, queue in own:
            arriving += queue.offered * part.share * queue.aht_seconds * part.aht_factor / (60 * grid.minutes)
        is_open = own[0][1].is_open
        response = hours * 60 / grid.minutes
        backlog = _waiting([(p.share, q.backlog) for p, q in own if q.backlog is not None], response)
        work = levelled_work(arriving, is_open, response, backlog)
        names = tuple(q.name for _, q in own)
        groups.append(DeferredGroup(names, occupancy, is_open, arriving, work, np.zeros(grid.count), response, backlog))
    return levelled_together(groups)


def _waiting(backlogs: Sequence[tuple[float, float]], response: float) -> Numbers | None:
    """Backlogs by the intervals they may still wait: all of the response time."""
    if not backlogs:
        return None
    out = np.zeros(whole_response(response))
    out[-1] = sum(share * backlog for share, backlog in backlogs)
    return out


def _left_out(queue: QueueDemand, grid: IntervalGrid) -> list[str]:
    outside = float(queue.offered[~queue.is_open].sum())
    if queue.plan.is_deferred:
        if queue.is_open.any() or outside == 0:
            return []
        return [f"{queue.name}: not open in these days; {outside:.1f} contacts are not staffed."]
    notes = []
    if queue.plan.queue.channel in _PATIENT_CHANNELS:
        notes.append(f"{queue.name}: no response_hours in the plan, so staffed as contacts that wait for seconds.")
    if outside >= 0.05:
        notes.append(f"{queue.name}: {outside:.1f} contacts forecast outside the opening hours are not staffed.")
    return notes


def _group_notes(work: str, groups: Sequence[RealTimeGroup]) -> list[str]:
    notes = []
    for group in groups:
        if len({m.goal for m in group.members}) > 1:
            names = ", ".join(m.queue for m in group.members)
            notes.append(
                f"{work}: {names} share agents under different goals; each goal is kept while its queue has contacts."
            )
    return notes


def _handle_time(name: str, plan: QueuePlan, needed: bool, aht: Numbers) -> Numbers:
    """The forecast's handle time, the plan's where it has none; 0 where it does not matter."""
    if plan.aht_seconds is None and needed:
        raise ConfigError(f"queue {name}: the forecast has no handle time. Give it aht_seconds in the plan file.")
    return np.where(np.isnan(aht), plan.aht_seconds or 0.0, aht)
