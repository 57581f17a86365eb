"""Beyond the scenarios: where the gain comes from, what to centralise, the business case and the way there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.business_case import business_case, case_facts
from wfm.compare.centralise import centralise
from wfm.compare.gain import gains
from wfm.compare.roster_fit import roster_fit
from wfm.compare.study_transition import suggested_transitions
from wfm.compare.study_words import study_words
from wfm.executors import SerialExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from wfm.types import Agent, Calendar, Comparison, Forecast, Plan, Requirement


def study(
    comparison: Comparison,
    forecast: Forecast,
    plan: Plan,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """The comparison with gains, business cases, scores of queues and transitions; the advice says what they mean.

    By formula, and by simulation where teams share contacts; no roster is built. A single scenario is left as it is.

    Args:
        comparison: The scenarios.
        forecast: Contacts offered.
        plan: As the scenarios had it.
        agents: The people, with their skills.
        calendar: Public holidays and events.
        executor: Where gains are found.
        say: Told, in words, what is done.

    Raises:
        ConfigError: The plan's ``[centralise]`` names an unknown queue.
    """
    if len(comparison.scenarios) < 2:
        return comparison
    base, *others = comparison.scenarios
    pool = executor or SerialExecutor()
    models = [scenario.model for scenario in others]
    say("where the gain comes from, what to centralise, business cases, transitions")
    tasks = [
        pool.submit(gains, forecast, plan, calendar, base.model, models, with_cap=with_cap, known=known)
        for with_cap, known in ((True, _found(comparison)), (False, _found_without_cap(comparison)))
    ]
    pairs = zip(others, *(task.result() for task in tasks), strict=True)
    saved = tuple(replace(one, roster_fit=roster_fit(base, other)) for other, *both in pairs for one in both)
    cases = tuple(
        business_case(case_facts(forecast, plan, agents, base, other), plan.business_case)
        for other in others
        if base.fte_required > 0
    )
    advice = centralise(forecast, plan, agents, calendar)
    transitions = suggested_transitions(forecast, plan, agents, calendar, models=[base.model, *models], advice=advice)
    found = replace(comparison, gains=saved, cases=cases, centralisation=advice, transitions=transitions)
    return replace(found, advice=(*comparison.advice, *study_words(found)))


def _found(comparison: Comparison) -> dict[str, Requirement]:
    """Requirements that need not be found again. Of one that the plan has simulated, the gain is by formula."""
    return {s.model: s.requirement for s in comparison.scenarios if s.requirement_without_cap is not None}


def _found_without_cap(comparison: Comparison) -> dict[str, Requirement]:
    found = {s.model: s.requirement_without_cap for s in comparison.scenarios}
    return {model: requirement for model, requirement in found.items() if requirement is not None}
