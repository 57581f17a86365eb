"""Prove a roster: play the forecast through the people on duty, many times, before anyone publishes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.contacts import grid_of, queues_of_plan, rate_factors
from wfm.simulate.on_duty import duty_of, entries_of, step_minutes
from wfm.simulate.proof_tables import proof_of
from wfm.simulate.run import simulate
from wfm.simulate.scenario import NOT_AT_WORK, Scenario, effective_up_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    from wfm.simulate.scenario import Duty
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Proof, Roster

MOST_DRAWS = 512  # weeks of demand drawn where the number of replications is found on the way


def prove(
    roster: Roster,
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    replications: int = 100,
    seed: int = 1,
    executor: Executor | None = None,
    absence: float | None = None,
    uncertain: bool = True,
    backlog_hours: Mapping[str, float] | None = None,
    half_width: float | None = None,
) -> Proof:
    """The service that ``roster`` will give under ``forecast``, interval by interval, simulated.

    Contacts come at a rate drawn around the forecast for each queue and day, busy days being busy for several queues at
    once; agents come, break and go as rostered, at their own efficiency, and shifts fall out at random; who takes what
    is as the plan's ``[simulation]`` says, by default those with the fewest skills first, then who is idle longest,
    chats to who chats already; work that may wait is done in idle time by earliest deadline and put down when a contact
    comes. What is not done by the evening waits for the next day.

    Args:
        roster: Who works when on what.
        forecast: Contacts, their quantiles and handle times.
        plan: Goals, patience, opening hours, shrinkage.
        model: The operating model of the roster.
        agents: Skills and efficiency of those on the roster.
        calendar: Public holidays, for the opening hours.
        replications: How many weeks to play, at least.
        seed: Of the random numbers: the same seed, the same contacts and absences, whatever the roster.
        executor: Where batches of replications run.
        absence: Share of shifts that fall out; without it the plan's unplanned shrinkage at the time of each shift.
        uncertain: Whether rates are drawn from the forecast's distribution; otherwise they are its mean.
        backlog_hours: Agent-hours of deferred queues waiting at the start, with their full response time left: what
            the week before left (``ProofTotal.left_hours``). None without it.
        half_width: Go on until the service level of each queue over the whole horizon is known to within so much (95 %
            confidence), or 10,000 weeks are played.

    Raises:
        ConfigError: A queue has no plan or no handle time, the roster holds work that the model does not, or a backlog
            is not of a deferred queue.
        DataError: The forecast is empty, or the roster names an unknown agent.
    """
    grid = grid_of(forecast)
    entries = entries_of(model, forecast.queues)
    if not entries:
        raise ConfigError("the model holds none of the queues of the forecast.")
    step = step_minutes(roster, grid)
    steps = grid.minutes // step
    if absence is None:
        missing = plan.shrinkage.on_the_day_at(grid)
    elif 0 <= absence < 1:
        missing = np.full(grid.count, absence)
    else:
        raise ConfigError(f"absence is a share from 0 and below 1, not {absence}. Write 5 % as 0.05.")
    groups, duty = duty_of(roster, agents, plan, model, entries, grid, step, missing)
    queues = queues_of_plan(entries, forecast, plan, calendar, grid, steps, backlog_hours)
    scenario = Scenario(
        queues,
        groups,
        60.0 * step,
        grid.count * steps,
        duty=duty,
        longest_idle=plan.simulation.longest_idle,
        fill_chats=plan.simulation.chats == "fill",
        interrupt_deferred=plan.simulation.interrupt_deferred,
        effective=effective_up_to(max(q.concurrency for q in queues)),
        steps_reported=steps,
    )
    # With more replications than these the draws come round again, beside other contacts.
    draws = replications if half_width is None else max(replications, MOST_DRAWS)
    factors = rate_factors(entries, forecast, plan, grid, steps, draws, seed) if uncertain else None
    found = simulate(
        scenario,
        replications=replications,
        seed=seed,
        rate_factors=factors,
        half_width=half_width,
        executor=executor,
    )
    notes = [f"{q}: no work of {model.name} holds it." for q in forecast.queues if q not in {e.queue for e in entries}]
    notes += [
        f"{q.name}: {q.backlog} pieces wait at the start; they count as coming in the first interval."
        for q in queues
        if q.backlog
    ]
    out = _mean_absence(duty) if absence is None else absence
    return replace(proof_of(found, entries, plan, grid), absence=out, notes=tuple(notes))


def _mean_absence(duty: Duty) -> float:
    """Share of rostered time that falls out on average."""
    weight = (duty.posts != NOT_AT_WORK).sum(axis=1)
    return float(np.average(np.asarray(duty.absence), weights=weight)) if weight.sum() else 0.0
