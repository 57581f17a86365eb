"""`wfm explain`: questions about a roster, answered in numbers and words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from wfm.cli.options import Day, OutFile, agents_option, plan_option
from wfm.cli.stakes import forecast_option, read_stakes

if TYPE_CHECKING:
    from datetime import date

    from wfm.types import Plan


@click.command("explain")
@click.argument("roster_path", metavar="ROSTER")
@click.option("--requirement", "requirement_path", required=True, help="The requirement it was made for.")
@agents_option
@plan_option
@click.option("--past", "past_path", help="Published roster before these days.")
@click.option("--wishes", "wishes_path", help="Wishes of people, as for `wfm roster`.")
@click.option("--published", "published_path", help="Roster that people knew, as for `wfm roster`.")
@forecast_option
@click.option("--interval", "moments", multiple=True, help="Start of an interval, local: 2026-11-16T10:00. May repeat.")
@click.option("--work", help="The kind of work of --interval; not needed where there is one only.")
@click.option("--agent", help="Why this agent works (or is free) on --date.")
@click.option("--date", "day", type=Day(), help="The day of --agent.")
@click.option("--rules", is_flag=True, help="What each rule and wish costs (also told when nothing else is asked).")
@click.option(
    "--json", "json_path", type=OutFile(), help="Write the answers as JSON to this file, - for standard output."
)
def explain_command(
    roster_path: str,
    requirement_path: str,
    agents_path: str,
    plan_path: str,
    past_path: str | None,
    wishes_path: str | None,
    published_path: str | None,
    forecast_path: str | None,
    events_path: str | None,
    moments: tuple[str, ...],
    work: str | None,
    agent: str | None,
    day: date | None,
    rules: bool,
    json_path: str | None,
) -> None:
    """Say why intervals of ROSTER are short, why an agent has a shift, what each rule costs.

    Without a question: the three worst intervals, who has had most Saturdays and Sundays, and the cost of every rule.
    """
    from wfm.compare import model_of_requirement
    from wfm.io.explanations import explanation_content, explanation_lines
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_requirement, read_roster, read_wishes
    from wfm.io.results import write_json
    from wfm.roster import build_problem, explain_roster

    if (agent is None) != (day is None):
        raise click.UsageError("--agent and --date go together.")
    plan = read_plan(plan_path)
    requirement = read_requirement(requirement_path, zone=plan.site.zone)
    roster = read_roster(roster_path, zone=plan.site.zone)
    past = read_roster(past_path, zone=plan.site.zone) if past_path else None
    model = model_of_requirement(plan, requirement.works)
    published = read_roster(published_path, zone=plan.site.zone) if published_path else None
    wishes = read_wishes(wishes_path) if wishes_path else ()
    agents = read_agents(agents_path)
    stakes = read_stakes(plan, model, forecast_path, events_path)
    problem = build_problem(
        requirement, agents, plan, model, past=past, wishes=wishes, published=published, stakes=stakes
    )
    if moments and work is None and len(problem.works) > 1:
        raise click.UsageError(f"say which --work: {', '.join(problem.works)}.")
    asked = bool(moments or agent or rules)
    told = explain_roster(
        problem,
        roster,
        intervals=[(work or problem.works[0], _instant(text, plan)) for text in moments] if asked else None,
        shifts=([(agent, day)] if agent is not None and day is not None else []) if asked else None,
        rules=rules or not asked,
    )
    if json_path:
        write_json(explanation_content(told, plan.site.zone), json_path)
    if json_path != "-":
        for line in explanation_lines(told, plan.site.zone):
            click.echo(line)


def _instant(text: str, plan: Plan) -> datetime:
    """A local time such as 2026-11-16T10:00, or one with an offset, in UTC."""
    from datetime import UTC

    from wfm.errors import DataError
    from wfm.intervals import zone_of

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DataError("cannot read the time", value=text, remedy="Write it as 2026-11-16T10:00.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone_of(plan.site.zone))).astimezone(UTC)
