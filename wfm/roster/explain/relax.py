"""One rule fewer: the same problem without a rule, for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.intervals import WeekWindows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wfm.types import Agent, Contract, RosterProblem

    Relaxation = Callable[[RosterProblem], RosterProblem]

ANY_HOURS = 24.0 * 7
# Rules of law that no engine decides on: they bind whoever publishes.
NOT_OF_TOURS = frozenset({"notice"})


def rule_relaxations(problem: RosterProblem) -> Mapping[str, Relaxation]:
    """How to leave out each rule that may bind somebody, by the rule's name."""
    found: dict[str, Relaxation] = {
        "contract_hours": on_contracts(lambda c: replace(c, min_hours_per_week=0.0, max_hours_per_week=ANY_HOURS)),
        "days_per_week": without_rule("days_per_week"),
        "consecutive_days": on_contracts(lambda c: replace(c, max_consecutive_days=99)),
        "contract_hours_total": on_contracts(lambda c: replace(c, min_hours_total=None, max_hours_total=None)),
        "min_consecutive_days": on_contracts(lambda c: replace(c, min_consecutive_days=1)),
        "consecutive_days_off": on_contracts(lambda c: replace(c, min_consecutive_days_off=1)),
        "weekends_off": on_contracts(lambda c: replace(c, weekends_off=0)),
        "start_variation": on_contracts(lambda c: replace(c, max_start_variation_minutes=None)),
        "pattern": lambda p: replace(p, agents=tuple(replace(a, pattern="") for a in p.agents)),
        "shift_length_contract": on_contracts(lambda c: replace(c, min_shift_hours=0.01, max_shift_hours=24.0)),
        "availability": lambda p: on_availability(p, windows=WeekWindows.always()),
    }
    if any(a.availability.leave for a in problem.agents):
        found["leave"] = lambda p: on_availability(p, leave=())
    if problem.locks:
        found["locks"] = lambda p: replace(p, locks=())
    for name, rule in problem.rules.by_name.items():
        if rule.kind == "law" and name not in NOT_OF_TOURS:
            found[name] = without_rule(name)
    unasked = _unasked(problem)
    return {name: change for name, change in found.items() if name in problem.rules.by_name and name not in unasked}


def _unasked(problem: RosterProblem) -> set[str]:
    """Rules that no contract or agent of the problem asks for: nothing to leave out."""
    contracts = [problem.contracts[name] for name in {a.contract for a in problem.agents}]
    none = {
        "contract_hours_total": all(c.min_hours_total is None and c.max_hours_total is None for c in contracts),
        "min_consecutive_days": all(c.min_consecutive_days == 1 for c in contracts),
        "consecutive_days_off": all(c.min_consecutive_days_off == 1 for c in contracts),
        "weekends_off": all(c.weekends_off == 0 for c in contracts),
        "start_variation": all(c.max_start_variation_minutes is None for c in contracts),
        "pattern": not any(a.pattern for a in problem.agents),
    }
    return {name for name, absent in none.items() if absent}


def together(changes: Iterable[Relaxation]) -> Relaxation:
    """One change after the other."""
    parts = tuple(changes)

    def every(problem: RosterProblem) -> RosterProblem:
        for part in parts:
            problem = part(problem)
        return problem

    return every


def on_contracts(change: Callable[[Contract], Contract]) -> Relaxation:
    """Other contracts for everybody. Hours of a day of leave stay as they were."""
    return lambda p: replace(p, contracts={name: change(c) for name, c in p.contracts.items()})


def on_availability(problem: RosterProblem, **changes: object) -> RosterProblem:
    """Other availability for everybody."""
    return replace(problem, agents=tuple(_available(a, **changes) for a in problem.agents))


def _available(agent: Agent, **changes: object) -> Agent:
    return replace(agent, availability=replace(agent.availability, **changes))  # type: ignore[arg-type]


def without_rule(name: str) -> Relaxation:
    """Without the rule called ``name``."""

    def easier(problem: RosterProblem) -> RosterProblem:
        kept = {n: r for n, r in problem.rules.by_name.items() if n != name}
        return replace(problem, rules=replace(problem.rules, by_name=kept))

    return easier
