"""`wfm export`."""

from __future__ import annotations

import click

from wfm.cli.options import agents_option, say
from wfm.errors import ConfigError


@click.command("export")
@click.argument("roster_path", metavar="ROSTER")
@agents_option
@click.option("--zone", help="IANA zone of the site; from the plan if that is given.")
@click.option("--plan", "plan_path", help="Plan file, for the zone.")
@click.option("-o", "--out", "out", help="roster.xlsx (week grid and tidy table) or roster.csv.")
@click.option("--ics", "ics_path", help="Folder for a calendar file (.ics) an agent.")
def export_command(
    roster_path: str, agents_path: str, zone: str | None, plan_path: str | None, out: str | None, ics_path: str | None
) -> None:
    """Export ROSTER for people: a workbook, or a calendar file for each agent."""
    from wfm.io.ical import write_ical
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_roster
    from wfm.io.workbook import write_roster_workbook
    from wfm.io.write import write_roster

    if not out and not ics_path:
        raise ConfigError("say where to: -o roster.xlsx, -o roster.csv or --ics FOLDER.")
    site = zone or (read_plan(plan_path).site.zone if plan_path else None)
    roster = read_roster(roster_path, zone=site)
    agents = read_agents(agents_path)
    if out and out.endswith(".xlsx"):
        write_roster_workbook(roster, agents, out)
    elif out:
        write_roster(roster, out)
    if ics_path:
        say(f"{len(write_ical(roster, agents, ics_path))} calendar files in {ics_path}")
