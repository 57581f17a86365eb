"""What to centralise: every queue scored with reasons, what should stay specialist, and where to begin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.compare.centralise_limits import limits_with, weights_with
from wfm.compare.formula_demand import formula_demand
from wfm.compare.operating_models import DEPARTMENTAL, POOLED, operating_model
from wfm.compare.queue_factors import QueueFacts, factors
from wfm.errors import ConfigError
from wfm.types import Work
from wfm.types.centralisation import Centralisation, QueueScore, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.types import Agent, Calendar, Forecast, Plan

    Numbers = NDArray[np.float64]


def centralise(forecast: Forecast, plan: Plan, agents: Sequence[Agent], calendar: Calendar) -> Centralisation:
    """Score each queue of the forecast on what speaks for one central team.

    A score is the weighted mean of seven factors, each 0..1 (``wfm.compare.queue_factors``). The plan's table
    ``[centralise]`` changes limits and weights and says, a queue or department, the impact on customers of a wrong
    answer and the knowledge it takes (0.5, neutral, without). Two things overrule the score: a serious impact, and a
    queue whose joining saves nothing; both keep it with specialists.

    Args:
        forecast: Contacts of whole days.
        plan: Goals, opening hours, and the ``[centralise]`` table.
        agents: People with their skills: how many of a queue's people already work for another department. May be
            empty.
        calendar: Public holidays and events.

    Raises:
        ConfigError: A limit, weight, queue or department is unknown.
    """
    limits, weights = limits_with(plan.centralise.get("limit", {})), weights_with(plan.centralise.get("weight", {}))
    # The mean of the forecast: scores compare queues, and staffing for its distribution takes ten times as long.
    demand = formula_demand(forecast, replace(plan, staffing=replace(plan.staffing, demand="mean")), calendar)
    _refuse_unknown_names(plan, forecast)
    facts = [fact for fact in _facts(demand, plan, forecast, agents) if fact.contacts_a_day > 0]
    scores = [_score(fact, limits, weights) for fact in facts]
    pilot, reason = _pilot(scores, facts, limits)
    return Centralisation(
        queues=tuple(sorted(scores, key=lambda s: (-s.score, s.queue))),
        pilot=pilot,
        pilot_reason=reason,
        notes=_notes(plan, demand, agents, limits),
    )


def _facts(demand: FormulaDemand, plan: Plan, forecast: Forecast, agents: Sequence[Agent]) -> list[QueueFacts]:
    queues = sorted(demand.queues)
    days = _days(forecast)
    load = {q: demand.load(Work(q, (q,)), blend=False) for q in queues}
    everything = np.asarray(sum(load.values()))
    together = _central_hours(demand, plan, queues)
    found = []
    for queue in queues:
        rest = [q for q in queues if q != queue]
        own = _own_hours(demand, plan, queue)
        found.append(
            QueueFacts(
                queue=queue,
                department=plan.queue(queue).queue.department,
                contacts_a_day=float(demand.queues[queue].offered.sum()) / days,
                aht_seconds=_mean_aht(demand, [queue]),
                others_aht_seconds=_mean_aht(
                    demand, [q for q in rest if plan.queue(q).is_deferred == plan.queue(queue).is_deferred]
                ),
                load=load[queue],
                others_load=everything - load[queue],
                own_hours=own,
                saved_hours=own - (together - _central_hours(demand, plan, rest)),
                deferred=plan.queue(queue).is_deferred,
                impact=_given(plan, "impact", queue),
                specialisation=_given(plan, "specialisation", queue),
                cross_skilled_share=_cross_skilled(plan, queue, agents),
            )
        )
    return found


def _own_hours(demand: FormulaDemand, plan: Plan, queue: str) -> float:
    """Agent-hours that the queue costs its department's team: with it, less without it."""
    home = plan.queue(queue).queue.department
    team = [q for q in demand.queues if plan.queue(q).queue.department == home]
    blend = plan.blends(DEPARTMENTAL)
    return _hours(demand, team, 1.0, blend) - _hours(demand, [q for q in team if q != queue], 1.0, blend)


def _central_hours(demand: FormulaDemand, plan: Plan, queues: Sequence[str]) -> float:
    """Agent-hours of one central team for ``queues``, as slow as the plan's pooled model."""
    factor = float(plan.models.get(POOLED, {}).get("aht_factor", 1.0))
    return _hours(demand, queues, factor, plan.blends(POOLED))


def _hours(demand: FormulaDemand, queues: Sequence[str], factor: float, blend: bool) -> float:
    if not queues:
        return 0.0
    agents = demand.agents(Work("one team", tuple(queues), aht_factor=factor), blend=blend)
    return float(agents.sum()) * demand.hours


def _days(forecast: Forecast) -> int:
    """Local days with contacts."""
    frame = forecast.frame[forecast.frame["offered"] > 0]
    return max(1, int(frame["interval_start"].dt.tz_convert(forecast.zone).dt.date.nunique()))


def _mean_aht(demand: FormulaDemand, queues: Sequence[str]) -> float | None:
    contacts = sum(float(demand.queues[q].offered.sum()) for q in queues)
    seconds = sum(float((demand.queues[q].offered * demand.queues[q].aht_seconds).sum()) for q in queues)
    return seconds / contacts if contacts else None


