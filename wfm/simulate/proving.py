"""Prove a roster: play the forecast through the people on duty, many times, before anyone publishes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.simulate.contacts import grid_of, queues_of_plan, rate_factors
from wfm.simulate.on_duty import duty_of, entries_of, step_minutes
from wfm.simulate.proof_tables import proof_of
from wfm.simulate.run import simulate
from wfm.simulate.scenario import Scenario, effective_up_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Proof, Roster


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
) -> Proof:
    """The service that ``roster`` will give under ``forecast``, interval by interval, simulated.

    Contacts come at a rate drawn around the forecast for each queue and day; agents come, break and go as rostered, at
    their own efficiency, and shifts fall out at random; calls and chats go to those with the fewest skills first, then
    to who is idle longest, chats to who chats already; work that may wait is done in idle time by earliest deadline and
    put down when a contact comes. Handle times are exponential. The week begins without backlog.

    Args:
        roster: Who works when on what.
        forecast: Contacts, their quantiles and handle times.
        plan: Goals, patience, opening hours, shrinkage.
        model: The operating model of the roster.
        agents: Skills and efficiency of those on the roster.
        calendar: Public holidays, for the opening hours.
        replications: How many weeks to play.
        seed: Of the random numbers: the same seed, the same contacts and absences, whatever the roster.
        executor: Where batches of replications run.
        absence: Share of shifts that fall out; the plan's unplanned shrinkage by default.
        uncertain: Whether rates are drawn from the forecast's distribution; otherwise they are its mean.

    Raises:
        ConfigError: A queue has no plan or no handle time, or the roster holds work that the model does not.
        DataError: The forecast is empty, or the roster names an unknown agent.
    """
    grid = grid_of(forecast)
    entries = entries_of(model, forecast.queues)
    if not entries:
        raise ConfigError("the model holds none of the queues of the forecast.")
    step = step_minutes(roster, grid)
    steps = grid.minutes // step
    missing = plan.shrinkage.on_the_day if absence is None else absence
    groups, duty = duty_of(roster, agents, plan, model, entries, grid, step, missing)
    queues = queues_of_plan(entries, forecast, plan, calendar, grid, steps)
    scenario = Scenario(
        queues,
        groups,
        60.0 * step,
        grid.count * steps,
        duty=duty,
        longest_idle=True,
        fill_chats=True,
        effective=effective_up_to(max(q.concurrency for q in queues)),
        steps_reported=steps,
    )
    factors = rate_factors(entries, forecast, grid, steps, replications, seed) if uncertain else None
    found = simulate(scenario, replications=replications, seed=seed, rate_factors=factors, executor=executor)
    notes = [f"{q}: no work of {model.name} holds it." for q in forecast.queues if q not in {e.queue for e in entries}]
    return replace(proof_of(found, entries, plan, grid), absence=missing, notes=tuple(notes))
