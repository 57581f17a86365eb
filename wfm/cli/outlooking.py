"""`wfm outlook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import OutFile, agents_option, events_option, out_option, plan_option, say
from wfm.cli.played_week import backlog_options, model_option, read_week

if TYPE_CHECKING:
    import pandas as pd


@click.command("outlook")
@click.argument("roster_path", metavar="ROSTER")
@click.option("--forecast", "forecast_path", required=True, help="Contacts expected.")
@agents_option
@plan_option
@model_option
@events_option
@click.option("--absence", type=click.FloatRange(0, 0.99), help="Share of people absent; default: the plan's.")
@backlog_options
@out_option()
@click.option(
    "--report", "report_path", type=OutFile(), help="File for what becomes of deferred work, by queue (JSON)."
)
def outlook_command(
    roster_path: str,
    forecast_path: str,
    agents_path: str,
    plan_path: str,
    model: str | None,
    events_path: str | None,
    absence: float | None,
    backlogs: tuple[str, ...],
    earlier_path: str | None,
    out: str,
    report_path: str | None,
) -> None:
    """Which service the people of ROSTER give, by formula, and what becomes of the work that may wait."""
    from wfm.io.render import write_frame
    from wfm.io.results import write_json
    from wfm.staffing import agents_at_work, deferred_outlook, expected_service, left_by_queue

    plan, expected, roster, agents, calendar, organisation, told = read_week(
        roster_path,
        forecast_path,
        agents_path,
        plan_path,
        model=model,
        events_path=events_path,
        backlogs=backlogs,
        earlier_path=earlier_path,
    )
    grid = expected.grid
    missing = plan.shrinkage.on_the_day_at(grid) if absence is None else absence
    people = agents_at_work(roster, agents, grid, missing)
    waiting = {q: 0.0 for q in expected.queues if plan.queue(q).is_deferred} | told
    service = expected_service(expected, plan, organisation, calendar, people, backlog_hours=waiting)
    deferred = deferred_outlook(expected, plan, organisation, calendar, people, backlog_hours=waiting)
    write_frame(service, out, plan.site.zone)
    if report_path:
        left = [{"queue": q, "left_hours": hours} for q, hours in left_by_queue(deferred, expected, plan).items()]
        write_json({"queues": left, "deferred": deferred.to_dict("records")}, report_path)
    for line in _lines(service, deferred):
        say(line)


def _lines(service: pd.DataFrame, deferred: pd.DataFrame) -> list[str]:
    lines = []
    for work, rows in service.groupby("work"):
        known = rows[rows["offered"] > 0]
        offered = float(known["offered"].sum())
        if offered:
            level, wait = (
                float((known[c] * known["offered"]).sum()) / offered for c in ("service_level", "asa_seconds")
            )
            lines.append(f"{work!s:<28} {offered:>9,.0f} offered, {level:6.1%} in time, answered after {wait:,.1f} s")
    for row in deferred.to_dict("records"):
        lines.append(
            f"{row['work']}: {row['queues'].replace(',', ', ')}: {row['arriving_hours']:,.1f} agent-hours come, "
            f"{row['done_hours']:,.1f} are done, {row['late_hours']:,.1f} late, "
            f"{row['backlog_hours']:,.1f} left at the end"
        )
    return lines
