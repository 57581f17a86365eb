"""What one kind of work holds over the grid: contacts that wait for seconds, and work that waits for hours."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError, DataError
from wfm.intervals import IntervalGrid
from wfm.staffing.deferred import levelled_work, whole_response
from wfm.staffing.expected_goal import Draw
from wfm.staffing.uncertain import draw_weights, offered_at, offered_draws
from wfm.types.contacts import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from wfm.types.contacts import Forecast, ServiceGoal
    from wfm.types.plan import Plan, QueuePlan, Work, WorkPart
    from wfm.types.special_days import Calendar

    Numbers = NDArray[np.float64]
    Mask = NDArray[np.bool_]


_PATIENT_CHANNELS = (Channel.EMAIL, Channel.SOCIAL)


@dataclass(frozen=True)
class Member:
    """A queue inside a group: its goal, and its contacts in each interval of the grid, 0 outside its opening hours.

    ``draws``, shape (draws, intervals), are the contacts of the forecast's distribution; None to go by the mean.
    """

    queue: str
    goal: ServiceGoal
    offered: Numbers
    aht_seconds: Numbers
    patience_seconds: float | None
    draws: Numbers | None = None


@dataclass(frozen=True)
class RealTimeGroup:
    """Queues whose agents take from all of them, first come first served: one queueing system with several goals."""

    concurrency: int
    members: tuple[Member, ...]

    @property
    def offered(self) -> Numbers:
        """Contacts of all queues."""
        return np.asarray(sum(m.offered for m in self.members), dtype=np.float64)

    @property
    def aht_seconds(self) -> Numbers:
        """The mean over contacts; 0 where there are none."""
        return _ratio(sum(m.offered * m.aht_seconds for m in self.members), self.offered)

    @property
    def wait_stretch(self) -> Numbers:
        """E[S^2] / (2 E[S]^2) for handle times exponential in each queue: 1 for like queues, more for unlike ones.

        Short contacts wait behind long ones, which makes the merged waits longer than Erlang's at the mean handle time.
        """
        square = _ratio(sum(m.offered * m.aht_seconds**2 for m in self.members), self.offered)
        return np.maximum(1.0, _ratio(square, self.aht_seconds**2))

    @property
    def patience_seconds(self) -> Numbers:
        """From the mean rate at which those waiting hang up; 0 where nobody does."""
        rates = sum(m.offered / m.patience_seconds for m in self.members if m.patience_seconds)
        return _ratio(self.offered, np.asarray(rates) + np.zeros_like(self.offered))

    @property
    def draws(self) -> tuple[Draw, ...]:
        """The group in each draw of the forecast's distribution, all queues high or low together; none by the mean."""
        if any(m.draws is None for m in self.members):
            return ()
        return tuple(self._draw(k, weight) for k, weight in enumerate(draw_weights()))

    def _draw(self, k: int, weight: float) -> Draw:
        members = (replace(m, offered=m.draws[k], draws=None) for m in self.members if m.draws is not None)
        group = replace(self, members=tuple(members))
        return Draw(weight, group.offered, group.aht_seconds, group.patience_seconds, group.wait_stretch)


@dataclass(frozen=True)
class DeferredGroup:
    """Deferred queues with one promise and one opening clock.

    ``work`` (Erlangs) is what needs staff of its own, levelled over the grid; ``in_slack`` what agents of real-time
    queues do between contacts (nothing, unless the work is blended). ``backlog`` is what waits at the start, as
    :func:`wfm.staffing.levelled_work` takes it; None where the horizon repeats.
    """

    queues: tuple[str, ...]
    max_occupancy: float
    is_open: Mask
    arriving: Numbers
    work: Numbers
    in_slack: Numbers
    response_intervals: float
    backlog: Numbers | None = None

    @property
    def agents(self) -> Numbers:
        """Agents that do the levelled work at no more than the occupancy allowed."""
        return self.work / self.max_occupancy


