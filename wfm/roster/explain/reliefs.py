"""What would relieve a short interval: one change at a time, measured by solving again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from wfm.intervals import WeekWindows
from wfm.roster.explain.present import Present, carried
from wfm.roster.explain.relax import on_contracts
from wfm.roster.explain.resolve import MOST_ASKED, MOST_PRICED, askable, improved, moves, taken
from wfm.roster.leave import credited_leave_days
from wfm.types import Agent, Availability, DateRange
from wfm.types.explanation import Relief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from wfm.types import RosterProblem

MOST_ON_LEAVE = 5  # people whose leave is looked at one by one
MINUTES_EARLIER = 60
TINY = 1e-6


@dataclass(frozen=True)
class _Change:
    kind: str
    sentence: str
    change: Callable[[RosterProblem], RosterProblem]
    concerns: tuple[str, ...]


def reliefs_of(now: Present, work: int, first: int, last: int) -> tuple[Relief, ...]:
    """Each change with its gain, cheapest first."""
    before, _ = _after(now, (), work, first, last)
    found = []
    for change in _changes(now, work, first, last):
        other = carried(now, change.change(now.problem))
        after, one_more = _after(other, change.concerns, work, first, last)
        leave_taken = _leave_hours(now.problem) - _leave_hours(other.problem)
        found.append(
            Relief(
                kind=change.kind,
                sentence=change.sentence,
                # Whoever is hired comes with a whole week, so that week is what one more costs.
                one_more=after.cost - before.cost if change.kind == "agent" else one_more,
                asked_hours=after.paid_hours - before.paid_hours + leave_taken,
                short_after=after.short(work, first, last),
                gained_hours=before.short_hours - after.short_hours,
                saved=before.cost - after.cost,
            )
        )
    return tuple(sorted(found, key=lambda r: (r.one_more is None, r.one_more or 0.0, -r.saved)))


def _after(now: Present, concerns: Sequence[str], work: int, first: int, last: int) -> tuple[Present, float | None]:
    """The roster after the person who is cheapest to bring has come, if that pays, and some rounds of improvement."""
    people = [now.numbers[a] for a in concerns]
    everybody = askable(now, work, first, last, skilled=True, most=MOST_PRICED)
    asked = dict.fromkeys([*people[:MOST_PRICED], *everybody])
    reached = [(cost, i, tour) for i, cost, tour, there in moves(now, list(asked), work, first, last) if there]
    cost, agent, tour = min(reached, key=lambda m: m[:2], default=(None, -1, None))
    if cost is not None and tour is not None and cost < -TINY:
        now = taken(now, agent, tour, work, first, last)
    return improved(now, people), cost


def _changes(now: Present, work: int, first: int, last: int) -> Iterator[_Change]:
    problem, day = now.problem, now.date(now.day_of(first))
    able = [a for a in problem.agents if problem.works[work] in problem.efficiency.get(a.agent, {})]
    away = [a for a in able if a.availability.on_leave(day)]
    for agent in away[:MOST_ON_LEAVE]:
        yield _Change("leave", f"{agent.agent} works on {day} instead of leave", _no_leave(agent, day), (agent.agent,))
    for name in sorted({a.contract for a in able}):
        people = tuple(a.agent for a in able if a.contract == name)
        yield _Change(
            "contract_hours",
            f"one hour a week more in contract {name} ({len(people)} {'person' if len(people) == 1 else 'people'})",
            _hour_more(name),
            people,
        )
    for k, family in enumerate(problem.shifts):
        weekday = day.weekday() in family.days
        if not weekday:
            yield _Change("shift_family", f"shifts {family.name} on this weekday too", _on_weekday(k, day), ())
            continue
        if family.earliest_start >= MINUTES_EARLIER:
            clock = _clock(family.earliest_start - MINUTES_EARLIER)
            yield _Change("shift_family", f"shifts {family.name} from {clock} on", _starts(k, -MINUTES_EARLIER, 0), ())
        clock = _clock(family.latest_start + MINUTES_EARLIER)
        yield _Change("shift_family", f"shifts {family.name} until {clock}", _starts(k, 0, MINUTES_EARLIER), ())
        shorter = min(family.lengths_minutes) - MINUTES_EARLIER
        if shorter >= MINUTES_EARLIER:
            text = f"shifts {family.name} of {shorter / 60:g} h too"
            yield _Change("shift_family", text, _shorter(k, shorter), ())
    pattern = _typical(able)
    if pattern is not None:
        name = _unused(problem)
        text = f"one more person with contract {pattern.contract} who can do {problem.works[work]}"
        yield _Change("agent", text, _one_more(name, pattern, problem.works[work]), (name,))
    learner = _learner(now, work, first, last)
    if learner is not None:
        text = f"{learner.agent} learns {problem.works[work]}"
        yield _Change("skill", text, _learns(learner, problem.works[work]), (learner.agent,))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _leave_hours(problem: RosterProblem) -> float:
    days = problem.grid.local_dates
    return sum(
        len(credited_leave_days(a, problem.contracts[a.contract], days)) * problem.contracts[a.contract].leave_day_hours
        for a in problem.agents
    )


def _no_leave(agent: Agent, day: date) -> Callable[[RosterProblem], RosterProblem]:
    def spans() -> Iterator[DateRange]:
        for span in agent.availability.leave:
            if day not in span:
                yield span
                continue
            if span.first < day:
                yield DateRange(span.first, day - timedelta(days=1))
            if day < span.last:
                yield DateRange(day + timedelta(days=1), span.last)

    there = replace(agent, availability=replace(agent.availability, leave=tuple(spans())))
    return lambda p: replace(p, agents=tuple(there if a.agent == agent.agent else a for a in p.agents))


def _hour_more(name: str) -> Callable[[RosterProblem], RosterProblem]:
    return on_contracts(lambda c: replace(c, max_hours_per_week=c.max_hours_per_week + 1.0) if c.name == name else c)


def _starts(number: int, earlier: int, later: int) -> Callable[[RosterProblem], RosterProblem]:
    def change(problem: RosterProblem) -> RosterProblem:
        family = problem.shifts[number]
        wider = replace(
            family, earliest_start=family.earliest_start + earlier, latest_start=family.latest_start + later
        )
        return replace(problem, shifts=(*problem.shifts[:number], wider, *problem.shifts[number + 1 :]))

    return change


def _on_weekday(number: int, day: date) -> Callable[[RosterProblem], RosterProblem]:
    def change(problem: RosterProblem) -> RosterProblem:
        family = problem.shifts[number]
        wider = replace(family, days=tuple(sorted({*family.days, day.weekday()})))
        return replace(problem, shifts=(*problem.shifts[:number], wider, *problem.shifts[number + 1 :]))

    return change


def _shorter(number: int, minutes: int) -> Callable[[RosterProblem], RosterProblem]:
    def change(problem: RosterProblem) -> RosterProblem:
        family = problem.shifts[number]
        wider = replace(family, lengths_minutes=(minutes, *family.lengths_minutes))
        problem = replace(problem, shifts=(*problem.shifts[:number], wider, *problem.shifts[number + 1 :]))
        return on_contracts(lambda c: replace(c, min_shift_hours=min(c.min_shift_hours, minutes / 60)))(problem)

    return change


def _typical(able: list[Agent]) -> Agent | None:
    """Somebody with the contract and availability that most of those who can do the work have."""
    if not able:
        return None
    most = Counter((a.contract, a.availability.windows) for a in able).most_common(1)[0][0]
    return next(a for a in able if (a.contract, a.availability.windows) == most)


def _unused(problem: RosterProblem) -> str:
    taken = {a.agent for a in problem.agents}
    return next(name for k in range(len(taken) + 1) if (name := f"new-{k + 1}") not in taken)


def _one_more(name: str, like: Agent, work: str) -> Callable[[RosterProblem], RosterProblem]:
    windows = like.availability.windows or WeekWindows.always()
    person = replace(like, agent=name, name=name, availability=Availability(windows))
    return lambda p: replace(
        p,
        agents=(*p.agents, person),
        efficiency={**p.efficiency, name: {work: 1.0}},
        home={**p.home, name: work},
    )


def _learns(agent: Agent, work: str) -> Callable[[RosterProblem], RosterProblem]:
    return lambda p: replace(
        p, efficiency={**p.efficiency, agent.agent: {**p.efficiency.get(agent.agent, {}), work: 1.0}}
    )


def _learner(now: Present, work: int, first: int, last: int) -> Agent | None:
    """Who, of those without the skill, would bring most by having it; None where everybody has it."""
    name = now.problem.works[work]
    without = [a for a in now.problem.agents if name not in now.problem.efficiency.get(a.agent, {})]
    if not without:
        return None
    taught = now.problem
    for agent in without:
        taught = _learns(agent, name)(taught)
    other = carried(now, taught)
    asked = [other.numbers[a.agent] for a in without[:MOST_ASKED]]
    there = [(cost, i) for i, cost, _, reached in moves(other, asked, work, first, last) if reached]
    return now.problem.agents[min(there)[1]] if there else None
