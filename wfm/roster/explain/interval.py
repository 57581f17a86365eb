"""Why an interval is short: who is where, what it would cost to bring somebody, which rules keep it so, what helps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from wfm.errors import DataError
from wfm.intervals import zone_of
from wfm.roster.explain.causes import Blocking, smallest_blocking
from wfm.roster.explain.present import Present, carried
from wfm.roster.explain.relax import on_contracts, rule_relaxations, together
from wfm.roster.explain.reliefs import reliefs_of
from wfm.roster.explain.resolve import askable, move_of, moves
from wfm.types.explanation import Cause, IntervalExplanation, Move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from wfm.roster.explain.relax import Relaxation
    from wfm.types import RosterProblem

GAIN = 1e-6  # of the objective: less is nothing
ONE_SHIFT_MORE = 24.0  # hours of contract that one more shift can take
# Other rules come after these, which bind most often.
USUAL = ("contract_hours", "leave", "availability", "days_per_week", "shift_family", "skills")
LAWS = {
    "rest": ("daily_rest", "weekly_rest", "night_shift", "breaks"),
    "hours": (
        "shift_length", "weekly_hours", "average_hours_4_weeks", "average_hours_16_weeks", "average_hours_17_weeks",
        "night_average", "sundays_free",
    ),
}  # fmt: skip


def explain_interval(now: Present, work: str, interval_start: datetime) -> IntervalExplanation:
    """Why ``work`` is short in the interval that begins at ``interval_start``.

    Raises:
        DataError: The work or the interval is not in the problem.
    """
    number, (first, last) = _place(now, work, interval_start)
    model = now.model
    short = now.short(number, first, last)
    possible, cheapest = _possible(now, number, first, last)
    causes, smallest, sentence = _causes(now, number, first, last, short, cheapest)
    minutes = now.problem.grid.minutes
    return IntervalExplanation(
        work=work,
        interval_start=interval_start,
        minutes=minutes,
        required=float(model.required[number, first:last].mean()),
        scheduled=float(now.plan.cover[number, first:last].mean()),
        short=short,
        cost=now.short_cost(number, first, last),
        people=_people(now, number, first, last),
        possible=possible,
        cheapest=cheapest,
        causes=causes,
        smallest=smallest,
        reliefs=reliefs_of(now, number, first, last) if short > GAIN else (),
        sentence=sentence,
    )


def worst_intervals(now: Present, count: int) -> list[tuple[str, datetime]]:
    """The intervals whose shortfall costs most, one a work and day, dearest first."""
    model, per, found = now.model, now.slots.per_interval, []
    for w, work in enumerate(now.problem.works):
        for t in range(0, model.required.shape[1], per):
            if now.short(w, t, t + per) > GAIN:
                cost = now.short_cost(w, t, t + per)
                found.append((-cost, t, work, now.day_of(t)))
    seen: set[tuple[str, int]] = set()
    worst: list[tuple[str, datetime]] = []
    for _, t, work, day in sorted(found):
        if (work, day) not in seen and len(worst) < count:
            seen.add((work, day))
            worst.append((work, now.slots.instant(t)))
    return worst


def _place(now: Present, work: str, interval_start: datetime) -> tuple[int, tuple[int, int]]:
    if work not in now.problem.works:
        raise DataError("no such kind of work", column="work", value=work, remedy=f"Known: {_listed(now)}.")
    first, last = now.span(interval_start)
    if not 0 <= first < now.slots.count or now.slots.instant(first) != interval_start or first % (last - first):
        days = now.problem.grid.local_dates
        raise DataError(
            "the roster has no interval that begins then",
            value=str(interval_start.astimezone(zone_of(now.problem.grid.zone))),
            remedy=f"Give a time from {days[0]} to {days[-1]}, each {now.problem.grid.minutes} minutes.",
        )
    return now.problem.works.index(work), (first, last)


def _listed(now: Present) -> str:
    return ", ".join(now.problem.works)


def _people(now: Present, work: int, first: int, last: int) -> Mapping[str, int]:
    """What those who can do the work do in the interval."""
    model, plan, day = now.model, now.plan, now.day_of(first)
    counted: Counter[str] = Counter()
    for i, agent in enumerate(now.problem.agents):
        if model.efficiency[model.skill[i], work] <= 0:
            continue
        doing = plan.work[i, first:last]
        at_shift = any(
            s >= 0 and model.start[s] <= first < model.end[s] for s in plan.tour[i, max(0, day - 1) : day + 1]
        )
        if (doing == work).all():
            counted["at this work"] += 1
        elif (doing >= 0).all() and (doing != work).all():
            counted["at other work"] += 1
        elif at_shift:
            counted["on a break, or there for a part of it"] += 1
        elif agent.availability.on_leave(now.date(day)):
            counted["on leave"] += 1
        elif plan.tour[i, 0] == -2:
            counted["not on the roster"] += 1
        elif not _available(now, i, first, last):
            counted["not available"] += 1
        elif plan.tour[i, day] >= 0:
            counted["working at another time of the day"] += 1
        else:
            counted["free that day"] += 1
    return dict(counted)


def _available(now: Present, agent: int, first: int, last: int) -> bool:
    mask = now.slots.padded_grid.mask(now.problem.agents[agent].availability.windows)
    return bool(mask[first:last].all())


def _possible(now: Present, work: int, first: int, last: int) -> tuple[float, Move | None]:
    """Agents that the interval could have if nothing else mattered, and the cheapest way to bring one more."""
    model, most = now.model, float(model_base(now, work, first, last))
    cheapest: tuple[float, Move] | None = None
    inside = {i for i in range(len(now.problem.agents)) if (now.plan.work[i, first:last] == work).all()}
    most += sum(float(model.efficiency[model.skill[i], work]) for i in inside)
    others = [i for i in range(len(now.problem.agents)) if i not in inside]
    able = [i for i in others if model.efficiency[model.skill[i], work] > 0]
    for i, change, tour, there in moves(now, able, work, first, last):
        if not there:
            continue
        most += float(model.efficiency[model.skill[i], work])
        if cheapest is None or change < cheapest[0]:
            cheapest = change, move_of(now, i, now.day_there(tour, first), tour, change)
    return most, None if cheapest is None else cheapest[1]


def model_base(now: Present, work: int, first: int, last: int) -> float:
    """Cover by locked shifts and the night before."""
    return float(now.model.base_cover[work, first:last].mean())


def _causes(
    now: Present, work: int, first: int, last: int, short: float, cheapest: Move | None
) -> tuple[tuple[Cause, ...], bool, str]:
    if short <= GAIN:
        return (), True, "The interval is not short."
    found = _blocking(now, work, first, last)
    if found.rules is None:
        freed = found.freed[""]
        saved = -freed.cost if freed is not None else 0.0
        return (
            (), True,
            f"No rule keeps it so: {freed.agent if freed else 'somebody'} could be brought and it would save "
            f"{saved:.2f}. The search has not come to it; give it more time.",
        )  # fmt: skip
    if not found.rules:
        least = f" The least costly way under the rules adds {cheapest.cost:.2f}." if cheapest else ""
        return (), True, f"No rule keeps it so, but the prices: a shift more would cost more than it brings.{least}"
    causes = tuple(_cause(now, rule, found.freed[rule]) for rule in found.rules)
    names, verb = ", ".join(found.rules), "holds" if len(found.rules) == 1 else "hold"
    how = "no smaller set does" if found.smallest else "none of them can be left out"
    return causes, found.smallest, f"As long as {names} {verb}, nobody can be brought at a gain ({how})."


def _blocking(now: Present, work: int, first: int, last: int) -> Blocking[Move]:
    """A smallest set of rules that blocks. Laws that go together are one at first, and told apart where they matter."""
    drop = _droppable(now, work, first, last)
    freed_by = _freed_by(now, drop, work, first, last)
    groups = {name: [rule for rule in rules if rule in drop] for name, rules in LAWS.items()}
    grouped = {rule for rules in groups.values() for rule in rules}
    whole = {name: rules for name, rules in groups.items() if rules}
    parts = {**{rule: [rule] for rule in drop if rule not in grouped}, **whole}
    atoms = [a for a in USUAL if a in parts] + [a for a in parts if a not in USUAL]

    def members(names: Iterable[str]) -> frozenset[str]:
        return frozenset(rule for name in names for rule in parts[name])

    found = smallest_blocking(atoms, lambda names: freed_by(members(names)))
    if not found.rules or not set(found.rules) & set(whole):
        return found
    rules = list(members(found.rules))
    exact = smallest_blocking(rules, freed_by)
    return replace(exact, smallest=exact.smallest and len(exact.rules or ()) == len(found.rules))


def _cause(now: Present, name: str, freed: Move | None) -> Cause:
    problem = now.problem
    rule = problem.rules.by_name.get(name)
    sentence = rule.sentence if rule is not None else name
    agents = {a.agent: a for a in problem.agents}
    if name == "contract_hours" and freed is not None:
        contract = problem.contracts[agents[freed.agent].contract]
        limit = f"ends at {contract.max_hours_per_week:g} paid hours a week"
        if now.plan.tour[now.numbers[freed.agent], 0] == -2:  # not rostered: it is the least that is out of reach
            limit = f"asks at least {contract.min_hours_per_week:g} paid hours a week, which {freed.agent} cannot have"
        sentence = f"Contract {contract.name} {limit}. {sentence}"
    return Cause(name, rule.kind if rule is not None else "contract", sentence, freed)


def _freed_by(
    now: Present, drop: Mapping[str, Relaxation], work: int, first: int, last: int
) -> Callable[[frozenset[str]], Move | None]:
    asked = askable(now, work, first, last, skilled="skills" not in drop)
    # Only those who are asked are posed; the others keep their work.
    names = {now.problem.agents[i].agent for i in asked}
    few = replace(
        now.problem,
        agents=tuple(now.problem.agents[i] for i in asked),
        locks=tuple(s for s in now.problem.locks if s.agent in names),
    )

    def freed_by(held: frozenset[str]) -> Move | None:
        other = carried(now, together(change for name, change in drop.items() if name not in held)(few))
        for i, change, tour, there in moves(other, range(len(asked)), work, first, last):
            if there and change < -GAIN:
                return move_of(other, i, other.day_there(tour, first), tour, change)
        return None

    return cache(freed_by)


def _droppable(now: Present, work: int, first: int, last: int) -> dict[str, Relaxation]:
    """Each rule that could keep somebody from an interval, and how to drop it, for one shift more a week."""
    problem, name = now.problem, now.problem.works[work]
    found = dict(rule_relaxations(problem))
    if "contract_hours" in found:
        found["contract_hours"] = on_contracts(
            lambda c: replace(c, min_hours_per_week=0.0, max_hours_per_week=c.max_hours_per_week + ONE_SHIFT_MORE)
        )
    if "shift_family" in problem.rules.by_name:
        day = now.day_of(first)
        minute = round((first - int(now.slots.midnights[day])) * now.slots.minutes)
        found["shift_family"] = any_shift(now.date(day), minute)
    if any(name not in problem.efficiency.get(a.agent, {}) for a in problem.agents):
        found["skills"] = lambda p: replace(
            p, efficiency={a.agent: {name: 1.0, **p.efficiency.get(a.agent, {})} for a in p.agents}
        )
    found.pop("locks", None)
    return found


def any_shift(day: date, minute: int) -> Relaxation:
    """Families whose shifts may also start at any step of ``day`` before ``minute`` that reaches it, and be shorter."""

    def change(problem: RosterProblem) -> RosterProblem:
        more = []
        for family in problem.shifts:
            step, longest = family.step_minutes, max(family.lengths_minutes)
            shorter = range(max(60, step), min(family.lengths_minutes), step)
            begin = max(0, -(-(minute - longest) // step) * step)
            more.append(
                replace(
                    family,
                    days=(day.weekday(),),
                    earliest_start=begin,
                    latest_start=max(begin, minute // step * step),
                    lengths_minutes=tuple(sorted({*list(shorter)[-4:], *family.lengths_minutes})),
                )
            )
        return replace(problem, shifts=(*problem.shifts, *more))

    return change
