"""`wfm simulate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import (
    OutFile,
    agents_option,
    events_option,
    executor,
    executor_option,
    out_option,
    plan_option,
    say,
)
from wfm.cli.played_week import backlog_options, model_option, read_week

if TYPE_CHECKING:
    from wfm.types import Proof, ProofTotal


@click.command("simulate")
@click.argument("roster_path", metavar="ROSTER")
@click.option("--forecast", "forecast_path", required=True, help="Contacts expected; rates are drawn from its bands.")
@agents_option
@plan_option
@model_option
@events_option
@click.option("--replications", default=100, show_default=True, type=click.IntRange(2), help="Weeks to play, at least.")
@click.option(
    "--half-width",
    type=click.FloatRange(0, 1, min_open=True),
    help="Play more weeks until each queue's service level is known to within this share (95 %), such as 0.005.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed meets the same contacts and absences.")
@click.option("--absence", type=click.FloatRange(0, 0.99), help="Share of shifts that fall out; default: the plan's.")
@click.option("--mean-only", is_flag=True, help="Play the forecast's mean instead of drawing around it.")
@backlog_options
@executor_option("serial: a week takes seconds")
@out_option()
@click.option(
    "--report", "report_path", type=OutFile(), help="File for the totals and the intervals that will miss (JSON)."
)
def simulate_command(
    roster_path: str,
    forecast_path: str,
    agents_path: str,
    plan_path: str,
    model: str | None,
    events_path: str | None,
    replications: int,
    half_width: float | None,
    seed: int,
    absence: float | None,
    mean_only: bool,
    backlogs: tuple[str, ...],
    earlier_path: str | None,
    executor_spec: str | None,
    out: str,
    report_path: str | None,
) -> None:
    """Prove ROSTER: play the forecast through it many times, with breaks, absence and uncertain demand."""
    from wfm.io.proofs import write_proof, write_proof_report
    from wfm.simulate import prove

    plan, expected, roster, agents, calendar, organisation, waiting = read_week(
        roster_path,
        forecast_path,
        agents_path,
        plan_path,
        model=model,
        events_path=events_path,
        backlogs=backlogs,
        earlier_path=earlier_path,
    )
    # Where nobody chose, played here: one core does a week in seconds, less than other processes take to start.
    with executor(executor_spec, otherwise="serial") as pool:
        proof = prove(
            roster,
            expected,
            plan,
            organisation,
            agents,
            calendar,
            replications=replications,
            seed=seed,
            executor=pool,
            absence=absence,
            uncertain=not mean_only,
            backlog_hours=waiting,
            half_width=half_width,
        )
    write_proof(proof, out)
    if report_path:
        write_proof_report(proof, report_path)
    for line in proof_lines(proof):
        say(line)


def proof_lines(proof: Proof) -> list[str]:
    """The proof in a few lines: the week in all, a line a queue, what will miss."""
    lines = [_line(t) for t in (*proof.totals, proof.total)]
    lines += [f"note: {note}" for note in proof.notes]
    lines.append(f"{proof.replications} weeks played, {proof.absence:.1%} of rostered time absent")
    minutes = proof.interval_minutes
    if not proof.missed_intervals:
        return [*lines, f"no interval of {minutes} minutes will miss its goal"]
    return [*lines, f"{proof.missed_intervals} intervals of {minutes} minutes will miss a goal"]


def _line(total: ProofTotal) -> str:
    band = ""
    if total.service_level is not None:
        kind = "in time" if total.late is None else "when due"
        band = f"{total.service_level:6.1%} {kind} ({total.service_level_low:.1%} to {total.service_level_high:.1%})"
    parts = [f"{total.queue:<28} {total.offered:>9,.0f} offered", band]
    parts += [f"answered after {total.asa_seconds:,.1f} s"] if total.asa_seconds is not None else []
    parts += [f"{total.abandonment:.1%} hang up"] if total.abandonment is not None else []
    parts += [f"{total.late:,.1f} late"] if total.late is not None else []
    parts += [f"{total.left_hours:,.1f} hours left at the end"] if total.left_hours is not None else []
    return ", ".join(p for p in parts if p)
