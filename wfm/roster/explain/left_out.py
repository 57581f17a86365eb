"""Why agents cannot be rostered: a smallest set of rules that no tour of theirs can keep together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.roster.explain.causes import smallest_blocking
from wfm.roster.explain.clash_words import clash_in_words
from wfm.roster.explain.extremes import has_tour
from wfm.roster.explain.relax import rule_relaxations, together
from wfm.types import NotRostered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from wfm.roster.explain.relax import Relaxation
    from wfm.types import Agent, RosterProblem

MOST_SETS = 400  # sets of rules asked about an agent; they are shared, so that few of them cost anything


def why_not_rostered(problem: RosterProblem, agents: Sequence[Agent]) -> tuple[NotRostered, ...]:
    """For agents without a legal tour a smallest set of rules that clash, and why, in words with numbers.

    With every other rule left out there is still no tour; without any one of the set there is. Everybody is asked at
    once about a set of rules, and agents in the same position once, so that the work is that of some thirty small
    problems however many are left out.
    """
    unskilled = {a.agent for a in agents if not any(e > 0 for e in problem.efficiency.get(a.agent, {}).values())}
    position = {a.agent: _position(problem, a) for a in agents if a.agent not in unskilled}
    alone = tuple({position[a.agent]: a for a in reversed(agents) if a.agent not in unskilled}.values())
    known = {position[n.agent]: n for n in _clashes(problem, alone)}
    return tuple(
        NotRostered(a.agent, ("skills",), "has no skill for any of the work to be rostered")
        if a.agent in unskilled
        else replace(known[position[a.agent]], agent=a.agent)
        for a in agents
    )


def _position(problem: RosterProblem, agent: Agent) -> object:
    """What decides whether a tour exists; an agent with a past or locked shifts stands alone."""
    own = any(s.agent == agent.agent for s in problem.locks)
    past = problem.past is not None and any(s.agent == agent.agent for s in problem.past.shifts)
    return agent.agent if own or past else (agent.contract, agent.availability, agent.pattern, agent.pattern_week)


def _clashes(problem: RosterProblem, agents: tuple[Agent, ...]) -> list[NotRostered]:
    if not agents:
        return []
    asked = _Sets(posed_for(problem, agents))
    singles = {name: asked.legal(asked.names - {name}) for name in asked.relax}
    clashing: dict[str, tuple[str, ...]] = {}
    for i, agent in enumerate(agents):
        found = smallest_blocking(
            tuple(asked.relax),
            lambda rules, i=i: True if asked.legal(rules)[i] else None,  # type: ignore[misc]
            MOST_SETS,
            known=[frozenset({name}) for name, helps in singles.items() if helps[i]],
        )
        clashing[agent.agent] = found.rules or ()
    return [_named(problem, agent, clashing[agent.agent], asked.relax) for agent in agents]


def _named(
    problem: RosterProblem, agent: Agent, rules: tuple[str, ...], relax: Mapping[str, Relaxation]
) -> NotRostered:
    others = together(change for name, change in relax.items() if name not in rules)
    return NotRostered(agent.agent, rules, clash_in_words(others(posed_for(problem, (agent,))), rules))


def posed_for(problem: RosterProblem, agents: tuple[Agent, ...]) -> RosterProblem:
    """The problem of some agents alone."""
    names = {a.agent for a in agents}
    return replace(problem, agents=agents, locks=tuple(s for s in problem.locks if s.agent in names))


class _Sets:
    """Who has a tour that keeps a set of rules, every other left out; each set is asked about once."""

    def __init__(self, posed: RosterProblem) -> None:
        self._posed = posed
        self._known: dict[frozenset[str], NDArray[np.bool_]] = {}
        self.relax = rule_relaxations(posed)
        self.names = frozenset(self.relax)

    def legal(self, rules: Collection[str]) -> NDArray[np.bool_]:
        """For each agent whether a tour keeps the rules."""
        asked = frozenset(rules)
        if asked not in self._known:
            easier = together(change for name, change in self.relax.items() if name not in asked)
            self._known[asked] = has_tour(easier(self._posed))
        return self._known[asked]
