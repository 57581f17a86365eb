"""`wfm track`."""

from __future__ import annotations

import click

from wfm.cli.options import say


@click.command("track")
@click.argument("before_path", metavar="BEFORE")
@click.argument("after_path", metavar="AFTER")
@click.option(
    "--confidence",
    default=0.95,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Confidence with which all intervals hold together.",
)
def track_command(before_path: str, after_path: str, confidence: float) -> None:
    """Compare the figures measured BEFORE a change with those AFTER it.

    Both files have columns kpi, value, count and, for means, deviation. Figures: fcr, transfers, csat and esat as
    shares; aht_seconds, nps and staffing_per_contact as means.
    """
    from wfm.compare.kpi_tracking import track
    from wfm.io.kpis import read_kpis

    before, after = read_kpis(before_path), read_kpis(after_path)
    changes = track(before, after, confidence=confidence)
    for change in changes:
        say(change.words)
    missing = [m.kpi for m in before if m.kpi not in {c.kpi for c in changes}]
    missing += [m.kpi for m in after if m.kpi not in {c.kpi for c in changes}]
    if missing:
        say(f"Not in both files: {', '.join(missing)}.")
