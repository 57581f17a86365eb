"""The command that writes the sample data."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sample_data.generate import FILES, history_gz
from sample_data.history import draw_history

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command made."""
    target = tmp_path_factory.mktemp("sample") / "new" / "folder"
    done = subprocess.run(
        [sys.executable, "-m", "sample_data.generate", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(target / name) for name in FILES]
    return target


@pytest.mark.parametrize("name", ["agents.csv", "plan.toml", "events.csv"])
def test_the_command_writes_the_committed_files(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (ROOT / "sample_data" / name).read_bytes()


def test_the_command_writes_the_committed_history(made: Path) -> None:
    # Rows are exact; counts are compared by month, because libraries may round a rate in the last bit differently.
    new, kept = (pd.read_csv(folder / "history.csv.gz") for folder in (made, ROOT / "sample_data"))
    key = ["queue", "interval_start"]
    assert list(new.columns) == list(kept.columns) == [*key, "offered", "handled", "abandoned", "aht_seconds"]
    assert new[key].equals(kept[key])
    by = [kept["queue"], kept["interval_start"].str[:7]]
    columns = ["offered", "handled", "abandoned"]
    sums = [frame[columns].groupby(by).sum().to_numpy(float) for frame in (new, kept)]
    np.testing.assert_allclose(*sums, rtol=0.02, atol=5)


def test_equal_data_are_equal_bytes_whenever_they_are_written() -> None:
    frame = draw_history(3, date(2026, 11, 9), date(2026, 11, 10))
    packed = history_gz(frame)
    assert packed == history_gz(frame)
    assert packed[4:8] == b"\0\0\0\0"  # no time stamp in the gzip header
