"""The automaton of :mod:`wfm.roster.week_states` as tables: which state follows which, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.week_states import GAPS, NO_KIND, OFF, State, StateRules, action, action_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


def transitions(rules: StateRules, start: State) -> list[NDArray[np.int16]]:
    """For each day an array [state, action] of the next state's number, -1 where the action is not allowed."""
    return automaton_of(rules, (start,))[0]


def automaton_of(rules: StateRules, starts: Sequence[State]) -> tuple[list[NDArray[np.int16]], list[State]]:
    """Transitions as in :func:`transitions` for agents who begin in ``starts`` (distinct), which are states 0, 1, ...

    Returns:
        The tables, and the states after the last day in the order of their numbers.
    """
    layer: dict[State, int] = {start: number for number, start in enumerate(starts)}
    tables = []
    for day in range(len(rules.week_of)):
        facts = _facts(rules, day)
        following: dict[State, int] = {}
        known: dict[State, int] = {}  # before anything is forgotten
        table = np.full((len(layer), action_count(len(rules.blocks), rules.kinds)), -1, dtype=np.int16)
        for state, number in layer.items():
            for actions, after in _choices(rules, _waking(rules, state, day), day):
                if after not in known:
                    known[after] = following.setdefault(_forget(rules, facts, after), len(following))
                table[number, actions] = known[after]
        tables.append(table)
        layer = following
    return tables, list(layer)


@dataclass(frozen=True)
class _Facts:
    """What lies after a day: ``block_span`` days to the last that can be worked, ``workable`` such days, ``days``."""

    week: int
    days: int
    workable: int
    workable_in_week: int
    block_span: int
    weekends: int
    weekend_goes_on: bool


def _facts(rules: StateRules, day: int) -> _Facts:
    later = [d for d in range(day + 1, len(rules.week_of)) if rules.workable[d]]
    weekend = rules.weekend_of[day] if rules.limit_weekends else -1
    weekends = {rules.weekend_of[d] for d in later} - {-1} if rules.limit_weekends else set()
    return _Facts(
        week=rules.week_of[day],
        days=len(rules.week_of) - 1 - day,
        workable=len(later),
        workable_in_week=sum(1 for d in later if rules.week_of[d] == rules.week_of[day]),
        block_span=later[-1] - day if later else 0,
        weekends=len(weekends),
        weekend_goes_on=weekend >= 0 and weekend in weekends,
    )


def _waking(rules: StateRules, state: State, day: int) -> State:
    """The state as ``day`` begins: counts of a week or weekend that is over start again."""
    if day and rules.week_of[day] != rules.week_of[day - 1]:
        state = state._replace(days=0, week_start=NO_KIND)
    if day and state.weekend_worked and rules.weekend_of[day] != rules.weekend_of[day - 1]:
        state = state._replace(weekend_worked=False)
    return state


def _choices(rules: StateRules, state: State, day: int) -> Iterator[tuple[list[int], State]]:
    """What may be done on ``day``: actions that lead to the same state, and that state."""
    if not (state.worked and state.owed):
        yield [OFF], _after_off(rules, state)
    must_rest = state.owed and not state.worked
    if must_rest or not rules.workable[day] or state.days >= rules.days_allowed[rules.week_of[day]]:
        return
    if rules.limit_weekends and rules.weekend_of[day] >= 0 and not state.weekend_worked:
        if state.weekends == 0:
            return
        state = state._replace(weekends=state.weekends - 1, weekend_worked=True)
    # Kinds that leave the same memory lead to the same states.
    alike: dict[tuple[tuple[int, ...], int, int], list[int]] = {}
    for kind in range(rules.kinds):
        left = _used(rules, state, kind)
        block = rules.start_block[kind] if rules.start_block else NO_KIND
        if left is None or (state.last, kind) in rules.forbidden or state.week_start not in (NO_KIND, block):
            continue
        alike.setdefault((left, rules.same_followers[kind], block), []).append(kind)
    if alike:
        a_kind = 2 * len(rules.blocks) * GAPS
        for after, firsts in _shifts(rules, state).items():
            for (left, last, block), kinds in alike.items():
                actions = [first + k * a_kind for k in kinds for first in firsts]
                yield actions, after._replace(left=left, last=last, week_start=block)


def _after_off(rules: StateRules, state: State) -> State:
    block = 0 if not rules.weekly_rest or not state.block else state.block + 1
    nights = state.nights if state.nights >= rules.series else 0
    owed = rules.min_days_off - 1 if state.worked else max(state.owed - 1, 0)
    return state._replace(block=block, nights=nights, worked=False, owed=owed, unknown=False, last=NO_KIND)


def _shifts(rules: StateRules, state: State) -> dict[State, list[int]]:
    """The states after a day of work of the first kind, by day or by night, and the actions that lead there."""
    found: dict[State, list[int]] = {}
    begins = not state.worked and not state.unknown
    owed = rules.min_days_on - 1 if begins else max(state.owed - 1, 0)
    for night in (False, True):
        for block_kind, allowed in enumerate(rules.blocks):
            for gap in range(GAPS):
                rested = gap > 0 and not state.worked
                block = 1 if rested else state.block + 1
                goes_on = night and state.worked
                tired = state.nights >= rules.series > 0 and gap < GAPS - 1
                if block > min(allowed, rules.block_limit) or (tired and not goes_on):
                    continue
                run = (state.nights + 1 if goes_on else 1) if night and rules.max_nights is not None else 0
                if rules.max_nights is not None and run > rules.max_nights:
                    continue
                after = State(state.days + 1, block, run, True, owed, False, state.weekends, state.weekend_worked)
                found.setdefault(after, []).append(action(night, block_kind, len(rules.blocks)) + gap)
    return found


def _used(rules: StateRules, state: State, kind: int) -> tuple[int, ...] | None:
    """What is left of the limited kinds after one more of ``kind``; None where there is none left."""
    if kind not in rules.limited:
        return state.left
    place = rules.limited.index(kind)
    if state.left[place] == 0:
        return None
    return (*state.left[:place], state.left[place] - 1, *state.left[place + 1 :])


def _forget(rules: StateRules, facts: _Facts, state: State) -> State:
    days = max(state.days, rules.days_allowed[facts.week] - facts.workable_in_week)
    limit = min(*rules.blocks, rules.block_limit) if rules.blocks else rules.block_limit
    block = 0 if state.block + facts.block_span <= limit else state.block
    nights = state.nights if rules.max_nights is not None else 0
    # "Worked yesterday" decides whether a long gap ends a block of days, whether a series of nights goes on, and, where
    # runs have a least length, whether a run begins.
    runs = facts.days > 0 and (rules.min_days_on > 1 or rules.min_days_off > 1)
    worked = state.worked and (block > 0 or nights > 0 or runs)
    return state._replace(
        days=days,
        block=block,
        nights=nights,
        worked=worked,
        owed=min(state.owed, facts.days),
        last=state.last if facts.days else NO_KIND,
        # With as many weekends left as are to come, it does not matter whether this one is counted already.
        weekend_worked=state.weekend_worked and facts.weekend_goes_on and state.weekends < facts.weekends,
        weekends=min(state.weekends, facts.weekends),
        left=tuple(min(x, facts.workable) for x in state.left),
        week_start=state.week_start if facts.workable_in_week else NO_KIND,
    )
