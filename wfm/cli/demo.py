"""`wfm demo`: the whole product on sample data, with a summary a planner understands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wfm.cli.options import executor, executor_option, say
from wfm.cli.score_lines import accuracy_lines

if TYPE_CHECKING:
    from wfm.demo import Demo


@click.command("demo")
@click.option("--dir", "directory", default="demo", show_default=True, help="Folder for the files.")
@click.option("--time-limit", default=30.0, show_default=True, type=click.FloatRange(1), help="Seconds a roster.")
@executor_option()
def demo_command(directory: str, time_limit: float, executor_spec: str | None) -> None:
    """Plan a week of a made-up organisation: forecast, staff, roster, compare; then open it in the browser."""
    from wfm.compare.scenarios import RosterLimits
    from wfm.demo import run_demo

    with executor(executor_spec) as pool:
        demo = run_demo(Path(directory), limits=RosterLimits(seconds=time_limit), executor=pool, say=say)
    for line in summary(demo):
        click.echo(line)


def summary(demo: Demo) -> list[str]:
    """The planned week in a page of text."""
    return [
        "",
        f"The week of {demo.first:%d %B %Y}, {len(demo.agents)} agents, {len(demo.week.forecast.queues)} queues",
        "",
        *accuracy_lines(demo.week.forecast),
        "",
        *_agents_by_day(demo),
        "",
        *_roster(demo),
        "",
        *_proof(demo),
        "",
        *_comparison(demo),
        "",
        *_where(demo),
    ]


def _agents_by_day(demo: Demo) -> list[str]:
    """Agents to roster at the peak of each day and in hours, absence included, for each model."""
    zone = demo.week.requirement.zone
    lines = ["Agents needed by day (peak / agent-hours, absence included)"]
    for scenario in demo.week.comparison.scenarios:
        frame, minutes = scenario.requirement.frame, scenario.requirement.interval_minutes
        share = demo.week.problem.required.sum() / max(demo.week.requirement.frame["agents_required"].sum(), 1e-9)
        total = frame.groupby("interval_start")["agents_required"].sum() * share
        days = total.groupby(total.index.tz_convert(zone).strftime("%a"), sort=False)
        cells = [f"{day} {rows.max():.0f}/{rows.sum() * minutes / 60:,.0f}" for day, rows in days]
        lines.append(f"  {scenario.model:<13} " + "  ".join(cells))
    return lines


def _roster(demo: Demo) -> list[str]:
    result = demo.week.result
    covered = f"{result.coverage.covered_share:.1%} of the requirement covered" if result.coverage else "no roster"
    gap = f"within {result.gap:.2%} of the proven best" if result.gap is not None else "no bound proven"
    shifts = result.roster.shifts if result.roster else ()
    lines = [
        f"Roster     {len({s.agent for s in shifts})} agents, {sum(1 for s in shifts if not s.is_leave)} shifts, "
        f"{sum(s.paid_hours for s in shifts):,.0f} paid hours; {covered}, {gap}",
        f"           {len(result.violations)} rule violations, judged again by the independent checker",
    ]
    return lines + [f"           not rostered: {n.agent}: {n.reason}" for n in result.not_rostered]


def _proof(demo: Demo) -> list[str]:
    """What the roster will give, simulated before anyone publishes it."""
    proof = demo.week.proof
    if proof is None or proof.total.service_level is None:
        return ["Proof      no roster to prove"]
    total, misses = proof.total, proof.missed_intervals
    lines = [
        f"Proof      service level {total.service_level:.1%} over {proof.replications} simulated weeks "
        f"({total.service_level_low:.1%} to {total.service_level_high:.1%} in nine of ten), "
        f"{proof.absence:.1%} of rostered time absent",
        f"           {misses or 'no'} interval{'' if misses == 1 else 's'} of {proof.interval_minutes} minutes will "
        f"miss a goal",
    ]
    if misses:
        worst = proof.misses.groupby("queue").size().sort_values(ascending=False).head(3)
        lines[-1] += "; most often " + ", ".join(f"{queue} ({count})" for queue, count in worst.items())
    late = sum(t.late or 0.0 for t in proof.totals)
    left = sum(t.left_hours or 0.0 for t in proof.totals)
    return [
        *lines,
        f"           {late:,.1f} pieces of deferred work late, {left:,.1f} agent-hours of it left at the end",
    ]


def _comparison(demo: Demo) -> list[str]:
    from wfm.cli.comparison_lines import comparison_table

    return ["Comparison on the same demand and the same people", *comparison_table(demo.week.comparison)]


def _where(demo: Demo) -> list[str]:
    from wfm.demo import DEMO_PASSWORD, DEMO_USERS

    spent = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in demo.seconds.items())
    return [
        f"Files in {demo.directory}/: forecast.csv, requirement-*.csv, roster-*.csv, proof.csv, roster.xlsx, "
        "calendars/, comparison.json, report.html, wfm.db",
        f"Time       {spent}",
        "",
        f"Open the web application:  .venv/bin/wfm serve --database {demo.directory}/wfm.db",
        f"then http://127.0.0.1:8000 as {', '.join(DEMO_USERS)}; password {DEMO_PASSWORD}",
    ]
