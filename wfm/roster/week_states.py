"""What a tour must remember from day to day beside its hours and last end: a small automaton an agent.

A state is (days this week, days since the last weekly rest, nights in a row, worked yesterday). Numbers that can no
longer reach their limit are forgotten, which keeps a week at about ten states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OFF = 0
GAPS = 3  # shorter than a weekly rest | a weekly rest | as long as a series of nights asks for


class State(NamedTuple):
    """See the module; ``block`` 0 means: cannot reach its limit any more."""

    days: int
    block: int
    nights: int
    worked: bool


@dataclass(frozen=True)
class StateRules:
    """What decides which days may follow which; agents with equal rules and past share an automaton.

    ``week_of`` [day] numbers the calendar weeks; ``days_allowed`` [week] are working days left after credited leave and
    the days worked before the horizon. ``blocks`` lists, a kind of shift, how many days after the last weekly rest it
    may still come (rising); ``block_limit`` is the contract's. ``weekly_rest`` tells whether a rest needs a least
    length; ``workable`` [day] whether anybody works then.
    """

    week_of: tuple[int, ...]
    days_allowed: tuple[int, ...]
    block_limit: int
    blocks: tuple[int, ...]
    weekly_rest: bool
    workable: tuple[bool, ...]
    max_nights: int | None
    series: int


def action(night: bool, block_kind: int, block_kinds: int) -> int:
    """The number of the first of the three actions (one a gap) of a kind of shift."""
    return 1 + (int(night) * block_kinds + block_kind) * GAPS


def action_count(block_kinds: int) -> int:
    """How many actions a day has: off, or a kind of shift after a kind of gap."""
    return 1 + 2 * block_kinds * GAPS


def transitions(rules: StateRules, start: State) -> list[NDArray[np.int16]]:
    """For each day an array [state, action] of the next state's number, -1 where the action is not allowed."""
    layer: dict[State, int] = {start: 0}
    tables = []
    days = len(rules.week_of)
    for day in range(days):
        following: dict[State, int] = {}
        table = np.full((len(layer), action_count(len(rules.blocks))), -1, dtype=np.int16)
        for state, number in layer.items():
            before = state
            if day and rules.week_of[day] != rules.week_of[day - 1]:
                before = state._replace(days=0)
            for what, after in _choices(rules, before, day):
                kept = _forget(rules, after, day)
                table[number, what] = following.setdefault(kept, len(following))
        tables.append(table)
        layer = following
    return tables


def _choices(rules: StateRules, state: State, day: int) -> Sequence[tuple[int, State]]:
    block_off = 0 if not rules.weekly_rest or not state.block else state.block + 1
    nights_off = state.nights if state.nights >= rules.series else 0
    found = [(OFF, State(state.days, block_off, nights_off, False))]
    if state.days >= rules.days_allowed[rules.week_of[day]]:
        return found
    for night in (False, True):
        for kind, allowed in enumerate(rules.blocks):
            for gap in range(GAPS):
                rested = gap > 0 and not state.worked
                block = 1 if rested else state.block + 1
                goes_on = night and state.worked
                tired = state.nights >= rules.series > 0 and gap < GAPS - 1
                if block > min(allowed, rules.block_limit) or (tired and not goes_on):
                    continue
                run = (state.nights + 1 if goes_on else 1) if night else 0
                if rules.max_nights is not None and run > rules.max_nights:
                    continue
                first = action(night, kind, len(rules.blocks))
                found.append((first + gap, State(state.days + 1, block, run, True)))
    return found


def _forget(rules: StateRules, state: State, day: int) -> State:
    week = rules.week_of[day]
    later = [d for d in range(day + 1, len(rules.week_of)) if rules.workable[d]]
    left_in_week = sum(1 for d in later if rules.week_of[d] == week)
    left = later[-1] - day if later else 0
    days = max(state.days, rules.days_allowed[week] - left_in_week)
    limit = min(*rules.blocks, rules.block_limit) if rules.blocks else rules.block_limit
    block = 0 if state.block + left <= limit else state.block
    nights = state.nights if rules.max_nights is not None else 0
    # "Worked yesterday" only decides whether a long gap ends a block of days, and whether a series of nights goes on.
    worked = state.worked and (block > 0 or nights > 0)
    return State(days, block, nights, worked)
