"""``check``: every rule in force on every agent, and the faults of a broken roster."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.roster.checker import contract, hours, nights, rests, runs, shape
from wfm.roster.checker.broken import broken, unknown_agents
from wfm.roster.checker.notice import notice
from wfm.roster.checker.person import Person
from wfm.roster.checker.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from wfm.types.problem import RosterProblem, Rule
    from wfm.types.roster import Roster, Shift, Violation

CHECKS: Mapping[str, Callable[[Person, Rule], Iterator[Violation]]] = {
    "shift_length": hours.shift_length,
    "weekly_hours": hours.weekly_hours,
    "average_hours_4_weeks": hours.average_hours,
    "average_hours_16_weeks": hours.average_hours,
    "average_hours_17_weeks": hours.average_hours,
    "night_average": hours.night_average,
    "sundays_free": hours.sundays_free,
    "night_shift": nights.night_shift,
    "daily_rest": rests.daily_rest,
    "weekly_rest": rests.weekly_rest,
    "breaks": rests.breaks,
    "contract_hours": contract.contract_hours,
    "contract_hours_total": runs.contract_hours_total,
    "days_per_week": contract.days_per_week,
    "min_consecutive_days": runs.min_consecutive_days,
    "consecutive_days_off": runs.consecutive_days_off,
    "weekends_off": runs.weekends_off,
    "start_variation": runs.start_variation,
    "pattern": runs.pattern,
    "consecutive_days": contract.consecutive_days,
    "leave": contract.leave,
    "skills": contract.skills,
    "one_shift_a_day": contract.one_shift_a_day,
    "locks": contract.locks,
    "shift_family": shape.shift_family,
    "shift_length_contract": shape.shift_length_contract,
    "availability": shape.availability,
}


def check(
    roster: Roster,
    problem: RosterProblem,
    *,
    published: date | None = None,
    pattern_published: date | None = None,
) -> tuple[Violation, ...]:
    """Every broken rule of ``roster``, judged without any code of the engine.

    Hours of work are paid hours, in elapsed (UTC) time; weeks are calendar weeks from Monday by the shift's date. Rules
    that look back take the problem's past as it was published; hours that nobody gave count as none, so that only
    what is known breaks a rule. The least contract hours are asked in whole weeks with any activity, of agents who
    work at all.

    Args:
        roster: The roster of the problem's days.
        problem: Rules, contracts, people, past and locks; its requirement is not looked at.
        published: Local day on which the times of work are published, to judge notice; not judged when left out.
        pattern_published: Local day on which the pattern of working days was published, likewise.

    Returns:
        Violations by agent, day and rule; none means legal.

    Raises:
        ConfigError: The problem has a rule that the checker does not know.
    """
    # Wishes are weighed and never broken.
    rules = {name: rule for name, rule in problem.rules.by_name.items() if rule.kind != "wish"}
    unknown = sorted(set(rules) - set(CHECKS) - {"notice"})
    if unknown:
        raise ConfigError(f"the checker does not know the rule {unknown[0]!r}.")
    found = list(unknown_agents(roster, (agent.agent for agent in problem.agents)))
    for person in _people(roster, problem):
        found += broken(person)
        for name, rule in rules.items():
            found += (
                notice(person, rule, published, pattern_published) if name == "notice" else CHECKS[name](person, rule)
            )
    return tuple(sorted(found, key=lambda v: (v.agent, v.date is not None, v.date, v.rule, v.message)))


def _people(roster: Roster, problem: RosterProblem) -> Iterator[Person]:
    shifts = _by_agent(roster.shifts)
    past = _by_agent(problem.past.shifts if problem.past is not None else ())
    locks = _by_agent(problem.locks)
    site = Site(problem)
    for agent in problem.agents:
        name = agent.agent
        own = tuple(shifts[name])
        if own or locks[name]:
            yield Person(agent, problem.contracts[agent.contract], own, tuple(past[name]), tuple(locks[name]), site)


def _by_agent(shifts: Iterable[Shift]) -> dict[str, list[Shift]]:
    found: dict[str, list[Shift]] = defaultdict(list)
    for shift in shifts:
        found[shift.agent].append(shift)
    return found