@dataclass(frozen=True)
class WorkDemand:
    """The groups of one kind of work. ``notes`` say what was assumed or left out."""

    real_time: tuple[RealTimeGroup, ...]
    deferred: tuple[DeferredGroup, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class QueueDemand:
    """One queue over the grid, before any work takes its share.

    ``from_plan``: some handle times are the plan's. ``backlog``: agent-intervals of deferred work waiting at the start;
    None where nobody said. ``draws``, shape (draws, intervals): the forecast's distribution, where it is staffed for.
    """

    name: str
    plan: QueuePlan
    offered: Numbers
    aht_seconds: Numbers
    is_open: Mask
    from_plan: bool
    backlog: float | None = None
    draws: Numbers | None = None


def grid_of(forecast: Forecast) -> IntervalGrid:
    """From the first interval of the forecast to the last; intervals it leaves out have no contacts.

    Raises:
        DataError: The forecast is empty.
    """
    starts = forecast.frame["interval_start"]
    if starts.empty:
        raise DataError("the forecast holds no interval")
    first, last = starts.min(), starts.max()
    count = int((last - first).total_seconds()) // (60 * forecast.interval_minutes) + 1
    return IntervalGrid(first.to_pydatetime(), forecast.interval_minutes, count, forecast.zone)


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
    _refuse_backlogs(waiting, forecast, plan)
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
        is_open = _opening(own, calendar, grid)
        draws = _draws(rows, slots, grid) if plan.staffing.demand == "expected" and not own.is_deferred else None
        out[queue] = QueueDemand(queue, own, offered, aht, is_open, from_plan, backlog, draws)
    return out


def _draws(rows: pd.DataFrame, slots: NDArray[np.intp], grid: IntervalGrid) -> Numbers:
    known = offered_draws(rows)
    out = np.zeros((len(known), grid.count))
    out[:, slots] = known
    return out


def _refuse_backlogs(waiting: Mapping[str, float], forecast: Forecast, plan: Plan) -> None:
    for queue, hours in waiting.items():
        if queue not in forecast.queues or not plan.queue(queue).is_deferred:
            known = ", ".join(q for q in forecast.queues if plan.queue(q).is_deferred) or "none"
            raise ConfigError(f"backlog of {queue!r}: no such deferred queue in the forecast. Deferred: {known}.")
        if not 0 <= hours < math.inf:
            raise ConfigError(f"backlog of {queue}: agent-hours of 0 or more, not {hours}.")


def work_demand(work: Work, queues: dict[str, QueueDemand], grid: IntervalGrid) -> WorkDemand:
    """The queues of ``work``, merged into groups that one formula answers for.

    Real-time queues are merged by the contacts an agent handles at a time, so voice with voice (and with chat of
    concurrency 1), chat with chat; deferred queues by response time, occupancy and opening hours. A queue without
    forecast adds nothing.
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
    return tuple(groups)


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


def _opening(plan: QueuePlan, calendar: Calendar, grid: IntervalGrid) -> Mask:
    if plan.open_on_holidays is None:
        return grid.mask(plan.open)
    return grid.mask(plan.open, instead=dict.fromkeys(calendar.holidays, plan.open_on_holidays))


def _handle_time(name: str, plan: QueuePlan, needed: bool, aht: Numbers) -> Numbers:
    """The forecast's handle time, the plan's where it has none; 0 where it does not matter."""
    if plan.aht_seconds is None and needed:
        raise ConfigError(f"queue {name}: the forecast has no handle time. Give it aht_seconds in the plan file.")
    return np.where(np.isnan(aht), plan.aht_seconds or 0.0, aht)


def _ratio(top: object, bottom: Numbers) -> Numbers:
    upper = np.asarray(top, dtype=np.float64)
    return np.divide(upper, bottom, out=np.zeros_like(bottom), where=bottom > 0)
