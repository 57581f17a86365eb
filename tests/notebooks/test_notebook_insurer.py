"""The notebook runs from top to bottom, on the real data where they are and on the sample data."""

import runpy
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "forecasting_the_insurer.py"
DATA = Path(__file__).parents[3] / "shared" / "data" / "forecasting" / "insurer_fr_2011_30min.csv.gz"
PICTURES = {"1_days", "2_shapes", "3_holidays", "4_four_weeks", "5_bands", "6_scores"}


def run(folder):
    names = runpy.run_path(str(NOTEBOOK), init_globals={"PICTURES": folder})
    assert {p.stem for p in folder.glob("*.png")} == PICTURES
    assert all(p.stat().st_size > 10_000 for p in folder.glob("*.png"))
    return names


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.skipif(not DATA.is_file(), reason="../shared/data/forecasting is not here")
def test_notebook_runs_on_the_insurer(tmp_path):
    names = run(tmp_path)
    assert len(names["daily"].columns) == 12
    assert names["selected"]["rel"].mean() < 0.9


@pytest.mark.slow
def test_notebook_runs_on_the_sample_data_where_the_insurer_is_not(tmp_path, monkeypatch):
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda self: not self.name.startswith("insurer_fr") and is_file(self))
    names = run(tmp_path)
    assert names["history"].zone == "Europe/Amsterdam"
    assert names["selected"]["rel"].mean() < 0.9
