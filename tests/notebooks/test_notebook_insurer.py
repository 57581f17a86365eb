"""The notebook runs from top to bottom, on the real data where they are and on the sample data."""

import pytest
from notebook_run import hide_insurer, needs_insurer, run_notebook

PICTURES = {"1_days", "2_shapes", "3_holidays", "4_four_weeks", "5_bands", "6_scores"}


def run(folder):
    return run_notebook("forecasting_the_insurer.py", folder, PICTURES, 10_000)


@pytest.mark.slow
@pytest.mark.real_data
@needs_insurer
def test_notebook_runs_on_the_insurer(tmp_path):
    names = run(tmp_path)
    assert len(names["daily"].columns) == 12
    assert names["selected"]["rel"].mean() < 0.9


@pytest.mark.slow
def test_notebook_runs_on_the_sample_data_where_the_insurer_is_not(tmp_path, monkeypatch):
    hide_insurer(monkeypatch)
    names = run(tmp_path)
    assert names["history"].zone == "Europe/Amsterdam"
    assert names["selected"]["rel"].mean() < 0.9
