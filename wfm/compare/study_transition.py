"""The transition that a comparison suggests: in the order of the queues' scores, at the pace of the business case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compare.case_inputs import case_inputs
from wfm.compare.operating_models import DEPARTMENTAL, HYBRID, POOLED
from wfm.compare.transition import Pace, transition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types import Agent, Calendar, Forecast, Plan
    from wfm.types.centralisation import Centralisation
    from wfm.types.transition import TransitionPlan

SHORTEST = 6  # months: a pilot and one wave


def suggested_transitions(
    forecast: Forecast,
    plan: Plan,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    models: Sequence[str],
    advice: Centralisation,
) -> tuple[TransitionPlan, ...]:
    """A plan for each model that departments can join one by one; none unless today's model is departmental."""
    today, *others = models
    if today != DEPARTMENTAL:
        return ()
    order = department_order(forecast, plan, advice)
    return tuple(
        transition(forecast, plan, agents, calendar, order=order, after=after, pace=case_pace(plan))
        for after in others
        if after in {HYBRID, POOLED} and not plan.models.get(after, {}).get("work")
    )


def department_order(forecast: Forecast, plan: Plan, advice: Centralisation) -> tuple[str, ...]:
    """The pilot first, then departments by the best score of their queues; those without contacts last."""
    departments = {plan.queue(q).queue.department for q in forecast.queues}
    ranked = list(dict.fromkeys(q.department for q in advice.queues))
    if advice.pilot is not None:
        ranked.insert(0, advice.pilot)
    return tuple(dict.fromkeys([*ranked, *sorted(departments)]))


def case_pace(plan: Plan) -> Pace:
    """The expected migration time and dip of the business case, in whole months."""
    expected = {row.name: row.expected for row in case_inputs(plan.business_case)}
    return Pace(
        total_months=max(SHORTEST, round(expected["migration_months"])),
        productivity_dip=expected["productivity_dip"],
        dip_months=round(expected["dip_months"]),
    )
