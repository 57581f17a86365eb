"""`wfm roster` and `wfm check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from wfm.cli.options import Day, OutFile, agents_option, out_option, plan_option, progress_line, say, stop_on_interrupt
from wfm.cli.stakes import forecast_option, read_stakes

if TYPE_CHECKING:
    from datetime import date

    from wfm.errors import Clash
    from wfm.types import RosterProblem, RosterResult


@click.command("roster")
@click.argument("requirement_path", metavar="REQUIREMENT")
@agents_option
@plan_option
@click.option("--time-limit", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds.")
@click.option("--gap", default=0.005, show_default=True, type=click.FloatRange(0), help="Stop at this proven gap.")
@click.option("--seed", default=1, show_default=True, help="The same seed and iteration limit give the same roster.")
@click.option("--iteration-limit", type=click.IntRange(0), help="Most steps of improvement after the first roster.")
@click.option("--past", "past_path", help="Published roster before these days, for rules that look back.")
@click.option("--locks", "locks_path", help="Shifts that stay as they are (columns of a roster).")
@click.option("--wishes", "wishes_path", help="Wishes of people: agent, wish, day, value, weight, reason.")
@click.option("--published", "published_path", help="Roster of these days that people know already: changes cost.")
@forecast_option
@out_option()
@click.option(
    "--report",
    "report_path",
    type=OutFile(),
    help="File for the result (JSON): objective, bound, gap, terms, coverage.",
)
@click.option("--explain", is_flag=True, help="Tell why intervals are short, why this Saturday, what each rule costs.")
def roster_command(
    requirement_path: str,
    agents_path: str,
    plan_path: str,
    time_limit: float,
    gap: float,
    seed: int,
    iteration_limit: int | None,
    past_path: str | None,
    locks_path: str | None,
    wishes_path: str | None,
    published_path: str | None,
    forecast_path: str | None,
    events_path: str | None,
    out: str,
    report_path: str | None,
    explain: bool,
) -> None:
    """Roster the agents over REQUIREMENT: legal shifts with breaks, with a proven gap. Ctrl-C keeps the best so far."""
    from wfm.compare import model_of_requirement
    from wfm.errors import InfeasibleError
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_requirement, read_roster, read_wishes
    from wfm.io.write import write_result, write_roster
    from wfm.roster import build_problem, build_roster

    plan = read_plan(plan_path)
    requirement = read_requirement(requirement_path, zone=plan.site.zone)
    agents = read_agents(agents_path)
    past = read_roster(past_path, zone=plan.site.zone) if past_path else None
    model = model_of_requirement(plan, requirement.works)
    published = read_roster(published_path, zone=plan.site.zone) if published_path else None
    wishes = read_wishes(wishes_path) if wishes_path else ()
    locks = read_roster(locks_path, zone=plan.site.zone).shifts if locks_path else ()
    stakes = read_stakes(plan, model, forecast_path, events_path)
    problem = build_problem(
        requirement, agents, plan, model, past=past, locks=locks, wishes=wishes, published=published, stakes=stakes
    )
    with stop_on_interrupt() as should_stop:
        result = build_roster(
            problem,
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            iteration_limit=iteration_limit,
            on_progress=progress_line,
            should_stop=should_stop,
        )
    told = _explained(problem, result) if explain and result.roster is not None else None
    if report_path:
        write_result(result, report_path, told.content if told else None)
    if result.roster is None:
        raise InfeasibleError("nobody can be rostered legally", _clashes(result))
    write_roster(result.roster, out)
    _say_result(result)
    if told:
        say("")
        for line in told.lines:
            say(line)


@click.command("check")
@click.argument("roster_path", metavar="ROSTER")
@agents_option
@plan_option
@click.option("--past", "past_path", help="Published roster before it, for rules that look back.")
@click.option("--locks", "locks_path", help="Shifts that have to stay as they are (columns of a roster).")
@click.option("--published-on", type=Day(), help="Day on which the times are published, to judge notice.")
@click.option("--pattern-published-on", type=Day(), help="Day on which the working days were published, likewise.")
@click.pass_context
def check_command(
    ctx: click.Context,
    roster_path: str,
    agents_path: str,
    plan_path: str,
    past_path: str | None,
    locks_path: str | None,
    published_on: date | None,
    pattern_published_on: date | None,
) -> None:
    """Judge every rule again on ROSTER, without the solver. Exit code 1 where one is broken."""
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_roster
    from wfm.judging import judge

    plan = read_plan(plan_path)
    agents = read_agents(agents_path)
    roster = read_roster(roster_path, zone=plan.site.zone)
    past = read_roster(past_path, zone=plan.site.zone) if past_path else None
    locks = read_roster(locks_path, zone=plan.site.zone).shifts if locks_path else ()
    violations = judge(
        roster, agents, plan, past, locks=locks, published=published_on, pattern_published=pattern_published_on
    )
    for violation in violations:
        day = f" {violation.date}" if violation.date else ""
        click.echo(f"{violation.kind} {violation.rule}: {violation.agent}{day}: {violation.message}")
    on_it = {s.agent for s in roster.shifts}
    for agent in (a.agent for a in agents if a.agent not in on_it):
        say(f"note: {agent} is not on the roster")
    click.echo(f"{len(violations)} rule violations, {len(on_it)} agents, {len(roster.shifts)} shifts")
    ctx.exit(1 if violations else 0)


class _Explained(NamedTuple):
    content: dict[str, Any]
    lines: list[str]


def _explained(problem: RosterProblem, result: RosterResult) -> _Explained | None:
    from wfm.io.explanations import explanation_content, explanation_lines
    from wfm.roster import explain_roster

    if result.roster is None:
        return None
    say("\nexplaining")
    told, zone = explain_roster(problem, result.roster), problem.grid.zone
    return _Explained(explanation_content(told, zone), list(explanation_lines(told, zone)))


def _clashes(result: RosterResult) -> tuple[Clash, ...]:
    from wfm.errors import Clash

    return tuple(Clash(n.agent, n.rules, n.reason) for n in result.not_rostered)


def _say_result(result: RosterResult) -> None:
    click.echo("", err=True)
    for left_out in result.not_rostered:
        say(f"not rostered: {left_out.agent}: {left_out.reason} ({', '.join(left_out.rules)})")
    covered = f"{result.coverage.covered_share:.1%} of the requirement covered, " if result.coverage else ""
    gap = f"gap {result.gap:.2%}" if result.gap is not None else "no bound"
    say(f"{result.status}: {covered}{gap}, {len(result.violations)} rule violations, {result.seconds:.1f} s")
    for name, value in result.terms.items():
        say(f"  {name:<20} {value:>12,.1f}")
