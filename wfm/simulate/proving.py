"""Prove a roster: play the forecast through the people on duty, many times, before anyone publishes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.errors import ConfigError
from wfm.simulate.contacts import queues_of_plan, rate_factors
from wfm.simulate.on_duty import duty_of, entries_of, step_minutes
from wfm.simulate.proof_tables import proof_of
from wfm.simulate.run import simulate
from wfm.simulate.scenario import NOT_AT_WORK, Scenario, effective_up_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.simulate.on_duty import Entry
    from wfm.simulate.scenario import Duty
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Proof, Roster

    Numbers = NDArray[np.float64]

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
    # With more replications than these the draws come round again, beside other contacts.
    draws = replications if half_width is None else max(replications, MOST_DRAWS)
    played = played_roster(
        roster, forecast, plan, model, agents, calendar, draws, seed, absence=absence, backlog_hours=backlog_hours
    )
    found = simulate(
        played.scenario,
        replications=replications,
        seed=seed,
        rate_factors=played.rate_factors if uncertain else None,
        half_width=half_width,
        executor=executor,
    )
    proof = proof_of(found, played.entries, plan, played.grid)
    return replace(proof, absence=played.absence, notes=played.notes(forecast, model))


@dataclass(frozen=True)
class PlayedRoster:
    """A roster as a scenario, with its queues in order and the share of rostered time that falls out.

    ``rate_factors``, shape (draws, queues, steps), draw the contacts around the forecast.
    """

    scenario: Scenario
    entries: tuple[Entry, ...]
    rate_factors: Numbers
    grid: IntervalGrid
    absence: float

    def notes(self, forecast: Forecast, model: OperatingModel) -> tuple[str, ...]:
        """What the model leaves out, and what waits at the start."""
        held = {e.queue for e in self.entries}
        left_out = (f"{q}: no work of {model.name} holds it." for q in forecast.queues if q not in held)
        waits = (
            f"{q.name}: {q.backlog} pieces wait at the start; they count as coming in the first interval."
            for q in self.scenario.queues
            if q.backlog
        )
        return (*left_out, *waits)


def played_roster(
    roster: Roster,
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    agents: Sequence[Agent],
    calendar: Calendar,
    draws: int,
    seed: int,
    *,
    absence: float | Numbers | None = None,
    backlog_hours: Mapping[str, float] | None = None,
) -> PlayedRoster:
    """What :func:`prove` plays, with as many ``draws`` of the contacts; arguments and errors as there.

    ``absence`` may also be a share for each interval of the forecast.
    """
    grid = forecast.grid
    entries = entries_of(model, forecast.queues)
    if not entries:
        raise ConfigError("the model holds none of the queues of the forecast.")
    step = step_minutes(roster, grid)
    steps = grid.minutes // step
    missing = plan.shrinkage.on_the_day_at(grid) if absence is None else np.full(grid.count, absence)
    if not ((missing >= 0) & (missing < 1)).all():
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
    factors = rate_factors(entries, forecast, plan, grid, steps, draws, seed)
    out = absence if isinstance(absence, float) else _mean_absence(duty)
    return PlayedRoster(scenario, entries, factors, grid, out)


def _mean_absence(duty: Duty) -> float:
    """Share of rostered time that falls out on average."""
    weight = (duty.posts != NOT_AT_WORK).sum(axis=1)
    return float(np.average(np.asarray(duty.absence), weights=weight)) if weight.sum() else 0.0
