"""What a week of a roster is judged from: `wfm simulate` plays it, `wfm outlook` takes the formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from wfm.cli.options import C
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Roster


class PlayedWeek(NamedTuple):
    """Roster and forecast, what decides who can serve whom, and the agent-hours that wait at the start, by queue."""

    plan: Plan
    forecast: Forecast
    roster: Roster
    agents: tuple[Agent, ...]
    calendar: Calendar
    model: OperatingModel
    backlog_hours: dict[str, float]


def backlog_options(command: C) -> C:
    """--backlog and --backlog-from."""
    text = "Agent-hours of deferred work waiting at the start; may be repeated. None without it."
    told = click.option("--backlog", "backlogs", multiple=True, metavar="QUEUE=HOURS", help=text)
    earlier = "Report (JSON) of the week before, of `wfm simulate` or `wfm outlook`: its end is this week's beginning."
    return told(click.option("--backlog-from", "earlier_path", help=earlier)(command))


def model_option(command: C) -> C:
    """--model of a roster."""
    text = "Operating model of the roster; found by its kinds of work without it."
    return click.option("--model", help=text)(command)


def read_week(
    roster_path: str,
    forecast_path: str,
    agents_path: str,
    plan_path: str,
    *,
    model: str | None,
    events_path: str | None,
    backlogs: tuple[str, ...],
    earlier_path: str | None,
) -> PlayedWeek:
    """Read all of it; the arguments are those of the two commands."""
    from wfm.calendars import plan_calendar
    from wfm.cli.staffing import backlog_hours
    from wfm.compare import model_of_requirement, operating_model
    from wfm.io.plan_file import read_plan
    from wfm.io.proofs import read_left_hours
    from wfm.io.read import read_agents, read_events, read_forecast, read_roster

    waiting = (read_left_hours(earlier_path) if earlier_path else {}) | backlog_hours(backlogs)
    plan = read_plan(plan_path)
    forecast = read_forecast(forecast_path, zone=plan.site.zone)
    roster = read_roster(roster_path, zone=plan.site.zone)
    calendar = plan_calendar(plan, forecast.years, read_events(events_path) if events_path else ())
    if model is None:
        works = {a.work for s in roster.shifts for a in s.activities if a.work}
        model = model_of_requirement(plan, works, forecast.queues).name
    organisation = operating_model(plan, model, forecast.queues)
    return PlayedWeek(plan, forecast, roster, read_agents(agents_path), calendar, organisation, waiting)
