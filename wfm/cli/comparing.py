"""`wfm compare`."""

from __future__ import annotations

from time import perf_counter

import click

from wfm.cli.options import (
    OutFile,
    events_option,
    executor,
    executor_option,
    out_option,
    plan_option,
    say,
)


@click.command("compare")
@click.argument("forecast_path", metavar="FORECAST")
@plan_option
@click.option("--agents", "agents_path", help="People to roster under each model; only requirements without it.")
@click.option(
    "--models",
    default="departmental,hybrid,pooled",
    show_default=True,
    help="Models to compare, or all; the first is what the others are measured against.",
)
@click.option("--time-limit", default=20.0, show_default=True, type=click.FloatRange(0.1), help="Seconds a roster.")
@click.option("--gap", default=0.01, show_default=True, type=click.FloatRange(0), help="Proven gap of each roster.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same answer.")
@click.option("--weeks", default=40, show_default=True, type=click.IntRange(0), help="Weeks to simulate a roster.")
@click.option(
    "--curve/--no-curve",
    default=None,
    help="Find the agents needed for several shares of cross-skilled people; without either, where there are agents.",
)
@events_option
@executor_option("processes; threads without --agents")
@out_option()
@click.option("--html", "html_path", type=OutFile(), help="File for a report with pictures.")
@click.option("--xlsx", "xlsx_path", type=OutFile(), help="File for a workbook: a tidy page a table, with charts.")
def compare_command(
    forecast_path: str,
    plan_path: str,
    agents_path: str | None,
    models: str,
    time_limit: float,
    gap: float,
    seed: int,
    weeks: int,
    curve: bool | None,
    events_path: str | None,
    executor_spec: str | None,
    out: str,
    html_path: str | None,
    xlsx_path: str | None,
) -> None:
    """Compare operating models on the same FORECAST, goals, people and random numbers.

    Models: departmental, hybrid, pooled; pairs, chain and generalists (with percent: chain-30), where a part of the
    people is cross-skilled; overflow; those of the plan; or all. With agents, each model is rostered and simulated.
    """
    from wfm.calendars import plan_calendar
    from wfm.cli.comparison_lines import comparison_table
    from wfm.compare import compare
    from wfm.compare.operating_models import models_to_compare
    from wfm.compare.scenarios import RosterLimits
    from wfm.compare.simulated import Play
    from wfm.io.comparison import write_comparison
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_events, read_forecast

    plan = read_plan(plan_path)
    expected = read_forecast(forecast_path, zone=plan.site.zone)
    agents = read_agents(agents_path) if agents_path else ()
    calendar = plan_calendar(plan, expected.years, read_events(events_path) if events_path else ())
    names = [name.strip() for name in models.split(",") if name.strip()]
    if names == ["all"]:
        names = list(models_to_compare(plan, expected.queues))
    started = perf_counter()
    # Without rosters there is less to do than other processes take to start.
    with executor(executor_spec, otherwise=None if agents else "threads") as pool:
        comparison = compare(
            expected,
            plan,
            agents,
            calendar,
            models=names,
            limits=RosterLimits(time_limit, gap, seed),
            executor=pool,
            play=Play(weeks, seed),
            curve=bool(agents) if curve is None else curve,
            say=lambda text: say(f"{perf_counter() - started:4.0f} s  {text}"),
        )
    write_comparison(comparison, out)
    if html_path:
        from wfm.io.report import write_report

        write_report(html_path, plan=plan, forecast=expected, comparison=comparison, decision=True)
    if xlsx_path:
        from wfm.io.study_read import study_of
        from wfm.io.workbook_comparison import write_comparison_workbook

        write_comparison_workbook(study_of(comparison), xlsx_path)
    for line in comparison_table(comparison):
        say(line)
