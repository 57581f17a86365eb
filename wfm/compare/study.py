"""Beyond the scenarios: where the gain comes from, what to centralise, the business case and the way there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.business_case import business_case, case_facts
from wfm.compare.centralise import centralise
from wfm.compare.gain import gain
from wfm.compare.study_transition import suggested_transitions
from wfm.compare.study_words import study_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types import Agent, Calendar, Comparison, Forecast, Plan


def study(
    comparison: Comparison, forecast: Forecast, plan: Plan, agents: Sequence[Agent], calendar: Calendar
) -> Comparison:
    """The comparison with gains, business cases, scores of queues and transitions; the advice says what they mean.

    All by formula, in a second or two: no roster is built. A single scenario is left as it is.

    Raises:
        ConfigError: The plan's ``[centralise]`` names an unknown queue.
    """
    if len(comparison.scenarios) < 2:
        return comparison
    base, *others = comparison.scenarios
    gains = tuple(
        gain(forecast, plan, calendar, base.model, other.model, with_cap=with_cap)
        for other in others
        for with_cap in (True, False)
    )
    cases = tuple(
        business_case(case_facts(forecast, plan, agents, base, other), plan.business_case)
        for other in others
        if base.fte_required > 0
    )
    advice = centralise(forecast, plan, agents, calendar)
    models = [scenario.model for scenario in comparison.scenarios]
    transitions = suggested_transitions(forecast, plan, agents, calendar, models=models, advice=advice)
    found = replace(comparison, gains=gains, cases=cases, centralisation=advice, transitions=transitions)
    return replace(found, advice=(*comparison.advice, *study_words(found)))
