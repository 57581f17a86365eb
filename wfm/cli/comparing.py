"""`wfm compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import (
    events_option,
    executor,
    executor_option,
    out_option,
    plan_option,
    say,
)

if TYPE_CHECKING:
    from wfm.types import Comparison, Scenario


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
@click.option("--time-limit", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds a roster.")
@click.option("--gap", default=0.005, show_default=True, type=click.FloatRange(0), help="Proven gap of each roster.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same answer.")
@click.option("--weeks", default=40, show_default=True, type=click.IntRange(0), help="Weeks to simulate a roster.")
@click.option(
    "--curve/--no-curve",
    default=None,
    help="Find the agents needed for several shares of cross-skilled people; without either, where there are agents.",
)
@events_option
@executor_option
@out_option()
@click.option("--html", "html_path", help="File for a report with pictures.")
@click.option("--xlsx", "xlsx_path", help="File for a workbook: a tidy page a table, with charts.")
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
    # Without rosters there is less to do than other processes take to start.
    with executor(executor_spec or (None if agents else "serial")) as pool:
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
            say=say,
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


def comparison_table(comparison: Comparison) -> list[str]:
    """The comparison as lines of text: a row a figure, a column a model, the advice below."""
    rows = [
        ("agents at the peak", [f"{s.agents_at_peak:,.1f}" for s in comparison.scenarios]),
        ("agent-hours required", [f"{s.required_hours:,.0f}" for s in comparison.scenarios]),
        ("FTE with all shrinkage", [f"{s.fte_required:,.1f}" for s in comparison.scenarios]),
        (f"cost of that ({comparison.currency})", [_number(s.required_cost, ",.0f") for s in comparison.scenarios]),
        ("agents rostered", [_number(s.rostered_agents, "d") for s in comparison.scenarios]),
        ("paid hours", [_number(s.paid_hours, ",.0f") for s in comparison.scenarios]),
        (f"paid cost ({comparison.currency})", [_number(s.paid_cost, ",.0f") for s in comparison.scenarios]),
        ("requirement covered", [_number(s.covered_share, ".1%") for s in comparison.scenarios]),
        ("service level expected", [_number(s.service_level, ".1%") for s in comparison.scenarios]),
        ("speed of answer (s)", [_number(s.asa_seconds, ",.0f") for s in comparison.scenarios]),
        ("roster gap", [_gap(s) for s in comparison.scenarios]),
        ("rule violations", [_violations(s) for s in comparison.scenarios]),
        *_study_rows(comparison),
    ]
    lines = [" " * 26 + "".join(f"{s.model:>16}" for s in comparison.scenarios)]
    lines += [f"{label:<26}" + "".join(f"{cell:>16}" for cell in cells) for label, cells in rows]
    return [*lines, *comparison.advice]


def _study_rows(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """The gain and the business case against the first model, where they were studied."""
    if not comparison.gains:
        return []
    gains = {g.model_after: g for g in comparison.gains if g.with_cap}
    cases = {c.facts.model_after: c.expected for c in comparison.cases}
    own, paid = [gains.get(s.model) for s in comparison.scenarios], [cases.get(s.model) for s in comparison.scenarios]
    return [
        ("people saved at peaks", [_number(g.peak.total if g else None, "+.0f") for g in own]),
        ("slowdown without saving", [_number(g.break_even_slowdown if g else None, "+.1%") for g in own]),
        (f"net present value ({comparison.currency})", [_number(c.npv if c else None, ",.0f") for c in paid]),
        ("paid back in month", [_number(c.payback_month if c else None, "d") for c in paid]),
    ]


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _gap(scenario: Scenario) -> str:
    return _number(scenario.result.gap, ".2%") if scenario.result else "-"


def _violations(scenario: Scenario) -> str:
    return str(len(scenario.result.violations)) if scenario.result else "-"
