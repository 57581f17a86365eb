"""`wfm require`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import events_option, executor, executor_option, out_option, plan_option, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.types import Plan, Requirement


@click.command("require")
@click.argument("forecast_path", metavar="FORECAST")
@plan_option
@click.option("--model", default="pooled", show_default=True, help="pooled, departmental, hybrid or one of the plan's.")
@click.option(
    "--by",
    type=click.Choice(["formula", "simulation"]),
    help="formula: each kind of work for itself; simulation: a search of what they need together. As the plan says.",
)
@click.option(
    "--replications", default=16, show_default=True, type=click.IntRange(2), help="Of each trial, by simulation."
)
@click.option("--seed", default=1, show_default=True, help="Of the random numbers, by simulation.")
@click.option(
    "--time-limit",
    default=300.0,
    show_default=True,
    type=click.FloatRange(1),
    help="Seconds after which a search by simulation keeps the best it has.",
)
@click.option(
    "--backlog",
    "backlogs",
    multiple=True,
    metavar="QUEUE=HOURS",
    help="Agent-hours of deferred work waiting at the start; may be repeated. As last week left it, without.",
)
@click.option(
    "--backlog-from", "earlier_path", help="Report of `wfm simulate` for the week before: its end is this beginning."
)
@click.option(
    "--what-if",
    "others",
    multiple=True,
    metavar="PERCENT/SECONDS",
    help="What another service level for all queues would cost, such as 85/20; may be repeated.",
)
@events_option
@executor_option()
@out_option()
def require_command(
    forecast_path: str,
    plan_path: str,
    model: str,
    by: str | None,
    replications: int,
    seed: int,
    time_limit: float,
    backlogs: tuple[str, ...],
    earlier_path: str | None,
    others: tuple[str, ...],
    events_path: str | None,
    executor_spec: str | None,
    out: str,
) -> None:
    """Agents needed a kind of work and interval, from FORECAST and the goals of the plan."""
    from wfm.calendars import plan_calendar
    from wfm.compare import operating_model, simulated_requirement
    from wfm.compare.shared_requirement import shared_requirement
    from wfm.errors import ConfigError
    from wfm.io.plan_file import read_plan
    from wfm.io.proofs import read_left_hours
    from wfm.io.read import read_events, read_forecast
    from wfm.io.write import write_requirement
    from wfm.staffing import agent_hours, demand_choices, require, with_service_level

    waiting = (read_left_hours(earlier_path) if earlier_path else {}) | backlog_hours(backlogs) or None
    promises = [_promise(other) for other in others]
    plan = read_plan(plan_path)
    expected = read_forecast(forecast_path, zone=plan.site.zone)
    calendar = plan_calendar(plan, expected.years, read_events(events_path) if events_path else ())
    organisation = operating_model(plan, model, expected.queues)
    if organisation.shares_contacts:
        if waiting:
            raise ConfigError(f"--backlog is for models that formulas answer for, not for {model}.")
        shared = shared_requirement(expected, plan, organisation, calendar, seed=seed).with_cap
        write_requirement(shared, out)
        _tell_works(shared)
        return
    choices = demand_choices(expected, plan, organisation, calendar, backlog_hours=waiting)
    requirement = choices[plan.staffing.demand]
    if (by or plan.staffed_by(model)) == "simulation":
        with executor(executor_spec) as pool:
            requirement = simulated_requirement(
                expected,
                plan,
                organisation,
                calendar,
                replications=replications,
                seed=seed,
                executor=pool,
                time_limit=time_limit,
                backlog_hours=waiting,
                say=say,
            )
    write_requirement(requirement, out)
    _tell(requirement, choices, plan)
    for other, promise in zip(others, promises, strict=True):
        asked = require(expected, with_service_level(plan, *promise), organisation, calendar, backlog_hours=waiting)
        hours, own = agent_hours(asked), agent_hours(choices[plan.staffing.demand])
        change = f"{hours - own:+,.1f} ({(hours - own) / own:+.1%})" if own else f"{hours:+,.1f}"
        say(f"with {other} in every queue: {hours:,.1f} agent-hours by formula, {change} against the plan's goals.")


def _tell(requirement: Requirement, choices: Mapping[str, Requirement], plan: Plan) -> None:
    from wfm.staffing import agent_hours

    _tell_works(requirement)
    names = {"mean": "its mean", "quantile": f"its {plan.staffing.quantile:g} quantile", "expected": "expected service"}
    costs = ", ".join(f"{name} {agent_hours(choices[key]):,.1f}" for key, name in names.items())
    say(f"agent-hours by how the forecast is staffed: {costs}; this is {names[plan.staffing.demand]}.")


def _tell_works(requirement: Requirement) -> None:
    for note in requirement.notes:
        say(f"note: {note}")
    hours = requirement.interval_minutes / 60
    for work, rows in requirement.frame.groupby("work"):
        at_work = rows["agents_required"]
        say(f"{work!s:<32} {at_work.sum() * hours:>9,.1f} agent-hours, peak {at_work.max():.1f} agents")


def _promise(text: str) -> tuple[float, float]:
    """A service level and its threshold from 85/20."""
    percent, _, seconds = text.partition("/")
    try:
        share, threshold = float(percent) / 100, float(seconds)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not PERCENT/SECONDS, such as 85/20.", param_hint="--what-if") from None
    if not 0 < share < 1 or threshold < 0:
        raise click.BadParameter(f"{text!r}: a share between 0 and 100 % in 0 or more seconds.", param_hint="--what-if")
    return share, threshold


def backlog_hours(options: tuple[str, ...]) -> dict[str, float]:
    """What --backlog says, by queue."""
    found: dict[str, float] = {}
    for option in options:
        queue, _, hours = option.rpartition("=")
        try:
            found[queue] = float(hours)
        except ValueError:
            raise click.BadParameter(f"{option!r} is not QUEUE=HOURS.", param_hint="--backlog") from None
    return found
