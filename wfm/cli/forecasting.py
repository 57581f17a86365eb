"""`wfm forecast`, `wfm backtest` and `wfm long-range`."""

from __future__ import annotations

from datetime import date, timedelta

import click

from wfm.cli.forecast_days import calendar_of, day_after, known_before, monday_after
from wfm.cli.forecast_files import (
    all_notes_option,
    check_queues,
    naming,
    read_changes,
    say_notes,
    scenarios_of,
    write_parts,
)
from wfm.cli.options import Day, OutFile, executor, executor_option, history_options, out_option, say
from wfm.cli.score_lines import backtest_lines


@click.command("forecast")
@click.argument("history_path", metavar="HISTORY")
@click.option("--weeks", default=2, show_default=True, type=click.IntRange(1, 104), help="Weeks to forecast.")
@click.option("--from", "first", type=Day(), help="First day. Default: the first Monday after the history.")
@history_options
@click.option(
    "--new-queue",
    "new_queues",
    nargs=3,
    multiple=True,
    metavar="NAME LIKE LEVEL",
    help="A queue without history: one it is like, and 120/day (an average open day) or 600/week.",
)
@click.option("--adjustments", "changes_path", help="Changes by people: queue, day, kind, value, author, reason.")
@click.option(
    "--raw", "raw_path", type=OutFile(), help="Where to keep the forecast as it was before the changes by people."
)
@click.option(
    "--explain",
    "parts_path",
    type=OutFile(),
    help="Where to write the parts of each day: level, weekday, season, event...",
)
@click.option("--since", "since_path", help="Parts of an earlier run: --explain also tells what changed and why.")
@click.option(
    "--picture",
    "picture_path",
    type=OutFile(".svg", ".html", ".htm"),
    help="Where to draw the parts of each day: a .svg, or a page (.html).",
)
@click.option("--totals", "totals_path", type=OutFile(), help="Where to write days and weeks with bands of their own.")
@click.option(
    "--sums",
    "sums_path",
    type=OutFile(),
    help="Where to write the sums: departments, channels and the total, with bands.",
)
@click.option("--reconcile", is_flag=True, help="Move queues to agree with the sums' own forecasts; rarely better.")
@all_notes_option
@executor_option()
@out_option()
def forecast_command(
    history_path: str,
    weeks: int,
    first: date | None,
    preset: str | None,
    zone: str | None,
    country: str | None,
    subdivision: str | None,
    events_path: str | None,
    new_queues: tuple[tuple[str, str, str], ...],
    changes_path: str | None,
    raw_path: str | None,
    parts_path: str | None,
    since_path: str | None,
    picture_path: str | None,
    totals_path: str | None,
    sums_path: str | None,
    reconcile: bool,
    all_notes: bool,
    executor_spec: str | None,
    out: str,
) -> None:
    """Forecast contacts offered (with quantiles) and handle time, from HISTORY."""
    if since_path and not (parts_path or picture_path):
        raise click.UsageError("--since needs --explain or --picture")
    from wfm.forecast import add_queue, apply_changes, forecast, forecast_hierarchy
    from wfm.forecast.days import day_number
    from wfm.forecast.new_queue import NewQueue
    from wfm.forecast.queues import too_young
    from wfm.intervals import IntervalGrid
    from wfm.io.read import read_history
    from wfm.io.totals_file import write_totals
    from wfm.io.write import write_forecast

    history = read_history(history_path, zone=zone, preset=preset)
    start = first or monday_after(history)
    horizon = IntervalGrid.days(start, 7 * weeks, history.zone, history.interval_minutes)
    calendar = calendar_of(history, start, start + timedelta(weeks=weeks), country, subdivision, events_path)
    known = known_before(history, start)
    added = [NewQueue.parse(*texts) for texts in new_queues]
    changes = read_changes(changes_path, history.zone) if changes_path else ()
    young = too_young(known, known.zone, day_number(start))
    check_queues([q for q in history.queues if q not in young], added, changes, changes_path)
    with executor(executor_spec) as pool:
        if sums_path or reconcile:
            both = forecast_hierarchy(known, horizon, calendar, reconcile=reconcile, executor=pool)
            result = both.queues
        else:
            both, result = None, forecast(known, horizon, calendar, executor=pool)
    for queue in added:
        result = add_queue(result, queue)
    raw = result
    if raw_path:
        write_forecast(raw, raw_path)
    if changes_path:
        with naming(changes_path):
            result = apply_changes(result, changes, history)
    if sums_path and both:
        write_forecast(both.with_queues(result).sums, sums_path)
    if parts_path or picture_path:
        write_parts(result, raw, parts_path, since_path, picture_path)
    if totals_path:
        write_totals(result, totals_path)
    write_forecast(result, out)
    say_notes(history.notes, result.notes, everything=all_notes)
    for entry in result.adjustments:
        say(f"changed: {entry.queue}: {entry.reason}, by {entry.author}")
    days = f"{start} to {start + timedelta(days=7 * weeks - 1)}"
    count = len(result.queues)
    say(f"{count} queue{'' if count == 1 else 's'}, {result.frame['offered'].sum():,.0f} contacts expected from {days}")


