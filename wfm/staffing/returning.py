"""Customers of a group who hang up and try again (Erlang X): the contacts that agents meet, repeats included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.staffing.demand_types import ratio
from wfm.staffing.queue_service import service

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.staffing.demand_types import Member, RealTimeGroup

    Numbers = NDArray[np.float64]

HALVINGS = 30
MOST_ROUNDS = 20
CLOSE = 1e-6  # agents


def with_repeats(group: RealTimeGroup, agents: Numbers, interval_seconds: float) -> RealTimeGroup:
    """The group with the contacts of those who try again, as many as hang up under these agents.

    The state in which nothing changes: repeats = sum over queues of retry share x contacts that hang up, of all
    contacts (Erlang A; queues hang up at the rate of their own patience). It is halved down to, between none and all
    trying again and again.
    """
    if not group.returns:
        return group
    here = _repeated(group.members, group, agents, interval_seconds)
    if any(m.draws is None for m in group.members):
        return replace(group, members=here)
    drawn = []
    for k in range(len(group.draws)):
        members = tuple(replace(m, offered=m.draws[k], draws=None) for m in group.members if m.draws is not None)
        drawn.append(_repeated(members, replace(group, members=members), agents, interval_seconds))
    return replace(
        group,
        members=tuple(replace(m, draws=np.array([one[i].offered for one in drawn])) for i, m in enumerate(here)),
    )


def _repeated(
    members: tuple[Member, ...], group: RealTimeGroup, agents: Numbers, interval_seconds: float
) -> tuple[Member, ...]:
    """The members with their repeats; ``group`` holds them without draws of their own."""
    weight = [_hanging_up(m) * m.retry_share for m in members]
    total = np.asarray(sum(weight), dtype=np.float64)
    shares = [ratio(w, total) for w in weight]

    def inflated(repeats: Numbers) -> tuple[Member, ...]:
        return tuple(replace(m, offered=m.offered + repeats * s) for m, s in zip(members, shares, strict=True))

    low = np.zeros_like(total)
    high = np.asarray(sum(m.offered * m.retry_share / (1 - m.retry_share) for m in members), dtype=np.float64)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = replace(group, members=inflated(middle))
        lost = service(
            agents,
            found.offered,
            found.aht_seconds,
            interval_seconds=interval_seconds,
            patience_seconds=found.patience_seconds,
            concurrency=found.concurrency,
            wait_stretch=found.wait_stretch,
        ).abandonment
        rates = [_hanging_up(m) for m in found.members]
        trying = ratio(sum(r * m.retry_share for r, m in zip(rates, members, strict=True)), np.asarray(sum(rates)))
        more = lost * found.offered * trying > middle
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return inflated(high)


def _hanging_up(member: Member) -> Numbers:
    return member.offered / member.patience_seconds if member.patience_seconds else np.zeros_like(member.offered)


def agents_with_repeats(
    group: RealTimeGroup, interval_seconds: float, needed: Callable[[RealTimeGroup], Numbers]
) -> Numbers:
    """The agents that keep the goals also with the repeats that they leave: n = ``needed`` (contacts at n).

    More agents leave fewer repeats, which need fewer agents; so there is one such n. It is enclosed from both sides,
    by the secant.
    """
    low = needed(group)
    if not group.returns:
        return low
    high = needed(with_repeats(group, low, interval_seconds))
    above = high - low  # by how much the need is above the agents at ``low``; it is below them at ``high``
    below = needed(with_repeats(group, high, interval_seconds)) - high
    for _ in range(MOST_ROUNDS):
        open_ = high - low > CLOSE
        if not open_.any():
            break
        part = np.divide(above, above - below, out=np.full_like(low, 0.5), where=open_ & (above > below))
        middle = low + np.clip(part, 0.01, 0.99) * (high - low)
        short = needed(with_repeats(group, middle, interval_seconds)) - middle
        near = np.abs(short) <= CLOSE / 2
        up = (short > 0) & ~near
        low, above = np.where(up, middle, low), np.where(up, short, above)
        high, below = np.where(up, high, middle + np.where(near, CLOSE / 2, 0.0)), np.where(up, below, short)
        low = np.where(near, high, low)
    return high
