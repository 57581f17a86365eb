"""`wfm reforecast` and `wfm score`: a forecast against what comes in, during the day and afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click

from wfm.cli.forecast_files import all_notes_option, naming, read_changes, say_notes
from wfm.cli.options import out_option, say, zone_option
from wfm.cli.score_lines import score_line


class Moment(click.ParamType[datetime]):
    """A time as 2026-11-16T12:00, with or without an offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time as written, or a usage error."""
        try:
            return value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time such as 2026-11-16T12:00", param, ctx)


@click.command("reforecast")
@click.argument("forecast_path", metavar="FORECAST")
@click.option("--actuals", "actuals_path", required=True, metavar="HISTORY", help="What came in so far.")
@click.option("--at", "at", type=Moment(), required=True, help="The present, such as 2026-11-16T12:00 (local).")
@zone_option
@all_notes_option
@out_option()
def reforecast_command(
    forecast_path: str, actuals_path: str, at: datetime, zone: str | None, all_notes: bool, out: str
) -> None:
    """Update the rest of the day in FORECAST from what came in so far.

    Days of FORECAST that are over and in HISTORY teach how errors of a morning carry over to the afternoon.
    """
    from wfm.forecast import reforecast
    from wfm.intervals import zone_of
    from wfm.io.read import read_forecast, read_history
    from wfm.io.write import write_forecast

    history = read_history(actuals_path, zone=zone)
    forecast = read_forecast(forecast_path, zone=history.zone)
    now = (at if at.tzinfo else at.replace(tzinfo=zone_of(history.zone))).astimezone(UTC)
    result = reforecast(forecast, history, now)
    write_forecast(result, out)
    say_notes(history.notes, result.notes, everything=all_notes)


@click.command("score")
@click.argument("forecast_path", metavar="FORECAST")
@click.option("--actuals", "actuals_path", required=True, metavar="HISTORY", help="What came in.")
@click.option("--adjustments", "changes_path", help="Changes by people on this (raw) forecast: who adds value?")
@click.option("--totals", "totals_path", help="Days and weeks of FORECAST with their bands, to score these as well.")
@zone_option
@out_option(required=False)
def score_command(
    forecast_path: str,
    actuals_path: str,
    changes_path: str | None,
    totals_path: str | None,
    zone: str | None,
    out: str | None,
) -> None:
    """Score FORECAST against what came in: error and bias, what chance alone leaves, coverage of the bands.

    The file has a row a queue and period (interval, day, week). With --adjustments, FORECAST is the forecast as it was
    before people changed it: both are scored, and each change by itself.
    """
    from wfm.forecast import apply_changes, score_changes, score_forecast
    from wfm.io.read import read_forecast, read_history
    from wfm.io.render import write_frame
    from wfm.io.totals_file import read_totals

    history = read_history(actuals_path, zone=zone)
    forecast = read_forecast(forecast_path, zone=history.zone)
    if totals_path:
        forecast = replace(forecast, totals=read_totals(totals_path))
    table = score_forecast(forecast, history).assign(forecast="raw" if changes_path else "forecast")
    if changes_path:
        import pandas as pd

        changes = read_changes(changes_path, history.zone)
        with naming(changes_path):
            changed = score_forecast(apply_changes(forecast, changes, history), history).assign(forecast="adjusted")
        table = pd.concat([table, changed], ignore_index=True)
    if out:
        write_frame(table, out, history.zone)
    say(f"{'queue':<32} {'of':<9} {'by':<8} {'WAPE':>7} {'chance':>7} {'bias':>7} {'80 % band':>9}")
    for row in table.to_dict("records"):
        say(score_line(row))
    for queue in sorted(set(forecast.queues) - set(table["queue"])):
        say(f"{queue:<32} - not scored: nothing of it was measured")
    if changes_path:
        for row in score_changes(forecast, changes, history, history).to_dict("records"):
            gain = row["error_before"] - row["error_after"]
            effect = f"{abs(gain):,.0f} contacts {'nearer to' if gain >= 0 else 'further from'} what came in"
            day = row["start"].tz_convert(history.zone).date()
            say(f"{row['author']}: {row['queue']} {day}, {row['change']} ({row['reason']}): {effect}")