@click.command("backtest")
@click.argument("history_path", metavar="HISTORY")
@click.option("--weeks", default=1, show_default=True, type=click.IntRange(1, 26), help="Weeks each forecast reaches.")
@click.option("--origins", default=8, show_default=True, type=click.IntRange(1, 52), help="Past weeks to start from.")
@click.option("--by-week", "ahead_path", type=OutFile(), help="Where to write the scores week by week ahead.")
@history_options
@executor_option()
@out_option()
def backtest_command(
    history_path: str,
    weeks: int,
    origins: int,
    ahead_path: str | None,
    preset: str | None,
    zone: str | None,
    country: str | None,
    subdivision: str | None,
    events_path: str | None,
    executor_spec: str | None,
    out: str,
) -> None:
    """Score every model on past weeks of HISTORY against the seasonal naive forecast."""
    from wfm.forecast import backtest_by_week
    from wfm.io.read import read_history
    from wfm.io.render import write_frame
    from wfm.io.write import write_scores

    history = read_history(history_path, zone=zone, preset=preset)
    calendar = calendar_of(history, None, day_after(history), country, subdivision, events_path)
    with executor(executor_spec) as pool:
        scores, ahead = backtest_by_week(history, calendar, weeks=weeks, origins=origins, executor=pool)
    write_scores(scores, out)
    if ahead_path:
        write_frame(ahead, ahead_path, history.zone)
    say_notes(history.notes)
    for line in backtest_lines(scores, history.queues):
        say(line)


@click.command("long-range")
@click.argument("history_path", metavar="HISTORY")
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 36), help="Months ahead.")
@click.option("--by", type=click.Choice(["month", "day"]), default="month", show_default=True, help="Rows of the file.")
@click.option("--growth", multiple=True, metavar="NAME=PERCENT", help="A scenario: growth a year beyond the forecast.")
@click.option("--from", "first", type=Day(), help="First day. Default: the first of the month after the history.")
@history_options
@out_option()
def long_range_command(
    history_path: str,
    months: int,
    by: str,
    growth: tuple[str, ...],
    first: date | None,
    preset: str | None,
    zone: str | None,
    country: str | None,
    subdivision: str | None,
    events_path: str | None,
    out: str,
) -> None:
    """Forecast months or years ahead from HISTORY, for capacity and hiring: trend, season, scenarios, honest bands."""
    from wfm.forecast import forecast_months
    from wfm.io.read import read_history
    from wfm.io.render import write_frame

    scenarios = scenarios_of(growth)
    history = read_history(history_path, zone=zone, preset=preset)
    start = first or (day_after(history).replace(day=1) + timedelta(days=32)).replace(day=1)
    calendar = calendar_of(history, start, start + timedelta(days=31 * months), country, subdivision, events_path)
    result = forecast_months(history, calendar, start, months, scenarios)
    frame = result.months if by == "month" else result.days
    write_frame(frame.assign(period=frame["period"].astype(str)), out, history.zone)
    say_notes(history.notes, result.notes, everything=True)
    count, out_of = len(history.queues) - len(result.left_out), len(history.queues)
    partial = f", in {count} of {out_of} queues" if result.left_out else ""
    for scenario, total in result.months.groupby("scenario", sort=False)["offered"].sum().items():
        say(f"{scenario}: {total:,.0f} contacts in {months} months from {start}{partial}")
