"""How good the forecasts are, beside the peers: one run, the same origins, horizons and data for every method.

    python -m benchmarks.forecast                                    # all data sets, four weeks ahead, four origins
    python -m benchmarks.forecast --set bank --weeks 1 --origins 8 --peers prophet,lightgbm,statsforecast
    python -m benchmarks.forecast --set sample --queues 4 --json
    python -m benchmarks.forecast --speed                            # seconds a queue, a hundred queues, a backtest

Methods: every candidate and the automatic combination of ``wfm.forecast.backtest``, the seasonal naive forecast raw and
with special days, and the peers asked for. A peer is installed by pip into an environment of its own below the user's
cache (``WFM_BENCHMARK_CACHE`` moves it) the first time it is asked for, and runs there as a process with one thread:
the product's environment stays clean, and statsforecast gets the pandas below 3 that it needs. One that cannot be
installed, fails or takes longer than ``--peer-minutes`` is named, not left out in silence. How each peer is set up is
said in ``forecast_peer_*.py``.

Results go to ``--output`` (default: benchmarks/results, which git ignores): a table as text and JSON, every single
score as CSV, and pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from benchmarks.forecast_chance import honest, sentences
from benchmarks.forecast_peers import REQUIREMENTS, ask
from benchmarks.forecast_scores import markdown, own_rows, peer_rows, raw_rows, table
from benchmarks.forecast_sets import REAL, DataSet, load, tasks_of
from benchmarks.forecast_weekly import BANDS, Weekly, weekly
from wfm.forecast import backtest

if TYPE_CHECKING:
    from collections.abc import Sequence

SETS = ("bank", "insurer", "sample")
WEEKLY = 26  # origins that bands are held to, besides those of the table


def compare(
    data: DataSet, weeks: int, origins: int, peers: list[str], peer_minutes: float, *, fresh: bool = False
) -> dict[str, Any]:
    """Every method on one data set: ``rows``, ``table``, ``notes`` and the seconds of our whole backtest."""
    start = time.perf_counter()
    scores = backtest(data.history, data.calendar, weeks=weeks, origins=origins)
    seconds = time.perf_counter() - start
    tasks = tasks_of(data, scores, weeks)
    frames, notes = [own_rows(scores, tasks), raw_rows(tasks)], []
    for peer in peers:
        rows, said = peer_rows(ask(peer, tasks, peer_minutes, fresh=fresh), tasks)
        frames += [rows] if len(rows) else []
        notes += said
    rows = pd.concat(frames, ignore_index=True)
    chance = [one for band in BANDS for one in honest(tasks, band)]
    return {
        "rows": rows,
        "table": table(rows),
        "notes": notes,
        "chance": chance,
        "backtest_seconds": seconds,
        "queues": len(tasks),
    }


def report(data: DataSet, found: dict[str, Any], weeks: int, origins: int, bands: Sequence[Weekly]) -> str:
    """The result of one data set in Markdown."""
    head = (
        f"### {data.title}: {weeks} {'week' if weeks == 1 else 'weeks'} ahead, {origins} origins\n\n"
        f"Our whole backtest took {found['backtest_seconds']:.1f} s for {found['queues']} queues.\n"
    )
    return "\n".join([head, markdown(found["table"]), *_after(found, bands), ""])


def _after(found: dict[str, Any], bands: Sequence[Weekly]) -> list[str]:
    held = [said for one in bands for said in one.sentences()]
    return [f"\n{said}" for said in (*sentences(found["chance"]), *held, *found["notes"])]


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "load_average": [round(x, 1) for x in os.getloadavg()],
        "python": platform.python_version(),
    }


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--set", choices=(*SETS, "all"), default="all", help="data set")
    parser.add_argument("--weeks", type=int, default=4, help="weeks ahead")
    parser.add_argument("--origins", type=int, default=4, help="origins scored, as far apart as the horizon is long")
    parser.add_argument(
        "--weekly",
        type=int,
        default=WEEKLY,
        help="weekly origins that the bands are held to as well, one week ahead and --weeks; 0 for none",
    )
    parser.add_argument("--queues", type=int, help="at most so many queues of a set")
    parser.add_argument("--peers", default="", help=f"comma-separated: {', '.join(REQUIREMENTS)}")
    parser.add_argument("--peer-minutes", type=float, default=60.0, help="longest time of a peer on a set")
    parser.add_argument("--fresh", action="store_true", help="ask peers again where their answer is kept")
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).with_name("results"), help="folder of the results"
    )
    parser.add_argument("--no-pictures", action="store_true", help="tables only")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--speed", action="store_true", help="measure speed instead")
    options = parser.parse_args(arguments)
    options.peers = [p for p in options.peers.split(",") if p]
    unknown = [p for p in options.peers if p not in REQUIREMENTS]
    if unknown:
        parser.error(f"unknown peer {unknown[0]}: choose from {', '.join(REQUIREMENTS)}")
    return options


def main(arguments: list[str] | None = None) -> None:
    """Run and print."""
    options = parsed(arguments)
    if options.speed:
        from benchmarks.forecast_speed import measure

        measured = machine() | measure()
        print(json.dumps(measured, indent=None if options.json else 1))
        return
    options.output.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {"machine": machine(), "weeks": options.weeks, "origins": options.origins, "sets": {}}
    for name in SETS if options.set == "all" else (options.set,):
        data = load(name)
        if data is None:
            print(f"{name}: skipped, its file is not in ../{REAL.relative_to(REAL.parents[2])}", file=sys.stderr)
            continue
        data = data.only(options.queues)
        found = compare(data, options.weeks, options.origins, options.peers, options.peer_minutes, fresh=options.fresh)
        ahead = sorted({1, options.weeks}) if options.weekly else []
        bands = [weekly(data, options.weekly, weeks) for weeks in ahead]
        text = report(data, found, options.weeks, options.origins, bands)
        stem = options.output / f"forecast_{name}_{options.weeks}w"
        stem.with_suffix(".md").write_text(text)
        found["rows"].to_csv(stem.with_suffix(".csv"), index=False)
        results["sets"][name] = {
            "methods": json.loads(found["table"].round(5).to_json(orient="index")),
            "notes": found["notes"],
            "chance": [
                {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(h).items()} for h in found["chance"]
            ],
            "weekly": bands[0].as_json() if bands else None,
            "weekly_ahead": bands[-1].as_json() if bands else None,
            "backtest_seconds": round(found["backtest_seconds"], 2),
        }
        if not options.no_pictures:
            from benchmarks.forecast_pictures import draw

            draw(data, found, options.weeks, stem)
        if not options.json:
            print(text)
    (options.output / f"forecast_{options.weeks}w.json").write_text(json.dumps(results, indent=1))
    if options.json:
        print(json.dumps(results))


if __name__ == "__main__":
    main()