def _given(plan: Plan, what: str, queue: str) -> float | None:
    """The plan's word on the queue, or on its department."""
    table = plan.centralise.get(what, {})
    return table.get(queue, table.get(plan.queue(queue).queue.department))


def _cross_skilled(plan: Plan, queue: str, agents: Sequence[Agent]) -> float | None:
    """Share of the queue's people who also have a skill of another department; None without such people."""
    home = plan.queue(queue).queue.department
    own = [agent for agent in agents if {queue, home} & set(agent.skills)]
    if not own:
        return None
    return sum(any(_department(skill) != home for skill in agent.skills) for agent in own) / len(own)


def _department(skill: str) -> str:
    return skill.partition("/")[0]


def _score(fact: QueueFacts, limits: Mapping[str, float], weights: Mapping[str, float]) -> QueueScore:
    found = factors(fact, limits)
    total = sum(weights[f.name] for f in found)
    score = sum(weights[f.name] * f.score for f in found) / total
    verdict, because = _verdict(fact, score, limits)
    return QueueScore(fact.queue, fact.department, score, verdict, because, found)


def _verdict(fact: QueueFacts, score: float, limits: Mapping[str, float]) -> tuple[Verdict, str]:
    if fact.impact is not None and fact.impact >= limits["serious_impact"]:
        return Verdict.SPECIALIST, f"a wrong answer harms customers too much (impact {fact.impact:.2f})"
    if fact.saved_hours <= 0:
        waits = ": work that may wait is levelled as well by its own department" if fact.deferred else ""
        return Verdict.SPECIALIST, f"joining the others saves no agents{waits}"
    if score >= limits["centralise_from"]:
        return Verdict.CENTRALISE, f"the score is at least {limits['centralise_from']:.2f}"
    if score < limits["specialist_below"]:
        return Verdict.SPECIALIST, f"the score is below {limits['specialist_below']:.2f}"
    return Verdict.FIRST_LINE, "the score lies between: simple contacts centrally, the rest with specialists"


def _pilot(
    scores: Sequence[QueueScore], facts: Sequence[QueueFacts], limits: Mapping[str, float]
) -> tuple[str | None, str]:
    """The department whose work scores best among those small enough to fail and large enough to measure."""
    work = {fact.queue: float(fact.load.sum()) for fact in facts}
    contacts = {fact.queue: fact.contacts_a_day for fact in facts}
    everything = sum(work.values())
    candidates: list[tuple[float, str, float, float]] = []
    for department in sorted({s.department for s in scores}):
        own = [s for s in scores if s.department == department]
        size, daily = sum(work[s.queue] for s in own), sum(contacts[s.queue] for s in own)
        ready = sum(work[s.queue] for s in own if s.verdict is Verdict.CENTRALISE)
        fits = size <= limits["pilot_largest_share"] * everything and daily >= limits["pilot_contacts"]
        if size > 0 and ready > size / 2 and fits:
            mean = sum(s.score * work[s.queue] for s in own) / size
            candidates.append((mean, department, size / everything, daily))
    if not candidates:
        return None, (
            "no department suits: for a pilot most of its work is fit to centralise, at most "
            f"{limits['pilot_largest_share']:.0%} of all work, with at least {limits['pilot_contacts']:.0f} contacts "
            "a day."
        )
    mean, department, share, daily = max(candidates, key=lambda c: (c[0], c[1]))
    return department, (
        f"begin with {department}: most of its work is fit to centralise (score {mean:.2f}), it is {share:.0%} of all "
        f"work, so a failure stays small, and its {daily:,.0f} contacts a day show an effect."
    )


def _notes(plan: Plan, demand: FormulaDemand, agents: Sequence[Agent], limits: Mapping[str, float]) -> tuple[str, ...]:
    works = operating_model(plan, DEPARTMENTAL, sorted(demand.queues)).works
    blend = plan.blends(DEPARTMENTAL)
    peak = float(np.asarray(sum(demand.agents(w, blend=blend) for w in works)).max()) if works else 0.0
    notes = []
    if peak < limits["team_agents"]:
        notes.append(
            f"All departments together need {peak:.0f} agents at the peak; the rule of thumb is that pooling pays from "
            f"about {limits['team_agents']:.0f}."
        )
    if any(queue.plan.is_deferred for queue in demand.queues.values()) and not plan.blends(POOLED):
        notes.append("Work that may wait is staffed apart, as the plan says: idle time between contacts is not used.")
    if not plan.centralise.get("impact"):
        notes.append("Customer impact counts as neutral: the plan's [centralise] impact says nothing.")
    if not agents and not plan.centralise.get("specialisation"):
        notes.append("Specialisation counts as neutral: neither agents nor [centralise] specialisation were given.")
    return tuple(notes)


def _refuse_unknown_names(plan: Plan, forecast: Forecast) -> None:
    queues = {*forecast.queues, *plan.queues}
    known = queues | {plan.queue(q).queue.department for q in queues}
    for what in ("impact", "specialisation"):
        for name in plan.centralise.get(what, {}):
            if name not in known:
                raise ConfigError(f"centralise.{what}: unknown queue or department {name!r}.")
