"""`wfm require`."""

from __future__ import annotations

import click

from wfm.cli.options import events_option, out_option, plan_option, say


@click.command("require")
@click.argument("forecast_path", metavar="FORECAST")
@plan_option
@click.option("--model", default="pooled", show_default=True, help="pooled, departmental, hybrid or one of the plan's.")
@click.option(
    "--backlog",
    "backlogs",
    multiple=True,
    metavar="QUEUE=HOURS",
    help="Agent-hours of deferred work waiting at the start; may be repeated. As last week left it, without.",
)
@events_option
@out_option()
def require_command(
    forecast_path: str, plan_path: str, model: str, backlogs: tuple[str, ...], events_path: str | None, out: str
) -> None:
    """Agents needed a kind of work and interval, from FORECAST and the goals of the plan."""
    from wfm.calendars import plan_calendar
    from wfm.compare import operating_model
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_events, read_forecast
    from wfm.io.write import write_requirement
    from wfm.staffing import agent_hours, demand_choices

    waiting = _backlog_hours(backlogs)
    plan = read_plan(plan_path)
    expected = read_forecast(forecast_path, zone=plan.site.zone)
    calendar = plan_calendar(plan, expected.years, read_events(events_path) if events_path else ())
    organisation = operating_model(plan, model, expected.queues)
    choices = demand_choices(expected, plan, organisation, calendar, backlog_hours=waiting)
    requirement = choices[plan.staffing.demand]
    write_requirement(requirement, out)
    for note in requirement.notes:
        say(f"note: {note}")
    hours = requirement.interval_minutes / 60
    for work, rows in requirement.frame.groupby("work"):
        at_work = rows["agents_required"]
        say(f"{work!s:<32} {at_work.sum() * hours:>9,.1f} agent-hours, peak {at_work.max():.1f} agents")
    names = {"mean": "its mean", "quantile": f"its {plan.staffing.quantile:g} quantile", "expected": "expected service"}
    costs = ", ".join(f"{name} {agent_hours(choices[key]):,.1f}" for key, name in names.items())
    say(f"agent-hours by how the forecast is staffed: {costs}; this is {names[plan.staffing.demand]}.")


def _backlog_hours(options: tuple[str, ...]) -> dict[str, float] | None:
    found: dict[str, float] = {}
    for option in options:
        queue, _, hours = option.rpartition("=")
        try:
            found[queue] = float(hours)
        except ValueError:
            raise click.BadParameter(f"{option!r} is not QUEUE=HOURS.", param_hint="--backlog") from None
    return found or None
