"""Writes the sample data: ``python -m sample_data.generate DIR [--seed 20261115]``."""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv as csv_arrow

from sample_data.history import draw_history
from sample_data.people import agents_csv
from sample_data.plan import plan_toml
from sample_data.special_days import events

if TYPE_CHECKING:
    import pandas as pd

SEED = 20261115
FILES = ("history.csv.gz", "agents.csv", "plan.toml", "events.csv")


def generate(directory: str | Path, seed: int = SEED) -> tuple[Path, ...]:
    """Write history.csv.gz, agents.csv, plan.toml and events.csv into ``directory``, which is made where missing.

    The same seed gives the same bytes.

    Returns:
        The paths written, in the order of :data:`FILES`.
    """
    place = Path(directory)
    place.mkdir(parents=True, exist_ok=True)
    content = (history_gz(draw_history(seed)), agents_csv(seed).encode(), plan_toml().encode(), events_csv().encode())
    for name, data in zip(FILES, content, strict=True):
        (place / name).write_bytes(data)
    return tuple(place / name for name in FILES)


def history_gz(frame: pd.DataFrame) -> bytes:
    """The history as a gzip file without a time stamp, so that equal data are equal bytes."""
    text = io.BytesIO()
    options = csv_arrow.WriteOptions(quoting_style="none", quoting_header="none")
    csv_arrow.write_csv(pa.Table.from_pandas(frame, preserve_index=False), text, options)
    return gzip.compress(text.getvalue(), 9, mtime=0)


def events_csv() -> str:
    """The text of events.csv: one row a day, queues joined by semicolons, none meaning all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("date", "kind", "name", "queues"))
    writer.writerows((day.day, day.kind, day.name, ";".join(day.queues)) for day in events())
    return text.getvalue()


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write the made-up sample data.")
    parser.add_argument("directory", help="where the files go; made where missing")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of every draw (default {SEED})")
    arguments = parser.parse_args()
    for path in generate(arguments.directory, arguments.seed):
        print(path)


if __name__ == "__main__":
    main()
