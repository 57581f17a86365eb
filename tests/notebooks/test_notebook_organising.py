"""The notebook on operating models runs from top to bottom, on the real data where they are and on the sample data."""

import runpy
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "organising_the_insurer.py"
DATA = Path(__file__).parents[3] / "shared" / "data" / "forecasting" / "insurer_fr_2011_30min.csv.gz"
PICTURES = {
    *("organise_1_hours", "organise_2_gain", "organise_3_service", "organise_4_centralise", "organise_5_case"),
    "organise_6_transition",
}


def run(folder):
    """Two models, a second a roster, five simulated weeks: the pictures are tested, not how good the rosters are."""
    given = {"PICTURES": folder, "ROSTER_SECONDS": 1.0, "WEEKS": 5, "MODELS": ("departmental", "pooled")}
    names = runpy.run_path(str(NOTEBOOK), init_globals=given)
    assert {p.stem for p in folder.glob("*.png")} == PICTURES
    assert all(p.stat().st_size > 5_000 for p in folder.glob("*.png"))
    return names


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.skipif(not DATA.is_file(), reason="../shared/data/forecasting is not here")
def test_notebook_runs_on_the_insurer(tmp_path, capsys):
    names = run(tmp_path)
    assert len(names["by_queue"]) == 12
    departmental, pooled = names["study"].scenarios
    assert pooled.required_hours < 0.85 * departmental.required_hours  # twelve small teams pool well
    assert departmental.violations == pooled.violations == 0
    assert "pooled asks for" in capsys.readouterr().out


@pytest.mark.slow
def test_notebook_runs_on_the_sample_data_where_the_insurer_is_not(tmp_path, monkeypatch):
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda self: not self.name.startswith("insurer_fr") and is_file(self))
    names = run(tmp_path)
    assert names["history"].zone == "Europe/Amsterdam"
    assert len(names["agents"]) == 140
