"""A clash of rules in words: what each asks of this agent, and what that leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.roster.agents import fixed_days, hour_bounds, weeks
from wfm.roster.explain.extremes import extreme_hours
from wfm.roster.explain.relax import ANY_HOURS, on_contracts
from wfm.roster.history import past_work
from wfm.roster.limits import limits_of
from wfm.roster.patterns import must_work, pattern_days
from wfm.roster.slots import slots_of
from wfm.roster.staff import past_by_agent, staff_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.intervals import WeekWindows
    from wfm.types import Agent, Contract, RosterProblem

TINY = 1e-6
HOURS = frozenset({"contract_hours", "contract_hours_total"})
MOST_DAYS = 3  # named one by one


def clash_in_words(problem: RosterProblem, rules: Sequence[str]) -> str:
    """Why the rules cannot be kept together.

    Args:
        problem: Of the one agent who has no tour; no other rule holds in it.
        rules: What clashes, a smallest set.
    """
    (agent,) = problem.agents
    asked = "; ".join(_asks(problem, agent, rule) for rule in rules)
    follows = (_hours_left(problem, agent, rules) if HOURS & set(rules) else "") or _days_left(problem, agent, rules)
    return f"{asked}: {follows}" if follows else f"{asked}: no tour keeps all of it"


def _asks(problem: RosterProblem, agent: Agent, rule: str) -> str:
    contract = problem.contracts[agent.contract]
    words = _of_contract(contract)
    if rule in words:
        return words[rule]
    if rule == "pattern":
        days = pattern_days(problem, agent, slots_of(problem))
        on, off = sum(d not in ("any", "off") for d in days), sum(d == "off" for d in days)
        return f"pattern {agent.pattern} has {_days(on)} with a shift and {_days(off)} off"
    if rule == "availability":
        windows = agent.availability.windows
        count = len({w.weekday for w in windows.windows})
        return f"available on {_days(count)} a week ({_times(windows)})" if count else "never available"
    if rule == "leave":
        return f"on leave on {_days(sum(agent.availability.on_leave(d) for d in problem.grid.local_dates))}"
    if rule == "locks":
        return f"locked on {', '.join(str(s.date) for s in problem.locks if s.agent == agent.agent)}"
    return problem.rules.by_name[rule].sentence.rstrip(".")


def _of_contract(contract: Contract) -> Mapping[str, str]:
    minutes = contract.max_start_variation_minutes
    return {
        "contract_hours": f"contract {contract.name} asks "
        f"{_range(contract.min_hours_per_week, contract.max_hours_per_week)} a week",
        "contract_hours_total": f"contract {contract.name} asks "
        f"{_range(contract.min_hours_total, contract.max_hours_total)} over the roster",
        "days_per_week": f"at most {_days(contract.max_days_per_week)} a week",
        "consecutive_days": f"at most {_days(contract.max_consecutive_days)} in a row",
        "min_consecutive_days": f"at least {_days(contract.min_consecutive_days)} of work in a row",
        "consecutive_days_off": f"at least {_days(contract.min_consecutive_days_off)} off in a row",
        "weekends_off": f"{contract.weekends_off} of {contract.weekends_off_weeks} weekends free",
        "start_variation": f"starts of a week less than {minutes or 0} minutes apart",
        "shift_length_contract": f"shifts of {_range(contract.min_shift_hours, contract.max_shift_hours)}",
    }


def _times(windows: WeekWindows) -> str:
    """Windows, days with the same times together: ``mon tue 08:00-17:00; sat 10:00-14:00``."""
    days: dict[str, list[str]] = {}
    for text in str(windows).split("; "):
        day, times = text.split(" ", 1)
        days.setdefault(times, []).append(day)
    return "; ".join(f"{' '.join(names)} {times}" for times, names in days.items())


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _range(least: float | None, most: float | None) -> str:
    low = least or 0.0
    if most is None:
        return f"at least {_amount(low)} h"
    if low == most:
        return f"{_amount(most)} h"
    return f"{_amount(low)} to {_amount(most)} h" if low else f"at most {_amount(most)} h"


def _hours_left(problem: RosterProblem, agent: Agent, rules: Sequence[str]) -> str:
    """What hours are possible where the least, or the most, is not asked, against what is asked."""
    most, most_a_week = extreme_hours(_without_least(problem), longest=True)
    least, least_a_week = extreme_hours(_without_most(problem), longest=False)
    contract = problem.contracts[agent.contract]
    slots, limits = slots_of(problem), limits_of(problem.rules)
    fixed = fixed_days(problem, agent, slots)
    days = weeks(slots)
    if "contract_hours_total" in rules:
        taken = sum(fixed.leave_hours(contract, week) for week in days)
        low, high = (contract.min_hours_total or 0.0) - taken, contract.max_hours_total
        text = _outside(most, least, low, float("inf") if high is None else high - taken)
        if text or len(days) == 1:
            return f"{text} over the roster{_beside(taken)}" if text else ""
        return "they are shared out over the weeks beforehand, and no tour keeps its shares"
    past = past_work(past_by_agent(problem).get(agent.agent, ()), slots, limits)
    bounds = hour_bounds(problem, agent, fixed, slots, limits, past)
    for k, (week, (low, high)) in enumerate(zip(days, bounds, strict=True)):
        text = _outside(most_a_week[k] if most_a_week else None, least_a_week[k] if least_a_week else None, low, high)
        if text:
            return f"{text} in the week of {week}{_beside(fixed.leave_hours(contract, week))}"
    return ""


def _beside(leave: float) -> str:
    return f", beside {_amount(leave)} h of leave" if leave else ""


def _amount(hours: float) -> str:
    return f"{round(hours, 2):g}"


def _outside(most: float | None, least: float | None, low: float, high: float) -> str:
    """``most`` and ``least`` hours that are possible (None: none are) against what is asked, ``low`` to ``high``."""
    under = f"{_amount(most)} h" if most is not None and most < low - TINY else ""
    above = f"{_amount(least)} h" if least is not None and least > high + TINY else ""
    if under and above:
        return f"{under} or {above} are possible, and nothing between them"
    if under:
        return f"that leaves {under} at most, of at least {_amount(low)} h"
    return f"that makes {above} at least, of at most {_amount(high)} h" if above else ""


def _without_least(problem: RosterProblem) -> RosterProblem:
    return on_contracts(lambda c: replace(c, min_hours_per_week=0.0, min_hours_total=None))(problem)


def _without_most(problem: RosterProblem) -> RosterProblem:
    return on_contracts(lambda c: replace(c, max_hours_per_week=ANY_HOURS, max_hours_total=None))(problem)


def _days_left(problem: RosterProblem, agent: Agent, rules: Sequence[str]) -> str:
    """The days on which the pattern asks for a shift and there is none."""
    if "pattern" not in rules:
        return ""
    slots = slots_of(problem)
    staff = staff_of(problem, slots, limits_of(problem.rules))
    open_days = {r.day for r, ok in zip(staff.table.rows, staff.allowed[0], strict=True) if ok}
    must = must_work(pattern_days(problem, agent, slots))
    stuck = [str(d) for k, d in enumerate(slots.dates) if must[k] and k not in open_days]
    if not stuck:
        return ""
    more = f" and {len(stuck) - MOST_DAYS} more" if len(stuck) > MOST_DAYS else ""
    return f"no shift of it is open to them on {', '.join(stuck[:MOST_DAYS])}{more}"
