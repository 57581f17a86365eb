"""The notebook on operating models runs from top to bottom, on the real data where they are and on the sample data."""

import pytest
from notebook_run import hide_insurer, needs_insurer, run_notebook

PICTURES = {
    *("organise_1_hours", "organise_2_gain", "organise_3_service", "organise_4_centralise", "organise_5_case"),
    "organise_6_transition",
}


def run(folder):
    """Two models, a second a roster, five simulated weeks: the pictures are tested, not how good the rosters are."""
    given = {"ROSTER_SECONDS": 1.0, "WEEKS": 5, "MODELS": ("departmental", "pooled")}
    return run_notebook("organising_the_insurer.py", folder, PICTURES, 5_000, **given)


@pytest.mark.slow
@pytest.mark.real_data
@needs_insurer
def test_notebook_runs_on_the_insurer(tmp_path, capsys):
    names = run(tmp_path)
    assert len(names["by_queue"]) == 12
    departmental, pooled = names["study"].scenarios
    assert pooled.required_hours < 0.85 * departmental.required_hours  # twelve small teams pool well
    assert departmental.violations == pooled.violations == 0
    assert "pooled asks for" in capsys.readouterr().out


@pytest.mark.slow
def test_notebook_runs_on_the_sample_data_where_the_insurer_is_not(tmp_path, monkeypatch):
    hide_insurer(monkeypatch)
    names = run(tmp_path)
    assert names["history"].zone == "Europe/Amsterdam"
    assert len(names["agents"]) == 140
