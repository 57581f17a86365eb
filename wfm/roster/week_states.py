"""What a tour must remember from day to day beside its hours and last end: a small automaton an agent.

A state is the days this week, the days since the last weekly rest, the nights in a row, whether yesterday was worked,
and what the contract's rules on runs of days, weekends and kinds of shift ask for. Numbers that can no longer reach
their limit are forgotten, which keeps a week at about ten states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

OFF = 0
GAPS = 3  # shorter than a weekly rest | a weekly rest | as long as a series of nights asks for
NO_KIND = -1


class State(NamedTuple):
    """See the module; ``block`` 0 means: cannot reach its limit any more.

    ``owed`` days must still be like yesterday (worked or off) before that may change. ``unknown``: what came before is
    not known, so a run that begins at once counts as long enough. ``weekends`` and ``left`` (a limited kind of shift
    each) are what may still be worked; ``weekend_worked`` tells whether the present weekend is. ``last`` is the kind of
    yesterday's shift, ``NO_KIND`` where nothing depends on it. ``week_start`` is the block of start times in which all
    shifts of the week begin, ``NO_KIND`` before the first.
    """

    days: int
    block: int
    nights: int
    worked: bool
    owed: int = 0
    unknown: bool = False
    weekends: int = 0
    weekend_worked: bool = False
    last: int = NO_KIND
    left: tuple[int, ...] = ()
    week_start: int = NO_KIND


@dataclass(frozen=True)
class StateRules:
    """What decides which days may follow which; agents with equal rules and past share an automaton.

    ``week_of`` [day] numbers the calendar weeks; ``days_allowed`` [week] are working days left after credited leave and
    the days worked before the horizon. ``blocks`` lists, a kind of shift, how many days after the last weekly rest it
    may still come (rising); ``block_limit`` is the contract's. ``weekly_rest`` tells whether a rest needs a least
    length; ``workable`` [day] whether anybody works then.

    The rest is a contract's and absent by default. Days worked and days off come at least ``min_days_on`` and
    ``min_days_off`` in a row; a run that the horizon cuts off is long enough. ``weekend_of`` [day] numbers the weekends
    (-1: no weekend), of which ``State.weekends`` of the first state may be worked when ``limit_weekends``. Shifts fall
    into ``kinds``; ``forbidden`` holds (kind, kind that may not follow it the next day), ``limited`` the kinds whose
    number is limited by ``State.left`` of the first state. Where ``start_block`` [kind] is given, the shifts of a week
    are all of kinds of one block.
    """

    week_of: tuple[int, ...]
    days_allowed: tuple[int, ...]
    block_limit: int
    blocks: tuple[int, ...]
    weekly_rest: bool
    workable: tuple[bool, ...]
    max_nights: int | None
    series: int
    min_days_on: int = 1
    min_days_off: int = 1
    limit_weekends: bool = False
    weekend_of: tuple[int, ...] = ()
    kinds: int = 1
    forbidden: frozenset[tuple[int, int]] = frozenset()
    limited: tuple[int, ...] = ()
    start_block: tuple[int, ...] = ()

    @cached_property
    def same_followers(self) -> tuple[int, ...]:
        """For each kind the first that forbids the same followers, ``NO_KIND`` where it forbids none."""
        followers = [frozenset(b for a, b in self.forbidden if a == kind) for kind in range(self.kinds)]
        return tuple(followers.index(f) if f else NO_KIND for f in followers)


def action(night: bool, block_kind: int, block_kinds: int, kind: int = 0) -> int:
    """The number of the first of the three actions (one a gap) of a shift of a ``kind``."""
    return 1 + ((2 * kind + int(night)) * block_kinds + block_kind) * GAPS


def action_count(block_kinds: int, kinds: int = 1) -> int:
    """How many actions a day has: off, or a kind of shift after a kind of gap."""
    return 1 + 2 * kinds * block_kinds * GAPS
