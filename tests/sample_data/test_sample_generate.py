"""The command that writes the sample data."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path

from sample_data.generate import FILES, history_gz
from sample_data.history import draw_history

ROOT = Path(__file__).parents[2]


def test_the_command_writes_every_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder"
    done = subprocess.run(
        [sys.executable, "-m", "sample_data.generate", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(target / name) for name in FILES]
    for name in ("agents.csv", "plan.toml", "events.csv"):
        assert (target / name).read_bytes() == (ROOT / "sample_data" / name).read_bytes()
    made = gzip.decompress((target / "history.csv.gz").read_bytes()).decode()
    header, first = made.split("\n", 2)[:2]
    assert header == "queue,interval_start,offered,handled,abandoned,aht_seconds"
    assert first.startswith("billing/chat,2024-11-11T08:00:00+01:00,")


def test_equal_data_are_equal_bytes_whenever_they_are_written() -> None:
    frame = draw_history(3, date(2026, 11, 9), date(2026, 11, 10))
    packed = history_gz(frame)
    assert packed == history_gz(frame)
    assert packed[4:8] == b"\0\0\0\0"  # no time stamp in the gzip header
