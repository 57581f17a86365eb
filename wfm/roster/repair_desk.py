"""The situation to be repaired, as arrays: what everybody was published to do, what is left of it, what may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import DataError
from wfm.roster.coverage import scheduled_agents
from wfm.roster.leave import credited_leave_days
from wfm.roster.limits import limits_of
from wfm.roster.model import model_of, room_for
from wfm.roster.repair_absence import with_absences
from wfm.roster.repair_published import is_fixed, published_tours, rows_by_times
from wfm.roster.repair_tariff import Tariff
from wfm.roster.slots import refined, slots_of
from wfm.roster.staff import staff_of
from wfm.types import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    from wfm.roster.model import Model, Room
    from wfm.roster.repair_tariff import Published
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import Absence, Agent, RepairPrices, Roster, RosterProblem, Shift


@dataclass(frozen=True)
class Desk:
    """Everything that repair works on.

    ``asked`` is the problem on the engine's slots, with the locks given: the checker judges by it. ``left`` are each
    agent's shifts with the absences in them; ``cover`` [work, padded slot] is theirs. ``published`` [agent] are the
    arrays of those of them that may change, ``allowed`` [agent, shift row] what each may work. ``candidates`` may be
    touched. ``scope`` [day] may gain; on other days work can only be given up.
    """

    asked: RosterProblem
    slots: Slots
    staff: Staff
    model: Model
    room: Room
    tariff: Tariff
    now: datetime
    prices: RepairPrices
    left: Mapping[str, tuple[Shift, ...]]
    absences: tuple[Absence, ...]
    cover: NDArray[np.float64]
    published: tuple[Published, ...]
    allowed: NDArray[np.bool_]
    candidates: tuple[int, ...]
    scope: NDArray[np.bool_]

    @property
    def agents(self) -> Sequence[Agent]:
        """The people, in the order of the arrays."""
        return self.asked.agents

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Each agent's number in the arrays."""
        return {a.agent: i for i, a in enumerate(self.asked.agents)}


def desk_for(
    roster: Roster,
    problem: RosterProblem,
    absences: Sequence[Absence],
    now: datetime,
    prices: RepairPrices,
    days: Collection[date] | None,
    team: Collection[str] | None = None,
) -> Desk:
    """The situation after the absences; with a ``team``, only its members have arrays and may be touched.

    Raises:
        DataError: The roster or an absence names an unknown agent, or a day lies outside the roster's days.
    """
    asked = on_slots(problem, slots_of(problem))
    slots = slots_of(asked)
    everybody = asked
    names = [a.agent for a in asked.agents]
    _refuse_unknown(names, (s.agent for s in roster.shifts), "the roster")
    _refuse_unknown(names, (a.agent for a in absences), "an absence")
    inside = [s for s in roster.shifts if slots.grid.start <= s.start < slots.grid.end]
    after, hit = with_absences(inside, absences, slots.grid, now)
    rows = rows_by_times(asked, slots)
    left: dict[str, list[Shift]] = {name: [] for name in names}
    for shift in after:
        left[shift.agent].append(shift)
    if team is not None:
        asked = replace(asked, agents=tuple(a for a in asked.agents if a.agent in team))
        asked = replace(asked, locks=tuple(s for s in asked.locks if s.agent in team))
    credited = {a.agent: credited_leave_days(a, asked.contracts[a.contract], slots.dates) for a in asked.agents}
    fixed = [s for a in asked.agents for s in left[a.agent] if is_fixed(s, credited[a.agent], rows, slots, now)]
    locked = set(asked.locks)
    settled = replace(asked, locks=(*asked.locks, *(s for s in fixed if s not in locked)))
    staff = staff_of(settled, slots, limits_of(asked.rules))
    cover = np.zeros((len(asked.works), slots.padded))
    spilling = [s for s in (asked.past.shifts if asked.past else ()) if s.start < slots.grid.start < s.end]
    cover[:, : slots.count] = scheduled_agents([*spilling, *after], everybody)
    model = model_of(settled, slots, staff, np.zeros_like(cover))
    published, allowed, usable = published_tours(settled, slots, staff, left)
    absent = {a.agent for a in absences}
    candidates = tuple(i for i, a in enumerate(asked.agents) if a.agent not in absent and usable[i])
    return Desk(
        asked=asked,
        slots=slots,
        staff=staff,
        model=model,
        room=room_for(model),
        tariff=tariff_of(prices, slots, now),
        now=now,
        prices=prices,
        left={name: tuple(shifts) for name, shifts in left.items()},
        absences=hit,
        cover=cover,
        published=published,
        allowed=allowed,
        candidates=candidates,
        scope=_scope(slots, days, after, hit, now, everything=not absences),
    )


def on_slots(problem: RosterProblem, slots: Slots) -> RosterProblem:
    """The problem on the engine's own slots."""
    return replace(
        problem,
        grid=slots.grid,
        required=refined(problem.required, slots),
        shortfall_widths=refined(problem.shortfall_widths, slots),
        shortfall_prices=refined(problem.shortfall_prices, slots),
    )


def tariff_of(prices: RepairPrices, slots: Slots, now: datetime) -> Tariff:
    """The prices with times in slots."""
    instant = (now - slots.grid.start).total_seconds() / (60 * slots.minutes)
    return Tariff(
        now=slots.grid.next_slot(now),
        instant=instant,
        lead=int(np.ceil(instant + prices.lead_hours / slots.hours - 1e-9)),
        moved_slots=prices.moved_minutes / slots.minutes + 1e-9,
        notice=np.array([hours / slots.hours for hours, _ in prices.short_notice]),
        factor=np.array([*(factor for _, factor in prices.short_notice), 1.0]),
        break_moved=prices.break_moved,
        work_reassigned=prices.work_reassigned,
        moved=prices.moved,
        overtime=prices.overtime,
        early_leave=prices.early_leave,
        given=prices.swap,
        called_in=prices.called_in,
        unit=prices.objective,
    )


def _refuse_unknown(known: Iterable[str], used: Iterable[str], what: str) -> None:
    strange = sorted(set(used) - set(known))
    if strange:
        raise DataError(f"{what} names an agent whom nobody knows", column="agent", value=strange[0])


def _scope(
    slots: Slots,
    days: Collection[date] | None,
    after: Sequence[Shift],
    hit: Sequence[Absence],
    now: datetime,
    *,
    everything: bool,
) -> NDArray[np.bool_]:
    """The days that may gain: those asked, those with an absence, or all if ``everything``; none that is over."""
    outside = sorted(set(days or ()) - set(slots.dates))
    if outside:
        raise DataError(f"the roster has the days from {slots.dates[0]} to {slots.dates[-1]}", value=str(outside[0]))
    absent = {a.agent for a in hit}
    missed = {s.date for s in after if s.agent in absent and any(a.kind is ActivityKind.ABSENCE for a in s.activities)}
    wanted = set(days or ()) or missed or (set(slots.dates) if everything else set())
    over = [slots.midnights[d + 1] <= slots.at(now) for d in range(len(slots.dates))]
    return np.array([d in wanted and not past for d, past in zip(slots.dates, over, strict=True)], dtype=np.bool_)
