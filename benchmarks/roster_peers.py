"""pyworkforce's roster beside ours: the part of the problem that it can state, and our count of what it answers.

What its classes take (0.5.1): ``scheduling.MinAbsDifference`` whole people a period and shifts as zeros and ones over
the periods of one day; ``rostering.MinHoursRoster`` whole people a named shift and day (each is a hard floor), one
``min_working_hours`` for everybody over all days, ``banned_shifts`` by person, shift and day, ``max_resting`` days. So
the first chooses shifts for the requirement, and the second people for these shifts. It has no argument for the rest.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.peer_process import ask
from wfm.intervals import zone_of
from wfm.roster import check
from wfm.roster.engine import model_for
from wfm.roster.explain.present import present
from wfm.roster.leave import leave_shift
from wfm.types import Activity, ActivityKind, Roster, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wfm.roster.model import Model
    from wfm.roster.shifts import DayShift
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import RosterProblem

DAY_MINUTES = 24 * 60
LEFT_OUT = (
    "decimals of the requirement: whole people, so it is rounded",
    "the price of a missing or a superfluous agent: the chosen shifts are a floor that has to be kept",
    "where a break lies: each shift is given with its breaks in the middle of their windows",
    "hours by contract: one least number of hours for everybody, and no most",
    "most days a week: only most days of rest",
    "rest between shifts and in a week: non_sequential_shifts forbids any shift on the day after an origin with one "
    "destination, and the origin itself where it has more than one, so it cannot say eleven hours",
    "hours of leave: days of leave are bans",
)


def pyworkforce(problem: RosterProblem, made: Roster, seconds: float) -> dict[str, Any]:
    """What pyworkforce reaches with ``seconds`` for each of its steps; why it is not asked where it is not.

    It says who works the shifts that it chose itself, and who works the shifts of the roster ``made``, for which there
    is an answer. Both are counted by our prices and judged by our checker, hours of leave added to them.
    """
    model, staff, slots = model_for(problem)
    reason = why_not(problem, staff, slots)
    if reason is not None:
        return {"status": "cannot state the problem", "missing": [reason, *LEFT_OUT]}
    asked = {**question(problem, model, staff, slots, seconds), "needed": _needed(made, staff, slots)}
    answer = ask("pyworkforce", "roster_peer.py", asked, 5 + seconds / 15)
    if isinstance(answer, str):
        return {"status": answer, "left_out": list(LEFT_OUT)}
    for which in ("own shifts", "given shifts"):
        rows = answer[which].pop("roster", None)
        answer[which] |= {} if rows is None else _judged(problem, _roster(problem, staff, slots, rows))
    return {"status": "asked", **answer, "left_out": list(LEFT_OUT)}


def _judged(problem: RosterProblem, made: Roster) -> dict[str, Any]:
    broken = Counter(v.rule for v in check(made, problem))
    terms = dict(present(problem, made).terms)
    return {
        "objective": sum(terms.values()),
        "terms": terms,
        "violations": sum(broken.values()),
        "violations_by_rule": dict(broken.most_common()),
    }


def why_not(problem: RosterProblem, staff: Staff, slots: Slots) -> str | None:
    """What of the problem has no place at all in its arguments; None where a part of the problem has."""
    if len(problem.works) > 1:
        return "several kinds of work: required_resources is one number a period, and a resource has no skills"
    if any(row.end > slots.midnights[row.day + 1] for row in staff.table.rows):
        return "shifts across midnight: shifts_coverage is zeros and ones over the periods of one day"
    return None


def question(problem: RosterProblem, model: Model, staff: Staff, slots: Slots, seconds: float) -> dict[str, Any]:
    """The problem as its classes take it; shifts are named by start and end on the clock."""
    periods, days = DAY_MINUTES // slots.minutes, len(slots.dates)
    required = np.zeros((days, periods), dtype=int)
    coverage: dict[str, list[int]] = {}
    paid: dict[str, int] = {}
    for day, midnight in enumerate(slots.midnights[:-1]):
        wanted = model.required[0, midnight : midnight + periods]
        required[day, : len(wanted)] = np.round(wanted)
    on: dict[tuple[str, int], int] = {}
    for number, row in enumerate(staff.table.rows):
        name = _name(slots, row)
        on[name, row.day] = number
        if name not in coverage:
            first = row.start - int(slots.midnights[row.day])
            line = np.zeros(periods, dtype=int)
            line[first : first + row.end - row.start] = 1
            for at, length, _ in _middle(row):
                line[first + at : first + at + length] = 0
            coverage[name], paid[name] = line.tolist(), row.paid
    least = min(problem.contracts[a.contract].min_hours_per_week for a in problem.agents) * days / 7
    banned = [
        [agent.agent, name, day]
        for i, agent in enumerate(problem.agents)
        for name in coverage
        for day in range(days)
        if (name, day) not in on or not staff.allowed[i, on[name, day]]
    ]
    return {
        "days": days,
        "periods": periods,
        "coverage": coverage,
        "required": required.tolist(),
        "paid": paid,
        "resources": [a.agent for a in problem.agents],
        "least_paid": int(least / slots.hours),
        "banned": banned,
        "seconds": seconds,
        "workers": 2,
    }


def _needed(made: Roster, staff: Staff, slots: Slots) -> dict[str, list[int]]:
    """People [day] on each shift of a roster."""
    known = {(row.day, row.start, row.end) for row in staff.table.rows}
    needed: dict[str, list[int]] = {}
    for shift in made.shifts:
        day = (shift.date - slots.dates[0]).days
        start, end = slots.at(shift.start), slots.at(shift.end)
        if not shift.is_leave and (day, start, end) in known:
            needed.setdefault(_clock(slots, day, start, end), [0] * len(slots.dates))[day] += 1
    return needed


def _name(slots: Slots, row: DayShift) -> str:
    return _clock(slots, row.day, row.start, row.end)


def _clock(slots: Slots, day: int, start: int, end: int) -> str:
    midnight = slots.midnights[day]
    return f"{(start - midnight) * slots.minutes}-{(end - midnight) * slots.minutes}"


def _middle(row: DayShift) -> Iterator[tuple[int, int, int]]:
    """Each break in the middle of its window, or as soon after it as the spacing allows: (place, length, number)."""
    free = 0
    for number, (length, first, last, _) in enumerate(row.breaks):
        at = min(max((first + last) // 2, free), last)
        free = at + length + row.spacing
        yield at, length, number


def _roster(problem: RosterProblem, staff: Staff, slots: Slots, rows: list[tuple[str, str, int]]) -> Roster:
    """Its answer as shifts with breaks, and the days of leave that it does not know."""
    zone = zone_of(problem.grid.zone)
    of_day = {(_name(slots, row), row.day): row for row in staff.table.rows}
    shifts = [_shift(problem, slots, of_day[name, day], who) for who, name, day in rows]
    for agent, fixed in zip(problem.agents, staff.fixed, strict=True):
        shifts += [leave_shift(agent, problem.contracts[agent.contract], d, zone) for d in fixed.credited]
    return Roster(tuple(shifts), problem.grid.zone)


def _shift(problem: RosterProblem, slots: Slots, row: DayShift, who: str) -> Shift:
    parts, now, length = [], slots.instant(row.start), timedelta(minutes=slots.minutes)
    for at, slots_long, number in _middle(row):
        rule = row.breaks[number][3]
        begin = slots.instant(row.start + at)
        end = begin + slots_long * length
        parts.append(Activity(ActivityKind.WORK, now, begin, problem.works[0]))
        parts.append(Activity(ActivityKind(rule.kind), begin, end, paid=rule.paid))
        now = end
    parts.append(Activity(ActivityKind.WORK, now, slots.instant(row.end), problem.works[0]))
    return Shift(who, slots.dates[row.day], tuple(parts))
